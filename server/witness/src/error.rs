//! Why a witness does not start.

use std::path::PathBuf;

/// Each a sentence for whoever runs it.
#[derive(Debug, thiserror::Error)]
pub enum WitnessError {
    #[error("a new witness needs a name, as --name witness.example/w1: without spaces and pluses")]
    NoName,
    #[error("this witness is called {has}, not {asked}")]
    OtherName { asked: String, has: String },
    #[error("{0} holds no key of a witness: name another file with --key-file")]
    ForeignKey(PathBuf),
    #[error(
        "there is a key but no state at {0}: a witness that forgot what it saw must not sign. Put the state back, or begin anew with another --key-file"
    )]
    NoState(PathBuf),
    #[error("there is a state but no key at {0}: put the key back, or begin anew with another --state")]
    NoKey(PathBuf),
    #[error("the state {0} is in use by another witness")]
    InUse(PathBuf),
    #[error("the state {place} is damaged at line {line}: put a copy back")]
    Damaged { place: PathBuf, line: usize },
    #[error("{place}: {error}")]
    File { place: PathBuf, error: std::io::Error },
    #[error(transparent)]
    Sign(#[from] translog::Error),
}

pub(crate) fn at(place: &std::path::Path) -> impl FnOnce(std::io::Error) -> WitnessError + '_ {
    move |error| WitnessError::File { place: place.to_owned(), error }
}
