//! The hours ledger: one entry per verified segment (RULES.md, section 8).
//!
//! The bytes of an entry are its canonical JSON: the version of the form and the fields, in the order of the type, no spaces.
//! They are hashed into an RFC 6962 Merkle tree, whose signed checkpoints prove to anyone who
//! kept an old one that history was not rewritten.

mod bundle;
mod compact;
mod keys;
mod proof_error;
mod witness;

pub use bundle::{BUNDLE_FORM, Bundle, Claim, Examined, Exhibit, ProvenEntry, SignedSegment};
pub use compact::EntryRowContext;
pub use keys::{Ended, KeyList, ListedKey};
pub use proof_error::{KeyListError, ProofError};
pub use witness::WitnessTrouble;

use serde::{Deserialize, Serialize};

use crate::appeal::Ground;
use crate::check::DaySegment;
use crate::device::SignatureState;
use crate::id::{AppealId, CheckId, ClassId, EnrolmentId, LessonId};
use crate::study::RefusalCode;
use crate::wire::CheckKind;

/// A ledger entry: never changed, never deleted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The form that is hashed.
    pub v: EntryForm,
    /// Who studied, as a keyed digest: the ledger holds no personal data.
    pub person_digest: String,
    /// Under which enrolment.
    pub enrolment: EnrolmentId,
    /// In which class.
    pub class: ClassId,
    /// Of which lesson.
    pub lesson: LessonId,
    /// Verified media intervals by local day.
    pub days: Vec<DaySegment>,
    /// Verified milliseconds: the measure of `days`.
    pub ms: i64,
    /// How it was verified; absent from a contra entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check: Option<PassedCheck>,
    /// Why a contra entry stands: an appeal that two people granted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub granted: Option<Granted>,
    /// The policy version in force.
    pub policy: String,
    /// Server time of the pass or grant.
    pub at_ms: i64,
    /// The raw records from which it can be recomputed.
    pub evidence: Evidence,
}

/// The form of an entry: 1, and no other is read. Another form would be another number; the entries before it keep theirs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "u8", try_from = "u8")]
pub struct EntryForm;

impl From<EntryForm> for u8 {
    fn from(_: EntryForm) -> Self {
        1
    }
}

impl TryFrom<u8> for EntryForm {
    type Error = &'static str;

    fn try_from(v: u8) -> Result<Self, Self::Error> {
        if v == 1 { Ok(Self) } else { Err("an entry of a form that this program does not read") }
    }
}

/// The check that verified an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassedCheck {
    /// The check.
    pub id: CheckId,
    /// Its kind.
    pub kind: CheckKind,
    /// On which offer it was passed, from 1.
    pub offer: i64,
    /// Whether the learner's device vouches for the beats before it.
    pub signed: SignatureState,
}

/// A grant, as the public ledger tells of it: people appear as keyed digests, the reason by its ground
/// and the keyed digest of its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Granted {
    /// The appeal.
    pub appeal: AppealId,
    /// Why the time had been refused.
    pub code: RefusalCode,
    /// On what ground it counts after all.
    pub ground: Ground,
    /// Who proposed the grant.
    pub actor: String,
    /// The second person, who confirmed it.
    pub approver: String,
    /// The proposal's reason.
    pub reason: String,
}

/// Raw records behind an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The number of the record of the passing answer or grant among the person's raw records.
    pub record: i64,
    /// The hash chain over all of the person's raw records up to it.
    pub chain: String,
}

impl Entry {
    /// The bytes that are hashed and stored.
    pub fn canonical(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}
