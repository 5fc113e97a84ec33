//! The learner's device: the chain over the beats since the last pass, and what was signed with the answer that ended it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::device::SignatureState;
use domain::study::KeptRecord;
use domain::wire::{DeviceSignature, PlayState};
use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{Signature, VerifyingKey};
use sha2::{Digest, Sha256};

use super::{Replay, Verified};

impl Replay<'_> {
    /// A beat as the device sent it, linked to those before.
    pub(super) fn link(&mut self, row: &KeptRecord, played: &[[i64; 2]], position: i64, state: PlayState) {
        let ranges: Vec<String> = played.iter().map(|[from, to]| format!("[{from},{to}]")).collect();
        let state = match state {
            PlayState::Playing => "playing",
            PlayState::Paused => "paused",
            PlayState::Stalled => "stalled",
            PlayState::Ended => "ended",
            PlayState::Hidden => "hidden",
        };
        let beat = format!(
            r#"{{"session":"{}","seq":{},"played":[{}],"position_ms":{position},"state":"{state}"}}"#,
            row.session,
            row.seq.unwrap_or_default(),
            ranges.join(","),
        );
        self.head = hex::encode(Sha256::digest(format!("{}\n{beat}", self.head)));
    }

    /// Says of what was verified whether a device of the person's signed it: this check, what was given, and these beats.
    pub(super) fn vouched(
        &self,
        row: &KeptRecord,
        check: &str,
        given: &str,
        signed: Option<&DeviceSignature>,
    ) -> impl Fn(Verified) -> Verified + use<> {
        let given = hex::encode(Sha256::digest(given));
        let statement = format!("xueshi answer 1\n{check}\n{given}\n{}\n", self.head);
        let state = match signed {
            None => SignatureState::Unsigned,
            Some(signed) if self.is_signed(row.at_ms, &statement, signed) => SignatureState::Signed,
            Some(_) => SignatureState::Differs,
        };
        move |verified| Verified { signed: state, ..verified }
    }

    fn is_signed(&self, at_ms: i64, statement: &str, signed: &DeviceSignature) -> bool {
        let key = self.devices.iter().find(|key| {
            key.id == signed.key.0
                && key.created_at <= at_ms
                && key.removed_at.is_none_or(|removed_at| at_ms < removed_at)
        });
        key.is_some_and(|key| signature_fits(&key.id, &key.public_key, statement, &signed.signature))
    }
}

/// Whether a key of this name made a signature (P-256, both numbers, base64url) over a text.
pub fn signature_fits(name: &str, public_key: &str, text: &str, signature: &str) -> bool {
    let Ok(point) = URL_SAFE_NO_PAD.decode(public_key) else { return false };
    let named = hex::encode(&Sha256::digest(&point)[..16]) == name;
    let (Ok(key), Ok(signature)) = (VerifyingKey::from_sec1_bytes(&point), URL_SAFE_NO_PAD.decode(signature))
    else {
        return false;
    };
    named
        && Signature::from_slice(&signature)
            .is_ok_and(|signature| key.verify(text.as_bytes(), &signature).is_ok())
}
