//! The buttons of the two reviews: pass, send back to the first review, return to the institution.

use app::words::Words;
use axum::Router;
use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use domain::access::Role;
use domain::audit::AuditAction;
use domain::claim::{ClaimState, ClaimStep, REASON_CHARS};
use domain::id::ClaimId;
use domain::workflow::{Side, Workflow};
use leptos::prelude::*;
use serde::Deserialize;
use store::appeal::Actor;
use store::claim::{ClaimMove, ClaimRefusal};
use web::address::Address;
use web::error::AppError;
use web::flash::Flash;
use web::form::{FormState, reason};
use web::parts::{Button, Kind, TextArea};
use web::{Site, Viewer, Visit};

use super::detail::{QueryParams, claim_page};
use super::{queue, seen};

pub fn routes() -> Router<Site> {
    Router::new().route("/claims/{id}/pass", post(pass)).route("/claims/{id}/return", post(send_back))
}

/// What is sent with a decision.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct DecisionForm {
    /// The digest of what the page has shown.
    pub sha256: String,
    /// The code of the step.
    pub step: String,
    /// Why it goes back.
    pub reason: String,
    /// Why it passes although a signal is not cleared up.
    pub why: String,
}

/// Whoever takes a step, in the role that has the right to it.
fn actor(viewer: &Viewer, side: Side) -> Result<Actor, AppError> {
    let roles: &[Role] = match side {
        Side::Decides => &[Role::CountyReviewer, Role::CityFirstReviewer],
        Side::Confirms => &[Role::CitySecondReviewer],
        Side::Asks => &[],
    };
    viewer.actor(roles)
}

/// `POST /claims/{id}/pass`: for the first review of what waits for it, and for the second.
async fn pass(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Path(id): Path<String>,
    Form(form): Form<DecisionForm>,
) -> Result<Response, AppError> {
    let claim = seen(&site, &viewer, id).await?;
    let passes = |step: &ClaimStep| matches!(step, ClaimStep::Pass | ClaimStep::Confirm);
    let step = ClaimStep::from_code(&form.step).filter(passes).ok_or(AppError::NotFound)?;
    viewer.require_in(ClaimState::rule(step).may, &claim.organisation_id, &claim.region_id)?;
    let w = visit.words;
    let mut state = FormState::from(form);
    let short = w.t(
        "还有没查清的异常线索。请写明怎么核实的、为什么可以通过，至少四个字。",
        "A signal is not cleared up. Please say how it was looked into and why the claim passes, in four characters or more.",
    );
    let said = reason(w, &state.form.why, REASON_CHARS, short);
    // Where it was cleared up while somebody wrote, what they wrote is kept all the same.
    let why = match site.db.unsettled_signals(&claim.id).await? {
        0 => Some(said.unwrap_or_default()),
        _ => state.check("why", said),
    };
    let Some(why) = why else {
        return Ok(claim_page(&site, &viewer, &visit, claim, QueryParams::default(), state)
            .await?
            .refused()
            .into_response());
    };
    let (claim, sha256) = (claim.id, state.form.sha256);
    let seen = sha256.clone();
    let action = match step {
        ClaimStep::Confirm => AuditAction::ClaimConfirm { claim: claim.clone(), sha256 },
        _ => AuditAction::ClaimPass { claim: claim.clone(), sha256 },
    };
    moved(&site, &viewer, w, &from, (&claim, step), &seen, (action, &why)).await
}

/// `POST /claims/{id}/return`: the same, with a reason and to whom it goes back.
async fn send_back(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Path(id): Path<String>,
    Form(form): Form<DecisionForm>,
) -> Result<Response, AppError> {
    let claim = seen(&site, &viewer, id).await?;
    let step = ClaimStep::from_code(&form.step).filter(|step| step.goes_back()).ok_or(AppError::NotFound)?;
    viewer.require_in(ClaimState::rule(step).may, &claim.organisation_id, &claim.region_id)?;
    let w = visit.words;
    let mut state = FormState::from(form);
    let short = w.t(
        "请写明哪里不对、怎么改，至少四个字。",
        "Please say what is wrong and what to do, in four characters or more.",
    );
    let said = reason(w, &state.form.reason, REASON_CHARS, short);
    let Some(said) = state.check("reason", said) else {
        return Ok(claim_page(&site, &viewer, &visit, claim, QueryParams::default(), state)
            .await?
            .refused()
            .into_response());
    };
    let (claim, sha256) = (claim.id, state.form.sha256);
    let action = match step {
        ClaimStep::SendBack => AuditAction::ClaimSendBack { claim: claim.clone(), sha256: sha256.clone() },
        ClaimStep::Refer => AuditAction::ClaimRefer { claim: claim.clone(), sha256: sha256.clone() },
        _ => AuditAction::ClaimReturn { claim: claim.clone(), sha256: sha256.clone() },
    };
    moved(&site, &viewer, w, &from, (&claim, step), &sha256, (action, &said)).await
}

/// Takes the step and leads on: to the next claim that waits for the viewer; what was not taken to its own page.
async fn moved(
    site: &Site,
    viewer: &Viewer,
    w: Words,
    from: &Address,
    (claim, step): (&ClaimId, ClaimStep),
    sha256: &str,
    (action, reason): (AuditAction, &str),
) -> Result<Response, AppError> {
    let queue = queue(site, viewer, claim.as_str()).await?;
    let event = site.event(viewer, from, action, reason);
    let actor = actor(viewer, ClaimState::rule(step).side)?;
    let taken = ClaimMove { step, sha256, actor: &actor, event: &event };
    let says = match site.db.move_claim(claim, &site.policies, &taken).await? {
        Ok(()) => {
            let next = queue.after().map_or_else(|| "/claims".to_owned(), |next| format!("/claims/{next}"));
            return Ok(Flash::done(done(w, step)).then(&next));
        }
        Err(ClaimRefusal::Rule(why)) => w.claim_not_taken(why),
        Err(ClaimRefusal::Changed) => w.t(
            "您打开这一页以后，申领有了变化，您的决定没有记下。请看最新的内容，再决定。",
            "The claim has changed since you opened this page, and your decision was not taken. Look at it as it is now.",
        ),
        Err(ClaimRefusal::Moved) => moved_since(w),
        Err(ClaimRefusal::Unexplained) => w.t(
            "刚刚出现了新的异常线索，您的决定没有记下。请看过线索，写明理由，再决定。",
            "A signal has just come up, and your decision was not taken. Please look at it, say why, and decide again.",
        ),
    };
    Ok(Flash::notice(says).then(&format!("/claims/{claim}")))
}

/// What a reviewer is told of a claim that does not follow from the facts any more.
pub fn moved_since(w: Words) -> &'static str {
    w.t(
        "提交以后，算钱的依据有了变化（补贴标准改了，或者同一位学员别的申领撤回了），金额已经对不上，不能通过。请退回培训机构，重新提交。",
        "What the amounts were worked out from has changed since it was submitted (a standard, or another claim for the same person was given up): it cannot pass. Please return it to be submitted anew.",
    )
}

fn done(w: Words, step: ClaimStep) -> &'static str {
    match step {
        ClaimStep::Pass => w.t("初审通过，转给复核。", "Passed; it goes to the second review."),
        ClaimStep::Confirm => w.t("复核通过。", "Passed the second review."),
        ClaimStep::SendBack => w.t("已退回初审。", "Sent back to the first review."),
        _ => w.t("已退回，培训机构会看到原因。", "Returned; the institution sees the reason."),
    }
}

/// The form beside the claim, for whoever's turn it is. `unsettled` signals ask for a reason to pass it; without a number it cannot
/// pass.
pub fn decision(
    w: Words,
    here: &str,
    (state, sha256): (ClaimState, &str),
    unsettled: Option<usize>,
    form: &FormState<DecisionForm>,
) -> impl IntoView + use<> {
    let second = state == ClaimState::Reviewed;
    let (step, title, button, says) = if second {
        (
            ClaimStep::Confirm,
            w.t("复核", "Second review"),
            w.t("复核通过", "Pass it"),
            w.t(
                "通过以后不能撤回，接下来公示 5 个工作日。",
                "Once passed it cannot be taken back; it is then published for 5 working days.",
            ),
        )
    } else {
        (
            ClaimStep::Pass,
            w.t("初审", "First review"),
            w.t("初审通过", "Pass it"),
            w.t("通过以后由另一位工作人员复核。", "Another official then reviews it a second time."),
        )
    };
    let pass = unsettled.map(|unsettled| {
        let label = match w {
            Words::Zh => format!("有 {unsettled} 条异常线索没有查清，为什么可以通过？"),
            Words::En => format!("Signals that are not cleared up: {unsettled}. Why does it pass?"),
        };
        let why = (unsettled > 0).then(|| {
            view! {
                <TextArea
                    name="why"
                    label=label
                    hint=w.t(
                        "写明向谁核实、查了什么。培训机构和学员看不到。",
                        "Whom you asked and what you looked at. Neither institution nor learners read it.",
                    )
                    error=form.error("why")
                    value=form.form.why.clone()
                />
            }
        });
        view! {
            <form class="form sheet" method="post" action=format!("{here}/pass")>
                <h2>{title}</h2>
                <input type="hidden" name="sha256" value=sha256.to_owned() />
                <p class="soft">{says}</p>
                {why}
                <div class="actions">
                    <Button kind=Kind::Primary name="step" value=step.as_str()>{button}</Button>
                </div>
            </form>
        }
    });
    let back = if second {
        view! {
            <Button kind=Kind::Danger name="step" value="send_back">{w.t("退回初审", "Back to the first review")}</Button>
            <Button name="step" value="refer">{w.t("退回机构", "Return to the institution")}</Button>
        }
        .into_any()
    } else {
        view! { <Button kind=Kind::Danger name="step" value="return">{w.t("退回机构", "Return it")}</Button> }
            .into_any()
    };
    view! {
        {pass}
        <form class="form sheet" method="post" action=format!("{here}/return")>
            <h2>{w.t("退回", "Return it")}</h2>
            <input type="hidden" name="sha256" value=sha256.to_owned() />
            <TextArea
                name="reason"
                label=w.t("原因", "Reason")
                hint=w.t(
                    "写明哪里不对、怎么改。培训机构和学员都会看到，请不要写个人的姓名、号码。",
                    "What is wrong and what to do. The institution and its learners read it: please name nobody.",
                )
                error=form.error("reason")
                value=form.form.reason.clone()
            />
            <div class="actions">{back}</div>
        </form>
    }
}
