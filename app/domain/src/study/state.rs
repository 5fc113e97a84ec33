//! What the server remembers of one person's study.

use serde::{Deserialize, Serialize};

use crate::id::{ClassId, EnrolmentId, LessonId, SessionId};
use crate::study::{Bank, LessonKey, OpenCheck, PendingSpan, RawRecord, RecordBody, RuleContext};

/// Clocks of two nodes that differ by less are the same clock.
const CLOCK_STEP_MS: i64 = 2000;

/// One person's study: the credit budget, what waits, the open check and the live session. Keyed by
/// person, across all accounts, classes, institutions and devices.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonStudy {
    /// Server time of the last accepted beat or opened session; never goes back.
    pub last_at_ms: i64,
    /// Real time that may still be credited.
    pub credit_budget_ms: i64,
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
    pub waiting: Vec<PendingSpan>,
    /// The check that is open.
    pub check: Option<OpenCheck>,
    /// Wrong answers, and checks let go, in a row that no spare try stood in for.
    pub wrong_in_row: i64,
    /// Questions right at the first try in a row, as far as it matters.
    #[serde(default)]
    pub right_in_row: i64,
    /// Tries put aside by passing at the first one.
    #[serde(default)]
    pub spare_tries: i64,
    /// The chain that the learner's device keeps too.
    #[serde(default)]
    pub device: DeviceChain,
    /// What went wrong since the last pass.
    #[serde(default)]
    pub segment: SegmentMarks,
    /// Checks passed so far.
    #[serde(default)]
    pub passes: Passes,
    /// The check of identity of the day.
    #[serde(default)]
    pub identity: IdentityDay,
    /// Where the password alone confirmed identity.
    #[serde(default)]
    pub password: PasswordDay,
    /// The questions of the live lesson and of those that wait.
    #[serde(default)]
    pub banks: Vec<Bank>,
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

/// The chain over the beats since the last pass, which the learner's device signs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceChain {
    /// Its head, in hexadecimal; empty without any beat.
    pub head: String,
    /// How many checks were passed: with each a chain begins.
    pub passes: i64,
}

/// What went wrong in a segment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SegmentMarks {
    /// Wrong answers.
    pub wrong: i64,
    /// Holds.
    pub holds: i64,
}

/// How many checks were passed, and how many of them by reading a number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passes {
    /// All of them.
    pub all: i64,
    /// By a number.
    pub by_number: i64,
}

/// The check of identity of a study day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentityDay {
    /// The local day.
    pub day: String,
    /// How many checks still come before it. Never leaves the server.
    pub checks_before: i64,
    /// Whether it was asked.
    pub asked: bool,
}

/// How often a day the password alone confirmed identity.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordDay {
    /// The local day.
    pub day: String,
    /// How often.
    pub used: i64,
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

impl PersonStudy {
    /// Server time as this person's study knows it: it never runs backwards, whatever a clock was
    /// set to and whichever node asks.
    pub(crate) fn time_ms(&self, context: &RuleContext<'_>) -> i64 {
        context.at_ms.max(self.last_at_ms).max(self.recorded_at_ms)
    }

    /// Notes a step of the server's clock once: until the clock has caught up, time stands still for
    /// this person and nothing can be earned.
    pub(crate) fn note_clock(
        &mut self,
        context: &RuleContext<'_>,
        session: &SessionId,
        records: &mut Vec<RawRecord>,
    ) {
        let now_ms = self.time_ms(context);
        let is_behind = context.at_ms + CLOCK_STEP_MS < now_ms;
        if is_behind && !self.clock_behind {
            records.push(self.record(
                now_ms,
                session,
                None,
                RecordBody::ClockStep { clock_ms: context.at_ms },
            ));
        }
        self.clock_behind = is_behind;
    }

    /// Numbers and chains the next raw record.
    pub(crate) fn record(
        &mut self,
        at_ms: i64,
        session: &SessionId,
        seq: Option<i64>,
        body: RecordBody,
    ) -> RawRecord {
        self.records += 1;
        self.recorded_at_ms = at_ms;
        self.chain =
            RawRecord::chain_after(&self.chain, self.records, at_ms, session, seq, &body.canonical());
        RawRecord { n: self.records, at_ms, session: session.clone(), seq, body, chain: self.chain.clone() }
    }

    /// All provisional time.
    pub fn waiting_ms(&self) -> i64 {
        self.waiting.iter().map(PendingSpan::ms).sum()
    }

    /// The lessons that a change of this person's study may touch: load them all before it.
    pub fn touched(&self) -> Vec<LessonKey> {
        let mut keys: Vec<LessonKey> = self.waiting.iter().map(PendingSpan::key).collect();
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
        keys.extend(self.check.iter().map(|check| check.bank.clone()));
        keys.sort();
        keys.dedup();
        keys
    }

    /// Keeps the questions of a lesson that is opened, and of those that still wait.
    pub(crate) fn keep_bank(&mut self, session: &LiveSession) {
        let (key, waiting) = (session.key(), &self.waiting);
        self.banks.retain(|bank| bank.key != key && waiting.iter().any(|span| span.key() == bank.key));
        self.banks.push(Bank { key, moments_ms: session.question_moments_ms.clone() });
    }

    /// Adds a span to what waits, joining it to the last one where they touch.
    pub(crate) fn wait(&mut self, span: PendingSpan) {
        match self.waiting.last_mut() {
            Some(last) if last.to_ms == span.from_ms && last.day == span.day && last.key() == span.key() => {
                last.to_ms = span.to_ms;
            }
            _ => self.waiting.push(span),
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
