//! The keys that sign checkpoints, from the first to today's.

use axum::Json;
use axum::extract::State;
use domain::ledger::KeyList;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::Site;
use web::error::AppError;

pub fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new().routes(routes!(keys))
}

/// The keys that sign checkpoints.
///
/// Oldest first, with the signed notes by which each handed over to the next: whoever knows one key follows them to the
/// others. Saved as a file, `xueshi verify --keys FILE` reads it.
#[utoipa::path(
    get,
    path = "/api/ledger/keys",
    tag = "ledger",
    responses((status = 200, description = "The keys, oldest first", body = KeyList))
)]
async fn keys(State(site): State<Site>) -> Result<Json<KeyList>, AppError> {
    Ok(Json(site.db.key_list(&site.signer).await?))
}
