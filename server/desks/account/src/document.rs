//! My document: its new number, when it was renewed.

mod page;
mod submit;

use axum::Router;
use web::Site;

/// Every page and button of this noun.
pub fn routes() -> Router<Site> {
    Router::new().merge(page::routes()).merge(submit::routes())
}
