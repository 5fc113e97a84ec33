//! A roster that comes as text: saved as CSV, or copied from a sheet.

use encoding_rs::{GB18030, UTF_8, UTF_16BE, UTF_16LE};

use crate::table::{Cell, Table};
use domain::roster::Unreadable;

/// What stands between cells.
const SEPARATORS: [u8; 3] = [b'\t', b',', b';'];

pub(crate) fn sheet(bytes: &[u8]) -> Result<Table, Unreadable> {
    let text = decoded(bytes).ok_or(Unreadable::NotATable)?;
    if text.trim().is_empty() {
        return Err(Unreadable::Empty);
    }
    let head: String = text.trim_start().chars().take(400).collect::<String>().to_ascii_lowercase();
    if head.starts_with('<')
        && ["<html", "<table", "<!doctype", "<meta", "<?xml"].iter().any(|mark| head.contains(mark))
    {
        return Err(Unreadable::Html);
    }
    let separator = separator(&text);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes());
    let mut table = Table::named("");
    let mut record = csv::StringRecord::new();
    let mut number = 0;
    while reader.read_record(&mut record).map_err(|_| Unreadable::Damaged)? {
        // Empty lines are passed over without a record: the file's own count is what people see.
        let line = record.position().map_or(number + 1, |position| position.line() as u32);
        number = line.max(number + 1);
        for (column, text) in record.iter().enumerate() {
            table.add(number, column as u32, Cell::Text(text.to_owned()))?;
        }
    }
    Ok(table.in_order())
}

/// The text in whichever of the encodings Excel writes; `None` for what is no text.
fn decoded(bytes: &[u8]) -> Option<String> {
    let whole = |encoding: &'static encoding_rs::Encoding| {
        let (text, _, damaged) = encoding.decode(bytes);
        let binary =
            text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}' | '\u{1a}'));
        (!damaged && !binary).then(|| text.into_owned())
    };
    match bytes {
        [0xff, 0xfe, ..] => whole(UTF_16LE),
        [0xfe, 0xff, ..] => whole(UTF_16BE),
        _ => whole(UTF_8).or_else(|| whole(GB18030)),
    }
}

/// What separates most in the first lines.
fn separator(text: &str) -> u8 {
    let count = |separator: u8| {
        text.lines()
            .take(40)
            .map(|line| line.bytes().filter(|byte| *byte == separator).count())
            .sum::<usize>()
    };
    let most = SEPARATORS.into_iter().rev().max_by_key(|separator| count(*separator));
    most.unwrap_or(b',')
}
