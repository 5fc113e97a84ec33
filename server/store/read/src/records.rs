//! Evidence as it is stored: the raw records of closed segments, packed and compressed.

use std::io::Read;

use domain::study::{KeptRecord, RecordLog, Unreadable};
use flate2::read::DeflateDecoder;

use crate::packed::{RECORDS, VOLUMES};

/// The first byte of a log compressed by itself, as segments were kept at first.
const DEFLATED: u8 = 2;
/// No log is anywhere near this long; bytes that were tampered with shall not fill the memory.
const LOG_BYTES_MAX: u64 = 16 * 1024 * 1024;

/// The records of a row: of a segment or of a whole volume.
pub fn unsealed(body: &[u8]) -> Result<Vec<KeptRecord>, Unreadable> {
    if !VOLUMES.packed(body) {
        return RecordLog::records(&log_of(body)?);
    }
    let volume = VOLUMES.unpack(body).map_err(|_| Unreadable)?;
    let logs: Vec<&[u8]> = postcard::from_bytes(&volume).map_err(|_| Unreadable)?;
    let mut records = Vec::new();
    for log in logs {
        records.extend(RecordLog::records(log)?);
    }
    Ok(records)
}

/// The log of a segment's row.
pub fn log_of(body: &[u8]) -> Result<Vec<u8>, Unreadable> {
    if RECORDS.packed(body) {
        return RECORDS.unpack(body).map_err(|_| Unreadable);
    }
    match body.split_first() {
        Some((&DEFLATED, deflated)) => {
            let mut log = Vec::new();
            DeflateDecoder::new(deflated)
                .take(LOG_BYTES_MAX)
                .read_to_end(&mut log)
                .map_err(|_| Unreadable)?;
            Ok(log)
        }
        _ => Ok(body.to_vec()),
    }
}
