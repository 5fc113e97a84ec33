//! One claim: its sums, its learners, what it follows from, and the decision beside it.

use app::words::Words;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::routing::get;
use domain::access::Action;
use domain::claim::ClaimSums;
use domain::subsidy::Fen;
use domain::time::Zone;
use domain::workflow::NotTaken;
use leptos::prelude::*;
use serde::Deserialize;
use store::claim::Claim;
use store::publication::Publication;
use store::signal::Signal;
use web::error::AppError;
use web::form::FormState;
use web::page::{About, Page};
use web::parts::{
    CaseNav, Chip, Crumbs, ErrorSummary, Fact, Facts, Flash as Notice, NavItem, Pager, Segment, Segments,
    Status, Tone,
};
use web::views::claim::{
    LINES_A_PAGE, Reader, claim_chip, claimed_class, deadline_of, facts, history, lines, reckoned, submitted,
    sums,
};
use web::views::claim_money::claim_money;
use web::views::deadline::{due_mark, why_provisional};
use web::views::publication::published_on;
use web::{Site, Viewer, Visit};

use crate::signal::what;

use super::decide::{DecisionForm, decision, moved_since};
use super::{queue, right_now, seen, turn};

pub fn routes() -> Router<Site> {
    Router::new().route("/claims/{id}", get(claim)).route("/claims/{id}/learners/{n}", get(learner))
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct QueryParams {
    page: Option<i64>,
    /// `unpaid`: only those who are owed nothing.
    show: String,
}

/// `GET /claims/{id}`: for whoever sees claims, those within their reach.
async fn claim(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path(id): Path<String>,
    Query(query): Query<QueryParams>,
) -> Result<Page, AppError> {
    let claim = seen(&site, &viewer, id).await?;
    claim_page(&site, &viewer, &visit, claim, query, FormState::default()).await
}

/// The page, with its form as it was typed.
pub async fn claim_page(
    site: &Site,
    viewer: &Viewer,
    visit: &Visit,
    claim: Claim,
    query: QueryParams,
    form: FormState<DecisionForm>,
) -> Result<Page, AppError> {
    let steps = site.db.claim_steps(&claim.id).await?;
    let (head, sha256) = submitted(&claim, &steps)?;
    let publication = site.db.publication_of_claim(&claim.id).await?;
    let unpaid = query.show == "unpaid";
    let count = if unpaid { claim.people - claim.paid } else { claim.people };
    let pages = ((count + LINES_A_PAGE - 1) / LINES_A_PAGE).max(1);
    let at = query.page.unwrap_or(1).clamp(1, pages);
    let shown = site.db.claim_lines(&claim, unpaid, LINES_A_PAGE, (at - 1) * LINES_A_PAGE).await?;
    let money = site.db.claim_money(&claim).await?;
    let mut signals = site.db.claim_signals(&claim.id).await?;
    if !viewer.may(Action::SeeSignals) {
        // A controller's note may be about people of another county.
        signals.iter_mut().filter_map(|one| one.look.as_mut()).for_each(|look| look.note.clear());
    }
    let unsettled = signals.iter().filter(|one| !one.is_settled()).count();
    let watches = viewer.may(Action::WatchClass) || viewer.may(Action::SeeHours);
    let queue = queue(site, viewer, claim.id.as_str()).await?;
    let deadline = deadline_of(site, &claim);
    let (w, zone, state) = (visit.words, site.zone(), claim.state());
    let acts = right_now(state).is_some_and(|right| viewer.may(right));
    let waits = acts && site.db.claim_waits_for(&claim.id, turn(viewer)).await?;
    // Whether it still follows from the facts is asked before anybody presses the button.
    let moved = acts && site.db.claim_now(&claim.class_id, &site.policies).await?.content.digest() != sha256;
    let about = About::new(w.t("补贴申领", "Claim")).at(NavItem::Claims);
    Ok(visit.page(about, move || {
        let here = format!("/claims/{}", claim.id);
        let class = claimed_class(w, &claim);
        let due = deadline
            .as_ref()
            .map(|deadline| view! { <small class="is-beside">{due_mark(w, deadline)}</small> });
        let why = deadline.as_ref().and_then(|deadline| why_provisional(w, deadline));
        let side = if waits {
            Some(decision(w, &here, (state, &sha256), (!moved).then_some(unsettled), &form).into_any())
        } else if acts {
            Some(view! { <p class="sheet">{w.claim_not_taken(NotTaken::NotThisPerson)}</p> }.into_any())
        } else {
            None
        };
        let side = side.map(|side| {
            view! { <section class="case-side" aria-label=w.t("办理", "Decision")>{side}</section> }
        });
        let moved = (acts && moved).then(|| view! { <Notice tone=Tone::Warning>{moved_since(w)}</Notice> });
        let total = ClaimSums { people: claim.people, paid: claim.paid, amount: Fen(claim.amount_fen) };
        let tab = |href: String, name: &str, count: i64, current: bool| Segment {
            href,
            name: name.to_owned(),
            count: Some(count),
            current,
        };
        let only = format!("{here}?show=unpaid");
        let list = if unpaid { only.clone() } else { here.clone() };
        view! {
            <Crumbs
                words=w
                above=vec![("/claims".to_owned(), NavItem::Claims.name(w).to_owned())]
                here=class.clone()
            />
            <div class="page-head is-wide">
                <div>
                    <h1>{class} " " {claim_chip(w, state)} " " {due}</h1>
                    {why.map(|why| view! { <p>{why}</p> })}
                </div>
                <CaseNav words=w list="/claims/" queue=queue />
            </div>
            <ErrorSummary title=w.t("还没有提交，请看这里", "Not sent yet, please look here") errors=form.errors() />
            {moved}
            <div class="case">
                <div>
                    {sums(w, total)}
                    {claim_money(w, &money)}
                    {signals_of(w, zone, signals, watches)}
                    <section class="stack">
                        <Segments
                            label=w.t("学员", "Learners")
                            segments=vec![
                                tab(here.clone(), w.t("全部", "All"), claim.people, !unpaid),
                                tab(only, w.t("没有补贴的", "Owed nothing"), claim.people - claim.paid, unpaid),
                            ]
                        />
                        {lines(w, &here, &shown)}
                        <Pager words=w page=at pages=pages list=list summary=String::new() />
                    </section>
                    <section class="sheet">{facts(w, &w.either(&claim.trade, &claim.trade_en), &head, &sha256)}</section>
                    {whose(w, zone, &claim, publication.as_ref())}
                    {history(w, zone, &steps, state, publication.as_ref(), Reader::Decides)}
                </div>
                {side}
            </div>
        }
    }))
}

/// What was seen in the class or of its learners that is worth a question.
fn signals_of(w: Words, zone: Zone, signals: Vec<Signal>, watches: bool) -> Option<impl IntoView + use<>> {
    if signals.is_empty() {
        return None;
    }
    let all = signals.into_iter().map(|signal| {
        let open = signal.look.is_none().then(|| {
            view! { <Chip status=Status::Waiting>{w.t("还没有人看", "Nobody has looked")}</Chip> }
        });
        let name = view! { <h3>{w.signal(signal.kind)} " " {open}</h3> }.into_any();
        view! { <li class="sheet stack">{what(w, zone, signal, name, watches)}</li> }
    });
    Some(view! {
        <section class="stack">
            <h2>{w.t("异常线索", "Signals")}</h2>
            <p class="soft">
                {w.t(
                    "线索只说明要看一眼，不等于有问题。没有查清的，先向学员和机构核实；要通过，写明怎么核实的。",
                    "A signal asks for a look and proves nothing. Ask learners and institution about what is not cleared up; whoever passes the claim says how it was looked into.",
                )}
            </p>
            <ul class="stack" role="list">{all.collect_view()}</ul>
        </section>
    })
}

/// Who claims, and for which class.
fn whose(w: Words, zone: Zone, claim: &Claim, publication: Option<&Publication>) -> impl IntoView + use<> {
    let (class, code) = (format!("/classes/{}", claim.class_id), claim.class_code.clone());
    let (school, phone) =
        (w.either(&claim.organisation, &claim.organisation_en), claim.organisation_phone.clone());
    let region = w.either(&claim.region, &claim.region_en);
    let published = publication.map(|one| {
        let (href, name) = (format!("/publications/{}", one.id), published_on(w, zone, one.at_ms));
        view! { <Fact term=w.t("公示", "Publication")><a href=href>{name}</a></Fact> }
    });
    view! {
        <section class="sheet">
            <Facts>
                <Fact term=w.t("培训机构", "Institution")>{school}</Fact>
                <Fact term=w.t("电话", "Phone")>{phone}</Fact>
                <Fact term=w.t("所在地", "Region")>{region}</Fact>
                <Fact term=w.t("班级学时", "Class and its hours")><a href=class>{code}</a></Fact>
                {published}
            </Facts>
        </section>
    }
}

/// `GET /claims/{id}/learners/{n}`: for whoever sees claims, those within their reach.
async fn learner(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path((id, n)): Path<(String, i64)>,
) -> Result<Page, AppError> {
    let claim = seen(&site, &viewer, id).await?;
    let shown = site.db.claim_line(&claim, n).await?;
    let w = visit.words;
    let about = About::new(w.t("怎么算的", "How it is worked out")).at(NavItem::Claims);
    Ok(visit.page(about, move || {
        view! {
            <Crumbs
                words=w
                above=vec![
                    ("/claims".to_owned(), NavItem::Claims.name(w).to_owned()),
                    (format!("/claims/{}", claim.id), claimed_class(w, &claim)),
                ]
                here=shown.name.clone()
            />
            <h1>{shown.name.clone()}</h1>
            {reckoned(w, &shown)}
        }
    }))
}
