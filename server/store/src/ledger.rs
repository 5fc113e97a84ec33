//! The hours ledger: entries, their Merkle tree (RFC 6962) and what readers ask of it.
//!
//! Entries are appended one after another under the lock of `ledger_head`; the hashes of the tree
//! are stored as in the transparent-log scheme, each written once and never changed. Signed
//! checkpoints are in [`checkpoint`].

mod bundle;
pub mod checkpoint;
mod nodes;

pub use bundle::Holder;

use domain::id::PersonId;
use domain::ledger::Entry;
use tlog_tiles::{Hash, prove_record, prove_tree, stored_hash_index, stored_hashes, tree_hash};

use crate::db::{Db, Tx};
use crate::error::{Result, StoreError};
use crate::{on, within};

/// An entry to append. The person stands beside the entry, which names them by digest only.
#[derive(Clone, Debug)]
pub struct NewEntry {
    pub person: PersonId,
    pub entry: Entry,
}

/// An entry as readers get it: its place, the hashed bytes and the hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredEntry {
    pub index: i64,
    pub body: String,
}

/// Appends entries in the caller's transaction and returns the ledger's new size.
///
/// Takes the lock of the ledger's head until the end of the transaction: call it last, after
/// everything that may fail or wait.
pub async fn append(tx: &mut Tx, new: &[NewEntry]) -> Result<i64> {
    let count = i64::try_from(new.len()).map_err(|_| StoreError::NotFound)?;
    let size: i64 = within!(tx, |c| {
        sqlx::query_scalar("UPDATE ledger_head SET size = size + $1 WHERE id = 1 RETURNING size")
            .bind(count)
            .fetch_one(&mut **c)
            .await
    })?;
    let first = size - count;
    // Completed subtrees left of the new leaves: all that the new hashes can depend on.
    let mut nodes = nodes::of_tree_within(tx, first).await?;
    for (index, NewEntry { person, entry }) in (first..).zip(new) {
        let body = entry.canonical();
        insert_entry(tx, index, person, entry, &body).await?;
        let leaf = nodes::unsigned(index)?;
        let hashes = stored_hashes(leaf, body.as_bytes(), &nodes).map_err(nodes::damaged)?;
        for (node, hash) in (stored_hash_index(0, leaf)..).zip(hashes) {
            insert_node(tx, node, &hash).await?;
            nodes.keep(node, hash);
        }
    }
    Ok(size)
}

async fn insert_entry(tx: &mut Tx, index: i64, person: &PersonId, entry: &Entry, body: &str) -> Result<()> {
    within!(tx, |c| {
        sqlx::query(
            "INSERT INTO ledger_entry (entry_index, person_id, enrolment_id, class_id, lesson_id, ms, at_ms, body)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(index)
        .bind(person.as_str())
        .bind(entry.enrolment.as_str())
        .bind(entry.class.as_str())
        .bind(entry.lesson.as_str())
        .bind(entry.ms)
        .bind(entry.at_ms)
        .bind(body)
        .execute(&mut **c)
        .await
        .map(drop)
    })?;
    for day in &entry.days {
        within!(tx, |c| {
            sqlx::query("INSERT INTO ledger_day (entry_index, day, ms) VALUES ($1, $2, $3)")
                .bind(index)
                .bind(&day.day)
                .bind(day.ranges.total_ms())
                .execute(&mut **c)
                .await
                .map(drop)
        })?;
    }
    Ok(())
}

async fn insert_node(tx: &mut Tx, node: u64, hash: &Hash) -> Result<()> {
    let node = nodes::signed(node)?;
    within!(tx, |c| {
        sqlx::query("INSERT INTO ledger_node (node_index, hash) VALUES ($1, $2)")
            .bind(node)
            .bind(&hash.0[..])
            .execute(&mut **c)
            .await
            .map(drop)
    })?;
    Ok(())
}

impl Db {
    /// How many entries there are.
    pub async fn ledger_size(&self) -> Result<i64> {
        Ok(on!(self, |pool| {
            sqlx::query_scalar("SELECT size FROM ledger_head WHERE id = 1").fetch_one(pool).await
        })?)
    }

    /// Entries `from..to`, in order.
    pub async fn ledger_entries(&self, from: i64, to: i64) -> Result<Vec<StoredEntry>> {
        let rows: Vec<(i64, String)> = on!(self, |pool| {
            sqlx::query_as(
                "SELECT entry_index, body FROM ledger_entry
                 WHERE entry_index >= $1 AND entry_index < $2 ORDER BY entry_index",
            )
            .bind(from)
            .bind(to)
            .fetch_all(pool)
            .await
        })?;
        Ok(rows.into_iter().map(|(index, body)| StoredEntry { index, body }).collect())
    }

    /// The root of the tree of the first `size` entries; not found if there are fewer.
    pub async fn ledger_root(&self, size: i64) -> Result<Hash> {
        self.fits(size).await?;
        let size = nodes::unsigned(size)?;
        nodes::answer(self, |reader| tree_hash(size, reader)).await
    }

    /// Hashes that prove entry `index` to lie in the tree of the first `size` entries.
    pub async fn inclusion_proof(&self, index: i64, size: i64) -> Result<Vec<Hash>> {
        if !(0..size).contains(&index) {
            return Err(StoreError::NotFound);
        }
        self.fits(size).await?;
        let (index, size) = (nodes::unsigned(index)?, nodes::unsigned(size)?);
        nodes::answer(self, |reader| prove_record(size, index, reader)).await
    }

    /// Hashes that prove the tree of the first `from` entries to be the beginning of the tree of
    /// the first `to`. Both empty and equal trees need no hash.
    pub async fn consistency_proof(&self, from: i64, to: i64) -> Result<Vec<Hash>> {
        if !(0..=to).contains(&from) {
            return Err(StoreError::NotFound);
        }
        self.fits(to).await?;
        if from == 0 || from == to {
            return Ok(Vec::new());
        }
        let (from, to) = (nodes::unsigned(from)?, nodes::unsigned(to)?);
        nodes::answer(self, |reader| prove_tree(to, from, reader)).await
    }

    async fn fits(&self, size: i64) -> Result<()> {
        if (0..=self.ledger_size().await?).contains(&size) { Ok(()) } else { Err(StoreError::NotFound) }
    }
}
