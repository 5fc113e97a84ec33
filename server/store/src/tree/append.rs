//! Leaves, appended one after another under the lock of the tree's head.

use store_read::row_mac::RowText;
use store_read::tree::Head;
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
    let before = grow(tx, tree, count, 0).await?;
    let first = number::unsigned(before)?;
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
    Ok(before)
}

/// Counts a checkpoint that was just kept, so that none is ever taken away unseen.
pub(crate) async fn count_checkpoint(tx: &mut Tx, tree: &'static Tree) -> Result<()> {
    grow(tx, tree, 0, 1).await.map(drop)
}

/// Locks the head and counts so many more leaves and checkpoints; how many leaves there were.
async fn grow(tx: &mut Tx, tree: &'static Tree, leaves: i64, checkpoints: i64) -> Result<i64> {
    let lock = tx.text(tree.lock[0], tree.lock[1]);
    let head: Head = tx!(tx, |c| sqlx::query_as(lock).fetch_one(&mut **c).await)?;
    if let Some(mac) = head.mac() {
        tx.row_keys().check(&head.text(tree.head), mac, || tree.head.to_owned())?;
    }
    let (size, checkpoints) = (head.size + leaves, head.checkpoints + checkpoints);
    let mac = tx.row_keys().mac(&RowText::head(tree.head, size, checkpoints))?;
    execute!(tx, tree.grow, size, checkpoints, &mac[..])?;
    Ok(head.size)
}

async fn insert_node(tx: &mut Tx, tree: &'static Tree, node: u64, hash: &Hash) -> Result<()> {
    let node = number::signed(node)?;
    execute!(tx, tree.insert_node, node, &hash.0[..])?;
    Ok(())
}
