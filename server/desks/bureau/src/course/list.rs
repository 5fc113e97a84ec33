//! Courses that wait for a decision, the first due first, and those that were decided.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::{Query, State};
use axum::routing::get;
use domain::access::Action;
use domain::course_draft::CourseDraftState;
use domain::task::TaskKind;
use domain::working_day::Deadline;
use leptos::prelude::*;
use serde::Deserialize;
use store::course_draft::CourseDraft;
use web::error::AppError;
use web::page::{About, Page};
use web::parts::{Cell, ColumnKind, DataTable, HeadCell, NavItem, Nothing, Pager, Row, Segment, Segments};
use web::views::course_draft::course_draft_chip;
use web::views::deadline::{due_mark, provisional_note};
use web::{Site, Viewer, Visit};

pub fn routes() -> Router<Site> {
    Router::new().route("/course-reviews", get(courses))
}

const COURSES_A_PAGE: i64 = 50;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct QueryParams {
    /// `others`: those that wait for nobody here.
    at: String,
    page: Option<i64>,
}

/// `GET /course-reviews`: for reviewers, those within their reach.
async fn courses(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Query(query): Query<QueryParams>,
) -> Result<Page, AppError> {
    viewer.require(Action::ReviewCourses)?;
    let scope = viewer.scope_filter(Action::ReviewCourses);
    let page = query.page.unwrap_or(1).max(1);
    let offset = (page - 1).saturating_mul(COURSES_A_PAGE);
    let waiting = query.at != "others";
    let turn = (&viewer.person, waiting);
    let (found, count) = site.db.reviewed_course_drafts(&scope, turn, COURSES_A_PAGE, offset).await?;
    let found: Vec<(Option<Deadline>, CourseDraft)> = found
        .into_iter()
        .map(|one| {
            let since = one.submitted_at.filter(|_| one.state() == CourseDraftState::Submitted);
            (since.and_then(|since| site.deadline(TaskKind::CourseReview, since)), one)
        })
        .collect();
    let (w, zone) = (visit.words, site.zone());
    let about = About::new(w.t("课程审核", "Course reviews")).at(NavItem::CourseReviews);
    Ok(visit.page(about, move || {
        let note = provisional_note(w, found.iter().filter_map(|(deadline, _)| deadline.as_ref()));
        let list = if found.is_empty() {
            let yet = if waiting {
                w.t("现在没有等您审的课程", "No course waits for you")
            } else {
                w.t("还没有办过的课程", "Nothing decided yet")
            };
            view! {
                <Nothing words=w yet=yet>
                    <p>{w.t("培训机构提交了课程，就会出现在这里。", "They appear here once institutions submit them.")}</p>
                </Nothing>
            }
            .into_any()
        } else {
            let last = if waiting { w.t("期限", "Due") } else { w.t("状态", "State") };
            let rows = found.into_iter().map(move |(deadline, one)| {
                let when = one.submitted_at.map(|at_ms| format::moment(w, &zone.minute(at_ms)));
                row(w, one, when.unwrap_or_default(), deadline)
            });
            view! {
                <DataTable
                    lines=true
                    caption=w.t("课程", "Courses")
                    columns=vec![
                        (w.t("课程", "Course").to_owned(), ColumnKind::Text),
                        (w.t("培训机构", "Institution").to_owned(), ColumnKind::Text),
                        (w.t("课数", "Lessons").to_owned(), ColumnKind::Number),
                        (w.t("总时长", "Length").to_owned(), ColumnKind::Short),
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
            count: current.then_some(count),
            current,
        };
        let address = if waiting { "/course-reviews?at=" } else { "/course-reviews?at=others" };
        view! {
            <div class="page-head is-wide">
                <div>
                    <h1>{w.t("课程审核", "Course reviews")}</h1>
                    <p>
                        {w.t(
                            "培训机构自己做的课，审核通过才能上架、开班，5 个工作日内审完。看内容对不对、时长实不实、题目出得好不好；要改的写明哪一课、为什么。",
                            "A course that an institution made is taught only once it is published here, within 5 working days. What is not right goes back with its reasons.",
                        )}
                    </p>
                </div>
            </div>
            <Segments
                label=w.t("进展", "Stage")
                segments=vec![
                    tab("/course-reviews", w.t("待您审", "For you"), waiting),
                    tab("/course-reviews?at=others", w.t("其他", "Others"), !waiting),
                ]
            />
            {list}
            {note}
            <Pager
                words=w
                page=page
                pages=(count + COURSES_A_PAGE - 1) / COURSES_A_PAGE
                list=address
                summary=match w {
                    Words::Zh => format!("共 {count} 门"),
                    Words::En => format!("{count} in all"),
                }
            />
        }
    }))
}

/// What waits says by when it is to be decided; the others how they stand.
fn row(w: Words, one: CourseDraft, when: String, deadline: Option<Deadline>) -> impl IntoView {
    let (last_label, last) = match deadline {
        Some(deadline) => (w.t("期限", "Due"), due_mark(w, &deadline)),
        None => (w.t("状态", "State"), course_draft_chip(w, one.state())),
    };
    let content = one.content().ok();
    let lessons = content.as_ref().map_or(0, |content| content.lessons.len());
    let length = format::duration(w, content.map_or(0, |content| content.duration_ms()));
    let new = one
        .replaces
        .is_some()
        .then(|| view! { " " <small class="soft">{w.t("新版本", "new version")}</small> });
    view! {
        <Row>
            <HeadCell>
                <a href=format!("/course-reviews/{}", one.id)>{one.title}</a>
                {new}
            </HeadCell>
            <Cell label=w.t("培训机构", "Institution")>
                <span class="is-wide-only">{w.either(&one.organisation, &one.organisation_en)}</span>
            </Cell>
            <Cell label=w.t("课数", "Lessons") kind=ColumnKind::Number>{w.lessons(lessons)}</Cell>
            <Cell label=w.t("总时长", "Length") kind=ColumnKind::Short>{length}</Cell>
            <Cell label=w.t("提交时间", "Submitted") kind=ColumnKind::Short>
                <span class="is-wide-only">{when}</span>
            </Cell>
            <Cell label=last_label kind=ColumnKind::Short>{last}</Cell>
        </Row>
    }
}
