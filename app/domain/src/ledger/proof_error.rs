//! What is wrong with evidence that somebody brought: facts. Pages say them in the reader's language; what stands here in
//! English is for the command line.

/// Something that does not hold. Places are those of the ledger, from 0.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// The checkpoint is of another ledger.
    #[error("The checkpoint is of another ledger: {origin}.")]
    OtherLedger { origin: String },
    /// No key that is known signed it.
    #[error("No key of this ledger signed it.")]
    UnknownKey,
    /// A key signed it that signs nothing larger than so many entries.
    #[error("The key that signed it has ended: it signs nothing larger than {size} entries.")]
    EndedKey { size: i64 },
    /// A known key is named, but the signature does not fit the text.
    #[error("The signature does not fit the text: one of the two was changed.")]
    Forged,
    /// A note in the list of keys does not hold, counted from 1, and what was found.
    #[error("{}", of_note(*.note, *.found))]
    KeyList { note: usize, found: KeyListError },
    /// The bytes of an entry cannot be read.
    #[error("Entry {} of the ledger cannot be read.", nth(*.index))]
    Unreadable { index: i64 },
    /// The bytes of an entry are not as the ledger writes them.
    #[error("Entry {} is not written as the ledger writes: somebody touched it.", nth(*.index))]
    NotAsWritten { index: i64 },
    /// It is of another enrolment than the first line says.
    #[error("Entry {} is of another enrolment.", nth(*.index))]
    OtherEnrolment { index: i64 },
    /// It is of another class.
    #[error("Entry {} is of another class.", nth(*.index))]
    OtherClass { index: i64 },
    /// It is of another person than the entries before.
    #[error("Entry {} is of another person.", nth(*.index))]
    OtherPerson { index: i64 },
    /// Its place is not behind the one before.
    #[error("Out of order: entry {} stands behind entry {}.", nth(*.index), nth(*.before))]
    OutOfOrder { index: i64, before: i64 },
    /// Its proof does not lead to the root of the checkpoint.
    #[error("Entry {} does not lie in the signed ledger, or was changed.", nth(*.index))]
    ElsewhereLeads { index: i64 },
    /// So many milliseconds of it stand in an entry before.
    #[error("{} of entry {} were counted before.", duration(*.ms), nth(*.index))]
    Twice { index: i64, ms: i64 },
    /// It says that the learner's device signed it, and the file does not show it.
    #[error("Entry {} says that the learner's device signed it; no signature here fits it.", nth(*.index))]
    NotSigned { index: i64 },
    /// An entry's intervals add up to something else than it says.
    #[error("Entry {} says {}; its intervals make {}.", nth(*.index), exactly(*.said_ms), exactly(*.reckoned_ms))]
    WrongEntrySum { index: i64, reckoned_ms: i64, said_ms: i64 },
    /// The entries add up to something else than the file says.
    #[error("It says {}; the entries make {}.", exactly(*.said_ms), exactly(*.reckoned_ms))]
    WrongSum { reckoned_ms: i64, said_ms: i64 },
    /// Today's tree has another root over the first entries.
    #[error("Today's first {size} entries are others than those signed then: a fork.")]
    OtherRoot { size: i64 },
    /// Today's tree has fewer entries.
    #[error(
        "Today's ledger has fewer than {size} entries: it was cut off, or this is none of its checkpoints."
    )]
    Shorter { size: i64 },
}

/// What is wrong with a note in the list of keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyListError {
    /// It is no such note.
    Unreadable,
    /// It does not go on from the key before.
    Gap,
    /// One of the two keys did not sign it.
    Unsigned,
    /// The key by which is checked stands nowhere in the list.
    KeyNotListed,
}

fn of_note(note: usize, found: KeyListError) -> String {
    let found = match found {
        KeyListError::Unreadable => "cannot be read",
        KeyListError::Gap => "does not go on from the key before",
        KeyListError::Unsigned => "does not bear the signatures of both keys",
        KeyListError::KeyNotListed => {
            return "The public key to check with is not in the ledger's list of keys.".to_owned();
        }
    };
    format!("Note {note} of the ledger's list of keys {found}: signatures cannot be checked.")
}

/// Counted from 1; the number may be anything that somebody wrote into a file.
fn nth(index: i64) -> i64 {
    index.saturating_add(1)
}

/// Seconds with what is left of them: sums differ by little.
fn exactly(ms: i64) -> String {
    format!("{}.{:03} s", ms / 1000, (ms % 1000).abs())
}

/// The two largest units of a length of time, cut off.
fn duration(ms: i64) -> String {
    let seconds = ms.max(0) / 1000;
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, seconds) => format!("{seconds} s"),
        (0, minutes, 0) => format!("{minutes} min"),
        (0, minutes, seconds) => format!("{minutes} min {seconds} s"),
        (hours, 0, _) => format!("{hours} h"),
        (hours, minutes, _) => format!("{hours} h {minutes} min"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_counted_from_one_and_numbers_from_files_never_overflow() {
        assert_eq!(ProofError::OtherClass { index: 0 }.to_string(), "Entry 1 is of another class.");
        assert_eq!(
            ProofError::OtherClass { index: i64::MAX }.to_string(),
            format!("Entry {} is of another class.", i64::MAX)
        );
        assert_eq!(
            ProofError::Twice { index: 2, ms: 3_725_000 }.to_string(),
            "1 h 2 min of entry 3 were counted before."
        );
        assert_eq!(
            ProofError::WrongSum { reckoned_ms: 1005, said_ms: -2 }.to_string(),
            "It says 0.002 s; the entries make 1.005 s."
        );
    }

    #[test]
    fn lengths_of_time_have_two_units_at_most() {
        let said = [59_999, 120_000, 121_000, 3_600_000, 3_660_000].map(duration);
        assert_eq!(said, ["59 s", "2 min", "2 min 1 s", "1 h", "1 h 1 min"]);
    }
}
