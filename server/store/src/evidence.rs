//! What the books say, row by row, for whoever recomputes them: plain reads in one consistent
//! snapshot that can write nothing. Lists are read in pages, so that memory stays bounded.

mod appeal;
mod audit;
mod ledger;
mod study;
mod subsidy;
mod tree;

pub use appeal::{AppealRow, GrantRow, StepRow};
pub use audit::LeafRow;
pub use ledger::{DayRow, EntryRow};
pub use study::{PasskeyRow, ProgressRow, Records, StateRow};
pub use subsidy::{EnrolmentRow, SubsidyRow};
pub use tree::Checkpoint;

use crate::db::{Db, Tx};
use crate::error::Result;
use crate::within;

/// A view of the database at one moment.
#[derive(Debug)]
pub struct Snapshot {
    tx: Tx,
}

impl Db {
    /// Opens a view of the database that does not change and can change nothing.
    pub async fn snapshot(&self) -> Result<Snapshot> {
        let tx = match self {
            // A SQLite transaction sees what was committed before its first read.
            Self::Sqlite(pools) => Tx::Sqlite(pools.readers.begin_with("BEGIN DEFERRED").await?),
            Self::Postgres(pool) => {
                Tx::Postgres(pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?)
            }
        };
        Ok(Snapshot { tx })
    }
}

impl Snapshot {
    /// How many raw records of closed segments and subsidy records there are, whoever they belong to.
    pub async fn counts(&mut self) -> Result<(i64, i64)> {
        Ok(within!(&mut self.tx, |c| {
            sqlx::query_as(
                "SELECT (SELECT CAST(COALESCE(SUM(last_n - first_n + 1), 0) AS BIGINT) FROM evidence_kept),
                        (SELECT COUNT(*) FROM subsidy_record)",
            )
            .fetch_one(&mut **c)
            .await
        })?)
    }

    /// People after one, in the database's order.
    pub async fn people(&mut self, after: &str, limit: i64) -> Result<Vec<String>> {
        Ok(within!(&mut self.tx, |c| {
            sqlx::query_scalar("SELECT id FROM person WHERE id > $1 ORDER BY id LIMIT $2")
                .bind(after)
                .bind(limit)
                .fetch_all(&mut **c)
                .await
        })?)
    }
}
