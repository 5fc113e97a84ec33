//! MACs of rows: a keyed digest over everything that matters in a row, under its table and its key. Whoever has the database
//! without the key file can neither make a row, nor change one, nor move one to another place.
//!
//! The text of a row is `xueshi row 1`, the table, then each value as a letter (`t`ext, `n`umber, `b`ytes, `-` absent), its
//! length in eight bytes, lowest first, and its bytes; a number is its decimal text.

use vault::Keys;

use crate::digest::Purpose;

/// A stored MAC: the first half of the digest.
pub type Mac = [u8; 16];

/// What a row's MAC is over.
#[derive(Clone, Debug)]
pub struct RowText {
    bytes: Vec<u8>,
}

impl RowText {
    fn of(table: &str) -> Self {
        Self { bytes: b"xueshi row 1".to_vec() }.text(table)
    }

    fn value(mut self, letter: u8, bytes: &[u8]) -> Self {
        self.bytes.push(letter);
        self.bytes.extend((bytes.len() as u64).to_le_bytes());
        self.bytes.extend(bytes);
        self
    }

    fn text(self, text: &str) -> Self {
        self.value(b't', text.as_bytes())
    }

    fn number(self, number: i64) -> Self {
        self.value(b'n', number.to_string().as_bytes())
    }

    fn blob(self, bytes: &[u8]) -> Self {
        self.value(b'b', bytes)
    }

    fn maybe(self, text: Option<&str>) -> Self {
        match text {
            Some(text) => self.text(text),
            None => self.value(b'-', b""),
        }
    }

    /// Raw records of a closed segment, or an archive of several.
    pub fn evidence(person: &str, first: i64, last: i64, last_at: i64, body: &[u8]) -> Self {
        Self::of("evidence").text(person).number(first).number(last).number(last_at).blob(body)
    }

    /// Where a person's study stands. What stands beside the state for lists follows from it.
    pub fn study(
        person: &str,
        state: &str,
        log: &[u8],
        live_progress: Option<&str>,
        live_counted_ms: i64,
    ) -> Self {
        Self::of("person_study")
            .text(person)
            .text(state)
            .blob(log)
            .maybe(live_progress)
            .number(live_counted_ms)
    }

    /// An entry of the ledger at its place: its hashed text, and whose it is.
    pub fn entry(index: i64, person: &str, text: &str) -> Self {
        Self::of("ledger_entry").number(index).text(person).text(text)
    }

    /// A line of the audit log at its place: its hashed text.
    pub fn audit_line(index: i64, text: &str) -> Self {
        Self::of("audit_leaf").number(index).text(text)
    }

    /// The size of a tree, and how many checkpoints of it were signed.
    pub fn head(table: &str, size: i64, checkpoints: i64) -> Self {
        Self::of(table).number(size).number(checkpoints)
    }

    /// The MAC.
    pub fn mac(&self, keys: &Keys) -> Mac {
        let digest = keys.digest_bytes(Purpose::RowMac, &self.bytes);
        std::array::from_fn(|place| digest[place])
    }

    /// Whether a stored MAC is this row's.
    pub fn fits(&self, keys: &Keys, mac: &[u8]) -> bool {
        self.mac(keys) == mac
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_and_its_place_is_in_the_mac() {
        let keys = Keys::from_master(&[7; 32]);
        let mac = |row: RowText| row.mac(&keys);
        let rows = [
            RowText::evidence("p", 1, 2, 3, b"x"),
            RowText::evidence("q", 1, 2, 3, b"x"),
            RowText::evidence("p", 11, 2, 3, b"x"),
            RowText::evidence("p", 1, 1, 3, b"x"),
            RowText::evidence("p", 1, 2, 4, b"x"),
            RowText::evidence("p", 1, 2, 3, b"y"),
            RowText::study("p", "{}", b"", None, 0),
            RowText::study("p", "{}", b"", Some(""), 0),
            RowText::study("p", "{", b"}", None, 0),
            RowText::entry(1, "p", "{}"),
            RowText::entry(1, "p{", "}"),
            RowText::audit_line(1, "{}"),
            RowText::head("ledger_head", 1, 0),
            RowText::head("ledger_head", 1, 1),
            RowText::head("audit_head", 1, 0),
        ];
        let macs: std::collections::BTreeSet<Mac> = rows.iter().cloned().map(mac).collect();
        assert_eq!(macs.len(), rows.len());
        assert!(rows[0].fits(&keys, &mac(rows[0].clone())));
        assert!(!rows[0].fits(&Keys::from_master(&[8; 32]), &mac(rows[0].clone())));
        assert!(!rows[0].fits(&keys, b""));
    }
}
