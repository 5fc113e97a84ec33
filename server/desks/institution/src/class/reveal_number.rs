//! The button that shows a learner's number in full, once.

use std::ops::RangeInclusive;

use axum::Router;
use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use domain::access::Action;
use domain::audit::AuditAction;
use domain::id::{ClassId, EnrolmentId};
use domain::person::Number;
use store::reveal::Revealed;
use web::address::Address;
use web::error::{AppError, Sentence};
use web::form::{FormState, reason};
use web::{Site, Viewer, Visit};

use super::learner::reveal::{RevealForm, shown};
use super::learner::{LearnerForms, learner_page};

pub fn routes() -> Router<Site> {
    Router::new().route("/classes/{id}/learners/{enrolment}/reveal", post(reveal_number))
}

/// How many numbers one account may see in an hour.
const MOST: i64 = 20;
const HOUR_MS: i64 = 60 * 60 * 1000;

/// How long the reason may be, in characters.
const WHY_CHARS: RangeInclusive<usize> = 4..=300;

/// `POST /classes/{id}/learners/{enrolment}/reveal`: for whoever may see numbers of this class. The answer is the page
/// itself, never an address.
async fn reveal_number(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Path((class, enrolment)): Path<(String, String)>,
    Form(form): Form<RevealForm>,
) -> Result<Response, AppError> {
    viewer.require(Action::RevealNumber)?;
    let class = site.db.watched_class(&ClassId(class), &site.today()).await?;
    viewer.require_in(Action::RevealNumber, &class.organisation_id, &class.region_id)?;
    let line = site.db.roster_line(&class.id, &EnrolmentId(enrolment)).await?;
    let w = visit.words;
    let mut reveal = FormState::from(form);
    let short = w.t("请写明为什么要看，至少四个字。", "Please say why, in four characters or more.");
    let Some(why) = reveal.check("why", reason(w, &reveal.form.why, WHY_CHARS, short)) else {
        let forms = LearnerForms { reveal, ..LearnerForms::default() };
        let page = learner_page(&site, &viewer, &visit, &(class.id, line.enrolment), 1, forms).await?;
        return Ok(page.refused().into_response());
    };
    let number = if reveal.form.number == "phone" { Number::Phone } else { Number::Document };
    let action = AuditAction::NumberReveal { enrolment: line.enrolment.clone(), number };
    let event = site.event(&viewer, &from, action, why);
    let limit = (MOST, site.now() - HOUR_MS);
    match site.db.reveal_number(&line.person, number, &site.keys, limit, &event).await? {
        Revealed::Number(opened) => Ok(shown(&visit, &class, &line, number, opened).into_response()),
        Revealed::Erased => Err(AppError::conflict(
            "number_erased",
            "这个人已经注销账号，这个号码已经删除。",
            "The account was closed and this number is erased.",
        )),
        Revealed::TooMany => Err(AppError::TooMany {
            code: "too_many_numbers",
            wait_seconds: HOUR_MS / 1000,
            say: Sentence::new(
                "一小时内看的完整号码太多了，请一小时后再来。要整批的号码，请走台账导出。",
                "Too many numbers within an hour. Come back in an hour; for a whole class use an export.",
            ),
        }),
    }
}
