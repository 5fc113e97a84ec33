//! The code that was sent to the phone of somebody who registers.

use axum::Router;
use axum::extract::{Form, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use domain::one_time_code::{CodeUse, RESEND_MS};
use serde::Deserialize;
use web::address::Address;
use web::error::AppError;
use web::flash::{Flash, see_other, with_cookie};
use web::one_time_code::{passes, send, wrong_code};
use web::{Site, Visit};

use super::on;
use crate::register::code::code_page;
use crate::register::draft::Draft;
use crate::register::page::Step;
use crate::register::phone::phone_page;

pub fn routes() -> Router<Site> {
    Router::new().route("/register/code", post(code)).route("/register/code/again", post(again))
}

/// After the phone: sends a code and asks for it, unless none are sent or this phone's was typed already.
pub(super) async fn after_phone(
    site: &Site,
    visit: &Visit,
    draft: &Draft,
    from: &Address,
) -> Result<Response, AppError> {
    if Step::Identity.open_before(draft) != Some(Step::Code) {
        return Ok(on(site, draft, Step::Identity));
    }
    match send(site, &draft.phone, CodeUse::Register, from, true).await {
        Ok(()) => Ok(on(site, draft, Step::Code)),
        // Back and forth within a minute: the code that is on its way serves.
        Err(AppError::TooMany { wait_seconds, .. }) if wait_seconds <= RESEND_MS / 1000 => {
            Ok(on(site, draft, Step::Code))
        }
        Err(error @ AppError::TooMany { .. }) => {
            let errors = vec![("phone".to_owned(), error.say().to(visit.words).to_owned())];
            let mut response =
                phone_page(visit, draft.phone.clone(), errors).status(error.status()).into_response();
            response.headers_mut().extend(error.retry_after().map(|wait| (header::RETRY_AFTER, wait)));
            Ok(response)
        }
        Err(other) => Err(other),
    }
}

#[derive(Deserialize)]
struct Code {
    #[serde(default)]
    code: String,
}

/// `POST /register/code`: open to everybody who has answered what comes before.
async fn code(
    State(site): State<Site>,
    visit: Visit,
    mut draft: Draft,
    Form(typed): Form<Code>,
) -> Result<Response, AppError> {
    if let Some(step) = Step::Code.open_before(&draft) {
        return Ok(see_other(step.address()));
    }
    if Step::Identity.open_before(&draft).is_none() {
        return Ok(see_other(Step::Identity.address()));
    }
    if passes(&site, &draft.phone, CodeUse::Register, &typed.code).await? {
        draft.verified_phone = draft.phone.clone();
        return Ok(on(&site, &draft, Step::Identity));
    }
    let error = wrong_code().to(visit.words).to_owned();
    Ok(code_page(&visit, &draft, Some(error)).status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}

/// `POST /register/code/again`: open to everybody who has answered what comes before.
async fn again(
    State(site): State<Site>,
    visit: Visit,
    draft: Draft,
    from: Address,
) -> Result<Response, AppError> {
    if let Some(step) = Step::Code.open_before(&draft) {
        return Ok(see_other(step.address()));
    }
    if Step::Identity.open_before(&draft).is_none() {
        return Ok(see_other(Step::Identity.address()));
    }
    match send(&site, &draft.phone, CodeUse::Register, &from, true).await {
        Ok(()) => {
            let done = Flash::done(visit.words.t("已重新发送。", "Another code was sent."));
            Ok(with_cookie(done.then(Step::Code.address()), &draft.cookie(&site)))
        }
        Err(error @ AppError::TooMany { .. }) => {
            let say = error.say().to(visit.words).to_owned();
            let mut response = code_page(&visit, &draft, Some(say)).status(error.status()).into_response();
            response.headers_mut().extend(error.retry_after().map(|wait| (header::RETRY_AFTER, wait)));
            Ok(response)
        }
        Err(other) => Err(other),
    }
}
