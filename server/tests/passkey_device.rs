//! A device with a passkey, in software: it can tell the truth about its owner, or not.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Bits of what a device says of itself: somebody touched it, it knew its owner, a new passkey follows.
const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const ATTESTED: u8 = 0x40;

/// A device and its one passkey.
pub struct PasskeyDevice {
    key: SigningKey,
    pub credential: Vec<u8>,
    handle: Option<String>,
    counter: u32,
    /// Whether it verifies its owner before it signs.
    pub verifies: bool,
    /// What page the browser says it is on.
    pub origin: String,
}

impl PasskeyDevice {
    /// A device by its name, which decides its key.
    pub fn new(name: &str) -> Self {
        let key = SigningKey::from_slice(&Sha256::digest(name)).unwrap();
        let credential = Sha256::digest(format!("credential of {name}")).to_vec();
        let origin = "http://localhost:3000".to_owned();
        Self { key, credential, handle: None, counter: 0, verifies: true, origin }
    }

    /// The same key in a second device, as a thief would have it: its counter stays where it was.
    pub fn copied(&self) -> Self {
        Self {
            key: self.key.clone(),
            credential: self.credential.clone(),
            handle: self.handle.clone(),
            origin: self.origin.clone(),
            ..*self
        }
    }

    /// Makes its passkey; answers what the browser hands on.
    pub fn register(&mut self, options: &Value) -> String {
        self.handle = options["user"]["id"].as_str().map(str::to_owned);
        let mut data = self.authenticator_data("localhost", ATTESTED);
        data.extend([0; 16]);
        data.extend(u16::try_from(self.credential.len()).unwrap().to_be_bytes());
        data.extend(&self.credential);
        data.extend(self.cose_key());
        let mut attestation = vec![0xa3, 0x63];
        attestation.extend(b"fmt\x64none\x67attStmt\xa0\x68authData\x59");
        attestation.extend(u16::try_from(data.len()).unwrap().to_be_bytes());
        attestation.extend(data);
        self.answer(json!({
            "clientDataJSON": encoded(self.client_data("webauthn.create", options).as_bytes()),
            "attestationObject": encoded(&attestation),
        }))
    }

    /// Signs what it is asked; answers what the browser hands on.
    pub fn sign(&mut self, options: &Value) -> String {
        let client = self.client_data("webauthn.get", options);
        let data = self.authenticator_data(options["rpId"].as_str().unwrap(), 0);
        let signed = [&data[..], &Sha256::digest(&client)].concat();
        let signature: Signature = self.key.sign(&signed);
        self.answer(json!({
            "clientDataJSON": encoded(client.as_bytes()),
            "authenticatorData": encoded(&data),
            "signature": encoded(signature.to_der().as_bytes()),
            "userHandle": self.handle,
        }))
    }

    fn authenticator_data(&mut self, domain: &str, more: u8) -> Vec<u8> {
        self.counter += 1;
        let verified = if self.verifies { VERIFIED } else { 0 };
        let mut data = Sha256::digest(domain).to_vec();
        data.push(PRESENT | verified | more);
        data.extend(self.counter.to_be_bytes());
        data
    }

    fn client_data(&self, kind: &str, options: &Value) -> String {
        json!({"type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": false})
            .to_string()
    }

    /// The public key as COSE writes it: ES256 on P-256.
    fn cose_key(&self) -> Vec<u8> {
        let point = self.key.verifying_key().to_sec1_point(false);
        let mut key = vec![0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20];
        key.extend(point.x().unwrap());
        key.extend([0x22, 0x58, 0x20]);
        key.extend(point.y().unwrap());
        key
    }

    fn answer(&self, response: Value) -> String {
        let id = encoded(&self.credential);
        json!({"id": id, "rawId": id, "type": "public-key", "response": response}).to_string()
    }
}

fn encoded(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
