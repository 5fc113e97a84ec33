//! What is stored of a tree, read page by page beside the recomputed one: hashes and signed checkpoints.

use std::collections::VecDeque;

use store_read::evidence::Snapshot;
use store_read::tree::{Checkpoint, Tree as StoredTree};

use crate::error::{Mismatch, VerifyError, same};
use crate::keys::Chain;
use crate::merkle::Tree;
use crate::note::Note;

const PAGE: i64 = 500;

/// Stored hashes, read page by page.
#[derive(Default)]
pub(crate) struct Nodes {
    next: i64,
    page: VecDeque<(i64, Vec<u8>)>,
}

impl Nodes {
    pub(crate) async fn compare(
        &mut self,
        books: &mut Snapshot,
        which: &'static StoredTree,
        place: &str,
        hash: &[u8; 32],
        may_lack: bool,
    ) -> Result<(), VerifyError> {
        if self.page.is_empty() {
            self.page = books.nodes(which, self.next, PAGE).await?.into();
        }
        let what = "the hash of its bytes in the tree";
        if may_lack && self.page.front().is_none_or(|(index, _)| *index != self.next) {
            self.next += 1;
            return Ok(());
        }
        let Some((index, stored)) = self.page.pop_front() else {
            return Err(Mismatch::new(place, what, hex::encode(hash), "nothing").into());
        };
        same(place, "the number of a stored hash", &self.next, &index)?;
        same(place, what, &hex::encode(hash), &hex::encode(stored))?;
        self.next += 1;
        Ok(())
    }

    pub(crate) async fn end(
        &mut self,
        books: &mut Snapshot,
        which: &'static StoredTree,
        name: &str,
    ) -> Result<(), VerifyError> {
        match books.nodes(which, self.next, 1).await?.first() {
            Some((index, _)) => Err(Mismatch::new(name, "stored hashes", "no more", index).into()),
            None => Ok(()),
        }
    }
}

/// Stored checkpoints, read page by page.
pub(crate) struct Checkpoints {
    above: i64,
    page: VecDeque<Checkpoint>,
    pub(crate) seen: i64,
    pub(crate) signatures: i64,
}

impl Checkpoints {
    /// From the first.
    pub(crate) fn all() -> Self {
        Self { above: -1, page: VecDeque::new(), seen: 0, signatures: 0 }
    }

    pub(crate) async fn peek(
        &mut self,
        books: &mut Snapshot,
        which: &'static StoredTree,
    ) -> Result<Option<&Checkpoint>, VerifyError> {
        if self.page.is_empty() {
            self.page = books.checkpoints(which, self.above, PAGE).await?.into();
        }
        Ok(self.page.front())
    }

    pub(crate) async fn compare(
        &mut self,
        books: &mut Snapshot,
        which: &'static StoredTree,
        tree: &Tree,
        keys: Option<&Chain>,
    ) -> Result<(), VerifyError> {
        // Asking the database again and again for what is not there would be slow.
        if self.page.is_empty() && self.above == i64::MAX {
            return Ok(());
        }
        let next = self.peek(books, which).await?.map(|checkpoint| checkpoint.size);
        match next {
            None => self.above = i64::MAX,
            Some(size) if size == tree.size => {
                if let Some(checkpoint) = self.page.pop_front() {
                    self.above = checkpoint.size;
                    self.seen += 1;
                    self.signatures += one_checkpoint(&checkpoint, tree, keys)?;
                }
            }
            Some(_) => {}
        }
        Ok(())
    }
}

fn one_checkpoint(checkpoint: &Checkpoint, tree: &Tree, keys: Option<&Chain>) -> Result<i64, Mismatch> {
    let place = format!("checkpoint of size {}", checkpoint.size);
    let root = hex::encode(tree.root());
    same(&place, "the root", &root, &hex::encode(&checkpoint.root))?;
    let note = Note::parse(&checkpoint.note)
        .map_err(|error| Mismatch::new(&place, "the note", "a signed checkpoint", error))?;
    same(&place, "the size in the note", &checkpoint.size, &note.size)?;
    same(&place, "the root in the note", &root, &hex::encode(&note.root))?;
    match keys {
        Some(keys) => signed(keys, &note, &place).map(|()| 1),
        None => Ok(0),
    }
}

/// A note must be signed by a key of the ledger.
pub(crate) fn signed(keys: &Chain, note: &Note, place: &str) -> Result<(), Mismatch> {
    let what = "the signature";
    keys.signed(note).map_err(|error| Mismatch::new(place, what, "one by a key of the ledger", error))
}
