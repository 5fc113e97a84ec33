//! The buttons of “my account”.

use app::words::Words;
use axum::Router;
use axum::extract::{Form, Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::post;
use domain::access::is_official;
use domain::audit::AuditAction;
use domain::consent::Purpose;
use domain::id::DeviceKeyId;
use domain::password::Owner;
use store::sealed::{DOCUMENT, PHONE, SealedColumn};
use web::address::Address;
use web::cookie::with_cookie;
use web::error::AppError;
use web::flash::Flash;
use web::form::{FormState, new_password};
use web::password_hash::hash_password;
use web::sign_in::{confirm_password, renew_session, session_cookie};
use web::viewer::token_digest;
use web::{Device, Site, Viewer, Visit};

use super::consents::ConsentForm;
use super::parts::Part;
use super::password::PasswordChangeForm;
use super::security::security_page;

pub fn routes() -> Router<Site> {
    Router::new()
        .route("/account/consents", post(consent))
        .route("/account/devices/{name}/end", post(end_device))
        .route("/account/devices/end-others", post(end_others))
        .route("/account/signing/{key}/remove", post(remove_signing))
        .route("/account/password", post(change_password))
}

/// `POST /account/consents`: for whoever is signed in, about themselves only.
async fn consent(
    State(site): State<Site>,
    viewer: Viewer,
    w: Words,
    from: Address,
    Form(form): Form<ConsentForm>,
) -> Result<Response, AppError> {
    let given = match form.action.as_str() {
        "give" => true,
        "withdraw" => false,
        _ => return Ok(Flash::notice(w.t("没有改动。", "Nothing was changed.")).then("/account")),
    };
    let purpose = Purpose::from_code(&form.purpose).ok_or(AppError::NotFound)?;
    let person = viewer.person.clone();
    let action = if given {
        AuditAction::ConsentGive { person, purpose }
    } else {
        AuditAction::ConsentWithdraw { person, purpose }
    };
    let event = site.event(&viewer, &from, action, "");
    site.db.record_consent(&site.new_id(), &viewer.person, purpose, given, &event).await?;
    let done = if given { w.t("已同意。", "Agreed.") } else { w.t("已撤回。", "Taken back.") };
    Ok(Flash::done(done).then("/account"))
}

/// `POST /account/devices/{name}/end`: for whoever is signed in, one of their own sign-ins.
async fn end_device(
    State(site): State<Site>,
    viewer: Viewer,
    w: Words,
    Path(name): Path<String>,
) -> Result<Response, AppError> {
    let logins = site.db.open_logins(&viewer.account, site.now()).await?;
    let Some(login) = logins.into_iter().find(|login| login.name() == name) else {
        // It ended by itself meanwhile, or is somebody else's: the same to whoever asks.
        return Ok(Flash::notice(w.t("这台设备已经退出了。", "It is signed out already."))
            .then(Part::Devices.address()));
    };
    site.db.close_login(&login.token_digest).await?;
    site.session_cache.forget(&login.token_digest);
    Ok(Flash::done(w.t("已退出那台设备。", "It is signed out.")).then(Part::Devices.address()))
}

/// `POST /account/signing/{key}/remove`: for whoever is signed in, one of their own devices.
async fn remove_signing(
    State(site): State<Site>,
    viewer: Viewer,
    w: Words,
    Path(key): Path<DeviceKeyId>,
) -> Result<Response, AppError> {
    let flash = if site.db.remove_device_key(&viewer.account, &key, site.now()).await? {
        Flash::done(w.t("已移除那台设备。", "It is removed."))
    } else {
        Flash::notice(w.t("这台设备已经移除了。", "It is removed already."))
    };
    Ok(flash.then(Part::Devices.address()))
}

/// `POST /account/devices/end-others`: for whoever is signed in, all of their own sign-ins but this one.
async fn end_others(
    State(site): State<Site>,
    viewer: Viewer,
    w: Words,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    let here = token_digest(&site, &headers);
    for login in site.db.open_logins(&viewer.account, site.now()).await? {
        if Some(login.token_digest) != here {
            site.db.close_login(&login.token_digest).await?;
            site.session_cache.forget(&login.token_digest);
        }
    }
    Ok(Flash::done(w.t("其他设备都已退出。", "All other devices are signed out."))
        .then(Part::Devices.address()))
}

/// `POST /account/password`: for whoever is signed in and knows the old one. Every sign-in ends, this one begins anew.
async fn change_password(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    device: Device,
    Form(form): Form<PasswordChangeForm>,
) -> Result<Response, AppError> {
    let w = visit.words;
    let mut state = FormState::from(form);
    let wrong = check(&site, &viewer, w, &mut state).await?;
    if !state.is_valid() {
        return Ok(security_page(&site, &viewer, &visit, state).await?.refused_by(wrong.as_ref()));
    }
    let hash = hash_password(&site, &state.form.password).await?;
    let action = AuditAction::AccountPassword { account: viewer.account.clone() };
    let event = site.event(&viewer, &from, action, "");
    let ended = site.db.open_logins(&viewer.account, site.now()).await?;
    site.db.change_password(&viewer.account, &hash, &event).await?;
    for login in ended {
        site.session_cache.forget(&login.token_digest);
    }
    let found = site.db.credentials(&viewer.login).await?.ok_or(AppError::NotFound)?;
    let opened = renew_session(&site, found, viewer.grants, &device).await?;
    let done = w.t("密码已改，其他设备都已退出。", "The password is changed; other devices are signed out.");
    Ok(with_cookie(Flash::done(done).then(Part::Security.address()), &session_cookie(&site, &opened.token)))
}

/// Keeps what is wrong with the new password, or else with the old one; answers the error behind the latter.
async fn check(
    site: &Site,
    viewer: &Viewer,
    w: Words,
    state: &mut FormState<PasswordChangeForm>,
) -> Result<Option<AppError>, AppError> {
    let (document, phone) = site.db.sealed_numbers(&viewer.person).await?;
    let open = async |column: SealedColumn, sealed: &[u8]| -> Result<String, AppError> {
        Ok(site.open(column.of(&viewer.person.0), sealed).await?.unwrap_or_default())
    };
    let (document, phone) = (open(DOCUMENT, &document).await?, open(PHONE, &phone).await?);
    // Not by the viewer: an official who owes a second factor has no rights there.
    let official = is_official(&site.db.grants(&viewer.account, site.now()).await?);
    let owner =
        Owner { name: &viewer.name, login: &viewer.login, phone: &phone, document: &document, official };
    let new = new_password(w, &state.form.password, &state.form.again, owner);
    if state.form.password == state.form.old && !matches!(new, Err(("password", _))) {
        state.refuse("password", w.t("新密码和现在的一样。", "The new password is the present one."));
    } else {
        state.check_all(new);
    }
    if !state.is_valid() {
        return Ok(None);
    }
    match confirm_password(site, viewer, &state.form.old).await {
        Err(error @ AppError::WrongPassword) => {
            state.refuse("old", w.t("现在的密码不对。", "The present password is wrong."));
            Ok(Some(error))
        }
        confirmed => state.check_password(w, "old", confirmed),
    }
}
