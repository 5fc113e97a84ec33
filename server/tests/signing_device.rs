//! A learner's device as the page makes it: it keeps the chain over its beats, and signs.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::device::{head_after, statement};
use domain::wire::DeviceSignature;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};

use crate::site::Actor;

/// A device with a key that the site knows.
pub struct SigningDevice {
    key: SigningKey,
    pub name: String,
    /// The chain over the beats since the last pass.
    pub head: String,
}

/// The public half of a key, as the page sends it.
pub fn public_key(key: &SigningKey) -> String {
    URL_SAFE_NO_PAD.encode(key.verifying_key().to_sec1_point(false))
}

impl SigningDevice {
    /// Made on the first page of a lesson; `n` tells it from others.
    pub async fn added(actor: &Actor<'_>, n: u8) -> Self {
        let key = SigningKey::from_slice(&[n; 32]).unwrap();
        let said = actor.json("/api/study/devices", json!({ "public_key": public_key(&key) })).await;
        let name = said.is(200).json()["key"].as_str().unwrap().to_owned();
        Self { key, name, head: String::new() }
    }

    /// A beat was stored.
    pub fn sent(&mut self, beat: &Value) {
        self.head = head_after(&self.head, &serde_json::from_value(beat.clone()).unwrap());
    }

    /// With what is given for a check.
    pub fn signed(&self, check: &str, given: &str) -> DeviceSignature {
        let text = statement(&check.into(), given, &self.head);
        let signature: Signature = self.key.sign(text.as_bytes());
        let signature = URL_SAFE_NO_PAD.encode(signature.to_bytes());
        DeviceSignature { key: self.name.as_str().into(), signature }
    }
}
