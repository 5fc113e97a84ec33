//! Verifying the phone of an account, or giving it another.

use axum::Router;
use axum::extract::{Form, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use domain::one_time_code::CodeUse;
use domain::person::{Phone, PhoneRefusal, masked_phone};
use serde::Deserialize;
use store::digest::Purpose;
use store::person::SealedNumber;
use store::setting::DEMO_CITY;
use web::address::Address;
use web::error::AppError;
use web::flash::{Flash, see_other};
use web::one_time_code::{PhoneFormToken, passes, send, whose, wrong_code};
use web::sign_in::confirm_password;
use web::{Site, Viewer, Visit};

use super::page::{Errors, account_code_page, account_phone_page};
use crate::account::event;

pub fn routes() -> Router<Site> {
    Router::new().route("/account/phone", post(phone)).route("/account/phone/code", post(code))
}

#[derive(Deserialize)]
struct Typed {
    #[serde(default)]
    phone: String,
    #[serde(default)]
    password: String,
    /// Instead of the two, where another code is wished for.
    #[serde(default)]
    ticket: String,
}

/// `POST /account/phone`: for whoever is signed in and knows the password, where codes are sent.
async fn phone(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Form(typed): Form<Typed>,
) -> Result<Response, AppError> {
    if !site.sender.is_on() {
        return Ok(see_other("/account"));
    }
    let w = visit.words;
    let ticket = match own_ticket(&site, &viewer, &typed.ticket).await {
        Some(ticket) => ticket.phone,
        None => match first(&site, &viewer, &visit, &typed).await? {
            Ok(phone) => phone,
            Err(page) => return Ok(page),
        },
    };
    let ticket = PhoneFormToken::new(&site, &ticket, CodeUse::Account, "");
    let ticket = PhoneFormToken { whose: whose(&site, Some(&viewer.login)), ..ticket };
    match send(&site, &ticket.phone, CodeUse::Account, &from, true).await {
        Ok(()) => Ok(account_code_page(&visit, &ticket, None).into_response()),
        Err(error @ AppError::TooMany { .. }) => {
            let say = error.say().to(w).to_owned();
            let mut response =
                account_code_page(&visit, &ticket, Some(say)).status(error.status()).into_response();
            response.headers_mut().extend(error.retry_after().map(|wait| (header::RETRY_AFTER, wait)));
            Ok(response)
        }
        Err(other) => Err(other),
    }
}

/// The number that was typed with the right password, or the page again.
async fn first(
    site: &Site,
    viewer: &Viewer,
    visit: &Visit,
    typed: &Typed,
) -> Result<Result<String, Response>, AppError> {
    let w = visit.words;
    let mut errors = Errors::new();
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    let phone = match Phone::read(&typed.phone) {
        Ok(phone) if phone.is_made_up() && site.db.setting(DEMO_CITY).await?.is_none() => {
            Err(PhoneRefusal::Beginning)
        }
        other => other,
    };
    if let Err(refusal) = &phone {
        errors.push(("phone".to_owned(), w.phone_refused(*refusal)));
    } else {
        match confirm_password(site, viewer, &typed.password).await {
            Ok(()) => {}
            Err(AppError::WrongPassword) => {
                errors.push(("password".to_owned(), w.t("密码不对。", "The password is wrong.").to_owned()));
            }
            Err(error @ AppError::TooMany { .. }) => {
                status = error.status();
                errors.push(("password".to_owned(), error.say().to(w).to_owned()));
            }
            Err(other) => return Err(other),
        }
    }
    match phone {
        Ok(phone) if errors.is_empty() => Ok(Ok(phone.0)),
        _ => {
            let page = account_phone_page(site, viewer, visit, typed.phone.clone(), errors).await?;
            Ok(Err(page.status(status).into_response()))
        }
    }
}

#[derive(Deserialize)]
struct Code {
    #[serde(default)]
    ticket: String,
    #[serde(default)]
    code: String,
}

/// `POST /account/phone/code`: for whoever is signed in and holds their own ticket.
async fn code(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Form(typed): Form<Code>,
) -> Result<Response, AppError> {
    let w = visit.words;
    let Some(ticket) = own_ticket(&site, &viewer, &typed.ticket).await else {
        let late = w.t("等得太久了，请重新来。", "That took too long. Please begin again.");
        return Ok(Flash::notice(late).then("/account/phone"));
    };
    let refused = |say: &str| {
        let page = account_code_page(&visit, &ticket, Some(say.to_owned()));
        page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response()
    };
    if !passes(&site, &ticket.phone, CodeUse::Account, &typed.code).await? {
        return Ok(refused(wrong_code().to(w)));
    }
    let phone = SealedNumber {
        digest: site.keys.digest(Purpose::Phone, &ticket.phone),
        sealed: site.seal(&ticket.phone),
        masked: masked_phone(&ticket.phone),
    };
    let event = event(&site, &viewer, from, "account.phone", format!("account:{}", viewer.account));
    if !site.db.change_phone(&viewer.account, &phone, &event).await? {
        return Ok(refused(w.t(
            "这个手机号已经用来登录另一个账号了，请换一个。",
            "This number signs somebody else in already. Please use another.",
        )));
    }
    let done = w.t("手机号验证好了，可以用它收验证码登录。", "Verified: you can sign in by a code now.");
    Ok(Flash::done(done).then("/account"))
}

async fn own_ticket(site: &Site, viewer: &Viewer, sealed: &str) -> Option<PhoneFormToken> {
    let ticket = PhoneFormToken::read(site, sealed, CodeUse::Account).await?;
    (ticket.whose == whose(site, Some(&viewer.login))).then_some(ticket)
}
