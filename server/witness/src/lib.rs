//! A witness: it watches logs of others, cosigns only what continues all it has seen of them, and remembers that across
//! restarts. Whoever runs it need not trust the log, nor see what is in it: it is asked with a signed checkpoint and a proof
//! (C2SP `tlog-witness`) and answers with the time and its own signature (C2SP `tlog-cosignature`).

mod error;
mod history;
mod key;
mod request;
mod router;

pub use error::WitnessError;
pub use history::{Cosigned, read as read_history};
pub use key::WitnessKey;
pub use router::router;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use translog::{LogKey, continues, empty_root};

use history::History;
use request::Request;

/// An unchanged tree is cosigned anew whenever that is asked for; written down anew only so often, so that nobody fills the
/// disk by asking. A little less than the ten minutes after which a site asks.
const SAME_TREE_WRITTEN_AFTER_S: i64 = 590;

/// Why a witness does not cosign, as the protocol has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The request is no request.
    Malformed,
    /// No key of this log signed the checkpoint, or one is named and did not.
    Unsigned,
    /// A log that this witness does not watch.
    UnknownLog,
    /// The proof does not begin at the tree that was cosigned last, of so many leaves.
    OtherSize(u64),
    /// The checkpoint does not continue what was seen.
    Inconsistent,
    /// What was seen could not be written down.
    NotKept,
}

/// A log that is watched: its name, and the keys by which it signs.
pub type Log = (String, Vec<LogKey>);

/// A running witness.
pub struct Witness {
    key: WitnessKey,
    logs: BTreeMap<String, Vec<LogKey>>,
    /// The lock lies around checking and writing together: of two requests at once neither rolls the other back.
    history: Mutex<History>,
    /// Unix seconds.
    now_s: Box<dyn Fn() -> i64 + Send + Sync>,
}

impl Witness {
    /// Opens the state of a witness. State and key are made together, and neither works without the other: a witness that
    /// forgot what it saw would cosign another past.
    pub fn open(
        key_file: &Path,
        state: &Path,
        name: Option<&str>,
        logs: impl IntoIterator<Item = Log>,
        draw: &dyn Fn(&mut [u8]),
        now_s: impl Fn() -> i64 + Send + Sync + 'static,
    ) -> Result<Self, WitnessError> {
        let key = WitnessKey::read(key_file)?;
        if key.is_some() && !state.exists() {
            return Err(WitnessError::NoState(state.to_owned()));
        }
        let history = History::open(state)?;
        let key = match key {
            Some(key) => key,
            None if history.is_empty() => {
                WitnessKey::make(key_file, name.ok_or(WitnessError::NoName)?, draw)?
            }
            None => return Err(WitnessError::NoKey(key_file.to_owned())),
        };
        if let Some(name) = name.filter(|name| *name != key.name()) {
            return Err(WitnessError::OtherName { asked: name.to_owned(), has: key.name().to_owned() });
        }
        let mut watched: BTreeMap<String, Vec<LogKey>> = BTreeMap::new();
        for (origin, keys) in logs {
            watched.entry(origin).or_default().extend(keys);
        }
        Ok(Self { key, logs: watched, history: Mutex::new(history), now_s: Box::new(now_s) })
    }

    /// The public key that those who ask are given.
    pub fn public_key(&self) -> String {
        self.key.public_key()
    }

    /// What was cosigned last of a log.
    pub fn latest(&self, origin: &str) -> Option<Cosigned> {
        self.history.lock().unwrap_or_else(PoisonError::into_inner).latest(origin).cloned()
    }

    /// The names of the logs that are watched.
    pub fn origins(&self) -> impl Iterator<Item = &str> {
        self.logs.keys().map(String::as_str)
    }

    /// Answers a request to cosign: the signature line.
    pub fn add_checkpoint(&self, body: &[u8]) -> Result<String, Refusal> {
        let Request { old, proof, checkpoint } = Request::read(body).ok_or(Refusal::Malformed)?;
        let keys = self.logs.get(&checkpoint.origin).ok_or(Refusal::UnknownLog)?;
        let signatures = checkpoint.signatures_by(keys).ok_or(Refusal::Unsigned)?;
        let (size, root) = (checkpoint.size, checkpoint.root);
        if old > size {
            return Err(Refusal::Malformed);
        }
        let mut history = self.history.lock().unwrap_or_else(PoisonError::into_inner);
        let last = history.latest(&checkpoint.origin);
        let (seen, seen_root) = last.map_or((0, empty_root()), |last| (last.size, last.root));
        if old != seen {
            return Err(Refusal::OtherSize(seen));
        }
        let root_fits = size != 0 || root == empty_root();
        if !root_fits || !continues(&proof, (old, seen_root), (size, root)) {
            tracing::error!(origin = %checkpoint.origin, seen, size, "a checkpoint does not continue what was seen");
            return Err(Refusal::Inconsistent);
        }
        let at_s = (self.now_s)();
        let written =
            last.is_some_and(|last| last.size == size && at_s - last.at_s < SAME_TREE_WRITTEN_AFTER_S);
        let line = self.key.cosign(&checkpoint.text, at_s).map_err(|_| Refusal::NotKept)?;
        if !written {
            let note = format!("{}\n{signatures}{line}", checkpoint.text);
            let seen = Cosigned { origin: checkpoint.origin, size, root, at_s, note };
            history.add(seen).map_err(|error| {
                tracing::error!(%error, "the state could not be written: nothing is cosigned");
                Refusal::NotKept
            })?;
        }
        Ok(line)
    }
}
