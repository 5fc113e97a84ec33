//! The secrets of a site, all derived from one master key that lives outside the database.
//!
//! Personal numbers are sealed with AES-256-GCM; equality is searched by keyed digest; the ledger
//! knows people by keyed digest only; checkpoints are signed with Ed25519.

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// Length of the random part that begins every sealed text.
pub const NONCE_BYTES: usize = 12;

/// Derived keys. Never logged: `Debug` shows nothing.
#[derive(Clone)]
pub struct Keys {
    seal: [u8; 32],
    digest: [u8; 32],
    checkpoint: [u8; 32],
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(…)")
    }
}

/// What a keyed digest is for: the same text has different digests for different purposes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Equality of identity documents.
    Document,
    /// Equality of phones that open an account.
    Phone,
    /// What was typed as an account, where wrong passwords are counted.
    Login,
    /// A code for the day the phone is lost.
    RecoveryCode,
    /// A person in the ledger.
    LedgerPerson,
    /// The reason of a grant in the ledger.
    GrantReason,
    /// The code in an invitation's link.
    Invitation,
    /// A sign-in token.
    Token,
    /// Whether the master key fits the database.
    KeyCheck,
}

impl Keys {
    /// Derives the keys from the master key.
    pub fn from_master(master: &[u8; 32]) -> Self {
        let derive = |label: &str| mac(master, label, "");
        Self { seal: derive("seal/1"), digest: derive("digest/1"), checkpoint: derive("checkpoint/1") }
    }

    /// The keyed digest of a text.
    pub fn digest(&self, purpose: Purpose, text: &str) -> [u8; 32] {
        let label = match purpose {
            Purpose::Document => "document",
            Purpose::Phone => "phone",
            Purpose::Login => "login",
            Purpose::RecoveryCode => "recovery-code",
            Purpose::LedgerPerson => "ledger-person",
            Purpose::GrantReason => "grant-reason",
            Purpose::Invitation => "invitation",
            Purpose::Token => "token",
            Purpose::KeyCheck => "key-check",
        };
        mac(&self.digest, label, text)
    }

    /// Seals a personal number. `nonce` must never be used twice: draw it.
    /// An empty result means the cipher refused, which it does only for texts of many gigabytes.
    pub fn seal(&self, text: &str, nonce: [u8; NONCE_BYTES]) -> Vec<u8> {
        let sealed = Aes256Gcm::new(&self.seal.into())
            .encrypt(Nonce::from_slice(&nonce), Payload { msg: text.as_bytes(), aad: b"xueshi/1" });
        sealed.map_or_else(|_| Vec::new(), |sealed| [&nonce[..], &sealed].concat())
    }

    /// Opens what [`Keys::seal`] sealed; `None` if it was changed or sealed under another key.
    pub fn open(&self, sealed: &[u8]) -> Option<String> {
        let (nonce, sealed) = sealed.split_at_checked(NONCE_BYTES)?;
        let opened = Aes256Gcm::new(&self.seal.into())
            .decrypt(Nonce::from_slice(nonce), Payload { msg: sealed, aad: b"xueshi/1" })
            .ok()?;
        String::from_utf8(opened).ok()
    }

    /// The key that signs checkpoints.
    pub fn checkpoint_key(&self) -> ed25519_dalek::SigningKey {
        ed25519_dalek::SigningKey::from_bytes(&self.checkpoint)
    }
}

/// HMAC-SHA-256 over a label and a text; the label cannot run into the text.
fn mac(key: &[u8; 32], label: &str, text: &str) -> [u8; 32] {
    // HMAC takes keys of any length, so this cannot fail; an all-zero digest would only find nothing.
    let Ok(mut mac) = <Hmac<Sha256> as Mac>::new_from_slice(key) else { return [0; 32] };
    mac.update(label.as_bytes());
    mac.update(&[0]);
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_only_unchanged_and_with_its_own_key() {
        let keys = Keys::from_master(&[7; 32]);
        let mut sealed = keys.seal("370502199001011234", [1; 12]);
        assert_eq!(keys.open(&sealed).as_deref(), Some("370502199001011234"));
        assert_eq!(Keys::from_master(&[8; 32]).open(&sealed), None);
        sealed[20] ^= 1;
        assert_eq!(keys.open(&sealed), None);
        assert_eq!(keys.open(b"short"), None);
    }

    #[test]
    fn digests_differ_by_purpose_and_key() {
        let keys = Keys::from_master(&[7; 32]);
        assert_ne!(keys.digest(Purpose::Document, "a"), keys.digest(Purpose::LedgerPerson, "a"));
        assert_ne!(
            keys.digest(Purpose::Document, "a"),
            Keys::from_master(&[8; 32]).digest(Purpose::Document, "a")
        );
        assert_eq!(keys.digest(Purpose::Document, "a"), keys.digest(Purpose::Document, "a"));
    }
}
