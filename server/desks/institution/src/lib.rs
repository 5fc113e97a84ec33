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
use web::Site;

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
