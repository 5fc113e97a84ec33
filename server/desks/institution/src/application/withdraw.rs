//! Giving an application up, with a question first.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::audit::AuditAction;
use leptos::prelude::*;
use store::class_application::StepRefusal;
use web::address::Address;
use web::error::AppError;
use web::flash::Flash;
use web::page::About;
use web::parts::{Button, Crumbs, Kind, LinkButton, NavItem};
use web::{Site, Viewer, Visit};

use super::{actor, application_of};

pub fn routes() -> Router<Site> {
    Router::new().route("/applications/{id}/withdraw", get(question).post(withdraw))
}

/// `GET /applications/{id}/withdraw`: for whoever applies for the institution.
async fn question(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let application = application_of(&site, &viewer, id).await?;
    let (w, here) = (visit.words, format!("/applications/{}", application.id));
    if !application.state().is_open_to_change() {
        let says = w.t(
            "这份申请正在审核或者已经办结，不能撤回。",
            "It is under review or decided, and cannot be given up.",
        );
        return Ok(Flash::notice(says).then(&here));
    }
    let title = w.t("撤回申请", "Give an application up");
    let page = visit.page(About::new(title).at(NavItem::Applications).narrow(), move || {
        view! {
            <Crumbs
                words=w
                above=vec![
                    ("/applications".to_owned(), NavItem::Applications.name(w).to_owned()),
                    (here.clone(), application.title.clone()),
                ]
                here=title
            />
            <h1>{title}</h1>
            <form class="form sheet" method="post" action=format!("{here}/withdraw")>
                <p>
                    {w.t(
                        "撤回以后，这份申请不能再改、再提交；填过的内容还留着，可以查看。要开班，请新申请一份。",
                        "Once given up it can be neither changed nor submitted; what was filled in stays to be read. To open the class, apply anew.",
                    )}
                </p>
                <div class="actions">
                    <Button kind=Kind::Danger>{w.t("确定撤回", "Give it up")}</Button>
                    <LinkButton href=here.clone()>{w.t("取消", "Cancel")}</LinkButton>
                </div>
            </form>
        }
    });
    Ok(page.into_response())
}

/// `POST /applications/{id}/withdraw`: for whoever applies for the institution.
async fn withdraw(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let application = application_of(&site, &viewer, id).await?;
    let (w, id) = (visit.words, application.id);
    let action = AuditAction::ApplicationWithdraw { application: id.clone() };
    let event = site.event(&viewer, &from, action, "");
    Ok(match site.db.withdraw_application(&id, &actor(&viewer)?, &event).await? {
        Ok(()) => Flash::done(w.t("申请已撤回。", "The application is given up."))
            .then("/applications?at=withdrawn"),
        Err(StepRefusal::Rule(why)) => {
            Flash::notice(w.application_not_taken(why)).then(&format!("/applications/{id}"))
        }
        Err(StepRefusal::Changed | StepRefusal::NotFiled(_)) => {
            web::flash::see_other(&format!("/applications/{id}"))
        }
    })
}
