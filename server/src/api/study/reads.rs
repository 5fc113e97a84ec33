//! What a learner studies and what became of it, for API clients.

use std::collections::BTreeMap;

use app::words::Words;
use axum::Json;
use axum::extract::{Query, State};
use domain::access::Action;
use domain::id::EnrolmentId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::error::AppError;
use web::{Site, Viewer};

pub fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new().routes(routes!(enrolments)).routes(routes!(hours))
}

/// A class the learner is in.
#[derive(Serialize, ToSchema)]
struct Enrolment {
    enrolment: String,
    class: String,
    title: String,
    /// Code of the course.
    course: String,
    /// First local day, `2026-11-02`.
    starts_on: String,
    /// Last local day.
    ends_on: String,
    /// Version of the policy under which it counts.
    policy: String,
    lessons: Vec<Lesson>,
}

/// A lesson, and how far the learner is in it.
#[derive(Serialize, ToSchema)]
struct Lesson {
    lesson: String,
    title: String,
    /// `video` or `document`.
    kind: String,
    duration_ms: i64,
    /// Where to go on.
    position_ms: i64,
    /// What is waiting and what is verified.
    counted_ms: i64,
    /// Credited and not yet confirmed.
    waiting_ms: i64,
    /// Confirmed.
    verified_ms: i64,
}

/// The learner's classes and their lessons.
#[utoipa::path(
    get, path = "/api/study/enrolments", tag = "study",
    security(("bearer" = []), ("cookie" = [])),
    responses(
        (status = 200, description = "The classes", body = Vec<Enrolment>),
        (status = 404, description = "`not_found`: for learners only"),
    )
)]
async fn enrolments(viewer: Viewer, State(site): State<Site>) -> Result<Json<Vec<Enrolment>>, AppError> {
    viewer.require(Action::Study)?;
    let classes = site.db.my_classes(&viewer.person).await?;
    let enrolment = |class: store::enrolment::MyClass| Enrolment {
        lessons: class
            .lessons
            .into_iter()
            .map(|lesson| Lesson {
                counted_ms: lesson.counted_ms(),
                lesson: lesson.lesson_id.0,
                title: lesson.title,
                kind: lesson.kind,
                duration_ms: lesson.duration_ms,
                position_ms: lesson.position_ms,
                waiting_ms: lesson.waiting_ms,
                verified_ms: lesson.verified_ms,
            })
            .collect(),
        enrolment: class.enrolment_id.0,
        class: class.class_id.0,
        title: class.class_title,
        course: class.course_code,
        starts_on: class.starts_on,
        ends_on: class.ends_on,
        policy: class.policy_version,
    };
    Ok(Json(classes.into_iter().map(enrolment).collect()))
}

/// Local days, both included; the last 31 days if absent.
#[derive(Deserialize)]
struct Span {
    from: Option<String>,
    to: Option<String>,
}

/// What was studied of a lesson on a day.
#[derive(Serialize, ToSchema)]
struct Hours {
    /// The local day, `2026-11-22`.
    day: String,
    enrolment: String,
    lesson: String,
    counted_ms: i64,
    waiting_ms: i64,
    verified_ms: i64,
    refused: Vec<Refusal>,
    policy: String,
}

/// Time that does not count, and why.
#[derive(Serialize, ToSchema)]
struct Refusal {
    /// Stable, as in the answer to a beat.
    code: String,
    ms: i64,
    /// The reason in the reader's language.
    text: String,
}

/// The learner's hours by local day and lesson.
#[utoipa::path(
    get, path = "/api/study/hours", tag = "study",
    security(("bearer" = []), ("cookie" = [])),
    params(
        ("from" = Option<String>, Query, description = "First local day, `2026-11-01`"),
        ("to" = Option<String>, Query, description = "Last local day"),
    ),
    responses(
        (status = 200, description = "A line for each day and lesson", body = Vec<Hours>),
        (status = 400, description = "`malformed`: a day is not a date"),
        (status = 404, description = "`not_found`: for learners only"),
    )
)]
async fn hours(
    viewer: Viewer,
    words: Words,
    State(site): State<Site>,
    Query(span): Query<Span>,
) -> Result<Json<Vec<Hours>>, AppError> {
    viewer.require(Action::Study)?;
    let zone = site.zone();
    let to = span.to.unwrap_or_else(|| site.today());
    let from = span.from.unwrap_or_else(|| zone.day(site.now() - 30 * domain::time::DAY_MS));
    if [&from, &to].into_iter().any(|day| zone.day_start_ms(day).is_none()) {
        return Err(AppError::invalid(
            "malformed",
            "日期要写成 2026-11-22 这样。",
            "Days are written as 2026-11-22.",
        ));
    }
    let policies: BTreeMap<EnrolmentId, String> = site
        .db
        .my_classes(&viewer.person)
        .await?
        .into_iter()
        .map(|class| (class.enrolment_id, class.policy_version))
        .collect();
    let lines = site.db.my_hours(&viewer.person, &from, &to).await?;
    let hours = |line: store::hours::HoursLine| Hours {
        counted_ms: line.waiting_ms + line.verified_ms,
        policy: policies.get(&line.enrolment_id).cloned().unwrap_or_default(),
        refused: line
            .refused
            .into_iter()
            .map(|refused| Refusal { text: words.refusal(&refused.code), code: refused.code, ms: refused.ms })
            .collect(),
        day: line.day,
        enrolment: line.enrolment_id.0,
        lesson: line.lesson_id.0,
        waiting_ms: line.waiting_ms,
        verified_ms: line.verified_ms,
    };
    Ok(Json(lines.into_iter().map(hours).collect()))
}
