//! What can go wrong while reading.

/// Every reading function fails with one of these.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// What is stored cannot be read as what it should be: a damaged or foreign database.
    #[error("stored data is damaged: {0}")]
    Damaged(String),
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

pub type Result<T, E = ReadError> = std::result::Result<T, E>;
