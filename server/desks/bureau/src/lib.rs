//! The bureau’s desk: hours, applications for classes, appeals, papers, exports, signals, institutions, policies, standards.

// A view is a type as deep as its page.
#![recursion_limit = "256"]

mod appeal;
mod application;
mod claim;
mod course;
mod export;
mod hours_ledger;
mod institution;
mod paper;
mod payment;
mod policy;
mod publication;
mod signal;
mod standard;

use axum::Router;
use web::Site;

/// Every page and button of this desk.
pub fn routes() -> Router<Site> {
    Router::new()
        .merge(appeal::routes())
        .merge(application::routes())
        .merge(claim::routes())
        .merge(course::routes())
        .merge(export::routes())
        .merge(hours_ledger::routes())
        .merge(institution::routes())
        .merge(paper::routes())
        .merge(payment::routes())
        .merge(policy::routes())
        .merge(publication::routes())
        .merge(signal::routes())
        .merge(standard::routes())
}
