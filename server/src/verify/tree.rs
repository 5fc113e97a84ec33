//! A tree, recomputed from the bytes of its leaves (RFC 6962, section 2.1), and every checkpoint that
//! was ever signed over it; and the ledger, whose entries are the leaves of one.

use std::collections::VecDeque;

use domain::ledger::Entry;
use sha2::{Digest, Sha256};
use store::evidence::{DayRow, EntryRow, Snapshot};
use store::tree::LEDGER;
use store::tree::tile::HEIGHT;

use super::fault::{Fault, Stopped, holds, same};
use super::keys::Chain;
use super::note::Note;
use super::stored::{Checkpoints, Nodes, signed};

const PAGE: i64 = 500;
const TILE: i64 = 1 << HEIGHT;

/// A Merkle tree that grows to the right. Complete subtrees are kept as their hash and height.
#[derive(Default)]
pub(super) struct Tree {
    pub(super) size: i64,
    complete: Vec<(u32, [u8; 32])>,
}

impl Tree {
    /// Adds a leaf; returns the hashes it completes, from the leaf upwards.
    fn add(&mut self, leaf: &str) -> Vec<[u8; 32]> {
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
    pub(super) fn root(&self) -> [u8; 32] {
        let mut from_the_right = self.complete.iter().rev().map(|(_, hash)| *hash);
        match from_the_right.next() {
            None => Sha256::digest(b"").into(),
            Some(last) => from_the_right.fold(last, |right, left| parent(&left, &right)),
        }
    }
}

pub(super) fn parent(left: &[u8; 32], right: &[u8; 32]) -> [u8; 32] {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// What the tree was found to be.
#[derive(Debug)]
pub struct TreeReport {
    pub entries: i64,
    pub checkpoints: i64,
    pub signatures: i64,
    pub root: [u8; 32],
}

/// An old checkpoint that somebody kept.
pub struct Kept {
    /// What to call it: the file it stood in.
    pub name: String,
    pub note: Note,
}

/// A tree recomputed leaf by leaf, beside what is stored of it.
pub(super) struct Walk<'a> {
    which: &'static store::tree::Tree,
    tree: Tree,
    nodes: Nodes,
    checkpoints: Checkpoints,
    keys: Option<&'a Chain>,
    kept: &'a [&'a Kept],
    /// Leaves in tiles below whose top no hash needs to be stored.
    compacted: i64,
}

impl<'a> Walk<'a> {
    /// Begins with the empty tree.
    pub async fn begin(
        books: &mut Snapshot,
        which: &'static store::tree::Tree,
        keys: Option<&'a Chain>,
        kept: &'a [&'a Kept],
    ) -> Result<Self, Stopped> {
        if let Some(keys) = keys {
            kept.iter().try_for_each(|kept| signed(keys, &kept.note, &kept.name))?;
        }
        let compacted = if which.compacts() { books.tree_size(which).await? / TILE * TILE } else { 0 };
        let mut walk = Self {
            which,
            tree: Tree::default(),
            nodes: Nodes::default(),
            checkpoints: Checkpoints::all(),
            keys,
            kept,
            compacted,
        };
        walk.compare_checkpoints(books).await?;
        Ok(walk)
    }

    /// How many leaves there were so far.
    pub fn size(&self) -> i64 {
        self.tree.size
    }

    /// Adds the next leaf.
    pub async fn add(
        &mut self,
        books: &mut Snapshot,
        place: &str,
        index: i64,
        leaf: &str,
    ) -> Result<(), Stopped> {
        same(place, "its number", &self.tree.size, &index)?;
        for (height, hash) in self.tree.add(leaf).iter().enumerate() {
            let below_top = height < usize::from(HEIGHT);
            let tile = format!("ledger entries {} to {index}", index + 1 - TILE);
            let place = if self.which.compacts() && height == usize::from(HEIGHT) { &tile } else { place };
            self.nodes.compare(books, self.which, place, hash, below_top && index < self.compacted).await?;
        }
        self.compare_checkpoints(books).await
    }

    async fn compare_checkpoints(&mut self, books: &mut Snapshot) -> Result<(), Stopped> {
        self.checkpoints.compare(books, self.which, &self.tree, self.keys).await?;
        compare_kept(self.kept, &self.tree)?;
        Ok(())
    }

    /// Nothing may be stored beyond the last leaf. `name` is what faults of the whole are called by.
    pub async fn end(mut self, books: &mut Snapshot, name: &str) -> Result<TreeReport, Stopped> {
        let size = books.tree_size(self.which).await?;
        same(name, "the number of entries", &size, &self.tree.size)?;
        self.nodes.end(books, self.which, name).await?;
        if let Some(checkpoint) = self.checkpoints.peek(books, self.which).await? {
            let place = format!("checkpoint of size {}", checkpoint.size);
            return Err(Fault::new(place, "the entries it covers", checkpoint.size, self.tree.size).into());
        }
        for kept in self.kept {
            let shown = format!("{} entries: history was cut off", self.tree.size);
            let enough = kept.note.size <= self.tree.size;
            holds(&kept.name, "the entries it covers", enough, &kept.note.size.to_string(), shown)?;
        }
        Ok(TreeReport {
            entries: self.tree.size,
            checkpoints: self.checkpoints.seen,
            signatures: self.checkpoints.signatures,
            root: self.tree.root(),
        })
    }
}

/// Recomputes the ledger's tree and compares what is stored of it and beside its entries.
pub async fn verify(
    books: &mut Snapshot,
    keys: Option<&Chain>,
    kept: &[&Kept],
) -> Result<TreeReport, Stopped> {
    let mut walk = Walk::begin(books, &LEDGER, keys, kept).await?;
    loop {
        let page = books.entries(walk.size(), PAGE).await?;
        let Some((first, last)) = page.first().zip(page.last()) else { break };
        let mut days = VecDeque::from(books.days(first.entry_index, last.entry_index).await?);
        for row in &page {
            let place = format!("ledger entry {}", row.entry_index);
            walk.add(books, &place, row.entry_index, &row.body).await?;
            let entry = compare_columns(&place, row)?;
            compare_days(&place, &entry, row.entry_index, &mut days)?;
        }
        if let Some(day) = days.front() {
            let place = format!("ledger entry {}", day.entry_index);
            return Err(Fault::new(place, "days beside the entry", "no more", &day.day).into());
        }
    }
    walk.end(books, "the ledger").await
}

/// The tree of an honest ledger once was what an old checkpoint says.
fn compare_kept(kept: &[&Kept], tree: &Tree) -> Result<(), Fault> {
    for kept in kept.iter().filter(|kept| kept.note.size == tree.size) {
        let what = format!("the root over the first {} entries (a fork: history was rewritten)", tree.size);
        same(&kept.name, &what, &hex::encode(&kept.note.root), &hex::encode(tree.root()))?;
    }
    Ok(())
}

/// What stands beside the body must say the same as the body.
fn compare_columns(place: &str, row: &EntryRow) -> Result<Entry, Fault> {
    let entry: Entry =
        serde_json::from_str(&row.body).map_err(|error| Fault::new(place, "the body", "an entry", error))?;
    let again = serde_json::to_string(&entry).unwrap_or_default();
    same(place, "the canonical body", &again, &row.body.0)?;
    same(place, "its enrolment", &entry.enrolment.0, &row.enrolment_id)?;
    same(place, "its class", &entry.class.0, &row.class_id)?;
    same(place, "its lesson", &entry.lesson.0, &row.lesson_id)?;
    same(place, "its milliseconds", &entry.ms, &row.ms)?;
    same(place, "its time", &entry.at_ms, &row.at_ms)?;
    Ok(entry)
}

fn compare_days(place: &str, entry: &Entry, index: i64, rows: &mut VecDeque<DayRow>) -> Result<(), Fault> {
    let mut expected: Vec<(String, i64)> = entry
        .days
        .iter()
        .map(|day| (day.day.clone(), day.ranges.as_slice().iter().map(|[from, to]| to - from).sum()))
        .collect();
    expected.sort();
    let mut found = Vec::new();
    while rows.front().is_some_and(|row| row.entry_index == index) {
        found.extend(rows.pop_front().map(|row| (row.day, row.ms)));
    }
    found.sort();
    same(place, "its days (ledger_day)", &expected, &found)?;
    same(place, "the sum of its days", &entry.ms, &expected.iter().map(|(_, ms)| ms).sum::<i64>())
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
