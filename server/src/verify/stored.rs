//! What is stored of a tree, read page by page beside the recomputed one: hashes and signed checkpoints.

use std::collections::VecDeque;

use app::words::Words;
use store::evidence::{Checkpoint, Snapshot};

use super::fault::{Fault, Stopped, same};
use super::keys::Chain;
use super::note::Note;
use super::tree::Tree;

const PAGE: i64 = 500;

/// Stored hashes, read page by page.
#[derive(Default)]
pub(super) struct Nodes {
    next: i64,
    page: VecDeque<(i64, Vec<u8>)>,
}

impl Nodes {
    pub(super) async fn compare(
        &mut self,
        books: &mut Snapshot,
        which: &'static store::tree::Tree,
        place: &str,
        hash: &[u8; 32],
        may_lack: bool,
    ) -> Result<(), Stopped> {
        if self.page.is_empty() {
            self.page = books.nodes(which, self.next, PAGE).await?.into();
        }
        let what = "the hash of its bytes in the tree";
        if may_lack && self.page.front().is_none_or(|(index, _)| *index != self.next) {
            self.next += 1;
            return Ok(());
        }
        let Some((index, stored)) = self.page.pop_front() else {
            return Err(Fault::new(place, what, hex::encode(hash), "nothing").into());
        };
        same(place, "the number of a stored hash", &self.next, &index)?;
        same(place, what, &hex::encode(hash), &hex::encode(stored))?;
        self.next += 1;
        Ok(())
    }

    pub(super) async fn end(
        &mut self,
        books: &mut Snapshot,
        which: &'static store::tree::Tree,
        name: &str,
    ) -> Result<(), Stopped> {
        match books.nodes(which, self.next, 1).await?.first() {
            Some((index, _)) => Err(Fault::new(name, "stored hashes", "no more", index).into()),
            None => Ok(()),
        }
    }
}

/// Stored checkpoints, read page by page.
pub(super) struct Checkpoints {
    above: i64,
    page: VecDeque<Checkpoint>,
    pub(super) seen: i64,
    pub(super) signatures: i64,
}

impl Checkpoints {
    /// From the first.
    pub(super) fn all() -> Self {
        Self { above: -1, page: VecDeque::new(), seen: 0, signatures: 0 }
    }

    pub(super) async fn peek(
        &mut self,
        books: &mut Snapshot,
        which: &'static store::tree::Tree,
    ) -> Result<Option<&Checkpoint>, Stopped> {
        if self.page.is_empty() {
            self.page = books.checkpoints(which, self.above, PAGE).await?.into();
        }
        Ok(self.page.front())
    }

    pub(super) async fn compare(
        &mut self,
        books: &mut Snapshot,
        which: &'static store::tree::Tree,
        tree: &Tree,
        keys: Option<&Chain>,
    ) -> Result<(), Stopped> {
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

fn one_checkpoint(checkpoint: &Checkpoint, tree: &Tree, keys: Option<&Chain>) -> Result<i64, Fault> {
    let place = format!("checkpoint of size {}", checkpoint.size);
    let root = hex::encode(tree.root());
    same(&place, "the root", &root, &hex::encode(&checkpoint.root))?;
    let note = Note::parse(&checkpoint.note)
        .map_err(|error| Fault::new(&place, "the note", "a signed checkpoint", error))?;
    same(&place, "the size in the note", &checkpoint.size, &note.size)?;
    same(&place, "the root in the note", &root, &hex::encode(&note.root))?;
    match keys {
        Some(keys) => signed(keys, &note, &place).map(|()| 1),
        None => Ok(0),
    }
}

/// A note must be signed by a key of the ledger.
pub(super) fn signed(keys: &Chain, note: &Note, place: &str) -> Result<(), Fault> {
    let what = "the signature";
    keys.signed(note)
        .map_err(|flaw| Fault::new(place, what, "one by a key of the ledger", Words::En.flaw(&flaw)))
}
