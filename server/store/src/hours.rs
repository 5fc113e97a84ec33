//! A learner's own hours: every minute by local day and lesson, counted, waiting or refused.

use std::collections::BTreeMap;

use domain::id::{EnrolmentId, LessonId, PersonId};
use domain::study::PersonStudy;

use crate::db::Db;
use crate::error::{Result, StoreError};
use crate::read_db;

/// One lesson on one local day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HoursLine {
    pub day: String,
    pub enrolment_id: EnrolmentId,
    pub lesson_id: LessonId,
    /// Confirmed by a check: in the ledger.
    pub verified_ms: i64,
    /// How many ledger entries it stands in, and the last of them.
    pub entries: i64,
    pub last_entry: Option<i64>,
    /// Credited, still to be confirmed.
    pub waiting_ms: i64,
    /// Not credited, by reason.
    pub refused: Vec<RefusedTime>,
}

/// Time that was not credited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedTime {
    /// Code of [`domain::study::RefusalCode`].
    pub code: String,
    pub ms: i64,
}

impl HoursLine {
    pub fn refused_ms(&self) -> i64 {
        self.refused.iter().map(|refused| refused.ms).sum()
    }
}

impl Db {
    /// Everything a person studied from one local day to another, both included: the latest day first.
    pub async fn my_hours(&self, person: &PersonId, from: &str, to: &str) -> Result<Vec<HoursLine>> {
        let mut lines = Lines::default();
        let verified: Vec<(String, String, String, i64, i64, i64)> = read_db!(self, |pool| {
            sqlx::query_as(
            "SELECT d.day, d.enrolment_id, d.lesson_id, CAST(SUM(d.ms) AS BIGINT), COUNT(*), MAX(d.entry_index) \
             FROM enrolment e JOIN ledger_line_day d ON d.enrolment_id = e.id \
             WHERE e.person_id = $1 AND d.day >= $2 AND d.day <= $3 GROUP BY d.day, d.enrolment_id, d.lesson_id"
        )
        .bind(person.as_str())
        .bind(from)
        .bind(to)
        .fetch_all(pool)
        .await
        })?;
        for (day, enrolment, lesson, ms, entries, last) in verified {
            let line = lines.at(&day, &enrolment.into(), &lesson.into());
            (line.verified_ms, line.entries, line.last_entry) = (ms, entries, Some(last));
        }
        let refused: Vec<(String, String, String, String, i64)> = read_db!(self, |pool| sqlx::query_as(
            "SELECT r.day, r.enrolment_id, r.lesson_id, r.code, r.ms FROM refusal r \
             JOIN enrolment e ON e.id = r.enrolment_id \
             WHERE e.person_id = $1 AND r.day >= $2 AND r.day <= $3 AND r.ms > 0 ORDER BY r.code"
        )
        .bind(person.as_str())
        .bind(from)
        .bind(to)
        .fetch_all(pool)
        .await)?;
        for (day, enrolment, lesson, code, ms) in refused {
            lines.at(&day, &enrolment.into(), &lesson.into()).refused.push(RefusedTime { code, ms });
        }
        for span in self.waiting_of(person).await?.waiting {
            if (from..=to).contains(&span.day.as_str()) {
                lines.at(&span.day, &span.enrolment, &span.lesson).waiting_ms += span.ms();
            }
        }
        Ok(lines.0.into_values().rev().collect())
    }

    /// The first local day on which a person studied anything.
    pub async fn first_study_day(&self, person: &PersonId) -> Result<Option<String>> {
        let stored: Option<String> = read_db!(self, |pool| {
            sqlx::query_scalar(
            "SELECT MIN(day) FROM ( \
             SELECT MIN(d.day) AS day FROM enrolment e JOIN ledger_line_day d ON d.enrolment_id = e.id WHERE e.person_id = $1 \
             UNION ALL SELECT MIN(r.day) AS day FROM refusal r JOIN enrolment e ON e.id = r.enrolment_id \
             WHERE e.person_id = $1) AS days"
        )
        .bind(person.as_str())
        .fetch_one(pool)
        .await
        })?;
        let waiting = self.waiting_of(person).await?.waiting.into_iter().map(|span| span.day).min();
        Ok(stored.into_iter().chain(waiting).min())
    }

    /// What was counted on a local day, today or the day before, confirmed or not.
    pub async fn counted_on(&self, person: &PersonId, day: &str) -> Result<i64> {
        let study = self.waiting_of(person).await?;
        Ok(study.days.iter().find(|used| used.day == day).map_or(0, |used| used.credited_ms))
    }

    /// A person's study state; whoever never studied has an empty one.
    async fn waiting_of(&self, person: &PersonId) -> Result<PersonStudy> {
        let state: Option<String> = read_db!(self, |pool| {
            sqlx::query_scalar("SELECT state FROM person_study WHERE person_id = $1")
                .bind(person.as_str())
                .fetch_optional(pool)
                .await
        })?;
        let Some(state) = state else { return Ok(PersonStudy::default()) };
        serde_json::from_str(&state).map_err(|error| StoreError::Damaged(error.to_string()))
    }
}

/// Lines by day, enrolment and lesson.
#[derive(Default)]
struct Lines(BTreeMap<(String, EnrolmentId, LessonId), HoursLine>);

impl Lines {
    fn at(&mut self, day: &str, enrolment: &EnrolmentId, lesson: &LessonId) -> &mut HoursLine {
        let key = (day.to_owned(), enrolment.clone(), lesson.clone());
        self.0.entry(key).or_insert_with(|| HoursLine {
            day: day.to_owned(),
            enrolment_id: enrolment.clone(),
            lesson_id: lesson.clone(),
            ..HoursLine::default()
        })
    }
}
