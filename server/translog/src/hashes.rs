//! Stored hashes, and what is computed from them. The tree's functions read them synchronously; a database answers later.
//! So each is asked twice: once with no hashes, to learn which it wants, once with what one query fetched.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use tlog_tiles::{
    EMPTY_HASH, Error as TreeError, Hash, HashReader, prove_record, prove_tree, record_hash,
    stored_hash_index, stored_hashes, sub_tree_index, tree_hash,
};

use crate::number::unsigned;
use crate::{Error, Result, tile};

/// Hashes by their number in the order of stored hashes; remembers which others were asked for.
#[derive(Debug, Default)]
pub struct Hashes {
    known: BTreeMap<u64, Hash>,
    missed: RefCell<Vec<u64>>,
}

impl Hashes {
    /// Hashes as they were read from a database.
    pub fn of_rows(rows: Vec<(i64, Vec<u8>)>) -> Result<Self> {
        let mut hashes = Self::default();
        for (node, bytes) in rows {
            let hash = bytes.try_into().map_err(|_| Error::StoredHash(node))?;
            hashes.known.insert(unsigned(node)?, Hash(hash));
        }
        Ok(hashes)
    }

    /// The numbers of the hashes that an answer is computed from; empty if it needs none.
    pub fn wanted_by<T>(ask: impl Fn(&Self) -> Result<T>) -> Result<Vec<u64>> {
        let nothing = Self::default();
        match ask(&nothing) {
            Err(error) if nothing.missed.borrow().is_empty() => Err(error),
            _ => Ok(nothing.missed.into_inner()),
        }
    }

    /// Adds a leaf behind those whose [`frontier`] is known; returns the hashes to store, by their number.
    pub fn add_leaf(&mut self, index: u64, leaf: &[u8]) -> Result<Vec<(u64, Hash)>> {
        let hashes = stored_hashes(index, leaf, self)?;
        let new: Vec<_> = (stored_hash_index(0, index)..).zip(hashes).collect();
        self.known.extend(new.iter().copied());
        Ok(new)
    }

    /// Complete tiles in which a wanted hash lies that is not known: it can be computed from their leaves.
    pub fn tiles_lacking(&self, wanted: &[u64]) -> BTreeSet<u64> {
        let lacking = wanted.iter().filter(|node| !self.known.contains_key(node));
        lacking.filter_map(|node| tile::around(*node)).collect()
    }

    /// Computes the hashes of a complete tile from its leaves.
    pub fn lay_out_tile<'a>(&mut self, tile: u64, leaves: impl Iterator<Item = &'a str>) {
        self.known.extend(tile::hashes(tile, leaves));
    }
}

impl HashReader for Hashes {
    fn read_hashes(&self, wanted: &[u64]) -> Result<Vec<Hash>, TreeError> {
        let mut missed = self.missed.borrow_mut();
        missed.extend(wanted.iter().filter(|node| !self.known.contains_key(node)));
        match missed.first() {
            None => Ok(wanted.iter().filter_map(|node| self.known.get(node).copied()).collect()),
            Some(node) => Err(TreeError::InvalidInput(format!("stored hash {node} is missing"))),
        }
    }
}

/// The numbers of the hashes from which everything to the right of the first `size` leaves can be computed: the tops of
/// its complete subtrees.
pub fn frontier(size: u64) -> Vec<u64> {
    sub_tree_index(0, size, Vec::new())
}

/// The hash of a leaf.
pub fn leaf_hash(leaf: &[u8]) -> Hash {
    record_hash(leaf)
}

/// The root of the tree of no leaves: the hash of nothing.
pub fn empty_root() -> Hash {
    EMPTY_HASH
}

/// The root of the tree of the first `size` leaves.
pub fn root(size: u64, hashes: &Hashes) -> Result<Hash> {
    Ok(tree_hash(size, hashes)?)
}

/// Hashes that prove leaf `index` to lie in the tree of the first `size` leaves.
pub fn inclusion(index: u64, size: u64, hashes: &Hashes) -> Result<Vec<Hash>> {
    Ok(prove_record(size, index, hashes)?)
}

/// Hashes that prove the tree of the first `from` leaves to be the beginning of the tree of the first `to`. Both empty and
/// equal trees need none.
pub fn consistency(from: u64, to: u64, hashes: &Hashes) -> Result<Vec<Hash>> {
    if from == 0 || from == to { Ok(Vec::new()) } else { Ok(prove_tree(to, from, hashes)?) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tlog_tiles::{check_record, check_tree};

    fn leaf(index: u64) -> String {
        format!("leaf {index}")
    }

    /// The hashes that `wanted` names, from a table of all.
    fn fetched(all: &BTreeMap<u64, Hash>, wanted: &[u64]) -> Hashes {
        let rows = wanted.iter().filter_map(|node| Some((*node as i64, all.get(node)?.0.to_vec()))).collect();
        Hashes::of_rows(rows).unwrap()
    }

    #[test]
    fn a_tree_grows_from_its_frontier_and_proves_what_it_holds() {
        let (mut all, mut roots) = (BTreeMap::new(), Vec::new());
        for size in 1..40_u64 {
            let mut hashes = fetched(&all, &frontier(size - 1));
            all.extend(hashes.add_leaf(size - 1, leaf(size - 1).as_bytes()).unwrap());
            let wanted = Hashes::wanted_by(|hashes| root(size, hashes)).unwrap();
            roots.push(root(size, &fetched(&all, &wanted)).unwrap());
            for index in 0..size {
                let (of_leaf, of_tree) = (roots[size as usize - 1], roots[index as usize]);
                let wanted = Hashes::wanted_by(|hashes| inclusion(index, size, hashes)).unwrap();
                let path = inclusion(index, size, &fetched(&all, &wanted)).unwrap();
                check_record(&path, size, of_leaf, index, leaf_hash(leaf(index).as_bytes())).unwrap();
                let wanted = Hashes::wanted_by(|hashes| consistency(index + 1, size, hashes)).unwrap();
                let path = consistency(index + 1, size, &fetched(&all, &wanted)).unwrap();
                check_tree(&path, size, of_leaf, index + 1, of_tree).unwrap();
            }
        }
    }

    #[test]
    fn a_hash_that_is_missing_or_too_short_is_an_error() {
        assert!(root(3, &Hashes::default()).is_err());
        assert!(Hashes::of_rows(vec![(0, vec![0; 31])]).is_err());
        assert!(Hashes::of_rows(vec![(-1, vec![0; 32])]).is_err());
    }

    #[test]
    fn a_complete_tile_is_laid_out_as_its_leaves_were_added() {
        let leaves: Vec<String> = (0..tile::LEAVES).map(leaf).collect();
        let (mut grown, mut stored) = (Hashes::default(), BTreeMap::new());
        for (index, leaf) in (0..).zip(&leaves) {
            stored.extend(grown.add_leaf(index, leaf.as_bytes()).unwrap());
        }
        let mut laid_out = Hashes::default();
        assert_eq!(laid_out.tiles_lacking(&[0, 5]), BTreeSet::from([0]));
        laid_out.lay_out_tile(0, leaves.iter().map(String::as_str));
        assert_eq!(laid_out.known, stored);
        assert!(laid_out.tiles_lacking(&[0, 5]).is_empty());
    }
}
