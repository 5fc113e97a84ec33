//! A sheet as it was read, whatever it came from.

use std::io::Cursor;

use domain::typed::visible;

use crate::{BYTES_MAX, ROWS_MAX, old_workbook, text, workbook};
use domain::roster::Unreadable;

/// Columns beyond it hold nothing that belongs to a roster.
pub(crate) const COLUMNS_MAX: u32 = 256;
/// So many cells are kept of one sheet.
const CELLS_MAX: usize = 600_000;
/// More sheets than any roster has.
pub(crate) const SHEETS_MAX: usize = 64;

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Text(String),
    Number(f64),
    /// A formula, as it is written.
    Formula(String),
    /// What a formula could not work out: `#N/A`.
    Error(String),
}

impl Cell {
    /// What is seen of it.
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) | Self::Formula(text) | Self::Error(text) => text.clone(),
            Self::Number(number) => format!("{number}"),
        }
    }

    /// Whether nothing is seen of it.
    pub(crate) fn is_blank(&self) -> bool {
        matches!(self, Self::Text(text) if visible(text).is_empty())
    }
}

/// A row with something in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct TableRow {
    /// As the program shows it: from 1.
    pub number: u32,
    /// Whether whoever opens the file does not see it.
    pub hidden: bool,
    /// Column from 0, in order.
    pub cells: Vec<(u32, Cell)>,
}

impl TableRow {
    /// What stands in a column; nothing for a cell that looks empty.
    pub(crate) fn cell(&self, column: u32) -> Option<&Cell> {
        let cell = self.cells.iter().find(|(at, _)| *at == column).map(|(_, cell)| cell);
        cell.filter(|cell| !cell.is_blank())
    }

    /// The cells in which something is seen.
    pub(crate) fn filled(&self) -> impl Iterator<Item = (u32, &Cell)> {
        self.cells.iter().filter(|(_, cell)| !cell.is_blank()).map(|(column, cell)| (*column, cell))
    }
}

/// Cells that are drawn as one: first and last row, first and last column, from 0.
pub(crate) type Merged = (u32, u32, u32, u32);

/// A sheet.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Table {
    pub name: String,
    /// In order.
    pub rows: Vec<TableRow>,
    pub merged: Vec<Merged>,
    cells: usize,
}

impl Table {
    pub(crate) fn named(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// Adds what stands at a place; row from 1, column from 0.
    pub(crate) fn add(&mut self, row: u32, column: u32, cell: Cell) -> Result<(), Unreadable> {
        if column >= COLUMNS_MAX || cell.is_blank() {
            return Ok(());
        }
        self.cells += 1;
        if self.rows.last().is_none_or(|last| last.number != row) {
            self.rows.push(TableRow { number: row, ..TableRow::default() });
        }
        if self.rows.len() > ROWS_MAX || self.cells > CELLS_MAX {
            return Err(Unreadable::TooManyRows);
        }
        if let Some(last) = self.rows.last_mut() {
            last.cells.push((column, cell));
        }
        Ok(())
    }

    /// In order, each row once: a file may say them in any.
    pub(crate) fn in_order(mut self) -> Self {
        self.rows.sort_by_key(|row| row.number);
        self.rows.dedup_by(|later, row| {
            let same = later.number == row.number;
            if same {
                row.cells.append(&mut later.cells);
            }
            same
        });
        for row in &mut self.rows {
            row.cells.sort_by_key(|(column, _)| *column);
            row.cells.dedup_by_key(|(column, _)| *column);
        }
        self
    }
}

/// Every sheet that whoever opens the file sees. By what is inside: names prove nothing.
pub(crate) fn sheets(bytes: &[u8]) -> Result<Vec<Table>, Unreadable> {
    if bytes.is_empty() {
        return Err(Unreadable::Empty);
    }
    if bytes.len() > BYTES_MAX {
        return Err(Unreadable::TooLarge);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return guarded(|| workbook::sheets(bytes));
    }
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]) {
        return guarded(|| old_workbook::sheets(Cursor::new(bytes)));
    }
    text::sheet(bytes).map(|sheet| vec![sheet])
}

/// Readers of foreign formats may fail in ways of their own on damaged files; that is the file's fault, not ours.
fn guarded(read: impl FnOnce() -> Result<Vec<Table>, Unreadable>) -> Result<Vec<Table>, Unreadable> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(read)).unwrap_or(Err(Unreadable::Damaged))
}
