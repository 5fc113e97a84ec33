//! Signed notes (C2SP `signed-note`): a text, and under it the signatures of one or several Ed25519 keys; and checkpoints
//! (C2SP `tlog-checkpoint`), the notes over a tree: origin, size, root.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{SigningKey, VerifyingKey};
use signed_note::{Note, StandardSigner, new_ed25519_verifier_key};
use tlog_tiles::{Checkpoint, Hash};

use crate::number::unsigned;
use crate::{Error, Result};

/// Whether a log can be called so.
pub fn is_name(name: &str) -> bool {
    signed_note::is_key_name_valid(name)
}

/// The public half of a key in the form auditors' tools take, `name+id+base64`.
pub fn public_key(name: &str, key: &SigningKey) -> String {
    new_ed25519_verifier_key(name, &key.verifying_key())
}

/// The same public key under another name; `None` if it is no public key.
pub fn renamed(public_key: &str, name: &str) -> Option<String> {
    let bytes = STANDARD.decode(public_key.splitn(3, '+').nth(2)?).ok()?;
    let key = <[u8; 32]>::try_from(bytes.get(1..)?).ok()?;
    Some(new_ed25519_verifier_key(name, &VerifyingKey::from_bytes(&key).ok()?))
}

/// The signed checkpoint of a tree.
pub fn checkpoint(origin: &str, size: i64, root: Hash, keys: &[&SigningKey]) -> Result<String> {
    let text =
        Checkpoint::new(origin, unsigned(size)?, root, "").map_err(|error| Error::Note(error.to_string()))?;
    signed(origin, &text.to_bytes(), keys)
}

/// A note over a text, signed by several keys under one name.
pub fn signed(name: &str, text: &[u8], keys: &[&SigningKey]) -> Result<String> {
    let mut note = Note::new(text, &[]).map_err(|error| Error::Note(error.to_string()))?;
    for key in keys {
        // The note crate takes signing keys as text only. Algorithm 1 is Ed25519.
        let secret = STANDARD.encode([&[1], key.as_bytes().as_slice()].concat());
        let signer = StandardSigner::new(&format!("PRIVATE+KEY+{name}+{}+{secret}", id_of(name, key)))
            .map_err(|_| Error::Note("key".to_owned()))?;
        note.add_sigs(&[&signer]).map_err(|error| Error::Note(error.to_string()))?;
    }
    String::from_utf8(note.to_bytes()).map_err(|error| Error::Note(error.to_string()))
}

/// Whether each of these keys has signed a note under a name, by the key ids of its signatures: this asks what a note of
/// our own says, and proves nothing to anybody.
pub fn is_signed_by_all(note: &str, name: &str, keys: &[&SigningKey]) -> bool {
    let by: Vec<String> = note
        .lines()
        .filter_map(|line| line.strip_prefix("— ")?.split_once(' '))
        .filter_map(|(_, signature)| STANDARD.decode(signature).ok())
        .filter_map(|bytes| bytes.first_chunk::<4>().map(hex::encode))
        .collect();
    keys.iter().all(|key| by.contains(&id_of(name, key)))
}

/// The id of a key under a name.
fn id_of(name: &str, key: &SigningKey) -> String {
    let public = public_key(name, key);
    public.get(name.len() + 1..name.len() + 9).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use signed_note::{StandardVerifier, VerifierList};

    #[test]
    fn a_checkpoint_is_verified_by_each_key_that_signed_it_and_no_other() {
        let [one, other, third] = [1, 2, 3].map(|n| SigningKey::from_bytes(&[n; 32]));
        let note = checkpoint("log", 5, Hash([7; 32]), &[&one, &other]).unwrap();
        assert!(is_signed_by_all(&note, "log", &[&other, &one]));
        assert!(!is_signed_by_all(&note, "log", &[&one, &third]));
        assert!(!is_signed_by_all(&note, "other log", &[&one]));
        for (key, holds) in [(&one, true), (&other, true), (&third, false)] {
            let verifier = StandardVerifier::new(&public_key("log", key)).unwrap();
            let read = Note::from_bytes(note.as_bytes()).unwrap();
            assert_eq!(read.verify(&VerifierList::new(vec![Box::new(verifier)])).is_ok(), holds);
        }
    }

    #[test]
    fn a_key_under_another_name_is_that_key() {
        let key = SigningKey::from_bytes(&[1; 32]);
        assert_eq!(renamed(&public_key("log", &key), "other"), Some(public_key("other", &key)));
        assert_eq!(renamed("log+00000000+x", "other"), None);
    }
}
