//! Checks and identities confirmed by a passkey: the signature is verified again, with the key as it was added.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::passkey::Proof;
use domain::study::KeptRecord;
use domain::wire::{CheckKind, CheckResult};
use sha2::{Digest, Sha256};
use webauthn_rs::prelude::Passkey;

use super::{Replay, Verified};
use crate::error::{Mismatch, holds, same};

/// In the byte after the digest of the site: somebody was there, and the device knew its owner.
const PRESENT_AND_VERIFIED: u8 = 0b101;
const FLAGS_AT: usize = 32;

impl Replay<'_> {
    pub(super) fn passkey(
        &mut self,
        place: &str,
        row: &KeptRecord,
        id: &str,
        proof: &Proof,
        verdict: (CheckResult, i64),
    ) -> Result<Option<Verified>, Mismatch> {
        let check = self.open_as(place, row, id)?;
        let takes = self.policy(place, &check.policy)?.check.takes_passkeys();
        let allowed = takes || check.kind == CheckKind::Identity;
        holds(place, "a passkey in place of an answer", allowed, "none under this policy", id)?;
        self.signed(place, row, proof)?;
        self.judge(place, row, check, CheckKind::Passkey, |_| true, verdict)
    }

    pub(super) fn signed(&mut self, place: &str, row: &KeptRecord, proof: &Proof) -> Result<(), Mismatch> {
        let key = self.passkeys.iter().find(|key| {
            key.credential_id == proof.credential
                && key.created_at <= row.at_ms
                && key.removed_at.is_none_or(|removed_at| row.at_ms <= removed_at)
        });
        let missing = || Mismatch::new(place, "the passkey", "one the person had then", &proof.credential);
        let key = key.ok_or_else(missing)?;
        let bytes = |what: &str, text: &str| {
            let odd = |error| Mismatch::new(place, what, "base64url", error);
            URL_SAFE_NO_PAD.decode(text).map_err(odd)
        };
        let client = bytes("what the browser was asked", &proof.client_data)?;
        let device = bytes("what the device says", &proof.authenticator_data)?;
        let signature = bytes("the signature", &proof.signature)?;
        let said: serde_json::Value = serde_json::from_slice(&client)
            .map_err(|error| Mismatch::new(place, "what the browser was asked", "JSON", error))?;
        same(place, "what the device was asked for", &Some("webauthn.get"), &said["type"].as_str())?;
        let challenge = said["challenge"].as_str().unwrap_or_default().to_owned();
        let fresh = !challenge.is_empty() && self.challenges.insert(challenge.clone());
        holds(place, "what was signed", fresh, "never signed before", challenge)?;
        let flags = device.get(FLAGS_AT).copied().unwrap_or(0);
        let verified = flags & PRESENT_AND_VERIFIED == PRESENT_AND_VERIFIED;
        holds(place, "the owner of the device", verified, "present and verified", flags)?;
        let signed = [&device[..], &Sha256::digest(&client)].concat();
        let passkey: Passkey = serde_json::from_str(&key.public_key)
            .map_err(|error| Mismatch::new(place, "the passkey", "a public key", error))?;
        let right = passkey.get_public_key().verify_signature(&signature, &signed).unwrap_or(false);
        holds(place, "the signature", right, "one of that passkey", "another")
    }
}
