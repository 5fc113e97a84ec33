//! The learner's own device vouches for what it sent: it keeps a chain over its beats, and with what it gives for a check it
//! signs that chain (RULES.md, section 8). Only the device holds the key, so nobody else makes an hour in the learner's name.

use sha2::{Digest, Sha256};

use crate::codes::codes;
use crate::id::{CheckId, DeviceKeyId};
use crate::wire::Beat;

/// The first line of what is signed: what it is, and the version of its form.
const FORM: &str = "xueshi answer 1";

codes! {
    /// Whether the learner's device vouches for a segment. It never changes what counts.
    SignatureState {
        /// A key of the learner's signed exactly the beats that were recorded.
        Signed = "signed",
        /// Something was signed, by an unknown key or over other beats: another device was used meanwhile, or worse.
        Differs = "differs",
        /// Nothing was signed: the browser cannot.
        Unsigned = "unsigned",
    }
}

impl SignatureState {
    /// As a column has it: absent where nothing was signed.
    pub fn as_flag(self) -> Option<bool> {
        match self {
            Self::Signed => Some(true),
            Self::Differs => Some(false),
            Self::Unsigned => None,
        }
    }

    /// What a column says.
    pub fn of(flag: Option<bool>) -> Self {
        match flag {
            Some(true) => Self::Signed,
            Some(false) => Self::Differs,
            None => Self::Unsigned,
        }
    }
}

/// The head of the chain after a beat, as it was sent. Links to the head before, which is empty after each pass.
pub fn head_after(head: &str, beat: &Beat) -> String {
    let beat = serde_json::to_string(beat).unwrap_or_default();
    hex::encode(Sha256::digest(format!("{head}\n{beat}")))
}

/// The text that a device signs: the check, the digest of what is given for it, and the head of its chain.
pub fn statement(check: &CheckId, given: &str, head: &str) -> String {
    format!("{FORM}\n{check}\n{}\n{head}\n", given_sha256(given))
}

/// The digest of what is given for a check, in hexadecimal.
pub fn given_sha256(given: &str) -> String {
    hex::encode(Sha256::digest(given))
}

/// The name of a key: the first half of the SHA-256 of its public point, uncompressed, in hexadecimal.
pub fn key_name(point: &[u8]) -> DeviceKeyId {
    DeviceKeyId(hex::encode(&Sha256::digest(point)[..16]))
}
