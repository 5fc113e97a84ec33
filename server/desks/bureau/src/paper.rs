//! Papers that prove a category: what waits, one of them, the decision.

mod detail;
mod list;
mod review;

use axum::Router;
use web::Site;

/// Every page and button of this noun.
pub fn routes() -> Router<Site> {
    Router::new().merge(list::routes()).merge(detail::routes()).merge(review::routes())
}
