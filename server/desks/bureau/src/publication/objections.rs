//! Objections that wait for an answer, the first filed first, and all the others.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::{Query, State};
use axum::routing::get;
use domain::access::Action;
use domain::publication::ObjectionState;
use domain::task::TaskKind;
use domain::working_day::Deadline;
use leptos::prelude::*;
use serde::Deserialize;
use store::publication::Objection;
use web::error::AppError;
use web::page::{About, Page};
use web::parts::{Cell, ColumnKind, DataTable, HeadCell, NavItem, Nothing, Pager, Row, Segment, Segments};
use web::views::class::class_name;
use web::views::deadline::{due_mark, provisional_note};
use web::views::publication::objection_chip;
use web::{Site, Viewer, Visit};

pub fn routes() -> Router<Site> {
    Router::new().route("/objections", get(objections))
}

const OBJECTIONS_A_PAGE: i64 = 50;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct QueryParams {
    /// `all`: whether they wait for the reader or not.
    at: String,
    page: Option<i64>,
}

/// `GET /objections`: for whoever answers them.
async fn objections(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Query(query): Query<QueryParams>,
) -> Result<Page, AppError> {
    viewer.require(Action::AnswerObjections)?;
    let all = query.at == "all";
    let page = query.page.unwrap_or(1).max(1);
    let offset = (page - 1).saturating_mul(OBJECTIONS_A_PAGE);
    let waiting = (!all).then_some(&viewer.person);
    let (found, count) = site.db.objections(waiting, OBJECTIONS_A_PAGE, offset).await?;
    let found: Vec<(Option<Deadline>, Objection)> = found
        .into_iter()
        .map(|one| {
            let open = one.state() == ObjectionState::Open;
            (open.then(|| site.deadline(TaskKind::Objection, one.at_ms)).flatten(), one)
        })
        .collect();
    let (w, zone) = (visit.words, site.zone());
    let about = About::new(NavItem::Objections.name(w)).at(NavItem::Objections);
    Ok(visit.page(about, move || {
        let note = provisional_note(w, found.iter().filter_map(|(deadline, _)| deadline.as_ref()));
        let tab = |href: &str, name: &str, current: bool| Segment {
            href: href.to_owned(),
            name: name.to_owned(),
            count: current.then_some(count),
            current,
        };
        let list = if found.is_empty() {
            let yet = if all {
                w.t("还没有收到异议", "No objections yet")
            } else {
                w.t("现在没有等您答复的异议", "No objection waits for you")
            };
            view! {
                <Nothing words=w yet=yet clear=None>
                    <p>{w.t("名单公示期间，谁都可以提出异议，会出现在这里。", "While a list is shown anybody may object; objections appear here.")}</p>
                </Nothing>
            }
            .into_any()
        } else {
            let rows = found.into_iter().map(|(deadline, one)| {
                let when = format::moment(w, &zone.minute(one.at_ms));
                row(w, &one, when, deadline)
            });
            let rows = rows.collect_view();
            view! {
                <DataTable
                    lines=true
                    caption=w.t("公示异议", "Objections")
                    columns=vec![
                        (w.t("提交时间", "Sent").to_owned(), ColumnKind::Text),
                        (w.t("班级", "Class").to_owned(), ColumnKind::Text),
                        (w.t("培训机构", "Institution").to_owned(), ColumnKind::Text),
                        (w.t("说的是", "About").to_owned(), ColumnKind::Short),
                        (w.t("进展", "Stage").to_owned(), ColumnKind::Short),
                    ]
                >
                    {rows}
                </DataTable>
            }
            .into_any()
        };
        view! {
            <div class="page-head is-wide">
                <div>
                    <h1>{NavItem::Objections.name(w)}</h1>
                    <p>
                        {w.t(
                            "对公示名单的异议，5 个工作日内查清答复。答复以前，说到的人不发放；查实的不再发放。",
                            "Objections to published lists, to be answered within 5 working days. Until then whoever they are about is not paid; whoever is struck off never is.",
                        )}
                    </p>
                </div>
            </div>
            <Segments
                label=w.t("进展", "Stage")
                segments=vec![
                    tab("/objections", w.t("待您答复", "For you"), !all),
                    tab("/objections?at=all", w.t("全部", "All"), all),
                ]
            />
            {list}
            {note}
            <Pager
                words=w
                page=page
                pages=(count + OBJECTIONS_A_PAGE - 1) / OBJECTIONS_A_PAGE
                list=if all { "/objections?at=all" } else { "/objections" }
            />
        }
    }))
}

fn row(w: Words, one: &Objection, when: String, deadline: Option<Deadline>) -> impl IntoView + use<> {
    let due = deadline.map(|deadline| view! { " " {due_mark(w, &deadline)} });
    let course = w.either(&one.course_title, &one.course_title_en);
    let class = format!("{course} {}", class_name(&one.course_title, &one.class_title));
    let (href, chip) = (format!("/objections/{}", one.id), objection_chip(w, one.state()));
    let (school, about) = (w.either(&one.organisation, &one.organisation_en), w.objection_about(one.n));
    view! {
        <Row>
            <HeadCell><a href=href>{when}</a></HeadCell>
            <Cell label=w.t("班级", "Class")>{class}</Cell>
            <Cell label=w.t("培训机构", "Institution")>{school}</Cell>
            <Cell label=w.t("说的是", "About") kind=ColumnKind::Short>{about}</Cell>
            <Cell label=w.t("进展", "Stage") kind=ColumnKind::Short>{chip} {due}</Cell>
        </Row>
    }
}
