//! The keys of a ledger, followed from one that is trusted along the signed hand-overs. Nothing is believed because it
//! stands in a database: every note must bear the signatures of the key before and of the key after it.

use domain::ledger::{KeyListError, ProofError};

use crate::error::{Mismatch, holds, same};
use crate::note::{Note, PublicKey, Signed};

/// Under what name hand-overs are signed.
const KEYS_ENDING: &str = "/keys";

/// The keys whose signatures count, oldest first.
#[derive(Clone, Debug)]
pub struct Chain {
    links: Vec<Link>,
}

#[derive(Clone, Debug)]
struct Link {
    key: PublicKey,
    /// How many entries ledger and audit log had when it ended.
    end: Option<(i64, i64)>,
}

impl Chain {
    /// One key, which never handed over.
    pub fn of(key: PublicKey) -> Self {
        Self { links: vec![Link { key, end: None }] }
    }

    /// Follows the notes of all hand-overs. `trusted`, a key of the ledger from whenever, must be among the keys they name.
    pub fn follow<T: AsRef<str>>(trusted: &PublicKey, notes: &[T]) -> Result<Self, ProofError> {
        let mut chain = Self { links: Vec::new() };
        let mut numbers_before = [0; 3];
        for (at, note) in notes.iter().enumerate() {
            let error = |found| ProofError::KeyList { note: at + 1, found };
            let read =
                HandOver::parse(note.as_ref(), trusted.name()).ok_or(error(KeyListError::Unreadable))?;
            let goes_on = chain.add(&read, &mut numbers_before);
            goes_on.ok_or(error(KeyListError::Gap))?;
            let name = format!("{}{KEYS_ENDING}", trusted.name());
            let by_both =
                [&read.old, &read.new].iter().all(|key| key.named(&name).vouches(&read.signed) == Some(true));
            if !by_both {
                return Err(error(KeyListError::Unsigned));
            }
        }
        if chain.links.is_empty() {
            return Ok(Self::of(trusted.clone()));
        }
        if chain.links.iter().any(|link| link.key == *trusted) {
            return Ok(chain);
        }
        Err(ProofError::KeyList { note: notes.len(), found: KeyListError::KeyNotListed })
    }

    /// Adds what a note says; `None` if it does not go on from the notes before.
    fn add(&mut self, note: &HandOver, before: &mut [i64; 3]) -> Option<()> {
        let overlap = self.links.len() > 1 && self.links[self.links.len() - 2].end.is_none();
        if note.is_end {
            let [.., old, new] = &mut self.links[..] else { return None };
            if !overlap || old.key != note.old || new.key != note.new {
                return None;
            }
            let [at_ms, ledger, audit] = note.numbers[..] else { return None };
            if at_ms < before[0] || ledger < before[1] || audit < before[2] {
                return None;
            }
            *before = [at_ms, ledger, audit];
            old.end = Some((ledger, audit));
            return Some(());
        }
        let [from_ms, until_ms] = note.numbers[..] else { return None };
        let follows = match self.links.last() {
            None => true,
            Some(last) => !overlap && last.key == note.old,
        };
        let is_fresh = note.new != note.old && self.links.iter().all(|link| link.key != note.new);
        if !follows || !is_fresh || from_ms < before[0] || until_ms < from_ms {
            return None;
        }
        before[0] = from_ms;
        if self.links.is_empty() {
            self.links.push(Link { key: note.old.clone(), end: None });
        }
        self.links.push(Link { key: note.new.clone(), end: None });
        Some(())
    }

    /// How many keys there are, and how many of them ended.
    pub fn count(&self) -> (usize, usize) {
        (self.links.len(), self.links.iter().filter(|link| link.end.is_some()).count())
    }

    /// Holds if a key signed the note that might: one of the list, and no larger tree than it lived to see.
    pub fn signed(&self, note: &Note) -> Result<(), ProofError> {
        let of_audit = note.is_of_audit();
        let ending = note.ending();
        let named = |key: &PublicKey| key.named(&format!("{}{ending}", key.name()));
        if self.links.iter().all(|link| named(&link.key).name() != note.origin) {
            return Err(ProofError::OtherLedger { origin: note.origin.clone() });
        }
        let mut error = ProofError::UnknownKey;
        for link in self.links.iter().rev() {
            match named(&link.key).vouches(&note.signed) {
                None => {}
                Some(false) => error = ProofError::Forged,
                Some(true) => match link.end.map(|(ledger, audit)| if of_audit { audit } else { ledger }) {
                    Some(size) if note.size > size => error = ProofError::EndedKey { size },
                    _ => return Ok(()),
                },
            }
        }
        Err(error)
    }

    /// No key may have ended behind the last entry: the books were cut off, or the notes are of others. And the audit log
    /// must tell of as many hand-overs: who takes the last note away would let a key sign that ended.
    pub fn fits(&self, ledger: i64, audit: i64, told: HandOverCounts) -> Result<(), Mismatch> {
        let (keys, ended) = self.count();
        same("the signing keys", "hand-overs that began, by the audit log", &told.begun, &(keys - 1))?;
        same("the signing keys", "hand-overs that ended, by the audit log", &told.ended, &ended)?;
        for (n, (of_ledger, of_audit)) in self.links.iter().filter_map(|link| link.end).enumerate() {
            let place = format!("signing key {}", n + 1);
            let enough = of_ledger <= ledger && of_audit <= audit;
            let expected = format!("at least {of_ledger} entries and {of_audit} audit lines");
            holds(&place, "the books at its end", enough, &expected, format_args!("{ledger} and {audit}"))?;
        }
        Ok(())
    }
}

/// What the audit log tells of the keys that sign: how many hand-overs began, and how many ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HandOverCounts {
    pub begun: usize,
    pub ended: usize,
}

/// A note of the list, read.
struct HandOver {
    is_end: bool,
    old: PublicKey,
    new: PublicKey,
    numbers: Vec<i64>,
    signed: Signed,
}

impl HandOver {
    /// Five lines: the name, what it is, the old key, the new one, numbers.
    fn parse(note: &str, ledger: &str) -> Option<Self> {
        let signed = Signed::parse(note).ok()?;
        let lines: Vec<&str> = signed.text().lines().collect();
        let [name, kind, old, new, numbers] = lines[..] else { return None };
        let is_end = match kind {
            "hand-over 1" => false,
            "hand-over end 1" => true,
            _ => return None,
        };
        let numbers = numbers.split(' ').map(|number| number.parse().ok()).collect::<Option<Vec<i64>>>()?;
        let [old, new] = [PublicKey::parse(old).ok()?, PublicKey::parse(new).ok()?];
        let of_ledger =
            name.strip_suffix(KEYS_ENDING) == Some(ledger) && old.name() == ledger && new.name() == ledger;
        of_ledger.then_some(Self { is_end, old, new, numbers, signed })
    }
}
