//! What a watcher of a log reads of it without having it: signed checkpoints, and proofs that one continues another.

use signed_note::{Note, StandardVerifier, Verifier, VerifierList};
use tlog_tiles::{Checkpoint, Hash, check_tree};

/// A public key by which a log signs its checkpoints.
#[derive(Clone)]
pub struct LogKey(StandardVerifier);

impl LogKey {
    /// Reads `name+id+base64`, an Ed25519 key.
    pub fn parse(text: &str) -> Option<Self> {
        StandardVerifier::new(text.trim()).ok().map(Self)
    }
}

/// A checkpoint as it came in, its signatures not yet checked.
#[derive(Debug)]
pub struct SignedCheckpoint {
    note: Note,
    /// The signed text.
    pub text: String,
    pub origin: String,
    pub size: u64,
    pub root: Hash,
}

impl SignedCheckpoint {
    /// Reads a note of a checkpoint; `None` if it is not one to the letter.
    pub fn read(note: &str) -> Option<Self> {
        let note = Note::from_bytes(note.as_bytes()).ok()?;
        let read = Checkpoint::from_bytes(note.text()).ok()?;
        let text = String::from_utf8(note.text().to_vec()).ok()?;
        let (origin, size, root) = (read.origin().to_owned(), read.size(), *read.hash());
        Some(Self { note, text, origin, size, root })
    }

    /// The lines of the signatures that hold under these keys; `None` if there is none, or one that names such a key and
    /// does not hold. Lines of other keys are not looked at.
    pub fn signatures_by(&self, keys: &[LogKey]) -> Option<String> {
        let known = keys.iter().map(|key| Box::new(key.0.clone()) as Box<dyn Verifier>).collect();
        let (held, _) = self.note.verify(&VerifierList::new(known)).ok()?;
        String::from_utf8(held.iter().flat_map(signed_note::Signature::to_bytes).collect()).ok()
    }
}

/// Whether a proof shows (RFC 6962, section 2.1.2) that the tree of `to` leaves begins with that of `from`. The empty tree
/// begins every other, and equal trees each other, without a hash.
pub fn continues(proof: &[Hash], (from, from_root): (u64, Hash), (to, to_root): (u64, Hash)) -> bool {
    if from == 0 {
        return proof.is_empty();
    }
    check_tree(&proof.to_vec(), to, to_root, from, from_root).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{checkpoint, public_key};
    use ed25519_dalek::SigningKey;

    #[test]
    fn a_checkpoint_is_read_to_the_letter_and_its_signatures_by_known_keys_only() {
        let [one, other, third] = [1, 2, 3].map(|n| SigningKey::from_bytes(&[n; 32]));
        let note = checkpoint("log", 5, Hash([7; 32]), &[&one, &other]).unwrap();
        let read = SignedCheckpoint::read(&note).unwrap();
        assert_eq!((read.origin.as_str(), read.size, read.root), ("log", 5, Hash([7; 32])));
        let key = |key| LogKey::parse(&public_key("log", key)).unwrap();
        assert_eq!(read.signatures_by(&[key(&one)]).map(|lines| lines.lines().count()), Some(1));
        assert_eq!(
            read.signatures_by(&[key(&other), key(&third), key(&one)]).map(|lines| lines.lines().count()),
            Some(2)
        );
        assert_eq!(read.signatures_by(&[key(&third)]), None);
        // One that holds does not make up for one that does not.
        let forged = checkpoint("log", 6, Hash([7; 32]), &[&one]).unwrap();
        let line = forged.rsplit_once("\n\n").unwrap().1;
        let mixed = SignedCheckpoint::read(&format!(
            "{}{line}",
            checkpoint("log", 5, Hash([7; 32]), &[&other]).unwrap()
        ))
        .unwrap();
        assert!(
            mixed.signatures_by(&[key(&other)]).is_some()
                && mixed.signatures_by(&[key(&one), key(&other)]).is_none()
        );
        for spoiled in [
            note.replacen("\n5\n", "\n05\n", 1),
            note.replacen("\n5\n", "\n-5\n", 1),
            note.replacen("log\n", "\n", 1),
        ] {
            assert!(SignedCheckpoint::read(&spoiled).is_none(), "{spoiled}");
        }
    }
}
