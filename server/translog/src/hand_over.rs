//! How one signing key hands over to the next: two signed notes, each by both keys. The first begins an overlap, in which
//! both sign; the second ends it.

use ed25519_dalek::SigningKey;

use crate::Result;
use crate::note::signed;

/// Which of the two notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandOverKind {
    Begins,
    Ends,
}

impl HandOverKind {
    /// As the note says it, with the version of its form.
    fn code(self) -> &'static str {
        match self {
            Self::Begins => "hand-over 1",
            Self::Ends => "hand-over end 1",
        }
    }
}

/// What a note says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandOver {
    pub kind: HandOverKind,
    /// The key before, `name+id+base64`.
    pub old: String,
    /// The key after it.
    pub new: String,
    /// From when on, and what else whoever writes it wants to be held to.
    pub numbers: Vec<i64>,
}

impl HandOver {
    /// The note, signed by both keys.
    pub fn sign(&self, name: &str, keys: [&SigningKey; 2]) -> Result<String> {
        let numbers: Vec<String> = self.numbers.iter().map(ToString::to_string).collect();
        let lines = [name, self.kind.code(), &self.old, &self.new, &numbers.join(" ")];
        signed(name, format!("{}\n", lines.join("\n")).as_bytes(), &keys)
    }

    /// The five lines of a note under a name; whether the signatures hold is for those to ask who do not trust where it
    /// comes from.
    pub fn read(name: &str, note: &str) -> Option<Self> {
        let (text, _) = note.rsplit_once("\n\n")?;
        let lines: Vec<&str> = text.lines().collect();
        let [named, kind, old, new, numbers] = lines[..] else { return None };
        let kind = [HandOverKind::Begins, HandOverKind::Ends].into_iter().find(|one| one.code() == kind)?;
        let numbers = numbers.split(' ').map(|number| number.parse().ok()).collect::<Option<_>>()?;
        (named == name).then(|| Self { kind, old: old.to_owned(), new: new.to_owned(), numbers })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{is_signed_by_all, public_key};

    #[test]
    fn a_note_is_read_as_it_was_written_and_both_keys_signed_it() {
        let [old, new] = [1, 2].map(|n| SigningKey::from_bytes(&[n; 32]));
        for (kind, numbers) in [(HandOverKind::Begins, vec![1, 2]), (HandOverKind::Ends, vec![-1, 0, 3])] {
            let [old_public, new_public] = [&old, &new].map(|key| public_key("log", key));
            let hand_over = HandOver { kind, old: old_public, new: new_public, numbers };
            let note = hand_over.sign("log/keys", [&old, &new]).unwrap();
            assert!(is_signed_by_all(&note, "log/keys", &[&old, &new]));
            assert_eq!(HandOver::read("log/keys", &note), Some(hand_over));
            assert_eq!(HandOver::read("other/keys", &note), None);
        }
        assert_eq!(HandOver::read("log/keys", "log/keys\nelse\na\nb\n1\n\n— x"), None);
    }
}
