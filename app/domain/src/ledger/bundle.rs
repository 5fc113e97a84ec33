//! A learner's evidence bundle: their entries of the ledger, each with the proof that it lies under a
//! signed checkpoint. Whoever gets the file can examine it without asking anybody.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ProofError;
use crate::id::{CheckId, ClassId, EnrolmentId};
use crate::wire::DeviceSignature;

/// What a bundle calls itself.
pub const BUNDLE_FORM: &str = "xueshi bundle 1";

/// The file. It names nobody: people appear in the entries as keyed digests only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Bundle {
    /// [`BUNDLE_FORM`].
    pub form: String,
    /// Whose hours they are.
    pub enrolment: EnrolmentId,
    /// In which class.
    pub class: ClassId,
    /// Verified milliseconds: the sum over the entries.
    pub verified_ms: i64,
    /// The key that checks the signature: `name+id+base64`. Compare it with the one that is published.
    pub public_key: String,
    /// The notes by which earlier keys handed over to it ([`super::KeyList`]), so that whoever knows one of those can check
    /// too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<String>,
    /// The signed note over the tree in which the entries lie.
    pub checkpoint: String,
    /// The entries, in the order of the ledger.
    pub entries: Vec<ProvenEntry>,
    /// What the learner's device signed with the checks of those entries that say so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub segments: Vec<SignedSegment>,
}

/// What a device signed when a check was passed: enough to check the signature again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SignedSegment {
    /// The check.
    pub check: CheckId,
    /// The SHA-256 of what was given for it, in hexadecimal.
    pub given_sha256: String,
    /// The public key: P-256, the uncompressed point, base64url.
    pub public_key: String,
    /// What the device signed.
    pub signed: DeviceSignature,
    /// The beats since the pass before, in their order, as the device sent them.
    pub beats: Vec<String>,
}

/// An entry and the proof that it is in the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProvenEntry {
    /// Its place in the tree, from 0.
    pub index: i64,
    /// The hashed bytes: canonical JSON of [`super::Entry`].
    pub body: String,
    /// The audit path from its leaf to the root (RFC 6962), base64.
    pub proof: Vec<String>,
}

/// What an examination asks, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// A key of the ledger signed the checkpoint, and might.
    Signature,
    /// Every entry can be read and is of this one person, enrolment and class.
    Entries,
    /// Every entry lies in the tree of the checkpoint.
    Inclusion,
    /// The learner's device signed the beats behind every entry that says so.
    Device,
    /// The sum is right, and no second of a lesson is in it twice.
    Sum,
    /// Today's ledger continues the checkpoint: nothing before it was rewritten.
    Continues,
}

/// What was examined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Exhibit {
    /// A learner's evidence.
    Bundle {
        /// How many entries it holds.
        entries: usize,
        /// What it says their sum is.
        verified_ms: i64,
    },
    /// A signed checkpoint of the ledger alone.
    Checkpoint,
    /// One of the audit log.
    AuditCheckpoint,
}

/// What an examination found. What is not claimed by an exhibit is not in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Examined {
    /// What it was.
    pub exhibit: Exhibit,
    /// How many entries its checkpoint covers.
    pub size: i64,
    /// The root in the checkpoint.
    pub root: Vec<u8>,
    /// Each claim, and for one that does not hold what is wrong.
    pub claims: Vec<(Claim, Result<(), ProofError>)>,
}

impl Examined {
    /// Whether everything holds.
    pub fn holds(&self) -> bool {
        self.claims.iter().all(|(_, found)| found.is_ok())
    }
}
