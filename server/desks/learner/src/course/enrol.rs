//! The button “enrol”.

use app::words::Words;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::post;
use domain::access::Action;
use domain::class::EnrolRefusal;
use domain::consent;
use domain::id::{ClassId, EnrolmentId};
use store::StoreError;
use web::error::AppError;
use web::{Flash, Site, Viewer};

pub fn routes() -> Router<Site> {
    Router::new().route("/classes/{id}/enrol", post(enrol))
}

/// `POST /classes/{id}/enrol`: takes the reader onto the roster and leads to their classes.
async fn enrol(
    State(site): State<Site>,
    viewer: Viewer,
    w: Words,
    Path(class): Path<ClassId>,
) -> Result<Response, AppError> {
    viewer.require(Action::Study)?;
    if let Some(purpose) = consent::refused(&site.db.consents(&viewer.person).await?) {
        return Ok(Flash::notice(w.consent_missing(purpose)).then("/account"));
    }
    let enrolment = EnrolmentId(site.new_id());
    match site.db.enrol(&enrolment, &class, &viewer.person, &site.today(), site.now()).await {
        Ok(()) => {
            let done = w.t("报名成功，现在就可以开始学。", "You are enrolled and can begin at once.");
            Ok(Flash::done(done).then("/learn"))
        }
        Err(StoreError::Enrol(EnrolRefusal::Already)) => {
            Ok(Flash::notice(w.enrol_refused(EnrolRefusal::Already)).then("/learn"))
        }
        Err(StoreError::Enrol(refusal)) => {
            let course = site.db.course_of_class(&class).await?;
            Ok(Flash::notice(w.enrol_refused(refusal)).then(&format!("/courses/{course}")))
        }
        Err(error) => Err(error.into()),
    }
}
