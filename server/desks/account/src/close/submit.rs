//! The button that closes one's account.

use axum::Router;
use axum::extract::{Form, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use domain::consent::{Purpose, standing};
use serde::Deserialize;
use store::closing::{Closed, Closing};
use web::address::Address;
use web::error::AppError;
use web::flash::{Flash, with_cookie};
use web::sign_in::{confirm_password, no_session_cookie};
use web::{Site, Viewer, Visit};

use super::page::{Errors, Losses, close_page, in_post};
use crate::account::event;

pub fn routes() -> Router<Site> {
    Router::new().route("/account/close", post(close))
}

#[derive(Deserialize)]
struct Typed {
    #[serde(default)]
    known: String,
    #[serde(default)]
    password: String,
}

/// `POST /account/close`: for whoever is signed in and knows the password, about themselves only.
async fn close(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Form(typed): Form<Typed>,
) -> Result<Response, AppError> {
    let w = visit.words;
    let knows = typed.known == "yes";
    if in_post(w, &site.db.grants(&viewer.account, site.now()).await?).is_some() {
        let page = close_page(&site, &viewer, &visit, knows, Errors::new()).await?;
        return Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response());
    }
    let remains = site.db.remains(&viewer.person, site.now()).await?;
    let (mut errors, mut wait) = (Errors::new(), None);
    if !knows && Losses::of(&site, &viewer, &remains).await?.any() {
        let sentence = w.t("请先勾选：知道会失去什么。", "Please tick that you know what you lose.");
        errors.push(("known".to_owned(), sentence.to_owned()));
    }
    match confirm_password(&site, &viewer, &typed.password).await {
        Ok(()) => {}
        Err(AppError::WrongPassword) => {
            errors.push(("password".to_owned(), w.t("密码不对。", "The password is wrong.").to_owned()));
        }
        Err(error @ AppError::TooMany { .. }) => {
            wait = error.retry_after();
            errors.push(("password".to_owned(), error.say().to(w).to_owned()));
        }
        Err(other) => return Err(other),
    }
    if !errors.is_empty() {
        let page = close_page(&site, &viewer, &visit, knows, errors).await?;
        let mut response = page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response();
        if let Some(wait) = wait {
            *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
            response.headers_mut().insert(header::RETRY_AFTER, wait);
        }
        return Ok(response);
    }
    Ok(match closed(&site, &viewer, from).await? {
        Closed::InPost => {
            let page = close_page(&site, &viewer, &visit, knows, Errors::new()).await?;
            page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response()
        }
        Closed::Done { .. } | Closed::Already => {
            let done = w.t(
                "账号已经注销。谢谢您来学习，以后想学随时可以再登记。",
                "The account is closed. Thank you for learning here; you can register again at any time.",
            );
            with_cookie(Flash::done(done).then("/"), &no_session_cookie(&site))
        }
    })
}

async fn closed(site: &Site, viewer: &Viewer, from: Address) -> Result<Closed, AppError> {
    let records = site.db.consents(&viewer.person).await?;
    let given = Purpose::ALL
        .into_iter()
        .filter(|purpose| standing(&records, *purpose).is_some_and(|record| record.given));
    let zone = site.zone();
    let closing = Closing {
        person: &viewer.person,
        name_sealed: site.seal(&viewer.name),
        consents: given.map(|purpose| (site.new_id(), purpose)).collect(),
        kept_until_ms: &|last_ms| site.retention.kept_until_ms(last_ms, zone),
    };
    let mut event = event(site, viewer, from, "account.close", format!("person:{}", viewer.person));
    event.detail = format!("retention {}", site.retention.version);
    let ended = site.db.open_logins(&viewer.account, site.now()).await?;
    let closed = site.db.close_person(&closing, &event).await?;
    for login in ended {
        site.session_cache.forget(&login.token_digest);
    }
    Ok(closed)
}
