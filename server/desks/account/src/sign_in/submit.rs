//! The sign-in form and the sign-out button.

mod phone;

use axum::extract::{Form, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use serde::Deserialize;
use web::address::Address;
use web::cookie::with_cookie;
use web::error::AppError;
use web::flash::Flash;
use web::form::FormState;
use web::passkey::{self, PasskeyAnswer, PasskeyChallenge};
use web::proved::Proved;
use web::second_factor::SignedFormToken;
use web::sign_in::{begin_provider_try, close, end_provider_try, no_session_cookie, prove, require_code};
use web::{Client, Site, Visit};

use super::entry::{after_all_factors, after_first_factor};
use super::page::{SignInForm, code_page, sign_in_page};
use crate::phone_code::CodeForm;

pub fn routes() -> Router<Site> {
    Router::new()
        .route("/sign-in", post(sign_in))
        .route("/sign-in/code", post(code))
        .route("/sign-in/passkey", post(by_passkey))
        .route("/sign-in/passkey/challenge", post(challenge))
        .route("/sign-out", post(sign_out))
        .merge(phone::routes())
}

/// `POST /sign-in`: open to everybody. Who has a second factor is asked for its code next.
async fn sign_in(
    State(site): State<Site>,
    visit: Visit,
    client: Client,
    Form(form): Form<SignInForm>,
) -> Result<Response, AppError> {
    let proved = match prove(&site, &form.account, &form.password, &client).await {
        Ok(proved) => proved,
        Err(error @ (AppError::WrongPassword | AppError::TooMany { .. })) => {
            let state = FormState::from(form).refused("account", error.say().to(visit.words));
            return Ok(sign_in_page(&visit, state).refused_by(&error));
        }
        Err(other) => return Err(other),
    };
    after_first_factor(&site, &visit, &client, proved, &form.next).await
}

/// Under which name sign-ins by passkey are counted.
const PASSKEY: &str = "passkey";

/// `POST /sign-in/passkey/challenge`: open to everybody; what a device is to sign, once.
async fn challenge(State(site): State<Site>, from: Address) -> Result<Json<PasskeyChallenge>, AppError> {
    begin_provider_try(&site, PASSKEY, &from).await?;
    Ok(Json(passkey::ask_to_sign_in(&site).await?))
}

#[derive(Deserialize)]
struct PasskeySignInForm {
    #[serde(flatten)]
    sent: PasskeyAnswer,
    #[serde(default)]
    next: String,
}

/// `POST /sign-in/passkey`: open to whoever holds a device that knows its owner. That is two factors at once.
async fn by_passkey(
    State(site): State<Site>,
    visit: Visit,
    client: Client,
    Form(form): Form<PasskeySignInForm>,
) -> Result<Response, AppError> {
    match passkey::who(&site, &form.sent).await {
        Ok(who) => {
            end_provider_try(&site, PASSKEY, &client.address).await?;
            let grants = site.db.grants(&who.account_id, site.now()).await?;
            after_all_factors(&site, &visit, &client, Proved { who, grants }, &form.next).await
        }
        Err(error @ (AppError::Invalid { .. } | AppError::Gone { .. } | AppError::Conflict { .. })) => {
            let state = FormState::from(SignInForm { next: form.next, ..SignInForm::default() });
            let state = state.refused("account", error.say().to(visit.words));
            Ok(sign_in_page(&visit, state).refused().into_response())
        }
        Err(other) => Err(other),
    }
}

/// `POST /sign-in/code`: open to whoever holds the ticket that a right password gives.
async fn code(
    State(site): State<Site>,
    visit: Visit,
    client: Client,
    Form(form): Form<CodeForm>,
) -> Result<Response, AppError> {
    let late = visit.words.t("等得太久了，请重新登录。", "That took too long. Please sign in again.");
    let Some(ticket) =
        SignedFormToken::read(&site, &form.ticket).await.filter(|ticket| ticket.secret.is_empty())
    else {
        return Ok(Flash::notice(late).then("/sign-in"));
    };
    let found = site.db.credentials(&ticket.login).await?.filter(|who| who.active);
    let Some(who) = found else { return Ok(Flash::notice(late).then("/sign-in")) };
    let grants = site.db.grants(&who.account_id, site.now()).await?;
    let proved = Proved { who, grants };
    match require_code(&site, &proved, &form.code, &client.address).await {
        Ok(()) => after_all_factors(&site, &visit, &client, proved, &ticket.next).await,
        Err(error @ (AppError::WrongCode | AppError::TooMany { .. })) => {
            let state = FormState::from(form).refused("code", error.say().to(visit.words));
            Ok(code_page(&visit, state).refused_by(&error))
        }
        Err(other) => Err(other),
    }
}

/// `POST /sign-out`: open to everybody; without a sign-in it does nothing.
async fn sign_out(State(site): State<Site>, visit: Visit, headers: HeaderMap) -> Result<Response, AppError> {
    close(&site, &headers).await?;
    let done = Flash::done(visit.words.t("已退出登录。", "You are signed out."));
    Ok(with_cookie(done.then("/"), &no_session_cookie(&site)))
}
