//! A lesson: video, document or quiz.

mod document;
mod exercise;
mod limits;
mod page;

use axum::Router;
use web::Site;

/// Every page and button of this noun.
pub fn routes() -> Router<Site> {
    Router::new().merge(page::routes())
}
