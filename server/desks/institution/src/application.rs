//! Applications to open a class: the list, writing one, submitting it, giving it up.

mod check;
mod edit;
mod file;
mod form;
mod list;
mod receive;
mod sections;
mod standing;
mod submit;
mod withdraw;

use axum::Router;
use domain::access::{Action, Role};
use domain::id::{ClassApplicationId, OrganisationId};
use store::appeal::Actor;
use store::class_application::ClassApplication;
use web::error::AppError;
use web::{Site, Viewer};

/// Every page and button of this noun.
pub fn routes() -> Router<Site> {
    Router::new()
        .merge(list::routes())
        .merge(edit::routes())
        .merge(submit::routes())
        .merge(withdraw::routes())
        .merge(file::routes())
}

/// The institution for which the viewer applies.
fn organisation_of(viewer: &Viewer) -> Result<OrganisationId, AppError> {
    viewer.require(Action::ApplyForClass)?;
    viewer.scope_filter(Action::ApplyForClass).organisation.ok_or(AppError::Forbidden)
}

/// An application of the viewer's institution.
async fn application_of(site: &Site, viewer: &Viewer, id: String) -> Result<ClassApplication, AppError> {
    viewer.require(Action::ApplyForClass)?;
    let application = site.db.class_application(&ClassApplicationId(id)).await?;
    viewer.require_in(Action::ApplyForClass, &application.organisation_id, &application.region_id)?;
    Ok(application)
}

/// Whoever takes a step, in the role that has the right to it.
fn actor(viewer: &Viewer) -> Result<Actor, AppError> {
    viewer.actor(&[Role::InstitutionAdmin, Role::Enterprise])
}
