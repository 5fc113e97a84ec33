//! What a learner studies and what became of it, for API clients.

use std::collections::BTreeMap;

use app::words::Words;
use axum::Json;
use axum::extract::{Query, State};
use domain::access::Action;
use domain::id::EnrolmentId;
use serde::{Deserialize, Serialize};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::error::AppError;
use web::{Site, Viewer};

pub fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new().routes(routes!(enrolments)).routes(routes!(hours))
}

#[derive(Serialize)]
struct Enrolment {
    enrolment: String,
    class: String,
    title: String,
    course: String,
    starts_on: String,
    ends_on: String,
    policy: String,
    lessons: Vec<Lesson>,
}

#[derive(Serialize)]
struct Lesson {
    lesson: String,
    title: String,
    kind: String,
    duration_ms: i64,
    position_ms: i64,
    counted_ms: i64,
    waiting_ms: i64,
    verified_ms: i64,
}

/// The learner's classes
///
/// → classes and lessons with ids, durations, positions, counted / waiting / verified.
#[utoipa::path(
    get, path = "/api/study/enrolments", tag = "study",
    responses((status = 200, body = serde_json::Value, example = json!([{"enrolment": "…", "class": "…", "title": "…", "course": "crab", "starts_on": "2026-11-02", "ends_on": "2027-01-31", "policy": "2026-01-01", "lessons": [{"lesson": "…", "title": "…", "kind": "video", "duration_ms": 180_000, "position_ms": 0, "counted_ms": 0, "waiting_ms": 0, "verified_ms": 0}]}])))
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

#[derive(Serialize)]
struct Hours {
    day: String,
    enrolment: String,
    lesson: String,
    counted_ms: i64,
    waiting_ms: i64,
    verified_ms: i64,
    refused: Vec<Refusal>,
    policy: String,
}

#[derive(Serialize)]
struct Refusal {
    code: String,
    ms: i64,
    text: String,
}

/// The learner's hours
///
/// → per local day and lesson: counted, waiting, verified, refused with reasons, policy version.
#[utoipa::path(
    get, path = "/api/study/hours", tag = "study",
    params(
        ("from" = Option<String>, Query, description = "First local day, `2026-11-01`"),
        ("to" = Option<String>, Query, description = "Last local day"),
    ),
    responses(
        (status = 200, body = serde_json::Value, example = json!([{"day": "2026-11-22", "enrolment": "…", "lesson": "…", "counted_ms": 60_000, "waiting_ms": 15_000, "verified_ms": 45_000, "refused": [{"code": "faster_than_time", "ms": 15_000, "text": "…"}], "policy": "2026-01-01"}])),
        (status = 400, description = "`malformed`: a day is not a date"),
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
