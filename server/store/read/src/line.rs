//! The ledger's rows: what entries have in common stands in entry groups, the rest in compact bodies. Readers see
//! lines: whole entries.

use domain::device::SignatureState;
use domain::ledger::{Entry, EntryRowContext};

use crate::packed::EntryText;

/// The first byte of a body that says only what its row and entry group do not.
pub const COMPACT: u8 = 5;

/// A statement that reads [`Line`]s: `ledger_lines!("WHERE …")`.
#[macro_export]
macro_rules! ledger_lines {
    ($rest:literal) => {
        concat!(
            "SELECT entry_index, person_id, enrolment_id, class_id, lesson_id, ms, at_ms, person_digest, policy, day, signed, body, mac
             FROM ledger_line ",
            $rest
        )
    };
}

/// What an entry's text is made of.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Line {
    enrolment_id: String,
    class_id: String,
    lesson_id: String,
    ms: i64,
    at_ms: i64,
    person_digest: Vec<u8>,
    policy: String,
    day: Option<String>,
    signed: Option<bool>,
    body: Vec<u8>,
}

impl From<Line> for EntryText {
    fn from(line: Line) -> Self {
        let Some((&COMPACT, body)) = line.body.split_first() else { return Self::from(line.body) };
        let entry = line.person_digest.try_into().ok().and_then(|person_digest| {
            let row = EntryRowContext {
                person_digest,
                enrolment: line.enrolment_id.into(),
                class: line.class_id.into(),
                lesson: line.lesson_id.into(),
                policy: line.policy,
                day: line.day,
                signed: SignatureState::of(line.signed),
                ms: line.ms,
                at_ms: line.at_ms,
            };
            Entry::from_compact(body, row)
        });
        Self(entry.map(|entry| entry.canonical()).unwrap_or_default())
    }
}
