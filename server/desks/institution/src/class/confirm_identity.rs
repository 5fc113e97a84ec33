//! The button by which a supervisor confirms who a learner is.

use std::ops::RangeInclusive;

use axum::Router;
use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use domain::access::Action;
use domain::audit::AuditAction;
use domain::id::{CheckId, ClassId, EnrolmentId};
use domain::study::StudyRefusal;
use store::StoreError;
use store::study::RuleInput;
use web::address::Address;
use web::error::AppError;
use web::flash::Flash;
use web::form::{FormState, cut_text};
use web::{Site, Viewer, Visit};

use super::learner::{ConfirmForm, LearnerForms, learner_page};

pub fn routes() -> Router<Site> {
    Router::new().route("/classes/{id}/learners/{enrolment}/confirm", post(confirm_identity))
}

/// How long the reason may be, in characters.
const REASON_CHARS: RangeInclusive<usize> = 4..=300;

/// `POST /classes/{id}/learners/{enrolment}/confirm`: for supervisors of this class.
async fn confirm_identity(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Path((class, enrolment)): Path<(String, String)>,
    Form(form): Form<ConfirmForm>,
) -> Result<Response, AppError> {
    viewer.require(Action::ConfirmIdentity)?;
    let class = site.db.watched_class(&ClassId(class), &site.today()).await?;
    viewer.require_in(Action::ConfirmIdentity, &class.organisation_id, &class.region_id)?;
    let line = site.db.roster_line(&class.id, &EnrolmentId(enrolment)).await?;
    let w = visit.words;
    let mut confirm = FormState::from(form);
    let short = w.t("请写明是怎么核对的，至少四个字。", "Please say how you made sure.");
    let Some(reason) = confirm.check("reason", cut_text(&confirm.form.reason, REASON_CHARS, short)) else {
        let forms = LearnerForms { confirm, ..LearnerForms::default() };
        let page = learner_page(&site, &viewer, &visit, &(class.id, line.enrolment), 1, forms).await?;
        return Ok(page.refused().into_response());
    };
    let mut draw = [0; 8];
    site.rng.fill(&mut draw);
    let input = RuleInput {
        now_ms: site.now(),
        fresh_check: CheckId(site.new_id()),
        draw: u64::from_be_bytes(draw),
        policies: &site.policies,
    };
    let action = AuditAction::IdentityConfirm {
        enrolment: line.enrolment.clone(),
        class: class.id.clone(),
        class_code: class.code.clone(),
    };
    let event = site.event(&viewer, &from, action, reason);
    let back = format!("/classes/{}/learners/{}", class.id, line.enrolment);
    match site.db.confirm_identity(&line.person, &input, &site.keys, &event).await {
        Ok(()) => {
            let done = w.t("已确认是本人，学员可以继续学习。", "Confirmed. The learner can go on.");
            Ok(Flash::done(done).then(&back))
        }
        // Someone else, or the learner's own password, was quicker.
        Err(StoreError::Study(StudyRefusal::NotHeld)) => {
            let notice = w.t("这名学员现在不需要核对。", "This learner needs no confirmation now.");
            Ok(Flash::notice(notice).then(&back))
        }
        Err(error) => Err(error.into()),
    }
}
