//! What the server remembers of one person's study.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::check::OpenCheck;
use crate::coverage::Ranges;
use crate::id::{ClassId, EnrolmentId, LessonId, SessionId};
use crate::study::{Now, RawRecord, RecordBody};

/// Clocks of two nodes that differ by less are the same clock.
const CLOCK_STEP_MS: i64 = 2000;

/// One person's study: the bank, what waits, the open check and the live session. Keyed by
/// person, across all accounts, classes, institutions and devices.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonStudy {
    /// Server time of the last accepted beat or opened session; never goes back.
    pub last_at_ms: i64,
    /// Real time that may still be credited.
    pub bank_ms: i64,
    /// Real time of a long silence that contiguous play may still draw on.
    pub offline_ms: i64,
    /// When that offer ends.
    pub offline_until_ms: i64,
    /// When study was last taken up: a session opened, or a beat after a silence.
    pub resumed_at_ms: i64,
    /// Whether the server's clock stands behind what this person's study has seen.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub clock_behind: bool,
    /// The running sum of provisional time: the axis on which checks are drawn.
    pub person_time_ms: i64,
    /// The next due point on that axis; 0 before the first session. Never leaves the server.
    pub due_ms: i64,
    /// Provisional time since the last pass, in the order it was credited.
    pub waiting: Vec<Piece>,
    /// The check that is open.
    pub check: Option<OpenCheck>,
    /// Wrong answers in a row.
    pub wrong_in_row: i64,
    /// Whether identity must be confirmed before anything counts.
    pub held: bool,
    /// The live session.
    pub live: Option<LiveSession>,
    /// What the last two local days have used.
    pub days: Vec<DayUse>,
    /// Server time of the last raw record.
    pub recorded_at_ms: i64,
    /// Number of raw records written.
    pub records: i64,
    /// Hash chain over the raw records, in hexadecimal; empty before the first.
    pub chain: String,
}

/// The live session of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveSession {
    /// The session.
    pub session: SessionId,
    /// Its enrolment.
    pub enrolment: EnrolmentId,
    /// The class of the enrolment.
    pub class: ClassId,
    /// The lesson.
    pub lesson: LessonId,
    /// The length of the lesson's timeline.
    pub duration_ms: i64,
    /// The policy version the session was opened under.
    pub policy: String,
    /// Moments of the lesson for which its bank has questions, ascending.
    pub question_moments_ms: Vec<i64>,
    /// The highest number of a beat so far; -1 before the first.
    pub seq_max: i64,
    /// Server time of the last sign of life.
    pub seen_at_ms: i64,
    /// When its class is over and the last late beats are in.
    pub open_until_ms: Option<i64>,
}

impl LiveSession {
    /// The lesson of the enrolment it is about.
    pub fn key(&self) -> LessonKey {
        LessonKey { enrolment: self.enrolment.clone(), lesson: self.lesson.clone() }
    }
}

/// A stretch of provisional time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
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

impl Piece {
    /// Its length.
    pub fn ms(&self) -> i64 {
        self.to_ms - self.from_ms
    }

    /// The lesson of the enrolment it belongs to.
    pub fn key(&self) -> LessonKey {
        LessonKey { enrolment: self.enrolment.clone(), lesson: self.lesson.clone() }
    }
}

/// What a local day has used of its cap and of its offline allowance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayUse {
    /// The local day.
    pub day: String,
    /// Credited on it, provisional and verified.
    pub credited_ms: i64,
    /// Drawn from the offline allowance.
    pub offline_ms: i64,
}

/// A lesson under an enrolment.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LessonKey {
    /// The enrolment.
    pub enrolment: EnrolmentId,
    /// The lesson.
    pub lesson: LessonId,
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

impl PersonStudy {
    /// Server time as this person's study knows it: it never runs backwards, whatever a clock was
    /// set to and whichever node asks.
    pub(crate) fn time_ms(&self, now: &Now<'_>) -> i64 {
        now.at_ms.max(self.last_at_ms).max(self.recorded_at_ms)
    }

    /// Notes a step of the server's clock once: until the clock has caught up, time stands still for
    /// this person and nothing can be earned.
    pub(crate) fn note_clock(&mut self, now: &Now<'_>, session: &SessionId, records: &mut Vec<RawRecord>) {
        let now_ms = self.time_ms(now);
        let is_behind = now.at_ms + CLOCK_STEP_MS < now_ms;
        if is_behind && !self.clock_behind {
            records.push(self.record(now_ms, session, None, RecordBody::ClockStep { clock_ms: now.at_ms }));
        }
        self.clock_behind = is_behind;
    }

    /// All provisional time.
    pub fn waiting_ms(&self) -> i64 {
        self.waiting.iter().map(Piece::ms).sum()
    }

    /// The lessons that a change of this person's study may touch: load them all before it.
    pub fn touched(&self) -> Vec<LessonKey> {
        let mut keys: Vec<LessonKey> = self.waiting.iter().map(Piece::key).collect();
        keys.extend(
            self.live
                .iter()
                .map(|live| LessonKey { enrolment: live.enrolment.clone(), lesson: live.lesson.clone() }),
        );
        keys.extend(
            self.check
                .iter()
                .map(|check| LessonKey { enrolment: check.enrolment.clone(), lesson: check.lesson.clone() }),
        );
        keys.sort();
        keys.dedup();
        keys
    }

    /// Adds a piece to what waits, joining it to the last one where they touch.
    pub(crate) fn wait(&mut self, piece: Piece) {
        match self.waiting.last_mut() {
            Some(last)
                if last.to_ms == piece.from_ms && last.day == piece.day && last.key() == piece.key() =>
            {
                last.to_ms = piece.to_ms;
            }
            _ => self.waiting.push(piece),
        }
    }

    pub(crate) fn day_use(&self, day: &str) -> DayUse {
        let unused = || DayUse { day: day.to_owned(), credited_ms: 0, offline_ms: 0 };
        self.days.iter().find(|used| used.day == day).cloned().unwrap_or_else(unused)
    }

    /// Adds to (or, negative, gives back from) what a day has used. Two days are remembered: a
    /// beat can reach back over one midnight, never over two.
    pub(crate) fn use_day(&mut self, day: &str, credited_ms: i64, offline_ms: i64) {
        match self.days.iter_mut().find(|used| used.day == day) {
            Some(used) => {
                used.credited_ms += credited_ms;
                used.offline_ms += offline_ms;
            }
            None if credited_ms > 0 || offline_ms > 0 => {
                self.days.push(DayUse { day: day.to_owned(), credited_ms, offline_ms });
                self.days.sort_by(|a, b| a.day.cmp(&b.day));
                let surplus = self.days.len().saturating_sub(2);
                self.days.drain(..surplus);
            }
            None => {}
        }
    }
}
