//! Writing the ledger's rows: what entries have in common stands in entry groups, the rest in compact bodies.

use domain::id::{LessonId, PersonId};
use domain::ledger::Entry;
use store_read::line::COMPACT;
use store_read::packed::ENTRIES;
use store_read::row_mac::RowText;

use crate::db::Tx;
use crate::error::Result;
use crate::{execute, tx};

/// An entry to append. The person stands beside the entry, which names them by digest only.
#[derive(Clone, Debug)]
pub struct NewEntry {
    pub person: PersonId,
    pub entry: Entry,
}

/// Writes an entry's rows.
pub(super) async fn rows(tx: &mut Tx, index: i64, new: &NewEntry, text: &str) -> Result<()> {
    let entry = &new.entry;
    let body = match entry.compact() {
        Some(rest) => [&[COMPACT], &rest[..]].concat(),
        None => ENTRIES.pack(text.as_bytes())?,
    };
    let entry_group = entry_group(tx, &new.person, entry).await?;
    let lesson = lesson(tx, &entry.lesson).await?;
    let mac = tx.row_keys().mac(&RowText::entry(index, new.person.as_str(), text))?;
    execute!(
        tx,
        "INSERT INTO ledger_entry (entry_index, at_ms, entry_group, lesson, ms, day, signed, body, mac)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        index,
        entry.at_ms,
        entry_group,
        lesson,
        entry.ms,
        entry.only_day(),
        entry.check.as_ref().and_then(|check| check.signed.as_flag()),
        body,
        &mac[..]
    )?;
    let several = entry.days.iter().filter(|_| entry.only_day().is_none());
    for day in several {
        execute!(
            tx,
            "INSERT INTO ledger_day (entry_index, day, ms) VALUES ($1, $2, $3)",
            index,
            &day.day,
            day.ranges.total_ms()
        )?;
    }
    Ok(())
}

/// The entry group for an entry, made if there is none. Whoever asks holds the lock of the ledger's head.
async fn entry_group(tx: &mut Tx, person: &PersonId, entry: &Entry) -> Result<i32> {
    let digest = hex::decode(&entry.person_digest).unwrap_or_default();
    let found: Option<i32> = tx!(tx, |c| {
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
    Ok(tx!(tx, |c| {
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
    let found: Option<i32> = tx!(tx, |c| {
        sqlx::query_scalar("SELECT lesson FROM ledger_lesson WHERE lesson_id = $1")
            .bind(lesson.as_str())
            .fetch_optional(&mut **c)
            .await
    })?;
    if let Some(number) = found {
        return Ok(number);
    }
    Ok(tx!(tx, |c| {
        sqlx::query_scalar("INSERT INTO ledger_lesson (lesson_id) VALUES ($1) RETURNING lesson")
            .bind(lesson.as_str())
            .fetch_one(&mut **c)
            .await
    })?)
}
