//! The buttons about officials: inviting, accepting, closing an account, handing a post over.

use app::words::Words;
use axum::Router;
use axum::extract::{Form, Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::access::{Action, Role};
use domain::id::AccountId;
use domain::official::{INVITATION_MS, may_appoint};
use domain::password::Owner;
use domain::time::DAY_MS;
use serde::Deserialize;
use store::audit::AuditEvent;
use store::digest::Purpose;
use store::official::{HandOver, NewInvitation, NotAccepted};
use web::address::Address;
use web::error::AppError;
use web::sign_in::confirm_password;
use web::viewer::token_digest;
use web::{Flash, Site, Viewer, Visit, password};

use super::detail::{Typed, may_dismiss, person_page};
use super::invite::{Typed as InviteTyped, choices, invitation_page, invite_page, link_page};

pub fn routes() -> Router<Site> {
    Router::new()
        .route("/people/invite", post(invite))
        .route("/people/{account}/deactivate", post(deactivate))
        .route("/people/{account}/activate", post(activate))
        .route("/people/{account}/hand-over", post(hand_over))
        .route("/invitation/{code}", post(accept))
}

fn event(
    site: &Site,
    viewer: &Viewer,
    from: &Address,
    action: &'static str,
    subject: String,
    reason: &str,
) -> AuditEvent {
    AuditEvent {
        id: site.new_id(),
        at_ms: site.now(),
        account: Some(viewer.account.clone()),
        action,
        subject,
        reason: reason.to_owned(),
        detail: "{}".to_owned(),
        address: from.0.clone(),
    }
}

/// What is wrong with a reason, if anything.
fn wrong_reason(w: Words, reason: &str) -> Option<String> {
    match reason.trim().chars().count() {
        0..4 => Some(
            w.t("请写明理由，至少四个字。", "Please give a reason, in four characters or more.").to_owned(),
        ),
        4..=300 => None,
        _ => Some(w.t("理由太长，请控制在 300 字以内。", "Please keep it below 300 characters.").to_owned()),
    }
}

#[derive(Deserialize)]
struct Invited {
    #[serde(default)]
    name: String,
    #[serde(default)]
    role: String,
    #[serde(default)]
    organisation: String,
    #[serde(default)]
    region: String,
}

/// `POST /people/invite`: for whoever may appoint this role there. The link is on the answer and nowhere else.
async fn invite(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    headers: HeaderMap,
    Form(typed): Form<Invited>,
) -> Result<Response, AppError> {
    viewer.require(Action::ManageOfficials)?;
    let w = visit.words;
    let known = choices(&site, &viewer).await?;
    let mut errors = Vec::new();
    let name = typed.name.trim();
    if !(2..=30).contains(&name.chars().count()) {
        errors.push((
            "name".to_owned(),
            w.t("请写姓名，2 到 30 个字。", "Please write a name of 2 to 30 characters.").to_owned(),
        ));
    }
    let role = Role::from_code(&typed.role).filter(|role| known.roles.contains(role));
    let organisation = known.organisations.iter().find(|(id, ..)| *id == typed.organisation).cloned();
    if organisation.is_none() {
        errors.push((
            "organisation".to_owned(),
            w.t("请选择单位。", "Please choose the organisation.").to_owned(),
        ));
    }
    let fits = role
        .zip(organisation.as_ref())
        .is_some_and(|(role, (id, ..))| may_appoint(&viewer.grants, role, Some(&id.as_str().into())));
    if role.is_none() || (organisation.is_some() && !fits) {
        errors.push(("role".to_owned(), w.t("请选择岗位。", "Please choose the post.").to_owned()));
    }
    let (Some(role), Some((organisation, _, _, seat)), true) = (role, organisation, errors.is_empty()) else {
        let typed = InviteTyped {
            name: typed.name,
            role: typed.role,
            organisation: typed.organisation,
            region: typed.region,
            errors,
        };
        let page = invite_page(&visit, known, typed)?;
        return Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response());
    };
    let chosen = known.regions.iter().find(|(id, ..)| *id == typed.region).map(|(id, ..)| id.clone());
    let mut secret = [0; 18];
    site.rng.fill(&mut secret);
    let code = URL_SAFE_NO_PAD.encode(secret);
    let new = NewInvitation {
        id: site.new_id(),
        code_digest: site.keys.digest(Purpose::Invitation, &code),
        name: name.to_owned(),
        role,
        organisation: organisation.into(),
        region: chosen.unwrap_or(seat).into(),
        invited_by: viewer.account.clone(),
        expires_at: site.now() + INVITATION_MS,
    };
    let mut event = event(&site, &viewer, &from, "official.invite", format!("invitation:{}", new.id), "");
    name.clone_into(&mut event.detail);
    site.db.invite(&new, &event).await?;
    let origin = site.origin.as_deref().map_or_else(
        || {
            let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
            format!("http://{host}")
        },
        ToOwned::to_owned,
    );
    Ok(link_page(&visit, new.name, format!("{origin}/invitation/{code}")).into_response())
}

#[derive(Deserialize)]
struct Accepted {
    #[serde(default)]
    password: String,
}

/// `POST /invitation/{code}`: for whoever has the link and signs in with an account of their own.
async fn accept(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    headers: HeaderMap,
    Path(code): Path<String>,
    Form(typed): Form<Accepted>,
) -> Result<Response, AppError> {
    let w = visit.words;
    let digest = site.keys.digest(Purpose::Invitation, &code);
    let Some(open) = site.db.open_invitation(&digest, site.now()).await? else {
        return Ok(invitation_page(&visit, &code, None, None).into_response());
    };
    let refused = match confirm_password(&site, &viewer, &typed.password).await {
        Ok(()) => too_easy(w, &viewer, &typed.password),
        Err(AppError::WrongPassword) => Some(w.t("密码不对。", "The password is wrong.").to_owned()),
        Err(error @ AppError::TooMany { .. }) => Some(error.say().to(w).to_owned()),
        Err(other) => return Err(other),
    };
    if refused.is_some() {
        let page = invitation_page(&visit, &code, Some(open), refused);
        return Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response());
    }
    let event = event(&site, &viewer, &from, "official.accept", format!("invitation:{}", open.id), "");
    let why = match site.db.accept_invitation(&digest, &viewer.account, &event).await? {
        Ok(()) => {
            // The new rights hold from the next page on.
            if let Some(token) = token_digest(&site, &headers) {
                site.session_cache.forget(&token);
            }
            return Ok(
                Flash::done(w.t("已接受，新岗位马上生效。", "Accepted: the post is yours.")).then("/account")
            );
        }
        Err(NotAccepted::Over) => return Ok(invitation_page(&visit, &code, None, None).into_response()),
        Err(NotAccepted::Own) => w.t("不能接受自己发的邀请。", "Nobody accepts their own invitation."),
        Err(NotAccepted::Apart) => w.t(
            "系统管理和审核、拨付、监督不能是同一个人，请让邀请人换人。",
            "Nobody both runs the system and reviews, pays or audits. Somebody else must be invited.",
        ),
    };
    let page = invitation_page(&visit, &code, Some(open), Some(why.to_owned()));
    Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}

/// Why a learner's password will not do for an official.
fn too_easy(w: Words, viewer: &Viewer, password: &str) -> Option<String> {
    let owner = Owner { name: &viewer.name, login: &viewer.login, official: true, ..Owner::default() };
    let why = w.password_refused(password::refusal(password, owner)?);
    Some(match w {
        Words::Zh => {
            format!("工作人员的密码要更难猜。您现在的不行：{why}请先在“我的账号”里改密码，再来接受。")
        }
        Words::En => format!(
            "An official's password must be harder to guess. Yours will not do: {why} Change it under “My account” first, then accept."
        ),
    })
}

#[derive(Deserialize)]
struct Said {
    #[serde(default)]
    reason: String,
    #[serde(default)]
    day: String,
    /// Role and account of the successor.
    #[serde(default)]
    successor: String,
}

/// `POST /people/{account}/deactivate`: within the viewer's right, never about themselves.
async fn deactivate(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Path(account): Path<String>,
    Form(said): Form<Said>,
) -> Result<Response, AppError> {
    viewer.require(Action::ManageOfficials)?;
    set_active(&site, &viewer, &visit, &from, AccountId(account), said.reason, false).await
}

/// `POST /people/{account}/activate`: within the viewer's right, never about themselves.
async fn activate(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Path(account): Path<String>,
    Form(said): Form<Said>,
) -> Result<Response, AppError> {
    viewer.require(Action::ManageOfficials)?;
    set_active(&site, &viewer, &visit, &from, AccountId(account), said.reason, true).await
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
    reason: String,
    active: bool,
) -> Result<Response, AppError> {
    let w = visit.words;
    require_dismissal(site, viewer, &account).await?;
    if let Some(sentence) = wrong_reason(w, &reason) {
        let typed = Typed { form: "active", reason, error: Some(("reason", sentence)), ..Typed::default() };
        let page = person_page(site, viewer, visit, &account, typed).await?;
        return Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response());
    }
    let action = if active { "official.activate" } else { "official.deactivate" };
    let event = event(site, viewer, from, action, format!("account:{account}"), reason.trim());
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

/// `POST /people/{account}/hand-over`: within the viewer's right, never about themselves.
async fn hand_over(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Path(account): Path<String>,
    Form(said): Form<Said>,
) -> Result<Response, AppError> {
    viewer.require(Action::ManageOfficials)?;
    let (w, account) = (visit.words, AccountId(account));
    require_dismissal(&site, &viewer, &account).await?;
    let (official, posts) = (site.db.official(&account).await?, site.db.posts(&account).await?);
    let chosen = said.successor.split_once(':').and_then(|(role, successor)| {
        let post = posts.iter().find(|post| post.role == role && post.ends_at.is_none())?;
        Some((Role::from_code(role)?, post, AccountId(successor.to_owned())))
    });
    let chosen = match chosen {
        Some((role, post, successor)) => {
            let known = site.db.colleagues(post, &official.person_id, site.now()).await?;
            known.iter().any(|other| other.account == successor).then_some((role, successor))
        }
        None => None,
    };
    let zone = site.zone();
    let ends_at =
        zone.day_start_ms(&said.day).map(|start_ms| start_ms + DAY_MS).filter(|at| *at > site.now());
    let error = if chosen.is_none() {
        Some(("successor", w.t("请选择谁接手。", "Please choose the successor.").to_owned()))
    } else if ends_at.is_none() {
        Some(("day", w.t("请选择今天或以后的一天。", "Please choose today or a later day.").to_owned()))
    } else {
        wrong_reason(w, &said.reason).map(|sentence| ("reason", sentence))
    };
    let (Some((role, successor)), Some(ends_at), None) = (chosen, ends_at, &error) else {
        let Said { reason, day, successor } = said;
        let typed = Typed { form: "hand-over", day, successor, reason, error };
        let page = person_page(&site, &viewer, &visit, &account, typed).await?;
        return Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response());
    };
    let event =
        event(&site, &viewer, &from, "official.hand_over", format!("account:{account}"), said.reason.trim());
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
