//! The buttons of appeals: the learner's, the institution's, and those of the two reviewers.

use app::words::Words;
use axum::Router;
use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use domain::access::{Action, Role};
use domain::appeal::{Ground, NotTaken, Verdict};
use domain::audit::AuditAction;
use domain::id::{AppealId, CheckId};
use store::appeal::Actor;
use store::study::RuleInput;
use web::address::Address;
use web::error::AppError;
use web::form::FormState;
use web::parts::{Queue, reason_of};
use web::views::appeal::reason;
use web::{Flash, Site, Viewer, Visit};

use super::detail::appeal_page;
use super::forms::{AppealForms, CONFIRMATION_REASONS, PROPOSAL_REASONS, ProposalForm, ReasonForm};
use super::waiting::queue;

pub fn routes() -> Router<Site> {
    Router::new()
        .route("/appeals/{id}/take", post(take))
        .route("/appeals/{id}/comment", post(comment))
        .route("/appeals/{id}/propose", post(propose))
        .route("/appeals/{id}/confirm", post(confirm))
        .route("/appeals/{id}/send-back", post(send_back))
}

/// Who takes a step, in the role that has the right to it here.
fn actor(viewer: &Viewer, action: Action) -> Result<Actor, AppError> {
    let roles: &[Role] = match action {
        Action::ProposeAppeal => &[Role::CityFirstReviewer],
        Action::ConfirmAppeal => &[Role::CitySecondReviewer],
        _ => &[Role::InstitutionAdmin, Role::Teacher, Role::Enterprise],
    };
    viewer.actor(roles)
}

/// The right to a step of this appeal.
async fn require_step(
    site: &Site,
    viewer: &Viewer,
    action: Action,
    id: &AppealId,
) -> Result<Actor, AppError> {
    viewer.require(action)?;
    let appeal = site.db.appeal(id).await?;
    viewer.require_in(action, &appeal.organisation_id, &appeal.region_id)?;
    actor(viewer, action)
}

/// The page again, with its forms as they were typed.
async fn again(
    site: &Site,
    viewer: &Viewer,
    visit: &Visit,
    id: &AppealId,
    forms: AppealForms,
) -> Result<Response, AppError> {
    Ok(appeal_page(site, viewer, visit, id, forms).await?.refused().into_response())
}

/// Where a step leads: to the next appeal that waits for the viewer, or to the list. What was not taken is said on the
/// appeal's own page.
fn taken(
    w: Words,
    id: &AppealId,
    queue: &Queue,
    outcome: Result<Option<i64>, NotTaken>,
    done: String,
) -> Response {
    match (outcome, queue.after()) {
        (Err(why), _) => Flash::notice(w.not_taken(why)).then(&format!("/appeals/{id}")),
        (Ok(_), Some(next)) => Flash::done(done).then(&format!("/appeals/{next}")),
        (Ok(_), None) => Flash::done(done).then("/appeals"),
    }
}

/// The reason of a confirmation (`confirm`) or of sending a proposal back (`send_back`), or what is wrong with it.
fn confirmation(w: Words, form: &ReasonForm, decision: &str) -> Result<String, (&'static str, String)> {
    let said = reason_of(w, &CONFIRMATION_REASONS, decision, &form.ready, &form.reason);
    reason(w, &said.map_err(|sentence| ("ready", sentence))?).map_err(|sentence| ("reason", sentence))
}

/// `POST /appeals/{id}/take`: for the reviewers of the city.
async fn take(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let reviews = viewer.may(Action::ProposeAppeal) || viewer.may(Action::ConfirmAppeal);
    if !reviews {
        return Err(AppError::Forbidden);
    }
    let (w, id) = (visit.words, site.db.appeal(&AppealId(id)).await?.id);
    let action = AuditAction::AppealTake { appeal: id.clone() };
    let event = site.event(&viewer, &from, action, "");
    site.db.take_appeal(&id, &viewer.account, &event).await?;
    Ok(Flash::done(w.t("这件申诉由您办理。", "You work on this appeal.")).then(&format!("/appeals/{id}")))
}

/// `POST /appeals/{id}/comment`: for the institution of the class.
async fn comment(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Path(id): Path<String>,
    Form(form): Form<ReasonForm>,
) -> Result<Response, AppError> {
    let (w, id) = (visit.words, AppealId(id));
    let actor = require_step(&site, &viewer, Action::CommentAppeal, &id).await?;
    let mut comment = FormState::from(form);
    let Some(reason) = comment.check("reason", reason(w, &comment.form.reason)) else {
        return again(&site, &viewer, &visit, &id, AppealForms { comment, ..AppealForms::default() }).await;
    };
    let action = AuditAction::AppealComment { appeal: id.clone() };
    let event = site.event(&viewer, &from, action, reason.as_str());
    let queue = queue(&site, &viewer, &id).await?;
    let outcome = site.db.comment_appeal(&id, &actor, &reason, &event).await?;
    Ok(taken(w, &id, &queue, outcome, w.t("说明已提交。", "The comment is added.").to_owned()))
}

/// `POST /appeals/{id}/propose`: for the first reviewer of the city.
async fn propose(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Path(id): Path<String>,
    Form(form): Form<ProposalForm>,
) -> Result<Response, AppError> {
    let (w, id) = (visit.words, AppealId(id));
    let actor = require_step(&site, &viewer, Action::ProposeAppeal, &id).await?;
    let mut propose = FormState::from(form);
    let Some((verdict, ground, reason)) = propose.check_all(proposal(w, &propose.form)) else {
        return again(&site, &viewer, &visit, &id, AppealForms { propose, ..AppealForms::default() }).await;
    };
    let action = AuditAction::AppealPropose { appeal: id.clone() };
    let event = site.event(&viewer, &from, action, reason.as_str());
    let queue = queue(&site, &viewer, &id).await?;
    let outcome = site.db.propose_appeal(&id, &actor, (verdict, ground), &reason, &event).await?;
    Ok(taken(w, &id, &queue, outcome, w.t("已交给复核。", "Handed on to the second review.").to_owned()))
}

/// What is proposed, with its ground and its reason; or the first thing that is wrong with it, and in which field.
fn proposal(
    w: Words,
    form: &ProposalForm,
) -> Result<(Verdict, Option<Ground>, String), (&'static str, String)> {
    let verdict = Verdict::from_code(&form.verdict)
        .ok_or_else(|| ("verdict", w.t("请选择认定还是不认定。", "Please choose.").to_owned()))?;
    let ground = Ground::from_code(&form.ground).filter(|_| verdict == Verdict::Grant);
    if verdict == Verdict::Grant && ground.is_none() {
        let missing = w.t("建议认定时，请选择依据。", "To count it, choose the ground.");
        return Err(("ground", missing.to_owned()));
    }
    let said = reason_of(w, &PROPOSAL_REASONS, verdict.as_str(), &form.ready, &form.reason)
        .map_err(|sentence| ("ready", sentence))?;
    Ok((verdict, ground, reason(w, &said).map_err(|sentence| ("reason", sentence))?))
}

/// `POST /appeals/{id}/confirm`: for the second reviewer of the city. A grant becomes a contra entry.
async fn confirm(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Path(id): Path<String>,
    Form(form): Form<ReasonForm>,
) -> Result<Response, AppError> {
    let (w, id) = (visit.words, AppealId(id));
    let actor = require_step(&site, &viewer, Action::ConfirmAppeal, &id).await?;
    let mut confirm = FormState::from(form);
    let Some(reason) = confirm.check_all(confirmation(w, &confirm.form, "confirm")) else {
        return again(&site, &viewer, &visit, &id, AppealForms { confirm, ..AppealForms::default() }).await;
    };
    let action = AuditAction::AppealConfirm { appeal: id.clone() };
    let event = site.event(&viewer, &from, action, reason.as_str());
    let input = RuleInput {
        now_ms: site.now(),
        // A grant issues no check and draws nothing.
        fresh_check: CheckId::default(),
        draw: 0,
        policies: &site.policies,
    };
    let queue = queue(&site, &viewer, &id).await?;
    let outcome = site.db.confirm_appeal(&id, &actor, &reason, &input, &site.keys, &event).await?;
    let done = match outcome {
        Ok(Some(ms)) => {
            let time = app::format::duration(w, ms);
            match w {
                Words::Zh => format!("已补回 {time}，记入学时账，补贴已重算。"),
                Words::En => format!("{time} count since; the subsidy is computed anew."),
            }
        }
        _ => w
            .t("已办结，学员会看到结果和理由。", "Decided. The learner sees the result and the reason.")
            .to_owned(),
    };
    Ok(taken(w, &id, &queue, outcome, done))
}

/// `POST /appeals/{id}/send-back`: for the second reviewer of the city.
async fn send_back(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Path(id): Path<String>,
    Form(form): Form<ReasonForm>,
) -> Result<Response, AppError> {
    let (w, id) = (visit.words, AppealId(id));
    let actor = require_step(&site, &viewer, Action::ConfirmAppeal, &id).await?;
    let mut confirm = FormState::from(form);
    let Some(reason) = confirm.check_all(confirmation(w, &confirm.form, "send_back")) else {
        return again(&site, &viewer, &visit, &id, AppealForms { confirm, ..AppealForms::default() }).await;
    };
    let action = AuditAction::AppealSendBack { appeal: id.clone() };
    let event = site.event(&viewer, &from, action, reason.as_str());
    let queue = queue(&site, &viewer, &id).await?;
    let outcome = site.db.send_appeal_back(&id, &actor, &reason, &event).await?;
    Ok(taken(w, &id, &queue, outcome, w.t("已退回初审。", "Sent back to the first review.").to_owned()))
}
