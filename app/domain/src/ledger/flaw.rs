//! What is wrong with evidence that somebody brought: facts without words, which pages and the command line say in the
//! reader's language.

/// Something that does not hold. Places are those of the ledger, from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// The checkpoint is of another ledger.
    OtherLedger { origin: String },
    /// No key that is known signed it.
    UnknownKey,
    /// A key signed it that signs nothing larger than so many entries.
    EndedKey { size: i64 },
    /// A known key is named, but the signature does not fit the text.
    Forged,
    /// A note in the list of keys does not hold, counted from 1, and what was found.
    KeyList { note: usize, found: KeyListFlaw },
    /// The bytes of an entry cannot be read.
    Unreadable { index: i64 },
    /// The bytes of an entry are not as the ledger writes them.
    NotAsWritten { index: i64 },
    /// It is of another enrolment than the first line says.
    OtherEnrolment { index: i64 },
    /// It is of another class.
    OtherClass { index: i64 },
    /// It is of another person than the entries before.
    OtherPerson { index: i64 },
    /// Its place is not behind the one before.
    OutOfOrder { index: i64, before: i64 },
    /// Its proof does not lead to the root of the checkpoint.
    ElsewhereLeads { index: i64 },
    /// So many milliseconds of it stand in an entry before.
    Twice { index: i64, ms: i64 },
    /// An entry's intervals add up to something else than it says.
    WrongEntrySum { index: i64, reckoned_ms: i64, said_ms: i64 },
    /// The entries add up to something else than the file says.
    WrongSum { reckoned_ms: i64, said_ms: i64 },
    /// Today's tree has another root over the first entries.
    OtherRoot { size: i64 },
    /// Today's tree has fewer entries.
    Shorter { size: i64 },
}

/// What is wrong with a note in the list of keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyListFlaw {
    /// It is no such note.
    Unreadable,
    /// It does not go on from the key before.
    Gap,
    /// One of the two keys did not sign it.
    Unsigned,
    /// The key by which is checked stands nowhere in the list.
    KeyNotListed,
}
