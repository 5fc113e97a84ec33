//! My account, in parts: what is registered, the ways in, where I am signed in, my data.

mod consents;
mod data;
mod devices;
mod own_data;
mod page;
pub mod parts;
mod password;
mod security;
mod submit;

use axum::Router;
use web::Site;

/// Every page and button of this noun.
pub fn routes() -> Router<Site> {
    Router::new()
        .merge(page::routes())
        .merge(security::routes())
        .merge(devices::routes())
        .merge(data::routes())
        .merge(own_data::routes())
        .merge(submit::routes())
}
