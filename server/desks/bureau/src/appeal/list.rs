//! Appeals: the learner's own, the list for those who have a say in them, and one of them with its steps.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::{Query, State};
use axum::routing::get;
use domain::access::{Action, ScopeFilter};
use domain::appeal::Stage;
use leptos::prelude::*;
use serde::Deserialize;
use store::appeal::{Appeal, AppealFilter};
use web::error::AppError;
use web::page::{About, Page};
use web::parts::{Cell, ColumnKind, DataTable, Empty, HeadCell, NavItem, Pager, Row, Segment, Segments};
use web::views::appeal::{chip, lesson_of};
use web::{Site, Viewer, Visit};

pub fn routes() -> Router<Site> {
    Router::new().route("/appeals", get(appeals))
}

const APPEALS_A_PAGE: i64 = 30;
/// The rights that open the list: each for its own step.
pub const SAY: [Action; 3] = [Action::CommentAppeal, Action::ProposeAppeal, Action::ConfirmAppeal];

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Turn {
    /// `uncommented`, `first`, `second`, `decided`; anything else is what waits for the viewer.
    at: String,
    page: Option<i64>,
}

/// The right to see appeals at all.
pub fn require_appeal_role(viewer: &Viewer) -> Result<(), AppError> {
    if SAY.iter().any(|action| viewer.may(*action)) { Ok(()) } else { Err(AppError::Forbidden) }
}

/// How far the viewer's rights carry over appeals.
fn scope_filter(viewer: &Viewer) -> ScopeFilter {
    SAY.iter().map(|action| viewer.scope_filter(*action)).fold(ScopeFilter::default(), |sum, one| {
        ScopeFilter {
            all: sum.all || one.all,
            organisation: sum.organisation.or(one.organisation),
            region: sum.region.or(one.region),
        }
    })
}

/// `GET /appeals`: for the institution of the class and the reviewers of the bureau.
async fn appeals(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Query(turn): Query<Turn>,
) -> Result<Page, AppError> {
    require_appeal_role(&viewer)?;
    let comments = viewer.may(Action::CommentAppeal);
    let own = if viewer.may(Action::ConfirmAppeal) {
        "second"
    } else if viewer.may(Action::ProposeAppeal) || !comments {
        "first"
    } else {
        "uncommented"
    };
    let known = ["uncommented", "first", "second", "decided"].contains(&turn.at.as_str());
    let at = if known { turn.at } else { own.to_owned() };
    let query = match at.as_str() {
        "second" => AppealFilter::At(Stage::Second),
        "decided" => AppealFilter::Decided,
        "uncommented" => AppealFilter::Uncommented,
        _ => AppealFilter::At(Stage::First),
    };
    let page = turn.page.unwrap_or(1).max(1);
    let offset = (page - 1).saturating_mul(APPEALS_A_PAGE);
    let (lines, count) = site.db.appeals(&scope_filter(&viewer), query, APPEALS_A_PAGE, offset).await?;
    let w = visit.words;
    let about = About::new(w.t("学时申诉", "Appeals")).at(NavItem::Appeals);
    Ok(visit.page(about, move || view(w, &at, lines, (page, count), comments)))
}

fn view(
    w: Words,
    at: &str,
    lines: Vec<Appeal>,
    (page, count): (i64, i64),
    comments: bool,
) -> impl IntoView + use<> {
    let segment = |code: &str, name: &str| Segment {
        href: format!("/appeals?at={code}"),
        name: name.to_owned(),
        count: (at == code).then_some(count),
        current: at == code,
    };
    let mut segments = vec![
        segment("first", w.t("等初审", "First review")),
        segment("second", w.t("等复核", "Second review")),
        segment("decided", w.t("已办结", "Decided")),
    ];
    if comments {
        segments.insert(0, segment("uncommented", w.t("等您说明", "For you to comment on")));
    }
    let list = if lines.is_empty() {
        view! {
            <Empty title=w.t("这里没有申诉", "No appeals here")>
                <p>{w.t("学员在“我的学时”里对没有算的时间提出申诉后，会出现在这里。", "They appear here when a learner appeals time that was not counted.")}</p>
            </Empty>
        }
        .into_any()
    } else {
        let rows = lines.into_iter().map(|appeal| row(w, appeal)).collect_view();
        view! {
            <DataTable
                caption=w.t("学时申诉", "Appeals")
                columns=vec![
                    (w.t("学员", "Learner").to_owned(), ColumnKind::Text),
                    (w.t("班期和课节", "Class and lesson").to_owned(), ColumnKind::Text),
                    (w.t("哪天没有算", "Day").to_owned(), ColumnKind::Short),
                    (w.t("时长", "Time").to_owned(), ColumnKind::Number),
                    (w.t("当时的原因", "Why it was refused").to_owned(), ColumnKind::Text),
                    (w.t("进展", "Stage").to_owned(), ColumnKind::Short),
                ]
            >
                {rows}
            </DataTable>
        }
        .into_any()
    };
    view! {
        <div class="page-head">
            <div>
                <h1>{w.t("学时申诉", "Appeals")}</h1>
                <p>
                    {w.t(
                        "学员认为没有算的时间应该算。培训机构可以说明情况，市局两个人分别初审和复核。",
                        "Learners who think that refused time should count. The institution says what it knows; two people of the bureau decide, one after the other.",
                    )}
                </p>
            </div>
        </div>
        <Segments label=w.t("进展", "Stage") segments=segments />
        {list}
        <Pager
            words=w
            page=page
            pages=(count + APPEALS_A_PAGE - 1) / APPEALS_A_PAGE
            list=format!("/appeals?at={at}")
            summary=match w {
                Words::Zh => format!("共 {count} 件"),
                Words::En => format!("{count} in all"),
            }
        />
    }
}

fn row(w: Words, appeal: Appeal) -> impl IntoView + use<> {
    let (address, lesson) = (format!("/appeals/{}", appeal.id), lesson_of(w, &appeal));
    let (why, stage) = (w.refused(&appeal.code).why, appeal.stage());
    view! {
        <Row>
            <HeadCell>
                <a href=address>{appeal.learner}</a>
                <small class="nowrap">{appeal.document_masked}</small>
            </HeadCell>
            <Cell label=w.t("班期和课节", "Class and lesson")>
                <span>{appeal.class_code} <small>{lesson}</small></span>
            </Cell>
            <Cell label=w.t("哪天没有算", "Day") kind=ColumnKind::Short>
                {appeal.day}
            </Cell>
            <Cell label=w.t("时长", "Time") kind=ColumnKind::Number>
                {format::duration(w, appeal.refused_ms)}
            </Cell>
            <Cell label=w.t("当时的原因", "Why it was refused")>{why}</Cell>
            <Cell label=w.t("进展", "Stage") kind=ColumnKind::Short>
                {chip(w, stage)}
            </Cell>
        </Row>
    }
}
