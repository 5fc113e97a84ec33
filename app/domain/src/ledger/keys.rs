//! What is published about the keys that sign a ledger's checkpoints.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The keys of a ledger, oldest first, and the signed notes by which each hands over to the next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct KeyList {
    /// The ledger's name.
    pub ledger: String,
    /// What the notes say, for people; whoever checks reads the notes.
    pub keys: Vec<ListedKey>,
    /// Signed notes (C2SP signed-note) under the ledger's name with `/keys` behind it, each by the key before and the key
    /// after: a hand-over, its end, the next hand-over.
    pub notes: Vec<String>,
}

/// A key and when it signs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ListedKey {
    /// `name+id+base64`, of the ledger.
    pub public_key: String,
    /// The same key under the name of the audit log.
    pub audit_public_key: String,
    /// Since when it signs, unix milliseconds; absent for the first.
    pub from_ms: Option<i64>,
    /// Until when it was to sign beside the next; absent while there is no next.
    pub until_ms: Option<i64>,
    /// That it ended; absent while it signs.
    pub ended: Option<Ended>,
}

/// The end of a key: it signs no tree that is larger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Ended {
    /// When, unix milliseconds.
    pub at_ms: i64,
    /// How many entries the ledger had.
    pub ledger: i64,
    /// How many lines the audit log had.
    pub audit: i64,
}
