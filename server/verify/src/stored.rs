//! What is stored of a tree, read page by page beside the recomputed one: hashes and signed checkpoints.

use std::collections::VecDeque;

use store_read::evidence::Snapshot;
use store_read::tree::{Checkpoint, CosignatureRow, Tree as StoredTree};

use crate::error::{Mismatch, VerifyError, same};
use crate::keys::Chain;
use crate::merkle::Tree;
use crate::note::{Note, Signed};
use crate::witness::{Watch, WitnessKey};

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
    ) -> Result<Option<Signed>, VerifyError> {
        // Asking the database again and again for what is not there would be slow.
        if self.page.is_empty() && self.above == i64::MAX {
            return Ok(None);
        }
        let next = self.peek(books, which).await?.map(|checkpoint| checkpoint.size);
        match next {
            None => self.above = i64::MAX,
            Some(size) if size == tree.size => {
                if let Some(checkpoint) = self.page.pop_front() {
                    self.above = checkpoint.size;
                    self.seen += 1;
                    let note = one_checkpoint(&checkpoint, tree, keys)?;
                    self.signatures += i64::from(keys.is_some());
                    return Ok(Some(note.signed));
                }
            }
            Some(_) => {}
        }
        Ok(None)
    }
}

/// Stored cosignatures, read page by page.
pub(crate) struct Cosignatures {
    after: CosignatureRow,
    page: VecDeque<CosignatureRow>,
    is_over: bool,
    pub(crate) seen: i64,
}

impl Cosignatures {
    /// From the first.
    pub(crate) fn all() -> Self {
        Self { after: CosignatureRow::before_all(), page: VecDeque::new(), is_over: false, seen: 0 }
    }

    async fn peek(
        &mut self,
        books: &mut Snapshot,
        which: &'static StoredTree,
    ) -> Result<Option<&CosignatureRow>, VerifyError> {
        if self.page.is_empty() && !self.is_over {
            self.page = books.cosignatures(which, &self.after, PAGE).await?.into();
            self.is_over = self.page.is_empty();
        }
        Ok(self.page.front())
    }

    /// Each must be one of the checkpoint of its size, by the witness that it names, at the time beside it.
    pub(crate) async fn compare(
        &mut self,
        books: &mut Snapshot,
        which: &'static StoredTree,
        size: i64,
        checkpoint: Option<&Signed>,
        watch: &mut Watch,
    ) -> Result<(), VerifyError> {
        while self.peek(books, which).await?.is_some_and(|row| row.size == size) {
            let Some(row) = self.page.pop_front() else { break };
            let place = format!("cosignature of size {size} by {}", row.public_key);
            let Some(checkpoint) = checkpoint else {
                return Err(Mismatch::new(place, "the checkpoint it covers", "one", "none").into());
            };
            let wrong = |error| Mismatch::new(&place, "the cosignature", "one that can be read", error);
            let key = WitnessKey::parse(&row.public_key).map_err(wrong)?;
            let at_s = key.cosigned(&checkpoint.with_lines(&row.line).map_err(wrong)?);
            same(&place, "when it was made", &at_s, &Some(row.at_s))?;
            watch.stored(key.name(), size, row.at_s)?;
            self.seen += 1;
            self.after = row;
        }
        Ok(())
    }

    /// None may be of more leaves than there are.
    pub(crate) async fn end(
        &mut self,
        books: &mut Snapshot,
        which: &'static StoredTree,
        size: i64,
    ) -> Result<(), VerifyError> {
        match self.peek(books, which).await? {
            Some(row) => {
                let place = format!("cosignature of size {} by {}", row.size, row.public_key);
                Err(Mismatch::new(place, "the entries it covers", row.size, size).into())
            }
            None => Ok(()),
        }
    }
}

fn one_checkpoint(checkpoint: &Checkpoint, tree: &Tree, keys: Option<&Chain>) -> Result<Note, Mismatch> {
    let place = format!("checkpoint of size {}", checkpoint.size);
    let root = hex::encode(tree.root());
    same(&place, "the root", &root, &hex::encode(&checkpoint.root))?;
    let note = Note::parse(&checkpoint.note)
        .map_err(|error| Mismatch::new(&place, "the note", "a signed checkpoint", error))?;
    same(&place, "the size in the note", &checkpoint.size, &note.size)?;
    same(&place, "the root in the note", &root, &hex::encode(&note.root))?;
    if let Some(keys) = keys {
        signed(keys, &note, &place)?;
    }
    Ok(note)
}

/// A note must be signed by a key of the ledger.
pub(crate) fn signed(keys: &Chain, note: &Note, place: &str) -> Result<(), Mismatch> {
    let what = "the signature";
    keys.signed(note).map_err(|error| Mismatch::new(place, what, "one by a key of the ledger", error))
}
