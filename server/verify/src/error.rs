//! The thing that does not hold, by name.

use std::fmt;

/// The first thing that does not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Mismatch {
    /// Its name: a ledger entry, a record of a person, a checkpoint, a subsidy record, a file.
    pub place: String,
    /// What was looked at.
    pub what: String,
    /// What it should be, recomputed.
    pub expected: String,
    /// What it is.
    pub found: String,
}

impl Mismatch {
    pub fn new(
        place: impl Into<String>,
        what: impl Into<String>,
        expected: impl fmt::Display,
        found: impl fmt::Display,
    ) -> Self {
        Self {
            place: place.into(),
            what: what.into(),
            expected: expected.to_string(),
            found: found.to_string(),
        }
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}\n  expected: {}\n  found:    {}", self.place, self.what, self.expected, self.found)
    }
}

/// Holds if the two are equal.
pub fn same<T: PartialEq + fmt::Debug>(
    place: &str,
    what: &str,
    expected: &T,
    found: &T,
) -> Result<(), Mismatch> {
    if expected == found {
        return Ok(());
    }
    Err(Mismatch::new(place, what, format_args!("{expected:?}"), format_args!("{found:?}")))
}

/// Holds if the statement is true; says what was found otherwise.
pub fn holds(
    place: &str,
    what: &str,
    truth: bool,
    expected: &str,
    found: impl fmt::Display,
) -> Result<(), Mismatch> {
    if truth { Ok(()) } else { Err(Mismatch::new(place, what, expected, found)) }
}

/// Why a verification ended early.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// Something does not hold.
    #[error(transparent)]
    Mismatch(#[from] Mismatch),
    /// The database could not be read.
    #[error("the database cannot be read: {0}")]
    Read(#[from] store_read::ReadError),
}
