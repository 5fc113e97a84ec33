//! The hours ledger: entries, the leaves of a [`crate::tree`], and what readers ask of it.

mod bundle;
mod entries;
mod insert;

pub use crate::checkpoint;
pub use bundle::Holder;
pub use entries::StoredEntry;
pub use insert::NewEntry;

use translog::Hash;

use crate::db::{Db, Tx};
use crate::error::Result;
use crate::tree::{self, LEDGER};

/// Appends entries in the caller's transaction and returns the ledger's new size.
///
/// Takes the lock of the ledger's head until the end of the transaction: call it last, after
/// everything that may fail or wait.
pub async fn append(tx: &mut Tx, new: &[NewEntry]) -> Result<i64> {
    let bodies: Vec<String> = new.iter().map(|new| new.entry.canonical()).collect();
    let mut index = tree::append(tx, &LEDGER, &bodies).await?;
    for (new, body) in new.iter().zip(&bodies) {
        insert::rows(tx, index, new, body).await?;
        index += 1;
    }
    Ok(index)
}

impl Db {
    /// How many entries there are.
    pub async fn ledger_size(&self) -> Result<i64> {
        self.tree_size(&LEDGER).await
    }

    /// The root of the tree of the first `size` entries; not found if there are fewer.
    pub async fn ledger_root(&self, size: i64) -> Result<Hash> {
        self.tree_root(&LEDGER, size).await
    }

    /// Hashes that prove entry `index` to lie in the tree of the first `size` entries.
    pub async fn inclusion_proof(&self, index: i64, size: i64) -> Result<Vec<Hash>> {
        self.inclusion_in(&LEDGER, index, size).await
    }

    /// Hashes that prove the first `from` entries to be the beginning of the first `to`.
    pub async fn consistency_proof(&self, from: i64, to: i64) -> Result<Vec<Hash>> {
        self.consistency_in(&LEDGER, from, to).await
    }
}
