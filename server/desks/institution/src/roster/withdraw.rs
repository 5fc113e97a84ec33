//! Withdrawing an invitation, with a reason, and letting it hold again.

use std::ops::RangeInclusive;

use app::words::Words;
use axum::Router;
use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use domain::audit::AuditAction;
use domain::id::ClassInvitationId;
use leptos::prelude::*;
use serde::Deserialize;
use store::roster::WatchedClass;
use web::address::Address;
use web::error::AppError;
use web::flash::Flash;
use web::form::{FormState, reason};
use web::page::{About, Page};
use web::parts::{Button, Fact, Facts, Kind, LinkButton, TextArea};
use web::{Site, Viewer, Visit};

use super::class_of;
use super::invited::name_of;
use super::page::{AT, crumbs};

/// How long the reason may be, in characters.
const REASON_CHARS: RangeInclusive<usize> = 4..=300;

pub fn routes() -> Router<Site> {
    Router::new()
        .route("/classes/{id}/roster/withdraw/{invitation}", get(question).post(withdraw))
        .route("/classes/{id}/roster/restore/{invitation}", post(restore))
}

/// Why.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct WithdrawForm {
    reason: String,
}

/// `GET /classes/{id}/roster/withdraw/{invitation}`: for whoever may invite to the class.
async fn question(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path((class, id)): Path<(String, String)>,
) -> Result<Page, AppError> {
    let class = class_of(&site, &viewer, &class).await?;
    question_page(&site, &visit, class, &ClassInvitationId(id), FormState::default()).await
}

async fn question_page(
    site: &Site,
    visit: &Visit,
    class: WatchedClass,
    id: &ClassInvitationId,
    state: FormState<WithdrawForm>,
) -> Result<Page, AppError> {
    let invitation = site.db.class_invitation(&class.id, id).await?;
    let name = name_of(site, &invitation).await?;
    let (w, id) = (visit.words, id.clone());
    let title = w.t("撤回邀请", "Withdraw an invitation");
    Ok(visit.page(About::new(title).at(AT).narrow(), move || {
        let back = format!("/classes/{}/roster", class.id);
        let action = format!("{back}/withdraw/{id}");
        view! {
            {crumbs(w, &class, Some(title))}
            <h1>{title}</h1>
            <form class="form sheet" method="post" action=action>
                <Facts>
                    <Fact term=w.t("姓名", "Name")>{name}</Fact>
                    <Fact term=w.t("证件号", "Document")>
                        <span class="nowrap">{invitation.document_masked}</span>
                    </Fact>
                </Facts>
                <TextArea
                    name="reason"
                    label=w.t("为什么撤回", "Why")
                    hint=w.t(
                        "撤回以后链接就打不开了；以后再导入名单，也不会自动恢复。",
                        "Its link opens no more, and sending the roster again does not bring it back.",
                    )
                    error=state.error("reason")
                    value=state.form.reason.clone()
                />
                <div class="actions">
                    <Button kind=Kind::Danger>{w.t("撤回邀请", "Withdraw")}</Button>
                    <LinkButton href=back>{w.t("取消", "Cancel")}</LinkButton>
                </div>
            </form>
        }
    }))
}

/// `POST /classes/{id}/roster/withdraw/{invitation}`: for whoever may invite to the class.
async fn withdraw(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Path((class, id)): Path<(String, String)>,
    Form(form): Form<WithdrawForm>,
) -> Result<Response, AppError> {
    let class = class_of(&site, &viewer, &class).await?;
    let (w, id) = (visit.words, ClassInvitationId(id));
    let mut state = FormState::from(form);
    let short = w.t("请写明为什么撤回，至少四个字。", "Please say why.");
    let Some(reason) = state.check("reason", reason(w, &state.form.reason, REASON_CHARS, short)) else {
        let page = question_page(&site, &visit, class, &id, state).await?;
        return Ok(page.refused().into_response());
    };
    let action = AuditAction::RosterWithdraw {
        class: class.id.clone(),
        class_code: class.code.clone(),
        invitation: id.clone(),
    };
    let event = site.event(&viewer, &from, action, reason);
    let said = if site.db.withdraw_class_invitation(&class.id, &id, &event).await? {
        Flash::done(w.t("邀请已撤回。", "The invitation is withdrawn."))
    } else {
        Flash::notice(w.t(
            "这个邀请不能撤回了：学员已经接受，或者别人刚撤回过。",
            "It cannot be withdrawn any more: it was accepted, or withdrawn meanwhile.",
        ))
    };
    Ok(said.then(&format!("/classes/{}/roster", class.id)))
}

/// `POST /classes/{id}/roster/restore/{invitation}`: for whoever may invite to the class.
async fn restore(
    State(site): State<Site>,
    viewer: Viewer,
    w: Words,
    from: Address,
    Path((class, id)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let class = class_of(&site, &viewer, &class).await?;
    let id = ClassInvitationId(id);
    let action = AuditAction::RosterRestore {
        class: class.id.clone(),
        class_code: class.code.clone(),
        invitation: id.clone(),
    };
    let event = site.event(&viewer, &from, action, "");
    let said = if site.db.restore_class_invitation(&class.id, &id, &event).await? {
        Flash::done(w.t("邀请已恢复，原来的链接又能用了。", "It holds again, and so does its link."))
    } else {
        Flash::notice(w.t("这个邀请没有撤回。", "It is not withdrawn."))
    };
    Ok(said.then(&format!("/classes/{}/roster", class.id)))
}
