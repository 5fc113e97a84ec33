//! Numbers of leaves and hashes: databases hold them signed, the tree counts without a sign.

use crate::{Error, Result};

/// A number of the tree as a database holds it.
pub fn signed(number: u64) -> Result<i64> {
    i64::try_from(number).map_err(|_| Error::TooLarge)
}

/// A number of a database as the tree counts it.
pub fn unsigned(number: i64) -> Result<u64> {
    u64::try_from(number).map_err(|_| Error::Negative)
}
