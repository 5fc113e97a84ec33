//! The button that begins a test.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::post;
use domain::exam::StartRefusal;
use domain::id::ExamPaperId;
use web::error::AppError;
use web::flash::see_other;
use web::{Flash, Site, Viewer, Visit};

use super::door::why_not;
use super::{address, exam_now, rules_of};

pub fn routes() -> Router<Site> {
    Router::new().route("/exam/{enrolment}/start", post(start))
}

/// `POST /exam/{enrolment}/start`: for whoever is in the class and has studied enough. The seed is the site's own draw.
async fn start(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path(enrolment): Path<String>,
) -> Result<Response, AppError> {
    let exam = exam_now(&site, &viewer, &enrolment).await?;
    let (policy, rules) = rules_of(&site, &exam)?;
    let (here, clock, w) = (address(&exam), site.class_clock(), visit.words);
    let new = (ExamPaperId(site.new_id()), u64::from_be_bytes(site.random()));
    match site.db.start_exam(&viewer.person, &exam.enrolment_id, new, clock, &site.policies).await? {
        // Begun a moment ago, here or on another device: it is the same paper.
        Ok(_) | Err(StartRefusal::Begun) => Ok(see_other(&format!("{here}/questions/1"))),
        Err(refusal) => {
            let stage = clock.stage((&exam.starts_on, &exam.ends_on), exam.closed);
            let (_, says) = why_not(w, site.zone(), &exam, (policy, rules), stage, refusal);
            Ok(Flash::notice(says).then(&here))
        }
    }
}
