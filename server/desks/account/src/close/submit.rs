//! The button that closes one's account.

use axum::Router;
use axum::extract::{Form, State};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use domain::audit::AuditAction;
use domain::consent::{Purpose, standing};
use store::closing::{Closed, Closing};
use store::sealed::NAME;
use web::address::Address;
use web::cookie::with_cookie;
use web::error::AppError;
use web::flash::Flash;
use web::form::FormState;
use web::sign_in::{confirm_password, no_session_cookie};
use web::{Site, Viewer, Visit};

use super::page::{CloseForm, Losses, close_page, in_post};

pub fn routes() -> Router<Site> {
    Router::new().route("/account/close", post(close))
}

/// `POST /account/close`: for whoever is signed in and knows the password, about themselves only.
async fn close(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Form(form): Form<CloseForm>,
) -> Result<Response, AppError> {
    let w = visit.words;
    let mut state = FormState::from(form);
    if in_post(w, &site.db.grants(&viewer.account, site.now()).await?).is_some() {
        return Ok(close_page(&site, &viewer, &visit, state).await?.refused().into_response());
    }
    let remains = site.db.remains(&viewer.person, site.now()).await?;
    if state.form.known != "yes" && Losses::of(&site, &viewer, &remains).await?.any() {
        state.refuse("known", w.t("请先勾选：知道会失去什么。", "Please tick that you know what you lose."));
    }
    let confirmed = confirm_password(&site, &viewer, &state.form.password).await;
    let wrong = state.check_password(w, "password", confirmed)?;
    if !state.is_valid() {
        return Ok(close_page(&site, &viewer, &visit, state).await?.refused_by(wrong.as_ref()));
    }
    Ok(match closed(&site, &viewer, from).await? {
        Closed::InPost => close_page(&site, &viewer, &visit, state).await?.refused().into_response(),
        Closed::Done { .. } | Closed::Already => {
            let done = w.t(
                "账号已经注销。谢谢您来学习，以后想学随时可以再登记。",
                "The account is closed. Thank you for learning here; you can register again at any time.",
            );
            with_cookie(Flash::done(done).then("/"), &no_session_cookie(&site))
        }
    })
}

async fn closed(site: &Site, viewer: &Viewer, from: Address) -> Result<Closed, AppError> {
    let records = site.db.consents(&viewer.person).await?;
    let given = Purpose::ALL
        .into_iter()
        .filter(|purpose| standing(&records, *purpose).is_some_and(|record| record.given));
    let zone = site.zone();
    let closing = Closing {
        person: &viewer.person,
        name_sealed: site.seal(NAME.of(&viewer.person.0), &viewer.name),
        consents: given.map(|purpose| (site.new_id(), purpose)).collect(),
        kept_until_ms: &|last_ms| site.retention.kept_until_ms(last_ms, zone),
    };
    let retention = site.retention.version.clone();
    let action = AuditAction::AccountClose { person: viewer.person.clone(), retention };
    let event = site.event(viewer, &from, action, "");
    let ended = site.db.open_logins(&viewer.account, site.now()).await?;
    let closed = site.db.close_person(&closing, &event).await?;
    for login in ended {
        site.session_cache.forget(&login.token_digest);
    }
    Ok(closed)
}
