//! Inviting somebody, and the link that is shown once.

use axum::Router;
use axum::extract::{Form, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::access::{Action, Role};
use domain::audit::AuditAction;
use domain::name::{read_latin_name, read_name};
use domain::official::{INVITATION_MS, fits_organisation, may_appoint};
use leptos::prelude::*;
use serde::Deserialize;
use store::official::{NewInvitation, Organisation};
use web::address::Address;
use web::error::AppError;
use web::form::FormState;
use web::invitation::link_page;
use web::page::{About, Page};
use web::parts::{Button, Choice, Crumbs, ErrorSummary, Field, Kind, NavItem, Select};
use web::{Site, Viewer, Visit};

pub fn routes() -> Router<Site> {
    Router::new().route("/people/invite", get(form).post(invite))
}

/// Who is invited into which post. The region is of use to county reviewers only.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct InviteForm {
    pub name: String,
    pub role: String,
    pub organisation: String,
    pub region: String,
}

/// What may be chosen: roles, organisations and regions within the viewer's right.
pub struct Choices {
    pub roles: Vec<Role>,
    pub organisations: Vec<Organisation>,
    pub regions: Vec<(String, String, String)>,
}

/// Whether this viewer may invite into a role there, and there is such a role.
fn may_invite(viewer: &Viewer, role: Role, organisation: &Organisation) -> bool {
    fits_organisation(role, &organisation.kind)
        && may_appoint(&viewer.grants, role, Some(&organisation.id.as_str().into()))
}

/// What this viewer may choose.
pub async fn choices(site: &Site, viewer: &Viewer) -> Result<Choices, AppError> {
    let organisations: Vec<_> = site
        .db
        .organisations()
        .await?
        .into_iter()
        .filter(|organisation| Role::ALL.iter().any(|role| may_invite(viewer, *role, organisation)))
        .collect();
    let roles = Role::ALL
        .into_iter()
        .filter(|role| organisations.iter().any(|organisation| may_invite(viewer, *role, organisation)))
        .collect();
    Ok(Choices { roles, organisations, regions: site.db.bureau_regions().await? })
}

/// `GET /people/invite`: for whoever may appoint anybody.
async fn form(State(site): State<Site>, viewer: Viewer, visit: Visit) -> Result<Page, AppError> {
    viewer.require(Action::ManageOfficials)?;
    Ok(invite_page(&visit, choices(&site, &viewer).await?, FormState::default()))
}

/// The form, with what was typed and what was wrong with it.
fn invite_page(visit: &Visit, choices: Choices, state: FormState<InviteForm>) -> Page {
    let w = visit.words;
    let about = About::new(w.t("邀请", "Invite")).at(NavItem::People);
    visit.page(about, move || {
        // Nothing is chosen by itself where there is a choice.
        let unchosen = |many: bool| many.then(|| Choice::new("", w.t("请选择", "Please choose")));
        let mut organisations: Vec<Choice> =
            unchosen(choices.organisations.len() > 1).into_iter().collect();
        organisations
            .extend(choices.organisations.iter().map(|one| Choice::new(&one.id, w.either(&one.name, &one.name_en))));
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
            <ErrorSummary title=w.t("请改一下", "Please correct") errors=state.errors() />
            <form class="form sheet" method="post" action="/people/invite">
                <Field name="name" label=w.t("姓名", "Name") hint=w.t("身份证上的姓名。只有登记为这个名字的人能接受。", "As on the identity document: only a person registered under this name can accept.") error=state.error("name") value=state.form.name.clone() />
                <Select name="role" label=w.t("岗位", "Post") error=state.error("role") options=roles chosen=state.form.role.clone() />
                <Select name="organisation" label=w.t("单位", "Organisation") error=state.error("organisation") options=organisations chosen=state.form.organisation.clone() />
                <Select name="region" label=w.t("负责的地区（县区审核要选）", "Region (for county reviewers)") error=state.error("region") options=regions chosen=state.form.region.clone() />
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
    })
}

/// `POST /people/invite`: for whoever may appoint this role there. The link is on the answer and nowhere else.
async fn invite(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    headers: HeaderMap,
    Form(form): Form<InviteForm>,
) -> Result<Response, AppError> {
    viewer.require(Action::ManageOfficials)?;
    let w = visit.words;
    let known = choices(&site, &viewer).await?;
    let mut state = FormState::from(form);
    let unfit = w.t(
        "请写身份证上的姓名。名字里的分隔点写成“·”。",
        "Please write the name as on the identity document.",
    );
    let typed = &state.form.name;
    let name = read_name(typed).or_else(|_| read_latin_name(typed)).ok();
    let name = state.check("name", name.ok_or(unfit));
    let organisation = known.organisations.iter().find(|one| one.id == state.form.organisation).cloned();
    let organisation = state
        .check("organisation", organisation.ok_or(w.t("请选择单位。", "Please choose the organisation.")));
    let chosen = Role::from_code(&state.form.role).filter(|role| known.roles.contains(role));
    let fits = |role: &Role| organisation.as_ref().is_none_or(|one| may_invite(&viewer, *role, one));
    let role = match chosen {
        None => Err(w.t("请选择岗位。", "Please choose the post.")),
        Some(role) if !fits(&role) => Err(w.t(
            "这个单位没有这个岗位。请换一个岗位，或者换一个单位。",
            "This organisation has no such post. Please choose another post or another organisation.",
        )),
        Some(role) => Ok(role),
    };
    let role = state.check("role", role);
    let region = known.regions.iter().find(|(id, ..)| *id == state.form.region).map(|(id, ..)| id.clone());
    if role == Some(Role::CountyReviewer) && region.is_none() {
        state.refuse("region", w.t("县区审核要选负责的地区。", "Please choose the region to be reviewed."));
    }
    let (Some(name), Some(role), Some(organisation), true) = (name, role, organisation, state.is_valid())
    else {
        return Ok(invite_page(&visit, known, state).refused().into_response());
    };
    let (code, code_digest) = site.new_invitation_code();
    let new = NewInvitation {
        id: site.new_id(),
        code_digest,
        name,
        role,
        organisation: organisation.id.into(),
        region: region.unwrap_or(organisation.region_id).into(),
        invited_by: Some(viewer.account.clone()),
        expires_at: site.now() + INVITATION_MS,
    };
    let action = AuditAction::OfficialInvite { invitation: new.id.as_str().into() };
    let event = site.event(&viewer, &from, action, "");
    site.db.invite(&new, &event).await?;
    let back = ("/people".to_owned(), w.t("返回人员", "Back to people").to_owned());
    Ok(link_page(&visit, &headers, NavItem::People, (new.name, &code), back).into_response())
}
