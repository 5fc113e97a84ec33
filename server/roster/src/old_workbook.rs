//! Workbooks of Excel 97 to 2003 (BIFF8 in a compound file). How large the sheets are is looked at before anything is set
//! aside for them, and which rows are hidden is read along the way.

use std::collections::BTreeSet;
use std::io::{Cursor, Read, Seek, Write};

use calamine::{Data, Reader, SheetVisible, Xls};

use crate::table::{Cell, SHEETS_MAX, Table};
use domain::roster::Unreadable;

/// So many cells, empty ones too, in all sheets together.
const AREA_MAX: u64 = 1_500_000;
const ROW: u16 = 0x0208;
const BOUND_SHEET: u16 = 0x0085;
const DIMENSIONS: u16 = 0x0200;
const BOF: u16 = 0x0809;
const EOF: u16 = 0x000a;
/// Records of cells; each begins with row and column.
const CELLS: [u16; 11] =
    [0x0203, 0x0204, 0x00d6, 0x0205, 0x0207, 0x027e, 0x00fd, 0x00bd, 0x0006, 0x0201, 0x00be];
/// Several cells in one: ends with the last column.
const SEVERAL: [u16; 2] = [0x00bd, 0x00be];

pub(crate) fn sheets(file: Cursor<&[u8]>) -> Result<Vec<Table>, Unreadable> {
    let mut compound = cfb::CompoundFile::open(file).map_err(|_| Unreadable::Damaged)?;
    if compound.exists("/EncryptedPackage") {
        return Err(Unreadable::Locked);
    }
    let stream = stream_of(&mut compound)?;
    let layouts = layouts(&stream)?;
    // What is read on is a container of our own with nothing but this stream in it.
    let mut clean = cfb::CompoundFile::create_with_version(cfb::Version::V3, Cursor::new(Vec::new()))
        .map_err(|_| Unreadable::Damaged)?;
    clean
        .create_stream("/Workbook")
        .and_then(|mut workbook| workbook.write_all(&stream))
        .map_err(|_| Unreadable::Damaged)?;
    let mut book = Xls::new(Cursor::new(clean.into_inner().into_inner())).map_err(|error| match error {
        calamine::XlsError::Password => Unreadable::Locked,
        _ => Unreadable::Damaged,
    })?;
    let mut tables = Vec::new();
    let metadata = book.sheets_metadata().to_vec();
    for (at, sheet) in metadata.iter().enumerate() {
        if sheet.visible != SheetVisible::Visible {
            continue;
        }
        let Ok(range) = book.worksheet_range(&sheet.name) else { continue };
        let mut table = Table::named(&sheet.name);
        let (first_row, first_column) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let Some(cell) = cell_of(value) else { continue };
            table.add(first_row + row as u32 + 1, first_column + column as u32, cell)?;
        }
        if let Ok(formulas) = book.worksheet_formula(&sheet.name) {
            let (first_row, first_column) = formulas.start().unwrap_or_default();
            let places = formulas.used_cells().filter(|(_, _, formula)| !formula.is_empty());
            for (row, column, formula) in places {
                let (number, column) = (first_row + row as u32 + 1, first_column + column as u32);
                let rows = &mut table.rows;
                if let Ok(at) = rows.binary_search_by_key(&number, |row| row.number) {
                    rows[at].cells.retain(|(at, _)| *at != column);
                    rows[at].cells.push((column, Cell::Formula(format!("={formula}"))));
                }
            }
        }
        let mut table = table.in_order();
        if let Some(layout) = layouts.get(at) {
            for row in &mut table.rows {
                row.hidden = layout.hidden.contains(&row.number);
            }
        }
        tables.push(table);
    }
    Ok(tables)
}

fn stream_of<F: Read + Seek>(compound: &mut cfb::CompoundFile<F>) -> Result<Vec<u8>, Unreadable> {
    let name = ["/Workbook", "/Book"].into_iter().find(|name| compound.is_stream(name));
    let mut stream =
        compound.open_stream(name.ok_or(Unreadable::NotATable)?).map_err(|_| Unreadable::Damaged)?;
    let mut bytes = Vec::new();
    stream
        .by_ref()
        .take(crate::BYTES_MAX as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|_| Unreadable::Damaged)?;
    Ok(bytes)
}

/// Of one sheet, in the order of the book.
struct Layout {
    hidden: BTreeSet<u32>,
}

/// Looks over the records of every sheet, and refuses what would take more room than a roster does.
fn layouts(stream: &[u8]) -> Result<Vec<Layout>, Unreadable> {
    let mut starts = Vec::new();
    for (kind, data) in Records(stream) {
        match kind {
            BOUND_SHEET => starts.push(u32_at(data, 0).ok_or(Unreadable::Damaged)? as usize),
            EOF => break,
            _ => {}
        }
    }
    if starts.len() > SHEETS_MAX {
        return Err(Unreadable::Damaged);
    }
    let mut area = 0_u64;
    let mut layouts = Vec::new();
    for start in starts {
        let mut hidden = BTreeSet::new();
        let (mut rows, mut columns, mut claimed) = (0_u64, 0_u64, 0_u64);
        let mut depth = 0_u32;
        for (kind, data) in Records(stream.get(start..).ok_or(Unreadable::Damaged)?) {
            match kind {
                BOF => depth += 1,
                EOF if depth <= 1 => break,
                EOF => depth -= 1,
                DIMENSIONS => {
                    let at = |at| u32_at(data, at).map(u64::from);
                    let (Some(first), Some(end)) = (at(0), at(4)) else { return Err(Unreadable::Damaged) };
                    let (left, right) = (u16_at(data, 8), u16_at(data, 10));
                    let (Some(left), Some(right)) = (left, right) else { return Err(Unreadable::Damaged) };
                    let wide = u64::from(right.saturating_sub(left)) + 1;
                    claimed = claimed.max((end.saturating_sub(first) + 1).saturating_mul(wide));
                }
                ROW => {
                    let flags = u16_at(data, 12).unwrap_or_default();
                    if let Some(row) = u16_at(data, 0).filter(|_| flags & 0x20 != 0) {
                        hidden.insert(u32::from(row) + 1);
                    }
                }
                kind if CELLS.contains(&kind) => {
                    let (Some(row), Some(column)) = (u16_at(data, 0), u16_at(data, 2)) else {
                        return Err(Unreadable::Damaged);
                    };
                    let last = if SEVERAL.contains(&kind) { u16_at(data, data.len() - 2) } else { None };
                    rows = rows.max(u64::from(row) + 1);
                    columns = columns.max(u64::from(column.max(last.unwrap_or_default())) + 1);
                }
                _ => {}
            }
        }
        area += claimed.max(rows.saturating_mul(columns));
        if area > AREA_MAX {
            return Err(Unreadable::TooManyRows);
        }
        layouts.push(Layout { hidden });
    }
    Ok(layouts)
}

fn u16_at(data: &[u8], at: usize) -> Option<u16> {
    data.get(at..at + 2).and_then(|bytes| bytes.try_into().ok()).map(u16::from_le_bytes)
}

fn u32_at(data: &[u8], at: usize) -> Option<u32> {
    data.get(at..at + 4).and_then(|bytes| bytes.try_into().ok()).map(u32::from_le_bytes)
}

/// Kind and content of one record after the other.
struct Records<'a>(&'a [u8]);

impl<'a> Iterator for Records<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (kind, length) = (u16_at(self.0, 0)?, usize::from(u16_at(self.0, 2)?));
        let data = self.0.get(4..4 + length)?;
        self.0 = &self.0[4 + length..];
        Some((kind, data))
    }
}

fn cell_of(value: &Data) -> Option<Cell> {
    Some(match value {
        Data::Empty => return None,
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => Cell::Text(text.clone()),
        Data::Float(number) => Cell::Number(*number),
        Data::Int(number) => Cell::Number(*number as f64),
        Data::Bool(yes) => Cell::Text(if *yes { "TRUE" } else { "FALSE" }.to_owned()),
        Data::DateTime(time) => Cell::Text(crate::workbook::day_of(*time)),
        Data::Error(error) => Cell::Error(error.to_string()),
    })
}
