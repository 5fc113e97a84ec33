//! The open JSON API, one file a noun: for the site's own islands and for programs of others. Each noun's
//! `routes()` puts its handlers on the router and into `/api/openapi.json` at once.

pub mod audit;
mod description;
pub mod ledger;
pub mod sign_in;
pub mod study;

use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequest, Request};
use axum::routing::get;
use axum::{Json, Router};
use serde::de::DeserializeOwned;
use utoipa::{Modify, OpenApi};
use utoipa_axum::router::OpenApiRouter;
use web::Site;
use web::error::AppError;

use self::description::{Description, Refusals};

/// Every call below `/api`, and the description made from the same list.
pub fn routes() -> Router<Site> {
    let (router, mut description) = OpenApiRouter::with_openapi(Description::openapi())
        .merge(audit::routes())
        .merge(ledger::routes())
        .merge(sign_in::routes())
        .merge(study::routes())
        .split_for_parts();
    Refusals.modify(&mut description);
    router.route("/api/openapi.json", get(async move || Json(description)))
}

/// A JSON body. What cannot be read is a 400 with `code: malformed`, never a 500 and never another status.
#[derive(Debug, Clone, Copy, Default)]
pub struct Body<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = AppError;

    async fn from_request(request: Request, state: &S) -> Result<Self, AppError> {
        match Json::from_request(request, state).await {
            Ok(Json(body)) => Ok(Self(body)),
            Err(JsonRejection::BytesRejection(error)) if error.status() == 413 => Err(AppError::TooLarge),
            Err(JsonRejection::MissingJsonContentType(_)) => Err(AppError::invalid(
                "malformed",
                "请求须为 JSON(Content-Type: application/json)。",
                "The body must be JSON (Content-Type: application/json).",
            )),
            // The reader's message names the place and what was expected: it helps and gives nothing away.
            Err(error) => Err(AppError::invalid(
                "malformed",
                format!("内容看不懂，没有改动：{}", error.body_text()),
                format!("The body cannot be read; nothing was changed: {}", error.body_text()),
            )),
        }
    }
}
