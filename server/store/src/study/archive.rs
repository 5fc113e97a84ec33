//! Archives: a person's evidence of a month that is long over, put into one row. Together it packs into little more
//! than half of what the single segments take.

use domain::id::PersonId;
use store_read::packed::ARCHIVES;
use store_read::records::{log_of, unsealed};
use store_read::row_mac::RowText;

use super::evidence::{EvidenceRow, damaged};
use crate::db::{Db, Tx};
use crate::error::{Result, StoreError};
use crate::tx;

/// Logs of one archive, unpacked: whoever looks for one record reads an archive whole.
const ARCHIVE_BYTES_MAX: usize = 256 * 1024;

impl Db {
    /// Archives what was studied before a moment, of so many people at most; of how many people it was.
    pub async fn archive_evidence(&self, before_ms: i64, people: i64) -> Result<usize> {
        let mut tx = self.begin().await?;
        tx.compact_alone().await?;
        let people: Vec<String> = tx!(&mut tx, |c| {
            sqlx::query_scalar("SELECT DISTINCT person_id FROM evidence WHERE last_at < $1 LIMIT $2")
                .bind(before_ms)
                .bind(people)
                .fetch_all(&mut **c)
                .await
        })?;
        for person in &people {
            archive(&mut tx, &PersonId(person.clone()), before_ms).await?;
        }
        tx.commit().await?;
        Ok(people.len())
    }
}

async fn archive(tx: &mut Tx, person: &PersonId, before_ms: i64) -> Result<()> {
    let segments: Vec<EvidenceRow> = tx!(tx, |c| {
        sqlx::query_as(
            "SELECT first_n, last_n, last_at, body, mac FROM evidence
             WHERE person_id = $1 AND last_at < $2 ORDER BY first_n",
        )
        .bind(person.as_str())
        .bind(before_ms)
        .fetch_all(&mut **c)
        .await
    })?;
    let mut logs = Vec::new();
    let (mut begun, mut bytes) = (0, 0);
    for (place, segment) in segments.iter().enumerate() {
        segment.check(tx, person)?;
        let log = log_of(&segment.body).map_err(|error| damaged(person, error))?;
        bytes += log.len();
        logs.push(log);
        if bytes >= ARCHIVE_BYTES_MAX || place + 1 == segments.len() {
            replace(tx, person, &segments[begun..=place], &std::mem::take(&mut logs)).await?;
            (begun, bytes) = (place + 1, 0);
        }
    }
    Ok(())
}

/// Puts one archive in the place of segments, having read it again.
async fn replace(tx: &mut Tx, person: &PersonId, segments: &[EvidenceRow], logs: &[Vec<u8>]) -> Result<()> {
    let Some((first, last)) = segments.first().zip(segments.last()) else { return Ok(()) };
    let packed = postcard::to_allocvec(logs).map_err(|error| StoreError::Damaged(error.to_string()))?;
    let body = ARCHIVES.pack(&packed)?;
    let again = unsealed(&body).map_err(|error| damaged(person, error))?;
    let mut records = Vec::with_capacity(again.len());
    for segment in segments {
        records.extend(unsealed(&segment.body).map_err(|error| damaged(person, error))?);
    }
    if again != records {
        return Err(StoreError::Damaged(format!(
            "person {person}: an archive says something else than its evidence"
        )));
    }
    let row = RowText::evidence(person.as_str(), first.first_n, last.last_n, last.last_at, &body);
    let mac = tx.row_keys().mac(&row)?;
    tx!(tx, |c| {
        sqlx::query(
        "INSERT INTO evidence_archive (person_id, first_n, last_n, last_at, body, mac) VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(person.as_str())
    .bind(first.first_n)
    .bind(last.last_n)
    .bind(last.last_at)
    .bind(&body)
    .bind(&mac[..])
    .execute(&mut **c)
    .await
    .map(drop)
    })?;
    let gone = tx!(tx, |c| {
        sqlx::query("DELETE FROM evidence WHERE person_id = $1 AND first_n >= $2 AND first_n <= $3")
            .bind(person.as_str())
            .bind(first.first_n)
            .bind(last.first_n)
            .execute(&mut **c)
            .await
            .map(|done| done.rows_affected())
    })?;
    if gone != segments.len() as u64 {
        return Err(StoreError::Damaged(format!(
            "person {person}: {gone} of {} segments left",
            segments.len()
        )));
    }
    Ok(())
}
