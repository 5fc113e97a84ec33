//! The secrets of a site: a root that never changes, data keys and signing keys that can be changed while the site runs.
//!
//! Personal numbers are sealed under a data key; equality is searched by keyed digest; the ledger knows people by keyed
//! digest only; checkpoints are signed with Ed25519. Every key stands in the database, wrapped by the master key, which
//! lives outside it.
//!
//! The digest root is never rotated: a digest can only be made anew from the number itself, those of people are in the
//! ledger's signed tree, and those of phones and tokens are compared at every sign-in. A new master key wraps the same root.

use std::sync::{PoisonError, RwLock};

use ed25519_dalek::SigningKey;
use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::cipher::{Cipher, KEY_BYTES, NONCE_BYTES};
use crate::draw::{Draw, drawn};

/// What names a data key.
pub type KeyId = [u8; 8];
/// The first byte of every sealed value: how the rest is to be read.
const VERSION: u8 = 1;
/// Version byte and key id, with which every sealed value begins.
pub const HEADER_BYTES: usize = 9;
/// The key derived from the master key: what there is as long as a database has no data key.
pub const FIRST_KEY: KeyId = [0; 8];

/// A master key: 32 random bytes from the key file.
#[derive(Clone, Copy)]
pub struct Master(pub [u8; KEY_BYTES]);

/// A key under which values are sealed.
#[derive(Clone, Copy)]
pub struct DataKey {
    pub id: KeyId,
    pub cipher: Cipher,
    pub key: [u8; KEY_BYTES],
}

/// What a sealed value is. It opens as nothing else: moved to another column or another row it stays shut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SealedAs<'a> {
    /// `table.column`; of what lies in no table, what it is.
    pub what: &'a str,
    /// The key of its row; empty where there is none.
    pub row: &'a str,
}

impl<'a> SealedAs<'a> {
    /// A ticket that goes to a browser and comes back.
    pub const fn ticket(what: &'a str) -> Self {
        Self { what, row: "" }
    }

    /// What is bound to the sealed bytes beside their header; the first cannot run into the second.
    fn bound(self, header: &[u8]) -> Vec<u8> {
        [header, self.what.as_bytes(), &[0], self.row.as_bytes()].concat()
    }
}

/// The keys of a site. Never logged: `Debug` shows nothing.
pub struct Keys {
    master: Master,
    digest: [u8; KEY_BYTES],
    signing: RwLock<SigningKeys>,
    /// Newest first; the first seals.
    ring: RwLock<Vec<DataKey>>,
}

/// The keys that sign checkpoints: one, or two while one hands over to the next.
#[derive(Clone)]
pub struct SigningKeys {
    pub newest: SigningKey,
    /// The one before, while it still signs too.
    pub outgoing: Option<SigningKey>,
    /// How many notes of hand-overs stood in the database when these were read.
    pub notes: i64,
}

impl SigningKeys {
    /// Every key that signs now, oldest first.
    pub fn all(&self) -> Vec<&SigningKey> {
        self.outgoing.iter().chain([&self.newest]).collect()
    }
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(…)")
    }
}

impl std::fmt::Debug for DataKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DataKey({}, {})", hex::encode(self.id), self.cipher.as_str())
    }
}

impl std::fmt::Debug for SigningKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SigningKeys(…)")
    }
}

impl std::fmt::Debug for Master {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Master(…)")
    }
}

/// What a keyed digest is for: the same text has different digests for different purposes.
pub trait DigestPurpose {
    /// What tells this purpose from all others, for ever.
    fn label(&self) -> &'static str;
}

impl DataKey {
    /// A fresh key.
    pub fn fresh(cipher: Cipher, draw: Draw<'_>) -> Self {
        Self { id: drawn(draw), cipher, key: drawn(draw) }
    }
}

impl Master {
    /// Which key file this is, without telling anything of it.
    pub fn name(&self) -> String {
        hex::encode(&mac(&self.0, "master-name/1", b"")[..8])
    }

    /// Wraps a key for keeping it in the database.
    pub fn wrap(&self, cipher: Cipher, id: &str, key: &[u8; KEY_BYTES], nonce: [u8; NONCE_BYTES]) -> Vec<u8> {
        let sealed = cipher.seal(&self.wrapping(cipher), &nonce, about_wrapped(id).as_bytes(), key);
        [&nonce[..], &sealed].concat()
    }

    /// The key that was wrapped; `None` if it was wrapped by another master key, under another id, or was changed.
    pub fn unwrap_key(&self, cipher: Cipher, id: &str, wrapped: &[u8]) -> Option<[u8; KEY_BYTES]> {
        let (nonce, sealed) = wrapped.split_first_chunk()?;
        cipher.open(&self.wrapping(cipher), nonce, about_wrapped(id).as_bytes(), sealed)?.try_into().ok()
    }

    /// No key serves two ciphers.
    fn wrapping(&self, cipher: Cipher) -> [u8; KEY_BYTES] {
        mac(&self.0, "wrap/1", cipher.as_str().as_bytes())
    }
}

fn about_wrapped(id: &str) -> String {
    format!("xueshi/wrap/1/{id}")
}

impl Keys {
    /// The keys of a site that has no data keys yet: all derived from the master key.
    pub fn from_master(master: &[u8; KEY_BYTES]) -> Self {
        let derive = |label: &str| mac(master, label, b"");
        let first = DataKey { id: FIRST_KEY, cipher: Cipher::Aes256Gcm, key: derive("seal/1") };
        let newest = Self::first_signing_key(&Master(*master));
        let signing = SigningKeys { newest, outgoing: None, notes: 0 };
        Self::new(Master(*master), derive("digest/1"), signing, vec![first])
    }

    /// The keys as they were read from a database.
    pub fn new(master: Master, digest: [u8; KEY_BYTES], signing: SigningKeys, ring: Vec<DataKey>) -> Self {
        Self { master, digest, signing: RwLock::new(signing), ring: RwLock::new(ring) }
    }

    /// The master key that wraps them.
    pub fn master(&self) -> &Master {
        &self.master
    }

    /// The root of all digests, for keeping it wrapped.
    pub fn digest_root(&self) -> &[u8; KEY_BYTES] {
        &self.digest
    }

    /// The keys that sign checkpoints now, as far as this process knows.
    pub fn signing(&self) -> SigningKeys {
        self.signing.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Takes the signing keys as the database has them now.
    pub fn set_signing(&self, signing: SigningKeys) {
        *self.signing.write().unwrap_or_else(PoisonError::into_inner) = signing;
    }

    /// Takes the data keys as the database has them now, newest first.
    pub fn set_ring(&self, ring: Vec<DataKey>) {
        *self.ring.write().unwrap_or_else(PoisonError::into_inner) = ring;
    }

    /// The data key that seals now.
    pub fn current(&self) -> Option<DataKey> {
        self.ring.read().unwrap_or_else(PoisonError::into_inner).first().copied()
    }

    /// Every data key, newest first.
    pub fn data_keys(&self) -> Vec<DataKey> {
        self.ring.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn data_key(&self, id: KeyId) -> Option<DataKey> {
        self.ring.read().unwrap_or_else(PoisonError::into_inner).iter().find(|key| key.id == id).copied()
    }

    /// The keyed digest of a text.
    pub fn digest(&self, purpose: impl DigestPurpose, text: &str) -> [u8; 32] {
        self.digest_bytes(purpose, text.as_bytes())
    }

    /// The keyed digest of bytes.
    pub fn digest_bytes(&self, purpose: impl DigestPurpose, bytes: &[u8]) -> [u8; 32] {
        mac(&self.digest, purpose.label(), bytes)
    }

    /// Seals a text. `nonce` must never be used twice: draw it.
    pub fn seal(&self, value: SealedAs<'_>, text: &str, nonce: [u8; NONCE_BYTES]) -> Vec<u8> {
        self.seal_bytes(value, text.as_bytes(), nonce)
    }

    /// The same for a file.
    pub fn seal_bytes(&self, value: SealedAs<'_>, bytes: &[u8], nonce: [u8; NONCE_BYTES]) -> Vec<u8> {
        let Some(key) = self.current() else { return Vec::new() };
        let header = header(key.id);
        let sealed = key.cipher.seal(&key.key, &nonce, &value.bound(&header), bytes);
        [&header[..], &nonce, &sealed].concat()
    }

    /// Opens what [`Keys::seal`] sealed; `None` if it was changed, is something else, or was sealed under a key that is not here.
    /// [`Keys::lacks_key_of`] tells the two apart.
    pub fn open(&self, value: SealedAs<'_>, sealed: &[u8]) -> Option<String> {
        String::from_utf8(self.open_bytes(value, sealed)?).ok()
    }

    /// The same for a file.
    pub fn open_bytes(&self, value: SealedAs<'_>, sealed: &[u8]) -> Option<Vec<u8>> {
        let key = self.data_key(key_id(sealed)?)?;
        let (header, rest) = sealed.split_first_chunk::<HEADER_BYTES>()?;
        let (nonce, sealed) = rest.split_first_chunk()?;
        key.cipher.open(&key.key, nonce, &value.bound(header), sealed)
    }

    /// Seals a sealed value anew, under the present key; `None` if it does not open.
    pub fn reseal(&self, value: SealedAs<'_>, sealed: &[u8], nonce: [u8; NONCE_BYTES]) -> Option<Vec<u8>> {
        Some(self.seal_bytes(value, &self.open_bytes(value, sealed)?, nonce))
    }

    /// Whether a value seems to be sealed under a key that is not here.
    pub fn lacks_key_of(&self, sealed: &[u8]) -> bool {
        key_id(sealed).is_some_and(|id| self.data_key(id).is_none())
    }

    /// The signing key that sites begin with: whoever has the key file can derive it again.
    pub fn first_signing_key(master: &Master) -> SigningKey {
        SigningKey::from_bytes(&mac(&master.0, "checkpoint/1", b""))
    }
}

/// What every value sealed under a key begins with.
pub fn header(id: KeyId) -> [u8; HEADER_BYTES] {
    let mut header = [VERSION; HEADER_BYTES];
    header[1..].copy_from_slice(&id);
    header
}

/// The key id in a header.
fn key_id(sealed: &[u8]) -> Option<KeyId> {
    let (version, rest) = sealed.split_first()?;
    if *version == VERSION { rest.first_chunk().copied() } else { None }
}

/// HMAC-SHA-256 over a label and bytes; the label cannot run into the bytes.
fn mac(key: &[u8; KEY_BYTES], label: &str, bytes: &[u8]) -> [u8; 32] {
    // HMAC takes keys of any length, so this cannot fail; an all-zero digest would only find nothing.
    let Ok(mut mac) = <Hmac<Sha256> as Mac>::new_from_slice(key) else { return [0; 32] };
    mac.update(label.as_bytes());
    mac.update(&[0]);
    mac.update(bytes);
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: SealedAs<'_> = SealedAs { what: "person.document_sealed", row: "p1" };

    #[test]
    fn what_is_sealed_opens_only_unchanged_and_with_its_own_key() {
        let keys = Keys::from_master(&[7; 32]);
        let mut sealed = keys.seal(HERE, "370502199001011234", [1; 12]);
        assert_eq!(keys.open(HERE, &sealed).as_deref(), Some("370502199001011234"));
        assert_eq!(Keys::from_master(&[8; 32]).open(HERE, &sealed), None);
        for at in [0, 3, 12, 25] {
            sealed[at] ^= 1;
            assert_eq!(keys.open(HERE, &sealed), None, "{at}");
            sealed[at] ^= 1;
        }
        assert_eq!(keys.open(HERE, b"short"), None);
        for elsewhere in [
            SealedAs { row: "p2", ..HERE },
            SealedAs { what: "person.phone_sealed", ..HERE },
            SealedAs { what: "person.document_sealedp", row: "1" },
        ] {
            assert_eq!(keys.open(elsewhere, &sealed), None, "{elsewhere:?}");
            assert_eq!(keys.reseal(elsewhere, &sealed, [2; 12]), None);
        }
    }

    #[test]
    fn a_new_key_seals_and_the_old_one_still_opens() {
        let keys = Keys::from_master(&[7; 32]);
        let old = keys.seal(HERE, "old", [1; 12]);
        let fresh = DataKey { id: [9; 8], cipher: Cipher::Sm4Gcm, key: [3; 32] };
        keys.set_ring([vec![fresh], keys.data_keys()].concat());
        let new = keys.seal(HERE, "new", [2; 12]);
        assert!(new.starts_with(&header([9; 8])) && old.starts_with(&header(FIRST_KEY)));
        assert_eq!([&old, &new].map(|sealed| keys.open(HERE, sealed).unwrap()), ["old", "new"]);
        let again = keys.reseal(HERE, &old, [3; 12]).unwrap();
        keys.set_ring(vec![fresh]);
        assert_eq!(keys.open(HERE, &again).as_deref(), Some("old"));
        assert!(keys.lacks_key_of(&old) && !keys.lacks_key_of(&new));
        assert_eq!(keys.open(HERE, &old), None);
        assert_eq!(keys.reseal(HERE, &old, [3; 12]), None);
    }

    #[test]
    fn a_wrapped_key_opens_only_for_its_master_and_under_its_own_id() {
        for cipher in [Cipher::Aes256Gcm, Cipher::Sm4Gcm] {
            let (master, other) = (Master([1; 32]), Master([2; 32]));
            let wrapped = master.wrap(cipher, "ab", &[5; 32], [1; 12]);
            assert_eq!(master.unwrap_key(cipher, "ab", &wrapped), Some([5; 32]));
            assert_eq!(master.unwrap_key(cipher, "cd", &wrapped), None);
            assert_eq!(other.unwrap_key(cipher, "ab", &wrapped), None);
            assert_ne!(master.name(), other.name());
        }
    }

    enum Test {
        Phone,
        Name,
    }

    impl DigestPurpose for Test {
        fn label(&self) -> &'static str {
            match self {
                Self::Phone => "phone",
                Self::Name => "name",
            }
        }
    }

    #[test]
    fn digests_differ_by_purpose_and_key() {
        let (keys, other) = (Keys::from_master(&[7; 32]), Keys::from_master(&[8; 32]));
        assert_ne!(keys.digest(Test::Phone, "a"), keys.digest(Test::Name, "a"));
        assert_ne!(keys.digest(Test::Phone, "a"), other.digest(Test::Phone, "a"));
        assert_eq!(keys.digest(Test::Phone, "a"), keys.digest(Test::Phone, "a"));
    }
}
