//! The catalogue, a course, and the button that enrols.

pub mod catalogue;
mod detail;
pub mod enrol;
mod query;

use axum::Router;
use web::Site;

/// Every page and button of this noun.
pub fn routes() -> Router<Site> {
    Router::new().merge(catalogue::routes()).merge(detail::routes()).merge(enrol::routes())
}
