//! What the study calls say over the wire (RULES.md, section 11): used by the server's
//! handlers and by the browser's player alike. Times are milliseconds; ids are opaque.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::coverage::Ranges;
use crate::id::{CheckId, DeviceKeyId, EnrolmentId, LessonId, SessionId};

/// Body of `POST /api/study/sessions`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OpenSession {
    /// Under which enrolment the study counts.
    pub enrolment: EnrolmentId,
    /// The lesson to study.
    pub lesson: LessonId,
}

/// Answer to [`OpenSession`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SessionOpened {
    /// The lease to send beats under.
    pub session: SessionId,
    /// Where to go on.
    pub position_ms: i64,
    /// What has been credited so far.
    pub covered: Ranges,
    /// How often to send a beat.
    pub beat_seconds: i64,
    /// The length of the lesson's timeline.
    pub duration_ms: i64,
    /// Credited and not yet confirmed, for this lesson.
    pub waiting_ms: i64,
    /// Confirmed, for this lesson.
    pub verified_ms: i64,
    /// The session that this one took over from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub superseded: Option<SessionId>,
    /// A check that is open from before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check: Option<CheckNotice>,
    /// Whether identity must be confirmed before anything counts.
    #[serde(default)]
    pub held: bool,
    /// How many checks the person has passed: with another number than before, what a device chained belongs to a segment
    /// that is over.
    #[serde(default)]
    pub passes: i64,
}

/// Body of `POST /api/study/beats`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Beat {
    /// The session it belongs to.
    pub session: SessionId,
    /// Its number within the session; a repeated number returns the stored answer.
    pub seq: i64,
    /// Media ranges played since the last beat.
    pub played: Vec<[i64; 2]>,
    /// Where the player stands.
    pub position_ms: i64,
    /// What the player is doing; informative only.
    pub state: PlayState,
}

/// What the player says it is doing. Never raises credit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PlayState {
    /// Media is running.
    Playing,
    /// The learner paused, or a check paused the player.
    Paused,
    /// Waiting for data.
    Stalled,
    /// The end of the lesson was reached.
    Ended,
    /// The page is hidden.
    Hidden,
}

/// Answer to a beat. The sums are the learner's for the lesson.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BeatAnswer {
    /// What this beat added.
    pub counted_ms: i64,
    /// Credited and not yet confirmed.
    pub waiting_ms: i64,
    /// Confirmed.
    pub verified_ms: i64,
    /// What of this beat was not counted, and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<Refused>,
    /// When to send the next beat.
    pub next_beat_in_ms: i64,
    /// The check to show, if one is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check: Option<CheckNotice>,
    /// Whether identity must be confirmed before anything counts.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub held: bool,
}

/// Seconds not counted, with the reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Refused {
    /// A stable code, see [`crate::study::RefusalCode`].
    pub code: String,
    /// How much.
    pub ms: i64,
    /// The reason in plain words, in the reader's language; filled in at the edge.
    #[serde(default)]
    pub text: String,
}

/// That a check is due, without its content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CheckNotice {
    /// The check.
    pub id: CheckId,
    /// Its kind.
    pub kind: CheckKind,
    /// Which offer this is, from 1.
    pub offer: i64,
}

/// Kinds of attendance checks. A bare click is not among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CheckKind {
    /// A question on what was just taught, from the lesson's bank.
    Question,
    /// A number to read (or have read aloud) and type.
    Number,
    /// Who the learner is: confirmed by a passkey, or by `POST /api/study/identity`.
    Identity,
    /// The learner's own device verified them (WebAuthn). Never issued: chosen by the learner in place of the others.
    Passkey,
}

/// Answer to `POST /api/study/checks/{id}/shown`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CheckShown {
    /// The kind.
    pub kind: CheckKind,
    /// What is asked.
    pub prompt: String,
    /// The choices of a question, in this learner's order; the answer is an index as text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub options: Option<Vec<String>>,
    /// Until when, in unix milliseconds of the server.
    pub answer_by: i64,
    /// How much time is left, so that the browser's own clock does not matter.
    pub answer_in_ms: i64,
    /// Whether more time may be asked for.
    pub extendable: bool,
    /// Whether a passkey of the learner's passes it as well.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub passkey: bool,
}

/// Answer to `POST /api/study/checks/{id}/extend`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CheckExtended {
    /// The new deadline, in unix milliseconds of the server.
    pub answer_by: i64,
    /// How much time is left.
    pub answer_in_ms: i64,
    /// Whether it may be extended again.
    pub extendable: bool,
}

/// What a device signed, together with what was given for a check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DeviceSignature {
    /// The key, as the server named it.
    pub key: DeviceKeyId,
    /// ECDSA with P-256 and SHA-256 over [`crate::device::statement`], both numbers, base64url.
    pub signature: String,
}

/// Body of `POST /api/study/checks/{id}/answer`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CheckAnswer {
    /// The index of the chosen option, or the typed number.
    pub answer: String,
    /// What the learner's device signed with it; without it the entry says `unsigned`, and the same counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed: Option<DeviceSignature>,
}

/// Answer to [`CheckAnswer`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CheckAnswered {
    /// What became of it.
    pub result: CheckResult,
    /// What this answer confirmed, over all lessons.
    pub newly_verified_ms: i64,
    /// Confirmed for the lesson of the check.
    pub verified_ms: i64,
    /// Still waiting for the lesson of the check.
    pub waiting_ms: i64,
    /// Why the right answer is right, after a pass.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explain: Option<String>,
    /// The check to show next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<CheckNotice>,
    /// Whether what waited was given back, to be studied again: after the second hold over one segment.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub given_back: bool,
}

/// What became of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CheckResult {
    /// Everything waiting up to the check's due point is now verified.
    Passed,
    /// One new item is offered.
    Wrong,
    /// The time was over; the check is offered again, nothing is lost yet.
    Late,
    /// Too many wrong in a row: identity is re-checked; passing loses nothing, unless it was so in this segment before.
    Hold,
}

/// Answer to `POST /api/study/sessions/{id}/close`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SessionClosed {
    /// Credited in all for the lesson.
    pub counted_ms: i64,
    /// Credited and not yet confirmed.
    pub waiting_ms: i64,
    /// Confirmed.
    pub verified_ms: i64,
    /// The check that confirms the tail, if one is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check: Option<CheckNotice>,
}
