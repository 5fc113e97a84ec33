//! A lesson as one enrolment studies it: how far it has come, and what of it still waits for a check.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::coverage::Ranges;
use crate::id::{ClassId, EnrolmentId, LessonId};

/// A lesson under an enrolment.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LessonKey {
    /// The enrolment.
    pub enrolment: EnrolmentId,
    /// The lesson.
    pub lesson: LessonId,
}

/// The questions of a lesson that was opened since the last pass.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bank {
    /// The lesson.
    pub key: LessonKey,
    /// Moments of the lesson that have questions, ascending.
    pub moments_ms: Vec<i64>,
}

/// How far a lesson under an enrolment has come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessonProgress {
    /// Everything credited, provisional and verified.
    pub covered: Ranges,
    /// Where the player stood last.
    pub position_ms: i64,
    /// The end of the range credited last; play that goes on from here is contiguous.
    pub credited_to_ms: i64,
    /// Provisional.
    pub waiting_ms: i64,
    /// Verified.
    pub verified_ms: i64,
}

/// The lessons that a change may touch.
pub type Progresses = BTreeMap<LessonKey, LessonProgress>;

/// A stretch of provisional time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingSpan {
    /// Under which enrolment.
    #[serde(rename = "e")]
    pub enrolment: EnrolmentId,
    /// In which class.
    #[serde(rename = "c")]
    pub class: ClassId,
    /// Of which lesson.
    #[serde(rename = "l")]
    pub lesson: LessonId,
    /// On which local day.
    #[serde(rename = "d")]
    pub day: String,
    /// Media time at which it begins.
    #[serde(rename = "f")]
    pub from_ms: i64,
    /// Media time at which it ends.
    #[serde(rename = "t")]
    pub to_ms: i64,
}

impl PendingSpan {
    /// Its length.
    pub fn ms(&self) -> i64 {
        self.to_ms - self.from_ms
    }

    /// The lesson of the enrolment it belongs to.
    pub fn key(&self) -> LessonKey {
        LessonKey { enrolment: self.enrolment.clone(), lesson: self.lesson.clone() }
    }
}
