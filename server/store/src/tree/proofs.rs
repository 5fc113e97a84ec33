//! What a tree proves of its leaves.

use translog::{Hash, number::unsigned};

use super::nodes;
use super::statements::Tree;
use crate::db::Db;
use crate::error::{Result, StoreError};
use crate::read_db;

impl Db {
    /// How many leaves a tree has.
    pub async fn tree_size(&self, tree: &'static Tree) -> Result<i64> {
        Ok(read_db!(self, |pool| sqlx::query_scalar(tree.size).fetch_one(pool).await)?)
    }

    /// The root of the tree of the first `size` leaves; not found if there are fewer.
    pub async fn tree_root(&self, tree: &'static Tree, size: i64) -> Result<Hash> {
        self.fits(tree, size).await?;
        let size = unsigned(size)?;
        nodes::answer(self, tree, |hashes| translog::root(size, hashes)).await
    }

    /// Hashes that prove leaf `index` to lie in the tree of the first `size` leaves.
    pub async fn inclusion_in(&self, tree: &'static Tree, index: i64, size: i64) -> Result<Vec<Hash>> {
        if !(0..size).contains(&index) {
            return Err(StoreError::NotFound);
        }
        self.fits(tree, size).await?;
        let (index, size) = (unsigned(index)?, unsigned(size)?);
        nodes::answer(self, tree, |hashes| translog::inclusion(index, size, hashes)).await
    }

    /// Hashes that prove the tree of the first `from` leaves to be the beginning of the tree of
    /// the first `to`. Both empty and equal trees need no hash.
    pub async fn consistency_in(&self, tree: &'static Tree, from: i64, to: i64) -> Result<Vec<Hash>> {
        if !(0..=to).contains(&from) {
            return Err(StoreError::NotFound);
        }
        self.fits(tree, to).await?;
        let (from, to) = (unsigned(from)?, unsigned(to)?);
        nodes::answer(self, tree, |hashes| translog::consistency(from, to, hashes)).await
    }

    async fn fits(&self, tree: &'static Tree, size: i64) -> Result<()> {
        if (0..=self.tree_size(tree).await?).contains(&size) { Ok(()) } else { Err(StoreError::NotFound) }
    }
}
