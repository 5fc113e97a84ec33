//! Study over the wire (RULES.md, section 11): what the browser's player and API clients call.

mod checks;
pub(crate) mod draw;
mod reads;

use app::words::Words;
use axum::extract::{Path, State};
use axum::{Extension, Json};
use domain::access::Action;
use domain::id::SessionId;
use domain::study::well_formed;
use domain::wire::{Beat, BeatAnswer, OpenSession, SessionClosed, SessionOpened};
use store::StoreError;
use store::study::BeatArrived;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::device_cookie::Traced;
use web::error::AppError;
use web::{Site, Viewer};

use self::draw::{drawn, fresh};
use crate::api::Body;
use crate::beat_writer::{BeatWriter, NotRecorded};

/// The most beats one call may bring: more than a day's offline allowance needs.
const BATCH_MAX: usize = 500;

/// The study calls. They need a [`BeatWriter`] as an extension.
pub fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new()
        .routes(routes!(open))
        .routes(routes!(close))
        .routes(routes!(beat))
        .routes(routes!(beats))
        .merge(checks::routes())
        .merge(reads::routes())
}

/// An id that came in a path or a body: never longer and never stranger than those we give out.
pub(crate) fn plausible(id: &str) -> Result<(), AppError> {
    let plain = !id.is_empty() && id.len() <= 64 && id.bytes().all(|byte| byte.is_ascii_graphic());
    if plain { Ok(()) } else { Err(AppError::NotFound) }
}

/// Opens a study session
///
/// `{enrolment, lesson}` → `{session, position_ms, covered, beat_seconds, duration_ms, superseded?, check?}`.
/// At most one session of a person is live: an earlier one is superseded and told so in its next answer.
#[utoipa::path(
    post, path = "/api/study/sessions", tag = "study",
    request_body(content = serde_json::Value, example = json!({"enrolment": "…", "lesson": "…"})),
    responses(
        (status = 200, body = serde_json::Value, example = json!({"session": "…", "position_ms": 0, "covered": [[0, 15000]], "beat_seconds": 15, "duration_ms": 180_000, "waiting_ms": 15000, "verified_ms": 0})),
        (status = 404, description = "Not your enrolment or not a lesson of its course"),
        (status = 409, description = "`class_not_open`: the class has not begun or is over"),
    )
)]
async fn open(
    viewer: Viewer,
    State(site): State<Site>,
    Traced(trace): Traced,
    Body(open): Body<OpenSession>,
) -> Result<Json<SessionOpened>, AppError> {
    viewer.require(Action::Study)?;
    plausible(open.enrolment.as_str())?;
    plausible(open.lesson.as_str())?;
    let session = SessionId(site.new_id());
    let opened = site.db.open_session(&viewer.person, &open, session, &fresh(&site)).await?;
    // What an auditor may want never stands in the way of study.
    if let Err(error) = site.db.trace_session(&opened.session, &viewer.person, &trace, site.now()).await {
        tracing::warn!(%error, "a session was opened without its trace");
    }
    Ok(Json(opened))
}

/// Closes a study session
///
/// → what is counted, waiting, verified, and the tail check if one is due.
#[utoipa::path(
    post, path = "/api/study/sessions/{id}/close", tag = "study",
    params(("id" = String, Path, description = "The session")),
    responses(
        (status = 200, body = serde_json::Value, example = json!({"counted_ms": 180_000, "waiting_ms": 60_000, "verified_ms": 120_000, "check": {"id": "…", "kind": "question", "offer": 1}})),
        (status = 404, description = "Not your session"),
    )
)]
async fn close(
    viewer: Viewer,
    State(site): State<Site>,
    Path(id): Path<String>,
) -> Result<Json<SessionClosed>, AppError> {
    viewer.require(Action::Study)?;
    plausible(&id)?;
    let closed = site.db.close_session(&viewer.person, &SessionId(id), &fresh(&site)).await?;
    Ok(Json(closed))
}

/// Records a beat
///
/// `{session, seq, played, position_ms, state}` → `{counted_ms, waiting_ms, verified_ms, refused?, next_beat_in_ms, check?}`.
/// Idempotent by `(session, seq)`; answered only after it is durable.
#[utoipa::path(
    post, path = "/api/study/beats", tag = "study",
    request_body(content = serde_json::Value, example = json!({"session": "…", "seq": 1, "played": [[0, 15000]], "position_ms": 15000, "state": "playing"})),
    responses(
        (status = 200, body = serde_json::Value, example = json!({"counted_ms": 15000, "waiting_ms": 15000, "verified_ms": 0, "next_beat_in_ms": 15000})),
        (status = 400, description = "`malformed`: nothing changed, the session is still usable"),
        (status = 404, description = "Not your session"),
        (status = 409, description = "`superseded`, or `conflicting_seq`: another body was sent under this number"),
        (status = 410, description = "`ended`: the session was closed"),
        (status = 503, description = "Busy or the database is away: send the same beat again"),
    )
)]
async fn beat(
    viewer: Viewer,
    words: Words,
    State(site): State<Site>,
    Extension(writer): Extension<BeatWriter>,
    Body(beat): Body<Beat>,
) -> Result<Json<BeatAnswer>, AppError> {
    viewer.require(Action::Study)?;
    let mut answers = record(&viewer, &site, &writer, vec![beat]).await?;
    let answer = answers.pop().unwrap_or(Err(StoreError::NotFound))?;
    Ok(Json(in_words(answer, words)))
}

/// Records beats queued offline
///
/// An array, oldest first → an array of answers; what was refused stands in its place as `{code, detail}`.
#[utoipa::path(
    post, path = "/api/study/beats/batch", tag = "study",
    request_body(content = serde_json::Value, example = json!([{"session": "…", "seq": 1, "played": [[0, 15000]], "position_ms": 15000, "state": "playing"}])),
    responses(
        (status = 200, body = serde_json::Value, example = json!([{"counted_ms": 15000, "waiting_ms": 15000, "verified_ms": 0, "next_beat_in_ms": 15000}])),
        (status = 400, description = "`malformed`: nothing changed"),
        (status = 413, description = "More than 500 beats at once"),
        (status = 503, description = "Busy or the database is away: send the same beats again"),
    )
)]
async fn beats(
    viewer: Viewer,
    words: Words,
    State(site): State<Site>,
    Extension(writer): Extension<BeatWriter>,
    Body(beats): Body<Vec<Beat>>,
) -> Result<Json<Vec<serde_json::Value>>, AppError> {
    viewer.require(Action::Study)?;
    if beats.len() > BATCH_MAX {
        return Err(AppError::TooLarge);
    }
    let answers = record(&viewer, &site, &writer, beats).await?;
    let mut said = Vec::with_capacity(answers.len());
    for answer in answers {
        said.push(match answer {
            Ok(answer) => serde_json::to_value(in_words(answer, words)).map_err(anyhow::Error::from)?,
            Err(error) => {
                let error = AppError::from(error);
                let status = error.status().as_u16();
                serde_json::json!({ "status": status, "code": error.code(), "detail": error.say().to(words) })
            }
        });
    }
    Ok(Json(said))
}

async fn record(
    viewer: &Viewer,
    site: &Site,
    writer: &BeatWriter,
    beats: Vec<Beat>,
) -> Result<Vec<Result<BeatAnswer, StoreError>>, AppError> {
    let at_ms = site.now();
    let mut arrived = Vec::with_capacity(beats.len());
    for beat in beats {
        well_formed(&beat).map_err(StoreError::from)?;
        plausible(beat.session.as_str())?;
        arrived.push(BeatArrived {
            person: viewer.person.clone(),
            beat,
            at_ms,
            fresh_check: site.new_id().into(),
            draw: drawn(site),
        });
    }
    if arrived.is_empty() {
        return Ok(Vec::new());
    }
    writer.record(arrived).await.map_err(|error| match error {
        NotRecorded::Busy => AppError::Unavailable,
        NotRecorded::Store(error) => error.into(),
    })
}

/// Puts the reasons into the reader's language.
fn in_words(mut answer: BeatAnswer, words: Words) -> BeatAnswer {
    for refused in &mut answer.refused {
        refused.text = words.refusal(&refused.code);
    }
    answer
}
