//! Claims that wait for a review, the first due first, and all the others.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::{Query, State};
use axum::routing::get;
use domain::access::Action;
use domain::claim::ClaimState;
use domain::working_day::Deadline;
use leptos::prelude::*;
use serde::Deserialize;
use store::claim::{Claim, ClaimFilter};
use web::error::AppError;
use web::page::{About, Page};
use web::parts::{
    Button, Cell, Choice, ColumnKind, DataTable, HeadCell, NavItem, Nothing, Pager, Row, Segment, Segments,
    Select,
};
use web::views::claim::{claim_chip, claimed_class, deadline_of};
use web::views::deadline::{due_mark, provisional_note};
use web::{Site, Viewer, Visit};

use super::turn;

pub fn routes() -> Router<Site> {
    Router::new().route("/claims", get(claims))
}

const CLAIMS_A_PAGE: i64 = 50;
/// How a claim can stand that is listed.
const STATES: [ClaimState; 5] = [
    ClaimState::Submitted,
    ClaimState::Reviewed,
    ClaimState::Approved,
    ClaimState::Returned,
    ClaimState::Withdrawn,
];

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct QueryParams {
    /// `all`: whether they wait for the reader or not.
    at: String,
    /// Code of a state; empty for all.
    state: String,
    page: Option<i64>,
}

/// `GET /claims`: for whoever sees claims, those within their reach.
async fn claims(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Query(query): Query<QueryParams>,
) -> Result<Page, AppError> {
    viewer.require(Action::SeeClaims)?;
    let scope = viewer.scope_filter(Action::SeeClaims);
    let (person, first, second) = turn(&viewer);
    let acts = first || second;
    // Who only looks has nothing that waits.
    let waiting = acts && query.at != "all";
    let state = ClaimState::from_code(&query.state).filter(|state| !waiting && STATES.contains(state));
    let filter = ClaimFilter { waiting: waiting.then_some((person, first, second)), state };
    let page = query.page.unwrap_or(1).max(1);
    let offset = (page - 1).saturating_mul(CLAIMS_A_PAGE);
    let (found, count) = site.db.claims(&scope, &filter, CLAIMS_A_PAGE, offset).await?;
    let found: Vec<(Option<Deadline>, Claim)> =
        found.into_iter().map(|one| (deadline_of(&site, &one), one)).collect();
    let (w, zone) = (visit.words, site.zone());
    let about = About::new(w.t("补贴审核", "Claims")).at(NavItem::Claims);
    Ok(visit.page(about, move || {
        let note = provisional_note(w, found.iter().filter_map(|(deadline, _)| deadline.as_ref()));
        let all = if acts { "/claims?at=all" } else { "/claims" };
        let list = if found.is_empty() {
            let yet = if waiting {
                w.t("现在没有等您审的补贴申领", "No claim waits for you")
            } else {
                w.t("还没有补贴申领", "No claims yet")
            };
            view! {
                <Nothing words=w yet=yet clear=state.map(|_| all.to_owned())>
                    <p>{w.t("培训机构给结了班的班级申领补贴，就会出现在这里。", "They appear here once institutions claim for closed classes.")}</p>
                </Nothing>
            }
            .into_any()
        } else {
            let rows = found.into_iter().map(|(deadline, one)| {
                let when = format::moment(w, &zone.minute(one.since));
                row(w, one, when, deadline)
            });
            let rows = rows.collect_view();
            view! {
                <DataTable
                    lines=true
                    caption=w.t("补贴申领", "Claims")
                    columns=vec![
                        (w.t("培训机构", "Institution").to_owned(), ColumnKind::Text),
                        (w.t("班级", "Class").to_owned(), ColumnKind::Text),
                        (w.t("学员", "Learners").to_owned(), ColumnKind::Number),
                        (w.t("应补金额", "Subsidy").to_owned(), ColumnKind::Number),
                        (w.t("从何时起", "Since").to_owned(), ColumnKind::Short),
                        (w.t("进展", "Stage").to_owned(), ColumnKind::Short),
                    ]
                >
                    {rows}
                </DataTable>
            }
            .into_any()
        };
        let tab = |href: &str, name: &str, current: bool| Segment {
            href: href.to_owned(),
            name: name.to_owned(),
            count: (current && state.is_none()).then_some(count),
            current,
        };
        let tabs = acts.then(|| {
            view! {
                <Segments
                    label=w.t("进展", "Stage")
                    segments=vec![
                        tab("/claims", w.t("待您审", "For you"), waiting),
                        tab(all, w.t("全部", "All"), !waiting),
                    ]
                />
            }
        });
        let filter = (!waiting).then(|| by_state(w, acts, state));
        let code = state.map_or("", ClaimState::as_str);
        let list_address = if waiting {
            "/claims".to_owned()
        } else {
            format!("/claims?at={}&state={code}", if acts { "all" } else { "" })
        };
        view! {
            <div class="page-head is-wide">
                <div>
                    <h1>{w.t("补贴审核", "Claims")}</h1>
                    <p>
                        {w.t(
                            "培训机构给结了班的班级申领补贴，金额由系统算好。先初审，再由另一位工作人员复核，各 5 个工作日；要改的写明原因，退回去。",
                            "Institutions claim for closed classes; the amounts are worked out by the system. A first review, then a second by another official, 5 working days each; what is not right goes back with its reason.",
                        )}
                    </p>
                </div>
            </div>
            {tabs}
            {filter}
            {list}
            {note}
            <Pager
                words=w
                page=page
                pages=(count + CLAIMS_A_PAGE - 1) / CLAIMS_A_PAGE
                list=list_address
                summary=match w {
                    Words::Zh => format!("共 {count} 份"),
                    Words::En => format!("{count} in all"),
                }
            />
        }
    }))
}

fn by_state(w: Words, acts: bool, state: Option<ClaimState>) -> impl IntoView {
    let mut states = vec![Choice::new("", w.t("全部", "All"))];
    states.extend(STATES.map(|state| Choice::new(state.as_str(), w.claim_state(state))));
    let at = acts.then(|| view! { <input type="hidden" name="at" value="all" /> });
    let chosen = state.map_or("", ClaimState::as_str).to_owned();
    view! {
        <details class="filters" open=state.is_some()>
            <summary>{w.t("按进展找", "Find by stage")}</summary>
            <form class="filters-body" method="get" action="/claims">
                {at}
                <Select name="state" label=w.t("进展", "Stage") options=states chosen=chosen />
                <div class="actions">
                    <Button>{w.t("找", "Find")}</Button>
                </div>
            </form>
        </details>
    }
}

/// What waits says by when it is to be reviewed; the others how they stand.
fn row(w: Words, one: Claim, when: String, deadline: Option<Deadline>) -> impl IntoView {
    let due = deadline.map(|deadline| view! { " " {due_mark(w, &deadline)} });
    let (class, state, amount) = (claimed_class(w, &one), one.state(), format::money(one.amount_fen));
    view! {
        <Row>
            <HeadCell>
                <a href=format!("/claims/{}", one.id)>{w.either(&one.organisation, &one.organisation_en)}</a>
            </HeadCell>
            <Cell label=w.t("班级", "Class")>{class}</Cell>
            <Cell label=w.t("学员", "Learners") kind=ColumnKind::Number>
                {format::count(one.paid)} " / " {format::count(one.people)}
            </Cell>
            <Cell label=w.t("应补金额", "Subsidy") kind=ColumnKind::Number>{amount}</Cell>
            <Cell label=w.t("从何时起", "Since") kind=ColumnKind::Short>
                <span class="is-wide-only">{when}</span>
            </Cell>
            <Cell label=w.t("进展", "Stage") kind=ColumnKind::Short>{claim_chip(w, state)} {due}</Cell>
        </Row>
    }
}
