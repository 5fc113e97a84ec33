//! The audit log: what an event is when it is hashed.
//!
//! Events are the leaves of a Merkle tree like that of the ledger: their canonical JSON is hashed,
//! and signed checkpoints prove to anyone who kept an old one that no line was changed, taken out
//! or slipped in since.

use serde::{Deserialize, Serialize};

/// An event of the audit log: never changed, never deleted. No personal number stands in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leaf {
    /// The event's own id.
    pub id: String,
    /// Server time.
    pub at_ms: i64,
    /// Whose action; absent for what the system does by itself.
    pub account: Option<String>,
    /// What, as a stable code.
    pub action: String,
    /// To what, as `noun:id`.
    pub subject: String,
    /// Why, in the words of whoever did it.
    pub reason: String,
    /// What else is to be known.
    pub detail: String,
    /// What stood there before, where something changed.
    pub before: String,
    /// What stands there since.
    pub after: String,
    /// The network address it came from.
    pub address: String,
}

impl Leaf {
    /// The bytes that are hashed.
    pub fn canonical(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}
