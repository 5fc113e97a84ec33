//! That a leaf lies in a tree, from its audit path (RFC 6962, section 2.1.1), walked by hand.

use sha2::{Digest, Sha256};

use crate::merkle::parent;

/// Whether the path leads from this leaf to this root.
pub fn included(leaf: &str, index: i64, size: i64, path: &[[u8; 32]], root: &[u8]) -> bool {
    if index < 0 || index >= size {
        return false;
    }
    // Where the leaf and the last leaf stand at the height reached.
    let (mut at, mut last) = (index, size - 1);
    let mut hash: [u8; 32] = Sha256::new().chain_update([0]).chain_update(leaf).finalize().into();
    for beside in path {
        if last == 0 {
            return false;
        }
        if at % 2 == 1 {
            hash = parent(beside, &hash);
        } else if at == last {
            // Nothing stands at the right: the next sibling is found higher up.
            while at % 2 == 0 {
                (at, last) = (at / 2, last / 2);
            }
            hash = parent(beside, &hash);
        } else {
            hash = parent(&hash, beside);
        }
        (at, last) = (at / 2, last / 2);
    }
    last == 0 && hash == root
}

#[cfg(test)]
mod tests {
    use super::*;
    use tlog_tiles::{Error, Hash, HashReader, prove_record, stored_hashes, tree_hash};

    /// Stored hashes in memory.
    #[derive(Default)]
    struct Stored(Vec<Hash>);

    impl HashReader for Stored {
        fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, Error> {
            Ok(indexes.iter().map(|index| self.0[usize::try_from(*index).unwrap_or(0)]).collect())
        }
    }

    #[test]
    fn every_leaf_of_every_small_tree_is_found_and_no_other() {
        let mut stored = Stored::default();
        for size in 1..40_u64 {
            let leaf = |n: u64| format!("leaf {n}");
            let hashes = stored_hashes(size - 1, leaf(size - 1).as_bytes(), &stored).expect("stored");
            stored.0.extend(hashes);
            let root = tree_hash(size, &stored).expect("root");
            for index in 0..size {
                let path = prove_record(size, index, &stored).expect("a proof");
                let path: Vec<[u8; 32]> = path.iter().map(|hash| hash.0).collect();
                let found = |leaf: &str, at: u64| included(leaf, at as i64, size as i64, &path, &root.0);
                assert!(found(&leaf(index), index), "{index} of {size}");
                assert!(!found("another", index) && !found(&leaf(index), index + 1));
                assert!(
                    path.is_empty()
                        || !included(&leaf(index), index as i64, size as i64, &path[1..], &root.0)
                );
            }
        }
    }
}
