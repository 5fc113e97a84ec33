//! The real-name ledger as a file: rows as typed cells, written as Excel or CSV, with a manifest.
//!
//! The same request gives the same bytes: nothing in a file depends on the clock, on the database
//! engine or on who asked, only on the scope, the format, the masking and the entries counted.

pub mod csv;
pub mod digests;
pub mod manifest;
pub mod rows;
pub mod xlsx;

use rows::Cell;

/// A column: what its header says and how wide it is at least, in half-width characters.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    pub title: &'static str,
    pub width: usize,
}

/// Where rows go.
pub enum Writer {
    Xlsx(Box<xlsx::ExportWorkbook>),
    Csv(Box<csv::Table>),
}

impl Writer {
    /// A row of the ledger.
    pub fn row(&mut self, cells: &[Cell]) -> anyhow::Result<()> {
        match self {
            Self::Xlsx(book) => book.row(cells),
            Self::Csv(table) => table.row(cells),
        }
    }

    /// A row of verified time by day. CSV holds one table only: the ledger.
    pub fn day(&mut self, cells: &[Cell]) -> anyhow::Result<()> {
        match self {
            Self::Xlsx(book) => book.day(cells),
            Self::Csv(_) => Ok(()),
        }
    }
}
