//! What can go wrong between a tree and what is stored of it.

/// Stored hashes or keys that cannot be what they should be.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Tree(#[from] tlog_tiles::Error),
    #[error("a note cannot be signed: {0}")]
    Note(String),
    #[error("stored hash {0}")]
    StoredHash(i64),
    #[error("a number beyond 63 bits")]
    TooLarge,
    #[error("a negative number in the tree")]
    Negative,
}

pub type Result<T, E = Error> = std::result::Result<T, E>;
