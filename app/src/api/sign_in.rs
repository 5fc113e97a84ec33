//! The sign-in form and the sign-out button.

mod phone;

use axum::extract::{Form, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use domain::id::AccountId;
use serde::Deserialize;

use crate::error::AppError;
use crate::page::Page;
use crate::pages::account::{SHOWN_MS, notice};
use crate::pages::sign_in::{Typed, code_page, passkey_page, sign_in_page};
use crate::request::flash::{Flash, own_path, see_other, with_cookie};
use crate::request::passkey::{self, Asked, Sent};
use crate::request::second_factor::{self, Ticket};
use crate::request::sign_in::{
    Address, Proved, begin_try, begin_way, close, enter, is_official, must_pass, no_session_cookie, prove,
    session_cookie, way_in,
};
use crate::request::{Device, Site, Viewer, Visit};
use crate::words::Words;

pub fn routes() -> Router<Site> {
    Router::new()
        .route("/sign-in", post(sign_in))
        .route("/sign-in/code", post(code))
        .route("/sign-in/passkey", post(by_passkey))
        .route("/sign-in/passkey/challenge", post(challenge))
        .route("/sign-out", post(sign_out))
        .merge(phone::routes())
}

#[derive(Deserialize)]
struct SignIn {
    #[serde(default)]
    account: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    next: String,
}

/// `POST /sign-in`: open to everybody. Who has a second factor is asked for its code next.
async fn sign_in(
    State(site): State<Site>,
    visit: Visit,
    from: Address,
    device: Device,
    headers: HeaderMap,
    Form(typed): Form<SignIn>,
) -> Result<Response, AppError> {
    let proved = match prove(&site, &typed.account, &typed.password, &from).await {
        Ok(proved) => proved,
        Err(error @ (AppError::WrongPassword | AppError::TooMany { .. })) => {
            let typed = Typed { account: typed.account, next: typed.next, error: Some(error.say()) };
            return Ok(refused(sign_in_page(&visit, typed), &error));
        }
        Err(other) => return Err(other),
    };
    enters(&site, &visit, proved, &from, &device, &headers, &typed.next).await
}

/// What follows a first factor, whichever it was: the second where there is one, else the way in.
pub(super) async fn enters(
    site: &Site,
    visit: &Visit,
    proved: Proved,
    from: &Address,
    device: &Device,
    headers: &HeaderMap,
    next: &str,
) -> Result<Response, AppError> {
    if second_factor::is_on(site, &AccountId(proved.who.account_id.clone())).await? {
        let ticket = Ticket::new(site, &proved.who.login, "", next);
        return Ok(code_page(visit, ticket.sealed(site), None).into_response());
    }
    if second_factor::owes_passkey(site, &proved).await? {
        return Ok(passkey_page(visit, next.to_owned()).into_response());
    }
    goes_in(site, visit.words, proved, from, device, headers, next).await
}

/// Under which name sign-ins by passkey are counted.
const PASSKEY: &str = "passkey";

/// `POST /sign-in/passkey/challenge`: open to everybody; what a device is to sign, once.
async fn challenge(State(site): State<Site>, from: Address) -> Result<Json<Asked>, AppError> {
    begin_way(&site, PASSKEY, &from).await?;
    Ok(Json(passkey::ask_to_sign_in(&site).await?))
}

#[derive(Deserialize)]
struct ByPasskey {
    #[serde(flatten)]
    sent: Sent,
    #[serde(default)]
    next: String,
}

/// `POST /sign-in/passkey`: open to whoever holds a device that knows its owner. That is two factors at once.
async fn by_passkey(
    State(site): State<Site>,
    visit: Visit,
    from: Address,
    device: Device,
    headers: HeaderMap,
    Form(typed): Form<ByPasskey>,
) -> Result<Response, AppError> {
    match passkey::who(&site, &typed.sent).await {
        Ok(who) => {
            way_in(&site, PASSKEY, &from).await?;
            let grants = site.db.grants(&AccountId(who.account_id.clone()), site.now()).await?;
            goes_in(&site, visit.words, Proved { who, grants }, &from, &device, &headers, &typed.next).await
        }
        Err(error @ (AppError::Invalid { .. } | AppError::Gone { .. } | AppError::Conflict { .. })) => {
            let typed = Typed { next: typed.next, error: Some(error.say()), ..Typed::default() };
            Ok(sign_in_page(&visit, typed).status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
        Err(other) => Err(other),
    }
}

#[derive(Deserialize)]
struct Code {
    #[serde(default)]
    ticket: String,
    #[serde(default)]
    code: String,
}

/// `POST /sign-in/code`: open to whoever holds the ticket that a right password gives.
async fn code(
    State(site): State<Site>,
    visit: Visit,
    from: Address,
    device: Device,
    headers: HeaderMap,
    Form(typed): Form<Code>,
) -> Result<Response, AppError> {
    let late = visit.words.t("等得太久了，请重新登录。", "That took too long. Please sign in again.");
    let Some(ticket) = Ticket::read(&site, &typed.ticket).await.filter(|ticket| ticket.secret.is_empty())
    else {
        return Ok(Flash::notice(late).then("/sign-in"));
    };
    let found = site.db.credentials(&ticket.login).await?.filter(|who| who.active);
    let Some(who) = found else { return Ok(Flash::notice(late).then("/sign-in")) };
    let grants = site.db.grants(&AccountId(who.account_id.clone()), site.now()).await?;
    let proved = Proved { who, grants };
    let passed = match begin_try(&site, &ticket.login).await {
        Ok(()) => must_pass(&site, &proved, &typed.code, &from).await,
        waits => waits,
    };
    match passed {
        Ok(()) => goes_in(&site, visit.words, proved, &from, &device, &headers, &ticket.next).await,
        Err(error @ (AppError::WrongCode | AppError::TooMany { .. })) => {
            Ok(refused(code_page(&visit, typed.ticket, Some(error.say())), &error))
        }
        Err(other) => Err(other),
    }
}

/// The page again. 422 instead of 401: browsers would ask for a password of their own.
fn refused(page: Page, error: &AppError) -> Response {
    let status = match error.status() {
        StatusCode::UNAUTHORIZED => StatusCode::UNPROCESSABLE_ENTITY,
        other => other,
    };
    let mut response = page.status(status).into_response();
    if let Some(wait) = error.retry_after() {
        response.headers_mut().insert(header::RETRY_AFTER, wait);
    }
    response
}

/// Opens the sign-in and leads to where the work begins.
async fn goes_in(
    site: &Site,
    w: Words,
    proved: Proved,
    from: &Address,
    device: &Device,
    headers: &HeaderMap,
    next: &str,
) -> Result<Response, AppError> {
    // Whoever was signed in here before is signed out: one browser, one person.
    close(site, headers).await?;
    let login = proved.who.login.clone();
    let opened = enter(site, proved, from, device).await?;
    let owes = site.second_factor_required
        && is_official(&opened.grants)
        && !second_factor::has_any(site, &opened.account).await?;
    let viewer = Viewer {
        account: opened.account,
        person: opened.person,
        login,
        name: opened.name,
        grants: opened.grants,
        owes_second_factor: owes,
        expires_at: opened.expires_at,
    };
    let to = if next.is_empty() || owes { viewer.front_page() } else { own_path(next) };
    let changes = site.db.tell_changes(&viewer.account, site.now() - SHOWN_MS, site.now()).await?;
    let response = match notice(w, site.zone(), &changes) {
        Some(notice) => Flash::notice(notice).then(to),
        None => see_other(to),
    };
    Ok(with_cookie(response, &session_cookie(site, &opened.token)))
}

/// `POST /sign-out`: open to everybody; without a sign-in it does nothing.
async fn sign_out(State(site): State<Site>, visit: Visit, headers: HeaderMap) -> Result<Response, AppError> {
    close(&site, &headers).await?;
    let done = Flash::done(visit.words.t("已退出登录。", "You are signed out."));
    Ok(with_cookie(done.then("/"), &no_session_cookie(&site)))
}
