//! What can go wrong between a caller and the database.

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

/// Whether the same statement may work in a moment.
fn is_away(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => true,
        // PostgreSQL: connection lost, server stopping or starting, too many connections; deadlock or failed
        // serialisation, after which nothing was changed. SQLite: busy (5) and locked (6).
        sqlx::Error::Database(db) => db.code().is_some_and(|code| {
            code.starts_with("08")
                || code.starts_with("57P")
                || matches!(code.as_ref(), "53300" | "40001" | "40P01" | "5" | "6" | "517" | "261")
        }),
        _ => false,
    }
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
