//! Exported files: the hash, the rows and their sums must be what the manifest beside the file
//! says, and what the ledger says.

mod difference;
mod table;

pub use table::{ClassSums, Sums};

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use domain::device::SignatureState;
use domain::export::Manifest;
use domain::ledger::Entry;
use domain::wire::CheckKind;
use sha2::{Digest, Sha256};
use store_read::evidence::Snapshot;

use crate::error::{Mismatch, VerifyError, holds, same};
use crate::keys::Chain;
use crate::note::Note;
use crate::tree::Kept;

/// Entries read with one statement.
const ENTRIES_AT_ONCE: i64 = 2000;

/// A file that agrees with its manifest.
#[derive(Debug)]
pub struct Exported {
    pub place: String,
    pub manifest: Manifest,
    pub sums: Sums,
}

/// Where the manifest of a file stands.
pub fn manifest_beside(file: &Path) -> PathBuf {
    file.with_extension("manifest.json")
}

/// Compares a file with its manifest: what differs is named by its row and column. A manifest must be signed by a key of the
/// ledger, where keys are given.
pub fn verify_file(file: &Path, manifest: &Path, keys: Option<&Chain>) -> Result<Exported, Mismatch> {
    let place = format!("export {}", file.display());
    let manifest = read_manifest(manifest)?;
    signed(&place, &manifest, keys)?;
    let (sums, tables) = table::read(&place, file)?;
    difference::compare(&place, &manifest.tables, &tables)?;
    let hash =
        sha256(file).map_err(|error| Mismatch::new(&place, "the file", "one that can be read", error))?;
    same(&place, "its SHA-256", &manifest.sha256, &hash)?;
    same(&place, "the number of its rows", &manifest.rows, &sums.rows)?;
    same(&place, "the sum of verified milliseconds", &manifest.verified_ms, &sums.verified_ms)?;
    same(&place, "the sum of fen", &manifest.amount_fen, &sums.amount_fen)?;
    Ok(Exported { place, manifest, sums })
}

/// The manifest's note must be over what the manifest says, of the same ledger, and by one of its keys.
fn signed(place: &str, manifest: &Manifest, keys: Option<&Chain>) -> Result<(), Mismatch> {
    let what = "the signature of its manifest";
    let note = Note::parse(&manifest.signature)
        .map_err(|error| Mismatch::new(place, what, "a signed note", error))?;
    holds(place, what, note.is_of_export(), "one over a manifest", &note.origin)?;
    let digest = hex::encode(Sha256::digest(manifest.canonical()));
    let says = "what its manifest says, by the signature";
    same(place, says, &hex::encode(&note.root), &digest)?;
    same(place, "the size of the ledger, by the signature", &note.size, &manifest.ledger.size)?;
    let Some(keys) = keys else { return Ok(()) };
    keys.signed(&note).map_err(|error| Mismatch::new(place, what, "one by a key of the ledger", error))
}

fn read_manifest(path: &Path) -> Result<Manifest, Mismatch> {
    let mismatch = |error: String| {
        let place = format!("manifest {}", path.display());
        Mismatch::new(place, "the manifest of an exported file", "one that can be read", error)
    };
    let text = std::fs::read_to_string(path).map_err(|error| mismatch(error.to_string()))?;
    serde_json::from_str(&text).map_err(|error| mismatch(error.to_string()))
}

fn sha256(path: &Path) -> std::io::Result<String> {
    let mut file = File::open(path)?;
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

impl Exported {
    /// The checkpoint in the manifest, to be compared with today's ledger like any other.
    pub fn kept(&self) -> Result<Kept, Mismatch> {
        let note = Note::parse(&self.manifest.ledger.checkpoint).map_err(|error| {
            Mismatch::new(&self.place, "the checkpoint in its manifest", "a signed note", error)
        })?;
        same(&self.place, "the size of its ledger", &note.size, &self.manifest.ledger.size)?;
        same(&self.place, "the root of its ledger", &hex::encode(&note.root), &self.manifest.ledger.root)?;
        Ok(Kept { name: format!("the checkpoint of {}", self.place), note })
    }

    /// Compares the sums of its classes with the entries that the ledger had then.
    pub async fn compare(&self, books: &mut Snapshot) -> Result<(), VerifyError> {
        for (class, found) in &self.sums.classes {
            let size = self.manifest.ledger.size;
            let expected = books.class_ms(class, size).await?;
            let what = format!("verified milliseconds of class {class}");
            same(&self.place, &what, &expected, &found.verified_ms)?;
            let (signed_ms, passed, by_number) = signed_and_passed(books, class, size).await?;
            let what = format!("milliseconds of class {class} that the learners' devices signed");
            same(&self.place, &what, &signed_ms, &found.signed_ms)?;
            same(&self.place, &format!("checks passed in class {class}"), &passed, &found.passed)?;
            let what = format!("checks passed by a number in class {class}");
            same(&self.place, &what, &by_number, &found.by_number)?;
        }
        Ok(())
    }
}

/// What devices signed in a class; the checks that verified something, once for each learner whom they did, and those that were a number to type.
async fn signed_and_passed(
    books: &mut Snapshot,
    class: &str,
    size: i64,
) -> Result<(i64, i64, i64), VerifyError> {
    let (mut checks, mut signed_ms) = (BTreeMap::new(), 0);
    let mut from = 0;
    loop {
        let rows = books.entries_of_class(class, (from, size), ENTRIES_AT_ONCE).await?;
        let Some(last) = rows.last() else { break };
        from = last.entry_index + 1;
        for row in &rows {
            let place = format!("ledger entry {}", row.entry_index);
            let entry: Entry = serde_json::from_str(&row.body)
                .map_err(|error| Mismatch::new(place, "the body", "an entry", error))?;
            if let Some(check) = entry.check {
                signed_ms += if check.signed == SignatureState::Signed { entry.ms } else { 0 };
                checks.insert((entry.enrolment.0, check.id.0), check.kind == CheckKind::Number);
            }
        }
    }
    let by_number = checks.values().filter(|by_number| **by_number).count();
    Ok((signed_ms, checks.len() as i64, by_number as i64))
}
