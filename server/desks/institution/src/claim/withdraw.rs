//! Giving a claim up that was returned, with a question first.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::audit::AuditAction;
use domain::claim::{ClaimState, ClaimStep};
use leptos::prelude::*;
use store::claim::{ClaimMove, ClaimRefusal};
use web::address::Address;
use web::error::AppError;
use web::flash::Flash;
use web::page::About;
use web::parts::{Button, Crumbs, Kind, LinkButton, NavItem};
use web::views::claim::claimed_class;
use web::{Site, Viewer, Visit};

use super::{actor, claim_of};

pub fn routes() -> Router<Site> {
    Router::new().route("/own-claims/{id}/withdraw", get(question).post(withdraw))
}

/// `GET /own-claims/{id}/withdraw`: for whoever claims for the institution.
async fn question(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let claim = claim_of(&site, &viewer, id).await?;
    let (w, here) = (visit.words, format!("/own-claims/{}", claim.id));
    if claim.state() != ClaimState::Returned {
        let says = w.t(
            "这份申领正在审核或者已经办结，不能撤回。",
            "It is under review or decided, and cannot be given up.",
        );
        return Ok(Flash::notice(says).then(&here));
    }
    let title = w.t("撤回申领", "Give a claim up");
    let page = visit.page(About::new(title).at(NavItem::OwnClaims).narrow(), move || {
        view! {
            <Crumbs
                words=w
                above=vec![
                    ("/own-claims".to_owned(), NavItem::OwnClaims.name(w).to_owned()),
                    (here.clone(), claimed_class(w, &claim)),
                ]
                here=title
            />
            <h1>{title}</h1>
            <form class="form sheet" method="post" action=format!("{here}/withdraw")>
                <p>
                    {w.t(
                        "撤回以后，这份申领不再办理，记录还留着。这个班以后还可以重新申领。",
                        "Once given up it is not reviewed any more; what was done stays to be read. The class can be claimed anew later.",
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

/// `POST /own-claims/{id}/withdraw`: for whoever claims for the institution.
async fn withdraw(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let claim = claim_of(&site, &viewer, id).await?;
    let (w, id) = (visit.words, claim.id);
    let event = site.event(&viewer, &from, AuditAction::ClaimWithdraw { claim: id.clone() }, "");
    let actor = actor(&viewer)?;
    let step = ClaimMove { step: ClaimStep::Withdraw, sha256: "", actor: &actor, event: &event };
    Ok(match site.db.move_claim(&id, &site.policies, &step).await? {
        Ok(()) => Flash::done(w.t("申领已撤回。", "The claim is given up.")).then("/own-claims?at=withdrawn"),
        Err(ClaimRefusal::Rule(why)) => {
            Flash::notice(w.claim_not_taken(why)).then(&format!("/own-claims/{id}"))
        }
        Err(ClaimRefusal::Changed | ClaimRefusal::Moved | ClaimRefusal::Unexplained) => {
            web::flash::see_other(&format!("/own-claims/{id}"))
        }
    })
}
