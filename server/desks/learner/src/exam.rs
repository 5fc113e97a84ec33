//! The final test of a class: what it is, a question to practise, the paper, and its result.

mod door;
mod hand_in;
mod paper;
mod rehearsal;
mod result;
mod start;

use app::words::Words;
use axum::Router;
use domain::access::Action;
use domain::id::EnrolmentId;
use domain::policy::{ExamPolicy, Policy};
use leptos::prelude::*;
use store::exam::MyExam;
use web::error::AppError;
use web::parts::Crumbs;
use web::views::class::class_name;
use web::{Site, Viewer};

/// Every page and button of this noun.
pub fn routes() -> Router<Site> {
    Router::new()
        .merge(door::routes())
        .merge(hand_in::routes())
        .merge(paper::routes())
        .merge(rehearsal::routes())
        .merge(result::routes())
        .merge(start::routes())
}

/// The final test of one of the viewer's own classes, as it stands now: a paper whose time is over is handed in first.
async fn exam_now(site: &Site, viewer: &Viewer, enrolment: &str) -> Result<MyExam, AppError> {
    viewer.require(Action::Study)?;
    let (enrolment, now_ms) = (EnrolmentId(enrolment.to_owned()), site.now());
    let exam = site.db.my_exam(&viewer.person, &enrolment).await?;
    let Some(paper) = exam.open().filter(|paper| paper.ends_at <= now_ms) else { return Ok(exam) };
    site.db.hand_in_exam(&viewer.person, &paper.id, &site.policies, now_ms).await?;
    Ok(site.db.my_exam(&viewer.person, &enrolment).await?)
}

/// By which rules the class is held, and how its test is.
fn rules_of<'a>(site: &'a Site, exam: &MyExam) -> Result<(&'a Policy, &'a ExamPolicy), AppError> {
    let policy = site.policies.version(&exam.policy_version);
    let rules = policy.and_then(|policy| policy.exam.as_ref());
    policy.zip(rules).ok_or_else(|| {
        AppError::Internal(anyhow::anyhow!("policy {} has no rules for a final test", exam.policy_version))
    })
}

/// The address of the test.
fn address(exam: &MyExam) -> String {
    format!("/exam/{}", exam.enrolment_id)
}

/// The class by its name.
fn name_of(w: Words, exam: &MyExam) -> String {
    let course = w.either(&exam.course_title, &exam.course_title_en);
    format!("{course} {}", class_name(&exam.course_title, &exam.class_title))
}

/// The way back: my courses, and the test itself where this is a page below it.
fn crumbs(w: Words, exam: &MyExam, here: Option<&'static str>) -> impl IntoView + use<> {
    let name = w.t("结业考试", "Final test");
    let mut above = vec![("/learn".to_owned(), w.t("我的课程", "My courses").to_owned())];
    if here.is_some() {
        above.push((address(exam), name.to_owned()));
    }
    view! { <Crumbs words=w above=above here=here.unwrap_or(name) /> }
}
