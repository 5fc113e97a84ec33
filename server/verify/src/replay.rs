//! A person's study, lived through again record by record: the second opinion on every total.
//!
//! Written from RULES.md, not from the code that counts: it shares with that code only the
//! types of what is stored and the numbers of the policies. Where they differ, one is wrong.

mod asking;
mod check;
mod credit;
mod device;
mod hold;
mod offer;
mod passkey;
mod refusals;
mod session;

use std::collections::{BTreeMap, BTreeSet};

use domain::policy::{Policies, Policy};
use domain::study::{KeptRecord, PendingSpan, RecordBody};
use domain::wire::{BeatAnswer, CheckKind};
use sha2::{Digest, Sha256};
use store_read::evidence::{DeviceKeyRow, PasskeyRow};

use crate::error::{Mismatch, holds, same};
use crate::sets::Set;

pub use check::{Segment, Verified, plain};
pub use device::signature_fits;
pub use refusals::Granted;

/// Two clocks that differ by less are one.
const CLOCKS_AGREE_WITHIN: i64 = 2000;

/// A lesson under an enrolment.
pub type Lesson = (String, String);

/// Waiting time: where it was studied, on which day, which part of the lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    pub enrolment: String,
    pub class: String,
    pub lesson: String,
    pub day: String,
    pub from: i64,
    pub to: i64,
}

impl From<PendingSpan> for Waiting {
    fn from(span: PendingSpan) -> Self {
        Self {
            enrolment: span.enrolment.0,
            class: span.class.0,
            lesson: span.lesson.0,
            day: span.day,
            from: span.from_ms,
            to: span.to_ms,
        }
    }
}

/// How far a lesson has come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    pub covered: Set,
    pub position: i64,
    pub credited_to: i64,
    pub waiting: i64,
    pub verified: i64,
}

/// A session as its `open` record says.
#[derive(Clone, Debug)]
struct Session {
    enrolment: String,
    class: String,
    lesson: String,
    duration: i64,
    policy: String,
    seen_at: i64,
}

/// What a session was opened on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    pub enrolment: String,
    pub class: String,
    pub lesson: String,
    pub duration_ms: i64,
}

/// The open check.
#[derive(Clone, Debug)]
struct Check {
    id: String,
    kind: CheckKind,
    due: i64,
    /// Over the tail of a closed lesson.
    tail: bool,
    offer: i64,
    issued_at: i64,
    told_at: Option<i64>,
    session: String,
    policy: String,
    key: Option<String>,
    /// How much there is to read.
    characters: i64,
    /// A question that the person had not been asked of late.
    fresh: bool,
    not_before: i64,
    shown_at: Option<i64>,
    answer_by: Option<i64>,
    extensions: i64,
}

/// What the rules say must be the very next record.
#[derive(Debug)]
enum Next {
    /// A check that a beat made due; the beat's stored answer must announce it.
    IssueOfBeat { place: String, answer: BeatAnswer, stored: BeatAnswer },
    /// A check over the tail of a closed session.
    IssueOfTail(Session),
    /// A new item in place of this check, so much later.
    IssueAnew(Check, i64),
    /// The last hold of a segment: what waits is given back.
    GivenBack,
    /// An answer came too late: the offer is settled.
    Settled,
}

/// The state of one person's study.
pub struct Replay<'a> {
    policies: &'a Policies,
    person: String,
    pub records: i64,
    pub chain: String,
    /// The chain over the beats since the last pass.
    head: String,
    pub last_at: i64,
    recorded_at: i64,
    resumed_at: i64,
    pub credit_budget: i64,
    offline: i64,
    offline_until: i64,
    pub person_time: i64,
    pub due: i64,
    pub waiting: Vec<Waiting>,
    check: Option<Check>,
    pub wrong_in_row: i64,
    /// Questions right at the first try in a row.
    first_tries: i64,
    /// Tries put aside.
    spare: i64,
    /// Wrong answers and holds since the last pass.
    wrong: i64,
    holds: i64,
    /// Checks passed, and by a number.
    passed: i64,
    passed_by_number: i64,
    checks: asking::DayOfChecks,
    /// Question → the last check that asked it, and when.
    asked: BTreeMap<String, (String, i64)>,
    /// The local day on which the password alone confirmed identity, and how often.
    password: (String, i64),
    /// Lessons opened since the last pass, with the moments of their questions.
    questions: Vec<(Lesson, Vec<i64>)>,
    pub held: bool,
    live: Option<(String, Session)>,
    /// Local day → credited, drawn from the offline allowance.
    days: BTreeMap<String, (i64, i64)>,
    pub progress: BTreeMap<Lesson, Progress>,
    next: Option<Next>,
    /// The person's passkeys, those removed among them.
    passkeys: Vec<PasskeyRow>,
    /// The keys of the person's devices, those removed among them.
    devices: Vec<DeviceKeyRow>,
    /// What passkeys have signed so far.
    challenges: BTreeSet<String>,
    refusals: refusals::Refusals,
    /// What the record just replayed opened a session on, if it did.
    pub opened: Option<Opened>,
    /// The grant that the last record was, if it was one.
    pub granted: Option<Granted>,
    /// The classes whose closing gave something back, with the number of the record.
    pub class_closed: Vec<(i64, String)>,
}

impl<'a> Replay<'a> {
    pub fn new(
        person: &str,
        policies: &'a Policies,
        passkeys: Vec<PasskeyRow>,
        devices: Vec<DeviceKeyRow>,
    ) -> Self {
        Self {
            policies,
            person: person.to_owned(),
            records: 0,
            chain: "0".repeat(64),
            head: String::new(),
            last_at: 0,
            recorded_at: 0,
            resumed_at: 0,
            credit_budget: 0,
            offline: 0,
            offline_until: 0,
            person_time: 0,
            due: 0,
            waiting: Vec::new(),
            check: None,
            wrong_in_row: 0,
            first_tries: 0,
            spare: 0,
            wrong: 0,
            holds: 0,
            passed: 0,
            passed_by_number: 0,
            checks: asking::DayOfChecks::default(),
            asked: BTreeMap::new(),
            password: (String::new(), 0),
            questions: Vec::new(),
            held: false,
            live: None,
            days: BTreeMap::new(),
            progress: BTreeMap::new(),
            next: None,
            passkeys,
            devices,
            challenges: BTreeSet::new(),
            refusals: refusals::Refusals::default(),
            opened: None,
            granted: None,
            class_closed: Vec::new(),
        }
    }

    /// Lives through one record; returns what it verified.
    pub fn record(&mut self, row: &KeptRecord) -> Result<Option<Verified>, Mismatch> {
        let place = format!("record {} of person {}", row.n, self.person);
        same(&place, "the number of the record", &(self.records + 1), &row.n)?;
        self.records = row.n;
        // Server time never runs backwards for a person.
        let truth = row.at_ms >= self.recorded_at;
        holds(&place, "its time", truth, &format!("not before {}", self.recorded_at), row.at_ms)?;
        self.recorded_at = row.at_ms;
        let text = format!(
            "xueshi record 1\n{}\n{}\n{}\n{}\n{}\n{}\n",
            self.chain,
            row.n,
            row.at_ms,
            row.session,
            row.seq.map(|seq| seq.to_string()).unwrap_or_default(),
            row.body
        );
        self.chain = hex::encode(Sha256::digest(text.as_bytes()));
        let body: RecordBody = serde_json::from_str(&row.body)
            .map_err(|error| Mismatch::new(&place, "the body", "a record of study", error))?;
        let is_beat = matches!(body, RecordBody::Beat { .. });
        same(
            &place,
            "whether it has a beat's number and answer",
            &(is_beat, is_beat),
            &(row.seq.is_some(), row.answer.is_some()),
        )?;
        match self.next.take() {
            Some(next) => self.must_follow(&place, next, row, &body).map(|()| None),
            None => self.any(&place, row, body),
        }
    }

    /// After the last record nothing may be missing.
    pub fn end(&self) -> Result<(), Mismatch> {
        let place = format!("record {} of person {}", self.records, self.person);
        holds(&place, "what must follow it", self.next.is_none(), "one more record", "the end of the records")
    }

    /// The check that is open at the end.
    pub fn open_check(&self) -> Option<&str> {
        self.check.as_ref().map(|check| check.id.as_str())
    }

    /// The session that is live at the end.
    pub fn live_session(&self) -> Option<&str> {
        self.live.as_ref().map(|(id, _)| id.as_str())
    }

    fn any(&mut self, place: &str, row: &KeptRecord, body: RecordBody) -> Result<Option<Verified>, Mismatch> {
        match body {
            RecordBody::Open { enrolment, class, lesson, duration_ms, policy, due_ms, questions_ms } => {
                let session = Session {
                    enrolment: enrolment.0,
                    class: class.0,
                    lesson: lesson.0,
                    duration: duration_ms,
                    policy,
                    seen_at: row.at_ms,
                };
                self.with_questions(&session, questions_ms);
                self.open(place, row, session, due_ms)?;
            }
            RecordBody::Beat { played, position_ms, state } => {
                self.beat(place, row, &played, position_ms)?;
                self.link(row, &played, position_ms, state);
            }
            RecordBody::Close => self.close(place, row)?,
            // Time stood still; the record says so and changes nothing.
            RecordBody::ClockStep { clock_ms } => {
                let behind = clock_ms + CLOCKS_AGREE_WITHIN < row.at_ms;
                holds(place, "the clock", behind, "behind the record's time", clock_ms)?;
            }
            RecordBody::Issue { .. } => {
                return Err(Mismatch::new(place, "a check", "none: none is due here", row.body.as_str()));
            }
            RecordBody::Shown { check, question, key, characters, fresh, answer_by_ms } => {
                self.is_fresh(place, row.at_ms, &check.0, (question.map(|q| q.0), fresh))?;
                self.shown(place, row, &check.0, (key, characters), answer_by_ms)?;
            }
            RecordBody::Extend { check, answer_by_ms } => self.extend(place, row, &check.0, answer_by_ms)?,
            RecordBody::Ignored { check } => self.ignored(place, row, &check.0)?,
            RecordBody::Expire { check, spans, due_ms } => {
                self.expire(place, row, &check.0, &spans, due_ms)?;
            }
            RecordBody::ClassClosed { class, spans } => {
                same(place, "the class in place of a session", &class.0, &row.session.0)?;
                self.class_closed(place, &class.0, &spans)?;
            }
            RecordBody::Release { by, proof } => self.release(place, row, &by, proof.as_ref())?,
            RecordBody::Passkey { check, proof, result, due_ms, signed } => {
                let vouched = self.vouched(row, &check.0, &proof.signature, signed.as_ref());
                return Ok(self.passkey(place, row, &check.0, &proof, (result, due_ms))?.map(vouched));
            }
            RecordBody::Grant(grant) => self.granted = Some(self.grant(place, row, grant)?),
            RecordBody::Answer { check, answer, result, due_ms, hasty, signed } => {
                let vouched = self.vouched(row, &check.0, &answer, signed.as_ref());
                let given = (answer.as_str(), hasty);
                return Ok(self.answer(place, row, &check.0, given, (result, due_ms))?.map(vouched));
            }
            RecordBody::Identity { check, by, result, due_ms, signed } => {
                let vouched = self.vouched(row, &check.0, "", signed.as_ref());
                return Ok(self.identity(place, row, &check.0, &by, (result, due_ms))?.map(vouched));
            }
        }
        Ok(None)
    }

    fn live_as(&self, place: &str, session: &str) -> Result<Session, Mismatch> {
        match &self.live {
            Some((id, live)) if id == session => Ok(live.clone()),
            other => {
                let live = other.as_ref().map_or("none", |(id, _)| id.as_str());
                Err(Mismatch::new(place, "the live session", live, session))
            }
        }
    }

    fn policy(&self, place: &str, version: &str) -> Result<&'a Policy, Mismatch> {
        self.policies
            .version(version)
            .ok_or_else(|| Mismatch::new(place, "the policy version", "one that is known", version))
    }

    fn waiting_total(&self) -> i64 {
        self.waiting.iter().map(|span| span.to - span.from).sum()
    }
}

/// A due point is drawn from the interval of the policy, counted from `from`.
fn drawn(place: &str, policy: &Policy, from: i64, due: i64) -> Result<(), Mismatch> {
    let (least, most) = (policy.check.interval_seconds_min.value, policy.check.interval_seconds_max.value);
    let (told, budget) = (policy.check.told_allowance_seconds.value, policy.credit.budget_seconds_max.value);
    // A beat as long as the credit budget is deep must fit behind the latest point, if the interval allows it.
    let room = if most - told.max(budget) > least { told.max(budget) } else { told };
    let (earliest, latest) = (from + seconds(least), from + seconds(most - room));
    let range = format!("{earliest} to {latest}");
    holds(place, "the next due point", earliest <= due && due <= latest, &range, due)
}

fn seconds(count: i64) -> i64 {
    count * 1000
}
