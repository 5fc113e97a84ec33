//! Raw records, packed: a beat takes about twenty bytes instead of four hundred, and still comes
//! back exactly as it was, so that the hash chain over the records can be computed from it.
//!
//! The records of a person's open segment are one log beside the person's state; when the segment is
//! closed, the log is stored as one evidence record and a new one begins.

use serde::{Deserialize, Serialize};

use crate::id::SessionId;
use crate::study::{RawRecord, RecordBody};
use crate::wire::{BeatAnswer, PlayState};

/// The first byte of a log: how it is packed.
const PACKED: u8 = 4;

/// A record as a log gives it back, with the answer that a beat was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptRecord {
    /// Its number among the person's records, from 1.
    pub n: i64,
    /// Server time.
    pub at_ms: i64,
    /// The session it belongs to.
    pub session: SessionId,
    /// The beat's number within the session.
    pub seq: Option<i64>,
    /// What happened, canonical: the bytes that were hashed.
    pub body: String,
    /// The answer to a beat, as JSON.
    pub answer: Option<String>,
}

/// A log that cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a log of records that cannot be read")]
pub struct Unreadable;

/// The records of one person over some time, packed, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordLog {
    bytes: Vec<u8>,
    first: i64,
    before: Before,
}

/// What the next record is packed against.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Before {
    n: i64,
    at_ms: i64,
    session: String,
    seq: i64,
    to_ms: i64,
    answer: BeatAnswer,
}

/// One record, packed: differences to what stood before it, which are small.
#[derive(Serialize, Deserialize)]
enum Item {
    Beat {
        after_ms: i64,
        /// Absent if it is that of the record before.
        session: Option<String>,
        seq: i64,
        /// Where each range begins after the end of the one before, and its length; the last one's as what it
        /// differs from what one would expect.
        played: Vec<(i64, i64)>,
        position_ms: i64,
        state: PlayState,
        answer: StoredAnswer,
    },
    Other {
        after_ms: i64,
        session: Option<String>,
        seq: Option<i64>,
        body: String,
    },
    /// A beat that is what one would expect but for when it came and how long it played.
    Usual {
        after_ms: i64,
        length: i64,
    },
}

impl Item {
    /// The shortest form of the same.
    fn short(self) -> Self {
        match self {
            Self::Beat {
                after_ms,
                session: None,
                seq: 1,
                played,
                position_ms: 0,
                state: PlayState::Playing,
                answer:
                    StoredAnswer::Sums { counted_ms: 0, waiting_ms: 0, verified_ms: 0, next_beat_in_ms: 0 },
            } if matches!(played[..], [(0, _)]) => Self::Usual { after_ms, length: played[0].1 },
            other => other,
        }
    }

    /// The whole form of the same.
    fn whole(self) -> Self {
        match self {
            Self::Usual { after_ms, length } => Self::Beat {
                after_ms,
                session: None,
                seq: 1,
                played: vec![(0, length)],
                position_ms: 0,
                state: PlayState::Playing,
                answer: StoredAnswer::Sums {
                    counted_ms: 0,
                    waiting_ms: 0,
                    verified_ms: 0,
                    next_beat_in_ms: 0,
                },
            },
            other => other,
        }
    }
}

/// The answer to a beat.
#[derive(Serialize, Deserialize)]
enum StoredAnswer {
    /// Sums only, as differences to what one would expect.
    Sums {
        counted_ms: i64,
        waiting_ms: i64,
        verified_ms: i64,
        next_beat_in_ms: i64,
    },
    /// Whole, as JSON.
    Whole(String),
    Nothing,
}

impl RecordLog {
    /// An empty log whose first record will have the number `first`.
    pub fn new(first: i64) -> Self {
        let before = Before { n: first - 1, ..Before::default() };
        let mut bytes = vec![PACKED];
        put(&mut bytes, &before.n);
        Self { bytes, first, before }
    }

    /// Reads a log to write on.
    pub fn open(bytes: Vec<u8>) -> Result<Self, Unreadable> {
        let mut before = Before::default();
        let mut count = 0;
        walk(&bytes, &mut before, |_, _| count += 1)?;
        Ok(Self { bytes, first: before.n - count + 1, before })
    }

    /// The records of a log.
    pub fn records(bytes: &[u8]) -> Result<Vec<KeptRecord>, Unreadable> {
        let mut records = Vec::new();
        walk(bytes, &mut Before::default(), |before, step| records.push(before.record(step)))?;
        Ok(records)
    }

    /// Its records.
    pub fn read(&self) -> Result<Vec<KeptRecord>, Unreadable> {
        Self::records(&self.bytes)
    }

    /// The log as it is stored.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Whether it has no records.
    pub fn is_empty(&self) -> bool {
        self.before.n < self.first
    }

    /// The number of its first record.
    pub fn first(&self) -> i64 {
        self.first
    }

    /// Server time of its last record; 0 if it is empty.
    pub fn last_at_ms(&self) -> i64 {
        self.before.at_ms
    }

    /// The number of its last record; of the one before the log if it is empty.
    pub fn last(&self) -> i64 {
        self.before.n
    }

    /// Adds a record, with its answer if it is a beat.
    pub fn push(&mut self, record: &RawRecord, answer: Option<&BeatAnswer>) {
        let before = &mut self.before;
        let after_ms = record.at_ms - before.at_ms;
        let session = (record.session.as_str() != before.session).then(|| record.session.0.clone());
        let item = match (&record.body, record.seq) {
            (RecordBody::Beat { played, position_ms, state }, Some(seq)) => {
                let mut to_ms = before.to_ms;
                let mut ranges = Vec::with_capacity(played.len());
                for &[from, to] in played {
                    ranges.push((from - to_ms, to - from));
                    to_ms = to;
                }
                if let Some((_, length)) = ranges.last_mut() {
                    *length -= before.expected_ms();
                }
                let played_ms = played.iter().map(|[from, to]| to - from).sum();
                let packed = Item::Beat {
                    after_ms: after_ms - before.expected_ms(),
                    session,
                    seq: seq - before.seq,
                    played: ranges,
                    position_ms: position_ms - to_ms,
                    state: *state,
                    answer: stored_answer(answer, &before.answer, played_ms),
                };
                (before.seq, before.to_ms) = (seq, to_ms);
                if let Some(answer) = answer {
                    before.answer = answer.clone();
                }
                packed
            }
            (body, seq) => Item::Other { after_ms, session, seq, body: body.canonical() },
        };
        before.n = record.n;
        before.at_ms = record.at_ms;
        before.session.clone_from(&record.session.0);
        put(&mut self.bytes, &item.short());
    }
}

/// Whether an answer is nothing but sums.
fn only_sums(answer: &BeatAnswer) -> bool {
    answer.refused.is_empty() && answer.check.is_none() && !answer.held
}

fn stored_answer(answer: Option<&BeatAnswer>, before: &BeatAnswer, expected_ms: i64) -> StoredAnswer {
    match answer {
        None => StoredAnswer::Nothing,
        Some(answer) if only_sums(answer) => StoredAnswer::Sums {
            counted_ms: answer.counted_ms - expected_ms,
            waiting_ms: answer.waiting_ms - before.waiting_ms - answer.counted_ms,
            verified_ms: answer.verified_ms - before.verified_ms,
            next_beat_in_ms: answer.next_beat_in_ms - before.next_beat_in_ms,
        },
        Some(answer) => StoredAnswer::Whole(serde_json::to_string(answer).unwrap_or_default()),
    }
}

/// The answer that was packed against the one before it.
fn restored(
    stored: StoredAnswer,
    before: &BeatAnswer,
    expected_ms: i64,
) -> Result<Option<BeatAnswer>, Unreadable> {
    Ok(match stored {
        StoredAnswer::Nothing => None,
        StoredAnswer::Whole(text) => Some(serde_json::from_str(&text).map_err(|_| Unreadable)?),
        StoredAnswer::Sums { counted_ms, waiting_ms, verified_ms, next_beat_in_ms } => {
            let counted_ms = add(expected_ms, counted_ms)?;
            Some(BeatAnswer {
                counted_ms,
                waiting_ms: add(add(before.waiting_ms, waiting_ms)?, counted_ms)?,
                verified_ms: add(before.verified_ms, verified_ms)?,
                next_beat_in_ms: add(before.next_beat_in_ms, next_beat_in_ms)?,
                ..BeatAnswer::default()
            })
        }
    })
}

/// Bytes that were tampered with may add up to anything.
fn add(a: i64, b: i64) -> Result<i64, Unreadable> {
    a.checked_add(b).ok_or(Unreadable)
}

fn put<T: Serialize>(bytes: &mut Vec<u8>, value: &T) {
    // Writing integers and texts into memory cannot fail.
    if let Ok(packed) = postcard::to_allocvec(value) {
        bytes.extend_from_slice(&packed);
    }
}

/// A record as it comes out of a log, not yet written out.
enum Step {
    Beat { played: Vec<[i64; 2]>, position_ms: i64, state: PlayState, answer: Option<BeatAnswer> },
    Other { seq: Option<i64>, body: String },
}

impl Before {
    /// How long after the record before a beat is expected, and how long it is expected to have played.
    fn expected_ms(&self) -> i64 {
        self.answer.next_beat_in_ms
    }

    /// Goes past one record, after which `self` is it.
    fn step(&mut self, item: Item) -> Result<Step, Unreadable> {
        self.n = add(self.n, 1)?;
        let (step, session) = match item.whole() {
            Item::Other { after_ms, session, seq, body } => {
                self.at_ms = add(self.at_ms, after_ms)?;
                (Step::Other { seq, body }, session)
            }
            // There is no short form any more.
            Item::Usual { .. } => return Err(Unreadable),
            Item::Beat { after_ms, session, seq, played, position_ms, state, answer } => {
                let expected_ms = self.expected_ms();
                self.at_ms = add(self.at_ms, add(after_ms, expected_ms)?)?;
                self.seq = add(self.seq, seq)?;
                let mut ranges = Vec::with_capacity(played.len());
                let last = played.len().wrapping_sub(1);
                let mut played_ms = 0;
                for (place, (gap, length)) in played.into_iter().enumerate() {
                    let length = if place == last { add(length, expected_ms)? } else { length };
                    played_ms = add(played_ms, length)?;
                    let from = add(self.to_ms, gap)?;
                    self.to_ms = add(from, length)?;
                    ranges.push([from, self.to_ms]);
                }
                let position_ms = add(self.to_ms, position_ms)?;
                let answer = restored(answer, &self.answer, played_ms)?;
                if let Some(answer) = &answer {
                    self.answer = answer.clone();
                }
                (Step::Beat { played: ranges, position_ms, state, answer }, session)
            }
        };
        if let Some(session) = session {
            self.session = session;
        }
        Ok(step)
    }

    /// The record that `self` is, written out.
    fn record(&self, step: Step) -> KeptRecord {
        let (seq, body, answer) = match step {
            Step::Other { seq, body } => (seq, body, None),
            Step::Beat { played, position_ms, state, answer } => {
                let body = RecordBody::Beat { played, position_ms, state }.canonical();
                let answer = answer.map(|answer| serde_json::to_string(&answer).unwrap_or_default());
                (Some(self.seq), body, answer)
            }
        };
        KeptRecord { n: self.n, at_ms: self.at_ms, session: self.session.as_str().into(), seq, body, answer }
    }
}

/// Goes through a packed log from its beginning and hands out each record, not yet written out: that costs far more
/// than going past it, and every beat goes past the whole log.
fn walk(bytes: &[u8], before: &mut Before, mut each: impl FnMut(&Before, Step)) -> Result<(), Unreadable> {
    let Some((&PACKED, mut rest)) = bytes.split_first() else { return Err(Unreadable) };
    (before.n, rest) = postcard::take_from_bytes(rest).map_err(|_| Unreadable)?;
    while !rest.is_empty() {
        let item: Item;
        (item, rest) = postcard::take_from_bytes(rest).map_err(|_| Unreadable)?;
        let step = before.step(item)?;
        each(before, step);
    }
    Ok(())
}
