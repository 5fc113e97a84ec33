//! Turning the second factor on and off.

use axum::Router;
use axum::extract::{Form, State};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use domain::audit::AuditAction;
use store::sealed::TOTP_SECRET;
use store::second_factor::NewSecondFactor;
use web::address::Address;
use web::cookie::with_cookie;
use web::error::AppError;
use web::flash::Flash;
use web::form::{FormState, PasswordForm};
use web::second_factor::{SignedFormToken, draw_recovery_codes, draw_secret, recovery_digest, step_of};
use web::sign_in::{confirm_password, renew_session, session_cookie};
use web::{Device, Site, Viewer, Visit};

use super::page::{SecondFactorForms, TurnOnForm, codes_page, second_factor_page};
use crate::account::parts::Part;

pub fn routes() -> Router<Site> {
    Router::new()
        .route("/account/second-factor", post(turn_on))
        .route("/account/second-factor/remove", post(turn_off))
}

const HERE: &str = "/account/second-factor";

/// `POST /account/second-factor`: for whoever is signed in and knows the password. Every sign-in opened without it ends.
async fn turn_on(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    device: Device,
    Form(form): Form<TurnOnForm>,
) -> Result<Response, AppError> {
    let w = visit.words;
    let ticket = SignedFormToken::read(&site, &form.ticket)
        .await
        .filter(|ticket| ticket.login == viewer.login && !ticket.secret.is_empty());
    let Some(ticket) = ticket else {
        let late = w.t(
            "等得太久了，图已经换了，请重新扫。",
            "That took too long; the picture is a new one. Please scan again.",
        );
        return Ok(Flash::notice(late).then(HERE));
    };
    let step = step_of(&ticket.secret, &form.code, site.now());
    let mut turn_on = FormState::from(form);
    let confirmed = confirm_password(&site, &viewer, &turn_on.form.password).await;
    let refusal = turn_on.check_password(w, "password", confirmed)?;
    if step.is_none() {
        turn_on.refuse(
            "code",
            w.t(
                "数字不对。请填验证器里现在显示的 6 位数字；手机时间要准。",
                "That is not it. Type the 6 digits shown now; the phone's clock must be right.",
            ),
        );
    }
    let Some(step) = step.filter(|_| turn_on.is_valid()) else {
        // The same secret again: it is in the app already.
        let ticket = SignedFormToken::new(&site, &viewer.login, &ticket.secret, "");
        let forms = SecondFactorForms { turn_on, ..SecondFactorForms::default() };
        let page = second_factor_page(&site, &viewer, &visit, ticket, forms).await?;
        return Ok(match &refusal {
            Some(error) => page.refused_by(error),
            None => page.refused().into_response(),
        });
    };
    let codes = draw_recovery_codes(&site);
    let new = NewSecondFactor {
        account: viewer.account.clone(),
        secret_sealed: site.seal(TOTP_SECRET.of(&viewer.account.0), &ticket.secret),
        step,
        recovery_codes: codes.iter().map(|code| recovery_digest(&site, &viewer.account, code)).collect(),
    };
    let ended = site.db.open_logins(&viewer.account, site.now()).await?;
    let action = AuditAction::SecondFactorOn { account: viewer.account.clone() };
    let event = site.event(&viewer, &from, action, "");
    if !site.db.add_second_factor(&new, &event).await? {
        return Ok(Flash::notice(w.t("二次验证已经开启了。", "It is on already.")).then(HERE));
    }
    for login in ended {
        site.session_cache.forget(&login.token_digest);
    }
    let found = site.db.credentials(&viewer.login).await?.ok_or(AppError::NotFound)?;
    let grants = site.db.grants(&viewer.account, site.now()).await?;
    let opened = renew_session(&site, found, grants.clone(), &device).await?;
    let front = Viewer { grants, owes_second_factor: false, ..viewer }.front_page();
    let page = codes_page(&visit, codes, front).into_response();
    Ok(with_cookie(page, &session_cookie(&site, &opened.token)))
}

/// `POST /account/second-factor/remove`: for whoever is signed in and knows the password.
async fn turn_off(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Form(form): Form<PasswordForm>,
) -> Result<Response, AppError> {
    let w = visit.words;
    if site.db.second_factor(&viewer.account).await?.is_none() {
        return Ok(Flash::notice(w.t("二次验证没有开启。", "It is off already.")).then(HERE));
    }
    let mut turn_off = FormState::from(form);
    let confirmed = confirm_password(&site, &viewer, &turn_off.form.password).await;
    if turn_off.check_password(w, "password", confirmed)?.is_some() {
        let ticket = SignedFormToken::new(&site, &viewer.login, &draw_secret(&site), "");
        let forms = SecondFactorForms { turn_off, ..SecondFactorForms::default() };
        return Ok(second_factor_page(&site, &viewer, &visit, ticket, forms)
            .await?
            .refused()
            .into_response());
    }
    let action = AuditAction::SecondFactorOff { account: viewer.account.clone() };
    let event = site.event(&viewer, &from, action, "");
    site.db.remove_second_factor(&viewer.account, &event).await?;
    // Where it is required, the rights end with it: what is remembered of this account is read anew.
    for login in site.db.open_logins(&viewer.account, site.now()).await? {
        site.session_cache.forget(&login.token_digest);
    }
    Ok(Flash::done(w.t("二次验证已关闭。", "The second factor is off.")).then(Part::Security.address()))
}
