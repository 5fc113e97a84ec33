//! What was frozen when classes were closed, and what the ledger says of it.

use super::Snapshot;
use crate::error::Result;

/// A closing.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ClosingRow {
    pub class_id: String,
    pub people: i64,
    pub completed: i64,
    pub verified_ms: i64,
    pub ledger_size: i64,
    pub sha256: String,
    pub at_ms: i64,
}

/// A line of it, and what the ledger says of the enrolment in the entries that it counted.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ClosingLineRow {
    pub n: i64,
    pub enrolment_id: String,
    pub person_id: String,
    pub verified_ms: i64,
    pub required_ms: i64,
    pub credit_tenths: i64,
    pub days_studied: i64,
    pub completed: bool,
    pub has_exam: bool,
    pub exam_mark: Option<i64>,
    pub identity_seen: bool,
    pub category_code: Option<String>,
    pub category_proved: bool,
    /// Of the enrolment.
    pub class_id: String,
    pub enrolled_person: String,
    pub ledger_ms: i64,
    pub ledger_days: i64,
    /// The mark that counts, as the papers say.
    pub papers_mark: Option<i64>,
}

impl Snapshot {
    /// Closings of classes after one, in the database's order.
    pub async fn closings(&mut self, after: &str, limit: i64) -> Result<Vec<ClosingRow>> {
        Ok(read!(self, |c| {
            sqlx::query_as(
                "SELECT class_id, people, completed, verified_ms, ledger_size, sha256, at_ms FROM class_closing
                 WHERE class_id > $1 ORDER BY class_id LIMIT $2",
            )
            .bind(after)
            .bind(limit)
            .fetch_all(&mut **c)
            .await
        })?)
    }

    /// The lines of a closing that counted so many entries of the ledger, in their order.
    pub async fn closing_lines(&mut self, class: &str, ledger_size: i64) -> Result<Vec<ClosingLineRow>> {
        Ok(read!(self, |c| {
            sqlx::query_as(
                "SELECT l.n, l.enrolment_id, l.person_id, l.verified_ms, l.required_ms, l.credit_tenths, l.days_studied,
                        l.completed, l.has_exam, l.exam_mark, l.identity_seen, l.category_code, l.category_proved, e.class_id,
                        e.person_id AS enrolled_person,
                        (SELECT MAX(v.mark) FROM exam_paper v WHERE v.enrolment_id = l.enrolment_id) AS papers_mark,
                        (SELECT CAST(COALESCE(SUM(y.ms), 0) AS BIGINT) FROM ledger_line y
                         WHERE y.enrolment_id = l.enrolment_id AND y.entry_index < $2) AS ledger_ms,
                        (SELECT COUNT(DISTINCT d.day) FROM ledger_line_day d
                         WHERE d.enrolment_id = l.enrolment_id AND d.entry_index < $2) AS ledger_days
                 FROM class_closing_line l JOIN enrolment e ON e.id = l.enrolment_id
                 WHERE l.class_id = $1 ORDER BY l.n",
            )
            .bind(class)
            .bind(ledger_size)
            .fetch_all(&mut **c)
            .await
        })?)
    }

    /// How many are in a class.
    pub async fn people_of_class(&mut self, class: &str) -> Result<i64> {
        Ok(read!(self, |c| {
            sqlx::query_scalar("SELECT COUNT(*) FROM enrolment WHERE class_id = $1")
                .bind(class)
                .fetch_one(&mut **c)
                .await
        })?)
    }

    /// The first entry of a class from this one on that no grant to an appeal made.
    pub async fn studied_from(&mut self, class: &str, entry_index: i64) -> Result<Option<i64>> {
        Ok(read!(self, |c| {
            sqlx::query_scalar(
                "SELECT MIN(y.entry_index) FROM ledger_line y
                 WHERE y.enrolment_id IN (SELECT id FROM enrolment WHERE class_id = $1) AND y.entry_index >= $2
                   AND NOT EXISTS (SELECT 1 FROM appeal_grant t WHERE t.entry_index = y.entry_index)",
            )
            .bind(class)
            .bind(entry_index)
            .fetch_one(&mut **c)
            .await
        })?)
    }

    /// A certificate of completion that no closing bears out: not of who completed, or not up to the last entry that was counted.
    pub async fn completion_without_ground(&mut self) -> Result<Option<String>> {
        Ok(read!(self, |c| {
            sqlx::query_scalar(
                "SELECT MIN(t.id) FROM certificate t
                 WHERE t.kind = 'completion' AND NOT EXISTS (
                     SELECT 1 FROM class_closing_line l JOIN class_closing k ON k.class_id = l.class_id
                     WHERE l.enrolment_id = t.enrolment_id AND l.completed AND t.until_entry =
                         (SELECT MAX(y.entry_index) FROM ledger_line y
                          WHERE y.enrolment_id = l.enrolment_id AND y.entry_index < k.ledger_size))",
            )
            .fetch_one(&mut **c)
            .await
        })?)
    }
}
