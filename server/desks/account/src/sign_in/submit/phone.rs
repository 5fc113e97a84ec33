//! Signing in with a code sent to the phone.

use axum::Router;
use axum::extract::{Form, State};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use domain::one_time_code::CodeUse;
use store::account_phone::PhoneAccount;
use store::digest::Purpose;
use web::error::AppError;
use web::flash::{Flash, see_other};
use web::form::{FormState, phone as read_phone};
use web::one_time_code::{
    AskedBy, PhoneFormToken, knows_document, learner_of, passes, send, whose, wrong_code,
};
use web::proved::Proved;
use web::sign_in::begin_document_try;
use web::{Client, Site, Visit};

use crate::phone_code::{CodeForm, after_sending};
use crate::sign_in::entry::after_first_factor;
use crate::sign_in::phone::{DocumentForm, PhoneSignInForm, document_page, phone_code_page, phone_page};

pub fn routes() -> Router<Site> {
    Router::new()
        .route("/sign-in/phone", post(phone))
        .route("/sign-in/phone/code", post(code))
        .route("/sign-in/phone/document", post(document))
}

/// `POST /sign-in/phone`: open to everybody, where codes are sent. The answer is the same whether or not the phone is known.
async fn phone(
    State(site): State<Site>,
    visit: Visit,
    client: Client,
    Form(form): Form<PhoneSignInForm>,
) -> Result<Response, AppError> {
    if !site.sender.is_on() {
        return Ok(see_other("/sign-in"));
    }
    let w = visit.words;
    let mut state = FormState::from(form);
    let ticket = match PhoneFormToken::read(&site, &state.form.ticket, CodeUse::SignIn).await {
        Some(ticket) => PhoneFormToken::new(&site, &ticket.phone, CodeUse::SignIn, &ticket.next),
        None => match state.check("phone", read_phone(w, &state.form.phone)) {
            Some(phone) => PhoneFormToken::new(&site, &phone.0, CodeUse::SignIn, &state.form.next),
            None => return Ok(phone_page(&visit, state).refused().into_response()),
        },
    };
    let known = learner_of(&site, &ticket.phone).await?;
    let by = AskedBy::device(&site, &client.headers, known.as_ref().map(|known| known.login.as_str()));
    let sent = send(&site, &ticket.phone, CodeUse::SignIn, (&client.address, by), known.is_some()).await;
    after_sending(w, sent, |state| phone_code_page(&visit, &ticket, state))
}

/// `POST /sign-in/phone/code`: open to whoever holds a ticket.
async fn code(
    State(site): State<Site>,
    visit: Visit,
    client: Client,
    Form(form): Form<CodeForm>,
) -> Result<Response, AppError> {
    let Some(ticket) = PhoneFormToken::read(&site, &form.ticket, CodeUse::SignIn).await else {
        return Ok(too_late(&visit));
    };
    let known = learner_of(&site, &ticket.phone).await?;
    let by = AskedBy::device(&site, &client.headers, known.as_ref().map(|known| known.login.as_str()));
    let right = passes(&site, &ticket.phone, CodeUse::SignIn, &form.code, (&client.address, by)).await?;
    let Some(found) = known.filter(|_| right) else {
        let state = FormState::from(form).refused("code", wrong_code().to(visit.words));
        return Ok(phone_code_page(&visit, &ticket, state).refused().into_response());
    };
    if found.verified_at.is_none() {
        let whose = whose(&site, Some(&found.login));
        let ticket = PhoneFormToken { proved: true, whose, ..ticket };
        return Ok(document_page(&visit, &ticket, FormState::default()).into_response());
    }
    after_first_factor(&site, &visit, &client, proved(&site, found).await?, &ticket.next).await
}

/// `POST /sign-in/phone/document`: open to whoever holds the ticket that a right code gives.
async fn document(
    State(site): State<Site>,
    visit: Visit,
    client: Client,
    Form(form): Form<DocumentForm>,
) -> Result<Response, AppError> {
    let ticket = PhoneFormToken::read(&site, &form.ticket, CodeUse::SignIn).await;
    let Some(ticket) = ticket.filter(|ticket| ticket.proved) else { return Ok(too_late(&visit)) };
    // The phone may have changed hands since.
    let found = learner_of(&site, &ticket.phone).await?;
    let found = found.filter(|found| whose(&site, Some(&found.login)) == ticket.whose);
    let Some(found) = found else { return Ok(too_late(&visit)) };
    let tried = match begin_document_try(&site, &found.login).await {
        Ok(tried) => tried,
        Err(error @ AppError::TooMany { .. }) => {
            let state = FormState::from(form).refused("last", error.say().to(visit.words));
            return Ok(document_page(&visit, &ticket, state).refused_by(&error));
        }
        Err(other) => return Err(other),
    };
    if !knows_document(&site, &found, &form.last).await? {
        let say = visit.words.t(
            "和登记的证件号不一样。请照着证件再填一次；手机号不是您的，请用密码登录。",
            "This is not what is registered. Compare with the document; if the number is not yours, use the password.",
        );
        let state = FormState::from(form).refused("last", say);
        return Ok(document_page(&visit, &ticket, state).refused().into_response());
    }
    site.db.forgive_tries(&tried).await?;
    site.db.phone_is_verified(&site.keys.digest(Purpose::Phone, &ticket.phone), site.now()).await?;
    after_first_factor(&site, &visit, &client, proved(&site, found).await?, &ticket.next).await
}

/// The account whose phone and, where it was asked, document were told right.
async fn proved(site: &Site, found: PhoneAccount) -> Result<Proved, AppError> {
    let who = site.db.credentials(&found.login).await?.ok_or(AppError::NotFound)?;
    Ok(Proved { grants: site.db.grants(&found.account_id, site.now()).await?, who })
}

fn too_late(visit: &Visit) -> Response {
    Flash::notice(visit.words.t("等得太久了，请重新来。", "That took too long. Please begin again."))
        .then("/sign-in/phone")
}
