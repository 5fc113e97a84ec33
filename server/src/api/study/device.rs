//! The key with which a browser signs what is studied in it.

use axum::Json;
use axum::extract::State;
use domain::access::Action;
use domain::id::DeviceKeyId;
use serde::{Deserialize, Serialize};
use store::device_key::Added;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::error::AppError;
use web::{Device, Site, Viewer};

use super::budget::Step;
use crate::api::Body;

pub fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new().routes(routes!(add))
}

/// A public key.
#[derive(Deserialize, ToSchema)]
struct NewKey {
    /// P-256, the uncompressed point, base64url without padding.
    public_key: String,
}

/// A key that may sign.
#[derive(Serialize, ToSchema)]
struct KnownKey {
    /// What to name it by in signatures.
    key: DeviceKeyId,
}

/// Adds a key of the learner's device.
///
/// What it signs with the answer to a check (`signed`) is kept as proof that the hour was made on that device. It is no way to
/// sign in. Removed under "my account".
#[utoipa::path(
    post, path = "/api/study/devices", tag = "study",
    security(("bearer" = []), ("cookie" = [])),
    request_body = NewKey,
    responses(
        (status = 200, description = "It may sign; the same key again is the same", body = KnownKey),
        (status = 400, description = "`no_key`: not a point of P-256, or known under another account"),
        (status = 404, description = "`not_found`: for learners only"),
        (status = 409, description = "`too_many_devices`: twelve were added since yesterday"),
        (status = 429, description = "`too_many_steps`: wait as `Retry-After` says"),
    )
)]
async fn add(
    viewer: Viewer,
    _: Step,
    device: Device,
    State(site): State<Site>,
    Body(sent): Body<NewKey>,
) -> Result<Json<KnownKey>, AppError> {
    viewer.require(Action::Study)?;
    match site.db.add_device_key(&viewer.account, &sent.public_key, &device.0, site.now()).await? {
        Added::Yes(key) => Ok(Json(KnownKey { key })),
        Added::NoKey => {
            Err(AppError::invalid("no_key", "这不是可用的密钥。", "This is no key that can be used."))
        }
        Added::TooMany => Err(AppError::conflict(
            "too_many_devices",
            "今天添加的设备太多了，明天再试。学习照样记录。",
            "Too many devices were added since yesterday. Study is recorded all the same.",
        )),
    }
}
