//! Merkle trees (RFC 6962) over lists that only grow: the hours ledger and the audit log.
//!
//! Leaves are appended one after another under the lock of the tree's head; the hashes are stored
//! as in the transparent-log scheme, each written once and never changed. Signed checkpoints are
//! in [`checkpoint`].

pub mod checkpoint;
mod nodes;
pub mod tile;

use tlog_tiles::{Hash, prove_record, prove_tree, stored_hash_index, stored_hashes, tree_hash};

use crate::db::{Db, Tx};
use crate::error::{Result, StoreError};
use crate::{on, within};

/// A tree, by the statements that keep it: every tree has the same three tables under its own name.
#[derive(Debug)]
pub struct Tree {
    grow: &'static str,
    pub(crate) size: &'static str,
    insert_node: &'static str,
    /// The beginning of a statement that ends with a list of numbers.
    some_nodes: &'static str,
    pub(crate) nodes_from: &'static str,
    insert_checkpoint: &'static str,
    checkpoint: &'static str,
    latest_checkpoint: &'static str,
    pub(crate) checkpoints_above: &'static str,
    /// Takes away the hashes below the top of a complete tile; absent where all hashes stay.
    compact: Option<&'static str>,
}

macro_rules! tree {
    ($name:literal, $compact:expr) => {
        Tree {
            grow: concat!("UPDATE ", $name, "_head SET size = size + $1 WHERE id = 1 RETURNING size"),
            size: concat!("SELECT size FROM ", $name, "_head WHERE id = 1"),
            insert_node: concat!("INSERT INTO ", $name, "_node (node_index, hash) VALUES ($1, $2)"),
            some_nodes: concat!("SELECT node_index, hash FROM ", $name, "_node WHERE node_index IN ("),
            nodes_from: concat!(
                "SELECT node_index, hash FROM ",
                $name,
                "_node WHERE node_index >= $1 ORDER BY node_index LIMIT $2"
            ),
            // Two servers may make the same one at once: the first is kept.
            insert_checkpoint: concat!(
                "INSERT INTO ",
                $name,
                "_checkpoint (size, root, note, made_at) VALUES ($1, $2, $3, $4) ON CONFLICT (size) DO NOTHING"
            ),
            checkpoint: concat!("SELECT size, root, note, made_at FROM ", $name, "_checkpoint WHERE size = $1"),
            latest_checkpoint: concat!(
                "SELECT size, root, note, made_at FROM ",
                $name,
                "_checkpoint ORDER BY size DESC LIMIT 1"
            ),
            checkpoints_above: concat!(
                "SELECT size, root, note, made_at FROM ",
                $name,
                "_checkpoint WHERE size > $1 ORDER BY size LIMIT $2"
            ),
            compact: $compact,
        }
    };
}

/// The hours ledger: a leaf is the canonical JSON of an entry.
pub static LEDGER: Tree = tree!(
    "ledger",
    // By millions of entries, two hashes for each would be a third of what they take.
    Some("DELETE FROM ledger_node WHERE node_index >= $1 AND node_index < $2")
);
/// The audit log: a leaf is the canonical JSON of an event.
pub static AUDIT: Tree = tree!("audit", None);

/// Appends leaves in the caller's transaction and returns the place of the first.
///
/// Takes the lock of the tree's head until the end of the transaction: call it last, after
/// everything that may fail or wait. Whoever appends to both takes the ledger first.
pub(crate) async fn append(tx: &mut Tx, tree: &'static Tree, leaves: &[String]) -> Result<i64> {
    let count = i64::try_from(leaves.len()).map_err(|_| StoreError::NotFound)?;
    let size: i64 = within!(tx, |c| { sqlx::query_scalar(tree.grow).bind(count).fetch_one(&mut **c).await })?;
    let first = size - count;
    // Completed subtrees left of the new leaves: all that the new hashes can depend on.
    let mut nodes = nodes::of_tree_within(tx, tree, first).await?;
    for (index, body) in (first..).zip(leaves) {
        let leaf = nodes::unsigned(index)?;
        let hashes = stored_hashes(leaf, body.as_bytes(), &nodes).map_err(nodes::damaged)?;
        for (node, hash) in (stored_hash_index(0, leaf)..).zip(hashes) {
            insert_node(tx, tree, node, &hash).await?;
            nodes.keep(node, hash);
        }
        if let Some(compact) = tree.compact
            && (leaf + 1).is_multiple_of(tile::LEAVES)
        {
            let below = tile::below_top(leaf / tile::LEAVES);
            let (from, to) = (nodes::signed(below.start)?, nodes::signed(below.end)?);
            within!(tx, |c| sqlx::query(compact).bind(from).bind(to).execute(&mut **c).await.map(drop))?;
        }
    }
    Ok(first)
}

impl Tree {
    /// Whether the hashes below the top of a complete tile are computed from its leaves instead of stored.
    pub fn compacts(&self) -> bool {
        self.compact.is_some()
    }
}

async fn insert_node(tx: &mut Tx, tree: &'static Tree, node: u64, hash: &Hash) -> Result<()> {
    let node = nodes::signed(node)?;
    within!(tx, |c| {
        sqlx::query(tree.insert_node).bind(node).bind(&hash.0[..]).execute(&mut **c).await.map(drop)
    })?;
    Ok(())
}

impl Db {
    /// How many leaves a tree has.
    pub async fn tree_size(&self, tree: &'static Tree) -> Result<i64> {
        Ok(on!(self, |pool| sqlx::query_scalar(tree.size).fetch_one(pool).await)?)
    }

    /// The root of the tree of the first `size` leaves; not found if there are fewer.
    pub async fn tree_root(&self, tree: &'static Tree, size: i64) -> Result<Hash> {
        self.fits(tree, size).await?;
        let size = nodes::unsigned(size)?;
        nodes::answer(self, tree, |reader| tree_hash(size, reader)).await
    }

    /// Hashes that prove leaf `index` to lie in the tree of the first `size` leaves.
    pub async fn inclusion_in(&self, tree: &'static Tree, index: i64, size: i64) -> Result<Vec<Hash>> {
        if !(0..size).contains(&index) {
            return Err(StoreError::NotFound);
        }
        self.fits(tree, size).await?;
        let (index, size) = (nodes::unsigned(index)?, nodes::unsigned(size)?);
        nodes::answer(self, tree, |reader| prove_record(size, index, reader)).await
    }

    /// Hashes that prove the tree of the first `from` leaves to be the beginning of the tree of
    /// the first `to`. Both empty and equal trees need no hash.
    pub async fn consistency_in(&self, tree: &'static Tree, from: i64, to: i64) -> Result<Vec<Hash>> {
        if !(0..=to).contains(&from) {
            return Err(StoreError::NotFound);
        }
        self.fits(tree, to).await?;
        if from == 0 || from == to {
            return Ok(Vec::new());
        }
        let (from, to) = (nodes::unsigned(from)?, nodes::unsigned(to)?);
        nodes::answer(self, tree, |reader| prove_tree(to, from, reader)).await
    }

    async fn fits(&self, tree: &'static Tree, size: i64) -> Result<()> {
        if (0..=self.tree_size(tree).await?).contains(&size) { Ok(()) } else { Err(StoreError::NotFound) }
    }
}
