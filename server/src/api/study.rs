//! Study over the wire (RULES.md, section 11): what the browser's player and API clients call.

mod budget;
mod checks;
mod device;
pub(crate) mod draw;
mod reads;

use app::words::Words;
use axum::extract::{Path, State};
use axum::{Extension, Json};
use domain::access::Action;
use domain::budget::{OPENING, beat_cost};
use domain::id::SessionId;
use domain::study::{StudyRefusal, well_formed};
use domain::wire::{Beat, BeatAnswer, OpenSession, SessionClosed, SessionOpened};
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use store::study::BeatArrived;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::device_cookie::Traced;
use web::error::AppError;
use web::study_budget::Spending;
use web::{Site, Viewer};

use self::budget::{Spent, SpentBeat, Step};
use self::draw::{drawn, fresh};
use crate::api::Body;
use crate::beat_writer::BeatWriter;

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
        .merge(device::routes())
        .merge(reads::routes())
}

/// An id that came in a path or a body: never longer and never stranger than those we give out.
pub(crate) fn plausible(id: &str) -> Result<(), AppError> {
    let plain = !id.is_empty() && id.len() <= 64 && id.bytes().all(|byte| byte.is_ascii_graphic());
    if plain { Ok(()) } else { Err(AppError::NotFound) }
}

/// Opens a study session.
///
/// At most one session of a person is live: an earlier one is superseded and told so in its next answer.
#[utoipa::path(
    post, path = "/api/study/sessions", tag = "study",
    security(("bearer" = []), ("cookie" = [])),
    request_body = OpenSession,
    responses(
        (status = 200, description = "Opened", body = SessionOpened),
        (status = 404, description = "`not_found`: not your enrolment, or not a lesson of its course"),
        (status = 409, description = "`class_not_open`: the class has not begun or is over"),
        (status = 429, description = "`too_many_steps`: wait as `Retry-After` says"),
    )
)]
async fn open(
    viewer: Viewer,
    _: Spent<OPENING>,
    State(site): State<Site>,
    Traced(trace): Traced,
    Body(open): Body<OpenSession>,
) -> Result<Json<SessionOpened>, AppError> {
    viewer.require(Action::Study)?;
    plausible(open.enrolment.as_str())?;
    plausible(open.lesson.as_str())?;
    let session = SessionId(site.new_id());
    let opened = site.db.open_session(&viewer.person, &open, session, &fresh(&site), &site.holidays).await?;
    // What an auditor may want never stands in the way of study.
    if let Err(error) = site.db.trace_session(&opened.session, &viewer.person, &trace, site.now()).await {
        tracing::warn!(%error, "a session was opened without its trace");
    }
    Ok(Json(opened))
}

/// Closes a study session: the sums, and the check of the tail if one is due.
#[utoipa::path(
    post, path = "/api/study/sessions/{id}/close", tag = "study",
    security(("bearer" = []), ("cookie" = [])),
    params(("id" = String, Path, description = "The session")),
    responses(
        (status = 200, description = "Closed", body = SessionClosed),
        (status = 404, description = "`not_found`: not your session"),
        (status = 429, description = "`too_many_steps`: wait as `Retry-After` says"),
    )
)]
async fn close(
    viewer: Viewer,
    _: Step,
    State(site): State<Site>,
    Path(id): Path<String>,
) -> Result<Json<SessionClosed>, AppError> {
    viewer.require(Action::Study)?;
    plausible(&id)?;
    let closed = site.db.close_session(&viewer.person, &SessionId(id), &fresh(&site)).await?;
    Ok(Json(closed))
}

/// Records a beat.
///
/// Idempotent by `(session, seq)`; answered only after it is durable.
#[utoipa::path(
    post, path = "/api/study/beats", tag = "study",
    security(("bearer" = []), ("cookie" = [])),
    request_body = Beat,
    responses(
        (status = 200, description = "Recorded", body = BeatAnswer),
        (status = 400, description = "`malformed`: nothing changed, the session is still usable"),
        (status = 404, description = "`not_found`: not your session"),
        (status = 409, description = "`superseded`, or `conflicting_seq`: another body was sent under this number"),
        (status = 410, description = "`ended`: the session was closed"),
        (status = 429, description = "`too_many_beats`: wait as `Retry-After` says, then send the same beat again"),
        (status = 503, description = "`unavailable`: busy, or the database is away; send the same beat again"),
    )
)]
async fn beat(
    viewer: Viewer,
    _: SpentBeat,
    words: Words,
    State(site): State<Site>,
    Extension(writer): Extension<BeatWriter>,
    Body(beat): Body<Beat>,
) -> Result<Json<BeatAnswer>, AppError> {
    viewer.require(Action::Study)?;
    let mut answers = record(&viewer, &site, &writer, vec![Sent::Beat(beat)]).await?;
    let answer = answers.pop().unwrap_or(Err(AppError::NotFound))?;
    Ok(Json(in_words(answer, words)))
}

/// Records beats queued offline.
///
/// Oldest first; each is answered in its place, and one that cannot be read spoils no other.
#[utoipa::path(
    post, path = "/api/study/beats/batch", tag = "study",
    security(("bearer" = []), ("cookie" = [])),
    request_body = Vec<Beat>,
    responses(
        (status = 200, description = "An answer for each beat", body = Vec<BatchAnswer>),
        (status = 400, description = "`malformed`: this is no list; nothing changed"),
        (status = 404, description = "`not_found`: for learners only"),
        (status = 413, description = "`too_large`: more than 500 beats at once, or more than 1 MiB"),
        (status = 429, description = "`too_many_beats`: nothing changed; wait as `Retry-After` says, then send the same beats again"),
        (status = 503, description = "`unavailable`: busy, or the database is away; send the same beats again"),
    )
)]
async fn beats(
    viewer: Viewer,
    _: SpentBeat,
    words: Words,
    State(site): State<Site>,
    Extension(writer): Extension<BeatWriter>,
    Body(beats): Body<Vec<Sent>>,
) -> Result<Json<Vec<BatchAnswer>>, AppError> {
    viewer.require(Action::Study)?;
    if beats.len() > BATCH_MAX {
        return Err(AppError::TooLarge);
    }
    let answers = record(&viewer, &site, &writer, beats).await?;
    let mut said = Vec::with_capacity(answers.len());
    for answer in answers {
        said.push(match answer {
            Ok(answer) => BatchAnswer::Recorded(in_words(answer, words)),
            Err(error) => BatchAnswer::Refused {
                status: error.status().as_u16(),
                code: error.code(),
                detail: error.say().to(words).to_owned(),
            },
        });
    }
    Ok(Json(said))
}

/// One of several beats, as it came.
#[derive(Deserialize)]
#[serde(untagged)]
enum Sent {
    Beat(Beat),
    /// JSON, but no beat: answered alone.
    Else(IgnoredAny),
}

impl Sent {
    fn cost(&self) -> i64 {
        beat_cost(if let Self::Beat(beat) = self { beat.played.len() } else { 0 })
    }
}

/// What became of one beat of several.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
enum BatchAnswer {
    /// As the answer to a single beat.
    Recorded(BeatAnswer),
    /// What a single beat would have been answered with.
    Refused {
        status: u16,
        /// Stable: programs may rely on it.
        code: &'static str,
        /// A sentence for people, in the reader's language.
        detail: String,
    },
}

/// Hands beats to the writer; each is answered in its place, whatever the others are.
async fn record(
    viewer: &Viewer,
    site: &Site,
    writer: &BeatWriter,
    beats: Vec<Sent>,
) -> Result<Vec<Result<BeatAnswer, AppError>>, AppError> {
    let at_ms = site.now();
    // The first beat was paid for before it was read.
    let cost = beats.iter().map(Sent::cost).sum::<i64>() - 1;
    site.study_budgets.spend(&viewer.person, Spending::Beats, cost.max(0), at_ms).await?;
    let mut arrived = Vec::with_capacity(beats.len());
    let mut refused = Vec::with_capacity(beats.len());
    for beat in beats {
        match readable(beat) {
            Ok(beat) => {
                refused.push(None);
                arrived.push(BeatArrived {
                    person: viewer.person.clone(),
                    beat,
                    at_ms,
                    fresh_check: site.new_id().into(),
                    draw: drawn(site),
                });
            }
            Err(error) => refused.push(Some(error)),
        }
    }
    let recorded = if arrived.is_empty() { Ok(Vec::new()) } else { writer.record(arrived).await };
    let mut recorded =
        recorded.map_err(AppError::from)?.into_iter().map(|answer| answer.map_err(AppError::from));
    let answer = |error: Option<AppError>| match error {
        Some(error) => Err(error),
        None => recorded.next().unwrap_or(Err(AppError::Unavailable)),
    };
    Ok(refused.into_iter().map(answer).collect())
}

/// A beat that may be one of the viewer's.
fn readable(sent: Sent) -> Result<Beat, AppError> {
    let Sent::Beat(beat) = sent else { return Err(StudyRefusal::Malformed.into()) };
    well_formed(&beat).map_err(AppError::from)?;
    plausible(beat.session.as_str())?;
    Ok(beat)
}

/// Puts the reasons into the reader's language.
fn in_words(mut answer: BeatAnswer, words: Words) -> BeatAnswer {
    for refused in &mut answer.refused {
        refused.text = words.refusal(&refused.code);
    }
    answer
}
