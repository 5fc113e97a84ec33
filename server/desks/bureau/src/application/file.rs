//! The files of an application, for those who decide on it.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use domain::audit::AuditAction;
use store::class_application::ApplicationStepLine;
use web::address::Address;
use web::error::AppError;
use web::views::application::file_of;
use web::{Site, Viewer};

use super::detail::submissions;
use super::reviewed;

pub fn routes() -> Router<Site> {
    Router::new().route("/class-applications/{id}/papers/{paper}/file", get(look))
}

/// `GET /class-applications/{id}/papers/{paper}/file`: for reviewers within their reach; the log has its line before the file goes.
async fn look(
    State(site): State<Site>,
    viewer: Viewer,
    from: Address,
    Path((id, paper)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let application = reviewed(&site, &viewer, id).await?;
    // What was added since it was returned is not submitted yet.
    let steps = site.db.application_steps(&application.id).await?;
    let submitted = submissions(&steps).into_iter().filter_map(ApplicationStepLine::content);
    let is_submitted = submitted.flat_map(|content| content.papers).any(|one| one.id == paper);
    let papers = site.db.application_papers(&application.id).await?;
    let paper = papers.into_iter().find(|one| one.id == paper && is_submitted).ok_or(AppError::NotFound)?;
    let action =
        AuditAction::ApplicationLook { application: application.id.clone(), sha256: paper.sha256.clone() };
    let event = site.event(&viewer, &from, action, "");
    let content = site.db.application_file(&application.id, &paper.id, Some(&event)).await?;
    file_of(&site, &paper, &content).await
}
