//! Verifying the phone of an account, or giving it another.

use axum::Router;
use axum::extract::{Form, State};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use domain::audit::AuditAction;
use domain::one_time_code::CodeUse;
use domain::person::masked_phone;
use store::digest::Purpose;
use store::person::SealedNumber;
use store::sealed::PHONE;
use web::address::Address;
use web::error::AppError;
use web::flash::{Flash, see_other};
use web::form::{FormState, new_phone};
use web::one_time_code::{AskedBy, PhoneFormToken, passes, send, whose, wrong_code};
use web::sign_in::confirm_password;
use web::{Site, Viewer, Visit};

use super::page::{AccountPhoneForm, account_code_page, account_phone_page};
use crate::account::parts::Part;
use crate::phone_code::{CodeForm, after_sending};

pub fn routes() -> Router<Site> {
    Router::new().route("/account/phone", post(phone)).route("/account/phone/code", post(code))
}

/// `POST /account/phone`: for whoever is signed in and knows the password, where codes are sent.
async fn phone(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Form(form): Form<AccountPhoneForm>,
) -> Result<Response, AppError> {
    if !site.sender.is_on() {
        return Ok(see_other(Part::Security.address()));
    }
    let w = visit.words;
    let mut state = FormState::from(form);
    let number = if let Some(ticket) = own_ticket(&site, &viewer, &state.form.ticket).await {
        ticket.phone
    } else {
        let phone = state.check("phone", new_phone(&site, w, &state.form.phone).await?);
        let mut wrong = None;
        if state.is_valid() {
            let confirmed = confirm_password(&site, &viewer, &state.form.password).await;
            wrong = state.check_password(w, "password", confirmed)?;
        }
        let Some(phone) = phone.filter(|_| state.is_valid()) else {
            return Ok(account_phone_page(&site, &viewer, &visit, state).await?.refused_by(wrong.as_ref()));
        };
        phone.0
    };
    let ticket = PhoneFormToken::new(&site, &number, CodeUse::Account, "");
    let ticket = PhoneFormToken { whose: whose(&site, Some(&viewer.login)), ..ticket };
    let sent =
        send(&site, &ticket.phone, CodeUse::Account, (&from, AskedBy::Owner(&viewer.login)), true).await;
    after_sending(w, sent, |state| account_code_page(&visit, &ticket, state))
}

/// `POST /account/phone/code`: for whoever is signed in and holds their own ticket.
async fn code(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Form(form): Form<CodeForm>,
) -> Result<Response, AppError> {
    let w = visit.words;
    let Some(ticket) = own_ticket(&site, &viewer, &form.ticket).await else {
        let late = w.t("等得太久了，请重新来。", "That took too long. Please begin again.");
        return Ok(Flash::notice(late).then("/account/phone"));
    };
    let refused = |say: &str| {
        let state = FormState::default().refused("code", say);
        account_code_page(&visit, &ticket, state).refused().into_response()
    };
    let by = (&from, AskedBy::Owner(&viewer.login));
    if !passes(&site, &ticket.phone, CodeUse::Account, &form.code, by).await? {
        return Ok(refused(wrong_code().to(w)));
    }
    let phone = SealedNumber {
        digest: site.keys.digest(Purpose::Phone, &ticket.phone),
        sealed: site.seal(PHONE.of(&viewer.person.0), &ticket.phone),
        masked: masked_phone(&ticket.phone),
    };
    let action = AuditAction::AccountPhone { account: viewer.account.clone() };
    let event = site.event(&viewer, &from, action, "");
    if !site.db.change_phone(&viewer.account, &phone, &event).await? {
        return Ok(refused(w.t(
            "这个手机号已经用来登录另一个账号了，请换一个。",
            "This number signs somebody else in already. Please use another.",
        )));
    }
    let done = w.t("手机号验证好了，可以用它收验证码登录。", "Verified: you can sign in by a code now.");
    Ok(Flash::done(done).then(Part::Security.address()))
}

async fn own_ticket(site: &Site, viewer: &Viewer, sealed: &str) -> Option<PhoneFormToken> {
    let ticket = PhoneFormToken::read(site, sealed, CodeUse::Account).await?;
    (ticket.whose == whose(site, Some(&viewer.login))).then_some(ticket)
}
