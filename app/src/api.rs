//! What forms are sent to, one file a noun. A form that worked answers with 303 and a flash line; one that did not shows
//! its page again with everything that was typed.

pub mod account;
pub mod appeals;
pub mod classes;
pub mod enrol;
pub mod exports;
pub mod language;
pub mod oidc;
pub mod papers;
pub mod people;
pub mod recover;
pub mod register;
pub mod reveal;
pub mod second_factors;
pub mod sign_in;
pub mod signals;

use axum::Router;

use crate::request::Site;

/// Every form handler of the site.
pub fn routes() -> Router<Site> {
    Router::new()
        .merge(account::routes())
        .merge(appeals::routes())
        .merge(classes::routes())
        .merge(enrol::routes())
        .merge(exports::routes())
        .merge(language::routes())
        .merge(oidc::routes())
        .merge(papers::routes())
        .merge(people::routes())
        .merge(recover::routes())
        .merge(register::routes())
        .merge(reveal::routes())
        .merge(second_factors::routes())
        .merge(sign_in::routes())
        .merge(signals::routes())
}
