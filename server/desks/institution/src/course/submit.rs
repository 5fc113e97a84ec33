//! Looking a course over and submitting it.

use app::words::Words;
use axum::Router;
use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::audit::AuditAction;
use leptos::prelude::*;
use serde::Deserialize;
use store::course_draft::{CourseDraft, StepRefusal};
use web::address::Address;
use web::error::AppError;
use web::flash::{Flash, see_other};
use web::page::About;
use web::parts::{Button, Crumbs, Kind, LinkButton, NavItem};
use web::views::course_draft::{ShownCourse, changed_parts, changes, shown_course, whole_course};
use web::{Site, Viewer, Visit};

use super::{actor, closed, draft_of};

pub fn routes() -> Router<Site> {
    Router::new().route("/own-courses/{id}/submit", get(look_over).post(submit))
}

/// What can be submitted, or the way to what cannot.
async fn ready(
    site: &Site,
    w: Words,
    draft: &CourseDraft,
) -> Result<Result<ShownCourse, Response>, AppError> {
    if !draft.state().is_open_to_change() {
        return Ok(Err(closed(w, &draft.id)));
    }
    let shown = shown_course(site, draft.content()?).await?;
    if !shown.lacks.is_empty() {
        let says = w.t("还有没写完的，请看“还差这些”。", "Something is missing still: see what it lacks.");
        return Ok(Err(Flash::notice(says).then(&format!("/own-courses/{}", draft.id))));
    }
    Ok(Ok(shown))
}

/// `GET /own-courses/{id}/submit`: for whoever makes courses for the institution.
async fn look_over(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let draft = draft_of(&site, &viewer, id).await?;
    let w = visit.words;
    let shown = match ready(&site, w, &draft).await? {
        Ok(shown) => shown,
        Err(response) => return Ok(response),
    };
    let before = match &draft.replaces {
        Some(course) => site.db.published_content(course).await?,
        None => None,
    };
    let title = w.t("核对并提交", "Look it over and submit");
    let page = visit.page(About::new(title).at(NavItem::OwnCourses), move || {
        let here = format!("/own-courses/{}", draft.id);
        let changed = before.map(|before| {
            changes(w, w.t("和上一版比，改了什么", "Changes since the version before"), changed_parts(w, &before, &shown.content))
        });
        view! {
            <Crumbs
                words=w
                above=vec![
                    ("/own-courses".to_owned(), NavItem::OwnCourses.name(w).to_owned()),
                    (here.clone(), draft.title.clone()),
                ]
                here=title
            />
            <h1>{title}</h1>
            <p>
                {w.t(
                    "下面就是学员会看到的全部内容。一课一课点开看一遍；审核期间不能改，上架以后也不能改。",
                    "This is all that learners will see. Open each lesson once: it cannot be changed under review, nor once it is published.",
                )}
            </p>
            {changed}
            {whole_course(w, &shown, false)}
            <form class="form sheet" method="post" action=format!("{here}/submit")>
                <input type="hidden" name="version" value=draft.version.to_string() />
                <div class="actions">
                    <Button kind=Kind::Primary>{w.t("提交审核", "Submit")}</Button>
                    <LinkButton href=here.clone()>{w.t("回去改", "Back to change it")}</LinkButton>
                </div>
            </form>
        }
    });
    Ok(page.into_response())
}

/// What was seen.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct SubmitForm {
    version: i64,
}

/// `POST /own-courses/{id}/submit`: for whoever makes courses for the institution.
async fn submit(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Path(id): Path<String>,
    Form(form): Form<SubmitForm>,
) -> Result<Response, AppError> {
    let draft = draft_of(&site, &viewer, id).await?;
    let w = visit.words;
    let shown = match ready(&site, w, &draft).await? {
        Ok(shown) => shown,
        Err(response) => return Ok(response),
    };
    let id = draft.id.clone();
    let action = AuditAction::CourseSubmit { draft: id.clone(), sha256: shown.content.digest() };
    let event = site.event(&viewer, &from, action, "");
    let outcome =
        site.db.submit_course(&id, (form.version, &shown.content), &actor(&viewer)?, &event).await?;
    Ok(match outcome {
        Ok(()) => Flash::done(w.t(
            "已提交，人社局 5 个工作日内审核。结果会显示在这里和“待办”里。",
            "Submitted. The bureau decides within 5 working days; you will see it here and under “To do”.",
        ))
        .then(&format!("/own-courses/{id}")),
        Err(StepRefusal::Rule(why)) => {
            Flash::notice(w.course_not_taken(why)).then(&format!("/own-courses/{id}"))
        }
        Err(StepRefusal::Changed) => Flash::notice(w.t(
            "您打开这一页以后，这门课改过了，还没有提交。请再看一遍。",
            "The course was changed since you opened this page and was not submitted. Look it over once more.",
        ))
        .then(&format!("/own-courses/{id}/submit")),
        Err(StepRefusal::Replaced | StepRefusal::FilmGone) => see_other(&format!("/own-courses/{id}")),
    })
}
