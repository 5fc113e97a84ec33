//! What a witness has cosigned: a file to which lines are added, each on the disk before it is answered. The last line of a
//! log is what counts; those before it say when it had seen what.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};
use translog::{Hash, SignedCheckpoint};

use crate::error::{WitnessError, at};

/// A checkpoint that was cosigned.
#[derive(Clone, Debug, PartialEq)]
pub struct Cosigned {
    pub origin: String,
    pub size: u64,
    pub root: Hash,
    /// Unix seconds.
    pub at_s: i64,
    /// The checkpoint with the log's signatures and the cosignature.
    pub note: String,
}

/// A line as it is written.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    at: i64,
    note: String,
}

impl Cosigned {
    fn parse(line: &str) -> Option<Self> {
        let Line { at, note } = serde_json::from_str(line).ok()?;
        let SignedCheckpoint { origin, size, root, .. } = SignedCheckpoint::read(&note)?;
        Some(Self { origin, size, root, at_s: at, note })
    }
}

/// What a state says, in the order in which it was cosigned; the number of the first line that says nothing otherwise.
pub fn read(state: &str) -> Result<Vec<Cosigned>, usize> {
    let lines = (1..).zip(state.lines());
    lines.map(|(n, line)| Cosigned::parse(line).ok_or(n)).collect()
}

/// The file and the last of each log.
pub(crate) struct History {
    file: File,
    latest: BTreeMap<String, Cosigned>,
    /// Where the next line begins.
    end: u64,
}

impl History {
    /// Opens the file, or makes an empty one. A last line that was cut off by a crash was never answered: it goes.
    pub(crate) fn open(path: &Path) -> Result<Self, WitnessError> {
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path);
        let file = file.map_err(at(path))?;
        file.try_lock().map_err(|_| WitnessError::InUse(path.to_owned()))?;
        let text = std::fs::read(path).map_err(at(path))?;
        let end = text.iter().rposition(|byte| *byte == b'\n').map_or(0, |last| last + 1);
        file.set_len(end as u64).and_then(|()| file.sync_all()).map_err(at(path))?;
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            File::open(folder).and_then(|folder| folder.sync_all()).map_err(at(path))?;
        }
        let damaged = |line| WitnessError::Damaged { place: path.to_owned(), line };
        let text = std::str::from_utf8(&text[..end]).map_err(|_| damaged(0))?;
        let mut latest = BTreeMap::new();
        for seen in read(text).map_err(damaged)? {
            latest.insert(seen.origin.clone(), seen);
        }
        Ok(Self { file, latest, end: end as u64 })
    }

    /// Whether nothing was ever cosigned.
    pub(crate) fn is_empty(&self) -> bool {
        self.latest.is_empty()
    }

    pub(crate) fn latest(&self, origin: &str) -> Option<&Cosigned> {
        self.latest.get(origin)
    }

    /// Adds a line; it is on the disk when this returns. What could not be written whole is overwritten by the next.
    pub(crate) fn add(&mut self, seen: Cosigned) -> std::io::Result<()> {
        let mut line = serde_json::to_string(&Line { at: seen.at_s, note: seen.note.clone() })?;
        line.push('\n');
        self.file.seek(SeekFrom::Start(self.end))?;
        self.file.write_all(line.as_bytes())?;
        self.file.set_len(self.end + line.len() as u64)?;
        self.file.sync_all()?;
        self.end += line.len() as u64;
        self.latest.insert(seen.origin.clone(), seen);
        Ok(())
    }
}
