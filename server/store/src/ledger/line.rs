//! The ledger's rows: what entries have in common stands in entry groups, the rest in compact bodies. Readers see
//! lines: whole entries.

use domain::id::{LessonId, PersonId};
use domain::ledger::{Entry, EntryRowContext};

use super::NewEntry;
use crate::db::Tx;
use crate::error::Result;
use crate::packed::{ENTRIES, EntryText};
use crate::within;

/// The first byte of a body that says only what its row and entry group do not.
const COMPACT: u8 = 5;

/// A statement that reads [`Line`]s: `ledger_lines!("WHERE …")`.
macro_rules! ledger_lines {
    ($rest:literal) => {
        concat!(
            "SELECT entry_index, person_id, enrolment_id, class_id, lesson_id, ms, at_ms, person_digest, policy, day, body
             FROM ledger_line ",
            $rest
        )
    };
}
pub(crate) use ledger_lines;

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
                ms: line.ms,
                at_ms: line.at_ms,
            };
            Entry::from_compact(body, row)
        });
        Self(entry.map(|entry| entry.canonical()).unwrap_or_default())
    }
}

/// Writes an entry's rows.
pub(super) async fn insert(tx: &mut Tx, index: i64, new: &NewEntry, text: &str) -> Result<()> {
    let entry = &new.entry;
    let body = match entry.compact() {
        Some(rest) => [&[COMPACT], &rest[..]].concat(),
        None => ENTRIES.pack(text.as_bytes())?,
    };
    let entry_group = entry_group(tx, &new.person, entry).await?;
    let lesson = lesson(tx, &entry.lesson).await?;
    within!(tx, |c| {
        sqlx::query(
            "INSERT INTO ledger_entry (entry_index, at_ms, entry_group, lesson, ms, day, body)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(index)
        .bind(entry.at_ms)
        .bind(entry_group)
        .bind(lesson)
        .bind(entry.ms)
        .bind(entry.only_day())
        .bind(body)
        .execute(&mut **c)
        .await
        .map(drop)
    })?;
    let several = entry.days.iter().filter(|_| entry.only_day().is_none());
    for day in several {
        within!(tx, |c| {
            sqlx::query("INSERT INTO ledger_day (entry_index, day, ms) VALUES ($1, $2, $3)")
                .bind(index)
                .bind(&day.day)
                .bind(day.ranges.total_ms())
                .execute(&mut **c)
                .await
                .map(drop)
        })?;
    }
    Ok(())
}

/// The entry group for an entry, made if there is none. Whoever asks holds the lock of the ledger's head.
async fn entry_group(tx: &mut Tx, person: &PersonId, entry: &Entry) -> Result<i32> {
    let digest = hex::decode(&entry.person_digest).unwrap_or_default();
    let found: Option<i32> = within!(tx, |c| {
        sqlx::query_scalar(
            "SELECT entry_group FROM ledger_entry_group WHERE enrolment_id = $1 AND policy = $2 AND person_digest = $3",
        )
        .bind(entry.enrolment.as_str())
        .bind(&entry.policy)
        .bind(&digest)
        .fetch_optional(&mut **c)
        .await
    })?;
    if let Some(entry_group) = found {
        return Ok(entry_group);
    }
    Ok(within!(tx, |c| {
        sqlx::query_scalar(
            "INSERT INTO ledger_entry_group (enrolment_id, class_id, person_id, person_digest, policy)
             VALUES ($1, $2, $3, $4, $5) RETURNING entry_group",
        )
        .bind(entry.enrolment.as_str())
        .bind(entry.class.as_str())
        .bind(person.as_str())
        .bind(&digest)
        .bind(&entry.policy)
        .fetch_one(&mut **c)
        .await
    })?)
}

/// The number of a lesson in the ledger, given if it has none. Whoever asks holds the lock of the ledger's head.
async fn lesson(tx: &mut Tx, lesson: &LessonId) -> Result<i32> {
    let found: Option<i32> = within!(tx, |c| {
        sqlx::query_scalar("SELECT lesson FROM ledger_lesson WHERE lesson_id = $1")
            .bind(lesson.as_str())
            .fetch_optional(&mut **c)
            .await
    })?;
    if let Some(number) = found {
        return Ok(number);
    }
    Ok(within!(tx, |c| {
        sqlx::query_scalar("INSERT INTO ledger_lesson (lesson_id) VALUES ($1) RETURNING lesson")
            .bind(lesson.as_str())
            .fetch_one(&mut **c)
            .await
    })?)
}
