//! Courses that institutions made, for those who decide on them.

mod decide;
mod detail;
mod list;

use axum::Router;
use domain::access::Action;
use domain::course_draft::CourseDraftState;
use domain::id::CourseDraftId;
use store::course_draft::CourseDraft;
use web::error::AppError;
use web::parts::Queue;
use web::{Site, Viewer};

/// Every page and button of this noun.
pub fn routes() -> Router<Site> {
    Router::new().merge(list::routes()).merge(detail::routes()).merge(decide::routes())
}

/// A draft within the viewer's reach. What was never submitted is nobody's business here.
async fn reviewed(site: &Site, viewer: &Viewer, id: String) -> Result<CourseDraft, AppError> {
    viewer.require(Action::ReviewCourses)?;
    let draft = site.db.course_draft(&CourseDraftId(id)).await?;
    viewer.require_in(Action::ReviewCourses, &draft.organisation_id, &draft.region_id)?;
    if draft.submitted_at.is_none() || draft.state() == CourseDraftState::Draft {
        return Err(AppError::NotFound);
    }
    Ok(draft)
}

/// The drafts that wait for the viewer, and where this one stands among them.
async fn queue(site: &Site, viewer: &Viewer, here: &str) -> Result<Queue, AppError> {
    let scope = viewer.scope_filter(Action::ReviewCourses);
    Ok(Queue::new(site.db.course_drafts_waiting(&scope, &viewer.person).await?, here))
}
