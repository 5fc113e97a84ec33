//! What forms are sent to, one file a noun. A form that worked answers with 303 and a flash line; one that did not shows
//! its page again with everything that was typed.

pub mod account;
pub mod classes;
pub mod enrol;
pub mod exports;
pub mod language;
pub mod oidc;
pub mod register;
pub mod second_factors;
pub mod sign_in;

use axum::Router;

use crate::request::Site;

/// Every form handler of the site.
pub fn routes() -> Router<Site> {
    Router::new()
        .merge(account::routes())
        .merge(classes::routes())
        .merge(enrol::routes())
        .merge(exports::routes())
        .merge(language::routes())
        .merge(oidc::routes())
        .merge(register::routes())
        .merge(second_factors::routes())
        .merge(sign_in::routes())
}
