//! Taking an official's second factor away.

use std::ops::RangeInclusive;

use app::words::Words;
use axum::Router;
use axum::extract::{Form, State};
use axum::response::Response;
use axum::routing::post;
use domain::access::Action;
use domain::access::is_official;
use domain::audit::AuditAction;
use store::sign_in::Credentials;
use web::address::Address;
use web::error::AppError;
use web::flash::Flash;
use web::form::{FormState, text};
use web::sign_in::confirm_password;
use web::{Site, Viewer, Visit};

use super::page::{ResetForm, second_factors_page};

pub fn routes() -> Router<Site> {
    Router::new().route("/second-factors", post(reset))
}

/// How long the reason may be, in characters.
const REASON_CHARS: RangeInclusive<usize> = 1..=200;

/// `POST /second-factors`: for the system administrator, about another official.
async fn reset(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Form(form): Form<ResetForm>,
) -> Result<Response, AppError> {
    viewer.require(Action::ResetSecondFactor)?;
    let w = visit.words;
    let mut state = FormState::from(form);
    let login = domain::typed::plain(&state.form.account).to_lowercase();
    let whose = match official(&site, &login).await? {
        None => Err(w.t("没有这个工作人员账号。", "There is no official with this account.")),
        Some(_) if login == viewer.login => {
            Err(w.t("自己的要请另一位系统管理员重置。", "Ask another administrator to reset your own."))
        }
        Some(found) => Ok(found),
    };
    let whose = state.check("account", whose);
    let unfit = w.t("请写原因，最多 200 字。", "Please give a reason of at most 200 characters.");
    let reason = state.check("reason", text(&state.form.reason, REASON_CHARS, unfit));
    let mut wrong = None;
    if state.is_valid() {
        let confirmed = confirm_password(&site, &viewer, &state.form.password).await;
        wrong = state.check_password(w, "password", confirmed)?;
    }
    let (Some(whose), Some(reason), true) = (whose, reason, state.is_valid()) else {
        return Ok(second_factors_page(&viewer, &visit, state).refused_by(wrong.as_ref()));
    };
    let account = whose.account_id;
    let action = AuditAction::SecondFactorReset { account: account.clone() };
    let event = site.event(&viewer, &from, action, reason);
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
    let grants = site.db.grants(&found.account_id, site.now()).await?;
    Ok(is_official(&grants).then_some(found))
}
