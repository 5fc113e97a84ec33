//! The audit log: what an event is, and what of it is hashed.
//!
//! Events are the leaves of a Merkle tree like that of the ledger: their canonical JSON is hashed,
//! and signed checkpoints prove to anyone who kept an old one that no line was changed, taken out
//! or slipped in since.

mod action;
mod fact;
mod state;
mod subject;

pub use action::{AuditAction, AuditKind, FACTS};
pub use fact::{LinkFact, PasskeyFact, RoleFact};
pub use state::{AuditState, PostState};
pub use subject::AuditSubject;

use serde::Serialize;

/// The version of the form that is hashed.
const LEAF_VERSION: u8 = 1;

/// An event of the audit log as it is stored: never changed, never deleted. No personal number stands in it.
///
/// What is hashed is its JSON ([`Leaf::canonical`]): `"v"`, the version of this form, and then the fields in the order in
/// which they stand here, without spaces; an absent account is `null`. An event of a later program stays provable: the
/// texts are hashed as they are stored, whatever they mean. A change of the form gets another version, which the rows then
/// name in a column, for the leaves before it keep theirs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Leaf {
    /// The event's own id.
    pub id: String,
    /// Server time.
    pub at_ms: i64,
    /// Whose action; absent for what the system does by itself.
    pub account: Option<String>,
    /// What, as a stable code: [`AuditAction::code`].
    pub action: String,
    /// To what, as `kind:id`: [`AuditSubject`].
    pub subject: String,
    /// Why, in the words of whoever did it.
    pub reason: String,
    /// What else is to be known, as JSON: [`AuditAction::detail`].
    pub detail: String,
    /// What stood there before, where something changed: [`AuditState`].
    pub before: String,
    /// What stands there since.
    pub after: String,
    /// The network address it came from.
    pub address: String,
}

impl Leaf {
    /// The bytes that are hashed.
    pub fn canonical(&self) -> String {
        #[derive(Serialize)]
        struct Canonical<'a> {
            v: u8,
            #[serde(flatten)]
            leaf: &'a Leaf,
        }
        serde_json::to_string(&Canonical { v: LEAF_VERSION, leaf: self }).unwrap_or_default()
    }
}
