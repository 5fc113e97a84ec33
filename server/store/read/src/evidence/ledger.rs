//! The ledger's entries with what stands beside their bytes.

use super::Snapshot;
use crate::error::Result;
use crate::ledger_lines;
use crate::line::Line;
use crate::packed::EntryText;

/// A ledger entry with what stands beside its body.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct EntryRow {
    pub entry_index: i64,
    pub person_id: String,
    pub enrolment_id: String,
    pub class_id: String,
    pub lesson_id: String,
    pub ms: i64,
    pub at_ms: i64,
    pub signed: Option<bool>,
    pub mac: Vec<u8>,
    #[sqlx(flatten, try_from = "Line")]
    pub body: EntryText,
}

/// Verified time of an entry in one local day.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct DayRow {
    pub entry_index: i64,
    pub day: String,
    pub ms: i64,
}

impl Snapshot {
    /// All ledger entries of a person, in order.
    pub async fn entries_of(&mut self, person: &str) -> Result<Vec<EntryRow>> {
        Ok(read!(self, |c| {
            sqlx::query_as(ledger_lines!(
                "WHERE enrolment_id IN (SELECT id FROM enrolment WHERE person_id = $1) ORDER BY entry_index"
            ))
            .bind(person)
            .fetch_all(&mut **c)
            .await
        })?)
    }

    /// Ledger entries of a class from one on and below a size, in order.
    pub async fn entries_of_class(
        &mut self,
        code: &str,
        (from, size): (i64, i64),
        limit: i64,
    ) -> Result<Vec<EntryRow>> {
        Ok(read!(self, |c| {
            sqlx::query_as(ledger_lines!(
                "WHERE enrolment_id IN (SELECT e.id FROM enrolment AS e JOIN training_class AS k ON k.id = e.class_id
                                        WHERE k.code = $1)
                   AND entry_index >= $2 AND entry_index < $3 ORDER BY entry_index LIMIT $4"
            ))
            .bind(code)
            .bind(from)
            .bind(size)
            .bind(limit)
            .fetch_all(&mut **c)
            .await
        })?)
    }

    /// Ledger entries from one on, in order.
    pub async fn entries(&mut self, from: i64, limit: i64) -> Result<Vec<EntryRow>> {
        Ok(read!(self, |c| {
            sqlx::query_as(ledger_lines!("WHERE entry_index >= $1 ORDER BY entry_index LIMIT $2"))
                .bind(from)
                .bind(limit)
                .fetch_all(&mut **c)
                .await
        })?)
    }

    /// Days of the entries `from..=to`, by entry.
    pub async fn days(&mut self, from: i64, to: i64) -> Result<Vec<DayRow>> {
        Ok(read!(self, |c| {
            sqlx::query_as(
                "SELECT entry_index, day, ms FROM ledger_line_day
                 WHERE entry_index >= $1 AND entry_index <= $2 ORDER BY entry_index, day",
            )
            .bind(from)
            .bind(to)
            .fetch_all(&mut **c)
            .await
        })?)
    }

    /// Verified milliseconds of a class, by its code, in the first `size` entries.
    pub async fn class_ms(&mut self, code: &str, size: i64) -> Result<i64> {
        Ok(read!(self, |c| {
            sqlx::query_scalar(
                "SELECT CAST(COALESCE(SUM(l.ms), 0) AS BIGINT) FROM ledger_line AS l
                 JOIN enrolment AS e ON e.id = l.enrolment_id
                 JOIN training_class AS k ON k.id = e.class_id WHERE k.code = $1 AND l.entry_index < $2",
            )
            .bind(code)
            .bind(size)
            .fetch_one(&mut **c)
            .await
        })?)
    }
}
