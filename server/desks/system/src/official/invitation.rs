//! The page that an invitation's link opens, and accepting it.

use app::words::Words;
use axum::Router;
use axum::extract::{Form, Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::access::Role;
use domain::audit::AuditAction;
use domain::official::stands;
use domain::password::Owner;
use leptos::prelude::*;
use store::digest::Purpose;
use store::official::{NotAccepted, Pending};
use web::address::Address;
use web::error::AppError;
use web::form::{FormState, PasswordForm};
use web::page::{About, Page};
use web::parts::{Button, Fact, Facts, Field, Kind, LinkButton, Username};
use web::sign_in::confirm_password;
use web::viewer::token_digest;
use web::{Flash, Site, Viewer, Visit, password};

pub fn routes() -> Router<Site> {
    Router::new().route("/invitation/{code}", get(invitation).post(accept))
}

/// `GET /invitation/{code}`: open to everybody who has the link; accepting needs one's own account.
async fn invitation(
    State(site): State<Site>,
    visit: Visit,
    Path(code): Path<String>,
) -> Result<Page, AppError> {
    let digest = site.keys.digest(Purpose::Invitation, &code);
    let open = site.db.open_invitation(&digest, site.now()).await?;
    Ok(invitation_page(&visit, &code, open, FormState::default()))
}

/// What the link offers, or that it is over.
fn invitation_page(visit: &Visit, code: &str, open: Option<Pending>, state: FormState<PasswordForm>) -> Page {
    let w = visit.words;
    let about = About::new(w.t("邀请", "Invitation")).narrow();
    let Some(open) = open else {
        let page = visit.page(about, move || {
            view! {
                <h1>{w.t("这个邀请不能用了", "This invitation is over")}</h1>
                <p>{w.t("它可能已经用过、过期，或者抄错了。请让邀请您的人再发一个。", "It was used, has expired or was copied wrongly. Ask for another one.")}</p>
            }
        });
        return page.status(StatusCode::GONE);
    };
    let here = format!("/invitation/{code}");
    let next = percent_encoding::utf8_percent_encode(&here, percent_encoding::NON_ALPHANUMERIC).to_string();
    let viewer = visit.viewer.clone();
    visit.page(about, move || {
        let role = w.role_of(&open.role);
        let place = w.either(&open.organisation, &open.organisation_en);
        let refused = state.error("password");
        let rest = match viewer {
            Some(viewer) if viewer.name != open.name => view! {
                <section class="sheet stack">
                    <p>{refused.unwrap_or_else(|| for_another(w, &viewer.name, &open.name))}</p>
                    <form method="post" action="/sign-out">
                        <Button>{w.t("退出，换本人登录", "Sign out and use another account")}</Button>
                    </form>
                </section>
            }
            .into_any(),
            Some(viewer) => view! {
                <form class="form sheet" method="post" action=here>
                    <p>{w.t("您现在的账号：", "Your account: ")} {viewer.name.clone()} "（" {viewer.login.clone()} "）"</p>
                    <Username value=viewer.login.clone() />
                    <Field
                        name="password"
                        kind="password"
                        label=w.t("再输一遍登录密码", "Your password once more")
                        error=state.error("password")
                        autocomplete="current-password"
                    />
                    <div class="actions">
                        <Button kind=Kind::Primary>{w.t("接受这个岗位", "Accept the post")}</Button>
                    </div>
                </form>
            }
            .into_any(),
            None => view! {
                <section class="sheet stack">
                    <p>{w.t("请先用自己的实名账号登录；还没有账号就先登记，再点一次这个链接。", "Sign in with your own account first; without one, register and open this link again.")}</p>
                    <div class="actions">
                        <LinkButton href=format!("/sign-in?next={next}") kind=Kind::Primary>{w.t("登录", "Sign in")}</LinkButton>
                        <LinkButton href="/register">{w.t("登记", "Register")}</LinkButton>
                    </div>
                </section>
            }
            .into_any(),
        };
        view! {
            <h1>{w.t("邀请您担任", "You are invited")}</h1>
            <section class="sheet">
                <Facts>
                    <Fact term=w.t("给谁", "For")>{open.name}</Fact>
                    <Fact term=w.t("岗位", "Post")>{role}</Fact>
                    <Fact term=w.t("单位", "Organisation")>{place}</Fact>
                    <Fact term=w.t("谁邀请的", "Invited by")>{open.inviter.unwrap_or_else(|| w.t("建站的人", "Whoever set the site up").to_owned())}</Fact>
                </Facts>
            </section>
            {rest}
        }
    })
}

/// `POST /invitation/{code}`: for whoever has the link and signs in with an account of their own.
async fn accept(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    headers: HeaderMap,
    Path(code): Path<String>,
    Form(form): Form<PasswordForm>,
) -> Result<Response, AppError> {
    let w = visit.words;
    let digest = site.keys.digest(Purpose::Invitation, &code);
    let Some(open) = site.db.open_invitation(&digest, site.now()).await? else {
        return Ok(invitation_page(&visit, &code, None, FormState::default()).into_response());
    };
    let mut state = FormState::from(form);
    let confirmed = confirm_password(&site, &viewer, &state.form.password).await;
    if state.check_password(w, "password", confirmed)?.is_none()
        && let Some(sentence) = too_easy(w, &viewer, &state.form.password)
    {
        state.refuse("password", sentence);
    }
    if !state.is_valid() {
        return Ok(invitation_page(&visit, &code, Some(open), state).refused().into_response());
    }
    let action = AuditAction::OfficialAccept { invitation: open.id.as_str().into() };
    let event = site.event(&viewer, &from, action, "");
    let why = match site.db.accept_invitation(&digest, &viewer.account, &event).await? {
        Ok(()) => {
            // The new rights hold from the next page on.
            if let Some(token) = token_digest(&site, &headers) {
                site.session_cache.forget(&token);
            }
            let waits = Role::from_code(&open.role).is_some_and(|role| !stands(role, true, false));
            let done = if waits {
                w.t(
                    "已接受。这个岗位要等另一位管理员确认，确认以后生效。",
                    "Accepted. The post is valid once another administrator has confirmed it.",
                )
            } else {
                w.t("已接受，新岗位马上生效。", "Accepted: the post is yours.")
            };
            return Ok(Flash::done(done).then("/account"));
        }
        Err(NotAccepted::Over) => {
            return Ok(invitation_page(&visit, &code, None, FormState::default()).into_response());
        }
        Err(NotAccepted::Own) => {
            w.t("不能接受自己发的邀请。", "Nobody accepts their own invitation.").to_owned()
        }
        Err(NotAccepted::Other) => for_another(w, &viewer.name, &open.name),
        Err(NotAccepted::Apart) => w
            .t(
                "系统管理和审核、拨付、监督不能是同一个人，请让邀请人换人。",
                "Nobody both runs the system and reviews, pays or audits. Somebody else must be invited.",
            )
            .to_owned(),
    };
    let state = state.refused("password", why);
    Ok(invitation_page(&visit, &code, Some(open), state).refused().into_response())
}

/// What somebody reads for whom the invitation is not meant.
fn for_another(w: Words, mine: &str, meant: &str) -> String {
    match w {
        Words::Zh => format!(
            "这个邀请是给“{meant}”的，您登录的账号是“{mine}”。请让本人登录后接受；如果姓名写错了，请让邀请人重新发一个。"
        ),
        Words::En => format!(
            "This invitation is for “{meant}”; you are signed in as “{mine}”. Only the person meant can accept it. If the name is wrong, ask for a new invitation."
        ),
    }
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
