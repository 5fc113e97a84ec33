//! The one way in: whatever the first factor was, what follows it is the same.

use axum::response::{IntoResponse, Response};
use domain::access::is_official;
use web::cookie::with_cookie;
use web::error::AppError;
use web::flash::{Flash, own_path, see_other};
use web::proved::Proved;
use web::second_factor::{self, SignedFormToken};
use web::sign_in::{close, session_cookie, start_session};
use web::{Client, Site, Viewer, Visit};

use super::page::{code_page, passkey_page};
use crate::access_change::{SHOWN_MS, notice};
use crate::phone_code::CodeForm;

/// What follows a password, a provider's word or a code sent to a phone: the second factor where there is one or one is
/// owed, else the session.
pub async fn after_first_factor(
    site: &Site,
    visit: &Visit,
    client: &Client,
    proved: Proved,
    next: &str,
) -> Result<Response, AppError> {
    if second_factor::is_on(site, &proved.who.account_id).await? {
        let ticket = SignedFormToken::new(site, &proved.who.login, "", next);
        let form = CodeForm { ticket: ticket.sealed(site), ..CodeForm::default() };
        return Ok(code_page(visit, form.into()).into_response());
    }
    if second_factor::owes_passkey(site, &proved).await? {
        return Ok(passkey_page(visit, next.to_owned()).into_response());
    }
    after_all_factors(site, visit, client, proved, next).await
}

/// Starts the session and leads to where the work begins.
pub async fn after_all_factors(
    site: &Site,
    visit: &Visit,
    client: &Client,
    proved: Proved,
    next: &str,
) -> Result<Response, AppError> {
    // Whoever was signed in here before is signed out: one browser, one person.
    close(site, &client.headers).await?;
    let login = proved.who.login.clone();
    let opened = start_session(site, proved, &client.address, &client.device).await?;
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
    let response = match notice(visit.words, site.zone(), &changes) {
        Some(notice) => Flash::notice(notice).then(to),
        None => see_other(to),
    };
    Ok(with_cookie(response, &session_cookie(site, &opened.token)))
}
