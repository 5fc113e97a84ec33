//! Raw records: everything that happened to one person's study, in order, chained by hash, so
//! that every total can be recomputed by code that does not trust the writer.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::coverage::Ranges;
use crate::id::{AppealId, CheckId, ClassId, EnrolmentId, LessonId, QuestionId, SessionId};
use crate::passkey::Proof;
use crate::study::{PendingSpan, RefusalCode};
use crate::wire::{CheckKind, CheckResult, DeviceSignature, PlayState};

/// The first line of the text that is hashed: what it is, and the version of its form.
const FORM: &str = "xueshi record 1";
/// The chain before the first record.
pub const ZERO_CHAIN: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// One raw record. Never changed, never deleted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawRecord {
    /// Its number among the person's records, from 1.
    pub n: i64,
    /// Server time.
    pub at_ms: i64,
    /// The session it belongs to.
    pub session: SessionId,
    /// The beat's number within the session.
    pub seq: Option<i64>,
    /// What happened.
    pub body: RecordBody,
    /// The chain up to and including this record.
    pub chain: String,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum RecordBody {
    /// A session was opened; an earlier live one was superseded.
    Open {
        /// Under this enrolment.
        enrolment: EnrolmentId,
        /// In this class.
        class: ClassId,
        /// For this lesson.
        lesson: LessonId,
        /// The length of its timeline.
        duration_ms: i64,
        /// Under this policy version.
        policy: String,
        /// With the next check due at this person-time.
        due_ms: i64,
        /// Moments of the lesson that have questions, ascending.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        questions_ms: Vec<i64>,
    },
    /// A beat was accepted.
    Beat {
        /// Media ranges played.
        played: Vec<[i64; 2]>,
        /// Where the player stood.
        position_ms: i64,
        /// What it said it was doing.
        state: PlayState,
    },
    /// A check was issued.
    Issue {
        /// The check.
        check: CheckId,
        /// Its kind.
        check_kind: CheckKind,
        /// The person-time it confirms.
        due_ms: i64,
    },
    /// The check was on screen.
    Shown {
        /// The check.
        check: CheckId,
        /// The bank item, for a question.
        question: Option<QuestionId>,
        /// The right answer, as it must be typed or chosen.
        key: String,
        /// How much there is to read.
        characters: i64,
        /// Whether it is a question that the person has not been asked of late.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        fresh: bool,
        /// Until when.
        answer_by_ms: i64,
    },
    /// More time was given.
    Extend {
        /// The check.
        check: CheckId,
        /// The new deadline.
        answer_by_ms: i64,
    },
    /// The check was answered.
    Answer {
        /// The check.
        check: CheckId,
        /// What was answered.
        answer: String,
        /// What became of it.
        result: CheckResult,
        /// The next due point, drawn on a pass.
        due_ms: i64,
        /// Whether it came faster than the item can be read, and is wrong for it.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        hasty: bool,
        /// What the learner's device signed with it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        signed: Option<DeviceSignature>,
    },
    /// Identity was confirmed, as the check asked.
    Identity {
        /// The check.
        check: CheckId,
        /// How: `password`, `code`.
        by: String,
        /// What became of it: passed, or late.
        result: CheckResult,
        /// The next due point, drawn on a pass.
        due_ms: i64,
        /// What the learner's device signed with it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        signed: Option<DeviceSignature>,
    },
    /// The check was confirmed by a passkey instead.
    Passkey {
        /// The check.
        check: CheckId,
        /// What the device signed.
        proof: Proof,
        /// What became of it: passed, or late.
        result: CheckResult,
        /// The next due point, drawn on a pass.
        due_ms: i64,
        /// What the learner's device signed with it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        signed: Option<DeviceSignature>,
    },
    /// Three offers were ignored, or two holds were met: what waited is given back.
    Expire {
        /// The check.
        check: CheckId,
        /// What was given back.
        spans: Vec<PendingSpan>,
        /// The next due point.
        due_ms: i64,
    },
    /// A class was closed: what waited of it is given back.
    ClassClosed {
        /// The class.
        class: ClassId,
        /// What was given back.
        spans: Vec<PendingSpan>,
    },
    /// An offer of the check ran out unanswered; it will be offered again.
    Ignored {
        /// The check.
        check: CheckId,
    },
    /// The session was closed by the learner.
    Close,
    /// The server's clock stood behind the record before: the time between is a gap in which nothing
    /// is earned.
    ClockStep {
        /// What the clock showed.
        clock_ms: i64,
    },
    /// An appeal was granted: what had been refused counts after all.
    Grant(Grant),
    /// Identity was confirmed after a hold.
    Release {
        /// How: `password`, `code`, `passkey`, `supervisor`.
        by: String,
        /// What the device signed; of a passkey only.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        proof: Option<Proof>,
    },
}

/// What a granted appeal gives back: media time of one lesson on one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// The appeal.
    pub appeal: AppealId,
    /// Under which enrolment.
    pub enrolment: EnrolmentId,
    /// In which class.
    pub class: ClassId,
    /// Of which lesson.
    pub lesson: LessonId,
    /// On which local day it had been refused.
    pub day: String,
    /// Why it had been refused.
    pub code: RefusalCode,
    /// The policy of the class, whose cap holds.
    pub policy: String,
    /// The media time that counts after all.
    pub ranges: Ranges,
}

impl RecordBody {
    /// The kind as stored beside the body.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Open { .. } => "open",
            Self::Beat { .. } => "beat",
            Self::Issue { .. } => "issue",
            Self::Shown { .. } => "shown",
            Self::Extend { .. } => "extend",
            Self::Answer { .. } => "answer",
            Self::Identity { .. } => "identity",
            Self::Passkey { .. } => "passkey",
            Self::Expire { .. } => "expire",
            Self::ClassClosed { .. } => "class_closed",
            Self::Ignored { .. } => "ignored",
            Self::Close => "close",
            Self::ClockStep { .. } => "clock_step",
            Self::Release { .. } => "release",
            Self::Grant(_) => "grant",
        }
    }

    /// Whether it ends the segment since the last pass: everything before it is decided.
    pub fn closes_segment(&self) -> bool {
        matches!(
            self,
            Self::Expire { .. }
                | Self::Answer { result: CheckResult::Passed, .. }
                | Self::Identity { result: CheckResult::Passed, .. }
                | Self::Passkey { result: CheckResult::Passed, .. }
        )
    }

    /// What was given for a check: the check, the text that a device signs of it, and the signature.
    pub fn given(self) -> Option<(CheckId, String, Option<DeviceSignature>)> {
        match self {
            Self::Answer { check, answer, signed, .. } => Some((check, answer, signed)),
            Self::Identity { check, signed, .. } => Some((check, String::new(), signed)),
            Self::Passkey { check, proof, signed, .. } => Some((check, proof.signature, signed)),
            _ => None,
        }
    }

    /// The body as stored and hashed: JSON with the fields in the order of the type.
    pub fn canonical(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl RawRecord {
    /// The chain after a record: SHA-256 over its form, the chain before it and its fields, one a line.
    pub fn chain_after(
        chain_before: &str,
        n: i64,
        at_ms: i64,
        session: &SessionId,
        seq: Option<i64>,
        body: &str,
    ) -> String {
        let before = if chain_before.is_empty() { ZERO_CHAIN } else { chain_before };
        let seq = seq.map_or_else(String::new, |seq| seq.to_string());
        let text = format!("{FORM}\n{before}\n{n}\n{at_ms}\n{session}\n{seq}\n{body}\n");
        hex::encode(Sha256::digest(text.as_bytes()))
    }
}
