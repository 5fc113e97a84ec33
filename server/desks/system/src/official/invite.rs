//! Inviting somebody, the link shown once, and the page that the link opens.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::get;
use domain::access::{Action, Role};
use domain::official::may_appoint;
use leptos::prelude::*;
use store::digest::Purpose;
use store::official::Pending;
use web::error::AppError;
use web::page::{About, Page};
use web::parts::{
    Button, Choice, Crumbs, ErrorSummary, Fact, Facts, Field, Kind, LinkButton, NavItem, Select, Username,
};
use web::{Site, Viewer, Visit};

pub fn routes() -> Router<Site> {
    Router::new().route("/people/invite", get(invite)).route("/invitation/{code}", get(invitation))
}

/// What the form holds.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    pub name: String,
    pub role: String,
    pub organisation: String,
    pub region: String,
    pub errors: Vec<(String, String)>,
}

/// What may be chosen: roles, organisations and regions within the viewer's right.
pub struct Choices {
    pub roles: Vec<Role>,
    /// Id, name, English name, region.
    pub organisations: Vec<(String, String, String, String)>,
    pub regions: Vec<(String, String, String)>,
}

/// What this viewer may choose.
pub async fn choices(site: &Site, viewer: &Viewer) -> Result<Choices, AppError> {
    let organisations: Vec<_> = site
        .db
        .organisations()
        .await?
        .into_iter()
        .filter(|(id, ..)| {
            Role::ALL.iter().any(|role| may_appoint(&viewer.grants, *role, Some(&id.as_str().into())))
        })
        .collect();
    let roles = Role::ALL
        .into_iter()
        .filter(|role| {
            organisations.iter().any(|(id, ..)| may_appoint(&viewer.grants, *role, Some(&id.as_str().into())))
        })
        .collect();
    Ok(Choices { roles, organisations, regions: site.db.bureau_regions().await? })
}

/// `GET /people/invite`: for whoever may appoint anybody.
async fn invite(State(site): State<Site>, viewer: Viewer, visit: Visit) -> Result<Page, AppError> {
    viewer.require(Action::ManageOfficials)?;
    invite_page(&visit, choices(&site, &viewer).await?, Typed::default())
}

/// The form, with what was typed.
pub fn invite_page(visit: &Visit, choices: Choices, typed: Typed) -> Result<Page, AppError> {
    let w = visit.words;
    let about = About::new(w.t("邀请", "Invite")).at(NavItem::People);
    Ok(visit.page(about, move || {
        let error = |field: &str| {
            typed.errors.iter().find(|(at, _)| at == field).map(|(_, sentence)| sentence.clone())
        };
        let (name, role, organisation) = (error("name"), error("role"), error("organisation"));
        // Nothing is chosen by itself where there is a choice.
        let unchosen = |many: bool| many.then(|| Choice::new("", w.t("请选择", "Please choose")));
        let mut organisations: Vec<Choice> =
            unchosen(choices.organisations.len() > 1).into_iter().collect();
        organisations
            .extend(choices.organisations.iter().map(|(id, zh, en, _)| Choice::new(id, w.either(zh, en))));
        let mut roles: Vec<Choice> = unchosen(choices.roles.len() > 1).into_iter().collect();
        roles.extend(choices.roles.iter().map(|role| Choice::new(role.as_str(), w.role_of(role.as_str()))));
        let mut regions = vec![Choice::new("", w.t("单位所在地", "Where the organisation is"))];
        regions.extend(choices.regions.iter().map(|(id, zh, en)| Choice::new(id, w.either(zh, en))));
        view! {
            <Crumbs
                words=w
                above=vec![("/people".to_owned(), w.t("人员", "People").to_owned())]
                here=w.t("邀请", "Invite")
            />
            <h1>{w.t("邀请一个人", "Invite somebody")}</h1>
            <ErrorSummary title=w.t("请改一下", "Please correct") errors=typed.errors.clone() />
            <form class="form sheet" method="post" action="/people/invite">
                <Field name="name" label=w.t("姓名", "Name") hint=w.t("让人看得出邀请的是谁。", "So that everybody sees who is meant.") error=name value=typed.name.clone() />
                <Select name="role" label=w.t("岗位", "Post") error=role options=roles chosen=typed.role.clone() />
                <Select name="organisation" label=w.t("单位", "Organisation") error=organisation options=organisations chosen=typed.organisation.clone() />
                <Select name="region" label=w.t("负责的地区（县区审核要选）", "Region (for county reviewers)") options=regions chosen=typed.region.clone() />
                <p class="soft">
                    {w.t(
                        "会得到一个链接，七天内有效，只能用一次。请当面或打电话交给本人；本人用自己的实名账号登录后接受。",
                        "You get a link that works once within seven days. Hand it to the person; they sign in with their own account and accept.",
                    )}
                </p>
                <div class="actions">
                    <Button kind=Kind::Primary>{w.t("生成邀请链接", "Make the link")}</Button>
                </div>
            </form>
        }
    }))
}

/// The link, on this answer only.
pub fn link_page(visit: &Visit, name: String, link: String) -> Page {
    let w = visit.words;
    let about = About::new(w.t("邀请链接", "The link")).at(NavItem::People);
    visit.page(about, move || {
        view! {
            <h1>{w.t("邀请链接", "The link")}</h1>
            <section class="sheet stack">
                <p>{w.t("交给：", "For: ")} {name}</p>
                <p class="figure break-anywhere">{link}</p>
                <p class="soft">
                    {w.t(
                        "只显示这一次，请现在抄下或复制。七天内有效，用过就作废。",
                        "Shown this once: copy it now. It works once within seven days.",
                    )}
                </p>
                <div class="actions">
                    <LinkButton href="/people">{w.t("返回人员", "Back to people")}</LinkButton>
                </div>
            </section>
        }
    })
}

/// `GET /invitation/{code}`: open to everybody who has the link; accepting needs one's own account.
async fn invitation(
    State(site): State<Site>,
    visit: Visit,
    Path(code): Path<String>,
) -> Result<Page, AppError> {
    let digest = site.keys.digest(Purpose::Invitation, &code);
    let open = site.db.open_invitation(&digest, site.now()).await?;
    Ok(invitation_page(&visit, &code, open, None))
}

/// What the link offers, or that it is over.
pub fn invitation_page(visit: &Visit, code: &str, open: Option<Pending>, error: Option<String>) -> Page {
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
        let rest = match viewer {
            Some(viewer) => view! {
                <form class="form sheet" method="post" action=here>
                    <p>{w.t("您现在的账号：", "Your account: ")} {viewer.name.clone()} "（" {viewer.login.clone()} "）"</p>
                    <Username value=viewer.login.clone() />
                    <Field
                        name="password"
                        kind="password"
                        label=w.t("再输一遍登录密码", "Your password once more")
                        error=error
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
                    <Fact term=w.t("谁邀请的", "Invited by")>{open.inviter}</Fact>
                </Facts>
            </section>
            {rest}
        }
    })
}
