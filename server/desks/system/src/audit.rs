//! The audit log: the search, its file.

mod file;
mod line;
mod list;
mod naming;

use axum::Router;
use web::Site;

/// Every page and button of this noun.
pub fn routes() -> Router<Site> {
    Router::new().merge(list::routes()).merge(file::routes()).merge(line::routes())
}
