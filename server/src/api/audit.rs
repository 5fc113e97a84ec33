//! The audit log for whoever keeps watch over it: signed checkpoints and proofs that it only grew. They hold hashes and
//! nothing else, so they are public; the lines themselves are for controllers and auditors.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use store::tree::AUDIT;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::Site;
use web::error::AppError;

use super::ledger::{CheckpointAnswer, ConsistencyAnswer, Growth, growth, newest};

pub fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new().routes(routes!(audit_checkpoint)).routes(routes!(audit_consistency))
}

/// The newest checkpoint of the audit log.
///
/// Like that of the ledger, under a name of its own. With `Accept: text/plain` the note alone.
#[utoipa::path(
    get,
    path = "/api/audit/checkpoint",
    tag = "audit",
    responses((
        status = 200,
        description = "The signed checkpoint",
        content((CheckpointAnswer = "application/json"), (String = "text/plain"))
    ))
)]
async fn audit_checkpoint(State(site): State<Site>, headers: HeaderMap) -> Result<Response, AppError> {
    newest(&site, &AUDIT, &site.signer.audit(), &headers).await
}

/// Proof that the audit log only grew.
#[utoipa::path(
    get,
    path = "/api/audit/proof/consistency",
    tag = "audit",
    params(
        ("from" = i64, Query, description = "Size of the older checkpoint"),
        ("to" = Option<i64>, Query, description = "Size of the newer one; today's if absent"),
    ),
    responses(
        (status = 200, description = "The RFC 6962 consistency proof", body = ConsistencyAnswer),
        (status = 400, description = "`malformed`: not numbers"),
        (status = 404, description = "`not_found`: the log never had these sizes in this order"),
    )
)]
async fn audit_consistency(
    State(site): State<Site>,
    query: Result<Query<Growth>, QueryRejection>,
) -> Result<Json<ConsistencyAnswer>, AppError> {
    growth(&site, &AUDIT, query).await
}
