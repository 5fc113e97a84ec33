//! What the books say, row by row, for whoever recomputes them: plain reads in one consistent
//! snapshot that can write nothing. Lists are read in pages, so that memory stays bounded.

use sqlx::{PgPool, Postgres, Sqlite, SqlitePool, Transaction};

use crate::error::Result;
use crate::facts::Reader;

/// A view of the database at one moment, on either engine. It can change nothing.
#[derive(Debug)]
pub enum Snapshot {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// Runs one reading statement in a snapshot: `read!(self, |c| sqlx::query_as("…").fetch_all(&mut **c).await)`.
macro_rules! read {
    ($snapshot:expr, |$connection:ident| $body:expr) => {
        match $snapshot {
            $crate::evidence::Snapshot::Sqlite($connection) => $body,
            $crate::evidence::Snapshot::Postgres($connection) => $body,
        }
    };
}

mod appeal;
mod audit;
mod claim;
mod class_closing;
mod course_draft;
mod derived;
mod exam;
mod ledger;
mod payment;
mod publication;
mod sealed;
mod study;
mod subsidy;

pub use appeal::{AppealRow, GrantRow, StepRow};
pub use audit::LeafRow;
pub use claim::{ClaimLineRow, ClaimRow, ClaimStepRow};
pub use class_closing::{ClosingLineRow, ClosingRow};
pub use course_draft::{
    CourseDraftRow, CourseStepRow, PublishedCourseRow, PublishedLessonRow, PublishedQuestionRow,
};
pub use exam::ExamPaperEvidence;
pub use ledger::{DayRow, EntryRow};
pub use payment::{PayeeNumberRow, PaymentAccountRow, PaymentAnswerRow, PaymentLineRow, PaymentRow};
pub use publication::{ObjectionRow, PublicationLineRow, PublicationRow};
pub use study::{DeviceKeyRow, Marked, PasskeyRow, ProgressRow, Records, StateRow};
pub use subsidy::{EnrolmentRow, SubsidyRow};

impl Snapshot {
    /// Of a SQLite database. A transaction of it sees what was committed before its first read; the pool's connections are
    /// those that cannot write.
    pub async fn of_sqlite(readers: &SqlitePool) -> Result<Self> {
        Ok(Self::Sqlite(readers.begin_with("BEGIN DEFERRED").await?))
    }

    /// Of a PostgreSQL database.
    pub async fn of_postgres(pool: &PgPool) -> Result<Self> {
        Ok(Self::Postgres(pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?))
    }

    /// For reading facts.
    pub fn reader(&mut self) -> Reader<'_> {
        match self {
            Self::Sqlite(connection) => Reader::Sqlite(connection),
            Self::Postgres(connection) => Reader::Postgres(connection),
        }
    }

    /// How many raw records of closed segments and subsidy records there are, whoever they belong to.
    pub async fn counts(&mut self) -> Result<(i64, i64)> {
        Ok(read!(self, |c| {
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
        Ok(read!(self, |c| {
            sqlx::query_scalar("SELECT id FROM person WHERE id > $1 ORDER BY id LIMIT $2")
                .bind(after)
                .bind(limit)
                .fetch_all(&mut **c)
                .await
        })?)
    }
}
