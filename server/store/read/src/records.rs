//! Evidence as it is stored: the raw records of closed segments, packed and compressed.

use domain::study::{KeptRecord, RecordLog, Unreadable};

use crate::packed::{ARCHIVES, RECORDS};

/// The records of a row: of a segment or of a whole archive.
pub fn unsealed(body: &[u8]) -> Result<Vec<KeptRecord>, Unreadable> {
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
pub fn log_of(body: &[u8]) -> Result<Vec<u8>, Unreadable> {
    if !RECORDS.packed(body) {
        return Err(Unreadable);
    }
    RECORDS.unpack(body).map_err(|_| Unreadable)
}
