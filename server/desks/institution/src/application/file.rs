//! The institution's own files of an application.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use web::error::AppError;
use web::views::application::file_of;
use web::{Site, Viewer};

use super::application_of;

pub fn routes() -> Router<Site> {
    Router::new().route("/applications/{id}/papers/{paper}/file", get(own_file))
}

/// `GET /applications/{id}/papers/{paper}/file`: for whoever applies for the institution.
async fn own_file(
    State(site): State<Site>,
    viewer: Viewer,
    Path((id, paper)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let application = application_of(&site, &viewer, id).await?;
    let papers = site.db.application_papers(&application.id).await?;
    let paper = papers.into_iter().find(|one| one.id == paper).ok_or(AppError::NotFound)?;
    let content = site.db.application_file(&application.id, &paper.id, None).await?;
    file_of(&site, &paper, &content).await
}
