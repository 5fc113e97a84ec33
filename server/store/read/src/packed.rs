//! What the books keep by the million, compressed against what most of it has in common: raw records, and the few
//! entries of the ledger that have no compact form (`domain::ledger`), in about 170 bytes instead of 600.
//!
//! A dictionary is never changed: what was packed against it must be read for ever. A better one gets
//! a number of its own.

use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};

use crate::error::{ReadError, Result};

/// No text and no log is anywhere near this long; bytes that were tampered with shall not fill the memory.
const BYTES_MAX: usize = 16 * 1024 * 1024;

/// A dictionary, and the byte with which everything begins that was packed against it.
#[derive(Clone, Copy, Debug)]
pub struct CompressionDictionary {
    first: u8,
    dictionary: &'static [u8],
}

/// Canonical entries of the ledger.
pub static ENTRIES: CompressionDictionary =
    CompressionDictionary { first: 1, dictionary: include_bytes!("packed/entry.txt") };
/// Raw records of a segment.
pub static RECORDS: CompressionDictionary =
    CompressionDictionary { first: 3, dictionary: include_bytes!("packed/records.txt") };
/// Raw records of many segments, one log after the other.
pub static ARCHIVES: CompressionDictionary =
    CompressionDictionary { first: 6, dictionary: include_bytes!("packed/records.txt") };

impl CompressionDictionary {
    /// Packs bytes.
    pub fn pack(self, bytes: &[u8]) -> Result<Vec<u8>> {
        let mut deflate = Compress::new(Compression::best(), false);
        deflate.set_dictionary(self.dictionary).map_err(damaged)?;
        // Deflate adds at most a few bytes to what it cannot make smaller.
        let mut packed = Vec::with_capacity(bytes.len() + bytes.len() / 1000 + 64);
        packed.push(self.first);
        match deflate.compress_vec(bytes, &mut packed, FlushCompress::Finish).map_err(damaged)? {
            Status::StreamEnd => Ok(packed),
            Status::Ok | Status::BufError => {
                Err(ReadError::Damaged("something that cannot be packed".to_owned()))
            }
        }
    }

    /// Whether these bytes were packed against this dictionary.
    pub fn packed(self, bytes: &[u8]) -> bool {
        bytes.first() == Some(&self.first)
    }

    /// The bytes that were packed.
    pub fn unpack(self, packed: &[u8]) -> Result<Vec<u8>> {
        let mut inflate = Decompress::new(false);
        inflate.set_dictionary(self.dictionary).map_err(damaged)?;
        let mut bytes = Vec::with_capacity(packed.len() * 4 + 1024);
        loop {
            let read = usize::try_from(inflate.total_in()).map_err(damaged)? + 1;
            let rest = packed.get(read..).unwrap_or_default();
            match inflate.decompress_vec(rest, &mut bytes, FlushDecompress::Finish).map_err(damaged)? {
                Status::StreamEnd => return Ok(bytes),
                _ if bytes.len() < bytes.capacity() || bytes.len() > BYTES_MAX => {
                    return Err(ReadError::Damaged("packed bytes that end too soon".to_owned()));
                }
                Status::Ok | Status::BufError => bytes.reserve(bytes.capacity()),
            }
        }
    }
}

fn damaged(error: impl std::fmt::Display) -> ReadError {
    ReadError::Damaged(format!("packed bytes: {error}"))
}

/// The hashed text of a ledger entry, however its row keeps it.
/// What cannot be read is empty, which is no entry and matches no hash, so that whoever looks names the entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryText(pub String);

impl From<Vec<u8>> for EntryText {
    fn from(body: Vec<u8>) -> Self {
        let packed = Some(body).filter(|body| ENTRIES.packed(body));
        let text = packed.and_then(|body| ENTRIES.unpack(&body).ok()).unwrap_or_default();
        Self(String::from_utf8(text).unwrap_or_default())
    }
}

impl std::ops::Deref for EntryText {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_packed_comes_back_whatever_it_is() {
        let texts = ["", "{}", "学时", &"x".repeat(100_000), include_str!("packed/entry.txt")];
        for like in [ENTRIES, RECORDS, ARCHIVES] {
            for text in texts {
                let packed = like.pack(text.as_bytes()).unwrap();
                assert!(like.packed(&packed));
                assert_eq!(like.unpack(&packed).unwrap(), text.as_bytes());
            }
        }
    }

    #[test]
    fn an_entry_takes_a_third_of_its_text() {
        let text = r#"{"v":1,"person_digest":"b037b004c54d3cb1563bdcd64e0b7c755b25b26b2c7fdbf1363a0e08209141fe","enrolment":"01a215d8-36d8-7b8e-beff-a44d15769b8f","class":"01a215d8-36d8-710d-8020-50c0175c799d","lesson":"01a215d8-36d8-7488-b764-362a668c07c1","days":[{"day":"2026-11-26","ranges":[[0,484771]]}],"ms":484771,"check":{"id":"01a215df-c470-7e54-a812-95b1ff1010bb","kind":"question","offer":1},"policy":"2026-11-26","at_ms":1795663316080,"evidence":{"record":37,"chain":"c214607a7b332a013fafc7dfb51ca22b8e33fe990a1598e4c246702e1cf46214"}}"#;
        let packed = ENTRIES.pack(text.as_bytes()).unwrap();
        assert!(packed.len() * 5 < text.len() * 2, "{} of {}", packed.len(), text.len());
    }

    #[test]
    fn bytes_that_were_tampered_with_are_an_error_and_never_a_crash() {
        let packed = ENTRIES.pack(br#"{"ms":1}"#).unwrap();
        for cut in 0..packed.len() {
            assert!(ENTRIES.unpack(&packed[..cut]).is_err());
        }
        for place in 1..packed.len() {
            let mut other = packed.clone();
            other[place] ^= 0x55;
            drop(ENTRIES.unpack(&other));
        }
    }
}
