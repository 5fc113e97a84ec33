//! A unit of work: the study of the people that a transaction concerns, loaded with their
//! rows locked, changed by the rules, written back with a fixed number of statements however many
//! people there are. A beat changes one row of one person.

mod write;

use std::collections::{BTreeMap, BTreeSet};

use domain::id::{EnrolmentId, LessonId, PersonId};
use domain::study::{
    LessonKey, LessonProgress, LiveSession, PendingSpan, PersonStudy, Progresses, RawRecord, RecordBody,
    RecordLog, RefusalCode,
};
use domain::wire::{BeatAnswer, Refused};
use store_read::row_mac::RowText;

use self::write::Lessons;
use super::json::{stored, to_store};
use super::{check_list, evidence};
use crate::db::Tx;
use crate::error::{Result, StoreError};
use crate::row_keys::not_ours;
use crate::tx;

/// A log this long is stored as evidence even if its segment is still open: what every beat writes
/// anew stays small.
const LOG_BYTES_MAX: usize = 1500;

/// The study of some people, while a transaction changes it.
#[derive(Default)]
pub(super) struct StudyUnitOfWork {
    pub states: BTreeMap<PersonId, PersonStudy>,
    /// Whose row this server did not write: nothing is counted on it, and it stays as it is.
    pub forged: BTreeSet<PersonId>,
    pub progresses: Progresses,
    /// As loaded, so that only what changed is written.
    before: Progresses,
    logs: BTreeMap<PersonId, RecordLog>,
    /// Whose segment was closed.
    closed: BTreeSet<PersonId>,
    /// Time counted in the live lesson that its own row does not know of yet.
    live_counted_ms: BTreeMap<PersonId, i64>,
    /// What beats did to lessons other than by counting time in the live one.
    given_back: BTreeSet<LessonKey>,
    /// Records other than beats, for the list of checks.
    records: Vec<(PersonId, RawRecord)>,
    /// (enrolment, lesson, day, code) → milliseconds.
    refusals: BTreeMap<(EnrolmentId, LessonId, String, &'static str), i64>,
}

/// A person's row.
#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(try_from = "String")]
    person_id: PersonId,
    state: String,
    log: Option<Vec<u8>>,
    live_progress: Option<String>,
    live_counted_ms: i64,
    mac: Vec<u8>,
}

impl Row {
    fn text(&self) -> RowText {
        let log = self.log.as_deref().unwrap_or_default();
        let progress = self.live_progress.as_deref();
        RowText::study(self.person_id.as_str(), &self.state, log, progress, self.live_counted_ms)
    }
}

/// Writes a person's study again, with what stands beside the state for lists, if it is as these records left it; `None` if
/// it is not.
pub(crate) async fn save_as_recorded(
    tx: &mut Tx,
    person: &PersonId,
    records: i64,
    now_ms: i64,
) -> Result<Option<()>> {
    let work = StudyUnitOfWork::load_one(tx, person).await?;
    if work.states.get(person).map_or(0, |study| study.records) != records {
        return Ok(None);
    }
    work.save(tx, now_ms).await.map(Some)
}

/// What is said, in the log, of a study that this server did not write.
pub(super) fn forged(person: &PersonId) -> StoreError {
    not_ours(&format!("the study of person {person}"))
}

impl StudyUnitOfWork {
    /// Loads and locks the study of these people, in the order of their ids.
    pub async fn load(tx: &mut Tx, people: &BTreeSet<PersonId>) -> Result<Self> {
        let sql = tx.text(
            "SELECT person_id, state, log, live_progress, live_counted_ms, mac FROM person_study
             WHERE person_id IN (SELECT value FROM json_each($1))",
            "SELECT person_id, state, log, live_progress, live_counted_ms, mac FROM person_study
             WHERE person_id IN (SELECT jsonb_array_elements_text(CAST($1 AS jsonb)))
             ORDER BY person_id FOR UPDATE",
        );
        let people = to_store(people)?;
        let rows: Vec<Row> = tx!(tx, |c| sqlx::query_as(sql).bind(people).fetch_all(&mut **c).await)?;
        let mut work = Self::default();
        let mut touched = BTreeSet::new();
        for row in rows {
            let person = row.person_id.clone();
            if !tx.row_keys().fits(&row.text(), &row.mac)? {
                work.forged.insert(person);
                continue;
            }
            let study: PersonStudy = stored("study state", &row.state)?;
            let log = match row.log {
                Some(bytes) => RecordLog::open(bytes).map_err(|error| evidence::damaged(&person, error))?,
                None => RecordLog::new(study.records + 1),
            };
            touched.extend(study.touched());
            if let (Some(live), Some(progress)) = (&study.live, row.live_progress) {
                touched.remove(&live.key());
                work.progresses.insert(live.key(), stored("progress of the live lesson", &progress)?);
            }
            work.logs.insert(person.clone(), log);
            work.live_counted_ms.insert(person.clone(), row.live_counted_ms);
            work.states.insert(person, study);
        }
        work.load_progress(tx, &touched).await?;
        Ok(work)
    }

    /// Loads one person's study.
    pub async fn load_one(tx: &mut Tx, person: &PersonId) -> Result<Self> {
        let work = Self::load(tx, &BTreeSet::from([person.clone()])).await?;
        if work.forged.contains(person) { Err(forged(person)) } else { Ok(work) }
    }

    /// Loads the progress of more lessons; what is known already is newer than their rows.
    pub async fn load_progress(&mut self, tx: &mut Tx, keys: &BTreeSet<LessonKey>) -> Result<()> {
        let unknown = keys.iter().filter(|key| !self.progresses.contains_key(key));
        let pairs: Vec<(&str, &str)> =
            unknown.map(|key| (key.enrolment.as_str(), key.lesson.as_str())).collect();
        if pairs.is_empty() {
            return Ok(());
        }
        let sql = tx.text(
            "SELECT p.enrolment_id, p.lesson_id, p.covered, p.position_ms, p.credited_to_ms, p.waiting_ms, p.verified_ms
             FROM json_each($1) AS k CROSS JOIN lesson_progress AS p
             WHERE p.enrolment_id = json_extract(k.value, '$[0]') AND p.lesson_id = json_extract(k.value, '$[1]')",
            "SELECT p.enrolment_id, p.lesson_id, p.covered, p.position_ms, p.credited_to_ms, p.waiting_ms, p.verified_ms
             FROM jsonb_array_elements(CAST($1 AS jsonb)) AS k
             JOIN lesson_progress AS p ON p.enrolment_id = k ->> 0 AND p.lesson_id = k ->> 1",
        );
        let pairs = to_store(&pairs)?;
        let rows: Vec<(String, String, String, i64, i64, i64, i64)> =
            tx!(tx, |c| sqlx::query_as(sql).bind(pairs).fetch_all(&mut **c).await)?;
        for (enrolment, lesson, covered, position_ms, credited_to_ms, waiting_ms, verified_ms) in rows {
            let key = LessonKey { enrolment: enrolment.into(), lesson: lesson.into() };
            let covered = stored("coverage", &covered)?;
            let progress = LessonProgress { covered, position_ms, credited_to_ms, waiting_ms, verified_ms };
            self.before.insert(key.clone(), progress.clone());
            self.progresses.insert(key, progress);
        }
        Ok(())
    }

    /// Keeps what a transition wrote; the record of a beat carries its answer.
    pub fn keep(
        &mut self,
        person: &PersonId,
        records: Vec<RawRecord>,
        answer: Option<&BeatAnswer>,
    ) -> Result<()> {
        let log = self.logs.get_mut(person).ok_or(StoreError::NotFound)?;
        for record in records {
            if let RecordBody::Beat { .. } = record.body {
                log.push(&record, answer);
                *self.live_counted_ms.entry(person.clone()).or_default() +=
                    answer.map_or(0, |answer| answer.counted_ms);
                continue;
            }
            log.push(&record, None);
            if record.body.closes_segment() {
                self.closed.insert(person.clone());
            }
            self.records.push((person.clone(), record));
        }
        Ok(())
    }

    /// The log of a person's open segment.
    pub fn log(&self, person: &PersonId) -> Option<&RecordLog> {
        self.logs.get(person)
    }

    /// Keeps what of a beat was refused.
    pub fn refuse(&mut self, key: &LessonKey, day: &str, refused: &[Refused]) {
        for refusal in refused {
            if let Some(code) = RefusalCode::from_code(&refusal.code) {
                self.add_refusal(key, day, code, refusal.ms);
            }
        }
    }

    /// Keeps what expired unanswered, under the day on which it had been studied.
    pub fn expire(&mut self, spans: &[PendingSpan]) {
        self.give_back(spans, RefusalCode::CheckIgnored);
    }

    /// Keeps what was given back, and why.
    pub fn give_back(&mut self, spans: &[PendingSpan], code: RefusalCode) {
        for span in spans {
            self.given_back.insert(span.key());
            self.add_refusal(&span.key(), &span.day, code, span.ms());
        }
    }

    fn add_refusal(&mut self, key: &LessonKey, day: &str, code: RefusalCode, ms: i64) {
        let place = (key.enrolment.clone(), key.lesson.clone(), day.to_owned(), code.as_str());
        *self.refusals.entry(place).or_default() += ms;
    }

    /// Writes everything back.
    pub async fn save(self, tx: &mut Tx, now_ms: i64) -> Result<()> {
        self.write_all(tx, now_ms, Lessons::All).await
    }

    /// Writes back what beats did: time counted in a live lesson stays beside the person's state
    /// until something else happens.
    pub async fn save_beats(self, tx: &mut Tx, now_ms: i64) -> Result<()> {
        self.write_all(tx, now_ms, Lessons::GivenBack).await
    }

    async fn write_all(mut self, tx: &mut Tx, now_ms: i64, lessons: Lessons) -> Result<()> {
        let lives: BTreeSet<LessonKey> =
            self.states.values().filter_map(|study| study.live.as_ref()).map(LiveSession::key).collect();
        let due = |key: &LessonKey| match lessons {
            Lessons::All => true,
            Lessons::GivenBack => self.given_back.contains(key) || !lives.contains(key),
        };
        let changed: Vec<(&LessonKey, &LessonProgress)> = self
            .progresses
            .iter()
            .filter(|(key, progress)| due(key) && self.before.get(key) != Some(progress))
            .collect();
        write::progresses(tx, &changed, now_ms).await?;
        for (person, study) in &self.states {
            if study.live.as_ref().is_none_or(|live| due(&live.key())) {
                self.live_counted_ms.remove(person);
            }
        }
        let mut sealed = Vec::new();
        for (person, log) in &mut self.logs {
            if self.closed.contains(person) || log.as_bytes().len() > LOG_BYTES_MAX {
                let last = log.last();
                sealed.push((person, std::mem::replace(log, RecordLog::new(last + 1))));
            }
        }
        evidence::keep(tx, &sealed).await?;
        write::states(tx, &self.states, &self.progresses, &self.logs, &self.live_counted_ms, lessons).await?;
        write::refusals(tx, &self.refusals, now_ms).await?;
        for (person, record) in &self.records {
            check_list::keep_step(tx, person, record, &self.states).await?;
        }
        Ok(())
    }
}
