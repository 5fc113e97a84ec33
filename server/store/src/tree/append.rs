//! Leaves, appended one after another under the lock of the tree's head.

use translog::{Hash, frontier, number, tile};

use super::nodes;
use super::statements::Tree;
use crate::db::Tx;
use crate::error::{Result, StoreError};
use crate::{execute, tx};

/// Appends leaves in the caller's transaction and returns the place of the first.
///
/// Takes the lock of the tree's head until the end of the transaction: call it last, after
/// everything that may fail or wait. Whoever appends to both takes the ledger first.
pub(crate) async fn append(tx: &mut Tx, tree: &'static Tree, leaves: &[String]) -> Result<i64> {
    let count = i64::try_from(leaves.len()).map_err(|_| StoreError::NotFound)?;
    let size: i64 = tx!(tx, |c| { sqlx::query_scalar(tree.grow).bind(count).fetch_one(&mut **c).await })?;
    let first = number::unsigned(size - count)?;
    // Completed subtrees left of the new leaves: all that the new hashes can depend on.
    let mut hashes = nodes::fetch_within(tx, tree, &frontier(first)).await?;
    for (index, leaf) in (first..).zip(leaves) {
        for (node, hash) in hashes.add_leaf(index, leaf.as_bytes())? {
            insert_node(tx, tree, node, &hash).await?;
        }
        if let Some(compact) = &tree.compact
            && (index + 1).is_multiple_of(tile::LEAVES)
        {
            let below = tile::below_top(index / tile::LEAVES);
            let (from, to) = (number::signed(below.start)?, number::signed(below.end)?);
            execute!(tx, compact.delete_nodes, from, to)?;
        }
    }
    Ok(size - count)
}

async fn insert_node(tx: &mut Tx, tree: &'static Tree, node: u64, hash: &Hash) -> Result<()> {
    let node = number::signed(node)?;
    execute!(tx, tree.insert_node, node, &hash.0[..])?;
    Ok(())
}
