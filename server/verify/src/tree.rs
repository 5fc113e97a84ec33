//! A tree, recomputed from its leaves beside what is stored of it, and every checkpoint that was ever signed over it.

use store_read::evidence::Snapshot;
use store_read::tree::Tree as StoredTree;
use translog::tile::HEIGHT;

use crate::error::{Mismatch, VerifyError, holds, same};
use crate::keys::Chain;
use crate::merkle::Tree;
use crate::note::Note;
use crate::options::Options;
use crate::stored::{Checkpoints, Cosignatures, Nodes, signed};
use crate::witness::Watch;

const TILE: i64 = 1 << HEIGHT;

/// What the tree was found to be.
#[derive(Debug)]
pub struct TreeReport {
    pub entries: i64,
    pub checkpoints: i64,
    pub signatures: i64,
    pub cosignatures: i64,
    pub root: [u8; 32],
}

/// An old checkpoint that somebody kept.
pub struct Kept {
    /// What to call it: the file it stood in.
    pub name: String,
    pub note: Note,
}

/// A tree recomputed leaf by leaf, beside what is stored of it.
pub(crate) struct Walk<'a> {
    which: &'static StoredTree,
    tree: Tree,
    nodes: Nodes,
    checkpoints: Checkpoints,
    cosignatures: Cosignatures,
    watch: Watch,
    keys: Option<&'a Chain>,
    kept: &'a [&'a Kept],
    /// Leaves in tiles below whose top no hash needs to be stored.
    compacted: i64,
}

impl<'a> Walk<'a> {
    /// Begins with the empty tree.
    pub async fn begin(
        books: &mut Snapshot,
        which: &'static StoredTree,
        keys: Option<&'a Chain>,
        kept: &'a [&'a Kept],
        watch: Watch,
    ) -> Result<Self, VerifyError> {
        if let Some(keys) = keys {
            kept.iter().try_for_each(|kept| signed(keys, &kept.note, &kept.name))?;
        }
        let compacted = if which.compacts() { books.tree_size(which).await? / TILE * TILE } else { 0 };
        let mut walk = Self {
            which,
            tree: Tree::default(),
            nodes: Nodes::default(),
            checkpoints: Checkpoints::all(),
            cosignatures: Cosignatures::all(),
            watch,
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

    /// The next leaf was made at this time, and must have been by what witnesses saw.
    pub fn made_at(&mut self, place: &str, at_ms: i64) -> Result<(), Mismatch> {
        self.watch.entry(place, at_ms)
    }

    /// Adds the next leaf.
    pub async fn add(
        &mut self,
        books: &mut Snapshot,
        place: &str,
        index: i64,
        leaf: &str,
    ) -> Result<(), VerifyError> {
        same(place, "its number", &self.tree.size, &index)?;
        for (height, hash) in self.tree.add(leaf).iter().enumerate() {
            let below_top = height < usize::from(HEIGHT);
            let tile = format!("ledger entries {} to {index}", index + 1 - TILE);
            let place = if self.which.compacts() && height == usize::from(HEIGHT) { &tile } else { place };
            self.nodes.compare(books, self.which, place, hash, below_top && index < self.compacted).await?;
        }
        self.compare_checkpoints(books).await
    }

    async fn compare_checkpoints(&mut self, books: &mut Snapshot) -> Result<(), VerifyError> {
        let checkpoint = self.checkpoints.compare(books, self.which, &self.tree, self.keys).await?;
        compare_kept(self.kept, &self.tree)?;
        self.watch.compare(&self.tree)?;
        let (size, watch) = (self.tree.size, &mut self.watch);
        self.cosignatures.compare(books, self.which, size, checkpoint.as_ref(), watch).await
    }

    /// Nothing may be stored beyond the last leaf. `name` is what mismatches of the whole are called by.
    pub async fn end(
        mut self,
        books: &mut Snapshot,
        name: &str,
        options: &Options<'_>,
    ) -> Result<TreeReport, VerifyError> {
        let head = books.tree_head(self.which).await?;
        same(name, "the number of entries", &head.size, &self.tree.size)?;
        self.nodes.end(books, self.which, name).await?;
        if let Some(checkpoint) = self.checkpoints.peek(books, self.which).await? {
            let place = format!("checkpoint of size {}", checkpoint.size);
            return Err(Mismatch::new(place, "the entries it covers", checkpoint.size, self.tree.size).into());
        }
        same(name, "the number of checkpoints ever signed", &head.checkpoints, &self.checkpoints.seen)?;
        if let Some(mac) = head.mac() {
            let table = self.which.head_table();
            options.mac(table, &head.text(table), mac)?;
        }
        for kept in self.kept {
            let shown = format!("{} entries: history was cut off", self.tree.size);
            let enough = kept.note.size <= self.tree.size;
            holds(&kept.name, "the entries it covers", enough, &kept.note.size.to_string(), shown)?;
        }
        self.watch.end(&self.tree)?;
        self.cosignatures.end(books, self.which, self.tree.size).await?;
        Ok(TreeReport {
            entries: self.tree.size,
            checkpoints: self.checkpoints.seen,
            signatures: self.checkpoints.signatures,
            cosignatures: self.cosignatures.seen,
            root: self.tree.root(),
        })
    }
}

/// The tree of an honest ledger once was what an old checkpoint says.
fn compare_kept(kept: &[&Kept], tree: &Tree) -> Result<(), Mismatch> {
    for kept in kept.iter().filter(|kept| kept.note.size == tree.size) {
        let what = format!("the root over the first {} entries (a fork: history was rewritten)", tree.size);
        same(&kept.name, &what, &hex::encode(&kept.note.root), &hex::encode(tree.root()))?;
    }
    Ok(())
}
