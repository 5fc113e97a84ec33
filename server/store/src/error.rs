//! What can go wrong between a caller and the database.

use store_read::ReadError;

/// Every store function fails with one of these.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("not found")]
    NotFound,
    /// A named constraint of the schema refused the change.
    #[error("conflict with {0}")]
    Conflict(String),
    /// A rule of study refused; nothing changed.
    #[error(transparent)]
    Study(#[from] domain::study::StudyRefusal),
    /// What is stored cannot be read as what it should be: a damaged or foreign database.
    #[error("stored data is damaged: {0}")]
    Damaged(String),
    /// A class did not take a person; nothing changed.
    #[error(transparent)]
    Enrol(#[from] domain::class::EnrolRefusal),
    #[error(transparent)]
    Database(sqlx::Error),
    #[error(transparent)]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// The address names neither SQLite nor PostgreSQL.
    #[error("unknown database address: it must begin with sqlite: or postgres:")]
    UnknownAddress,
}

pub type Result<T, E = StoreError> = std::result::Result<T, E>;

impl StoreError {
    /// Whether the database cannot be reached or is too busy just now: the same request may work in a moment.
    pub fn is_away(&self) -> bool {
        let Self::Database(error) = self else { return false };
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
        match &error {
            sqlx::Error::RowNotFound => Self::NotFound,
            sqlx::Error::Database(db)
                if db.is_unique_violation() || db.is_foreign_key_violation() || db.is_check_violation() =>
            {
                // PostgreSQL gives the constraint's name, SQLite names table and column in its message.
                Self::Conflict(db.constraint().map_or_else(|| db.message().to_owned(), ToOwned::to_owned))
            }
            // A rule about who may do what, kept by a trigger; that a book is append-only is none of a caller's doing.
            sqlx::Error::Database(db)
                if matches!(db.code().as_deref(), Some("P0001" | "1811"))
                    && !db.message().ends_with("append-only") =>
            {
                Self::Conflict(db.message().to_owned())
            }
            _ => Self::Database(error),
        }
    }
}
