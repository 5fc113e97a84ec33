//! From a temporary file to one that stays: synced, hashed, renamed.

use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use domain::export::{ExportFormat, Manifest};
use sha2::{Digest, Sha256};
use store::export::ExportRun;
use store::ledger::checkpoint::NoteSigner;
use translog::Hash;

/// Where the files of one run are made and where they end up.
pub struct Place {
    folder: PathBuf,
    part: PathBuf,
    file: PathBuf,
    manifest: PathBuf,
}

/// Where a finished export stands. Named by the run: the name people see is in the manifest.
pub fn file_path(exports: &Path, run: &ExportRun) -> PathBuf {
    exports.join(format!("{}.{}", run.id, ExportFormat::ending_of(&run.format)))
}

/// Where it is made.
fn part_path(exports: &Path, run: &ExportRun) -> PathBuf {
    exports.join(format!(".{}.part", run.id))
}

/// Where its manifest stands.
pub fn manifest_path(exports: &Path, run: &ExportRun) -> PathBuf {
    exports.join(format!("{}.manifest.json", run.id))
}

impl Place {
    /// Makes sure the folder is there.
    pub fn prepare(exports: &Path, run: &ExportRun) -> Result<Self> {
        std::fs::create_dir_all(exports)
            .with_context(|| format!("the folder {} cannot be created", exports.display()))?;
        Ok(Self {
            folder: exports.to_owned(),
            part: part_path(exports, run),
            file: file_path(exports, run),
            manifest: manifest_path(exports, run),
        })
    }

    /// The temporary file, empty. What a run that was cut off left behind is overwritten.
    pub fn create(&self) -> Result<File> {
        File::create(&self.part).with_context(|| format!("{} cannot be written", self.part.display()))
    }

    /// Takes away what a run that failed has left: it holds personal data, and nobody asks for it any more.
    pub fn clear(exports: &Path, run: &ExportRun) {
        let part = part_path(exports, run);
        for path in [part.with_extension("manifest.part"), part] {
            match std::fs::remove_file(&path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    tracing::warn!(%error, path = %path.display(), "a part of an export stays behind");
                }
                _ => {}
            }
        }
    }

    /// Puts the written file and its manifest, signed, into place; returns the hash and the manifest's text.
    /// The manifest goes first: a file that can be seen always has one.
    pub fn put(
        &self,
        written: &File,
        mut manifest: Manifest,
        signer: &NoteSigner,
    ) -> Result<(String, String)> {
        written.sync_all()?;
        manifest.sha256 = sha256_of(&self.part)?;
        let digest = Hash(Sha256::digest(manifest.canonical()).into());
        manifest.signature = signer.sign(manifest.ledger.size, digest)?;
        let text = serde_json::to_string_pretty(&manifest)? + "\n";
        let part = self.part.with_extension("manifest.part");
        let mut beside = File::create(&part)?;
        beside.write_all(text.as_bytes())?;
        beside.sync_all()?;
        std::fs::rename(&part, &self.manifest)?;
        std::fs::rename(&self.part, &self.file)?;
        // The names themselves must survive a power cut too.
        File::open(&self.folder)?.sync_all()?;
        Ok((manifest.sha256, text))
    }
}

/// SHA-256 of a file in hexadecimal.
pub fn sha256_of(path: &Path) -> Result<String> {
    let mut file = File::open(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let count = file.read(&mut buffer)?;
        if count == 0 {
            return Ok(hex::encode(hash.finalize()));
        }
        hash.update(&buffer[..count]);
    }
}
