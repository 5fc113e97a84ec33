//! Adding and removing passkeys.

use app::words::Words;
use axum::Router;
use axum::extract::{Form, Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use serde::Deserialize;
use web::address::Address;
use web::error::AppError;
use web::flash::{Flash, with_cookie};
use web::passkey::{Sent, add, ask_to_add};
use web::sign_in::{confirm_password, renew_session, session_cookie};
use web::{Device, Site, Viewer, Visit};

use super::page::{Typed, asking_page, gone, passkeys_page, removing_page};
use crate::account::event;

pub fn routes() -> Router<Site> {
    Router::new()
        .route("/account/passkeys", post(begin))
        .route("/account/passkeys/add", post(finish))
        .route("/account/passkeys/{id}/remove", post(remove))
}

const HERE: &str = "/account/passkeys";
const NAME_CHARS_MAX: usize = 40;

#[derive(Deserialize)]
struct Begin {
    #[serde(default)]
    name: String,
    #[serde(default)]
    password: String,
}

/// `POST /account/passkeys`: for whoever is signed in and knows the password. The device is asked next.
async fn begin(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Form(typed): Form<Begin>,
) -> Result<Response, AppError> {
    let w = visit.words;
    let name = typed.name.trim();
    let unfit = name.is_empty() || name.chars().count() > NAME_CHARS_MAX || name.contains(char::is_control);
    if unfit {
        let error = w.t("请起一个名字，最多 40 个字。", "Please give it a name of at most 40 characters.");
        let typed = Typed { name: name.to_owned(), name_error: Some(error.to_owned()), password_error: None };
        let page = passkeys_page(&site, &viewer, &visit, typed).await?;
        return Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response());
    }
    if let Err(error) = confirm_password(&site, &viewer, &typed.password).await {
        let says = wrong_password(w, &error).ok_or(error)?;
        let typed =
            Typed { name: name.to_owned(), name_error: None, password_error: Some(says.sentence.clone()) };
        let page = passkeys_page(&site, &viewer, &visit, typed).await?;
        return Ok(says.on(page.into_response()));
    }
    match ask_to_add(&site, &viewer, name).await {
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
    Form(sent): Form<Sent>,
) -> Result<Response, AppError> {
    let ended = site.db.open_logins(&viewer.account, site.now()).await?;
    let line = |id| event(&site, &viewer, from, "passkey.add", format!("passkey:{id}"));
    let name = match add(&site, &viewer, &sent, line).await {
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

#[derive(Deserialize)]
struct Password {
    #[serde(default)]
    password: String,
}

/// `POST /account/passkeys/{id}/remove`: for whoever is signed in and knows the password, one of their own.
async fn remove(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Path(id): Path<String>,
    Form(typed): Form<Password>,
) -> Result<Response, AppError> {
    let w = visit.words;
    if removing_page(&site, &viewer, &visit, &id, None).await?.is_none() {
        return Ok(gone(w));
    }
    if let Err(error) = confirm_password(&site, &viewer, &typed.password).await {
        let says = wrong_password(w, &error).ok_or(error)?;
        let page = removing_page(&site, &viewer, &visit, &id, Some(says.sentence.clone())).await?;
        return Ok(page.map_or_else(|| gone(w), |page| says.on(page.into_response())));
    }
    let event = event(&site, &viewer, from, "passkey.remove", format!("passkey:{id}"));
    if !site.db.remove_passkey(&viewer.account, &id, &event).await? {
        return Ok(gone(w));
    }
    // Where a second factor is required, the rights end with the last: what is remembered of this account is read anew.
    for login in site.db.open_logins(&viewer.account, site.now()).await? {
        site.session_cache.forget(&login.token_digest);
    }
    Ok(Flash::done(w.t("通行密钥已删除。", "The passkey is removed.")).then(HERE))
}

/// What is said of a password that was wrong, and how.
struct WrongPassword {
    sentence: String,
    status: StatusCode,
    wait: Option<axum::http::HeaderValue>,
}

fn wrong_password(w: Words, error: &AppError) -> Option<WrongPassword> {
    let (sentence, status) = match error {
        AppError::WrongPassword => {
            (w.t("密码不对。", "The password is wrong.").to_owned(), StatusCode::UNPROCESSABLE_ENTITY)
        }
        AppError::TooMany { .. } => (error.say().to(w).to_owned(), StatusCode::TOO_MANY_REQUESTS),
        _ => return None,
    };
    Some(WrongPassword { sentence, status, wait: error.retry_after() })
}

impl WrongPassword {
    fn on(self, mut page: Response) -> Response {
        *page.status_mut() = self.status;
        if let Some(wait) = self.wait {
            page.headers_mut().insert(header::RETRY_AFTER, wait);
        }
        page
    }
}
