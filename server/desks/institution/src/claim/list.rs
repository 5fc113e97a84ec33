//! Closed classes that can be claimed, and the institution's claims by how they stand.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::{Query, State};
use axum::routing::get;
use domain::access::{Action, ScopeFilter};
use domain::claim::ClaimState;
use domain::time::Zone;
use leptos::prelude::*;
use serde::Deserialize;
use store::claim::{Claim, ClaimFilter, ClaimableClass};
use web::error::AppError;
use web::page::{About, Page};
use web::parts::{
    Cell, ColumnKind, DataTable, Empty, HeadCell, LinkButton, NavItem, Pager, Row, Segment, Segments,
};
use web::views::claim::claimed_class;
use web::views::class::class_name;
use web::{Site, Viewer, Visit};

use super::organisation_of;

pub fn routes() -> Router<Site> {
    Router::new().route("/own-claims", get(claims))
}

const CLAIMS_A_PAGE: i64 = 30;
/// How a claim can stand that was made.
const STATES: [ClaimState; 5] = [
    ClaimState::Returned,
    ClaimState::Submitted,
    ClaimState::Reviewed,
    ClaimState::Approved,
    ClaimState::Withdrawn,
];

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct QueryParams {
    /// The code of a state; anything else shows the classes to claim.
    at: String,
    page: Option<i64>,
}

/// `GET /own-claims`: for whoever claims for the institution.
async fn claims(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Query(query): Query<QueryParams>,
) -> Result<Page, AppError> {
    let organisation = organisation_of(&viewer)?;
    let counts = site.db.count_own_claims(&organisation).await?;
    let count_at = |state: ClaimState| {
        counts.iter().find(|(code, _)| code == state.as_str()).map_or(0, |(_, count)| *count)
    };
    let classes = site.db.claimable_classes(&organisation).await?;
    let state = ClaimState::from_code(&query.at).filter(|state| STATES.contains(state));
    let count = state.map_or(0, count_at);
    let pages = ((count + CLAIMS_A_PAGE - 1) / CLAIMS_A_PAGE).max(1);
    let page = query.page.unwrap_or(1).clamp(1, pages);
    let found = match state {
        None => Vec::new(),
        Some(state) => {
            let own = ScopeFilter { region: None, ..viewer.scope_filter(Action::ClaimSubsidy) };
            let filter = ClaimFilter { state: Some(state), waiting: None };
            site.db.claims(&own, &filter, CLAIMS_A_PAGE, (page - 1) * CLAIMS_A_PAGE).await?.0
        }
    };
    let (w, zone) = (visit.words, site.zone());
    let mut tabs = vec![Segment {
        href: "/own-claims".to_owned(),
        name: w.t("可以申领", "To claim").to_owned(),
        count: i64::try_from(classes.len()).ok(),
        current: state.is_none(),
    }];
    tabs.extend(STATES.map(|one| Segment {
        href: format!("/own-claims?at={}", one.as_str()),
        name: w.claim_state(one).to_owned(),
        count: Some(count_at(one)),
        current: state == Some(one),
    }));
    let about = About::new(w.t("补贴申领", "Claims")).at(NavItem::OwnClaims);
    Ok(visit.page(about, move || {
        let body = match state {
            None => to_claim(w, zone, classes).into_any(),
            Some(state) => made(w, zone, state, found).into_any(),
        };
        let pager = state.map(|state| {
            view! {
                <Pager
                    words=w
                    page=page
                    pages=pages
                    list=format!("/own-claims?at={}", state.as_str())
                    summary=match w {
                        Words::Zh => format!("共 {count} 份"),
                        Words::En => format!("{count} in all"),
                    }
                />
            }
        });
        view! {
            <div class="page-head is-wide">
                <div>
                    <h1>{w.t("补贴申领", "Claims")}</h1>
                    <p>
                        {w.t(
                            "班级结班以后，在这里申领补贴。每位学员多少钱，由系统按认定学时和补贴标准算好；人社局初审、复核各 5 个工作日。",
                            "Once a class is closed, claim its subsidy here. What each learner is owed is worked out from verified hours and standards; the bureau takes 5 working days for each of its two reviews.",
                        )}
                    </p>
                </div>
            </div>
            <Segments label=w.t("进展", "Stage") segments=tabs />
            {body}
            {pager}
        }
    }))
}

fn to_claim(w: Words, zone: Zone, classes: Vec<ClaimableClass>) -> impl IntoView {
    if classes.is_empty() {
        return view! {
            <Empty title=w.t("现在没有可以申领的班级", "No class can be claimed now")>
                <p>
                    {w.t(
                        "班级学完、补学期也过了，先到班级页面结班；结了班就出现在这里。",
                        "When a class and its make-up days are over, close it on its page; it then appears here.",
                    )}
                </p>
                <LinkButton href="/classes">{w.t("去看班级", "To the classes")}</LinkButton>
            </Empty>
        }
        .into_any();
    }
    let rows = classes.into_iter().map(|one| {
        let course = w.either(&one.course_title, &one.course_title_en);
        let name = format!("{course} {}", class_name(&one.course_title, &one.title));
        let here = format!("/classes/{}/claim", one.id);
        view! {
            <Row>
                <HeadCell><a href=here>{name}</a> " " <small>{one.code}</small></HeadCell>
                <Cell label=w.t("结班学员", "Learners") kind=ColumnKind::Number>{format::count(one.people)}</Cell>
                <Cell label=w.t("学完", "Completed") kind=ColumnKind::Number>{format::count(one.completed)}</Cell>
                <Cell label=w.t("结班时间", "Closed") kind=ColumnKind::Short>
                    {format::moment(w, &zone.minute(one.closed_at))}
                </Cell>
            </Row>
        }
    });
    let rows = rows.collect_view();
    view! {
        <DataTable
            lines=true
            caption=w.t("可以申领的班级", "Classes to claim")
            columns=vec![
                (w.t("班级", "Class").to_owned(), ColumnKind::Text),
                (w.t("结班学员", "Learners").to_owned(), ColumnKind::Number),
                (w.t("学完", "Completed").to_owned(), ColumnKind::Number),
                (w.t("结班时间", "Closed").to_owned(), ColumnKind::Short),
            ]
        >
            {rows}
        </DataTable>
    }
    .into_any()
}

fn made(w: Words, zone: Zone, state: ClaimState, found: Vec<Claim>) -> impl IntoView {
    if found.is_empty() {
        return view! {
            <Empty title=w.t("这一栏没有申领", "Nothing stands so")>
                <p>{w.t("请看别的栏。", "Look at the other tabs.")}</p>
            </Empty>
        }
        .into_any();
    }
    let rows = found.into_iter().map(|one| {
        let href = if state == ClaimState::Returned {
            format!("/classes/{}/claim", one.class_id)
        } else {
            format!("/own-claims/{}", one.id)
        };
        let class = claimed_class(w, &one);
        let (code, amount, since) =
            (one.class_code, format::money(one.amount_fen), format::moment(w, &zone.minute(one.since)));
        view! {
            <Row>
                <HeadCell><a href=href>{class}</a> " " <small>{code}</small></HeadCell>
                <Cell label=w.t("有补贴的学员", "Learners paid for") kind=ColumnKind::Number>
                    {format::count(one.paid)} " / " {format::count(one.people)}
                </Cell>
                <Cell label=w.t("应补金额", "Subsidy") kind=ColumnKind::Number>{amount}</Cell>
                <Cell label=w.t("从何时起", "Since") kind=ColumnKind::Short>
                    {since}
                </Cell>
            </Row>
        }
    });
    let rows = rows.collect_view();
    view! {
        <DataTable
            lines=true
            caption=w.t("补贴申领", "Claims")
            columns=vec![
                (w.t("班级", "Class").to_owned(), ColumnKind::Text),
                (w.t("有补贴的学员", "Learners paid for").to_owned(), ColumnKind::Number),
                (w.t("应补金额", "Subsidy").to_owned(), ColumnKind::Number),
                (w.t("从何时起", "Since").to_owned(), ColumnKind::Short),
            ]
        >
            {rows}
        </DataTable>
    }
    .into_any()
}
