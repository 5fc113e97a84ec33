//! Officials: who holds which post, who is invited, and one of them with what can be done.

mod detail;
mod invitation;
mod invite;
mod list;
mod submit;

use axum::Router;
use web::Site;

/// Every page and button of this noun.
pub fn routes() -> Router<Site> {
    Router::new()
        .merge(list::routes())
        .merge(invite::routes())
        .merge(invitation::routes())
        .merge(detail::routes())
        .merge(submit::routes())
}
