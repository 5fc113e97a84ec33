//! Workbooks of Excel since 2007: XML in a zip file. How much comes out of it is measured before anything is read.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use calamine::{DataRef, ExcelDateTime, Reader, SheetVisible, Xlsx, XlsxError};
use zip::ZipArchive;

use crate::table::{COLUMNS_MAX, Cell, SHEETS_MAX, Table};
use domain::roster::Unreadable;

/// So much may come out of a file, all parts together: three times what the largest roster takes.
const UNPACKED_MAX: u64 = 32 * 1024 * 1024;
const PARTS_MAX: usize = 2_000;

pub(crate) fn sheets(bytes: &[u8]) -> Result<Vec<Table>, Unreadable> {
    let parts = Parts::of(bytes)?;
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsxError::Password => Unreadable::Locked,
        _ => Unreadable::Damaged,
    })?;
    let metadata = book.sheets_metadata().to_vec();
    if metadata.len() > SHEETS_MAX {
        return Err(Unreadable::Damaged);
    }
    let mut tables = Vec::new();
    for sheet in metadata.iter().filter(|sheet| sheet.visible == SheetVisible::Visible) {
        let mut table = Table::named(&sheet.name);
        {
            // A drawing or a macro sheet has no cells.
            let Ok(mut cells) = book.worksheet_cells_reader(&sheet.name) else { continue };
            while let Some(cell) = cells.next_cell_with_formula().map_err(|_| Unreadable::Damaged)? {
                let (row, column) = cell.pos;
                let value = match cell.formula.filter(|formula| !formula.is_empty()) {
                    // What it last gave is of no use where it could not be worked out.
                    Some(formula) if !matches!(cell.value, DataRef::Error(_)) => {
                        Some(Cell::Formula(format!("={formula}")))
                    }
                    _ => cell_of(&cell.value),
                };
                if let Some(value) = value {
                    table.add(row.saturating_add(1), column, value)?;
                }
            }
        }
        let hidden = parts.hidden_rows(&sheet.name);
        let mut table = table.in_order();
        for row in &mut table.rows {
            row.hidden = hidden.contains(&row.number);
        }
        if let Ok(merged) = book.worksheet_merge_cells_of(&sheet.name) {
            table.merged = merged;
        }
        tables.push(table);
    }
    Ok(tables)
}

/// What is drawn as one cell.
trait MergeCells {
    fn worksheet_merge_cells_of(&mut self, name: &str) -> Result<Vec<crate::table::Merged>, XlsxError>;
}

impl MergeCells for Xlsx<Cursor<&[u8]>> {
    fn worksheet_merge_cells_of(&mut self, name: &str) -> Result<Vec<crate::table::Merged>, XlsxError> {
        let merged = self.merge_cells_by_sheet_name(name)?;
        let small = merged.into_iter().filter(|one| one.end.1 < COLUMNS_MAX && one.end.0 >= one.start.0);
        Ok(small.map(|one| (one.start.0, one.end.0, one.start.1, one.end.1)).collect())
    }
}

fn cell_of(value: &DataRef<'_>) -> Option<Cell> {
    Some(match value {
        DataRef::Empty => return None,
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            Cell::Text(text.clone())
        }
        DataRef::SharedString(text) => Cell::Text((*text).to_owned()),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::Bool(yes) => Cell::Text(if *yes { "TRUE" } else { "FALSE" }.to_owned()),
        DataRef::DateTime(time) => Cell::Text(day_of(*time)),
        DataRef::Error(error) => Cell::Error(error.to_string()),
    })
}

/// A day as people write it.
pub(crate) fn day_of(time: ExcelDateTime) -> String {
    let (year, month, day, ..) = time.to_ymd_hms_milli();
    format!("{year:04}-{month:02}-{day:02}")
}

/// The parts of the file that say which rows are hidden.
struct Parts {
    texts: BTreeMap<String, String>,
}

impl Parts {
    /// Unpacks everything once, so that no part can be larger than it says.
    fn of(bytes: &[u8]) -> Result<Self, Unreadable> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unreadable::Damaged)?;
        if archive.len() > PARTS_MAX {
            return Err(Unreadable::TooLarge);
        }
        let mut left = UNPACKED_MAX;
        let mut texts = BTreeMap::new();
        for at in 0..archive.len() {
            let part = archive.by_index(at).map_err(|error| match error {
                zip::result::ZipError::UnsupportedArchive(_) => Unreadable::Locked,
                _ => Unreadable::Damaged,
            })?;
            let name = part.name().map_err(|_| Unreadable::Damaged)?.to_ascii_lowercase();
            let mut bytes = Vec::new();
            part.take(left + 1).read_to_end(&mut bytes).map_err(|_| Unreadable::Damaged)?;
            left = left.checked_sub(bytes.len() as u64).ok_or(Unreadable::TooLarge)?;
            let wanted = name == "xl/workbook.xml"
                || name == "xl/_rels/workbook.xml.rels"
                || name.strip_prefix("xl/worksheets/").is_some_and(|name| !name.contains('/'));
            if wanted && let Ok(text) = String::from_utf8(bytes) {
                texts.insert(name, text);
            }
        }
        if !texts.contains_key("xl/workbook.xml") {
            return Err(Unreadable::NotATable);
        }
        Ok(Self { texts })
    }

    fn text(&self, name: &str) -> &str {
        self.texts.get(name).map_or("", String::as_str)
    }

    /// Numbers of the rows of a sheet that are not shown.
    fn hidden_rows(&self, sheet: &str) -> BTreeSet<u32> {
        let id = elements(self.text("xl/workbook.xml"), "sheet")
            .find(|tag| attribute(tag, "name").is_some_and(|name| unescaped(name) == sheet))
            .and_then(|tag| attribute(tag, "r:id").or_else(|| attribute(tag, "id")));
        let target = id.and_then(|id| {
            elements(self.text("xl/_rels/workbook.xml.rels"), "Relationship")
                .find(|tag| attribute(tag, "Id") == Some(id))
                .and_then(|tag| attribute(tag, "Target"))
        });
        let target = target.unwrap_or_default().to_ascii_lowercase();
        let path = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
        let is_hidden = |tag: &str| matches!(attribute(tag, "hidden"), Some("1" | "true"));
        elements(self.text(&path), "row")
            .filter(|tag| is_hidden(tag))
            .filter_map(|tag| attribute(tag, "r")?.parse().ok())
            .collect()
    }
}

/// The opening tags of a name, without their brackets.
fn elements<'a>(xml: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    xml.split('<').skip(1).filter_map(move |rest| {
        let tag = rest.split('>').next()?;
        let whole = tag.split([' ', '/', '\t', '\r', '\n']).next()?;
        (whole.rsplit(':').next() == Some(name)).then_some(tag)
    })
}

/// The value of an attribute of a tag.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = tag;
    while let Some(at) = rest.find(name) {
        let before = rest[..at].chars().next_back();
        let after = rest[at + name.len()..].trim_start();
        if before.is_some_and(char::is_whitespace)
            && let Some(value) = after.strip_prefix('=')
        {
            let value = value.trim_start();
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            return value[1..].split(quote).next();
        }
        rest = &rest[at + name.len()..];
    }
    None
}

fn unescaped(text: &str) -> String {
    let marks = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")];
    marks.iter().fold(text.to_owned(), |text, (mark, meant)| text.replace(mark, meant))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_rows_are_found_by_their_sheet() {
        let part = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        let parts = Parts {
            texts: BTreeMap::from([
                part(
                    "xl/workbook.xml",
                    r#"<sheets><sheet name="A" r:id="rId1"/><sheet name="B &amp; C" r:id="rId2"/></sheets>"#,
                ),
                part(
                    "xl/_rels/workbook.xml.rels",
                    r#"<Relationship Id="rId2" Target="worksheets/sheet2.xml"/>"#,
                ),
                part(
                    "xl/worksheets/sheet2.xml",
                    r#"<row r="1"><c r="A1"/></row><x:row spans="1:2" r="7" hidden='1'>"#,
                ),
            ]),
        };
        assert_eq!(parts.hidden_rows("B & C"), BTreeSet::from([7]));
        assert!(parts.hidden_rows("A").is_empty());
    }
}
