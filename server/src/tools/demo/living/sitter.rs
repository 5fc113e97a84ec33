//! Somebody who sits before a lesson, and what they do next.

use domain::id::CheckId;
use domain::study::CheckItem;

use super::timetable::{Answers, Manner, Part, Sitting};

/// Between two sittings of one person.
const PAUSE_MS: i64 = 5 * 60_000;

/// What somebody does next.
pub enum Step {
    Open,
    Beat,
    Close,
    Show(CheckId),
    Answer(CheckId, CheckItem),
    /// Confirms identity by password.
    Release,
}

/// Somebody at a sitting.
pub struct Sitter {
    pub pupil: usize,
    pub parts: Vec<Part>,
    pub manner: Manner,
    /// Which part is watched.
    pub part: usize,
    /// Wrong answers still to be given; a hold ends them.
    pub wrong: usize,
    pub shown: usize,
    pub is_closed: bool,
    /// Since when they do what they do now.
    pub since_ms: i64,
    pub next: Option<(i64, Step)>,
}

impl Sitter {
    pub fn new(sitting: Sitting) -> Self {
        let wrong = match sitting.manner.answers {
            Answers::Right | Answers::Ignores => 0,
            Answers::WrongOnce => 1,
            Answers::WrongTwice | Answers::Held => usize::MAX,
        };
        Self {
            pupil: sitting.pupil,
            parts: sitting.parts,
            manner: sitting.manner,
            part: 0,
            wrong,
            shown: 0,
            is_closed: false,
            since_ms: sitting.at_ms,
            next: Some((sitting.at_ms, Step::Open)),
        }
    }

    /// Whether the next step is taken by this moment, and is one that others need not wait for.
    pub fn goes_ahead(&self, until_ms: i64) -> bool {
        self.next
            .as_ref()
            .is_some_and(|(at_ms, step)| *at_ms <= until_ms && !matches!(step, Step::Answer(..)))
    }

    /// When the next step is an answer: its moment.
    pub fn answers_at(&self) -> Option<i64> {
        self.next.as_ref().filter(|(_, step)| matches!(step, Step::Answer(..))).map(|(at_ms, _)| *at_ms)
    }

    /// Whether they have something left to do.
    pub fn is_here(&self) -> bool {
        self.next.is_some()
    }

    /// When somebody who was here can sit down again.
    pub fn left_at(&self) -> i64 {
        self.since_ms + PAUSE_MS
    }

    /// Whether they are in the middle of a lesson.
    pub fn is_watching(&self) -> bool {
        self.next.as_ref().is_some_and(|(_, step)| matches!(step, Step::Beat))
    }

    pub fn then(&mut self, at_ms: i64, step: Step) {
        self.next = Some((at_ms, step));
    }
}
