//! Signed checkpoints of a tree, in the form of C2SP `tlog-checkpoint`: a note of three lines
//! (origin, size, root) and an Ed25519 signature. Whoever kept an old one can prove that history
//! was not rewritten since, even by the database's owner.

use ed25519_dalek::SigningKey;
use signed_note::{Note, StandardSigner, new_ed25519_verifier_key};
use tlog_tiles::{Checkpoint as Text, Hash};

use super::{LEDGER, Tree, nodes};
use crate::db::Db;
use crate::error::{Result, StoreError};
use crate::{on, write_on};

/// What the name of an audit log adds to the name of its ledger.
pub const AUDIT_ENDING: &str = "/audit";

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
    /// How many leaves it covers.
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
    /// and not like an audit log, else `None`.
    pub fn new(origin: &str, key: SigningKey) -> Option<Self> {
        let fits = signed_note::is_key_name_valid(origin) && !origin.ends_with(AUDIT_ENDING);
        fits.then(|| Self { origin: origin.to_owned(), key })
    }

    /// The signer of the audit log beside this ledger: the same key under a name of its own, so that
    /// no checkpoint of one is ever taken for one of the other.
    #[must_use]
    pub fn audit(&self) -> Self {
        Self { origin: format!("{}{AUDIT_ENDING}", self.origin), key: self.key.clone() }
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
        self.make_checkpoint_of(&LEDGER, signer, now_ms).await
    }

    /// Signs and keeps a checkpoint of a tree as it stands; of an unchanged tree, the one there is.
    pub async fn make_checkpoint_of(
        &self,
        tree: &'static Tree,
        signer: &NoteSigner,
        now_ms: i64,
    ) -> Result<Checkpoint> {
        let size = self.tree_size(tree).await?;
        match self.checkpoint_of(tree, size).await {
            Err(StoreError::NotFound) => {}
            found => return found,
        }
        let root = self.tree_root(tree, size).await?;
        let note = signer.sign(size, root)?;
        write_on!(self, |pool| {
            sqlx::query(tree.insert_checkpoint)
                .bind(size)
                .bind(&root.0[..])
                .bind(&note)
                .bind(now_ms)
                .execute(pool)
                .await
                .map(drop)
        })?;
        self.checkpoint_of(tree, size).await
    }

    /// The checkpoint of a size of the ledger.
    pub async fn checkpoint(&self, size: i64) -> Result<Checkpoint> {
        self.checkpoint_of(&LEDGER, size).await
    }

    /// The newest checkpoint of the ledger; not found before the first.
    pub async fn latest_checkpoint(&self) -> Result<Checkpoint> {
        Ok(on!(self, |pool| sqlx::query_as(LEDGER.latest_checkpoint).fetch_one(pool).await)?)
    }

    async fn checkpoint_of(&self, tree: &'static Tree, size: i64) -> Result<Checkpoint> {
        Ok(on!(self, |pool| sqlx::query_as(tree.checkpoint).bind(size).fetch_one(pool).await)?)
    }
}
