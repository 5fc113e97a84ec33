//! Signing in through an outside provider, and linking an account with it.

use app::words::Words;
use axum::Router;
use axum::extract::{Form, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use domain::audit::AuditAction;
use domain::id::AccountId;
use serde::Deserialize;
use store::{Constraint, StoreError};
use web::address::Address;
use web::cookie::with_cookie;
use web::error::AppError;
use web::flash::Flash;
use web::form::{FormState, PasswordForm};
use web::oidc::{self, Back, Provider};
use web::page::Page;
use web::proved::Proved;
use web::sign_in::{begin_provider_try, confirm_password, end_provider_try};
use web::{Client, MaybeViewer, Site, Viewer, Visit};

use super::page::{going_page, identity_page};
use crate::sign_in::{SignInForm, after_first_factor, sign_in_page};

pub fn routes() -> Router<Site> {
    Router::new()
        .route("/sign-in/oidc", get(begin))
        .route("/sign-in/oidc/back", get(back))
        .route("/account/identity", post(link))
        .route("/account/identity/remove", post(unlink))
}

fn none_here(w: Words) -> Response {
    Flash::notice(w.t("没有开通这种登录。", "There is no such way to sign in here.")).then("/sign-in")
}

/// Under which name sign-ins through the provider are counted.
const PROVIDER: &str = "provider";

#[derive(Deserialize)]
struct QueryParams {
    #[serde(default)]
    next: String,
}

/// `GET /sign-in/oidc`: open to everybody; leads to the provider.
async fn begin(
    State(site): State<Site>,
    visit: Visit,
    from: Address,
    Query(query): Query<QueryParams>,
) -> Result<Response, AppError> {
    let Some(provider) = site.oidc.clone() else { return Ok(none_here(visit.words)) };
    if let Err(error) = begin_provider_try(&site, PROVIDER, &from).await {
        let AppError::TooMany { .. } = &error else { return Err(error) };
        return Ok(again(&visit, query.next, &error).refused_by(&error));
    }
    match oidc::begin(&site, &provider, &query.next, None).await {
        Ok(begun) => Ok(with_cookie(to_provider(&begun.address), &begun.cookie)),
        Err(error @ AppError::Conflict { .. }) => {
            Ok(again(&visit, query.next, &error).refused().into_response())
        }
        Err(other) => Err(other),
    }
}

/// 303 to the provider: the one place to which this site leads away.
fn to_provider(address: &str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, address.to_owned())]).into_response()
}

/// The sign-in page with what went wrong.
fn again(visit: &Visit, next: String, error: &AppError) -> Page {
    let state = FormState::from(SignInForm { next, ..SignInForm::default() });
    sign_in_page(visit, state.refused("account", error.say().to(visit.words)))
}

/// `GET /sign-in/oidc/back`: open to whoever comes back from the provider with what they left with.
async fn back(
    State(site): State<Site>,
    MaybeViewer(viewer): MaybeViewer,
    visit: Visit,
    client: Client,
    Query(back): Query<Back>,
) -> Result<Response, AppError> {
    let w = visit.words;
    let Some(provider) = site.oidc.clone() else { return Ok(none_here(w)) };
    let (flow, subject) = match oidc::finish(&site, &provider, &client.headers, back).await {
        Ok(found) => found,
        Err(error @ AppError::Conflict { .. }) => {
            // Who is signed in already came to link.
            let response = if viewer.is_some() {
                Flash::notice(error.say().to(w)).then("/account/identity")
            } else {
                again(&visit, String::new(), &error).refused().into_response()
            };
            return Ok(with_cookie(response, &oidc::no_flow(&site)));
        }
        Err(other) => return Err(other),
    };
    let response = match (flow.link, viewer) {
        (Some(account), Some(viewer)) if account == viewer.account.0 => {
            linked(&site, &viewer, w, &provider, &subject, client.address).await?
        }
        // Signed out, or in as somebody else, in the meantime.
        (Some(_), _) => Flash::notice(w.t(
            "没有关联：请先登录要关联的账号，再试一次。",
            "Not linked: sign in to the account you want to link, then try again.",
        ))
        .then("/account/identity"),
        (None, _) => {
            let account = site.db.account_of_identity(&provider.issuer, &subject).await?;
            match proved(&site, account).await? {
                Some(proved) => {
                    end_provider_try(&site, PROVIDER, &client.address).await?;
                    after_first_factor(&site, &visit, &client, proved, &flow.next).await?
                }
                None => again(&visit, flow.next, &unknown(&provider)).refused().into_response(),
            }
        }
    };
    Ok(with_cookie(response, &oidc::no_flow(&site)))
}

/// The account that is opened, if it may be opened at all.
async fn proved(site: &Site, account: Option<AccountId>) -> Result<Option<Proved>, AppError> {
    let Some(account) = account else { return Ok(None) };
    let Some(who) = site.db.credentials_of(&account).await?.filter(|who| who.active) else { return Ok(None) };
    let grants = site.db.grants(&account, site.now()).await?;
    Ok(Some(Proved { who, grants }))
}

fn unknown(provider: &Provider) -> AppError {
    let label = &provider.label;
    AppError::conflict(
        "oidc_not_linked",
        format!("您的{label}还没有和这里的账号关联。请先用密码登录，在“我的账号”里关联一次。"),
        format!(
            "Your {label} is not linked with an account here. Sign in with your password and link it under “my account”."
        ),
    )
}

/// Links the viewer's account with whom the provider names.
async fn linked(
    site: &Site,
    viewer: &Viewer,
    w: Words,
    provider: &Provider,
    subject: &str,
    from: Address,
) -> Result<Response, AppError> {
    let action = AuditAction::IdentityLink { account: viewer.account.clone() };
    let event = site.event(viewer, &from, action, "");
    let flash = match site.db.link_identity(&provider.issuer, subject, &viewer.account, &event).await {
        Ok(()) => Flash::done(w.t("关联好了，以后可以用它登录。", "Linked. You can sign in with it now.")),
        Err(StoreError::Conflict(
            Constraint::IdentityLinkSubjectOnce | Constraint::IdentityLinkAccountOnce,
        )) => Flash::notice(w.t(
            "没有关联：您的账号或对方的账号已经关联过了。",
            "Not linked: your account or the other one is linked already.",
        )),
        Err(other) => return Err(other.into()),
    };
    Ok(flash.then("/account/identity"))
}

/// `POST /account/identity`: for whoever is signed in and knows the password; leads to the provider.
async fn link(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Form(form): Form<PasswordForm>,
) -> Result<Response, AppError> {
    let Some(provider) = site.oidc.clone() else { return Ok(none_here(visit.words)) };
    if let Some(refused) = refused(&site, &viewer, &visit, form).await? {
        return Ok(refused);
    }
    match oidc::begin(&site, &provider, "", Some(viewer.account.0.clone())).await {
        // Not by a redirect: the content policy lets no form lead away from this site.
        Ok(begun) => {
            let page = going_page(&visit, &provider.label, begun.address).into_response();
            Ok(with_cookie(page, &begun.cookie))
        }
        Err(error @ AppError::Conflict { .. }) => {
            Ok(Flash::notice(error.say().to(visit.words)).then("/account/identity"))
        }
        Err(other) => Err(other),
    }
}

/// `POST /account/identity/remove`: for whoever is signed in and knows the password.
async fn unlink(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Form(form): Form<PasswordForm>,
) -> Result<Response, AppError> {
    let w = visit.words;
    let Some(provider) = site.oidc.clone() else { return Ok(none_here(w)) };
    if let Some(refused) = refused(&site, &viewer, &visit, form).await? {
        return Ok(refused);
    }
    let action = AuditAction::IdentityUnlink { account: viewer.account.clone() };
    let event = site.event(&viewer, &from, action, "");
    let gone = site.db.unlink_identity(&provider.issuer, &viewer.account, &event).await?;
    let flash = if gone {
        Flash::done(w.t("已取消关联。", "The link is removed."))
    } else {
        Flash::notice(w.t("现在没有关联。", "There is no link."))
    };
    Ok(flash.then("/account/identity"))
}

/// The page again, where the password is not right.
async fn refused(
    site: &Site,
    viewer: &Viewer,
    visit: &Visit,
    form: PasswordForm,
) -> Result<Option<Response>, AppError> {
    let mut state = FormState::from(form);
    let confirmed = confirm_password(site, viewer, &state.form.password).await;
    if state.check_password(visit.words, "password", confirmed)?.is_none() {
        return Ok(None);
    }
    Ok(Some(identity_page(site, viewer, visit, state).await?.refused().into_response()))
}
