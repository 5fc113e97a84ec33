//! What came of a roster: how many were invited, and each fault at its cell with what to do.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::routing::get;
use domain::id::RosterId;
use domain::person::{masked_document, masked_phone};
use domain::roster::{Fault, Weight, What, column_letters};
use leptos::prelude::*;
use serde::Deserialize;
use store::roster::WatchedClass;
use store::roster_import::RosterImport;
use store::sealed::ROSTER_FILE;
use web::error::AppError;
use web::page::{About, Page};
use web::parts::{Chip, KeyFigure, KeyFigures, Kind, LinkButton, Pager, Status};
use web::{Site, Viewer, Visit};

use super::class_of;
use super::judged::{Judged, judged};
use super::page::{AT, crumbs};

/// Lines of the list on a page.
const FAULTS_A_PAGE: usize = 50;
/// So many of what was mended are shown.
const MENDED_SHOWN: usize = 100;

pub fn routes() -> Router<Site> {
    Router::new().route("/classes/{id}/roster/sent/{roster}", get(report))
}

/// The page of the list.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct QueryParams {
    page: Option<usize>,
}

/// A roster that was sent, judged as the class knows it now.
pub async fn reread(
    site: &Site,
    class: &WatchedClass,
    id: &RosterId,
) -> Result<(RosterImport, Judged), AppError> {
    let (import, sealed) = site.db.roster_import(&class.id, id).await?;
    let broken = || AppError::Internal(anyhow::anyhow!("the file of roster {id} does not open"));
    let bytes = site.open_bytes(ROSTER_FILE.of(id.as_str()), &sealed).await?.ok_or_else(broken)?;
    let judged = judged(site, class, bytes).await?.map_err(|_| broken())?;
    Ok((import, judged))
}

/// `GET /classes/{id}/roster/sent/{roster}`: for whoever may invite to the class.
async fn report(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path((class, id)): Path<(String, String)>,
    Query(query): Query<QueryParams>,
) -> Result<Page, AppError> {
    let class = class_of(&site, &viewer, &class).await?;
    let (import, judged) = reread(&site, &class, &RosterId(id)).await?;
    let w = visit.words;
    let when = format::moment(w, &site.zone().minute(import.made_at));
    let page = query.page.unwrap_or(1).max(1);
    let title = w.t("导入结果", "What came of the roster");
    Ok(visit.page(About::new(title).at(AT), move || {
        let here = format!("/classes/{}/roster/sent/{}", class.id, import.id);
        view! {
            {crumbs(w, &class, Some(title))}
            <div class="page-head">
                <div>
                    <h1>{title}</h1>
                    <p>{import.made_by.clone()} " · " {when}</p>
                </div>
            </div>
            {figures(w, &import, &judged)}
            {faults(w, &here, judged, page)}
            <p>
                <a href=format!("/classes/{}/roster", class.id)>{w.t("回到邀请名单", "Back to those invited")}</a>
            </p>
        }
    }))
}

fn figures(w: Words, import: &RosterImport, judged: &Judged) -> impl IntoView + use<> {
    let (people, refused) = (judged.roster.people as i64, judged.roster.refused() as i64);
    let (invited, changed) = (import.invited, import.changed);
    view! {
        <KeyFigures>
            <KeyFigure label=w.t("名单里的人", "People in it") value=format::count(people) />
            <KeyFigure label=w.t("新邀请", "Invited") value=format::count(invited) />
            <KeyFigure label=w.t("更新", "Changed") value=format::count(changed) />
            <KeyFigure label=w.t("要改的行", "Rows to correct") value=format::count(refused) />
        </KeyFigures>
    }
}

fn faults(w: Words, here: &str, judged: Judged, page: usize) -> impl IntoView + use<> {
    let faults = judged.roster.faults;
    if faults.is_empty() {
        return view! { <p>{w.t("每一行都没有问题。", "There is nothing wrong with any row.")}</p> }
            .into_any();
    }
    let (mended, mut open): (Vec<Fault>, Vec<Fault>) =
        faults.into_iter().partition(|fault| fault.what.weight() == Weight::Mended);
    // What is to be done first; within that, as the file has it.
    open.sort_by_key(|fault| (fault.what.weight(), fault.row, fault.column));
    let count = open.len();
    let pages = count.div_ceil(FAULTS_A_PAGE).max(1);
    let page = page.min(pages);
    let shown = open.into_iter().skip((page - 1) * FAULTS_A_PAGE).take(FAULTS_A_PAGE);
    let shown = shown.map(|fault| line(w, fault)).collect_view();
    let summary = match w {
        Words::Zh => format!("共 {count} 处"),
        Words::En => format!("{count} places"),
    };
    let list = (count > 0).then(|| view! { <ul class="faults">{shown}</ul> });
    view! {
        <section class="stack">
            <h2>{w.t("哪一格、怎么办", "Which cell, and what to do")}</h2>
            <p>
                {w.t(
                    "没问题的行已经收下。要改的行，请下载标好的花名册，改完再传一次：收下的不会重复。",
                    "Rows without a fault are taken. Download the marked roster, correct the others and send it again: nobody is invited twice.",
                )}
            </p>
            <div class="actions">
                <LinkButton href=format!("{here}/copy") kind=Kind::Primary>
                    {w.t("下载标好的花名册", "Download the marked roster")}
                </LinkButton>
            </div>
            {list}
            <Pager words=w page=page as i64 pages=pages as i64 list=here.to_owned() summary=summary />
            {mended_list(w, mended)}
        </section>
    }
    .into_any()
}

/// What was mended, folded: there is nothing to do about it but to look.
fn mended_list(w: Words, mended: Vec<Fault>) -> impl IntoView {
    let count = mended.len();
    (count > 0).then(|| {
        let title = match w {
            Words::Zh => format!("系统改好的 {count} 处，请看对不对"),
            Words::En => format!("Corrected: {count}. Please see that they are right"),
        };
        let rest = (count > MENDED_SHOWN).then(|| {
            view! {
                <p>{w.t("其余的见标好的花名册里绿色的格子。", "The others are the green cells of the marked roster.")}</p>
            }
        });
        let lines = mended.into_iter().take(MENDED_SHOWN).map(|fault| line(w, fault)).collect_view();
        view! {
            <details>
                <summary>{title}</summary>
                <ul class="faults">{lines}</ul>
                {rest}
            </details>
        }
    })
}

fn line(w: Words, fault: Fault) -> impl IntoView {
    let place = match (fault.row, fault.column) {
        (0, _) => w.t("整个文件", "The file").to_owned(),
        (row, Some(column)) => format!("{}{row}", column_letters(column)),
        (row, None) => match w {
            Words::Zh => format!("第 {row} 行"),
            Words::En => format!("Row {row}"),
        },
    };
    let weight = fault.what.weight();
    let status = match weight {
        Weight::Refused => Status::Refused,
        Weight::Mended => Status::Verified,
        Weight::Noted => Status::Waiting,
    };
    let said = w.roster_fault(&masked(fault.what));
    view! {
        <li>
            <b class="nowrap">{place}</b>
            <Chip status=status>{w.roster_weight(weight)}</Chip>
            <span>{said}</span>
        </li>
    }
}

/// The same with the middle of numbers hidden: in full they stand in the copy only.
fn masked(what: What) -> What {
    match what {
        What::Mended(to) if to.bytes().filter(u8::is_ascii_digit).count() > 11 => {
            What::Mended(masked_document(&to))
        }
        What::Mended(to) if to.bytes().filter(u8::is_ascii_digit).count() > 7 => {
            What::Mended(masked_phone(&to))
        }
        other => other,
    }
}
