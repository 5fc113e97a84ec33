//! Signed checkpoints, read and checked by hand (C2SP `signed-note` and `tlog-checkpoint`).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, VerifyingKey};
use sha2::{Digest, Sha256};

use super::fault::Fault;

/// What the name of an audit log adds to the name of its ledger.
const AUDIT_ENDING: &str = "/audit";

/// A checkpoint with its signatures, not yet checked.
#[derive(Clone, Debug)]
pub struct Note {
    /// The signed bytes.
    text: String,
    pub origin: String,
    pub size: i64,
    pub root: Vec<u8>,
    /// Name, key id and signature.
    signatures: Vec<(String, [u8; 4], Vec<u8>)>,
}

/// A public key in the form `name+id+base64`.
#[derive(Clone, Debug)]
pub struct PublicKey {
    name: String,
    id: [u8; 4],
    key: VerifyingKey,
}

/// What stands for a key in a signature line.
fn id_of(name: &str, bytes: &[u8]) -> [u8; 4] {
    let hash = Sha256::new().chain_update(name).chain_update(b"\n").chain_update(bytes).finalize();
    [hash[0], hash[1], hash[2], hash[3]]
}

impl Note {
    /// Whether it speaks of an audit log rather than of a ledger.
    pub fn is_of_audit(&self) -> bool {
        self.origin.ends_with(AUDIT_ENDING)
    }

    /// Three lines, an empty one, then one line a signature: `— name base64`.
    pub fn parse(note: &str) -> Result<Self, &'static str> {
        let (text, signed) = note.rsplit_once("\n\n").ok_or("no empty line before the signatures")?;
        let mut lines = text.lines();
        let origin = lines.next().filter(|line| !line.is_empty()).ok_or("no origin")?;
        let size: i64 = lines.next().and_then(|line| line.parse().ok()).ok_or("no size")?;
        let root = lines.next().and_then(|line| STANDARD.decode(line).ok()).ok_or("no root")?;
        let mut signatures = Vec::new();
        for line in signed.strip_suffix('\n').ok_or("no line feed at the end")?.split('\n') {
            let (name, bytes) =
                line.strip_prefix("— ").and_then(|line| line.split_once(' ')).ok_or("no signature line")?;
            let bytes = STANDARD.decode(bytes).map_err(|_| "a signature that is not base64")?;
            let (id, signature) = bytes.split_first_chunk::<4>().ok_or("a signature that is too short")?;
            signatures.push((name.to_owned(), *id, signature.to_vec()));
        }
        Ok(Self { text: format!("{text}\n"), origin: origin.to_owned(), size, root, signatures })
    }
}

impl PublicKey {
    /// The same key under the name of the audit log beside the ledger.
    #[must_use]
    pub fn audit(&self) -> Self {
        let name = format!("{}{AUDIT_ENDING}", self.name);
        let id = id_of(&name, &[&[1], self.key.as_bytes().as_slice()].concat());
        Self { name, id, key: self.key }
    }

    /// Reads a key; its id must be what its name and bytes say.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let mut parts = text.trim().splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err("a public key has the form name+id+base64");
        };
        let bytes = STANDARD.decode(key).map_err(|_| "the public key is not base64")?;
        let Some((1, key)) = bytes.split_first().map(|(kind, key)| (*kind, key)) else {
            return Err("the public key is not of the kind Ed25519");
        };
        let right_id = id_of(name, &bytes);
        if hex::encode(right_id) != id {
            return Err("the id of the public key does not fit its name and bytes");
        }
        let key = <[u8; 32]>::try_from(key).map_err(|_| "the public key has the wrong length")?;
        let key = VerifyingKey::from_bytes(&key).map_err(|_| "the public key is no point of the curve")?;
        Ok(Self { name: name.to_owned(), id: right_id, key })
    }

    /// Holds if this key signed the note under its own name.
    pub fn signed(&self, note: &Note, place: &str) -> Result<(), Fault> {
        let fault = |found: &str| Fault::new(place, "the signature", format!("one of {}", self.name), found);
        if note.origin != self.name {
            return Err(fault(&format!("a note of {}", note.origin)));
        }
        let mine = note.signatures.iter().find(|(name, id, _)| *name == self.name && *id == self.id);
        let (_, _, signature) = mine.ok_or_else(|| fault("none by this key"))?;
        let signature = Signature::from_slice(signature).map_err(|_| fault("a malformed one"))?;
        self.key
            .verify_strict(note.text.as_bytes(), &signature)
            .map_err(|_| fault("one that does not fit the text"))
    }
}
