//! Signed checkpoints of a tree, in the form of C2SP `tlog-checkpoint`: a note of three lines
//! (origin, size, root) and an Ed25519 signature. Whoever kept an old one can prove that history
//! was not rewritten since, even by the database's owner.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::SigningKey;
use signed_note::{Note, StandardSigner, new_ed25519_verifier_key};
use tlog_tiles::{Checkpoint as Text, Hash};

use super::{LEDGER, Tree, nodes};
use crate::db::Db;
use crate::error::{Result, StoreError};
use crate::keys::Keys;
use crate::{on, write_on};

/// What the name of an audit log adds to the name of its ledger.
pub const AUDIT_ENDING: &str = "/audit";
/// Under what name the hand-overs of a ledger's key are signed.
pub const KEYS_ENDING: &str = "/keys";
/// Under what name the manifests of backups of a ledger are signed.
pub const BACKUP_ENDING: &str = "/backup";

/// Signs checkpoints under the ledger's public name, with every key that signs at the time.
#[derive(Clone)]
pub struct NoteSigner {
    origin: String,
    pub(crate) keys: Arc<Keys>,
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
    /// and not like an audit log, a list of keys or a backup, else `None`.
    pub fn new(origin: &str, keys: Arc<Keys>) -> Option<Self> {
        let taken = [AUDIT_ENDING, KEYS_ENDING, BACKUP_ENDING].iter().any(|ending| origin.ends_with(ending));
        let fits = signed_note::is_key_name_valid(origin) && !taken;
        fits.then(|| Self { origin: origin.to_owned(), keys })
    }

    /// The signer of the audit log beside this ledger: the same keys under a name of its own, so that
    /// no checkpoint of one is ever taken for one of the other.
    #[must_use]
    pub fn audit(&self) -> Self {
        Self { origin: format!("{}{AUDIT_ENDING}", self.origin), keys: self.keys.clone() }
    }

    /// The ledger's name.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The public key in the form auditors' tools take, `name+id+base64`: the newest.
    pub fn public_key(&self) -> String {
        new_ed25519_verifier_key(&self.origin, &self.keys.signing().newest.verifying_key())
    }

    /// The signed note over a size and its root, as far as this process knows the keys: see [`Db::sign`].
    pub fn sign(&self, size: i64, root: Hash) -> Result<String> {
        let text = Text::new(&self.origin, nodes::unsigned(size)?, root, "")
            .map_err(|error| unsigned(&error.to_string()))?;
        let signing = self.keys.signing();
        let signers: Vec<_> = signing.outgoing.iter().chain([&signing.newest]).collect();
        signed(&self.origin, &text.to_bytes(), &signers)
    }

    /// The signed note over the manifest of a backup, under a name of its own as hand-overs are.
    pub fn sign_backup(&self, manifest: &str) -> Result<String> {
        let name = format!("{}{BACKUP_ENDING}", self.origin);
        let signing = self.keys.signing();
        let signers: Vec<_> = signing.outgoing.iter().chain([&signing.newest]).collect();
        signed(&name, format!("{name}\n{manifest}\n").as_bytes(), &signers)
    }

    /// Whether every key that signs now has signed a note.
    fn has_signed(&self, note: &str) -> bool {
        let by: Vec<String> = note
            .lines()
            .filter_map(|line| line.strip_prefix("— ")?.split_once(' '))
            .filter_map(|(_, signature)| STANDARD.decode(signature).ok())
            .filter_map(|bytes| bytes.first_chunk::<4>().map(hex::encode))
            .collect();
        let signing = self.keys.signing();
        signing.outgoing.iter().chain([&signing.newest]).all(|key| by.contains(&id_of(&self.origin, key)))
    }
}

/// The id of a key under a name.
fn id_of(name: &str, key: &SigningKey) -> String {
    let public = new_ed25519_verifier_key(name, &key.verifying_key());
    public.get(name.len() + 1..name.len() + 9).unwrap_or_default().to_owned()
}

/// A note over a text, signed by several keys under one name.
pub(crate) fn signed(name: &str, text: &[u8], keys: &[&SigningKey]) -> Result<String> {
    let mut note = Note::new(text, &[]).map_err(|error| unsigned(&error.to_string()))?;
    for key in keys {
        // The note crate takes signing keys as text only. Algorithm 1 is Ed25519.
        let secret = STANDARD.encode([&[1], key.as_bytes().as_slice()].concat());
        let signer = StandardSigner::new(&format!("PRIVATE+KEY+{name}+{}+{secret}", id_of(name, key)))
            .map_err(|_| unsigned("key"))?;
        note.add_sigs(&[&signer]).map_err(|error| unsigned(&error.to_string()))?;
    }
    String::from_utf8(note.to_bytes()).map_err(|error| unsigned(&error.to_string()))
}

fn unsigned(what: &str) -> StoreError {
    StoreError::Damaged(format!("a note cannot be signed: {what}"))
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
        self.know_signing_keys(&signer.keys, now_ms).await?;
        match self.checkpoint_of(tree, size).await {
            Err(StoreError::NotFound) => {}
            // Of a tree that stood still while the key changed, the one that is kept bears an older signature. It
            // stays as it is; what is handed out is signed anew.
            Ok(found) if !signer.has_signed(&found.note) => {
                let note = signer.sign(size, self.tree_root(tree, size).await?)?;
                return Ok(Checkpoint { note, ..found });
            }
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

    /// Signs a size that was read before, and its root, with the keys of today. Nothing is kept.
    pub async fn sign(&self, signer: &NoteSigner, size: i64, root: Hash, now_ms: i64) -> Result<String> {
        self.know_signing_keys(&signer.keys, now_ms).await?;
        signer.sign(size, root)
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
