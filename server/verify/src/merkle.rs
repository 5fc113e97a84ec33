//! A Merkle tree, computed from the bytes of its leaves (RFC 6962, section 2.1).

use sha2::{Digest, Sha256};

/// A Merkle tree that grows to the right. Complete subtrees are kept as their hash and height.
#[derive(Default)]
pub(crate) struct Tree {
    pub(crate) size: i64,
    complete: Vec<(u32, [u8; 32])>,
}

impl Tree {
    /// Adds a leaf; returns the hashes it completes, from the leaf upwards.
    pub(crate) fn add(&mut self, leaf: &str) -> Vec<[u8; 32]> {
        let mut height = 0;
        let mut hash: [u8; 32] = Sha256::new().chain_update([0]).chain_update(leaf).finalize().into();
        let mut written = vec![hash];
        while self.complete.last().is_some_and(|(other, _)| *other == height) {
            if let Some((_, left)) = self.complete.pop() {
                hash = parent(&left, &hash);
                height += 1;
                written.push(hash);
            }
        }
        self.complete.push((height, hash));
        self.size += 1;
        written
    }

    /// The hash over all leaves.
    pub(crate) fn root(&self) -> [u8; 32] {
        let mut from_the_right = self.complete.iter().rev().map(|(_, hash)| *hash);
        match from_the_right.next() {
            None => Sha256::digest(b"").into(),
            Some(last) => from_the_right.fold(last, |right, left| parent(&left, &right)),
        }
    }
}

pub(crate) fn parent(left: &[u8; 32], right: &[u8; 32]) -> [u8; 32] {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_of_the_reference_implementation() {
        // From the tests of Google's certificate-transparency: leaves "", 00, 10, 2021, 3031, 40414243.
        let leaves = ["", "\0", "\x10", " !", "01", "@ABC"];
        let roots = [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        ];
        let mut tree = Tree::default();
        for (leaf, root) in leaves.into_iter().zip(roots) {
            tree.add(leaf);
            assert_eq!(hex::encode(tree.root()), root);
        }
    }
}
