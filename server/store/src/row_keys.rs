//! The keys under which the running server writes the MACs of rows (`store_read::row_mac`).

use std::sync::{Arc, OnceLock};

use store_read::row_mac::{Mac, RowText};
use vault::Keys;

use crate::error::{Result, StoreError};

/// The site's keys, once they are known: handles that were cloned from one share them.
#[derive(Clone, Debug, Default)]
pub struct RowKeys(Arc<OnceLock<Arc<Keys>>>);

impl RowKeys {
    /// Keys of one handle.
    pub(crate) fn of(keys: Arc<Keys>) -> Self {
        Self(Arc::new(OnceLock::from(keys)))
    }

    /// Takes the keys; whoever told them before told the same, for there is one key file.
    pub(crate) fn set(&self, keys: Arc<Keys>) {
        drop(self.0.set(keys));
    }

    /// The keys.
    pub(crate) fn get(&self) -> Result<Arc<Keys>> {
        self.0.get().cloned().ok_or(StoreError::NoKeys)
    }

    fn keys(&self) -> Result<&Keys> {
        self.0.get().map(Arc::as_ref).ok_or(StoreError::NoKeys)
    }

    /// The MAC to write beside a row.
    pub(crate) fn mac(&self, row: &RowText) -> Result<Mac> {
        Ok(row.mac(self.keys()?))
    }

    /// Whether a row is as the running server wrote it.
    pub(crate) fn fits(&self, row: &RowText, mac: &[u8]) -> Result<bool> {
        Ok(row.fits(self.keys()?, mac))
    }

    /// Refuses a row that is not; `name` is for the log.
    pub(crate) fn check(&self, row: &RowText, mac: &[u8], name: impl FnOnce() -> String) -> Result<()> {
        if self.fits(row, mac)? { Ok(()) } else { Err(not_ours(&name())) }
    }
}

/// What is said, in the log, of a row that the running server did not write.
pub(crate) fn not_ours(name: &str) -> StoreError {
    StoreError::Damaged(format!("{name}: its MAC does not fit, so it was not written by this server"))
}
