//! The buttons about an official: closing the account, opening it again, handing a post over.

use std::ops::RangeInclusive;

use app::words::Words;
use axum::Router;
use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use domain::access::{Action, Role};
use domain::audit::AuditAction;
use domain::id::AccountId;
use domain::official::may_appoint;
use domain::time::DAY_MS;
use serde::Deserialize;
use store::official::{HandOver, Official, Post};
use web::address::Address;
use web::error::AppError;
use web::form::{self, FormState};
use web::{Flash, Site, Viewer, Visit};

use super::detail::{ActiveForm, HandOverForm, OfficialForms, may_dismiss, person_page};

pub fn routes() -> Router<Site> {
    Router::new()
        .route("/people/{account}/deactivate", post(deactivate))
        .route("/people/{account}/activate", post(activate))
        .route("/people/{account}/confirm", post(confirm))
        .route("/people/{account}/hand-over", post(hand_over))
}

/// How long a reason may be, in characters.
const REASON_CHARS: RangeInclusive<usize> = 4..=300;

/// Which post is confirmed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct ConfirmForm {
    role: String,
}

/// Why it is done.
fn reason(w: Words, typed: &str) -> Result<String, String> {
    let short = w.t("请写明理由，至少四个字。", "Please give a reason, in four characters or more.");
    form::reason(w, typed, REASON_CHARS, short)
}

/// `POST /people/{account}/deactivate`: within the viewer's right, never about themselves.
async fn deactivate(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Path(account): Path<String>,
    Form(form): Form<ActiveForm>,
) -> Result<Response, AppError> {
    viewer.require(Action::ManageOfficials)?;
    set_active(&site, &viewer, &visit, &from, AccountId(account), form, false).await
}

/// `POST /people/{account}/activate`: within the viewer's right, never about themselves.
async fn activate(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Path(account): Path<String>,
    Form(form): Form<ActiveForm>,
) -> Result<Response, AppError> {
    viewer.require(Action::ManageOfficials)?;
    set_active(&site, &viewer, &visit, &from, AccountId(account), form, true).await
}

/// The right to end the posts of this account.
async fn require_dismissal(site: &Site, viewer: &Viewer, account: &AccountId) -> Result<(), AppError> {
    let (official, posts) = (site.db.official(account).await?, site.db.posts(account).await?);
    if may_dismiss(viewer, &official, &posts, site.now()) { Ok(()) } else { Err(AppError::Forbidden) }
}

async fn set_active(
    site: &Site,
    viewer: &Viewer,
    visit: &Visit,
    from: &Address,
    account: AccountId,
    form: ActiveForm,
    active: bool,
) -> Result<Response, AppError> {
    let w = visit.words;
    require_dismissal(site, viewer, &account).await?;
    let mut state = FormState::from(form);
    let Some(reason) = state.check("reason", reason(w, &state.form.reason)) else {
        let forms = OfficialForms { active: state, ..OfficialForms::default() };
        return Ok(person_page(site, viewer, visit, &account, forms).await?.refused().into_response());
    };
    let action = if active {
        AuditAction::OfficialActivate { account: account.clone() }
    } else {
        AuditAction::OfficialDeactivate { account: account.clone() }
    };
    let event = site.event(viewer, from, action, reason);
    let open = site.db.open_logins(&account, site.now()).await?;
    site.db.set_active(&account, active, &event).await?;
    for login in open {
        site.session_cache.forget(&login.token_digest);
    }
    let done = if active {
        w.t("账号已恢复。", "The account is open again.")
    } else {
        w.t("账号已停用，所有设备都已退出。", "The account is closed and signed out everywhere.")
    };
    Ok(Flash::done(done).then(&format!("/people/{account}")))
}

/// `POST /people/{account}/confirm`: within the viewer's right, neither about themselves nor about whom they invited.
async fn confirm(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Path(account): Path<String>,
    Form(form): Form<ConfirmForm>,
) -> Result<Response, AppError> {
    viewer.require(Action::ManageOfficials)?;
    let (w, account) = (visit.words, AccountId(account));
    let posts = site.db.posts(&account).await?;
    let none =
        w.t("这个岗位不需要确认，或者已经确认过了。", "This post needs no confirmation, or has it already.");
    let post = posts.iter().find(|post| post.role == form.role);
    let Some((post, role)) = post.and_then(|post| Some((post, Role::from_code(&post.role)?))) else {
        return Ok(Flash::notice(none).then(&format!("/people/{account}")));
    };
    if !may_appoint(&viewer.grants, role, post.organisation_id.as_ref()) {
        return Err(AppError::Forbidden);
    }
    let event =
        site.event(&viewer, &from, AuditAction::OfficialConfirm { account: account.clone(), role }, "");
    let confirmed = site.db.confirm_post(&account, role, &event).await?;
    for login in site.db.open_logins(&account, site.now()).await? {
        site.session_cache.forget(&login.token_digest);
    }
    let flash = if confirmed {
        Flash::done(w.t("已确认，岗位马上生效。", "Confirmed: the post is valid from now on."))
    } else {
        Flash::notice(none)
    };
    Ok(flash.then(&format!("/people/{account}")))
}

/// `POST /people/{account}/hand-over`: within the viewer's right, never about themselves.
async fn hand_over(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Path(account): Path<String>,
    Form(form): Form<HandOverForm>,
) -> Result<Response, AppError> {
    viewer.require(Action::ManageOfficials)?;
    let (w, account) = (visit.words, AccountId(account));
    require_dismissal(&site, &viewer, &account).await?;
    let (official, posts) = (site.db.official(&account).await?, site.db.posts(&account).await?);
    let chosen = successor(&site, &official, &posts, &form.successor).await?;
    let start_ms = site.zone().day_start_ms(&form.day);
    let ends_at = start_ms.map(|start_ms| start_ms + DAY_MS).filter(|at| *at > site.now());
    let mut hand_over = FormState::from(form);
    // The first that is wrong is said, and no more.
    let checked = || {
        let missing = ("successor", w.t("请选择谁接手。", "Please choose the successor.").to_owned());
        let (role, successor) = chosen.ok_or(missing)?;
        let past = ("day", w.t("请选择今天或以后的一天。", "Please choose today or a later day.").to_owned());
        let ends_at = ends_at.ok_or(past)?;
        let reason = reason(w, &hand_over.form.hand_reason).map_err(|sentence| ("hand_reason", sentence))?;
        Ok((role, successor, ends_at, reason))
    };
    let checked = checked();
    let Some((role, successor, ends_at, reason)) = hand_over.check_all(checked) else {
        let forms = OfficialForms { hand_over, ..OfficialForms::default() };
        return Ok(person_page(&site, &viewer, &visit, &account, forms).await?.refused().into_response());
    };
    let action = AuditAction::OfficialHandOver {
        account: account.clone(),
        role,
        successor: successor.clone(),
        ends_at_ms: ends_at,
    };
    let event = site.event(&viewer, &from, action, reason);
    let hand = HandOver { account: &account, role, ends_at, successor: &successor };
    let moved = site.db.hand_over(&hand, &event).await?;
    for login in site.db.open_logins(&account, site.now()).await? {
        site.session_cache.forget(&login.token_digest);
    }
    let done = match w {
        Words::Zh => format!("已安排交接，{moved} 件没办完的申诉转给了接手的人。"),
        Words::En => format!("Handed over; {moved} open appeals went to the successor."),
    };
    Ok(Flash::done(done).then(&format!("/people/{account}")))
}

/// The colleague who was chosen to take a post over, and which one: it must not have ended, and they hold one like it.
async fn successor(
    site: &Site,
    official: &Official,
    posts: &[Post],
    typed: &str,
) -> Result<Option<(Role, AccountId)>, AppError> {
    let chosen = typed.split_once(':').and_then(|(role, successor)| {
        let post = posts.iter().find(|post| post.role == role && post.ends_at.is_none())?;
        Some((Role::from_code(role)?, post, AccountId(successor.to_owned())))
    });
    let Some((role, post, successor)) = chosen else { return Ok(None) };
    let known = site.db.colleagues(post, &official.person_id, site.now()).await?;
    Ok(known.iter().any(|other| other.account == successor).then_some((role, successor)))
}
