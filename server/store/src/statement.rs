//! A statement of hours: what the ledger says of one enrolment up to one of its entries, lesson by lesson.

use domain::id::EnrolmentId;

use crate::db::Db;
use crate::error::Result;
use crate::read_db;

/// What a statement says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    pub about: About,
    pub lessons: Vec<StatedLesson>,
    pub sum: Sum,
}

/// Whose hours, in which class.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct About {
    pub name: String,
    pub document_masked: String,
    pub class_code: String,
    pub class_title: String,
    pub starts_on: String,
    pub ends_on: String,
    pub policy_version: String,
    pub course_title: String,
    pub course_title_en: String,
    pub organisation: String,
    pub organisation_en: String,
}

/// A lesson and what of it is verified.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct StatedLesson {
    pub title: String,
    pub title_en: String,
    pub duration_ms: i64,
    pub verified_ms: i64,
}

/// All of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Sum {
    pub verified_ms: i64,
    pub entries: i64,
    /// The index of the last entry that counts; -1 without any.
    pub last_entry: i64,
    /// When that entry was made; 0 without any.
    pub last_at: i64,
    /// The first and the last local day of study; empty without any.
    pub first_day: String,
    pub last_day: String,
}

impl Db {
    /// The statement of an enrolment over its entries up to an index; [`i64::MAX`] for all of them.
    pub async fn statement(&self, enrolment: &EnrolmentId, until_entry: i64) -> Result<Statement> {
        let about = read_db!(self, |pool| {
            sqlx::query_as(
                "SELECT p.name, p.document_masked, k.code AS class_code, k.title AS class_title, k.starts_on, k.ends_on,
                        k.policy_version, c.title AS course_title, c.title_en AS course_title_en,
                        o.name AS organisation, o.name_en AS organisation_en
                 FROM enrolment e JOIN person p ON p.id = e.person_id JOIN training_class k ON k.id = e.class_id
                 JOIN course c ON c.id = k.course_id JOIN organisation o ON o.id = k.organisation_id
                 WHERE e.id = $1",
            )
            .bind(enrolment.as_str())
            .fetch_one(pool)
            .await
        })?;
        let lessons = read_db!(self, |pool| {
            sqlx::query_as(
                "SELECT l.title, l.title_en, l.duration_ms,
                        COALESCE((SELECT CAST(SUM(y.ms) AS BIGINT) FROM ledger_line y
                                  WHERE y.enrolment_id = e.id AND y.lesson_id = l.id AND y.entry_index <= $2), 0) AS verified_ms
                 FROM enrolment e JOIN training_class k ON k.id = e.class_id JOIN lesson l ON l.course_id = k.course_id
                 WHERE e.id = $1 ORDER BY l.position",
            )
            .bind(enrolment.as_str())
            .bind(until_entry)
            .fetch_all(pool)
            .await
        })?;
        let sum = read_db!(self, |pool| {
            sqlx::query_as(
                "SELECT CAST(COALESCE(SUM(y.ms), 0) AS BIGINT) AS verified_ms, COUNT(*) AS entries,
                        COALESCE(MAX(y.entry_index), -1) AS last_entry, COALESCE(MAX(y.at_ms), 0) AS last_at,
                        COALESCE((SELECT MIN(d.day) FROM ledger_line_day d
                                  WHERE d.enrolment_id = $1 AND d.entry_index <= $2), '') AS first_day,
                        COALESCE((SELECT MAX(d.day) FROM ledger_line_day d
                                  WHERE d.enrolment_id = $1 AND d.entry_index <= $2), '') AS last_day
                 FROM ledger_line y WHERE y.enrolment_id = $1 AND y.entry_index <= $2",
            )
            .bind(enrolment.as_str())
            .bind(until_entry)
            .fetch_one(pool)
            .await
        })?;
        Ok(Statement { about, lessons, sum })
    }
}
