//! Applications to open a class, for those who decide on them.

mod decide;
mod detail;
mod file;
mod forms;
mod list;

use axum::Router;
use domain::access::Action;
use domain::class_application::ApplicationState;
use domain::id::ClassApplicationId;
use store::class_application::ClassApplication;
use web::error::AppError;
use web::parts::Queue;
use web::{Site, Viewer};

/// Every page and button of this noun.
pub fn routes() -> Router<Site> {
    Router::new().merge(list::routes()).merge(detail::routes()).merge(decide::routes()).merge(file::routes())
}

/// An application within the viewer's reach. What was never submitted is nobody's business here.
async fn reviewed(site: &Site, viewer: &Viewer, id: String) -> Result<ClassApplication, AppError> {
    viewer.require(Action::ReviewApplications)?;
    let application = site.db.class_application(&ClassApplicationId(id)).await?;
    viewer.require_in(Action::ReviewApplications, &application.organisation_id, &application.region_id)?;
    if application.submitted_at.is_none() || application.state() == ApplicationState::Draft {
        return Err(AppError::NotFound);
    }
    Ok(application)
}

/// The applications that wait for the viewer, and where this one stands among them.
async fn queue(site: &Site, viewer: &Viewer, here: &str) -> Result<Queue, AppError> {
    let scope = viewer.scope_filter(Action::ReviewApplications);
    Ok(Queue::new(site.db.applications_waiting(&scope, &viewer.person).await?, here))
}
