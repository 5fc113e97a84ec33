//! A new version of a published course: begun with everything of the one before.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::post;
use domain::course_draft::CourseDraftState;
use domain::id::{CourseDraftId, LessonId};
use store::course_draft::WrittenDraft;
use web::error::AppError;
use web::flash::{Flash, see_other};
use web::{Site, Viewer, Visit};

use super::draft_of;

pub fn routes() -> Router<Site> {
    Router::new().route("/own-courses/{id}/follow", post(follow))
}

/// `POST /own-courses/{id}/follow`: for whoever makes courses for the institution.
async fn follow(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let draft = draft_of(&site, &viewer, id).await?;
    let w = visit.words;
    let (CourseDraftState::Published, Some(course), false) =
        (draft.state(), draft.course_id.clone(), draft.is_followed)
    else {
        let says = w.t(
            "这一版已经有了新版本，或者还没有上架。",
            "It has a newer version already, or is not published.",
        );
        return Ok(Flash::notice(says).then(&format!("/own-courses/{}", draft.id)));
    };
    if let Some(open) = site.db.draft_that_follows(&course).await? {
        return Ok(see_other(&format!("/own-courses/{open}")));
    }
    let mut content = draft.content()?;
    // What was studied in a lesson belongs to that lesson: the new version has its own.
    for lesson in &mut content.lessons {
        lesson.id = LessonId(site.new_id());
    }
    let written = WrittenDraft {
        id: CourseDraftId(site.new_id()),
        version: 0,
        region: draft.region_id.clone(),
        content: &content,
        replaces: Some(course.clone()),
    };
    let begun = site.db.write_course_draft(&written, (&viewer.account, &viewer.person), site.now()).await?;
    if begun.is_err() {
        // A colleague pressed at the same moment: theirs is the one.
        let open = site.db.draft_that_follows(&course).await?.ok_or(AppError::NotFound)?;
        return Ok(see_other(&format!("/own-courses/{open}")));
    }
    let says = w.t(
        "新版本开始了，内容和上一版一样，改好再提交审核。",
        "A new version is begun with everything of the one before. Change it and submit it.",
    );
    Ok(Flash::done(says).then(&format!("/own-courses/{}", written.id)))
}
