//! Signed checkpoints, read and checked by hand (C2SP `signed-note` and `tlog-checkpoint`).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, VerifyingKey};
use sha2::{Digest, Sha256};

/// What the name of an audit log adds to the name of its ledger.
const AUDIT_ENDING: &str = "/audit";
/// What the name under which manifests of exports are signed adds to it.
const EXPORT_ENDING: &str = "/export";

/// A signed note: its text, and who signed it, not yet checked.
#[derive(Clone, Debug)]
pub struct Signed {
    /// The signed bytes.
    text: String,
    /// Name, key id and signature.
    signatures: Vec<(String, [u8; 4], Vec<u8>)>,
}

/// A checkpoint with its signatures, not yet checked.
#[derive(Clone, Debug)]
pub struct Note {
    pub signed: Signed,
    pub origin: String,
    pub size: i64,
    pub root: Vec<u8>,
}

/// A public key in the form `name+id+base64`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey {
    name: String,
    id: [u8; 4],
    key: VerifyingKey,
}

/// What stands for a key in a signature line.
pub(crate) fn id_of(name: &str, bytes: &[u8]) -> [u8; 4] {
    let hash = Sha256::new().chain_update(name).chain_update(b"\n").chain_update(bytes).finalize();
    [hash[0], hash[1], hash[2], hash[3]]
}

/// Whether a log of this name is an audit log rather than a ledger.
pub(crate) fn is_of_audit(origin: &str) -> bool {
    origin.ends_with(AUDIT_ENDING)
}

impl Signed {
    /// The text, an empty line, then one line a signature: `— name base64`.
    pub fn parse(note: &str) -> Result<Self, &'static str> {
        let (text, signed) = note.rsplit_once("\n\n").ok_or("no empty line before the signatures")?;
        let mut signatures = Vec::new();
        for line in signed.strip_suffix('\n').ok_or("no line feed at the end")?.split('\n') {
            let (name, bytes) =
                line.strip_prefix("— ").and_then(|line| line.split_once(' ')).ok_or("no signature line")?;
            let bytes = STANDARD.decode(bytes).map_err(|_| "a signature that is not base64")?;
            let (id, signature) = bytes.split_first_chunk::<4>().ok_or("a signature that is too short")?;
            signatures.push((name.to_owned(), *id, signature.to_vec()));
        }
        Ok(Self { text: format!("{text}\n"), signatures })
    }

    /// The signatures under a name and a key id.
    pub(crate) fn by<'a>(&'a self, name: &'a str, id: [u8; 4]) -> impl Iterator<Item = &'a [u8]> {
        let mine = self.signatures.iter().filter(move |(by, key, _)| by == name && *key == id);
        mine.map(|(_, _, signature)| signature.as_slice())
    }

    /// The same text with more signature lines under it.
    pub(crate) fn with_lines(&self, lines: &str) -> Result<Self, &'static str> {
        Self::parse(&format!("{}\n{lines}", self.text))
    }

    /// The signed text.
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl Note {
    /// Whether it speaks of an audit log rather than of a ledger.
    pub fn is_of_audit(&self) -> bool {
        is_of_audit(&self.origin)
    }

    /// What its name adds to that of its ledger.
    pub fn ending(&self) -> &'static str {
        [AUDIT_ENDING, EXPORT_ENDING].into_iter().find(|ending| self.origin.ends_with(ending)).unwrap_or("")
    }

    /// Whether it speaks of the manifest of an export.
    pub fn is_of_export(&self) -> bool {
        self.ending() == EXPORT_ENDING
    }

    /// A signed note whose text is three lines.
    pub fn parse(note: &str) -> Result<Self, &'static str> {
        let signed = Signed::parse(note)?;
        let mut lines = signed.text.lines();
        let origin = lines.next().filter(|line| !line.is_empty()).ok_or("no origin")?.to_owned();
        let size: i64 = lines.next().and_then(|line| line.parse().ok()).ok_or("no size")?;
        let root = lines.next().and_then(|line| STANDARD.decode(line).ok()).ok_or("no root")?;
        Ok(Self { signed, origin, size, root })
    }
}

impl PublicKey {
    /// The name it signs under.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The same key under another name.
    #[must_use]
    pub fn named(&self, name: &str) -> Self {
        let id = id_of(name, &[&[1], self.key.as_bytes().as_slice()].concat());
        Self { name: name.to_owned(), id, key: self.key }
    }

    /// The same key under the name of the audit log beside the ledger.
    #[must_use]
    pub fn audit(&self) -> Self {
        self.named(&format!("{}{AUDIT_ENDING}", self.name))
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

    /// Whether this key signed a text under its own name; `None` if it does not claim to have.
    pub fn vouches(&self, signed: &Signed) -> Option<bool> {
        let mine = signed.signatures.iter().find(|(name, id, _)| *name == self.name && *id == self.id);
        let (_, _, signature) = mine?;
        let signature = Signature::from_slice(signature);
        Some(
            signature
                .is_ok_and(|signature| self.key.verify_strict(signed.text.as_bytes(), &signature).is_ok()),
        )
    }
}
