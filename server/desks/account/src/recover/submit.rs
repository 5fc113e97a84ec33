//! A new password for the forgotten one.

use axum::Router;
use axum::extract::{Form, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use domain::id::AccountId;
use domain::one_time_code::CodeUse;
use domain::password::Owner;
use domain::person::{Phone, plain};
use serde::Deserialize;
use store::audit::AuditEvent;
use store::digest::Purpose;
use store::one_time_code::PhoneAccount;
use web::address::Address;
use web::error::AppError;
use web::flash::{Flash, see_other};
use web::one_time_code::{PhoneFormToken, knows_document, learner_of, passes, send, whose, wrong_code};
use web::page::Page;
use web::password_hash::hash_password;
use web::{Site, Visit, password};

use super::page::{Errors, new_password_page, recover_code_page, recover_page};

pub fn routes() -> Router<Site> {
    Router::new()
        .route("/recover", post(recover))
        .route("/recover/code", post(code))
        .route("/recover/password", post(new_password))
}

#[derive(Deserialize)]
struct Who {
    #[serde(default)]
    phone: String,
    #[serde(default)]
    last: String,
    /// Instead of the two, where another code is wished for.
    #[serde(default)]
    ticket: String,
}

/// `POST /recover`: open to everybody, where codes are sent. The answer is the same whoever is known.
async fn recover(
    State(site): State<Site>,
    visit: Visit,
    from: Address,
    Form(typed): Form<Who>,
) -> Result<Response, AppError> {
    if !site.sender.is_on() {
        return Ok(see_other("/sign-in"));
    }
    let w = visit.words;
    let ticket = if let Some(ticket) = PhoneFormToken::read(&site, &typed.ticket, CodeUse::Recover).await {
        let anew = PhoneFormToken::new(&site, &ticket.phone, CodeUse::Recover, "");
        PhoneFormToken { whose: ticket.whose, ..anew }
    } else {
        let mut errors = Errors::new();
        let phone = Phone::read(&typed.phone);
        if let Err(refusal) = &phone {
            errors.push(("phone".to_owned(), w.phone_refused(*refusal)));
        }
        if plain(&typed.last).chars().count() != 4 {
            let say =
                w.t("请填 4 位，少一位多一位都不行。", "Please type 4 characters, no more and no less.");
            errors.push(("last".to_owned(), say.to_owned()));
        }
        let (Ok(phone), []) = (phone, errors.as_slice()) else {
            return Ok(unprocessable(recover_page(&visit, typed.phone, typed.last, errors)));
        };
        let whose = match learner_of(&site, &phone.0).await? {
            Some(found) if knows_document(&site, &found, &typed.last).await? => {
                whose(&site, Some(&found.login))
            }
            _ => whose(&site, None),
        };
        PhoneFormToken { whose, ..PhoneFormToken::new(&site, &phone.0, CodeUse::Recover, "") }
    };
    let known = owner(&site, &ticket).await?.is_some();
    match send(&site, &ticket.phone, CodeUse::Recover, &from, known).await {
        Ok(()) => Ok(recover_code_page(&visit, &ticket, None).into_response()),
        Err(error @ AppError::TooMany { .. }) => {
            let say = error.say().to(w).to_owned();
            let mut response =
                recover_code_page(&visit, &ticket, Some(say)).status(error.status()).into_response();
            response.headers_mut().extend(error.retry_after().map(|wait| (header::RETRY_AFTER, wait)));
            Ok(response)
        }
        Err(other) => Err(other),
    }
}

#[derive(Deserialize)]
struct CodeTyped {
    #[serde(default)]
    ticket: String,
    #[serde(default)]
    code: String,
}

/// `POST /recover/code`: open to whoever holds a ticket.
async fn code(
    State(site): State<Site>,
    visit: Visit,
    Form(typed): Form<CodeTyped>,
) -> Result<Response, AppError> {
    let Some(ticket) = PhoneFormToken::read(&site, &typed.ticket, CodeUse::Recover).await else {
        return Ok(too_late(&visit));
    };
    let right = passes(&site, &ticket.phone, CodeUse::Recover, &typed.code).await?;
    let found = if right { owner(&site, &ticket).await? } else { None };
    let Some(found) = found else {
        let page = recover_code_page(&visit, &ticket, Some(wrong_code().to(visit.words).to_owned()));
        return Ok(unprocessable(page));
    };
    // It opens once: with the new password the mark is another.
    let mark = mark(&site, &found.login).await?;
    let ticket = PhoneFormToken { proved: true, next: mark, ..ticket };
    Ok(new_password_page(&visit, &ticket, Errors::new()).into_response())
}

#[derive(Deserialize)]
struct Secret {
    #[serde(default)]
    ticket: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    again: String,
}

/// `POST /recover/password`: open to whoever holds the ticket that a right code gives, once. Every sign-in ends.
async fn new_password(
    State(site): State<Site>,
    visit: Visit,
    from: Address,
    Form(typed): Form<Secret>,
) -> Result<Response, AppError> {
    let w = visit.words;
    let ticket = PhoneFormToken::read(&site, &typed.ticket, CodeUse::Recover).await;
    let Some(ticket) = ticket.filter(|ticket| ticket.proved) else { return Ok(too_late(&visit)) };
    let Some(found) = owner(&site, &ticket).await? else { return Ok(too_late(&visit)) };
    if mark(&site, &found.login).await? != ticket.next {
        return Ok(too_late(&visit));
    }
    let document = site.open(&found.document_sealed).await?.unwrap_or_default();
    let details = site.db.details(&found.person_id.as_str().into()).await?;
    // Officials are sent to the administrator before they come here.
    let owner = Owner {
        name: &details.name,
        login: &found.login,
        phone: &ticket.phone,
        document: &document,
        official: false,
    };
    let mut errors = Errors::new();
    if let Some(refusal) = password::refusal(&typed.password, owner) {
        errors.push(("password".to_owned(), w.password_refused(refusal)));
    } else if typed.password != typed.again {
        let sentence = w.t("两遍密码不一样，请都再填一次。", "The two differ. Please type both again.");
        errors.push(("again".to_owned(), sentence.to_owned()));
    }
    if !errors.is_empty() {
        return Ok(unprocessable(new_password_page(&visit, &ticket, errors)));
    }
    let account = AccountId(found.account_id);
    let hash = hash_password(&site, &typed.password).await?;
    let event = AuditEvent {
        id: site.new_id(),
        at_ms: site.now(),
        account: Some(account.clone()),
        action: "account.recover",
        subject: format!("account:{account}"),
        reason: String::new(),
        detail: "{}".to_owned(),
        address: from.0,
    };
    let ended = site.db.open_logins(&account, site.now()).await?;
    site.db.change_password(&account, &hash, &event).await?;
    for login in ended {
        site.session_cache.forget(&login.token_digest);
    }
    // Phone and document were both proved.
    site.db.phone_is_verified(&site.keys.digest(Purpose::Phone, &ticket.phone), site.now()).await?;
    let done = w.t(
        "密码改好了，请用新密码登录。其他设备都已退出。",
        "The password is changed: sign in with it. Other devices are signed out.",
    );
    Ok(Flash::done(done).then("/sign-in"))
}

/// Whom the ticket was made for, if the phone is still theirs.
async fn owner(site: &Site, ticket: &PhoneFormToken) -> Result<Option<PhoneAccount>, AppError> {
    let found = learner_of(site, &ticket.phone).await?;
    Ok(found.filter(|found| whose(site, Some(&found.login)) == ticket.whose))
}

/// Changes with the password.
async fn mark(site: &Site, login: &str) -> Result<String, AppError> {
    let who = site.db.credentials(login).await?.ok_or(AppError::NotFound)?;
    Ok(hex::encode(site.keys.digest(Purpose::OneTimeCode, &format!("mark {}", who.password_hash))))
}

fn unprocessable(page: Page) -> Response {
    page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response()
}

fn too_late(visit: &Visit) -> Response {
    Flash::notice(visit.words.t("等得太久了，请重新来。", "That took too long. Please begin again."))
        .then("/recover")
}
