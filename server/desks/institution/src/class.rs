//! Classes for those who look after them: the list, one class with its wall, its questions, one learner.

mod confirm_identity;
mod detail;
mod documents;
mod exam;
mod learner;
mod list;
mod questions;
mod reveal_number;
mod wall;

pub(crate) use list::place_of;

use axum::Router;
use web::Site;

/// Every page and button of this noun.
pub fn routes() -> Router<Site> {
    Router::new()
        .merge(list::routes())
        .merge(detail::routes())
        .merge(learner::routes())
        .merge(questions::routes())
        .merge(confirm_identity::routes())
        .merge(documents::routes())
        .merge(exam::routes())
        .merge(reveal_number::routes())
}
