//! Patterns for a human look.

mod detail;
mod judge;
mod list;

use axum::Router;
use web::Site;

pub(crate) use detail::what;

/// Every page and button of this noun.
pub fn routes() -> Router<Site> {
    Router::new().merge(list::routes()).merge(detail::routes()).merge(judge::routes())
}
