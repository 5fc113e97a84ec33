//! Stored hashes of the tree. The tree's functions read them synchronously, so they are run
//! twice: once to learn which hashes they want, once with what one query fetched.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use sqlx::QueryBuilder;
use tlog_tiles::{Error as TreeError, Hash, HashReader, sub_tree_index};

use super::{Tree, tile};
use crate::db::{Db, Tx};
use crate::error::{Result, StoreError};
use crate::{on, within};

/// Hashes by their number in the order of stored hashes; remembers which others were asked for.
#[derive(Default)]
pub(super) struct Nodes {
    known: BTreeMap<u64, Hash>,
    missed: RefCell<Vec<u64>>,
}

impl Nodes {
    pub(super) fn keep(&mut self, node: u64, hash: Hash) {
        self.known.insert(node, hash);
    }

    /// Computes the hashes of complete tiles of the ledger that are wanted and not stored.
    async fn lay_out_tiles(&mut self, db: &Db, wanted: &[u64]) -> Result<()> {
        let compacted = wanted.iter().filter(|node| !self.known.contains_key(node));
        let tiles: BTreeSet<u64> = compacted.filter_map(|node| tile::around(*node)).collect();
        for tile in tiles {
            let (from, to) = (signed(tile * tile::LEAVES)?, signed((tile + 1) * tile::LEAVES)?);
            let leaves = db.ledger_entries(from, to).await?;
            for (node, hash) in tile::hashes(tile, leaves.iter().map(|leaf| &*leaf.body)) {
                self.keep(node, hash);
            }
        }
        Ok(())
    }

    fn of_rows(rows: Vec<(i64, Vec<u8>)>) -> Result<Self> {
        let mut nodes = Self::default();
        for (node, bytes) in rows {
            let hash = bytes.try_into().map_err(|_| StoreError::Damaged(format!("stored hash {node}")))?;
            nodes.keep(unsigned(node)?, Hash(hash));
        }
        Ok(nodes)
    }
}

impl HashReader for Nodes {
    fn read_hashes(&self, wanted: &[u64]) -> Result<Vec<Hash>, TreeError> {
        let mut missed = self.missed.borrow_mut();
        missed.extend(wanted.iter().filter(|node| !self.known.contains_key(node)));
        match missed.first() {
            None => Ok(wanted.iter().filter_map(|node| self.known.get(node).copied()).collect()),
            Some(node) => Err(TreeError::InvalidInput(format!("stored hash {node} is missing"))),
        }
    }
}

/// The hashes from which everything to the right of the first `size` leaves can be computed.
pub(super) async fn of_tree_within(tx: &mut Tx, tree: &Tree, size: i64) -> Result<Nodes> {
    let wanted = sub_tree_index(0, unsigned(size)?, Vec::new());
    if wanted.is_empty() {
        return Ok(Nodes::default());
    }
    Nodes::of_rows(within!(tx, |c| {
        select(tree, &wanted)?.build_query_as().persistent(false).fetch_all(&mut **c).await
    })?)
}

/// What a tree function answers from the stored hashes.
pub(super) async fn answer<T>(
    db: &Db,
    tree: &Tree,
    ask: impl Fn(&Nodes) -> Result<T, TreeError>,
) -> Result<T> {
    let wanted = {
        let nothing = Nodes::default();
        match ask(&nothing) {
            Ok(answer) => return Ok(answer),
            Err(error) if nothing.missed.borrow().is_empty() => return Err(damaged(error)),
            Err(_) => nothing.missed.into_inner(),
        }
    };
    let mut nodes = Nodes::of_rows(on!(db, |pool| {
        select(tree, &wanted)?.build_query_as().persistent(false).fetch_all(pool).await
    })?)?;
    if tree.compacts() {
        nodes.lay_out_tiles(db, &wanted).await?;
    }
    ask(&nodes).map_err(damaged)
}

fn select<'a, E: sqlx::Database>(tree: &Tree, wanted: &[u64]) -> Result<QueryBuilder<E>>
where
    i64: sqlx::Encode<'a, E> + sqlx::Type<E>,
{
    let mut query = QueryBuilder::new(tree.some_nodes);
    let mut list = query.separated(", ");
    for node in wanted {
        list.push_bind(signed(*node)?);
    }
    query.push(")");
    Ok(query)
}

/// A number of the tree as the database holds it.
pub(super) fn signed(number: u64) -> Result<i64> {
    i64::try_from(number).map_err(|_| StoreError::Damaged("a number beyond 63 bits".to_owned()))
}

/// A number of the database as the tree counts it.
pub(super) fn unsigned(number: i64) -> Result<u64> {
    u64::try_from(number).map_err(|_| StoreError::Damaged("a negative number in the tree".to_owned()))
}

pub(super) fn damaged(error: TreeError) -> StoreError {
    StoreError::Damaged(error.to_string())
}
