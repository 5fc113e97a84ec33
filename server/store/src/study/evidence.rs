//! Evidence: the raw records of closed segments, packed and compressed, one row a segment.

use domain::id::{PersonId, SessionId};
use domain::study::{KeptRecord, RecordLog, Unreadable};
use store_read::packed::RECORDS;
use store_read::records::unsealed;
use store_read::row_mac::RowText;

use crate::db::Tx;
use crate::error::{Result, StoreError};
use crate::tx;

/// A row of evidence, of whichever table.
#[derive(sqlx::FromRow)]
pub(super) struct EvidenceRow {
    pub first_n: i64,
    pub last_n: i64,
    pub last_at: i64,
    pub body: Vec<u8>,
    mac: Vec<u8>,
}

impl EvidenceRow {
    /// Refuses what this server did not write.
    pub fn check(&self, tx: &Tx, person: &PersonId) -> Result<()> {
        let row = RowText::evidence(person.as_str(), self.first_n, self.last_n, self.last_at, &self.body);
        tx.row_keys().check(&row, &self.mac, || format!("evidence {} of person {person}", self.first_n))
    }
}

/// A person's records that cannot be read.
pub(super) fn damaged(person: &PersonId, error: Unreadable) -> StoreError {
    StoreError::Damaged(format!("person {person}: {error}"))
}

/// Keeps logs as evidence.
pub(super) async fn keep(tx: &mut Tx, logs: &[(&PersonId, RecordLog)]) -> Result<()> {
    for (person, log) in logs.iter().filter(|(_, log)| !log.is_empty()) {
        let body = RECORDS.pack(log.as_bytes())?;
        let row = RowText::evidence(person.as_str(), log.first(), log.last(), log.last_at_ms(), &body);
        let mac = tx.row_keys().mac(&row)?;
        tx!(tx, |c| {
            sqlx::query(
            "INSERT INTO evidence (person_id, first_n, last_n, last_at, body, mac) VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(person.as_str())
        .bind(log.first())
        .bind(log.last())
        .bind(log.last_at_ms())
        .bind(&body)
        .bind(&mac[..])
        .execute(&mut **c)
        .await
        .map(drop)
        })?;
    }
    Ok(())
}

/// When a session was opened. Nothing if it is not theirs.
pub(super) async fn opened_at(tx: &mut Tx, person: &PersonId, session: &SessionId) -> Result<Option<i64>> {
    Ok(tx!(tx, |c| sqlx::query_scalar(
        "SELECT opened_at FROM study_session WHERE id = $1 AND person_id = $2",
    )
    .bind(session.as_str())
    .bind(person.as_str())
    .fetch_optional(&mut **c)
    .await)?)
}

/// A person's records of segments that were closed at a time or later.
pub(super) async fn since(tx: &mut Tx, person: &PersonId, at_ms: i64) -> Result<Vec<KeptRecord>> {
    after(tx, person, at_ms, -1).await
}

/// The same, without segments whose last record is this one or an earlier.
pub(super) async fn after(tx: &mut Tx, person: &PersonId, at_ms: i64, n: i64) -> Result<Vec<KeptRecord>> {
    let rows: Vec<EvidenceRow> = tx!(tx, |c| {
        sqlx::query_as(
            "SELECT first_n, last_n, last_at, body, mac FROM evidence_kept
         WHERE person_id = $1 AND last_at >= $2 AND last_n > $3 ORDER BY first_n",
        )
        .bind(person.as_str())
        .bind(at_ms)
        .bind(n)
        .fetch_all(&mut **c)
        .await
    })?;
    let mut records = Vec::new();
    for row in rows {
        row.check(tx, person)?;
        records.extend(unsealed(&row.body).map_err(|error| damaged(person, error))?);
    }
    Ok(records)
}
