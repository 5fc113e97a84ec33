//! Applications that wait for a decision, the first due first, and those that were decided.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::{Query, State};
use axum::routing::get;
use domain::access::Action;
use domain::class_application::ApplicationState;
use domain::id::OrganisationId;
use domain::task::TaskKind;
use domain::working_day::Deadline;
use leptos::prelude::*;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use store::class_application::ClassApplication;
use web::error::AppError;
use web::page::{About, Page};
use web::parts::{
    Button, Cell, Choice, ColumnKind, DataTable, HeadCell, NavItem, Nothing, Pager, Row, Segment, Segments,
    Select,
};
use web::views::application::application_chip;
use web::views::deadline::{due_mark, provisional_note};
use web::{Site, Viewer, Visit};

pub fn routes() -> Router<Site> {
    Router::new().route("/class-applications", get(applications))
}

const APPLICATIONS_A_PAGE: i64 = 50;
/// How an application can stand that waits for nobody here.
const OTHERS: [ApplicationState; 3] =
    [ApplicationState::Returned, ApplicationState::Approved, ApplicationState::Withdrawn];

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct QueryParams {
    /// `others`: those that wait for nobody here.
    at: String,
    /// Id of an institution; empty for all.
    organisation: String,
    /// Code of a state, of the others; empty for all.
    state: String,
    page: Option<i64>,
}

impl QueryParams {
    fn waiting(&self) -> bool {
        self.at != "others"
    }

    /// The address without the page.
    fn address(&self) -> String {
        let organisation = utf8_percent_encode(&self.organisation, NON_ALPHANUMERIC);
        let state = ApplicationState::from_code(&self.state).map_or("", ApplicationState::as_str);
        let at = if self.waiting() { "" } else { "others" };
        format!("/class-applications?at={at}&organisation={organisation}&state={state}")
    }

    fn without_filter(&self) -> String {
        if self.waiting() {
            "/class-applications".to_owned()
        } else {
            "/class-applications?at=others".to_owned()
        }
    }
}

/// `GET /class-applications`: for reviewers, those within their reach.
async fn applications(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Query(query): Query<QueryParams>,
) -> Result<Page, AppError> {
    viewer.require(Action::ReviewApplications)?;
    let scope = viewer.scope_filter(Action::ReviewApplications);
    let page = query.page.unwrap_or(1).max(1);
    let offset = (page - 1).saturating_mul(APPLICATIONS_A_PAGE);
    let organisation = (!query.organisation.is_empty()).then(|| OrganisationId(query.organisation.clone()));
    let state = ApplicationState::from_code(&query.state).filter(|_| !query.waiting());
    let turn = (&viewer.person, query.waiting());
    let by = (state, organisation.as_ref());
    let (found, count) = site.db.reviewed_applications(&scope, turn, by, APPLICATIONS_A_PAGE, offset).await?;
    let found: Vec<(Option<Deadline>, ClassApplication)> = found
        .into_iter()
        .map(|one| {
            let open = one.state() == ApplicationState::Submitted;
            let since = one.submitted_at.filter(|_| open);
            (since.and_then(|since| site.deadline(TaskKind::ClassApplication, since)), one)
        })
        .collect();
    let schools = site.db.applying_organisations(&scope).await?;
    let (w, zone) = (visit.words, site.zone());
    let about = About::new(w.t("开班审核", "Applications for classes")).at(NavItem::ClassApplications);
    Ok(visit.page(about, move || {
        let set = organisation.is_some() || state.is_some();
        let note = provisional_note(w, found.iter().filter_map(|(deadline, _)| deadline.as_ref()));
        let waiting = query.waiting();
        let list = if found.is_empty() {
            let yet = if waiting {
                w.t("现在没有等您审的开班申请", "No application waits for you")
            } else {
                w.t("还没有办过的开班申请", "Nothing decided yet")
            };
            view! {
                <Nothing words=w yet=yet clear=set.then(|| query.without_filter())>
                    <p>{w.t("培训机构提交了开班申请，就会出现在这里。", "They appear here once institutions submit them.")}</p>
                </Nothing>
            }
            .into_any()
        } else {
            let rows = found.into_iter().map(move |(deadline, one)| {
                let when = one.submitted_at.map(|at_ms| format::moment(w, &zone.minute(at_ms)));
                row(w, one, when.unwrap_or_default(), deadline)
            });
            let last = if waiting { w.t("期限", "Due") } else { w.t("状态", "State") };
            view! {
                <DataTable
                    lines=true
                    caption=w.t("开班申请", "Applications for classes")
                    columns=vec![
                        (w.t("培训机构", "Institution").to_owned(), ColumnKind::Text),
                        (w.t("班级", "Class").to_owned(), ColumnKind::Text),
                        (w.t("课程", "Course").to_owned(), ColumnKind::Text),
                        (w.t("开班日期", "First day").to_owned(), ColumnKind::Short),
                        (w.t("提交时间", "Submitted").to_owned(), ColumnKind::Short),
                        (last.to_owned(), ColumnKind::Short),
                    ]
                >
                    {rows.collect_view()}
                </DataTable>
            }
            .into_any()
        };
        let tab = |href: &str, name: &str, current: bool| Segment {
            href: href.to_owned(),
            name: name.to_owned(),
            count: (current && !set).then_some(count),
            current,
        };
        view! {
            <div class="page-head is-wide">
                <div>
                    <h1>{w.t("开班审核", "Applications for classes")}</h1>
                    <p>
                        {w.t(
                            "培训机构申请开班，5 个工作日内审完。同意以后班级自动开好；要改的写明哪一项、为什么，退回去改。最先到期的排在最前。",
                            "Institutions apply to open classes; each is decided within 5 working days. What is approved is open at once; what is not right goes back with its reasons. The first due comes first.",
                        )}
                    </p>
                </div>
            </div>
            <Segments
                label=w.t("进展", "Stage")
                segments=vec![
                    tab("/class-applications", w.t("待您审", "For you"), waiting),
                    tab("/class-applications?at=others", w.t("其他", "Others"), !waiting),
                ]
            />
            {filters(w, &query, schools, set)}
            {list}
            {note}
            <Pager
                words=w
                page=page
                pages=(count + APPLICATIONS_A_PAGE - 1) / APPLICATIONS_A_PAGE
                list=query.address()
                summary=match w {
                    Words::Zh => format!("共 {count} 份"),
                    Words::En => format!("{count} in all"),
                }
            />
        }
    }))
}

/// By institution, and by state where several are listed. Nothing where there is nothing to choose.
fn filters(
    w: Words,
    query: &QueryParams,
    schools: Vec<(String, String, String)>,
    set: bool,
) -> Option<impl IntoView + use<>> {
    if schools.len() < 2 && query.waiting() && !set {
        return None;
    }
    let mut organisations = vec![Choice::new("", w.t("全部机构", "All institutions"))];
    organisations
        .extend(schools.into_iter().map(|(id, name, name_en)| Choice::new(id, w.either(&name, &name_en))));
    let states = (!query.waiting()).then(|| {
        let mut states = vec![Choice::new("", w.t("全部", "All"))];
        states.extend(OTHERS.map(|state| Choice::new(state.as_str(), w.application_state(state))));
        view! {
            <Select name="state" label=w.t("状态", "State") options=states chosen=query.state.clone() />
        }
    });
    let at = (!query.waiting()).then(|| view! { <input type="hidden" name="at" value="others" /> });
    let chosen = query.organisation.clone();
    Some(view! {
        <details class="filters" open=set>
            <summary>{w.t("按机构、状态找", "Find by institution and state")}</summary>
            <form class="filters-body" method="get" action="/class-applications">
                {at}
                <Select
                    name="organisation"
                    label=w.t("培训机构", "Institution")
                    options=organisations
                    chosen=chosen
                />
                {states}
                <div class="actions">
                    <Button>{w.t("找", "Find")}</Button>
                </div>
            </form>
        </details>
    })
}

/// What waits says by when it is to be decided; the others how they stand.
fn row(w: Words, one: ClassApplication, when: String, deadline: Option<Deadline>) -> impl IntoView {
    let (last_label, last) = match deadline {
        Some(deadline) => (w.t("期限", "Due"), due_mark(w, &deadline)),
        None => (w.t("状态", "State"), application_chip(w, one.state())),
    };
    let course = one.course_title.as_deref().map_or_else(String::new, |title| {
        w.either(title, one.course_title_en.as_deref().unwrap_or_default())
    });
    view! {
        <Row>
            <HeadCell>
                <a href=format!("/class-applications/{}", one.id)>
                    {w.either(&one.organisation, &one.organisation_en)}
                </a>
            </HeadCell>
            <Cell label=w.t("班级", "Class")>{one.title}</Cell>
            <Cell label=w.t("课程", "Course")>
                <span class="is-wide-only">{course}</span>
            </Cell>
            <Cell label=w.t("开班日期", "First day") kind=ColumnKind::Short>
                {format::short_day(w, &one.starts_on)}
            </Cell>
            <Cell label=w.t("提交时间", "Submitted") kind=ColumnKind::Short>
                <span class="is-wide-only">{when}</span>
            </Cell>
            <Cell label=last_label kind=ColumnKind::Short>{last}</Cell>
        </Row>
    }
}
