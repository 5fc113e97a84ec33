//! Signing in and out.

mod entry;
mod page;
mod phone;
mod submit;

use axum::Router;
use web::Site;

pub use entry::after_first_factor;
pub use page::{SignInForm, registered_page, sign_in_page};

/// Every page and button of this noun.
pub fn routes() -> Router<Site> {
    Router::new().merge(page::routes()).merge(phone::routes()).merge(submit::routes())
}
