//! A new password for the forgotten one.

use axum::Router;
use axum::extract::{Form, State};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use domain::audit::AuditAction;
use domain::one_time_code::CodeUse;
use domain::password::Owner;
use domain::typed::number;
use store::account_phone::PhoneAccount;
use store::digest::Purpose;
use store::sealed::DOCUMENT;
use web::address::Address;
use web::error::AppError;
use web::flash::{Flash, see_other};
use web::form::{FormState, new_password, phone};
use web::one_time_code::{
    AskedBy, PhoneFormToken, knows_document, learner_of, passes, send, whose, wrong_code,
};
use web::password_hash::hash_password;
use web::{Client, Site, Visit};

use super::page::{NewPasswordForm, RecoverForm, new_password_page, recover_code_page, recover_page};
use crate::phone_code::{CodeForm, after_sending};

pub fn routes() -> Router<Site> {
    Router::new()
        .route("/recover", post(recover))
        .route("/recover/code", post(code))
        .route("/recover/password", post(set_password))
}

/// `POST /recover`: open to everybody, where codes are sent. The answer is the same whoever is known.
async fn recover(
    State(site): State<Site>,
    visit: Visit,
    client: Client,
    Form(form): Form<RecoverForm>,
) -> Result<Response, AppError> {
    if !site.sender.is_on() {
        return Ok(see_other("/sign-in"));
    }
    let w = visit.words;
    let mut state = FormState::from(form);
    let ticket = PhoneFormToken::read(&site, &state.form.ticket, CodeUse::Recover).await;
    let ticket = if let Some(ticket) = ticket {
        let anew = PhoneFormToken::new(&site, &ticket.phone, CodeUse::Recover, "");
        PhoneFormToken { whose: ticket.whose, ..anew }
    } else {
        let phone = state.check("phone", phone(w, &state.form.phone));
        if number(&state.form.last).chars().count() != 4 {
            let four =
                w.t("请填 4 位，少一位多一位都不行。", "Please type 4 characters, no more and no less.");
            state.refuse("last", four);
        }
        let Some(phone) = phone.filter(|_| state.is_valid()) else {
            return Ok(recover_page(&visit, state).refused().into_response());
        };
        let whose = match learner_of(&site, &phone.0).await? {
            Some(found) if knows_document(&site, &found, &state.form.last).await? => {
                whose(&site, Some(&found.login))
            }
            _ => whose(&site, None),
        };
        PhoneFormToken { whose, ..PhoneFormToken::new(&site, &phone.0, CodeUse::Recover, "") }
    };
    let known = owner(&site, &ticket).await?;
    let by = AskedBy::device(&site, &client.headers, known.as_ref().map(|known| known.login.as_str()));
    let sent = send(&site, &ticket.phone, CodeUse::Recover, (&client.address, by), known.is_some()).await;
    after_sending(w, sent, |state| recover_code_page(&visit, &ticket, state))
}

/// `POST /recover/code`: open to whoever holds a ticket.
async fn code(
    State(site): State<Site>,
    visit: Visit,
    client: Client,
    Form(form): Form<CodeForm>,
) -> Result<Response, AppError> {
    let Some(ticket) = PhoneFormToken::read(&site, &form.ticket, CodeUse::Recover).await else {
        return Ok(too_late(&visit));
    };
    let known = owner(&site, &ticket).await?;
    let by = AskedBy::device(&site, &client.headers, known.as_ref().map(|known| known.login.as_str()));
    let right = passes(&site, &ticket.phone, CodeUse::Recover, &form.code, (&client.address, by)).await?;
    let Some(found) = known.filter(|_| right) else {
        let state = FormState::from(form).refused("code", wrong_code().to(visit.words));
        return Ok(recover_code_page(&visit, &ticket, state).refused().into_response());
    };
    // It opens once: with the new password the mark is another.
    let mark = mark(&site, &found.login).await?;
    let ticket = PhoneFormToken { proved: true, next: mark, ..ticket };
    Ok(new_password_page(&visit, &ticket, FormState::default()).into_response())
}

/// `POST /recover/password`: open to whoever holds the ticket that a right code gives, once. Every sign-in ends.
async fn set_password(
    State(site): State<Site>,
    visit: Visit,
    from: Address,
    Form(form): Form<NewPasswordForm>,
) -> Result<Response, AppError> {
    let w = visit.words;
    let ticket = PhoneFormToken::read(&site, &form.ticket, CodeUse::Recover).await;
    let Some(ticket) = ticket.filter(|ticket| ticket.proved) else { return Ok(too_late(&visit)) };
    let Some(found) = owner(&site, &ticket).await? else { return Ok(too_late(&visit)) };
    if mark(&site, &found.login).await? != ticket.next {
        return Ok(too_late(&visit));
    }
    let document =
        site.open(DOCUMENT.of(&found.person_id.0), &found.document_sealed).await?.unwrap_or_default();
    let details = site.db.details(&found.person_id).await?;
    // Officials are sent to the administrator before they come here.
    let owner = Owner {
        name: &details.name,
        login: &found.login,
        phone: &ticket.phone,
        document: &document,
        official: false,
    };
    let mut state = FormState::from(form);
    let Some(password) = state.check_all(new_password(w, &state.form.password, &state.form.again, owner))
    else {
        return Ok(new_password_page(&visit, &ticket, state).refused().into_response());
    };
    let account = found.account_id;
    let hash = hash_password(&site, &password).await?;
    let event = site.event_of(&account, &from, AuditAction::AccountRecover { account: account.clone() });
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

fn too_late(visit: &Visit) -> Response {
    Flash::notice(visit.words.t("等得太久了，请重新来。", "That took too long. Please begin again."))
        .then("/recover")
}
