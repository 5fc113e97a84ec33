//! Appeals: those that wait for a step, oldest first, and those that are decided.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::{Query, State};
use axum::routing::get;
use domain::appeal::Stage;
use domain::time::Zone;
use domain::working_day::Deadline;
use leptos::prelude::*;
use serde::Deserialize;
use store::appeal::{Appeal, AppealFilter};
use web::error::AppError;
use web::page::{About, Page};
use web::parts::{Cell, ColumnKind, DataTable, Empty, HeadCell, NavItem, Pager, Row, Segment, Segments};
use web::views::appeal::chip;
use web::views::deadline::{due_mark, provisional_note};
use web::{Site, Viewer, Visit};

use super::waiting::{deadline, require_appeal_role, scope_filter, steps, waited};

pub fn routes() -> Router<Site> {
    Router::new().route("/appeals", get(appeals))
}

const APPEALS_A_PAGE: i64 = 50;
/// What waits for the viewer: the page as it opens.
const MINE: &str = "mine";

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Turn {
    /// `uncommented`, `first`, `second`, `decided`; anything else is what the viewer can do next.
    at: String,
    page: Option<i64>,
}

/// When it is, for lines that tell how long somebody has waited.
#[derive(Clone, Copy)]
struct Today {
    now_ms: i64,
    zone: Zone,
}

/// `GET /appeals`: for the institution of the class and the reviewers of the bureau.
async fn appeals(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Query(turn): Query<Turn>,
) -> Result<Page, AppError> {
    require_appeal_role(&viewer)?;
    let filter = match turn.at.as_str() {
        "uncommented" => Some(AppealFilter::Uncommented),
        "first" => Some(AppealFilter::At(Stage::First)),
        "second" => Some(AppealFilter::At(Stage::Second)),
        "decided" => Some(AppealFilter::Decided),
        _ => None,
    };
    let at = if filter.is_some() { turn.at } else { MINE.to_owned() };
    let page = turn.page.unwrap_or(1).max(1);
    let offset = (page - 1).saturating_mul(APPEALS_A_PAGE);
    let scope = scope_filter(&viewer);
    let may = steps(&viewer);
    let mine = site.db.appeals_waiting_for(&scope, &viewer.person, may).await?.len();
    let mine = i64::try_from(mine).unwrap_or_default();
    let (lines, count) = if let Some(filter) = filter {
        site.db.appeals(&scope, filter, APPEALS_A_PAGE, offset).await?
    } else {
        (site.db.appeals_waiting(&scope, &viewer.person, may, APPEALS_A_PAGE, offset).await?, mine)
    };
    let lines = lines.into_iter().map(|appeal| (deadline(&site, &viewer, &appeal), appeal)).collect();
    let comments = may.comment;
    let (w, today) = (visit.words, Today { now_ms: site.now(), zone: site.zone() });
    let about = About::new(w.t("学时申诉", "Appeals")).at(NavItem::Appeals);
    Ok(visit.page(about, move || view(w, today, &at, lines, (page, count, mine), comments)))
}

fn view(
    w: Words,
    today: Today,
    at: &str,
    lines: Vec<(Option<Deadline>, Appeal)>,
    (page, count, mine): (i64, i64, i64),
    comments: bool,
) -> impl IntoView + use<> {
    let segment = |code: &str, name: &str| Segment {
        href: format!("/appeals?at={code}"),
        name: name.to_owned(),
        count: if code == MINE { Some(mine) } else { (at == code).then_some(count) },
        current: at == code,
    };
    let mut segments = vec![
        segment(MINE, w.t("待您办", "For you")),
        segment("first", w.t("等初审", "First review")),
        segment("second", w.t("等复核", "Second review")),
        segment("decided", w.t("已办结", "Decided")),
    ];
    if comments {
        segments.insert(1, segment("uncommented", w.t("等单位说明", "Without a comment")));
    }
    let note = provisional_note(w, lines.iter().filter_map(|(deadline, _)| deadline.as_ref()));
    let list = if lines.is_empty() {
        let title = match at {
            "decided" => w.t("还没有办结的申诉", "Nothing decided yet"),
            MINE => w.t("现在没有等您办的申诉", "No appeal waits for you"),
            _ => w.t("没有等着办的申诉", "No appeal waits here"),
        };
        view! {
            <Empty title=title>
                <p>{w.t("学员在“我的学时”里对没有算的时间提出申诉后，会出现在这里。", "They appear here when a learner appeals time that was not counted.")}</p>
            </Empty>
        }
        .into_any()
    } else {
        let decided = at == "decided";
        let rows = lines.into_iter().map(|(deadline, appeal)| row(w, today, deadline, appeal)).collect_view();
        let (since, who, last) = if decided {
            (w.t("办结", "Decided"), w.t("复核人", "Decided by"), w.t("进展", "Stage"))
        } else {
            (w.t("学员已等", "Waiting"), w.t("经办人", "Taken by"), w.t("期限", "Due"))
        };
        view! {
            <DataTable
                lines=true
                caption=w.t("学时申诉", "Appeals")
                columns=vec![
                    (w.t("学员", "Learner").to_owned(), ColumnKind::Short),
                    (w.t("班级", "Class").to_owned(), class_kind(w)),
                    (w.t("没有算的时间", "Not counted").to_owned(), ColumnKind::Number),
                    (w.t("哪天", "Day").to_owned(), ColumnKind::Short),
                    (w.t("当时的原因", "Reason").to_owned(), ColumnKind::Text),
                    (since.to_owned(), ColumnKind::Short),
                    (who.to_owned(), ColumnKind::Short),
                    (last.to_owned(), ColumnKind::Short),
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
                <h1>{w.t("学时申诉", "Appeals")}</h1>
                <p>
                    {w.t(
                        "学员认为没有算的时间应该算。培训机构可以说明情况，市局两个人分别初审和复核。等得最久的排在最前。",
                        "Learners who think that refused time should count. The institution says what it knows; two people of the bureau decide, one after the other. Who has waited longest comes first.",
                    )}
                </p>
            </div>
        </div>
        <Segments label=w.t("进展", "Stage") segments=segments />
        {list}
        {note}
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

/// A class is named in full where the other columns leave room; English ones are wider.
fn class_kind(w: Words) -> ColumnKind {
    match w {
        Words::Zh => ColumnKind::Short,
        Words::En => ColumnKind::Text,
    }
}

/// What waits says by when it is to be done; what is decided has no deadline and says how it ended.
fn row(w: Words, today: Today, deadline: Option<Deadline>, appeal: Appeal) -> impl IntoView + use<> {
    let (address, stage, decided) = (format!("/appeals/{}", appeal.id), appeal.stage(), deadline.is_none());
    let (last_label, last) = match deadline {
        Some(deadline) => (w.t("期限", "Due"), due_mark(w, &deadline)),
        None => (w.t("进展", "Stage"), chip(w, stage).into_any()),
    };
    let why = w.refused(&appeal.code).why;
    let day = |at_ms| format::short_day(w, &today.zone.day(at_ms));
    let (since_label, since, who_label, who) = if decided {
        let when = appeal.last_at.map_or_else(String::new, day);
        (w.t("办结", "Decided"), when, w.t("复核人", "Decided by"), appeal.last_by)
    } else {
        let since = waited(w, appeal.made_at, today.now_ms);
        (w.t("学员已等", "Waiting"), since, w.t("经办人", "Taken by"), appeal.holder)
    };
    view! {
        <Row>
            <HeadCell>
                <a href=address>{appeal.learner}</a>
            </HeadCell>
            <Cell label=w.t("班级", "Class") kind=class_kind(w)>
                <span title=appeal.class_title.clone()>{appeal.class_title.clone()}</span>
            </Cell>
            <Cell label=w.t("没有算的时间", "Not counted") kind=ColumnKind::Number>
                {format::duration(w, appeal.refused_ms)}
            </Cell>
            <Cell label=w.t("哪天", "Day") kind=ColumnKind::Short>
                <span class="is-wide-only">{format::short_day(w, &appeal.day)}</span>
            </Cell>
            <Cell label=w.t("当时的原因", "Reason")>
                <span class="is-wide-only" title=why>{why}</span>
            </Cell>
            <Cell label=since_label kind=ColumnKind::Short>
                <span class=(!decided).then_some("is-wide-only")>{since}</span>
            </Cell>
            <Cell label=who_label kind=ColumnKind::Short>
                <span class="is-wide-only">{who.unwrap_or_else(|| "—".to_owned())}</span>
            </Cell>
            <Cell label=last_label kind=ColumnKind::Short>{last}</Cell>
        </Row>
    }
}
