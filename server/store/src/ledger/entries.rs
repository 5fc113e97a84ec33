//! Reading entries of the ledger.

use domain::id::EnrolmentId;
use store_read::ledger_lines;
use store_read::line::Line;
use store_read::packed::EntryText;

use crate::db::Db;
use crate::error::Result;
use crate::read_db;

/// An entry as readers get it: its place, the hashed bytes and the hash.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct StoredEntry {
    #[sqlx(rename = "entry_index")]
    pub index: i64,
    #[sqlx(flatten, try_from = "Line")]
    pub body: EntryText,
}

impl Db {
    /// Entries `from..to`, in order.
    pub async fn ledger_entries(&self, from: i64, to: i64) -> Result<Vec<StoredEntry>> {
        Ok(read_db!(self, |pool| {
            sqlx::query_as(ledger_lines!("WHERE entry_index >= $1 AND entry_index < $2 ORDER BY entry_index"))
                .bind(from)
                .bind(to)
                .fetch_all(pool)
                .await
        })?)
    }

    /// The entries of an enrolment among the first `size`, in order.
    pub async fn entries_of_enrolment(&self, enrolment: &EnrolmentId, size: i64) -> Result<Vec<StoredEntry>> {
        Ok(read_db!(self, |pool| {
            sqlx::query_as(ledger_lines!("WHERE enrolment_id = $1 AND entry_index < $2 ORDER BY entry_index"))
                .bind(enrolment.as_str())
                .bind(size)
                .fetch_all(pool)
                .await
        })?)
    }
}
