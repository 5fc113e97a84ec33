//! Inviting whoever runs an institution.

use axum::Router;
use axum::extract::{Form, Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::access::{Action, Role};
use domain::audit::AuditAction;
use domain::name::{read_latin_name, read_name};
use domain::official::{INVITATION_MS, head_of, may_appoint_head};
use leptos::prelude::*;
use serde::Deserialize;
use store::institution::Institution;
use store::official::NewInvitation;
use web::address::Address;
use web::error::AppError;
use web::form::FormState;
use web::invitation::link_page;
use web::page::{About, Page};
use web::parts::{Button, Crumbs, ErrorSummary, Field, Kind};
use web::{Site, Viewer, Visit};

use super::{AT, institution_of};

pub fn routes() -> Router<Site> {
    Router::new().route("/institutions/{organisation}/invite", get(form).post(invite))
}

/// Who is meant.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct InviteForm {
    name: String,
}

/// An institution for which the viewer may invite who runs it, and the post.
async fn appointed(site: &Site, viewer: &Viewer, id: &str) -> Result<(Institution, Role), AppError> {
    let one = institution_of(site, viewer, id, Action::ManageInstitutions).await?;
    let may = may_appoint_head(&viewer.grants, &one.kind, &one.id, &one.region_id);
    let role = head_of(&one.kind).filter(|_| may).ok_or(AppError::Forbidden)?;
    Ok((one, role))
}

/// `GET /institutions/{organisation}/invite`: for who registers institutions, those of their region.
async fn form(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Page, AppError> {
    viewer.require(Action::ManageInstitutions)?;
    let (one, role) = appointed(&site, &viewer, &id).await?;
    Ok(page(&visit, &one, role, FormState::default()))
}

fn page(visit: &Visit, one: &Institution, role: Role, state: FormState<InviteForm>) -> Page {
    let w = visit.words;
    let title = w.t("邀请机构负责人", "Invite who runs it");
    let (name, here) = (w.either(&one.name, &one.name_en), format!("/institutions/{}", one.id));
    visit.page(About::new(title).at(AT).narrow(), move || {
        view! {
            <Crumbs
                words=w
                above=vec![
                    ("/institutions".to_owned(), w.t("培训机构", "Institutions").to_owned()),
                    (here.clone(), name.clone()),
                ]
                here=title
            />
            <h1>{title}</h1>
            <p>{name} " · " {w.role_of(role.as_str())}</p>
            <ErrorSummary title=w.t("请改一下", "Please correct") errors=state.errors() />
            <form class="form sheet" method="post" action=format!("{here}/invite")>
                <Field
                    name="name"
                    label=w.t("姓名", "Name")
                    hint=w.t("身份证上的姓名。只有登记为这个名字的人能接受。", "As on the identity document: only a person registered under this name can accept.")
                    error=state.error("name")
                    value=state.form.name.clone()
                />
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

/// `POST /institutions/{organisation}/invite`: for who registers institutions, those of their region. The link is on the answer
/// and nowhere else.
async fn invite(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    headers: HeaderMap,
    Path(id): Path<String>,
    Form(form): Form<InviteForm>,
) -> Result<Response, AppError> {
    viewer.require(Action::ManageInstitutions)?;
    let (one, role) = appointed(&site, &viewer, &id).await?;
    let w = visit.words;
    let mut state = FormState::from(form);
    let unfit = w.t(
        "请写身份证上的姓名。名字里的分隔点写成“·”。",
        "Please write the name as on the identity document.",
    );
    let typed = &state.form.name;
    let name = read_name(typed).or_else(|_| read_latin_name(typed)).ok();
    let Some(name) = state.check("name", name.ok_or(unfit)) else {
        return Ok(page(&visit, &one, role, state).refused().into_response());
    };
    let (code, code_digest) = site.new_invitation_code();
    let back = (format!("/institutions/{}", one.id), w.t("返回机构", "Back to the institution").to_owned());
    let new = NewInvitation {
        id: site.new_id(),
        code_digest,
        name,
        role,
        organisation: one.id,
        region: one.region_id,
        invited_by: Some(viewer.account.clone()),
        expires_at: site.now() + INVITATION_MS,
    };
    let action = AuditAction::OfficialInvite { invitation: new.id.as_str().into() };
    let event = site.event(&viewer, &from, action, "");
    site.db.invite(&new, &event).await?;
    Ok(link_page(&visit, &headers, AT, (new.name, &code), back).into_response())
}
