//! Tiles of 256 leaves (C2SP tlog-tiles). While a tile grows, every hash in it is stored; once it is complete, those
//! below its top can be computed from its leaves, and are no longer.

use std::ops::Range;

use tlog_tiles::{Hash, node_hash, record_hash, split_stored_hash_index, stored_hash_index};

/// How many levels of the tree a tile spans.
pub const HEIGHT: u8 = 8;
/// Leaves of a tile.
pub const LEAVES: u64 = 1 << HEIGHT;

/// The tile below whose top a stored hash lies.
pub fn around(node: u64) -> Option<u64> {
    let (level, n) = split_stored_hash_index(node);
    (level < HEIGHT).then(|| n >> (HEIGHT - level))
}

/// The stored hashes below a tile's top: they follow one another.
pub fn below_top(tile: u64) -> Range<u64> {
    stored_hash_index(0, tile * LEAVES)..stored_hash_index(HEIGHT, tile)
}

/// The hashes of a complete tile by their number, from its leaves.
pub fn hashes<'a>(tile: u64, leaves: impl Iterator<Item = &'a str>) -> Vec<(u64, Hash)> {
    let mut level: Vec<Hash> = leaves.map(|leaf| record_hash(leaf.as_bytes())).collect();
    let mut all = Vec::with_capacity(2 * level.len());
    for height in 0..=HEIGHT {
        let first = tile << (HEIGHT - height);
        all.extend((first..).zip(&level).map(|(n, hash)| (stored_hash_index(height, n), *hash)));
        level = level.chunks_exact(2).map(|pair| node_hash(pair[0], pair[1])).collect();
    }
    all
}
