//! Pages, one family a noun. Each is an ordinary axum handler that begins with the right it needs.

pub mod account;
pub mod appeals;
pub mod audit;
pub mod classes;
pub mod course;
pub mod courses;
pub mod exports;
pub mod home;
pub mod hours;
pub mod hours_ledger;
pub mod identity;
pub mod learn;
pub mod lesson;
pub mod outbox;
pub mod papers;
pub mod passkey_form;
pub mod people;
pub mod phone_code;
pub mod policies;
pub mod privacy;
pub mod recover;
pub mod register;
pub mod second_factors;
pub mod sign_in;
pub mod signals;
pub mod subsidy;
pub mod verify;

use axum::Router;

use crate::request::Site;

/// Every page of the site.
pub fn routes() -> Router<Site> {
    Router::new()
        .merge(account::routes())
        .merge(appeals::routes())
        .merge(audit::routes())
        .merge(classes::routes())
        .merge(course::routes())
        .merge(courses::routes())
        .merge(exports::routes())
        .merge(home::routes())
        .merge(hours::routes())
        .merge(hours_ledger::routes())
        .merge(identity::routes())
        .merge(learn::routes())
        .merge(lesson::routes())
        .merge(outbox::routes())
        .merge(papers::routes())
        .merge(people::routes())
        .merge(policies::routes())
        .merge(privacy::routes())
        .merge(recover::routes())
        .merge(register::routes())
        .merge(second_factors::routes())
        .merge(sign_in::routes())
        .merge(signals::routes())
        .merge(subsidy::routes())
        .merge(verify::routes())
}
