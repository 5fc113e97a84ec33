//! Appeals for those who have a say in them.

mod decide;
mod detail;
mod evidence;
mod forms;
mod list;
mod waiting;

use axum::Router;
use web::Site;

/// Every page and button of this noun.
pub fn routes() -> Router<Site> {
    Router::new().merge(list::routes()).merge(detail::routes()).merge(decide::routes())
}
