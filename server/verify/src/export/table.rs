//! Rows of an exported file, read back: from CSV, or from the sheets of an Excel file.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use zip::ZipArchive;

use crate::error::Mismatch;

const CLASS: &str = "班期号";
const SECONDS: &str = "线上认定秒数";
const YUAN: &str = "应补金额(元)";
/// The sheet of the ledger; a full one goes on as `台账 2`.
const SHEET: &str = "台账";

/// What the rows of a file add up to.
#[derive(Debug, Default)]
pub struct Sums {
    pub rows: i64,
    pub verified_ms: i64,
    pub amount_fen: i64,
    /// Code of the class → verified milliseconds.
    pub classes: BTreeMap<String, i64>,
}

/// Adds up the rows of a file.
pub fn sums(place: &str, path: &Path) -> Result<Sums, Mismatch> {
    let unreadable = |error: String| Mismatch::new(place, "its rows", "a table that can be read", error);
    let file = File::open(path).map_err(|error| unreadable(error.to_string()))?;
    let mut sums = Sums::default();
    let is_csv = path.extension().is_some_and(|end| end.eq_ignore_ascii_case("csv"));
    let done = if is_csv { csv(file, &mut sums) } else { xlsx(file, &mut sums) };
    done.map_err(unreadable)?;
    Ok(sums)
}

impl Sums {
    fn add(&mut self, class: &str, seconds: &str, yuan: &str) -> Result<(), String> {
        let ms = decimal(seconds, 3).ok_or_else(|| format!("{SECONDS} {seconds:?}"))?;
        let fen = decimal(yuan, 2).ok_or_else(|| format!("{YUAN} {yuan:?}"))?;
        self.rows += 1;
        self.verified_ms += ms;
        self.amount_fen += fen;
        *self.classes.entry(class.to_owned()).or_default() += ms;
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

fn csv(file: File, sums: &mut Sums) -> Result<(), String> {
    let mut reader = ::csv::Reader::from_reader(BufReader::new(file));
    let titles = reader.headers().map_err(|error| error.to_string())?.clone();
    let column = |title: &str| {
        let place = titles.iter().position(|known| known.trim_start_matches('\u{feff}') == title);
        place.ok_or_else(|| format!("no column {title}"))
    };
    let (class, seconds, yuan) = (column(CLASS)?, column(SECONDS)?, column(YUAN)?);
    for row in reader.records() {
        let row = row.map_err(|error| error.to_string())?;
        let cell = |place: usize| row.get(place).unwrap_or_default();
        // An apostrophe keeps a spreadsheet from taking a text for a formula.
        sums.add(cell(class).trim_start_matches('\''), cell(seconds), cell(yuan))?;
    }
    Ok(())
}

fn xlsx(file: File, sums: &mut Sums) -> Result<(), String> {
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
        if name == SHEET || name.starts_with(&format!("{SHEET} ")) {
            sheet(part(&mut zip, &format!("xl/worksheets/sheet{number}.xml"))?, &strings, sums)?;
        }
    }
    Ok(())
}

/// Adds up one sheet; its first row has the titles.
fn sheet(xml: impl BufRead, strings: &[String], sums: &mut Sums) -> Result<(), String> {
    let mut titles: HashMap<String, String> = HashMap::new();
    let mut row: HashMap<String, String> = HashMap::new();
    let (mut column, mut is_shared, mut value) = (String::new(), false, String::new());
    tags(xml, |text, tag| {
        if tag.starts_with("c ") {
            attribute(tag, "r").trim_end_matches(|c: char| c.is_ascii_digit()).clone_into(&mut column);
            is_shared = attribute(tag, "t") == "s";
            value.clear();
        } else if tag == "/v" || tag == "/t" {
            value.push_str(&plain(text));
        } else if tag == "/c" {
            let shared = || value.parse().ok().and_then(|place: usize| strings.get(place)).cloned();
            let text = if is_shared { shared().ok_or("a text that is missing")? } else { value.clone() };
            row.insert(column.clone(), text);
        } else if tag == "/row" {
            let cells = std::mem::take(&mut row);
            if titles.is_empty() {
                titles = cells.into_iter().map(|(column, title)| (title, column)).collect();
                return Ok(());
            }
            let cell = |title: &str| {
                let column = titles.get(title).ok_or_else(|| format!("no column {title}"))?;
                cells.get(column).ok_or_else(|| format!("an empty cell under {title}"))
            };
            sums.add(cell(CLASS)?, cell(SECONDS)?, cell(YUAN)?)?;
        }
        Ok(())
    })
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
    fn a_sheet_is_added_up() {
        let strings: Vec<String> = ["班期号", "线上认定秒数", "应补金额(元)", "k<1"].map(Into::into).to_vec();
        let xml = r#"<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>
            <c r="C1" t="s"><v>2</v></c></row><row r="2"><c r="A2" s="3" t="s"><v>3</v></c><c r="B2" s="5"><v>4600.5</v></c>
            <c r="C2"><v>17</v></c></row><row r="3"><c r="A3" t="inlineStr"><is><t>k&lt;1</t></is></c><c r="B3"><v>1</v></c>
            <c r="C3"><v>0</v></c></row></sheetData>"#;
        let mut sums = Sums::default();
        sheet(xml.as_bytes(), &strings, &mut sums).unwrap();
        assert_eq!((sums.rows, sums.verified_ms, sums.amount_fen), (2, 4_601_500, 1700));
        assert_eq!(sums.classes["k<1"], 4_601_500);
    }
}
