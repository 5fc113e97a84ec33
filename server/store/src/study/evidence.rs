//! Evidence: the raw records of closed segments, packed and compressed, one row a segment.

use domain::id::{PersonId, SessionId};
use domain::study::{KeptRecord, RecordLog, Unreadable};

use crate::db::Tx;
use crate::error::{Result, StoreError};
use crate::packed::{ARCHIVES, RECORDS};
use crate::within;

/// A person's records that cannot be read.
pub(super) fn damaged(person: &PersonId, error: Unreadable) -> StoreError {
    StoreError::Damaged(format!("person {person}: {error}"))
}

/// The records of a row: of a segment or of a whole archive.
pub fn unsealed(body: &[u8]) -> std::result::Result<Vec<KeptRecord>, Unreadable> {
    if !ARCHIVES.packed(body) {
        return RecordLog::records(&log_of(body)?);
    }
    let archive = ARCHIVES.unpack(body).map_err(|_| Unreadable)?;
    let logs: Vec<&[u8]> = postcard::from_bytes(&archive).map_err(|_| Unreadable)?;
    let mut records = Vec::new();
    for log in logs {
        records.extend(RecordLog::records(log)?);
    }
    Ok(records)
}

/// The log of a segment's row.
pub(super) fn log_of(body: &[u8]) -> std::result::Result<Vec<u8>, Unreadable> {
    if !RECORDS.packed(body) {
        return Err(Unreadable);
    }
    RECORDS.unpack(body).map_err(|_| Unreadable)
}

/// Keeps logs as evidence.
pub(super) async fn keep(tx: &mut Tx, logs: &[(&PersonId, RecordLog)]) -> Result<()> {
    for (person, log) in logs.iter().filter(|(_, log)| !log.is_empty()) {
        within!(tx, |c| sqlx::query(
            "INSERT INTO evidence (person_id, first_n, last_n, last_at, body) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(person.as_str())
        .bind(log.first())
        .bind(log.last())
        .bind(log.last_at_ms())
        .bind(RECORDS.pack(log.as_bytes())?)
        .execute(&mut **c)
        .await
        .map(drop))?;
    }
    Ok(())
}

/// A person's records of closed segments since a session was opened, for a beat that comes again.
/// Nothing if the session is not theirs.
pub(super) async fn since_opened(
    tx: &mut Tx,
    person: &PersonId,
    session: &SessionId,
) -> Result<Vec<KeptRecord>> {
    let opened_at: Option<i64> = within!(tx, |c| sqlx::query_scalar(
        "SELECT opened_at FROM study_session WHERE id = $1 AND person_id = $2",
    )
    .bind(session.as_str())
    .bind(person.as_str())
    .fetch_optional(&mut **c)
    .await)?;
    let Some(opened_at) = opened_at else { return Ok(Vec::new()) };
    since(tx, person, opened_at).await
}

/// A person's records of segments that were closed at a time or later.
pub(super) async fn since(tx: &mut Tx, person: &PersonId, at_ms: i64) -> Result<Vec<KeptRecord>> {
    let bodies: Vec<Vec<u8>> = within!(tx, |c| sqlx::query_scalar(
        "SELECT body FROM evidence_kept WHERE person_id = $1 AND last_at >= $2 ORDER BY first_n",
    )
    .bind(person.as_str())
    .bind(at_ms)
    .fetch_all(&mut **c)
    .await)?;
    let mut records = Vec::new();
    for body in bodies {
        records.extend(unsealed(&body).map_err(|error| damaged(person, error))?);
    }
    Ok(records)
}
