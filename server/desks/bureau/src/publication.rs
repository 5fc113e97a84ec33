//! Published lists (公示) of who is to be paid, for everybody; and the objections to them, for whoever answers those.

mod answer;
mod detail;
mod list;
mod make;
mod object;
mod objections;

use axum::Router;
use axum::response::{IntoResponse, Response};
use domain::access::Action;
use domain::id::PublicationId;
use store::publication::Publication;
use web::error::AppError;
use web::page::Page;
use web::{Site, Visit};

/// Every page and button of this noun.
pub fn routes() -> Router<Site> {
    Router::new()
        .merge(list::routes())
        .merge(detail::routes())
        .merge(make::routes())
        .merge(object::routes())
        .merge(objections::routes())
        .merge(answer::routes())
}

/// Whether the reader sees lists that are not shown to the public any more: whoever sees the claims of the whole city.
fn sees_all(visit: &Visit) -> bool {
    visit.viewer.as_ref().is_some_and(|viewer| viewer.scope_filter(Action::SeeClaims).all)
}

/// A publication, and whether it is over.
async fn found(site: &Site, id: String) -> Result<(Publication, bool), AppError> {
    let publication = site.db.publication(&PublicationId(id)).await?;
    let over = site.publication_clock().over(publication.at_ms);
    Ok((publication, over))
}

/// A page with names that no search engine is to keep.
fn unlisted(page: Page) -> Response {
    ([("x-robots-tag", "noindex, nofollow, noarchive")], page).into_response()
}
