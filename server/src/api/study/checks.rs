//! Attendance checks over the wire.

mod passkey;

use app::words::Words;
use axum::Json;
use axum::extract::{Path, State};
use domain::access::Action;
use domain::id::CheckId;
use domain::one_time_code::{CodeUse, RESEND_MS};
use domain::person::masked_phone;
use domain::study::OpenCheck;
use domain::wire::DeviceSignature;
use domain::wire::{CheckAnswer, CheckAnswered, CheckExtended, CheckKind, CheckNotice, CheckShown};
use serde::{Deserialize, Serialize};
use store::sealed::PHONE;
use store::study::Identity;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::Address;
use web::error::AppError;
use web::one_time_code::{self, AskedBy};
use web::sign_in::confirm_password;
use web::{Site, Viewer};

use super::budget::Step;
use super::draw::fresh;
use super::plausible;
use crate::api::Body;

pub fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new()
        .routes(routes!(shown))
        .routes(routes!(extend))
        .routes(routes!(answer))
        .routes(routes!(identity))
        .merge(passkey::routes())
}

/// The check is on screen: the deadline starts here, once an offer.
#[utoipa::path(
    post, path = "/api/study/checks/{id}/shown", tag = "study",
    security(("bearer" = []), ("cookie" = [])),
    params(("id" = String, Path, description = "The check")),
    responses(
        (status = 200, description = "What is asked", body = CheckShown),
        (status = 404, description = "`not_found`: not your check"),
        (status = 410, description = "`check_over`: answered, expired or replaced"),
        (status = 429, description = "`not_yet`: after a wrong answer the next item comes as `Retry-After` says; `too_many_steps`"),
    )
)]
async fn shown(
    viewer: Viewer,
    _: Step,
    words: Words,
    State(site): State<Site>,
    Path(id): Path<String>,
) -> Result<Json<CheckShown>, AppError> {
    viewer.require(Action::Study)?;
    plausible(&id)?;
    let input = fresh(&site);
    let (check, extendable) = site.db.show_check(&viewer.person, &CheckId(id), &input).await?;
    let (answer_by, answer_in_ms) = deadline(&check, input.now_ms);
    let passkey = passkey::may_be_used(&site, &viewer, &check).await?;
    let Some(item) = check.item else { return Err(AppError::NotFound) };
    let prompt = match check.kind {
        CheckKind::Question => item.prompt,
        CheckKind::Number => {
            format!("{}{}", words.t("请输入这个数字：", "Please type this number: "), item.prompt)
        }
        CheckKind::Identity => words.t("请确认是您本人", "Please confirm that it is you").to_owned(),
        // Never issued.
        CheckKind::Passkey => return Err(AppError::NotFound),
    };
    let options = item.options;
    Ok(Json(CheckShown { kind: check.kind, prompt, options, answer_by, answer_in_ms, extendable, passkey }))
}

/// More time to answer.
#[utoipa::path(
    post, path = "/api/study/checks/{id}/extend", tag = "study",
    security(("bearer" = []), ("cookie" = [])),
    params(("id" = String, Path, description = "The check")),
    responses(
        (status = 200, description = "The new deadline", body = CheckExtended),
        (status = 404, description = "`not_found`: not your check"),
        (status = 409, description = "`not_extendable`, or `not_shown` if the offer ran out meanwhile"),
        (status = 410, description = "`check_over`"),
        (status = 429, description = "`too_many_steps`: wait as `Retry-After` says"),
    )
)]
async fn extend(
    viewer: Viewer,
    _: Step,
    State(site): State<Site>,
    Path(id): Path<String>,
) -> Result<Json<CheckExtended>, AppError> {
    viewer.require(Action::Study)?;
    plausible(&id)?;
    let input = fresh(&site);
    let (check, extendable) = site.db.extend_check(&viewer.person, &CheckId(id), &input).await?;
    let (answer_by, answer_in_ms) = deadline(&check, input.now_ms);
    Ok(Json(CheckExtended { answer_by, answer_in_ms, extendable }))
}

/// An answer. The same answer sent again gets the same reply.
#[utoipa::path(
    post, path = "/api/study/checks/{id}/answer", tag = "study",
    security(("bearer" = []), ("cookie" = [])),
    params(("id" = String, Path, description = "The check")),
    request_body = CheckAnswer,
    responses(
        (status = 200, description = "What became of it", body = CheckAnswered),
        (status = 404, description = "`not_found`: not your check"),
        (status = 409, description = "`not_shown`: ask for it first; `not_by_answer`: it asks who the learner is"),
        (status = 410, description = "`check_over`: it was answered with something else, or is over"),
        (status = 429, description = "`too_many_steps`: wait as `Retry-After` says"),
    )
)]
async fn answer(
    viewer: Viewer,
    _: Step,
    State(site): State<Site>,
    Path(id): Path<String>,
    Body(sent): Body<CheckAnswer>,
) -> Result<Json<CheckAnswered>, AppError> {
    viewer.require(Action::Study)?;
    plausible(&id)?;
    let said = site
        .db
        .answer_check(&viewer.person, &CheckId(id), &sent.answer, sent.signed, &fresh(&site), &site.keys)
        .await?;
    Ok(Json(said))
}

/// What is given again after a hold, or where a check asks who the learner is.
#[derive(Deserialize, ToSchema)]
struct Proof {
    password: String,
    /// The code sent to the phone, where codes are sent.
    #[serde(default)]
    code: String,
    /// What the learner's device signed with it, where a check asks.
    #[serde(default)]
    signed: Option<DeviceSignature>,
}

/// What follows a confirmed identity.
#[derive(Serialize, ToSchema)]
pub(super) struct Released {
    /// The check to answer now, if one is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<CheckNotice>,
    /// What became of a check of identity.
    #[serde(skip_serializing_if = "Option::is_none")]
    passed: Option<CheckAnswered>,
}

/// Identity after a hold, or for a check of the kind `identity`.
///
/// After too many wrong answers nothing counts until identity is confirmed. A password alone does it once a day. Where codes are sent, a right password alone is answered with `code_needed`, and a code is on its way to the phone.
#[utoipa::path(
    post, path = "/api/study/identity", tag = "study",
    security(("bearer" = []), ("cookie" = [])),
    request_body = Proof,
    responses(
        (status = 200, description = "Confirmed", body = Released),
        (status = 401, description = "`not_signed_in`, `wrong_password` or `wrong_code`"),
        (status = 404, description = "`not_found`: for learners only"),
        (status = 409, description = "`code_needed`, `stronger_proof_needed`, `not_shown` or `not_held`"),
        (status = 429, description = "`too_many_sign_ins`, `too_many_codes`, `too_many_steps`: wait as `Retry-After` says"),
    )
)]
async fn identity(
    viewer: Viewer,
    _: Step,
    State(site): State<Site>,
    from: Address,
    Body(sent): Body<Proof>,
) -> Result<Json<Released>, AppError> {
    viewer.require(Action::Study)?;
    confirm_password(&site, &viewer, &sent.password).await?;
    let held = site.db.is_held(&viewer.person).await?;
    let asked = if held { None } else { site.db.identity_check(&viewer.person).await? };
    let mut how = Identity::Password;
    if site.sender.is_on() && (held || asked.is_some()) {
        how = second_proof(&site, &viewer, &from, &sent.code).await?;
    }
    let Some(check) = asked else {
        let next = site.db.release_hold(&viewer.person, how, &fresh(&site)).await?;
        return Ok(Json(Released { next, passed: None }));
    };
    let passed =
        site.db.identify(&viewer.person, &check, how, sent.signed, &fresh(&site), &site.keys).await?;
    Ok(Json(Released { next: None, passed: Some(passed) }))
}

/// The code sent to the phone, beside the password. Without one typed, a code is sent.
async fn second_proof(
    site: &Site,
    viewer: &Viewer,
    from: &Address,
    code: &str,
) -> Result<Identity, AppError> {
    let (_, phone) = site.db.sealed_numbers(&viewer.person).await?;
    // A number that opens under no key cannot be asked; the password then has to do, as where no codes are sent.
    let Some(phone) = site.open(PHONE.of(&viewer.person.0), &phone).await? else {
        return Ok(Identity::Password);
    };
    if code.is_empty() {
        match one_time_code::send(site, &phone, CodeUse::Release, (from, AskedBy::Owner(&viewer.login)), true)
            .await
        {
            // The code that is on its way serves.
            Ok(()) => {}
            Err(AppError::TooMany { wait_seconds, .. }) if wait_seconds <= RESEND_MS / 1000 => {}
            Err(other) => return Err(other),
        }
        let masked = masked_phone(&phone);
        return Err(AppError::conflict(
            "code_needed",
            format!("验证码已发到 {masked}，请填短信里的 6 位数字。"),
            format!("A code was sent to {masked}. Please type its 6 digits."),
        ));
    }
    let by = (from, AskedBy::Owner(&viewer.login));
    if one_time_code::passes(site, &phone, CodeUse::Release, code, by).await? {
        Ok(Identity::Code)
    } else {
        Err(AppError::WrongCode)
    }
}

/// The deadline of what is shown, on the server's clock and as time left.
fn deadline(check: &OpenCheck, now_ms: i64) -> (i64, i64) {
    let answer_by = check.answer_by_ms.unwrap_or(now_ms);
    (answer_by, (answer_by - now_ms).max(0))
}
