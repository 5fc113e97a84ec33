//! Exports of the real-name ledger: the form, the reader’s runs, one run, its file.

mod detail;
mod file;
mod list;
mod request;

use axum::Router;
use web::Site;

/// Every page and button of this noun.
pub fn routes() -> Router<Site> {
    Router::new().merge(list::routes()).merge(detail::routes()).merge(file::routes()).merge(request::routes())
}
