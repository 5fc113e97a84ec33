//! Registering oneself, one question a page: phone, its code, identity (and birth), home, password.

pub(crate) mod birth;
mod code;
mod draft;
mod home;
pub(crate) mod identity;
mod page;
mod password;
mod phone;
pub(crate) mod registration;

use axum::Router;
use web::Site;

/// Every page and button of this noun.
pub fn routes() -> Router<Site> {
    Router::new()
        .merge(phone::routes())
        .merge(code::routes())
        .merge(identity::routes())
        .merge(birth::routes())
        .merge(home::routes())
        .merge(password::routes())
}
