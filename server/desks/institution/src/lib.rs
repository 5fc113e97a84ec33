//! The desk of institutions, enterprises and colleges: their applications, their classes, whom they invite, and what they are
//! filed for.

// A view is a type as deep as its page.
#![recursion_limit = "256"]

mod application;
mod claim;
mod class;
mod closing;
mod course;
mod filing;
mod film;
mod roster;

use axum::Router;
use domain::access::Action;
use domain::id::OrganisationId;
use web::error::AppError;
use web::{Site, Viewer};

/// Every page and button of this desk.
pub fn routes() -> Router<Site> {
    Router::new()
        .merge(application::routes())
        .merge(claim::routes())
        .merge(class::routes())
        .merge(closing::routes())
        .merge(course::routes())
        .merge(filing::routes())
        .merge(film::routes())
        .merge(roster::routes())
}

/// The institution for which the viewer makes courses and the films for them.
fn maker_for(viewer: &Viewer) -> Result<OrganisationId, AppError> {
    viewer.require(Action::MakeCourses)?;
    viewer.scope_filter(Action::MakeCourses).organisation.ok_or(AppError::Forbidden)
}
