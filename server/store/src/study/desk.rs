//! The desk on which a transaction lays out the study of the people it concerns: loaded with their
//! rows locked, changed by the rules, written back with a fixed number of statements however many
//! people there are.

use std::collections::{BTreeMap, BTreeSet};

use domain::id::{EnrolmentId, LessonId, PersonId};
use domain::study::{
    LessonKey, LessonProgress, PersonStudy, Piece, Progresses, RawRecord, RecordBody, RefusalCode,
};
use domain::wire::{BeatAnswer, Refused};
use serde::de::DeserializeOwned;
use sqlx::QueryBuilder;

use super::roll;
use crate::db::Tx;
use crate::error::{Result, StoreError};
use crate::within;

/// Rows of one statement: far below the number of values that either engine takes.
const ROWS: usize = 1000;

/// Reads stored JSON.
pub(crate) fn stored<T: DeserializeOwned>(what: &str, text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| StoreError::Damaged(format!("{what}: {error}")))
}

/// Writes JSON to be stored.
pub(crate) fn to_store<T: serde::Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|error| StoreError::Damaged(error.to_string()))
}

/// The study of some people, while a transaction changes it.
#[derive(Default)]
pub(super) struct Desk {
    pub states: BTreeMap<PersonId, PersonStudy>,
    pub progresses: Progresses,
    /// As loaded, so that only what changed is written.
    before: Progresses,
    records: Vec<(PersonId, RawRecord, Option<String>)>,
    /// (enrolment, lesson, day, code) → milliseconds.
    refusals: BTreeMap<(EnrolmentId, LessonId, String, &'static str), i64>,
}

impl Desk {
    /// Loads and locks the study of these people, in the order of their ids.
    pub async fn load(tx: &mut Tx, people: &BTreeSet<PersonId>) -> Result<Self> {
        let sql = tx.text(
            "SELECT person_id, state FROM person_study WHERE person_id IN (SELECT value FROM json_each($1))",
            "SELECT person_id, state FROM person_study
             WHERE person_id IN (SELECT jsonb_array_elements_text(CAST($1 AS jsonb)))
             ORDER BY person_id FOR UPDATE",
        );
        let people = to_store(people)?;
        let rows: Vec<(String, String)> =
            within!(tx, |c| sqlx::query_as(sql).bind(people).fetch_all(&mut **c).await)?;
        let mut desk = Self::default();
        for (person, state) in rows {
            desk.states.insert(person.into(), stored("study state", &state)?);
        }
        let touched = desk.states.values().flat_map(PersonStudy::touched).collect();
        desk.lay_out(tx, &touched).await?;
        Ok(desk)
    }

    /// Loads one person's study.
    pub async fn load_one(tx: &mut Tx, person: &PersonId) -> Result<Self> {
        Self::load(tx, &BTreeSet::from([person.clone()])).await
    }

    /// Loads the progress of more lessons.
    pub async fn lay_out(&mut self, tx: &mut Tx, keys: &BTreeSet<LessonKey>) -> Result<()> {
        let sql = tx.text(
            "SELECT p.enrolment_id, p.lesson_id, p.covered, p.position_ms, p.credited_to_ms, p.waiting_ms, p.verified_ms
             FROM json_each($1) AS k CROSS JOIN lesson_progress AS p
             WHERE p.enrolment_id = json_extract(k.value, '$[0]') AND p.lesson_id = json_extract(k.value, '$[1]')",
            "SELECT p.enrolment_id, p.lesson_id, p.covered, p.position_ms, p.credited_to_ms, p.waiting_ms, p.verified_ms
             FROM jsonb_array_elements(CAST($1 AS jsonb)) AS k
             JOIN lesson_progress AS p ON p.enrolment_id = k ->> 0 AND p.lesson_id = k ->> 1",
        );
        let pairs: Vec<(&str, &str)> =
            keys.iter().map(|key| (key.enrolment.as_str(), key.lesson.as_str())).collect();
        let pairs = to_store(&pairs)?;
        let rows: Vec<(String, String, String, i64, i64, i64, i64)> =
            within!(tx, |c| sqlx::query_as(sql).bind(pairs).fetch_all(&mut **c).await)?;
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
        for record in records {
            let answer = match (answer, &record.body) {
                (Some(answer), RecordBody::Beat { .. }) => Some(to_store(answer)?),
                _ => None,
            };
            self.records.push((person.clone(), record, answer));
        }
        Ok(())
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
    pub fn expire(&mut self, pieces: &[Piece]) {
        for piece in pieces {
            self.add_refusal(&piece.key(), &piece.day, RefusalCode::CheckIgnored, piece.ms());
        }
    }

    fn add_refusal(&mut self, key: &LessonKey, day: &str, code: RefusalCode, ms: i64) {
        let place = (key.enrolment.clone(), key.lesson.clone(), day.to_owned(), code.as_str());
        *self.refusals.entry(place).or_default() += ms;
    }

    /// Writes everything back.
    pub async fn save(self, tx: &mut Tx, now_ms: i64) -> Result<()> {
        self.save_states(tx).await?;
        self.save_progresses(tx, now_ms).await?;
        self.save_records(tx).await?;
        self.save_refusals(tx, now_ms).await?;
        for (person, record, _) in &self.records {
            roll::keep_step(tx, person, record, &self.states).await?;
        }
        Ok(())
    }

    async fn save_states(&self, tx: &mut Tx) -> Result<()> {
        let mut rows = Vec::with_capacity(self.states.len());
        for (person, study) in &self.states {
            rows.push((person, to_store(study)?, study));
        }
        for rows in rows.chunks(ROWS) {
            within!(tx, |c| {
                let mut sql = QueryBuilder::new(
                    "INSERT INTO person_study
                         (person_id, state, live_enrolment_id, live_lesson_id, last_beat_at, open_check_id, held) ",
                );
                sql.push_values(rows, |mut row, (person, state, study)| {
                    let live = study.live.as_ref();
                    row.push_bind(person.as_str())
                        .push_bind(state)
                        .push_bind(live.map(|live| live.enrolment.as_str()))
                        .push_bind(live.map(|live| live.lesson.as_str()))
                        .push_bind(study.last_at_ms)
                        .push_bind(study.check.as_ref().map(|check| check.id.as_str()))
                        .push_bind(study.held);
                });
                sql.push(
                    " ON CONFLICT (person_id) DO UPDATE SET
                         state = excluded.state, live_enrolment_id = excluded.live_enrolment_id,
                         live_lesson_id = excluded.live_lesson_id, last_beat_at = excluded.last_beat_at,
                         open_check_id = excluded.open_check_id, held = excluded.held",
                );
                sql.build().persistent(false).execute(&mut **c).await.map(drop)
            })?;
        }
        Ok(())
    }

    async fn save_progresses(&self, tx: &mut Tx, now_ms: i64) -> Result<()> {
        let mut rows = Vec::new();
        for (key, progress) in &self.progresses {
            if self.before.get(key) != Some(progress) {
                rows.push((key, to_store(&progress.covered)?, progress));
            }
        }
        for rows in rows.chunks(ROWS) {
            within!(tx, |c| {
                let mut sql = QueryBuilder::new(
                    "INSERT INTO lesson_progress (enrolment_id, lesson_id, covered, position_ms, credited_to_ms,
                         waiting_ms, verified_ms, updated_at) ",
                );
                sql.push_values(rows, |mut row, (key, covered, progress)| {
                    row.push_bind(key.enrolment.as_str())
                        .push_bind(key.lesson.as_str())
                        .push_bind(covered)
                        .push_bind(progress.position_ms)
                        .push_bind(progress.credited_to_ms)
                        .push_bind(progress.waiting_ms)
                        .push_bind(progress.verified_ms)
                        .push_bind(now_ms);
                });
                sql.push(
                    " ON CONFLICT (enrolment_id, lesson_id) DO UPDATE SET
                         covered = excluded.covered, position_ms = excluded.position_ms,
                         credited_to_ms = excluded.credited_to_ms, waiting_ms = excluded.waiting_ms,
                         verified_ms = excluded.verified_ms, updated_at = excluded.updated_at",
                );
                sql.build().persistent(false).execute(&mut **c).await.map(drop)
            })?;
        }
        Ok(())
    }

    async fn save_records(&self, tx: &mut Tx) -> Result<()> {
        for rows in self.records.chunks(ROWS) {
            within!(tx, |c| {
                let mut sql = QueryBuilder::new(
                    "INSERT INTO study_record (person_id, n, at_ms, session_id, seq, kind, body, answer) ",
                );
                sql.push_values(rows, |mut row, (person, record, answer)| {
                    row.push_bind(person.as_str())
                        .push_bind(record.n)
                        .push_bind(record.at_ms)
                        .push_bind(record.session.as_str())
                        .push_bind(record.seq)
                        .push_bind(record.body.kind())
                        .push_bind(record.body.canonical())
                        .push_bind(answer);
                });
                sql.build().persistent(false).execute(&mut **c).await.map(drop)
            })?;
        }
        Ok(())
    }

    async fn save_refusals(&self, tx: &mut Tx, now_ms: i64) -> Result<()> {
        let rows: Vec<_> = self.refusals.iter().collect();
        for rows in rows.chunks(ROWS) {
            within!(tx, |c| {
                let mut sql = QueryBuilder::new(
                    "INSERT INTO refusal (enrolment_id, lesson_id, day, code, ms, last_at) ",
                );
                sql.push_values(rows, |mut row, ((enrolment, lesson, day, code), ms)| {
                    row.push_bind(enrolment.as_str())
                        .push_bind(lesson.as_str())
                        .push_bind(day)
                        .push_bind(*code)
                        .push_bind(**ms)
                        .push_bind(now_ms);
                });
                sql.push(
                    " ON CONFLICT (enrolment_id, lesson_id, day, code) DO UPDATE SET
                         ms = refusal.ms + excluded.ms, last_at = excluded.last_at",
                );
                sql.build().persistent(false).execute(&mut **c).await.map(drop)
            })?;
        }
        Ok(())
    }
}
