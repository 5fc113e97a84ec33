//! The button “enrol”, and the question that comes before it for whoever has not agreed to what enrolling needs.

use app::words::Words;
use axum::Router;
use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::access::Action;
use domain::audit::AuditAction;
use domain::class::EnrolRefusal;
use domain::consent::{Purpose, missing};
use domain::id::{ClassId, EnrolmentId};
use leptos::prelude::*;
use serde::Deserialize;
use store::StoreError;
use web::address::Address;
use web::error::AppError;
use web::form::FormState;
use web::page::{About, Page};
use web::parts::{Button, Choice, Choices, Kind, LinkButton, NavItem};
use web::{Flash, Site, Viewer, Visit};

pub fn routes() -> Router<Site> {
    Router::new().route("/classes/{id}/enrol", get(question).post(enrol))
}

/// What the reader agrees to with enrolling: `yes` for each.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct AgreeForm {
    /// `yes` once the question was shown: pressed on the course's page nothing is wrong yet.
    asked: String,
    real_name: String,
    subsidy: String,
}

impl AgreeForm {
    fn agrees(&self, purpose: Purpose) -> bool {
        match purpose {
            Purpose::RealName => self.real_name == "yes",
            Purpose::Subsidy => self.subsidy == "yes",
        }
    }
}

/// `GET /classes/{id}/enrol`: what is to be agreed to before one enrols; the course where nothing is.
async fn question(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path(class): Path<ClassId>,
) -> Result<Response, AppError> {
    viewer.require(Action::Study)?;
    let course = site.db.course_of_class(&class).await?;
    let purposes = missing(&site.db.consents(&viewer.person).await?);
    if purposes.is_empty() {
        return Ok(web::flash::see_other(&format!("/courses/{course}")));
    }
    Ok(question_page(&visit, &class, &course, purposes, FormState::default()).into_response())
}

fn question_page(
    visit: &Visit,
    class: &ClassId,
    course: &str,
    purposes: Vec<Purpose>,
    state: FormState<AgreeForm>,
) -> Page {
    let w = visit.words;
    let about = About::new(w.t("报名前请先同意", "Before you enrol")).at(NavItem::Courses).narrow();
    let (action, back) = (format!("/classes/{class}/enrol"), format!("/courses/{course}"));
    visit.page(about, move || {
        let questions = purposes
            .into_iter()
            .map(|purpose| agreement(w, purpose, state.form.agrees(purpose), state.error(purpose.as_str())));
        view! {
            <h1>{w.t("报名前请先同意", "Before you enrol")}</h1>
            <form class="form sheet" method="post" action=action>
                <input type="hidden" name="asked" value="yes" />
                {questions.collect_view()}
                <p class="soft">
                    <a href="/privacy">{w.t("个人信息怎么保护、怎么撤回同意", "How your data is protected, and how to take an agreement back")}</a>
                </p>
                <div class="actions">
                    <Button kind=Kind::Primary>{w.t("同意并报名", "Agree and enrol")}</Button>
                    <LinkButton href=back>{w.t("取消", "Cancel")}</LinkButton>
                </div>
            </form>
        }
    })
}

/// The question whether the reader agrees to a use of their data without which nobody enrols.
pub fn agreement(w: Words, purpose: Purpose, agrees: bool, error: Option<String>) -> impl IntoView {
    view! {
        <Choices
            name=purpose.as_str()
            label=w.consent_title(purpose)
            hint=w.consent_missing(purpose)
            error=error
            options=vec![Choice::new("yes", w.consent_text(purpose))]
            chosen=if agrees { vec!["yes".to_owned()] } else { Vec::new() }
            many=true
        />
    }
}

/// What is said of an agreement that enrolling needs and that was not ticked.
pub fn not_agreed(w: Words) -> &'static str {
    w.t("不同意就不能报名。同意的话，请勾上。", "Enrolling needs your agreement: tick the box if you agree.")
}

/// Writes down what the reader agreed to.
pub async fn record_agreed(
    site: &Site,
    viewer: &Viewer,
    from: &Address,
    purposes: Vec<Purpose>,
) -> Result<(), AppError> {
    for purpose in purposes {
        let action = AuditAction::ConsentGive { person: viewer.person.clone(), purpose };
        let event = site.event(viewer, from, action, "");
        site.db.record_consent(&site.new_id(), &viewer.person, purpose, true, &event).await?;
    }
    Ok(())
}

/// `POST /classes/{id}/enrol`: takes the reader onto the roster and leads to their classes.
async fn enrol(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Path(class): Path<ClassId>,
    Form(form): Form<AgreeForm>,
) -> Result<Response, AppError> {
    viewer.require(Action::Study)?;
    let w = visit.words;
    let purposes = missing(&site.db.consents(&viewer.person).await?);
    if !purposes.is_empty() {
        let mut state = FormState::from(form.clone());
        for purpose in purposes.iter().filter(|purpose| !form.agrees(**purpose)) {
            state.refuse(purpose.as_str(), not_agreed(w));
        }
        if !state.is_valid() {
            let course = site.db.course_of_class(&class).await?;
            return Ok(if form.asked == "yes" {
                question_page(&visit, &class, &course, purposes, state).refused().into_response()
            } else {
                web::flash::see_other(&format!("/classes/{class}/enrol"))
            });
        }
        record_agreed(&site, &viewer, &from, purposes).await?;
    }
    let enrolment = EnrolmentId(site.new_id());
    match site.db.enrol(&enrolment, &class, &viewer.person, &site.today(), site.now()).await {
        Ok(()) => {
            Ok(Flash::done(w.t("报名成功，现在就可以开始学。", "You are enrolled and can begin at once."))
                .then("/learn"))
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
