//! The desk of who runs and who audits the system: officials, background work, audit log; the public rules and the public
//! verification.

// A view is a type as deep as its page.
#![recursion_limit = "256"]

mod audit;
mod job;
mod official;
mod outbox;
mod rules;
mod second_factor;
pub mod verify;

use axum::Router;
use web::Site;

/// Every page and button of this desk.
pub fn routes() -> Router<Site> {
    Router::new()
        .merge(audit::routes())
        .merge(job::routes())
        .merge(official::routes())
        .merge(outbox::routes())
        .merge(rules::routes())
        .merge(second_factor::routes())
        .merge(verify::routes())
}
