//! Films of an institution: the list, uploading by parts that may be cut anywhere, deleting.

mod delete;
mod list;
mod receive;
mod upload;

use crate::maker_for;
use axum::Router;
use domain::id::FilmId;
use store::film::Film;
use web::error::AppError;
use web::{Site, Viewer};

/// Every page and button of this noun.
pub fn routes() -> Router<Site> {
    Router::new().merge(list::routes()).merge(upload::routes()).merge(delete::routes())
}

/// A film of the viewer's institution, deleted or not.
async fn film_of(site: &Site, viewer: &Viewer, id: String) -> Result<Film, AppError> {
    let organisation = maker_for(viewer)?;
    let film = site.db.film(&FilmId(id)).await?;
    if film.organisation_id == organisation { Ok(film) } else { Err(AppError::NotFound) }
}
