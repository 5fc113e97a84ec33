//! CSV: UTF-8 with a byte order mark, CRLF, and no cell that a spreadsheet would take for a formula. For spreadsheets long
//! numbers stay whole; for programs every number is as it is.

use std::fs::File;
use std::io::{BufWriter, Write};

use anyhow::Result;
use domain::export::{ExportFormat, formula_safe, number_safe};

use super::rows::{Cell, LEDGER};

/// A table on its way to a file.
pub struct Table {
    out: ::csv::Writer<BufWriter<File>>,
    format: ExportFormat,
}

impl Table {
    /// Begins a table with its header.
    pub fn begin(file: File, format: ExportFormat) -> Result<Self> {
        let mut out = BufWriter::new(file);
        // Excel reads a CSV file without the mark as GBK.
        out.write_all("\u{feff}".as_bytes())?;
        let mut table = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(out);
        table.write_record(LEDGER.iter().map(|column| column.title))?;
        Ok(Self { out: table, format })
    }

    /// Adds a row.
    pub fn row(&mut self, cells: &[Cell]) -> Result<()> {
        self.out.write_record(cells.iter().map(|cell| plain(cell, self.format)))?;
        Ok(())
    }

    /// The file, complete but for the disk.
    pub fn finish(self) -> Result<File> {
        let out = self.out.into_inner().map_err(|error| anyhow::anyhow!("{}", error.error()))?;
        Ok(out.into_inner()?)
    }
}

/// A cell as it stands in the file.
pub(super) fn plain(cell: &Cell, format: ExportFormat) -> String {
    match cell {
        Cell::Text(text) if format == ExportFormat::Csv && number_safe(text) != *text => {
            number_safe(text).into_owned()
        }
        Cell::Text(text) => formula_safe(text).into_owned(),
        Cell::Count(count) => count.to_string(),
        Cell::Hours(hours) => hours.to_string(),
        Cell::Seconds(ms) => format!("{}.{:03}", ms / 1000, ms % 1000),
        Cell::Money(fen) => format!("{}.{:02}", fen.0 / 100, fen.0 % 100),
        Cell::Day(day) => day.clone(),
    }
}
