//! The witness over HTTP: `POST /add-checkpoint` for logs, and for everybody what was cosigned last of each.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use sha2::{Digest, Sha256};

use crate::{Refusal, Witness};

/// More than 63 hashes and a note with many signatures take.
const BODY_BYTES_MAX: usize = 64 * 1024;
/// The body of "not that size" has a type of its own.
const SIZE: &str = "text/x.tlog.size";
const TEXT: &str = "text/plain; charset=utf-8";

/// Every call.
pub fn router(witness: Arc<Witness>) -> Router {
    Router::new()
        .route("/add-checkpoint", post(add_checkpoint))
        .route("/{origin}/checkpoint", get(latest))
        .with_state(witness)
}

async fn add_checkpoint(State(witness): State<Arc<Witness>>, body: Body) -> Response {
    let Ok(body) = to_bytes(body, BODY_BYTES_MAX).await else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    // Waits for the disk.
    let answer = tokio::task::spawn_blocking(move || witness.add_checkpoint(&body)).await;
    match answer.unwrap_or(Err(Refusal::NotKept)) {
        Ok(line) => ([(header::CONTENT_TYPE, TEXT)], line).into_response(),
        Err(Refusal::Malformed) => StatusCode::BAD_REQUEST.into_response(),
        Err(Refusal::Unsigned) => StatusCode::FORBIDDEN.into_response(),
        Err(Refusal::UnknownLog) => StatusCode::NOT_FOUND.into_response(),
        Err(Refusal::OtherSize(size)) => {
            (StatusCode::CONFLICT, [(header::CONTENT_TYPE, SIZE)], format!("{size}\n")).into_response()
        }
        Err(Refusal::Inconsistent) => StatusCode::UNPROCESSABLE_ENTITY.into_response(),
        Err(Refusal::NotKept) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// The checkpoint that was cosigned last of the log whose name has this SHA-256.
async fn latest(State(witness): State<Arc<Witness>>, Path(origin): Path<String>) -> Response {
    let named = witness.origins().find(|name| hex::encode(Sha256::digest(name)) == origin);
    match named.and_then(|name| witness.latest(name)) {
        Some(seen) => ([(header::CONTENT_TYPE, TEXT)], seen.note).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
