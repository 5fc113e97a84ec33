//! The sign-in form and the sign-out button.

use axum::Router;
use axum::extract::{Form, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use serde::Deserialize;

use crate::error::AppError;
use crate::pages::sign_in::{Typed, sign_in_page};
use crate::request::flash::{Flash, own_path, see_other, with_cookie};
use crate::request::sign_in::{Address, close, no_session_cookie, open, session_cookie};
use crate::request::{Device, Site, Viewer, Visit};

pub fn routes() -> Router<Site> {
    Router::new().route("/sign-in", post(sign_in)).route("/sign-out", post(sign_out))
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

/// `POST /sign-in`: open to everybody.
async fn sign_in(
    State(site): State<Site>,
    visit: Visit,
    from: Address,
    device: Device,
    headers: HeaderMap,
    Form(typed): Form<SignIn>,
) -> Result<Response, AppError> {
    let opened = match open(&site, &typed.account, &typed.password, &from, &device).await {
        Ok(opened) => opened,
        Err(error @ (AppError::WrongPassword | AppError::TooMany { .. })) => {
            // 422 instead of 401: browsers would ask for a password of their own.
            let status = match &error {
                AppError::WrongPassword => StatusCode::UNPROCESSABLE_ENTITY,
                other => other.status(),
            };
            let typed = Typed { account: typed.account, next: typed.next, error: Some(error.say()) };
            let mut response = sign_in_page(&visit, typed).status(status).into_response();
            if let Some(wait) = error.retry_after() {
                response.headers_mut().insert(header::RETRY_AFTER, wait);
            }
            return Ok(response);
        }
        Err(other) => return Err(other),
    };
    // Whoever was signed in here before is signed out: one browser, one person.
    close(&site, &headers).await?;
    let viewer = Viewer {
        account: opened.account,
        person: opened.person,
        login: String::new(),
        name: opened.name,
        grants: opened.grants,
        expires_at: opened.expires_at,
    };
    let to = if typed.next.is_empty() { viewer.front_page() } else { own_path(&typed.next) };
    Ok(with_cookie(see_other(to), &session_cookie(&site, &opened.token)))
}

/// `POST /sign-out`: open to everybody; without a sign-in it does nothing.
async fn sign_out(State(site): State<Site>, visit: Visit, headers: HeaderMap) -> Result<Response, AppError> {
    close(&site, &headers).await?;
    let done = Flash::done(visit.words.t("已退出登录。", "You are signed out."));
    Ok(with_cookie(done.then("/"), &no_session_cookie(&site)))
}
