//! What can go wrong between a caller and the database.

use sqlx::sqlite::SqliteError;
use store_read::ReadError;

use crate::constraint::Constraint;

/// Every store function fails with one of these.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("not found")]
    NotFound,
    /// The schema refused a change because of what somebody else did; nothing changed.
    #[error("conflict with {0}")]
    Conflict(Constraint),
    /// A rule of study refused; nothing changed.
    #[error(transparent)]
    Study(#[from] domain::study::StudyRefusal),
    /// A class did not take a person; nothing changed.
    #[error(transparent)]
    Enrol(#[from] domain::class::EnrolRefusal),
    /// The database cannot be reached or is too busy just now: the same request may work in a moment.
    #[error("the database is away: {0}")]
    Away(sqlx::Error),
    /// What is stored cannot be read as what it should be: a damaged or foreign database.
    #[error("stored data is damaged: {0}")]
    Damaged(String),
    /// A statement failed that should not: a defect of the program, or of the database.
    #[error(transparent)]
    Internal(sqlx::Error),
    #[error(transparent)]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// What is to be written or read needs the site's keys, and nobody told them ([`crate::Db::know_keys`]).
    #[error("the site's keys are not known")]
    NoKeys,
    /// The address names neither SQLite nor PostgreSQL.
    #[error("unknown database address: it must begin with sqlite: or postgres:")]
    UnknownAddress,
}

pub type Result<T, E = StoreError> = std::result::Result<T, E>;

/// Whether the same statement may work in a moment, or once the operator has made room.
fn is_away(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => true,
        sqlx::Error::Database(db) => db.code().is_some_and(|code| {
            if db.try_downcast_ref::<SqliteError>().is_some() {
                sqlite_is_away(&code)
            } else {
                postgres_is_away(&code)
            }
        }),
        _ => false,
    }
}

/// Busy (5), locked (6), read-only (8), a disk that fails (10) or is full (13), a file that cannot be opened (14): the low
/// byte of a code, whose high bytes say more.
fn sqlite_is_away(code: &str) -> bool {
    code.parse::<u32>().is_ok_and(|code| matches!(code & 0xff, 5 | 6 | 8 | 10 | 13 | 14))
}

/// Connection lost (class 08), server stopping or starting (57P), out of disk, memory or connections (53), an error of its
/// machine (58), read-only (25006); deadlock or failed serialisation (40), after which nothing was changed.
fn postgres_is_away(code: &str) -> bool {
    ["08", "57P", "53", "58"].iter().any(|class| code.starts_with(class))
        || matches!(code, "40001" | "40P01" | "25006")
}

impl From<ReadError> for StoreError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Damaged(what) => Self::Damaged(what),
            ReadError::Database(error) => error.into(),
        }
    }
}

impl From<translog::Error> for StoreError {
    fn from(error: translog::Error) -> Self {
        Self::Damaged(error.to_string())
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        if let Some(constraint) = error.as_database_error().and_then(Constraint::violated) {
            return Self::Conflict(constraint);
        }
        match error {
            sqlx::Error::RowNotFound => Self::NotFound,
            error if is_away(&error) => Self::Away(error),
            error => Self::Internal(error),
        }
    }
}
