//! One course that an institution submitted: all of it, what changed, and the decision beside it.

use app::words::Words;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use domain::course_draft::{CourseContent, CourseDraftState, CourseDraftStep, CoursePart};
use domain::task::TaskKind;
use domain::workflow::NotTaken;
use leptos::prelude::*;
use store::course_draft::{CourseDraft, CourseDraftStepLine};
use web::error::AppError;
use web::form::FormState;
use web::page::{About, Page};
use web::parts::{Button, CaseNav, Crumbs, ErrorSummary, Field, Kind, NavItem};
use web::views::course_draft::{
    changed_parts, changes, course_draft_chip, course_history, part_name, shown_course, whole_course,
};
use web::views::deadline::{due_mark, why_provisional};
use web::{Site, Viewer, Visit};

use super::decide::{DecisionForm, why_field};
use super::{queue, reviewed};

pub fn routes() -> Router<Site> {
    Router::new().route("/course-reviews/{id}", get(course))
}

/// `GET /course-reviews/{id}`: for reviewers within their reach.
async fn course(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Page, AppError> {
    let draft = reviewed(&site, &viewer, id).await?;
    course_page(&site, &viewer, &visit, draft, FormState::default()).await
}

/// What was submitted, last first.
pub fn submissions(steps: &[CourseDraftStepLine]) -> Vec<&CourseDraftStepLine> {
    steps.iter().rev().filter(|step| step.kind == CourseDraftStep::Submit.as_str()).collect()
}

/// The page, with its form as it was typed.
pub async fn course_page(
    site: &Site,
    viewer: &Viewer,
    visit: &Visit,
    draft: CourseDraft,
    form: FormState<DecisionForm>,
) -> Result<Page, AppError> {
    let steps = site.db.course_draft_steps(&draft.id).await?;
    let submitted = submissions(&steps);
    let damaged = || AppError::Internal(anyhow::anyhow!("course draft {} cannot be read", draft.id));
    let last = submitted.first().ok_or_else(damaged)?;
    let sha256 = last.sha256.clone();
    let shown = shown_course(site, last.content().ok_or_else(damaged)?).await?;
    let before = submitted.get(1).and_then(|step| step.content());
    let published = match &draft.replaces {
        Some(course) => site.db.published_content(course).await?,
        None => None,
    };
    let queue = queue(site, viewer, draft.id.as_str()).await?;
    let (w, zone, state) = (visit.words, site.zone(), draft.state());
    let open = state == CourseDraftState::Submitted;
    let deadline =
        draft.submitted_at.filter(|_| open).and_then(|since| site.deadline(TaskKind::CourseReview, since));
    let may = !site.db.wrote_course_draft(&draft.id, &viewer.person).await?;
    let about = About::new(draft.title.clone()).at(NavItem::CourseReviews);
    Ok(visit.page(about, move || {
        let here = format!("/course-reviews/{}", draft.id);
        let due = deadline.as_ref().map(|deadline| view! { <small class="is-beside">{due_mark(w, deadline)}</small> });
        let why = deadline.as_ref().and_then(|deadline| why_provisional(w, deadline));
        let since_return = before.as_ref().map(|before| {
            changes(w, w.t("退回以后改了什么", "Changes since it was returned"), changed_parts(w, before, &shown.content))
        });
        let since_version = published.as_ref().map(|published| {
            changes(w, w.t("和上架的那一版比，改了什么", "Changes since the published version"), changed_parts(w, published, &shown.content))
        });
        let side = if open && may {
            decision(w, &here, &sha256, &shown.content, &form).into_any()
        } else if open {
            view! { <p class="sheet">{w.course_not_taken(NotTaken::NotThisPerson)}</p> }.into_any()
        } else {
            outcome(w, &draft).into_any()
        };
        view! {
            <Crumbs
                words=w
                above=vec![("/course-reviews".to_owned(), NavItem::CourseReviews.name(w).to_owned())]
                here=draft.title.clone()
            />
            <div class="page-head is-wide">
                <div>
                    <h1>{draft.title.clone()} " " {course_draft_chip(w, state)} " " {due}</h1>
                    <p>{w.either(&draft.organisation, &draft.organisation_en)}</p>
                    {why.map(|why| view! { <p>{why}</p> })}
                </div>
            </div>
            <CaseNav words=w queue=queue.clone() list="/course-reviews" />
            <ErrorSummary title=w.t("没有办成，请看这里", "Not done, please look here") errors=form.errors() />
            <div class="columns">
                <div class="stack-l">
                    {since_return}
                    {since_version}
                    {whole_course(w, &shown, true)}
                    {course_history(w, zone, &steps, &shown.content, state)}
                </div>
                <aside class="stack">{side}</aside>
            </div>
        }
    }))
}

/// What became of it.
fn outcome(w: Words, draft: &CourseDraft) -> impl IntoView + use<> {
    let link = draft.course_code.clone().map(|code| {
        view! { <p><a class="tap" href=format!("/courses/{code}")>{w.t("看课程页", "To its page")}</a></p> }
    });
    let says = match draft.state() {
        CourseDraftState::Published => w.t("已上架，内容不会再变。", "Published: it never changes again."),
        CourseDraftState::Returned => w.t("已退回，等培训机构修改。", "Returned: waits for the institution."),
        _ => w.t("机构已放弃这门课。", "The institution gave it up."),
    };
    view! { <section class="sheet stack-s"><p>{says}</p>{link}</section> }
}

/// The form beside the course.
fn decision(
    w: Words,
    here: &str,
    sha256: &str,
    content: &CourseContent,
    state: &FormState<DecisionForm>,
) -> impl IntoView + use<> {
    let parts = std::iter::once(CoursePart::About)
        .chain(content.lessons.iter().map(|lesson| CoursePart::Lesson(lesson.id.clone())));
    let fields = parts.map(|part| {
        let name = why_field(&part);
        let typed = state.form.typed(&part).to_owned();
        let (label, error) = (part_name(w, content, &part), state.error(&name));
        view! { <Field name=name label=label error=error value=typed autocomplete="off" /> }
    });
    let fields = fields.collect_view();
    view! {
        <form class="form sheet" method="post" action=format!("{here}/publish")>
            <input type="hidden" name="sha256" value=sha256.to_owned() />
            <h2>{w.t("通过", "Publish")}</h2>
            <p class="soft">
                {w.t(
                    "通过以后马上上架，内容从此不变，不能撤回。",
                    "It is published at once and never changes again; this cannot be taken back.",
                )}
            </p>
            <div class="actions">
                <Button kind=Kind::Primary>{w.t("审核通过", "Publish it")}</Button>
            </div>
        </form>
        <form class="form sheet" method="post" action=format!("{here}/return")>
            <input type="hidden" name="sha256" value=sha256.to_owned() />
            <h2>{w.t("退回修改", "Return it")}</h2>
            <p class="soft">{w.t("在要改的那一项里写明原因，至少写一项。", "Say why at each part to be changed; at one at least.")}</p>
            {fields}
            <div class="actions">
                <Button kind=Kind::Danger>{w.t("退回", "Return it")}</Button>
            </div>
        </form>
    }
}
