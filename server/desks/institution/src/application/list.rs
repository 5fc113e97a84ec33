//! The institution's own applications, by how they stand.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::{Query, State};
use axum::routing::get;
use domain::class_application::ApplicationState;
use domain::time::Zone;
use leptos::prelude::*;
use serde::Deserialize;
use store::class_application::ClassApplication;
use web::error::AppError;
use web::page::{About, Page};
use web::parts::{
    Cell, ColumnKind, DataTable, Empty, HeadCell, Kind, LinkButton, NavItem, Pager, Row, Segment, Segments,
};
use web::{Site, Viewer, Visit};

use super::organisation_of;

pub fn routes() -> Router<Site> {
    Router::new().route("/applications", get(applications))
}

const APPLICATIONS_A_PAGE: i64 = 30;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct QueryParams {
    /// The code of a state; anything else is the first tab with something in it.
    at: String,
    page: Option<i64>,
}

/// `GET /applications`: for whoever applies for the institution.
async fn applications(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Query(query): Query<QueryParams>,
) -> Result<Page, AppError> {
    let organisation = organisation_of(&viewer)?;
    let counts = site.db.count_own_applications(&organisation).await?;
    let count_at = |state: ApplicationState| {
        counts.iter().find(|(code, _)| code == state.as_str()).map_or(0, |(_, count)| *count)
    };
    // What was returned wants something; then what is being written.
    let first = [ApplicationState::Returned, ApplicationState::Draft, ApplicationState::Submitted];
    let state = ApplicationState::from_code(&query.at)
        .or_else(|| first.into_iter().find(|state| count_at(*state) > 0))
        .unwrap_or(ApplicationState::Draft);
    let count = count_at(state);
    let pages = ((count + APPLICATIONS_A_PAGE - 1) / APPLICATIONS_A_PAGE).max(1);
    let page = query.page.unwrap_or(1).clamp(1, pages);
    let offset = (page - 1) * APPLICATIONS_A_PAGE;
    let found = site.db.own_applications(&organisation, state, APPLICATIONS_A_PAGE, offset).await?;
    let (w, zone) = (visit.words, site.zone());
    let total: i64 = counts.iter().map(|(_, count)| count).sum();
    let tabs: Vec<Segment> = ApplicationState::ALL
        .into_iter()
        .map(|one| Segment {
            href: format!("/applications?at={}", one.as_str()),
            name: w.application_state(one).to_owned(),
            count: Some(count_at(one)),
            current: one == state,
        })
        .collect();
    let about = About::new(w.t("开班申请", "Applications for classes")).at(NavItem::Applications);
    Ok(visit.page(about, move || view(w, zone, state, found, tabs, (page, pages, count, total))))
}

fn view(
    w: Words,
    zone: Zone,
    state: ApplicationState,
    found: Vec<ClassApplication>,
    tabs: Vec<Segment>,
    (page, pages, count, total): (i64, i64, i64, i64),
) -> impl IntoView + use<> {
    let list = if found.is_empty() {
        let (title, says) = if total == 0 {
            (
                w.t("还没有开班申请", "No applications yet"),
                w.t(
                    "要开班，先在这里填申请：选课程、定日期、排进度、交附件。人社局同意以后，班级自动开好，就可以导入花名册。",
                    "To open a class, apply here: course, dates, plan, papers. Once the bureau approves, the class is open and you can send its roster.",
                ),
            )
        } else {
            (
                w.t("这一栏没有申请", "Nothing stands so"),
                w.t("请看别的栏，或者新申请一个班。", "Look at the other tabs, or apply for another class."),
            )
        };
        view! {
            <Empty title=title>
                <p>{says}</p>
            </Empty>
        }
        .into_any()
    } else {
        let rows = found.into_iter().map(|one| row(w, zone, state, one)).collect_view();
        view! {
            <DataTable
                lines=true
                caption=w.t("开班申请", "Applications for classes")
                columns=vec![
                    (w.t("班级", "Class").to_owned(), ColumnKind::Text),
                    (w.t("课程", "Course").to_owned(), ColumnKind::Text),
                    (w.t("起止", "Dates").to_owned(), ColumnKind::Short),
                    (w.t("填报人", "Written by").to_owned(), ColumnKind::Short),
                    (last(w, state).to_owned(), ColumnKind::Short),
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
                <h1>{w.t("开班申请", "Applications for classes")}</h1>
            </div>
            <LinkButton href="/applications/new" kind=Kind::Primary>{w.t("申请开班", "Apply for a class")}</LinkButton>
        </div>
        <Segments label=w.t("进展", "Stage") segments=tabs />
        {list}
        <Pager
            words=w
            page=page
            pages=pages
            list=format!("/applications?at={}", state.as_str())
            summary=match w {
                Words::Zh => format!("共 {count} 份"),
                Words::En => format!("{count} in all"),
            }
        />
    }
}

/// What the last column says.
fn last(w: Words, state: ApplicationState) -> &'static str {
    match state {
        ApplicationState::Draft => w.t("最后保存", "Saved"),
        ApplicationState::Submitted => w.t("提交时间", "Submitted"),
        ApplicationState::Returned => w.t("最后改动", "Changed"),
        ApplicationState::Approved => w.t("班级", "Class"),
        ApplicationState::Withdrawn => w.t("撤回时间", "Withdrawn"),
    }
}

fn row(w: Words, zone: Zone, state: ApplicationState, one: ClassApplication) -> impl IntoView + use<> {
    let title = match one.title.as_str() {
        "" => w.t("（没有填班级名称）", "(no name yet)").to_owned(),
        title => title.to_owned(),
    };
    let course = one.course_title.as_deref().map_or_else(
        || "—".to_owned(),
        |title| w.either(title, one.course_title_en.as_deref().unwrap_or_default()),
    );
    let days = match (one.starts_on.as_str(), one.ends_on.as_str()) {
        ("", _) | (_, "") => "—".to_owned(),
        (starts, ends) => format!("{} – {}", format::short_day(w, starts), format::short_day(w, ends)),
    };
    let at_ms = if state == ApplicationState::Submitted { one.submitted_at } else { Some(one.changed_at) };
    let when = at_ms.map(|at_ms| format::moment(w, &zone.minute(at_ms))).unwrap_or_default();
    let end = match one.class_id {
        Some(class) => view! {
            <a href=format!("/classes/{class}")>{one.class_code.unwrap_or_default()}</a>
        }
        .into_any(),
        None => when.into_any(),
    };
    view! {
        <Row>
            <HeadCell>
                <a href=format!("/applications/{}", one.id)>{title}</a>
            </HeadCell>
            <Cell label=w.t("课程", "Course")>{course}</Cell>
            <Cell label=w.t("起止", "Dates") kind=ColumnKind::Short>{days}</Cell>
            <Cell label=w.t("填报人", "Written by") kind=ColumnKind::Short>
                <span class="is-wide-only">{one.made_by}</span>
            </Cell>
            <Cell label=last(w, state) kind=ColumnKind::Short>{end}</Cell>
        </Row>
    }
}
