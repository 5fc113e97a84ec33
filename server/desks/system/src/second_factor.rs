//! Resetting an official’s second factor.

mod page;
mod reset;

use axum::Router;
use web::Site;

/// Every page and button of this noun.
pub fn routes() -> Router<Site> {
    Router::new().merge(page::routes()).merge(reset::routes())
}
