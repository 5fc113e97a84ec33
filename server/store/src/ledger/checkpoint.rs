//! Signed checkpoints of the ledger, in the form of C2SP `tlog-checkpoint`: a note of three lines
//! (origin, size, root) and an Ed25519 signature. Whoever kept an old one can prove that history
//! was not rewritten since, even by the database's owner.

use ed25519_dalek::SigningKey;
use signed_note::{Note, StandardSigner, new_ed25519_verifier_key};
use tlog_tiles::{Checkpoint as Text, Hash};

use super::nodes;
use crate::db::Db;
use crate::error::{Result, StoreError};
use crate::{on, write_on};

/// Signs checkpoints under the ledger's public name.
#[derive(Clone)]
pub struct NoteSigner {
    origin: String,
    key: SigningKey,
}

impl std::fmt::Debug for NoteSigner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "NoteSigner({})", self.origin)
    }
}

/// A stored checkpoint.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Checkpoint {
    /// How many entries it covers.
    pub size: i64,
    /// The root of their tree.
    pub root: Vec<u8>,
    /// The signed note, as handed to auditors.
    pub note: String,
    /// When it was made.
    pub made_at: i64,
}

impl NoteSigner {
    /// `origin` names the ledger for ever, as `xueshi.example/haihekou`; without spaces and pluses,
    /// else `None`.
    pub fn new(origin: &str, key: SigningKey) -> Option<Self> {
        signed_note::is_key_name_valid(origin).then(|| Self { origin: origin.to_owned(), key })
    }

    /// The ledger's name.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The public key in the form auditors' tools take: `name+id+base64`.
    pub fn public_key(&self) -> String {
        new_ed25519_verifier_key(&self.origin, &self.key.verifying_key())
    }

    /// The signed note over a size and its root.
    pub fn sign(&self, size: i64, root: Hash) -> Result<String> {
        let failed = |what: &str| StoreError::Damaged(format!("a checkpoint cannot be signed: {what}"));
        let text = Text::new(&self.origin, nodes::unsigned(size)?, root, "")
            .map_err(|error| failed(&error.to_string()))?;
        let mut note = Note::new(&text.to_bytes(), &[]).map_err(|error| failed(&error.to_string()))?;
        let signer = self.signer().ok_or_else(|| failed("key"))?;
        note.add_sigs(&[&signer]).map_err(|error| failed(&error.to_string()))?;
        String::from_utf8(note.to_bytes()).map_err(|error| failed(&error.to_string()))
    }

    /// The note crate takes signing keys as text only.
    fn signer(&self) -> Option<StandardSigner> {
        let public = self.public_key();
        let id = public.strip_prefix(&self.origin)?.get(1..9)?;
        // Algorithm 1 is Ed25519.
        let secret = base64([&[1], self.key.as_bytes().as_slice()].concat());
        StandardSigner::new(&format!("PRIVATE+KEY+{}+{id}+{secret}", self.origin)).ok()
    }
}

fn base64(bytes: Vec<u8>) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

impl Db {
    /// Signs and keeps a checkpoint of the ledger as it stands; of an unchanged ledger, the one there is.
    pub async fn make_checkpoint(&self, signer: &NoteSigner, now_ms: i64) -> Result<Checkpoint> {
        let size = self.ledger_size().await?;
        match self.checkpoint(size).await {
            Err(StoreError::NotFound) => {}
            found => return found,
        }
        let root = self.ledger_root(size).await?;
        let note = signer.sign(size, root)?;
        // Two servers may make the same one at once: the first is kept.
        write_on!(self, |pool| {
            sqlx::query(
                "INSERT INTO ledger_checkpoint (size, root, note, made_at) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (size) DO NOTHING",
            )
            .bind(size)
            .bind(&root.0[..])
            .bind(&note)
            .bind(now_ms)
            .execute(pool)
            .await
            .map(drop)
        })?;
        self.checkpoint(size).await
    }

    /// The checkpoint of a size.
    pub async fn checkpoint(&self, size: i64) -> Result<Checkpoint> {
        Ok(on!(self, |pool| {
            sqlx::query_as("SELECT size, root, note, made_at FROM ledger_checkpoint WHERE size = $1")
                .bind(size)
                .fetch_one(pool)
                .await
        })?)
    }

    /// The newest checkpoint; not found before the first.
    pub async fn latest_checkpoint(&self) -> Result<Checkpoint> {
        Ok(on!(self, |pool| {
            sqlx::query_as(
                "SELECT size, root, note, made_at FROM ledger_checkpoint ORDER BY size DESC LIMIT 1",
            )
            .fetch_one(pool)
            .await
        })?)
    }
}
