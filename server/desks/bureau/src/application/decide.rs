//! The buttons of those who decide: approve, or return with reasons by field.

use app::words::Words;
use axum::Router;
use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use domain::access::Role;
use domain::audit::AuditAction;
use domain::class_application::FieldReason;
use domain::id::{ClassApplicationId, ClassId};
use store::appeal::Actor;
use store::class_application::{Approval, StepRefusal};
use web::address::Address;
use web::error::AppError;
use web::flash::Flash;
use web::form::FormState;
use web::parts::Queue;
use web::{Site, Viewer, Visit};

use super::detail::{application_page, submissions};
use super::forms::{DecisionForm, reasons};
use super::{queue, reviewed};

pub fn routes() -> Router<Site> {
    Router::new()
        .route("/class-applications/{id}/approve", post(approve))
        .route("/class-applications/{id}/return", post(send_back))
}

/// Whoever takes a step, in the role that has the right to it.
fn actor(viewer: &Viewer) -> Result<Actor, AppError> {
    viewer.actor(&[Role::CountyReviewer, Role::CityFirstReviewer])
}

/// What somebody is told who decided on something else than the page had shown.
fn changed(w: Words) -> &'static str {
    w.t(
        "您打开这一页以后，申请有了变化，您的决定没有记下。请看最新的内容，再决定。",
        "The application has changed since you opened this page, and your decision was not taken. Look at it as it is now.",
    )
}

/// Where a step leads: to the next that waits for the viewer, or to the list; what was not taken to its own page.
fn taken(w: Words, id: &ClassApplicationId, queue: &Queue, outcome: Result<String, StepRefusal>) -> Response {
    match outcome {
        Ok(done) => {
            let next = queue.after().map_or_else(
                || "/class-applications".to_owned(),
                |next| format!("/class-applications/{next}"),
            );
            Flash::done(done).then(&next)
        }
        Err(why) => {
            let says = match why {
                StepRefusal::Rule(why) => w.application_not_taken(why),
                StepRefusal::Changed => changed(w),
                StepRefusal::NotFiled(verdict) => w.filing_verdict(verdict),
            };
            Flash::notice(says).then(&format!("/class-applications/{id}"))
        }
    }
}

/// `POST /class-applications/{id}/approve`: for reviewers within their reach.
async fn approve(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Path(id): Path<String>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let application = reviewed(&site, &viewer, id).await?;
    let w = visit.words;
    let form = DecisionForm::of(fields);
    let (id, sha256) = (application.id.clone(), form.sha256.clone());
    if sha256.is_empty() {
        let state = FormState::from(form).refused("", changed(w));
        let page = application_page(&site, &viewer, &visit, application, state).await?;
        return Ok(page.refused().into_response());
    }
    let steps = site.db.application_steps(&id).await?;
    let content = submissions(&steps).first().and_then(|step| step.content()).ok_or(AppError::NotFound)?;
    let course = site.db.course_applied_for(&content.course).await?;
    let policy = site.policies.on(site.profile, &content.starts_on).or_else(|| site.policy());
    let approval = Approval {
        class: ClassId(site.new_id()),
        policy_version: policy.map(|policy| policy.version.clone()).ok_or(AppError::NotFound)?,
        course_code: course.code,
    };
    let queue = queue(&site, &viewer, id.as_str()).await?;
    let event = |code: &str| {
        let action = AuditAction::ApplicationApprove {
            application: id.clone(),
            sha256: sha256.clone(),
            class: approval.class.clone(),
            class_code: code.to_owned(),
        };
        site.event(&viewer, &from, action, "")
    };
    let outcome = site.db.approve_application(&id, &sha256, &approval, &actor(&viewer)?, event).await?;
    Ok(match outcome {
        Ok(code) => {
            let done = match w {
                Words::Zh => format!("已同意，班级 {code} 开好了。"),
                Words::En => format!("Approved: class {code} is open."),
            };
            taken(w, &id, &queue, Ok(done))
        }
        Err(why) => taken(w, &id, &queue, Err(why)),
    })
}

/// `POST /class-applications/{id}/return`: for reviewers within their reach.
async fn send_back(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Path(id): Path<String>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let application = reviewed(&site, &viewer, id).await?;
    let w = visit.words;
    let mut state = FormState::from(DecisionForm::of(fields));
    let Some(reasons) = reasons(w, &mut state) else {
        let page = application_page(&site, &viewer, &visit, application, state).await?;
        return Ok(page.refused().into_response());
    };
    let (id, sha256) = (application.id, state.form.sha256);
    let queue = queue(&site, &viewer, id.as_str()).await?;
    let action = AuditAction::ApplicationReturn {
        application: id.clone(),
        sha256: sha256.clone(),
        fields: reasons.iter().map(|one| one.field).collect(),
    };
    let event = site.event(&viewer, &from, action, in_words(w, &reasons));
    let outcome = site.db.return_application(&id, &sha256, &reasons, &actor(&viewer)?, &event).await?;
    let done = w.t("已退回，培训机构会看到每一项的原因。", "Returned; the institution sees each reason.");
    Ok(taken(w, &id, &queue, outcome.map(|()| done.to_owned())))
}

/// The reasons as one text, for the log.
fn in_words(w: Words, reasons: &[FieldReason]) -> String {
    let line =
        |one: &FieldReason| format!("{}{}{}", w.application_field(one.field), w.t("：", ": "), one.reason);
    reasons.iter().map(line).collect::<Vec<_>>().join(w.t("；", "; "))
}
