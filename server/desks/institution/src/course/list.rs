//! The courses that an institution makes.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::{Query, State};
use axum::routing::get;
use domain::course_draft::CourseDraftState;
use domain::time::Zone;
use leptos::prelude::*;
use serde::Deserialize;
use store::course_draft::CourseDraft;
use web::error::AppError;
use web::page::{About, Page};
use web::parts::{
    Cell, ColumnKind, DataTable, Empty, HeadCell, Kind, LinkButton, NavItem, Pager, Row, Segment, Segments,
};
use web::{Site, Viewer, Visit};

use crate::maker_for;

pub fn routes() -> Router<Site> {
    Router::new().route("/own-courses", get(courses))
}

const COURSES_A_PAGE: i64 = 50;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct QueryParams {
    /// Code of a state; those that are being written where none is named.
    at: String,
    page: Option<i64>,
}

/// `GET /own-courses`: for whoever makes courses for the institution.
async fn courses(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Query(query): Query<QueryParams>,
) -> Result<Page, AppError> {
    let organisation = maker_for(&viewer)?;
    let counts = site.db.count_own_course_drafts(&organisation).await?;
    let count_of = |state: CourseDraftState| {
        counts.iter().find(|(code, _)| code == state.as_str()).map_or(0, |(_, count)| *count)
    };
    // Where nothing is being written, what is published is of more use than an empty list.
    let first = if count_of(CourseDraftState::Draft) == 0 && count_of(CourseDraftState::Published) > 0 {
        CourseDraftState::Published
    } else {
        CourseDraftState::Draft
    };
    let state = CourseDraftState::from_code(&query.at).unwrap_or(first);
    let page = query.page.unwrap_or(1).max(1);
    let offset = (page - 1).saturating_mul(COURSES_A_PAGE);
    let found = site.db.own_course_drafts(&organisation, state, COURSES_A_PAGE, offset).await?;
    let (w, zone) = (visit.words, site.zone());
    let count = count_of(state);
    let tabs: Vec<Segment> = CourseDraftState::ALL
        .into_iter()
        .map(|one| Segment {
            href: format!("/own-courses?at={}", one.as_str()),
            name: w.course_draft_state(one).to_owned(),
            count: Some(count_of(one)),
            current: one == state,
        })
        .collect();
    let about = About::new(w.t("课程制作", "Make courses")).at(NavItem::OwnCourses);
    Ok(visit.page(about, move || view(w, zone, (state, count, page), found, tabs)))
}

fn view(
    w: Words,
    zone: Zone,
    (state, count, page): (CourseDraftState, i64, i64),
    found: Vec<CourseDraft>,
    tabs: Vec<Segment>,
) -> impl IntoView {
    let list = if found.is_empty() {
        let (title, says) = match state {
            CourseDraftState::Draft => (
                w.t("没有正在写的课", "No course is being written"),
                w.t(
                    "点“做一门新课”，写好介绍，再一课一课地加：视频、图文或者练习。",
                    "Press “Make a new course”, say what it is about, then add lessons: films, reading or practice.",
                ),
            ),
            CourseDraftState::Published => (
                w.t("还没有上架的课", "Nothing is published yet"),
                w.t("人社局审核通过的课在这里；拿它去申请开班。", "Courses that the bureau published are here; apply for classes with them."),
            ),
            _ => (
                w.t("这里没有课", "No course is here"),
                w.t("看看别的进展。", "Look at another stage."),
            ),
        };
        view! { <Empty title=title><p>{says}</p></Empty> }.into_any()
    } else {
        let rows = found.into_iter().map(|one| row(w, zone, one)).collect_view();
        view! {
            <DataTable
                lines=true
                caption=w.t("课程", "Courses")
                columns=vec![
                    (w.t("课程", "Course").to_owned(), ColumnKind::Text),
                    (w.t("课数", "Lessons").to_owned(), ColumnKind::Number),
                    (w.t("总时长", "Length").to_owned(), ColumnKind::Short),
                    (w.t("版本", "Version").to_owned(), ColumnKind::Short),
                    (w.t("谁写的", "Written by").to_owned(), ColumnKind::Short),
                    (w.t("最后改动", "Changed").to_owned(), ColumnKind::Short),
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
                <h1>{w.t("课程制作", "Make courses")}</h1>
                <p>
                    {w.t(
                        "自己做课：写介绍、传视频、出题，交人社局审核。审核通过就上架，可以拿去申请开班；上架以后要改，就做一个新版本，正在办的班不受影响。",
                        "Write a course, add films and questions, and submit it to the bureau. Once published it can be taught. To change it later, make a new version; classes under way keep theirs.",
                    )}
                </p>
            </div>
            <LinkButton href="/own-courses/new" kind=Kind::Primary>{w.t("做一门新课", "Make a new course")}</LinkButton>
        </div>
        <Segments label=w.t("进展", "Stage") segments=tabs />
        {list}
        <Pager
            words=w
            page=page
            pages=(count + COURSES_A_PAGE - 1) / COURSES_A_PAGE
            list=format!("/own-courses?at={}", state.as_str())
            summary=match w {
                Words::Zh => format!("共 {count} 门"),
                Words::En => format!("{count} in all"),
            }
        />
    }
}

fn row(w: Words, zone: Zone, one: CourseDraft) -> impl IntoView + use<> {
    let content = one.content().ok();
    let lessons = content.as_ref().map_or(0, |content| content.lessons.len());
    let length = content.map_or(0, |content| content.duration_ms());
    let length = if length == 0 { "—".to_owned() } else { format::duration(w, length) };
    let version = match (one.course_version, one.is_followed, one.replaces.is_some()) {
        (Some(version), true, _) => match w {
            Words::Zh => format!("第 {version} 版（有新版）"),
            Words::En => format!("{version} (followed)"),
        },
        (Some(version), false, _) => match w {
            Words::Zh => format!("第 {version} 版"),
            Words::En => version.to_string(),
        },
        (None, _, true) => w.t("新版本", "a new one").to_owned(),
        (None, _, false) => w.t("第一版", "the first").to_owned(),
    };
    let when = format::moment(w, &zone.minute(one.changed_at));
    view! {
        <Row>
            <HeadCell>
                <a href=format!("/own-courses/{}", one.id)>{one.title}</a>
            </HeadCell>
            <Cell label=w.t("课数", "Lessons") kind=ColumnKind::Number>{w.lessons(lessons)}</Cell>
            <Cell label=w.t("总时长", "Length") kind=ColumnKind::Short>{length}</Cell>
            <Cell label=w.t("版本", "Version") kind=ColumnKind::Short>{version}</Cell>
            <Cell label=w.t("谁写的", "Written by") kind=ColumnKind::Short>
                <span class="is-wide-only">{one.made_by}</span>
            </Cell>
            <Cell label=w.t("最后改动", "Changed") kind=ColumnKind::Short>{when}</Cell>
        </Row>
    }
}
