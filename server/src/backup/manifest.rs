//! What a backup says of itself: a note signed with the ledger's checkpoint key, beside the file.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use domain::export::LedgerNote;
use serde::{Deserialize, Serialize};
use store::ledger::checkpoint::{BACKUP_ENDING, NoteSigner};
use verify::note::{PublicKey, Signed};

/// The form of manifest that this program writes and reads.
pub const FORM: u32 = 1;
/// What a backup leaves out, and why; people read it in the manifest and on the screen.
pub const APART: [&str; 4] = [
    "the key file: keep a copy of it apart from every backup; without it nothing in here opens",
    "the folder of exports: copy it too if its files are to be offered on, or ask for them again (the same books give the same bytes)",
    "the folder of films that institutions uploaded (--films): copy it with every backup; each film is named by its SHA-256, which the database knows",
    "lesson media that come with the program, and files named on the command line: policies, retention periods, secrets of providers and gateways",
];

/// What stands in the manifest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    pub form: u32,
    /// Which program made the backup.
    pub generator: String,
    pub made_at_ms: i64,
    /// The ledger's public name.
    pub ledger_name: String,
    /// The newest migration of the database.
    pub schema: i64,
    pub database: DatabaseNote,
    /// The ledger as it is in the backup.
    pub ledger: LedgerNote,
    /// The audit log as it is in the backup.
    pub audit: LedgerNote,
    /// Names of the key files that open it. A name is a keyed digest: it tells which file fits, and nothing of what is in it.
    pub key_files: Vec<String>,
    /// What is not in the backup.
    pub apart: Vec<String>,
}

/// The file that the manifest belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatabaseNote {
    pub bytes: u64,
    /// In hexadecimal.
    pub sha256: String,
}

impl Manifest {
    /// The signed note, as it is written.
    pub fn sign(&self, signer: &NoteSigner) -> Result<String> {
        Ok(signer.sign_backup(&serde_json::to_string_pretty(self)?)?)
    }

    /// Reads a note; whether its signature holds is asked later, when there is a key.
    pub fn read(path: &Path) -> Result<(Self, Signed)> {
        let place = path.display();
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("the manifest {place} cannot be read: it belongs beside the backup"))?;
        let signed = Signed::parse(&text).map_err(|why| anyhow::anyhow!("{place} is no manifest: {why}"))?;
        let (name, body) = signed.text().split_once('\n').unwrap_or_default();
        let manifest: Self = serde_json::from_str(body).with_context(|| format!("{place} is no manifest"))?;
        if name.strip_suffix(BACKUP_ENDING) != Some(&manifest.ledger_name) || manifest.form != FORM {
            bail!("{place} is no manifest that this program reads");
        }
        Ok((manifest, signed))
    }

    /// Holds if this key signed the manifest.
    pub fn is_signed(&self, signed: &Signed, public_key: &PublicKey) -> bool {
        let name = format!("{}{BACKUP_ENDING}", self.ledger_name);
        public_key.named(&name).vouches(signed) == Some(true)
    }
}

/// Where the manifest of a backup stands.
pub fn beside(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".manifest");
    PathBuf::from(name)
}
