//! What the rows and columns of a table add up to, for the manifest: by these a changed cell is named without the books.

use domain::export::{ColumnDigest, ExportFormat, ROW_DIGEST_BYTES, TableDigests, canonical_cell};
use sha2::{Digest, Sha256};

use super::Column;
use super::csv::plain;
use super::rows::Cell;

/// A table on its way to a file, digested as it goes.
pub struct Digests {
    sheet: &'static str,
    columns: Vec<(&'static str, Sha256)>,
    rows: Vec<String>,
}

impl Digests {
    /// Of a table that has no rows yet.
    pub fn of(sheet: &'static str, columns: &[Column]) -> Self {
        let columns = columns.iter().map(|column| (column.title, Sha256::new())).collect();
        Self { sheet, columns, rows: Vec::new() }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: &[Cell]) {
        let mut row = Sha256::new();
        for (cell, (_, column)) in cells.iter().zip(&mut self.columns) {
            let text = plain(cell, ExportFormat::CsvRaw);
            let text = canonical_cell(&text);
            for hash in [&mut row, column] {
                hash.update((text.len() as u64).to_be_bytes());
                hash.update(text.as_bytes());
            }
        }
        self.rows.push(hex::encode(&row.finalize()[..ROW_DIGEST_BYTES]));
    }

    /// What stands in the manifest.
    pub fn finish(self) -> TableDigests {
        let columns = self.columns.into_iter().map(|(title, hash)| ColumnDigest {
            title: title.to_owned(),
            sha256: hex::encode(hash.finalize()),
        });
        TableDigests { sheet: self.sheet.to_owned(), columns: columns.collect(), rows: self.rows }
    }
}
