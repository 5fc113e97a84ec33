//! The desk of one’s own account: signing in, registering, everything about oneself.

// A view is a type as deep as its page.
#![recursion_limit = "256"]

mod access_change;
mod account;
mod close;
mod document;
mod identity;
mod language;
mod paper;
mod passkey;
mod phone;
mod phone_code;
mod privacy;
mod recover;
mod register;
mod second_factor;
mod sign_in;
mod task;
mod text_size;

use axum::Router;
use web::Site;

/// Every page and button of this desk.
pub fn routes() -> Router<Site> {
    Router::new()
        .merge(account::routes())
        .merge(close::routes())
        .merge(document::routes())
        .merge(identity::routes())
        .merge(language::routes())
        .merge(paper::routes())
        .merge(passkey::routes())
        .merge(phone::routes())
        .merge(privacy::routes())
        .merge(recover::routes())
        .merge(register::routes())
        .merge(second_factor::routes())
        .merge(sign_in::routes())
        .merge(task::routes())
        .merge(text_size::routes())
}
