//! What follows from a person's raw records for lists and pages: sessions, the roll of checks, what was refused. Told record by
//! record, and compared with what is kept, column by column.

use std::collections::BTreeMap;
use std::fmt::Debug;

use domain::policy::Policies;
use domain::study::{KeptRecord, RecordBody, RefusalCode};
use domain::wire::{BeatAnswer, CheckKind, CheckResult};
use store_read::derived::{CheckRow, RefusalRow, SessionRow, TallyRow};
use store_read::evidence::Snapshot;

use crate::calendar::day_of;
use crate::error::{Mismatch, VerifyError, same};

/// Enrolment, lesson, local day, reason.
type Refused = (String, String, String, String);

/// What follows from the records so far.
#[derive(Debug, Default)]
pub struct Derived {
    sessions: BTreeMap<String, SessionRow>,
    live: Option<String>,
    /// Whether identity must be confirmed first.
    held: bool,
    checks: BTreeMap<String, CheckRow>,
    /// Milliseconds, and when the last of them was refused.
    refusals: BTreeMap<Refused, (i64, i64)>,
}

impl Derived {
    /// One more record, which the replay has found to be right.
    pub fn take(&mut self, row: &KeptRecord, policies: &Policies) {
        let Ok(body) = serde_json::from_str::<RecordBody>(&row.body) else { return };
        let at = row.at_ms;
        match body {
            RecordBody::Open { enrolment, lesson, policy, .. } => {
                self.end("superseded", at);
                self.live = Some(row.session.0.clone());
                let session = SessionRow {
                    id: row.session.0.clone(),
                    enrolment_id: enrolment.0,
                    lesson_id: lesson.0,
                    policy_version: policy,
                    opened_at: at,
                    ended_at: None,
                    end_reason: None,
                };
                self.sessions.insert(row.session.0.clone(), session);
            }
            RecordBody::Close => self.end("closed", at),
            RecordBody::Beat { .. } => self.beat(row, policies),
            RecordBody::Issue { check, check_kind, .. } => self.issue(row, check.0, check_kind),
            RecordBody::Shown { check, question, .. } => self.change(&check.0, |check| {
                check.shown_at = Some(at);
                check.question_id = question.map(|question| question.0);
            }),
            RecordBody::Ignored { check } => self.change(&check.0, |check| {
                check.offer += 1;
                let before =
                    check.ignored_at.take().map_or_else(|| "[".to_owned(), |at| at.replace(']', ", "));
                check.ignored_at = Some(format!("{before}{at}]"));
            }),
            RecordBody::Expire { check, spans, .. } => {
                // After a hold the answer that led to it stands.
                if !self.held {
                    self.settle(&check.0, at, "expired", None);
                }
                let code = if self.held { RefusalCode::CheckFailed } else { RefusalCode::CheckIgnored };
                for span in spans {
                    let ms = span.to_ms - span.from_ms;
                    let code = code.as_str().to_owned();
                    self.refuse((span.enrolment.0, span.lesson.0, span.day, code), ms, at);
                }
            }
            RecordBody::ClassClosed { spans, .. } => {
                for span in spans {
                    let ms = span.to_ms - span.from_ms;
                    let code = RefusalCode::ClassClosed.as_str().to_owned();
                    self.refuse((span.enrolment.0, span.lesson.0, span.day, code), ms, at);
                }
            }
            RecordBody::Answer { check, answer, result, hasty, .. } => {
                let outcome = match result {
                    CheckResult::Passed => "passed",
                    CheckResult::Wrong => "wrong",
                    CheckResult::Hold => "hold",
                    CheckResult::Late => return,
                };
                self.held |= result == CheckResult::Hold;
                self.settle(&check.0, at, outcome, Some(answer));
                self.change(&check.0, |check| check.hasty |= hasty);
            }
            RecordBody::Passkey { check, result: CheckResult::Passed, .. }
            | RecordBody::Identity { check, result: CheckResult::Passed, .. } => {
                self.settle(&check.0, at, "passed", None);
            }
            RecordBody::Release { .. } => self.held = false,
            RecordBody::Passkey { .. }
            | RecordBody::Identity { .. }
            | RecordBody::Extend { .. }
            | RecordBody::ClockStep { .. }
            | RecordBody::Grant(_) => {}
        }
    }

    fn end(&mut self, reason: &str, at: i64) {
        if let Some(session) = self.live.take().and_then(|live| self.sessions.get_mut(&live)) {
            session.ended_at = Some(at);
            session.end_reason = Some(reason.to_owned());
        }
    }

    fn beat(&mut self, row: &KeptRecord, policies: &Policies) {
        let Some(session) = self.sessions.get(&row.session.0) else { return };
        let Some(policy) = policies.version(&session.policy_version) else { return };
        let answer = row.answer.as_deref().unwrap_or_default();
        let Ok(answer) = serde_json::from_str::<BeatAnswer>(answer) else { return };
        let day = day_of(row.at_ms, policy.utc_offset_minutes.offset_minutes).0;
        let (enrolment, lesson) = (session.enrolment_id.clone(), session.lesson_id.clone());
        for refused in answer.refused {
            let key = (enrolment.clone(), lesson.clone(), day.clone(), refused.code);
            self.refuse(key, refused.ms, row.at_ms);
        }
    }

    fn refuse(&mut self, key: Refused, ms: i64, at: i64) {
        let (sum, last_at) = self.refusals.entry(key).or_default();
        *sum += ms;
        *last_at = at;
    }

    fn issue(&mut self, row: &KeptRecord, id: String, kind: CheckKind) {
        let Some(session) = self.sessions.get(&row.session.0) else { return };
        let kind = serde_json::to_string(&kind).unwrap_or_default();
        let check = CheckRow {
            id: id.clone(),
            session_id: session.id.clone(),
            enrolment_id: session.enrolment_id.clone(),
            lesson_id: session.lesson_id.clone(),
            kind: kind.trim_matches('"').to_owned(),
            question_id: None,
            offer: 1,
            issued_at: row.at_ms,
            shown_at: None,
            ignored_at: None,
            answered_at: None,
            outcome: None,
            given_answer: None,
            hasty: false,
        };
        self.checks.insert(id, check);
    }

    fn change(&mut self, check: &str, change: impl FnOnce(&mut CheckRow)) {
        if let Some(check) = self.checks.get_mut(check) {
            change(check);
        }
    }

    fn settle(&mut self, check: &str, at: i64, outcome: &str, given: Option<String>) {
        self.change(check, |check| {
            check.answered_at = Some(at);
            check.outcome = Some(outcome.to_owned());
            check.given_answer = given;
        });
    }

    /// The sessions.
    pub fn sessions(&self) -> Vec<SessionRow> {
        self.sessions.values().cloned().collect()
    }

    /// The roll, whole: as if no check had left it.
    pub fn checks(&self) -> Vec<CheckRow> {
        self.checks.values().cloned().collect()
    }

    /// What was refused.
    pub fn refusals(&self) -> Vec<RefusalRow> {
        let row = |((enrolment, lesson, day, code), (ms, last_at)): (&Refused, &(i64, i64))| RefusalRow {
            enrolment_id: enrolment.clone(),
            lesson_id: lesson.clone(),
            day: day.clone(),
            code: code.clone(),
            ms: *ms,
            last_at: *last_at,
        };
        self.refusals.iter().map(row).collect()
    }

    /// Compares what is kept with what follows; how many rows there are.
    pub async fn compare(&self, books: &mut Snapshot, person: &str) -> Result<i64, VerifyError> {
        let sessions = books.sessions_of(person).await?;
        compare("study_session", person, &self.sessions(), &sessions)?;
        let refusals = books.refusals_of(person).await?;
        compare("refusal", person, &self.refusals(), &refusals)?;
        let checks = books.checks_of(person).await?;
        // Decided checks may have left the list; then the tally has them.
        let mut tallies: BTreeMap<String, TallyRow> = BTreeMap::new();
        let mut listed = Vec::new();
        for check in self.checks.values() {
            let left = checks.iter().all(|kept| kept.id != check.id);
            match check.tallied().filter(|_| left) {
                Some((answered, unanswered)) => {
                    let tally = tallies.entry(check.enrolment_id.clone()).or_default();
                    tally.enrolment_id.clone_from(&check.enrolment_id);
                    tally.answered += answered;
                    tally.unanswered += unanswered;
                }
                None => listed.push(check.clone()),
            }
        }
        compare("attendance_check", person, &listed, &checks)?;
        let kept = books.tallies_of(person).await?;
        compare("check_tally", person, &tallies.into_values().collect::<Vec<_>>(), &kept)?;
        Ok((sessions.len() + refusals.len() + checks.len() + kept.len()) as i64)
    }
}

/// A row that can be compared column by column.
trait Row {
    /// What tells it from the others, in words.
    fn key(&self) -> String;
    /// Its other columns.
    fn columns(&self) -> Vec<(&'static str, String)>;
}

macro_rules! columns {
    ($($name:ident),+ of $row:expr) => {
        vec![$((stringify!($name), shown(&$row.$name))),+]
    };
}

fn shown(value: &impl Debug) -> String {
    format!("{value:?}")
}

impl Row for SessionRow {
    fn key(&self) -> String {
        self.id.clone()
    }

    fn columns(&self) -> Vec<(&'static str, String)> {
        columns!(enrolment_id, lesson_id, policy_version, opened_at, ended_at, end_reason of self)
    }
}

impl Row for CheckRow {
    fn key(&self) -> String {
        self.id.clone()
    }

    fn columns(&self) -> Vec<(&'static str, String)> {
        columns!(session_id, enrolment_id, lesson_id, kind, question_id, offer, issued_at, shown_at, ignored_at,
                 answered_at, outcome, given_answer, hasty of self)
    }
}

impl Row for TallyRow {
    fn key(&self) -> String {
        format!("of enrolment {}", self.enrolment_id)
    }

    fn columns(&self) -> Vec<(&'static str, String)> {
        columns!(answered, unanswered of self)
    }
}

impl Row for RefusalRow {
    fn key(&self) -> String {
        format!(
            "of enrolment {} in lesson {} on {} ({})",
            self.enrolment_id, self.lesson_id, self.day, self.code
        )
    }

    fn columns(&self) -> Vec<(&'static str, String)> {
        columns!(ms of self)
    }
}

/// Both ways: a row that is not there, one that should not be, a column that says something else.
fn compare<R: Row>(table: &str, person: &str, expected: &[R], found: &[R]) -> Result<(), Mismatch> {
    let mut kept: BTreeMap<String, &R> = found.iter().map(|row| (row.key(), row)).collect();
    for row in expected {
        let place = format!("{table} {} of person {person}", row.key());
        let Some(kept) = kept.remove(&row.key()) else {
            return Err(Mismatch::new(place, "the row", "one that follows from the records", "none"));
        };
        for ((column, expected), (_, found)) in row.columns().iter().zip(kept.columns()) {
            same(&place, &format!("{table}.{column}"), expected, &found)?;
        }
    }
    match kept.keys().next() {
        Some(key) => {
            let place = format!("{table} {key} of person {person}");
            Err(Mismatch::new(place, "the row", "none: nothing in the records says so", "one"))
        }
        None => Ok(()),
    }
}
