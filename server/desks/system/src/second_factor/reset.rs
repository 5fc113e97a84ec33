//! Taking an official's second factor away.

use app::words::Words;
use axum::Router;
use axum::extract::{Form, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use domain::access::Action;
use domain::access::is_official;
use domain::id::AccountId;
use serde::Deserialize;
use store::audit::AuditEvent;
use store::sign_in::Credentials;
use web::address::Address;
use web::error::AppError;
use web::flash::Flash;
use web::sign_in::confirm_password;
use web::{Site, Viewer, Visit};

use super::page::{Typed, second_factors_page};

pub fn routes() -> Router<Site> {
    Router::new().route("/second-factors", post(reset))
}

const REASON_CHARS_MAX: usize = 200;

#[derive(Deserialize)]
struct Reset {
    #[serde(default)]
    account: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    password: String,
}

/// `POST /second-factors`: for the system administrator, about another official.
async fn reset(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Form(typed): Form<Reset>,
) -> Result<Response, AppError> {
    viewer.require(Action::ResetSecondFactor)?;
    let w = visit.words;
    let (login, reason) = (typed.account.trim().to_lowercase(), typed.reason.trim());
    let mut errors = Vec::new();
    let mut wait = None;
    let whose = official(&site, &login).await?;
    if whose.is_none() {
        let say = w.t("没有这个工作人员账号。", "There is no official with this account.");
        errors.push(("account".to_owned(), say.to_owned()));
    } else if login == viewer.login {
        let say = w.t("自己的要请另一位系统管理员重置。", "Ask another administrator to reset your own.");
        errors.push(("account".to_owned(), say.to_owned()));
    }
    if reason.is_empty() || reason.chars().count() > REASON_CHARS_MAX {
        let say = w.t("请写原因，最多 200 字。", "Please give a reason of at most 200 characters.");
        errors.push(("reason".to_owned(), say.to_owned()));
    }
    if errors.is_empty() {
        match confirm_password(&site, &viewer, &typed.password).await {
            Ok(()) => {}
            Err(AppError::WrongPassword) => {
                errors.push(("password".to_owned(), w.t("密码不对。", "The password is wrong.").to_owned()));
            }
            Err(error @ AppError::TooMany { .. }) => {
                wait = error.retry_after();
                errors.push(("password".to_owned(), error.say().to(w).to_owned()));
            }
            Err(other) => return Err(other),
        }
    }
    let Some(whose) = whose.filter(|_| errors.is_empty()) else {
        let typed = Typed { account: typed.account, reason: typed.reason, errors };
        let page = second_factors_page(&viewer, &visit, typed);
        let mut response = page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response();
        if let Some(wait) = wait {
            *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
            response.headers_mut().insert(header::RETRY_AFTER, wait);
        }
        return Ok(response);
    };
    let account = AccountId(whose.account_id);
    let event = AuditEvent {
        id: site.new_id(),
        at_ms: site.now(),
        account: Some(viewer.account.clone()),
        action: "second_factor.reset",
        subject: format!("account:{account}"),
        reason: reason.to_owned(),
        detail: "{}".to_owned(),
        address: from.0,
    };
    let ended = site.db.open_logins(&account, site.now()).await?;
    site.db.reset_second_factor(&account, &event).await?;
    for login in ended {
        site.session_cache.forget(&login.token_digest);
    }
    let done = match w {
        Words::Zh => format!("{}（{login}）的二次验证已重置，下次登录要重新设置。", whose.name),
        Words::En => format!("The second factor of {} ({login}) is reset.", whose.name),
    };
    Ok(Flash::done(done).then("/second-factors"))
}

/// Whose account this is, if it is an official's: learners are nobody's business here.
async fn official(site: &Site, login: &str) -> Result<Option<Credentials>, AppError> {
    let Some(found) = site.db.credentials(login).await? else { return Ok(None) };
    let grants = site.db.grants(&AccountId(found.account_id.clone()), site.now()).await?;
    Ok(is_official(&grants).then_some(found))
}
