//! A passkey in place of an answer, or of the password after a hold: the learner's own device verifies its owner.

use axum::Json;
use axum::extract::{Path, State};
use domain::access::Action;
use domain::id::CheckId;
use domain::study::OpenCheck;
use domain::wire::{CheckAnswered, CheckKind};
use store::passkey::Purpose;
use store::study::Identity;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::error::AppError;
use web::passkey::{PasskeyAnswer, PasskeyChallenge, ask_to_confirm, confirmed};
use web::{Site, Viewer};

use super::{Released, Step, fresh, plausible};
use crate::api::Body;

pub fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new()
        .routes(routes!(ask))
        .routes(routes!(answer))
        .routes(routes!(ask_identity))
        .routes(routes!(identity))
}

/// Whether a passkey of the viewer's passes a check.
pub async fn may_be_used(site: &Site, viewer: &Viewer, check: &OpenCheck) -> Result<bool, AppError> {
    let by_policy = site.policies.version(&check.policy).is_some_and(|policy| policy.check.takes_passkeys());
    let takes = by_policy || check.kind == CheckKind::Identity;
    Ok(takes && site.passkey_domain().is_some() && !site.db.passkeys(&viewer.account).await?.is_empty())
}

/// Ask for a passkey instead of an answer.
///
/// One answer, for this check and this learner only, within five minutes; the check's own deadline stays as it is.
#[utoipa::path(
    post, path = "/api/study/checks/{id}/passkey", tag = "study",
    security(("bearer" = []), ("cookie" = [])),
    params(("id" = String, Path, description = "The check")),
    responses(
        (status = 200, description = "What to ask the device", body = PasskeyChallenge),
        (status = 404, description = "`not_found`: for learners only"),
        (status = 409, description = "`no_passkey`: none was added under \"my account\"; `no_passkeys_here`: this site has none"),
        (status = 429, description = "`too_many_steps`: wait as `Retry-After` says"),
    )
)]
async fn ask(
    viewer: Viewer,
    _: Step,
    State(site): State<Site>,
    Path(id): Path<String>,
) -> Result<Json<PasskeyChallenge>, AppError> {
    viewer.require(Action::Study)?;
    plausible(&id)?;
    Ok(Json(ask_to_confirm(&site, &viewer, Purpose::Check, &id).await?))
}

/// A passkey instead of an answer.
#[utoipa::path(
    post, path = "/api/study/checks/{id}/passkey/answer", tag = "study",
    security(("bearer" = []), ("cookie" = [])),
    params(("id" = String, Path, description = "The check")),
    request_body = PasskeyAnswer,
    responses(
        (status = 200, description = "What became of it: `passed` or `late`", body = CheckAnswered),
        (status = 400, description = "`passkey_refused`, `passkey_unverified` (the device did not verify its owner): the check stays open, nothing counts as wrong"),
        (status = 404, description = "`not_found`: not your check"),
        (status = 409, description = "`not_shown`, `not_by_passkey`, `no_passkeys_here`"),
        (status = 410, description = "`passkey_late`: ask again; `check_over`"),
        (status = 429, description = "`too_many_steps`: wait as `Retry-After` says"),
    )
)]
async fn answer(
    viewer: Viewer,
    _: Step,
    State(site): State<Site>,
    Path(id): Path<String>,
    Body(sent): Body<PasskeyAnswer>,
) -> Result<Json<CheckAnswered>, AppError> {
    viewer.require(Action::Study)?;
    plausible(&id)?;
    let proof = confirmed(&site, &viewer, Purpose::Check, &id, &sent).await?;
    let (check, signed) = (CheckId(id), sent.signed);
    let said =
        site.db.confirm_check(&viewer.person, &check, proof, signed, &fresh(&site), &site.keys).await?;
    Ok(Json(said))
}

/// Ask for a passkey after a hold, as for a check.
#[utoipa::path(
    post, path = "/api/study/identity/passkey", tag = "study",
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 200, description = "What to ask the device", body = PasskeyChallenge),
        (status = 404, description = "`not_found`: for learners only"),
        (status = 409, description = "`no_passkey`, `no_passkeys_here`"),
        (status = 429, description = "`too_many_steps`: wait as `Retry-After` says"),
    )
)]
async fn ask_identity(
    viewer: Viewer,
    _: Step,
    State(site): State<Site>,
) -> Result<Json<PasskeyChallenge>, AppError> {
    viewer.require(Action::Study)?;
    Ok(Json(ask_to_confirm(&site, &viewer, Purpose::Hold, "").await?))
}

/// Identity after a hold, by passkey.
#[utoipa::path(
    post, path = "/api/study/identity/passkey/answer", tag = "study",
    security(("bearer" = []), ("cookie" = [])),
    request_body = PasskeyAnswer,
    responses(
        (status = 200, description = "Confirmed", body = Released),
        (status = 400, description = "`passkey_refused`, `passkey_unverified`"),
        (status = 404, description = "`not_found`: for learners only"),
        (status = 409, description = "`not_held`, `no_passkeys_here`"),
        (status = 410, description = "`passkey_late`"),
        (status = 429, description = "`too_many_steps`: wait as `Retry-After` says"),
    )
)]
async fn identity(
    viewer: Viewer,
    _: Step,
    State(site): State<Site>,
    Body(sent): Body<PasskeyAnswer>,
) -> Result<Json<Released>, AppError> {
    viewer.require(Action::Study)?;
    let proof = confirmed(&site, &viewer, Purpose::Hold, "", &sent).await?;
    let next = site.db.release_hold(&viewer.person, Identity::Passkey(proof), &fresh(&site)).await?;
    Ok(Json(Released { next, passed: None }))
}
