//! My account for payment: where the subsidy goes.

mod page;
pub mod standing;
mod submit;

use axum::Router;
use web::Site;

/// Every page and button of this noun.
pub fn routes() -> Router<Site> {
    Router::new().merge(page::routes()).merge(submit::routes())
}
