//! What witnesses outside saw of a tree, and when (C2SP `tlog-cosignature`, read and checked by hand): the tree must be what
//! they saw, and its entries must have been made between the times at which they saw it.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::time::CHINA;
use ed25519_dalek::{Signature, VerifyingKey};
use serde::Deserialize;

use crate::error::{Mismatch, holds, same};
use crate::keys::Chain;
use crate::merkle::Tree;
use crate::note::{Note, Signed, id_of};
use crate::stored::signed;

/// How far the time of an entry may lie outside the cosignatures around it. Between the moment of an entry and its writing,
/// and between a checkpoint and its cosignature, lie at most half a minute each; the server believes no witness whose clock
/// differs from its own by more than two minutes; the rest is spare.
pub const TOLERANCE_MS: i64 = 5 * 60_000;

/// What stands for a cosigning key beside its bytes.
const ALGORITHM: u8 = 4;

/// The public key of a witness, `name+id+base64`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WitnessKey {
    name: String,
    id: [u8; 4],
    key: VerifyingKey,
}

/// That a witness saw a tree of so many leaves with this root, at this time.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Which witness.
    pub by: String,
    /// The checkpoint.
    pub note: Note,
    /// Unix seconds, by its own clock.
    pub at_s: i64,
}

impl WitnessKey {
    /// Reads a key; its id must be what its name and bytes say.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let mut parts = text.trim().splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err("a witness's key has the form name+id+base64");
        };
        let bytes = STANDARD.decode(key).map_err(|_| "the witness's key is not base64")?;
        let Some((&ALGORITHM, key)) = bytes.split_first() else {
            return Err("the key is not of the kind that cosigns");
        };
        let right_id = id_of(name, &bytes);
        if hex::encode(right_id) != id {
            return Err("the id of the witness's key does not fit its name and bytes");
        }
        let key = <[u8; 32]>::try_from(key).map_err(|_| "the witness's key has the wrong length")?;
        let key = VerifyingKey::from_bytes(&key).map_err(|_| "the witness's key is no point of the curve")?;
        Ok(Self { name: name.to_owned(), id: right_id, key })
    }

    /// What the witness is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// When this witness cosigned a note, in unix seconds; `None` if it did not, or a line of it does not hold.
    pub fn cosigned(&self, signed: &Signed) -> Option<i64> {
        let times = signed.by(&self.name, self.id).map(|bytes| {
            let (time, signature) = bytes.split_first_chunk::<8>()?;
            let at_s = i64::try_from(u64::from_be_bytes(*time)).ok().filter(|at_s| *at_s > 0)?;
            let message = format!("cosignature/v1\ntime {at_s}\n{}", signed.text());
            self.key.verify_strict(message.as_bytes(), &Signature::from_slice(signature).ok()?).ok()?;
            Some(at_s)
        });
        times.collect::<Option<Vec<i64>>>()?.into_iter().max()
    }

    /// What a witness says it saw, all in order: a checkpoint that it cosigned, or the state of `xueshi witness`, a line of
    /// JSON each. Every one must bear its cosignature.
    pub fn read(&self, place: &str, text: &str) -> Result<Vec<Seen>, Mismatch> {
        if !text.trim_start().starts_with('{') {
            return Ok(vec![self.seen(place, text)?]);
        }
        // A last line that is still being written was not answered yet.
        let whole = text.rfind('\n').map_or("", |end| &text[..=end]);
        let mut all = Vec::new();
        for (n, line) in (1..).zip(whole.lines()) {
            #[derive(Deserialize)]
            struct Line {
                note: String,
            }
            let place = format!("{place} line {n}");
            let line: Line = serde_json::from_str(line)
                .map_err(|error| Mismatch::new(&place, "what was seen", "a cosigned checkpoint", error))?;
            all.push(self.seen(&place, &line.note)?);
        }
        Ok(all)
    }

    fn seen(&self, place: &str, note: &str) -> Result<Seen, Mismatch> {
        let wrong = |error| Mismatch::new(place, "what was seen", "a cosigned checkpoint", error);
        let note = Note::parse(note).map_err(wrong)?;
        let at_s = self.cosigned(&note.signed).ok_or_else(|| {
            Mismatch::new(place, "the cosignature", format_args!("one by {}", self.name), "none that holds")
        })?;
        let by = format!("the witness {}", self.name);
        Ok(Seen { by, note, at_s })
    }
}

impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Note { origin, size, .. } = &self.note;
        write!(f, "{} saw {size} entries of {origin} on {}", self.by, moment(self.at_s * 1000))
    }
}

/// What all witnesses saw of one tree, beside the recomputed one.
pub(crate) struct Watch {
    /// By size, the largest first.
    outside: Vec<Seen>,
    times: Times,
}

impl Watch {
    /// What was seen from outside. The ledger's own key must have signed each of it: else the witness speaks of another.
    pub fn of(mut outside: Vec<Seen>, keys: Option<&Chain>) -> Result<Self, Mismatch> {
        if let Some(keys) = keys {
            let place = |seen: &Seen| format!("{}, of {} entries", seen.by, seen.note.size);
            outside.iter().try_for_each(|seen| signed(keys, &seen.note, &place(seen)))?;
        }
        outside.sort_by_key(|seen| std::cmp::Reverse((seen.note.size, seen.at_s)));
        Ok(Self { outside, times: Times::default() })
    }

    /// An entry follows, made at this time.
    pub fn entry(&mut self, place: &str, at_ms: i64) -> Result<(), Mismatch> {
        self.times.entry(place, at_ms)
    }

    /// A cosignature that stands in the books says when there were so many entries.
    pub fn stored(&mut self, witness: &str, size: i64, at_s: i64) -> Result<(), Mismatch> {
        self.times.seen(&format!("the witness {witness}"), size, at_s)
    }

    /// The tree has grown to this: whoever saw it so large must have seen this root.
    pub fn compare(&mut self, tree: &Tree) -> Result<(), Mismatch> {
        while self.outside.last().is_some_and(|seen| seen.note.size == tree.size) {
            let Some(Seen { by, note, at_s }) = self.outside.pop() else { break };
            let what =
                format!("the root it saw over the first {} entries (history was rewritten)", tree.size);
            same(&by, &what, &hex::encode(&note.root), &hex::encode(tree.root()))?;
            self.times.seen(&by, tree.size, at_s)?;
        }
        Ok(())
    }

    /// Nobody may have seen more.
    pub fn end(&self, tree: &Tree) -> Result<(), Mismatch> {
        let Some(most) = self.outside.first() else { return Ok(()) };
        let found = format!("{}: the newest were cut off, or these books are an older copy", tree.size);
        let what = format!("the entries it saw on {}", moment(most.at_s * 1000));
        holds(&most.by, &what, false, &most.note.size.to_string(), found)
    }
}

/// The times between which entries must lie.
#[derive(Default)]
struct Times {
    /// The newest time of an entry so far, and which.
    newest: Option<(i64, String)>,
    /// The newest time at which somebody saw what there is so far, and who saw how much.
    floor: Option<(i64, String)>,
}

impl Times {
    fn entry(&mut self, place: &str, at_ms: i64) -> Result<(), Mismatch> {
        if let Some((floor_ms, who)) = &self.floor {
            let expected = format!("not before {}, when {who}", moment(*floor_ms));
            holds(place, "its time", at_ms >= floor_ms - TOLERANCE_MS, &expected, moment(at_ms))?;
        }
        if self.newest.as_ref().is_none_or(|(newest_ms, _)| at_ms > *newest_ms) {
            self.newest = Some((at_ms, place.to_owned()));
        }
        Ok(())
    }

    fn seen(&mut self, by: &str, size: i64, at_s: i64) -> Result<(), Mismatch> {
        let at_ms = at_s.saturating_mul(1000);
        let who = format!("{by} cosigned {size} entries");
        if let Some((newest_ms, place)) = &self.newest {
            let expected = format!("not after {}, when {who}", moment(at_ms));
            holds(place, "its time", *newest_ms <= at_ms + TOLERANCE_MS, &expected, moment(*newest_ms))?;
        }
        if self.floor.as_ref().is_none_or(|(floor_ms, _)| at_ms > *floor_ms) {
            self.floor = Some((at_ms, who));
        }
        Ok(())
    }
}

/// A time as the report says it.
fn moment(at_ms: i64) -> impl fmt::Display {
    format!("{} in China ({at_ms})", CHINA.minute(at_ms))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_public_witness_signed_is_verified() {
        let note = "arche2025h1.staging.ct.transparency.dev\n1432088532\nU7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=\n\n— remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0DrAWfBw==\n— witness.stagemole.eu Z/euoAAAAABqEiEgw0i+7g2ENfDAWHmtRzCfKTHSDwYDJA2NmKeGi9Y8FtEyOUvVr+AJmIY/2TUFucgKi7lI7cUiOvKFYe/TmN9DAg==\n";
        for key in [
            "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2",
            "witness.stagemole.eu+67f7aea0+BEqSG3yu9YrmcM3BHvQYTxwFj3uSWakQepafafpUqklv",
        ] {
            let key = WitnessKey::parse(key).unwrap();
            assert_eq!(key.read("it", note).unwrap()[0].at_s, 1_779_573_024);
            assert!(key.read("it", &note.replace("1432088532", "1432088533")).is_err());
        }
    }

    #[test]
    fn an_entry_lies_between_what_was_seen_before_and_after() {
        let (minute, hour) = (60_000, 3_600_000);
        let mut times = Times::default();
        times.entry("entry 0", hour).unwrap();
        times.seen("w", 1, 3600).unwrap();
        times.entry("entry 1", hour - 4 * minute).unwrap();
        let early = times.entry("entry 2", hour - 6 * minute).unwrap_err();
        assert_eq!(
            (early.place.as_str(), early.expected.contains("w cosigned 1 entries")),
            ("entry 2", true)
        );
        times.entry("entry 2", 2 * hour).unwrap();
        times.entry("entry 3", hour).unwrap();
        times.seen("v", 4, 7200 - 299).unwrap();
        let late = times.seen("v", 4, 7200 - 301).unwrap_err();
        assert_eq!(late.place, "entry 2");
    }
}
