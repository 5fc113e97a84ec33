//! Why played time was not counted, and why a study call was not taken.

use serde::{Deserialize, Serialize};

/// Why some milliseconds of a beat were not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefusalCode {
    /// More media time than real time passed: it is still to be watched.
    FasterThanTime,
    /// A check was waiting for its answer.
    CheckWaiting,
    /// Identity has to be confirmed first.
    Held,
    /// The day's cap was reached.
    DayCap,
    /// Outside the hours in which study counts.
    OutsideWindow,
    /// Three offers of a check were ignored: the segment can be studied again.
    CheckIgnored,
    /// Identity had to be confirmed twice over one check: the segment can be studied again.
    CheckFailed,
}

impl RefusalCode {
    /// The stable code of the wire and the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::FasterThanTime => "faster_than_time",
            Self::CheckWaiting => "check_waiting",
            Self::Held => "held",
            Self::DayCap => "day_cap",
            Self::OutsideWindow => "outside_window",
            Self::CheckIgnored => "check_ignored",
            Self::CheckFailed => "check_failed",
        }
    }

    /// The code a text stands for.
    pub fn from_code(code: &str) -> Option<Self> {
        [
            Self::FasterThanTime,
            Self::CheckWaiting,
            Self::Held,
            Self::DayCap,
            Self::OutsideWindow,
            Self::CheckIgnored,
            Self::CheckFailed,
        ]
        .into_iter()
        .find(|known| known.as_str() == code)
    }
}

/// Why a study call was refused as a whole; nothing changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StudyRefusal {
    /// The beat is not well formed.
    #[error("malformed beat")]
    Malformed,
    /// The class has not begun or is over.
    #[error("class not open")]
    ClassNotOpen,
    /// Another session of the same person took over.
    #[error("superseded")]
    Superseded,
    /// The session was closed.
    #[error("session ended")]
    Ended,
    /// The same number was sent before with another body.
    #[error("conflicting beat")]
    ConflictingSeq,
    /// There is no such open check.
    #[error("no such check")]
    NoSuchCheck,
    /// The check was not acknowledged as shown.
    #[error("check not shown")]
    NotShown,
    /// No more time can be given.
    #[error("not extendable")]
    NotExtendable,
    /// This check takes no passkey.
    #[error("not by passkey")]
    NotByPasskey,
    /// This check asks who the learner is, not for an answer.
    #[error("not by answer")]
    NotByAnswer,
    /// The item comes after a pause.
    #[error("not yet: in {wait_ms} ms")]
    NotYet {
        /// How long it still takes.
        wait_ms: i64,
    },
    /// The password alone has confirmed identity today already.
    #[error("a stronger proof is needed")]
    StrongerProof,
    /// There is no hold to release.
    #[error("not held")]
    NotHeld,
}
