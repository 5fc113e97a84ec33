//! A claim that was submitted: how far it has come, its learners, and how each amount came about.

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::routing::get;
use domain::claim::{ClaimState, ClaimSums};
use domain::subsidy::Fen;
use leptos::prelude::*;
use serde::Deserialize;
use web::error::AppError;
use web::page::{About, Page};
use web::parts::{Crumbs, Kind, LinkButton, NavItem, Pager};
use web::views::claim::{
    LINES_A_PAGE, Reader, claim_chip, claimed_class, deadline_of, facts, history, lines, reckoned, submitted,
    sums,
};
use web::views::claim_money::{claim_money, to_remind};
use web::views::deadline::{due_mark, why_provisional};
use web::{Site, Viewer, Visit};

use super::claim_of;

pub fn routes() -> Router<Site> {
    Router::new().route("/own-claims/{id}", get(claim)).route("/own-claims/{id}/learners/{n}", get(learner))
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
struct QueryParams {
    page: Option<i64>,
}

/// `GET /own-claims/{id}`: for whoever claims for the institution.
async fn claim(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path(id): Path<String>,
    Query(query): Query<QueryParams>,
) -> Result<Page, AppError> {
    let claim = claim_of(&site, &viewer, id).await?;
    let steps = site.db.claim_steps(&claim.id).await?;
    let (head, sha256) = submitted(&claim, &steps)?;
    let pages = ((claim.people + LINES_A_PAGE - 1) / LINES_A_PAGE).max(1);
    let at = query.page.unwrap_or(1).clamp(1, pages);
    let shown = site.db.claim_lines(&claim, false, LINES_A_PAGE, (at - 1) * LINES_A_PAGE).await?;
    let publication = site.db.publication_of_claim(&claim.id).await?;
    let money = site.db.claim_money(&claim).await?;
    let deadline = deadline_of(&site, &claim);
    let (w, zone, state) = (visit.words, site.zone(), claim.state());
    let about = About::new(w.t("补贴申领", "Claim")).at(NavItem::OwnClaims);
    Ok(visit.page(about, move || {
        let here = format!("/own-claims/{}", claim.id);
        let class = claimed_class(w, &claim);
        let due = deadline
            .as_ref()
            .map(|deadline| view! { <small class="is-beside">{due_mark(w, deadline)}</small> });
        let why = deadline.as_ref().and_then(|deadline| why_provisional(w, deadline));
        let mend = (state == ClaimState::Returned).then(|| {
            view! {
                <div class="actions">
                    <LinkButton href=format!("/classes/{}/claim", claim.class_id) kind=Kind::Primary>
                        {w.t("重新核对并提交", "Look it over and submit anew")}
                    </LinkButton>
                    <LinkButton href=format!("{here}/withdraw")>{w.t("撤回", "Give it up")}</LinkButton>
                </div>
            }
        });
        let total = ClaimSums { people: claim.people, paid: claim.paid, amount: Fen(claim.amount_fen) };
        view! {
            <Crumbs
                words=w
                above=vec![("/own-claims".to_owned(), NavItem::OwnClaims.name(w).to_owned())]
                here=class.clone()
            />
            <div class="page-head is-wide">
                <div>
                    <h1>{class} " " {claim_chip(w, state)} " " {due}</h1>
                    {why.map(|why| view! { <p>{why}</p> })}
                </div>
            </div>
            {mend}
            {sums(w, total)}
            {claim_money(w, &money)}
            {to_remind(w, &here, &money)}
            {history(w, zone, &steps, state, publication.as_ref(), Reader::Asks)}
            <section class="stack">{lines(w, &here, &shown)}</section>
            <Pager words=w page=at pages=pages list=here.clone() summary=String::new() />
            <section class="sheet">{facts(w, &w.either(&claim.trade, &claim.trade_en), &head, &sha256)}</section>
        }
    }))
}

/// `GET /own-claims/{id}/learners/{n}`: for whoever claims for the institution.
async fn learner(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path((id, n)): Path<(String, i64)>,
) -> Result<Page, AppError> {
    let claim = claim_of(&site, &viewer, id).await?;
    let shown = site.db.claim_line(&claim, n).await?;
    let w = visit.words;
    let about = About::new(w.t("怎么算的", "How it is worked out")).at(NavItem::OwnClaims);
    Ok(visit.page(about, move || {
        view! {
            <Crumbs
                words=w
                above=vec![
                    ("/own-claims".to_owned(), NavItem::OwnClaims.name(w).to_owned()),
                    (format!("/own-claims/{}", claim.id), claimed_class(w, &claim)),
                ]
                here=shown.name.clone()
            />
            <h1>{shown.name.clone()}</h1>
            {reckoned(w, &shown)}
        }
    }))
}
