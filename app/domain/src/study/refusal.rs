//! Why played time was not counted, and why a study call was not taken.

use crate::codes::codes;

codes! {
    /// Why some milliseconds of a beat were not counted.
    RefusalCode {
        /// More media time than real time passed: it is still to be watched.
        FasterThanTime = "faster_than_time",
        /// A check was waiting for its answer.
        CheckWaiting = "check_waiting",
        /// Identity has to be confirmed first.
        Held = "held",
        /// The day's cap was reached.
        DayCap = "day_cap",
        /// Outside the hours in which study counts.
        OutsideWindow = "outside_window",
        /// Three offers of a check were ignored: the segment can be studied again.
        CheckIgnored = "check_ignored",
        /// Identity had to be confirmed twice over one check: the segment can be studied again.
        CheckFailed = "check_failed",
        /// Its class was closed before a check confirmed it.
        ClassClosed = "class_closed",
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
