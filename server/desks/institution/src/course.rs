//! Courses that an institution makes: the list, what is said of one, its lessons with their questions, submitting and giving up.

mod about;
mod detail;
mod follow;
mod lesson;
mod lesson_form;
mod list;
mod question;
mod question_file;
mod submit;
mod withdraw;

use app::words::Words;
use axum::Router;
use axum::response::Response;
use domain::access::{Action, Role};
use domain::course_draft::{CourseContent, LessonContent};
use domain::id::{CourseDraftId, LessonId};
use domain::workflow::NotTaken;
use store::appeal::Actor;
use store::course_draft::{CourseDraft, NotWritten, WrittenDraft};
use web::error::AppError;
use web::flash::Flash;
use web::{Site, Viewer};

/// Every page and button of this noun.
pub fn routes() -> Router<Site> {
    Router::new()
        .merge(list::routes())
        .merge(about::routes())
        .merge(detail::routes())
        .merge(lesson::routes())
        .merge(question::routes())
        .merge(question_file::routes())
        .merge(submit::routes())
        .merge(withdraw::routes())
        .merge(follow::routes())
}

/// A draft of the viewer's institution.
async fn draft_of(site: &Site, viewer: &Viewer, id: String) -> Result<CourseDraft, AppError> {
    viewer.require(Action::MakeCourses)?;
    let draft = site.db.course_draft(&CourseDraftId(id)).await?;
    viewer.require_in(Action::MakeCourses, &draft.organisation_id, &draft.region_id)?;
    Ok(draft)
}

/// A draft that can be changed, with one of its lessons; or where to go instead.
async fn open_lesson(
    site: &Site,
    viewer: &Viewer,
    w: Words,
    (draft, lesson): (String, String),
) -> Result<Result<(CourseDraft, CourseContent, LessonContent), Response>, AppError> {
    let draft = draft_of(site, viewer, draft).await?;
    if !draft.state().is_open_to_change() {
        return Ok(Err(closed(w, &draft.id)));
    }
    let content = draft.content()?;
    let lesson = content.lesson(&LessonId(lesson)).cloned().ok_or(AppError::NotFound)?;
    Ok(Ok((draft, content, lesson)))
}

/// Whoever takes a step, in the role that has the right to it.
fn actor(viewer: &Viewer) -> Result<Actor, AppError> {
    viewer.actor(&[Role::InstitutionAdmin, Role::Enterprise, Role::Teacher])
}

/// Said of a draft that nobody can change now.
fn closed(w: Words, id: &CourseDraftId) -> Response {
    let says = w.t(
        "这门课正在审核或者已经办结，现在不能改。",
        "The course is under review or decided: it cannot be changed now.",
    );
    Flash::notice(says).then(&format!("/own-courses/{id}"))
}

/// Writes a draft that was changed; `None`, or the sentence that says why nothing was written.
async fn write(
    site: &Site,
    viewer: &Viewer,
    w: Words,
    draft: &CourseDraft,
    version: i64,
    content: &CourseContent,
) -> Result<Option<&'static str>, AppError> {
    let written = WrittenDraft {
        id: draft.id.clone(),
        version,
        region: draft.region_id.clone(),
        content,
        replaces: None,
    };
    let outcome = site.db.write_course_draft(&written, (&viewer.account, &viewer.person), site.now()).await?;
    Ok(outcome.err().map(|why| match why {
        NotWritten::Closed => w.course_not_taken(NotTaken::NotItsTurn),
        NotWritten::NotThisPerson => w.course_not_taken(NotTaken::NotThisPerson),
        NotWritten::Changed => w.t(
            "您打开这一页以后，同事改过这门课，您这次没有存上。您填的还在下面；再保存一次就存上了。",
            "A colleague has changed this course since you opened it, so yours was not saved. What you typed is below; save once more.",
        ),
    }))
}
