//! Records as their writer packs them, for whoever forges some: the owner of a database can write what the program does.

use domain::study::{KeptRecord, RawRecord, RecordLog};

/// The log of some records that follow each other.
pub fn repacked(records: &[KeptRecord]) -> Vec<u8> {
    let mut log = RecordLog::new(records[0].n);
    for record in records {
        let raw = RawRecord {
            n: record.n,
            at_ms: record.at_ms,
            session: record.session.clone(),
            seq: record.seq,
            body: serde_json::from_str(&record.body).expect("a record's body"),
            chain: String::new(),
        };
        let answer = record.answer.as_deref().map(|answer| serde_json::from_str(answer).expect("an answer"));
        log.push(&raw, answer.as_ref());
    }
    log.as_bytes().to_vec()
}
