//! The buttons of those who decide on courses: publish, or return with reasons by part.

use app::words::Words;
use axum::Router;
use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use domain::access::Role;
use domain::audit::AuditAction;
use domain::course_draft::{CourseContent, CoursePart, PartReason, REASON_CHARS};
use domain::id::{CourseDraftId, CourseId, LessonId};
use domain::workflow::NotTaken;
use store::appeal::Actor;
use store::course_draft::{CourseDraftStepLine, StepRefusal};
use web::address::Address;
use web::error::AppError;
use web::flash::Flash;
use web::form::{FormState, reason};
use web::parts::Queue;
use web::views::course_draft::part_name;
use web::{Site, Viewer, Visit};

use super::detail::{course_page, submissions};
use super::{queue, reviewed};

pub fn routes() -> Router<Site> {
    Router::new()
        .route("/course-reviews/{id}/publish", post(publish))
        .route("/course-reviews/{id}/return", post(send_back))
}

/// What is sent with a decision.
#[derive(Clone, Debug, Default)]
pub struct DecisionForm {
    /// The digest of what the page has shown.
    pub sha256: String,
    /// What was typed, by part.
    reasons: Vec<(CoursePart, String)>,
}

impl DecisionForm {
    fn of(fields: Vec<(String, String)>) -> Self {
        let mut form = Self::default();
        for (name, value) in fields {
            match (name.as_str(), name.strip_prefix("why-")) {
                ("sha256", _) => form.sha256 = value,
                (_, Some("about")) => form.reasons.push((CoursePart::About, value)),
                (_, Some(lesson)) => {
                    form.reasons.push((CoursePart::Lesson(LessonId(lesson.to_owned())), value));
                }
                _ => {}
            }
        }
        form
    }

    /// What was typed at a part.
    pub fn typed(&self, part: &CoursePart) -> &str {
        self.reasons.iter().find(|(of, _)| of == part).map_or("", |(_, typed)| typed.as_str())
    }
}

/// The name of the field for the reason at a part.
pub fn why_field(part: &CoursePart) -> String {
    match part {
        CoursePart::About => "why-about".to_owned(),
        CoursePart::Lesson(id) => format!("why-{id}"),
    }
}

/// Whoever takes a step, in the role that has the right to it.
fn actor(viewer: &Viewer) -> Result<Actor, AppError> {
    viewer.actor(&[Role::CountyReviewer, Role::CityFirstReviewer])
}

/// Where a step leads: to the next that waits for the viewer, or to the list; what was not taken to its own page.
fn taken(w: Words, id: &CourseDraftId, queue: &Queue, outcome: Result<String, StepRefusal>) -> Response {
    match outcome {
        Ok(done) => {
            let next = queue
                .after()
                .map_or_else(|| "/course-reviews".to_owned(), |next| format!("/course-reviews/{next}"));
            Flash::done(done).then(&next)
        }
        Err(why) => {
            let says = match why {
                StepRefusal::Rule(why) => w.course_not_taken(why),
                StepRefusal::Changed => w.t(
                    "您打开这一页以后，课程有了变化，您的决定没有记下。请看最新的内容，再决定。",
                    "The course has changed since you opened this page, and your decision was not taken. Look at it as it is now.",
                ),
                StepRefusal::FilmGone => w.t(
                    "课里有个视频已经不在了，不能上架。请退回，让机构重新传。",
                    "A film of the course is gone. Return it, so that the institution uploads it anew.",
                ),
                StepRefusal::Replaced => w.t(
                    "这门课的另一个新版本已经上架了，这一个不能再上架。请退回，让机构在最新版上改。",
                    "Another version of the course was published meanwhile. Return this one.",
                ),
            };
            Flash::notice(says).then(&format!("/course-reviews/{id}"))
        }
    }
}

/// `POST /course-reviews/{id}/publish`: for reviewers within their reach.
async fn publish(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Path(id): Path<String>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let draft = reviewed(&site, &viewer, id).await?;
    let (w, id, form) = (visit.words, draft.id, DecisionForm::of(fields));
    let course = CourseId(site.new_id());
    let queue = queue(&site, &viewer, id.as_str()).await?;
    let event = |code: &str| {
        let action = AuditAction::CoursePublish {
            draft: id.clone(),
            sha256: form.sha256.clone(),
            course: course.clone(),
            course_code: code.to_owned(),
        };
        site.event(&viewer, &from, action, "")
    };
    let (seen, actor) = ((form.sha256.as_str(), &course), actor(&viewer)?);
    let outcome = site.db.publish_draft(&id, seen, &actor, || site.new_id(), event).await?;
    let done = outcome.map(|_| match w {
        Words::Zh => format!("“{}”已上架。", draft.title),
        Words::En => format!("“{}” is published.", draft.title),
    });
    Ok(taken(w, &id, &queue, done))
}

/// `POST /course-reviews/{id}/return`: for reviewers within their reach.
async fn send_back(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    from: Address,
    Path(id): Path<String>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let draft = reviewed(&site, &viewer, id).await?;
    let w = visit.words;
    let steps = site.db.course_draft_steps(&draft.id).await?;
    let content = submissions(&steps).first().and_then(|step: &&CourseDraftStepLine| step.content());
    let content = content.ok_or(AppError::NotFound)?;
    let mut state = FormState::from(DecisionForm::of(fields));
    let Some(reasons) = reasons(w, &content, &mut state) else {
        return Ok(course_page(&site, &viewer, &visit, draft, state).await?.refused().into_response());
    };
    let (id, sha256) = (draft.id, state.form.sha256);
    let queue = queue(&site, &viewer, id.as_str()).await?;
    let action = AuditAction::CourseReturn { draft: id.clone(), sha256: sha256.clone() };
    let said = reasons
        .iter()
        .map(|one| format!("{}{}{}", part_name(w, &content, &one.part), w.t("：", ": "), one.reason))
        .collect::<Vec<_>>()
        .join(w.t("；", "; "));
    let event = site.event(&viewer, &from, action, said);
    let outcome = site.db.return_course(&id, &sha256, &reasons, &actor(&viewer)?, &event).await?;
    let done = w.t("已退回，培训机构会看到每一项的原因。", "Returned; the institution sees each reason.");
    Ok(taken(w, &id, &queue, outcome.map(|()| done.to_owned())))
}

/// The reasons of a return, in the order of the parts; or `None` and what is wrong with them.
fn reasons(
    w: Words,
    content: &CourseContent,
    state: &mut FormState<DecisionForm>,
) -> Option<Vec<PartReason>> {
    let parts = std::iter::once(CoursePart::About)
        .chain(content.lessons.iter().map(|lesson| CoursePart::Lesson(lesson.id.clone())));
    let mut reasons = Vec::new();
    for part in parts {
        let typed = state.form.typed(&part).trim().to_owned();
        if typed.is_empty() {
            continue;
        }
        let short = w.t("请写明原因，至少四个字。", "Please say why, in four characters or more.");
        if let Some(reason) = state.check(&why_field(&part), reason(w, &typed, REASON_CHARS, short)) {
            reasons.push(PartReason { part, reason });
        }
    }
    if state.is_valid() && reasons.is_empty() {
        let says = w.course_not_taken(NotTaken::NoReason);
        state.refuse("why-about", says);
    }
    state.is_valid().then_some(reasons)
}
