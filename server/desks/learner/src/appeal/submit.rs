//! The button that appeals against a refusal.

use axum::Router;
use axum::extract::{Form, State};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use domain::access::Action;
use domain::audit::AuditAction;
use domain::id::AppealId;
use store::appeal::NewAppeal;
use store::{Constraint, StoreError};
use web::address::Address;
use web::error::AppError;
use web::form::FormState;
use web::views::appeal::reason;
use web::{Flash, Site, Viewer, Visit};

use super::page::{AppealForm, appeal_form, nothing_to_appeal, refusal_of};

pub fn routes() -> Router<Site> {
    Router::new().route("/hours/appeal", post(make))
}

/// `POST /hours/appeal`: for the learner to whom the time was refused.
async fn make(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Form(form): Form<AppealForm>,
) -> Result<Response, AppError> {
    viewer.require(Action::Study)?;
    let w = visit.words;
    let Some(refusal) = refusal_of(&site, &viewer, w, &form).await? else {
        return Ok(nothing_to_appeal(w));
    };
    let mut state = FormState::from(form);
    let Some(reason) = state.check("reason", reason(w, &state.form.reason)) else {
        return Ok(appeal_form(&visit, refusal, state).refused().into_response());
    };
    let form = state.form;
    let new = NewAppeal {
        id: AppealId(site.new_id()),
        person: viewer.person.clone(),
        account: viewer.account.clone(),
        enrolment: form.enrolment,
        lesson: form.lesson,
        day: form.day,
        code: refusal.code,
        reason,
    };
    let action = AuditAction::AppealMake { appeal: new.id.clone() };
    let event = site.event(&viewer, &from, action, new.reason.as_str());
    match site.db.make_appeal(&new, &event).await {
        Ok(()) => {
            let done = w.t("申诉已交上，结果会在这里告诉您。", "Your appeal is in. The result will be here.");
            Ok(Flash::done(done).then("/hours/appeals"))
        }
        Err(StoreError::Conflict(Constraint::AppealOncePerSpan)) => {
            let notice = w.t("这段时间已经申诉过了。", "This stretch was appealed before.");
            Ok(Flash::notice(notice).then("/hours/appeals"))
        }
        Err(error) => Err(error.into()),
    }
}
