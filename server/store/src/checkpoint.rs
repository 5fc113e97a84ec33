//! Signed checkpoints of a tree, in the form of C2SP `tlog-checkpoint`: a note of three lines
//! (origin, size, root) and an Ed25519 signature. Whoever kept an old one can prove that history
//! was not rewritten since, even by the database's owner.

use std::sync::Arc;

use translog::Hash;
use vault::Keys;

use crate::db::Db;
use crate::error::{Result, StoreError};
use crate::tree::{LEDGER, Tree, count_checkpoint};
use crate::{execute, read_db};

pub use store_read::tree::Checkpoint;

/// What the name of an audit log adds to the name of its ledger.
pub const AUDIT_ENDING: &str = "/audit";
/// Under what name the hand-overs of a ledger's key are signed.
pub const KEYS_ENDING: &str = "/keys";
/// Under what name the manifests of backups of a ledger are signed.
pub const BACKUP_ENDING: &str = "/backup";
/// Under what name the manifests of exports of a ledger are signed.
pub const EXPORT_ENDING: &str = "/export";

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

impl NoteSigner {
    /// `origin` names the ledger for ever, as `xueshi.example/haihekou`; without spaces and pluses,
    /// and not like an audit log, a list of keys or a backup, else `None`.
    pub fn new(origin: &str, keys: Arc<Keys>) -> Option<Self> {
        let taken = [AUDIT_ENDING, KEYS_ENDING, BACKUP_ENDING, EXPORT_ENDING]
            .iter()
            .any(|ending| origin.ends_with(ending));
        let fits = translog::is_name(origin) && !taken;
        fits.then(|| Self { origin: origin.to_owned(), keys })
    }

    /// The signer of the audit log beside this ledger: the same keys under a name of its own, so that
    /// no checkpoint of one is ever taken for one of the other.
    #[must_use]
    pub fn audit(&self) -> Self {
        Self { origin: format!("{}{AUDIT_ENDING}", self.origin), keys: self.keys.clone() }
    }

    /// The signer of exports' manifests: the same keys under a name of its own. What it signs is the size of the ledger that
    /// was exported, and the digest of the manifest.
    #[must_use]
    pub fn export(&self) -> Self {
        Self { origin: format!("{}{EXPORT_ENDING}", self.origin), keys: self.keys.clone() }
    }

    /// The ledger's name.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The public key in the form auditors' tools take, `name+id+base64`: the newest.
    pub fn public_key(&self) -> String {
        translog::public_key(&self.origin, &self.keys.signing().newest)
    }

    /// The signed note over a size and its root, as far as this process knows the keys: see [`Db::sign`].
    pub fn sign(&self, size: i64, root: Hash) -> Result<String> {
        let signing = self.keys.signing();
        Ok(translog::checkpoint(&self.origin, size, root, &signing.all())?)
    }

    /// The signed note over the manifest of a backup, under a name of its own as hand-overs are.
    pub fn sign_backup(&self, manifest: &str) -> Result<String> {
        let name = format!("{}{BACKUP_ENDING}", self.origin);
        Ok(translog::signed(&name, format!("{name}\n{manifest}\n").as_bytes(), &self.keys.signing().all())?)
    }

    /// Whether every key that signs now has signed a note.
    fn has_signed(&self, note: &str) -> bool {
        translog::is_signed_by_all(note, &self.origin, &self.keys.signing().all())
    }
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
        let mut tx = self.begin().await?;
        if execute!(&mut tx, tree.insert_checkpoint, size, &root.0[..], &note, now_ms)? > 0 {
            count_checkpoint(&mut tx, tree).await?;
        }
        tx.commit().await?;
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
        Ok(read_db!(self, |pool| sqlx::query_as(LEDGER.latest_checkpoint).fetch_one(pool).await)?)
    }

    /// The checkpoint of a size of a tree.
    pub async fn checkpoint_of(&self, tree: &'static Tree, size: i64) -> Result<Checkpoint> {
        Ok(read_db!(self, |pool| sqlx::query_as(tree.checkpoint).bind(size).fetch_one(pool).await)?)
    }
}
