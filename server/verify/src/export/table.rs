//! Rows of an exported file, read back: from CSV, or from the sheets of an Excel file.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use domain::export::{ColumnDigest, ROW_DIGEST_BYTES, TableDigests, canonical_cell};
use domain::time::{CHINA, DAY_MS};
use sha2::{Digest, Sha256};
use zip::ZipArchive;

use crate::error::Mismatch;

const CLASS: &str = "班级编号";
const SECONDS: &str = "线上认定秒数";
const SIGNED: &str = "其中设备签名秒数";
const PASSED: &str = "抽查认定次数";
const BY_NUMBER: &str = "其中输入数字";
const YUAN: &str = "应补金额（元）";
/// The sheet of the ledger; a full one goes on as `台账 2`.
const SHEET: &str = "台账";
/// The sheet of days.
const DAYS: &str = "每日明细";
/// The columns in which a workbook has days.
const DATES: [&str; 4] = ["类别起始日期", "开班日期", "结班日期", "日期"];

/// What the rows of a file add up to.
#[derive(Debug, Default)]
pub struct Sums {
    pub rows: i64,
    pub verified_ms: i64,
    pub amount_fen: i64,
    /// Code of the class → what its rows add up to.
    pub classes: BTreeMap<String, ClassSums>,
}

/// What the rows of a class add up to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClassSums {
    pub verified_ms: i64,
    /// Of it what the learners' own devices signed.
    pub signed_ms: i64,
    /// Checks that verified something, learner by learner, and those of them that were a number to type.
    pub passed: i64,
    pub by_number: i64,
}

/// A table as it is read: what its rows and columns say.
struct Digests {
    sheet: String,
    columns: Vec<(String, Sha256)>,
    rows: Vec<String>,
}

impl Digests {
    fn of(sheet: &str, titles: &[String]) -> Self {
        let columns = titles.iter().map(|title| (title.clone(), Sha256::new())).collect();
        Self { sheet: sheet.to_owned(), columns, rows: Vec::new() }
    }

    fn add(&mut self, cells: &[String]) {
        let mut row = Sha256::new();
        for (cell, (_, column)) in cells.iter().zip(&mut self.columns) {
            let cell = canonical_cell(cell);
            let length = (cell.len() as u64).to_be_bytes();
            row = row.chain_update(length).chain_update(cell);
            column.update(length);
            column.update(cell);
        }
        self.rows.push(hex::encode(&row.finalize()[..ROW_DIGEST_BYTES]));
    }

    fn finish(self) -> TableDigests {
        let columns = self
            .columns
            .into_iter()
            .map(|(title, hash)| ColumnDigest { title, sha256: hex::encode(hash.finalize()) })
            .collect();
        TableDigests { sheet: self.sheet, columns, rows: self.rows }
    }
}

/// What a file says, as far as it was read.
#[derive(Default)]
struct Contents {
    sums: Sums,
    tables: Vec<Digests>,
}

impl Contents {
    /// A table begins, or goes on in a sheet of the same titles.
    fn begin(&mut self, sheet: &str, titles: &[String]) -> Result<(), String> {
        if let Some(table) = self.tables.iter().find(|table| table.sheet == sheet) {
            let is_same = table.columns.iter().map(|(title, _)| title).eq(titles);
            return if is_same { Ok(()) } else { Err(format!("{sheet} goes on under other titles")) };
        }
        self.tables.push(Digests::of(sheet, titles));
        Ok(())
    }

    /// A row of it, in the order of the titles. Those of the ledger are added up.
    fn row(&mut self, sheet: &str, cells: &[String]) -> Result<(), String> {
        let Some(table) = self.tables.iter_mut().find(|table| table.sheet == sheet) else {
            return Err(format!("{sheet} has no titles"));
        };
        if cells.len() != table.columns.len() {
            return Err(format!("{sheet}, row {}: {} cells", table.rows.len() + 1, cells.len()));
        }
        table.add(cells);
        if sheet != SHEET {
            return Ok(());
        }
        // A title that was changed is named by whoever compares the titles.
        let cell = |title: &str| {
            let place = table.columns.iter().position(|(known, _)| known == title)?;
            cells.get(place).map(|cell| canonical_cell(cell))
        };
        let (Some(class), Some(seconds), Some(yuan)) = (cell(CLASS), cell(SECONDS), cell(YUAN)) else {
            return Ok(());
        };
        let rest = [cell(SIGNED), cell(PASSED), cell(BY_NUMBER)];
        self.sums.add(class, seconds, yuan, rest)
    }
}

/// Reads the rows of a file: what they add up to, and what each row and column says.
pub fn read(place: &str, path: &Path) -> Result<(Sums, Vec<TableDigests>), Mismatch> {
    let unreadable = |error: String| Mismatch::new(place, "its rows", "a table that can be read", error);
    let file = File::open(path).map_err(|error| unreadable(error.to_string()))?;
    let mut read = Contents::default();
    let is_csv = path.extension().is_some_and(|end| end.eq_ignore_ascii_case("csv"));
    let done = if is_csv { csv(file, &mut read) } else { xlsx(file, &mut read) };
    done.map_err(unreadable)?;
    Ok((read.sums, read.tables.into_iter().map(Digests::finish).collect()))
}

impl Sums {
    fn add(&mut self, class: &str, seconds: &str, yuan: &str, rest: [Option<&str>; 3]) -> Result<(), String> {
        let ms = decimal(seconds, 3).ok_or_else(|| format!("{SECONDS} {seconds:?}"))?;
        let fen = decimal(yuan, 2).ok_or_else(|| format!("{YUAN} {yuan:?}"))?;
        self.rows += 1;
        self.verified_ms += ms;
        self.amount_fen += fen;
        let sums = self.classes.entry(class.to_owned()).or_default();
        sums.verified_ms += ms;
        let columns = [
            (&mut sums.signed_ms, SIGNED, 3),
            (&mut sums.passed, PASSED, 0),
            (&mut sums.by_number, BY_NUMBER, 0),
        ];
        for ((sum, title, places), cell) in columns.into_iter().zip(rest) {
            let number = cell.map_or(Some(0), |cell| decimal(cell, places));
            *sum += number.ok_or_else(|| format!("{title} {cell:?}"))?;
        }
        Ok(())
    }
}

/// `12.5` with three digits is 12500. Read as text: no number is rounded on the way.
fn decimal(text: &str, digits: usize) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    if part.len() > digits || !part.chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    format!("{whole}{part:0<digits$}").parse().ok()
}

fn csv(file: File, read: &mut Contents) -> Result<(), String> {
    let mut reader = ::csv::Reader::from_reader(BufReader::new(file));
    let titles = reader.headers().map_err(|error| error.to_string())?;
    let titles: Vec<String> =
        titles.iter().map(|title| title.trim_start_matches('\u{feff}').to_owned()).collect();
    read.begin(SHEET, &titles)?;
    for row in reader.records() {
        let row = row.map_err(|error| error.to_string())?;
        read.row(SHEET, &row.iter().map(str::to_owned).collect::<Vec<_>>())?;
    }
    Ok(())
}

fn xlsx(file: File, read: &mut Contents) -> Result<(), String> {
    let mut zip = ZipArchive::new(file).map_err(|error| error.to_string())?;
    let mut sheets = Vec::new();
    tags(part(&mut zip, "xl/workbook.xml")?, |_, tag| {
        if tag.starts_with("sheet ") {
            sheets.push(attribute(tag, "name"));
        }
        Ok(())
    })?;
    let mut strings: Vec<String> = Vec::new();
    tags(part(&mut zip, "xl/sharedStrings.xml")?, |text, tag| {
        match tag {
            "si" => strings.push(String::new()),
            "/t" => {
                if let Some(last) = strings.last_mut() {
                    last.push_str(&plain(text));
                }
            }
            _ => {}
        }
        Ok(())
    })?;
    for (number, name) in (1..).zip(&sheets) {
        let table = [SHEET, DAYS].into_iter().find(|table| {
            name.strip_prefix(table).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        });
        if let Some(table) = table {
            let part = part(&mut zip, &format!("xl/worksheets/sheet{number}.xml"))?;
            sheet(part, &strings, table, read)?;
        }
    }
    Ok(())
}

/// Reads one sheet; its first row has the titles.
fn sheet(xml: impl BufRead, strings: &[String], table: &str, read: &mut Contents) -> Result<(), String> {
    let mut titles: Vec<(String, String)> = Vec::new();
    let mut row: Vec<(String, String)> = Vec::new();
    let (mut column, mut kind, mut value) = (String::new(), String::new(), String::new());
    tags(xml, |text, tag| {
        if tag.starts_with("c ") {
            attribute(tag, "r").trim_end_matches(|c: char| c.is_ascii_digit()).clone_into(&mut column);
            kind = attribute(tag, "t");
            value.clear();
        } else if tag == "/v" || tag == "/t" {
            value.push_str(&plain(text));
        } else if tag == "/c" {
            let shared = || value.parse().ok().and_then(|place: usize| strings.get(place)).cloned();
            let mut text =
                if kind == "s" { shared().ok_or("a text that is missing")? } else { value.clone() };
            let title = titles.iter().find(|(known, _)| *known == column);
            if kind.is_empty() && title.is_some_and(|(_, title)| DATES.contains(&title.as_str())) {
                text = day(&text).ok_or_else(|| format!("a day {text:?}"))?;
            }
            row.push((column.clone(), text));
        } else if tag == "/row" {
            let cells = std::mem::take(&mut row);
            if titles.is_empty() {
                titles = cells;
                let names: Vec<String> = titles.iter().map(|(_, title)| title.clone()).collect();
                return read.begin(table, &names);
            }
            if let Some((column, _)) =
                cells.iter().find(|(cell, _)| titles.iter().all(|(known, _)| known != cell))
            {
                return Err(format!("a cell in column {column}, which has no title"));
            }
            let cell =
                |column: &str| cells.iter().find(|(known, _)| known == column).map(|(_, text)| text.clone());
            let cells: Vec<String> =
                titles.iter().map(|(column, _)| cell(column).unwrap_or_default()).collect();
            return read.row(table, &cells);
        }
        Ok(())
    })
}

/// The day that a workbook counts from the end of 1899; an empty cell is none.
fn day(serial: &str) -> Option<String> {
    /// The day from which computers count.
    const EPOCH: i64 = 25_569;
    if serial.is_empty() {
        return Some(String::new());
    }
    let days: i64 = serial.parse().ok().filter(|days| (0..2_958_466).contains(days))?;
    Some(CHINA.day((days - EPOCH) * DAY_MS))
}

fn part<'a>(zip: &'a mut ZipArchive<File>, name: &str) -> Result<impl BufRead + use<'a>, String> {
    Ok(BufReader::new(zip.by_name(name).map_err(|error| format!("{name}: {error}"))?))
}

/// Walks over the tags of an XML text: `see` gets the text before each tag, and the tag.
fn tags(mut xml: impl BufRead, mut see: impl FnMut(&str, &str) -> Result<(), String>) -> Result<(), String> {
    const PIECE_MAX: u64 = 1024 * 1024;
    let mut piece = Vec::new();
    loop {
        piece.clear();
        let read = xml.by_ref().take(PIECE_MAX).read_until(b'>', &mut piece);
        if read.map_err(|error| error.to_string())? == 0 {
            return Ok(());
        }
        let piece = std::str::from_utf8(&piece).map_err(|error| error.to_string())?;
        if let Some((text, tag)) = piece.trim_end_matches('>').rsplit_once('<') {
            see(text, tag.trim_end_matches('/'))?;
        }
    }
}

fn attribute(tag: &str, name: &str) -> String {
    let value = tag.split_once(&format!(" {name}=\"")).and_then(|(_, rest)| rest.split_once('"'));
    plain(value.map_or("", |(value, _)| value))
}

fn plain(text: &str) -> String {
    let pairs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")];
    pairs.into_iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_read_exactly() {
        assert_eq!(decimal("4600.5", 3), Some(4_600_500));
        assert_eq!(decimal("4600", 3), Some(4_600_000));
        assert_eq!(decimal("0.07", 2), Some(7));
        assert_eq!(decimal("0.071", 2), None);
        assert_eq!(decimal("", 2), Some(0));
        assert_eq!(decimal("1e3", 2), None);
        assert_eq!(decimal("x", 2), None);
    }

    #[test]
    fn a_day_is_read_from_its_number() {
        assert_eq!(day("46327").as_deref(), Some("2026-11-01"));
        assert_eq!(day("").as_deref(), Some(""));
        assert_eq!((day("x"), day("-1")), (None, None));
    }

    #[test]
    fn a_sheet_is_added_up() {
        let strings: Vec<String> =
            ["班级编号", "线上认定秒数", "应补金额（元）", "k<1"].map(Into::into).to_vec();
        let xml = r#"<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>
            <c r="C1" t="s"><v>2</v></c></row><row r="2"><c r="A2" s="3" t="s"><v>3</v></c><c r="B2" s="5"><v>4600.5</v></c>
            <c r="C2"><v>17</v></c></row><row r="3"><c r="A3" t="inlineStr"><is><t>k&lt;1</t></is></c><c r="B3"><v>1</v></c>
            <c r="C3"><v>0</v></c></row></sheetData>"#;
        let mut read = Contents::default();
        sheet(xml.as_bytes(), &strings, SHEET, &mut read).unwrap();
        let sums = read.sums;
        assert_eq!((sums.rows, sums.verified_ms, sums.amount_fen), (2, 4_601_500, 1700));
        assert_eq!(sums.classes["k<1"].verified_ms, 4_601_500);
    }
}
