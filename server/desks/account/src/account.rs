//! My account: what is registered, what I agreed to, where I am signed in, my password, my data.

mod consents;
mod devices;
mod own_data;
mod page;
mod password;
mod submit;

use axum::Router;
use web::Site;

/// Every page and button of this noun.
pub fn routes() -> Router<Site> {
    Router::new().merge(page::routes()).merge(own_data::routes()).merge(submit::routes())
}
