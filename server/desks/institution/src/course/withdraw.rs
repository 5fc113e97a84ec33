//! Giving a course up, with a question first.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::audit::AuditAction;
use leptos::prelude::*;
use store::course_draft::StepRefusal;
use web::address::Address;
use web::error::AppError;
use web::flash::{Flash, see_other};
use web::page::About;
use web::parts::{Button, Crumbs, Kind, LinkButton, NavItem};
use web::{Site, Viewer, Visit};

use super::{actor, closed, draft_of};

pub fn routes() -> Router<Site> {
    Router::new().route("/own-courses/{id}/withdraw", get(question).post(withdraw))
}

/// `GET /own-courses/{id}/withdraw`: for whoever makes courses for the institution.
async fn question(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let draft = draft_of(&site, &viewer, id).await?;
    let (w, here) = (visit.words, format!("/own-courses/{}", draft.id));
    if !draft.state().is_open_to_change() {
        return Ok(closed(w, &draft.id));
    }
    let title = w.t("放弃这门课", "Give a course up");
    let page = visit.page(About::new(title).at(NavItem::OwnCourses).narrow(), move || {
        view! {
            <Crumbs
                words=w
                above=vec![
                    ("/own-courses".to_owned(), NavItem::OwnCourses.name(w).to_owned()),
                    (here.clone(), draft.title.clone()),
                ]
                here=title
            />
            <h1>{title}</h1>
            <form class="form sheet" method="post" action=format!("{here}/withdraw")>
                <p>
                    {w.t(
                        "放弃以后，这门课不能再改、再提交；写过的内容还留着，可以查看。",
                        "Once given up it can be neither changed nor submitted; what was written stays to be read.",
                    )}
                </p>
                <div class="actions">
                    <Button kind=Kind::Danger>{w.t("确定放弃", "Give it up")}</Button>
                    <LinkButton href=here.clone()>{w.t("取消", "Cancel")}</LinkButton>
                </div>
            </form>
        }
    });
    Ok(page.into_response())
}

/// `POST /own-courses/{id}/withdraw`: for whoever makes courses for the institution.
async fn withdraw(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let draft = draft_of(&site, &viewer, id).await?;
    let (w, id) = (visit.words, draft.id);
    let event = site.event(&viewer, &from, AuditAction::CourseWithdraw { draft: id.clone() }, "");
    Ok(match site.db.withdraw_course(&id, &actor(&viewer)?, &event).await? {
        Ok(()) => {
            Flash::done(w.t("这门课已放弃。", "The course is given up.")).then("/own-courses?at=withdrawn")
        }
        Err(StepRefusal::Rule(why)) => {
            Flash::notice(w.course_not_taken(why)).then(&format!("/own-courses/{id}"))
        }
        Err(_) => see_other(&format!("/own-courses/{id}")),
    })
}
