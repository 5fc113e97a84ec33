//! The file that a bank is given.

use domain::payee::AccountNumber;
use domain::subsidy::Fen;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format as CellFormat, FormatBorder, Workbook, XlsxError,
};

use super::profile::{Encoding, Format, Holds, Profile, Unit};

/// A row of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankLine {
    pub reference: String,
    pub account: AccountNumber,
    pub name: String,
    pub bank: String,
    pub amount: Fen,
}

/// Why no file is made of these lines: nothing leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BankFault {
    /// The name of this line, from 0, has characters that the encoding of this bank has not.
    NotInEncoding { line: usize, characters: String },
    /// The name of this line is longer than this bank takes.
    NameTooLong { line: usize, most: usize },
    /// A text of this line would be worked out as a formula, or breaks the line.
    NotAText { line: usize },
    /// The amount of this line is none.
    NoAmount { line: usize },
    /// The workbook could not be drawn.
    NotDrawn,
}

/// Draws the files for these lines: the same lines give the same bytes. Several, where one takes fewer rows.
pub fn bank_files(
    profile: &Profile,
    purpose: &str,
    lines: &[BankLine],
) -> Result<Vec<Vec<u8>>, Vec<BankFault>> {
    let faults: Vec<BankFault> =
        lines.iter().enumerate().flat_map(|(at, line)| faults_of(profile, at, line)).collect();
    if !faults.is_empty() {
        return Err(faults);
    }
    lines
        .chunks(profile.rows_max.max(1))
        .map(|lines| match profile.format {
            Format::Csv => text(profile, purpose, lines),
            Format::Xlsx => workbook(profile, purpose, lines).ok(),
        })
        .collect::<Option<Vec<_>>>()
        .ok_or_else(|| vec![BankFault::NotDrawn])
}

fn faults_of(profile: &Profile, at: usize, line: &BankLine) -> Vec<BankFault> {
    let mut faults = Vec::new();
    let missing: String = [&line.name, &line.bank]
        .into_iter()
        .flat_map(|text| text.chars())
        .filter(|c| !has(profile.encoding, *c))
        .collect();
    if !missing.is_empty() {
        faults.push(BankFault::NotInEncoding { line: at, characters: missing });
    }
    if line.name.chars().count() > profile.name_chars_max {
        faults.push(BankFault::NameTooLong { line: at, most: profile.name_chars_max });
    }
    if [&line.name, &line.bank, &line.reference].into_iter().any(|text| !is_text(text)) {
        faults.push(BankFault::NotAText { line: at });
    }
    if line.amount.0 <= 0 {
        faults.push(BankFault::NoAmount { line: at });
    }
    faults
}

/// Whether it stays what it is in whatever opens the file.
fn is_text(text: &str) -> bool {
    let begins = text.chars().next();
    begins.is_some_and(|c| !matches!(c, '=' | '+' | '-' | '@' | '\'' | '＝' | '＋' | '－' | '＠'))
        && !text.chars().any(char::is_control)
}

/// Whether an encoding has a character. GBK is GB18030 without its four bytes.
fn has(encoding: Encoding, c: char) -> bool {
    match encoding {
        Encoding::Utf8 | Encoding::Gb18030 => true,
        Encoding::Gbk => {
            let mut buffer = [0; 4];
            let (bytes, _, unmappable) = encoding_rs::GBK.encode(c.encode_utf8(&mut buffer));
            !unmappable && bytes.len() <= 2
        }
    }
}

fn amount(unit: Unit, fen: Fen) -> String {
    match unit {
        Unit::Yuan => format!("{}.{:02}", fen.0 / 100, fen.0 % 100),
        Unit::Fen => fen.0.to_string(),
    }
}

fn cell(profile: &Profile, holds: Holds, place: usize, purpose: &str, line: &BankLine) -> String {
    match holds {
        Holds::Place => (place + 1).to_string(),
        Holds::Reference => line.reference.clone(),
        Holds::Account => line.account.digits().to_owned(),
        Holds::Name => line.name.clone(),
        Holds::Bank => line.bank.clone(),
        Holds::Amount => amount(profile.unit, line.amount),
        Holds::Purpose => purpose.to_owned(),
    }
}

fn text(profile: &Profile, purpose: &str, lines: &[BankLine]) -> Option<Vec<u8>> {
    let separator = u8::try_from(profile.separator).ok()?;
    let mut writer = csv::WriterBuilder::new()
        .delimiter(separator)
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    writer.write_record(profile.columns.iter().map(|column| &column.head)).ok()?;
    for (place, line) in lines.iter().enumerate() {
        let row = profile.columns.iter().map(|column| cell(profile, column.holds, place, purpose, line));
        writer.write_record(row).ok()?;
    }
    let utf8 = String::from_utf8(writer.into_inner().ok()?).ok()?;
    let encoding = match profile.encoding {
        Encoding::Utf8 => return Some(utf8.into_bytes()),
        Encoding::Gb18030 => encoding_rs::GB18030,
        Encoding::Gbk => encoding_rs::GBK,
    };
    let (bytes, _, unmappable) = encoding.encode(&utf8);
    (!unmappable).then(|| bytes.into_owned())
}

/// Numbers of accounts are texts, so that none loses its last digits.
fn workbook(profile: &Profile, purpose: &str, lines: &[BankLine]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The moment of the drawing would make other bytes of the same lines.
    workbook
        .set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    let head = CellFormat::new().set_bold().set_border(FormatBorder::Thin);
    let body = CellFormat::new().set_border(FormatBorder::Thin).set_num_format("@");
    let yuan = CellFormat::new().set_border(FormatBorder::Thin).set_num_format("0.00");
    let sheet = workbook.add_worksheet();
    for (column, one) in (0_u16..).zip(&profile.columns) {
        sheet.write_string_with_format(0, column, &one.head, &head)?;
        let width = match one.holds {
            Holds::Place => 6,
            Holds::Amount => 14,
            Holds::Account | Holds::Bank => 26,
            Holds::Reference | Holds::Name | Holds::Purpose => 20,
        };
        sheet.set_column_width(column, width)?;
        for (row, line) in (1_u32..).zip(lines) {
            match (one.holds, profile.unit) {
                // Sums of a city are far below what a number of this kind holds exactly.
                (Holds::Amount, Unit::Yuan) => {
                    sheet.write_number_with_format(row, column, line.amount.0 as f64 / 100.0, &yuan)?
                }
                (holds, _) => {
                    let text = cell(profile, holds, row as usize - 1, purpose, line);
                    sheet.write_string_with_format(row, column, text, &body)?
                }
            };
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    workbook.save_to_buffer()
}
