//! Every way into the account, and what changed in them lately.

use app::format;
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use domain::access::{Action, is_official};
use leptos::prelude::*;
use web::error::AppError;
use web::form::FormState;
use web::page::{About, Page};
use web::parts::NavItem;
use web::{Site, Viewer, Visit};

use super::parts::{Part, head};
use super::password::{self, PasswordChangeForm};
use crate::access_change::{self, SHOWN_MS};
use crate::{identity, passkey, phone, second_factor};

pub fn routes() -> Router<Site> {
    Router::new().route("/account/security", get(security))
}

/// `GET /account/security`: for whoever is signed in, about themselves only.
async fn security(State(site): State<Site>, viewer: Viewer, visit: Visit) -> Result<Page, AppError> {
    security_page(&site, &viewer, &visit, FormState::default()).await
}

/// The page, with what was wrong with a new password.
pub async fn security_page(
    site: &Site,
    viewer: &Viewer,
    visit: &Visit,
    state: FormState<PasswordChangeForm>,
) -> Result<Page, AppError> {
    let (w, zone, login) = (visit.words, site.zone(), viewer.login.clone());
    let details = site.db.details(&viewer.person).await?;
    let second_factor = site.db.second_factor(&viewer.account).await?.is_some();
    let provider = site.oidc.clone();
    let passkeys = site.db.passkeys(&viewer.account).await?.len();
    let verified = site.db.phone_verified_at(&viewer.account).await?;
    let verified = verified.map(|at_ms| phone::page::since(w, &format::moment(w, &zone.minute(at_ms))));
    let phone = site.sender.is_on().then(|| phone::page::section(w, details.phone_masked, verified));
    let since = site.now() - SHOWN_MS;
    let changes = site.db.access_changes(&viewer.account, since, access_change::SHOWN_MAX).await?;
    let official = is_official(&site.db.grants(&viewer.account, site.now()).await?);
    let studies = viewer.may(Action::Study);
    let about = About::new(Part::Security.name(w)).narrow().at(NavItem::Account);
    Ok(visit.page(about, move || {
        view! {
            {head(w, Part::Security, studies)}
            {phone}
            {password::section(w, login, official, &state)}
            {passkey::page::section(w, passkeys)}
            {second_factor::page::section(w, second_factor)}
            {provider.map(|provider| identity::page::section(w, &provider.label))}
            {access_change::section(w, zone, changes)}
        }
    }))
}
