//! Adding and removing passkeys.

use std::ops::RangeInclusive;

use app::words::Words;
use axum::Router;
use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use domain::audit::AuditAction;
use web::address::Address;
use web::cookie::with_cookie;
use web::error::AppError;
use web::flash::Flash;
use web::form::{FormState, PasswordForm, text};
use web::passkey::{PasskeyAnswer, add, ask_to_add};
use web::sign_in::{confirm_password, renew_session, session_cookie};
use web::{Device, Site, Viewer, Visit};

use super::page::{PasskeyAddForm, asking_page, gone, passkeys_page, removing_page};

pub fn routes() -> Router<Site> {
    Router::new()
        .route("/account/passkeys", post(begin))
        .route("/account/passkeys/add", post(finish))
        .route("/account/passkeys/{id}/remove", post(remove))
}

const HERE: &str = "/account/passkeys";
/// How long the name of a passkey may be, in characters.
const NAME_CHARS: RangeInclusive<usize> = 1..=40;

/// `POST /account/passkeys`: for whoever is signed in and knows the password. The device is asked next.
async fn begin(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Form(form): Form<PasskeyAddForm>,
) -> Result<Response, AppError> {
    let w = visit.words;
    let mut state = FormState::from(PasskeyAddForm { name: domain::typed::visible(&form.name), ..form });
    let unfit = w.t("请起一个名字，最多 40 个字。", "Please give it a name of at most 40 characters.");
    let name = text(&state.form.name, NAME_CHARS, unfit);
    let name = name.and_then(|name| if name.contains(char::is_control) { Err(unfit) } else { Ok(name) });
    let Some(name) = state.check("name", name) else {
        return Ok(passkeys_page(&site, &viewer, &visit, state).await?.refused().into_response());
    };
    let confirmed = confirm_password(&site, &viewer, &state.form.password).await;
    if let Some(wrong) = state.check_password(w, "password", confirmed)? {
        return Ok(passkeys_page(&site, &viewer, &visit, state).await?.refused_by(&wrong));
    }
    match ask_to_add(&site, &viewer, &name).await {
        Ok(asked) => Ok(asking_page(&site, &visit, asked, name).into_response()),
        Err(error @ AppError::Conflict { .. }) => Ok(Flash::notice(error.say().to(w)).then(HERE)),
        Err(other) => Err(other),
    }
}

/// `POST /account/passkeys/add`: for whoever was asked a moment ago. Every sign-in opened without it ends.
async fn finish(
    State(site): State<Site>,
    viewer: Viewer,
    w: Words,
    from: Address,
    device: Device,
    Form(sent): Form<PasskeyAnswer>,
) -> Result<Response, AppError> {
    let ended = site.db.open_logins(&viewer.account, site.now()).await?;
    let name = match add(&site, &viewer, &sent, &from).await {
        Ok(name) => name,
        Err(error @ (AppError::Invalid { .. } | AppError::Gone { .. } | AppError::Conflict { .. })) => {
            return Ok(Flash::notice(error.say().to(w)).then(HERE));
        }
        Err(other) => return Err(other),
    };
    for login in ended {
        site.session_cache.forget(&login.token_digest);
    }
    let found = site.db.credentials(&viewer.login).await?.ok_or(AppError::NotFound)?;
    let grants = site.db.grants(&viewer.account, site.now()).await?;
    let opened = renew_session(&site, found, grants, &device).await?;
    let done = match w {
        Words::Zh => format!("已添加“{name}”，其他设备都已退出。"),
        Words::En => format!("“{name}” is added; other devices are signed out."),
    };
    Ok(with_cookie(Flash::done(done).then(HERE), &session_cookie(&site, &opened.token)))
}

/// `POST /account/passkeys/{id}/remove`: for whoever is signed in and knows the password, one of their own.
async fn remove(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Path(id): Path<String>,
    Form(form): Form<PasswordForm>,
) -> Result<Response, AppError> {
    let w = visit.words;
    if removing_page(&site, &viewer, &visit, &id, FormState::default()).await?.is_none() {
        return Ok(gone(w));
    }
    let mut state = FormState::from(form);
    let confirmed = confirm_password(&site, &viewer, &state.form.password).await;
    if let Some(wrong) = state.check_password(w, "password", confirmed)? {
        let page = removing_page(&site, &viewer, &visit, &id, state).await?;
        return Ok(page.map_or_else(|| gone(w), |page| page.refused_by(&wrong)));
    }
    let action = AuditAction::PasskeyRemove { passkey: id.as_str().into() };
    let event = site.event(&viewer, &from, action, "");
    if !site.db.remove_passkey(&viewer.account, &id, &event).await? {
        return Ok(gone(w));
    }
    // Where a second factor is required, the rights end with the last: what is remembered of this account is read anew.
    for login in site.db.open_logins(&viewer.account, site.now()).await? {
        site.session_cache.forget(&login.token_digest);
    }
    Ok(Flash::done(w.t("通行密钥已删除。", "The passkey is removed.")).then(HERE))
}
