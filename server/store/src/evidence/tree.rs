//! Stored hashes and checkpoints of the two trees, and the hand-overs of the key that signs them.

use super::Snapshot;
use crate::error::Result;
pub use crate::ledger::checkpoint::Checkpoint;
use crate::tree::Tree;
use crate::within;

impl Snapshot {
    /// How many leaves the head of a tree counts.
    pub async fn tree_size(&mut self, tree: &'static Tree) -> Result<i64> {
        Ok(within!(&mut self.tx, |c| sqlx::query_scalar(tree.size).fetch_one(&mut **c).await)?)
    }

    /// Stored hashes of a tree from one on, in order.
    pub async fn nodes(&mut self, tree: &'static Tree, from: i64, limit: i64) -> Result<Vec<(i64, Vec<u8>)>> {
        Ok(within!(&mut self.tx, |c| {
            sqlx::query_as(tree.nodes_from).bind(from).bind(limit).fetch_all(&mut **c).await
        })?)
    }

    /// Stored checkpoints of sizes above one, by size.
    pub async fn checkpoints(
        &mut self,
        tree: &'static Tree,
        above: i64,
        limit: i64,
    ) -> Result<Vec<Checkpoint>> {
        Ok(within!(&mut self.tx, |c| {
            sqlx::query_as(tree.checkpoints_above).bind(above).bind(limit).fetch_all(&mut **c).await
        })?)
    }

    /// The notes by which signing keys handed over, in order.
    pub async fn key_notes(&mut self) -> Result<Vec<String>> {
        let sql = "SELECT note FROM ledger_key_note ORDER BY n";
        Ok(within!(&mut self.tx, |c| sqlx::query_scalar(sql).fetch_all(&mut **c).await)?)
    }
}
