//! What a cell says: a name, a number, a phone, read as they were meant or refused.

use domain::document::{Document, DocumentKind, DocumentRefusal};
use domain::person::{Phone, PhoneRefusal, ResidentIdRefusal};
use domain::roster::{Field, What};
use domain::typed::{number, plain, visible};

use crate::table::Cell;

/// More digits than a number of Excel keeps.
const DIGITS_LOST_FROM: f64 = 1e15;

/// A text as it was meant: without the apostrophe or the `="…"` by which people make Excel keep a number as it is.
fn as_meant(cell: &Cell) -> String {
    let text = cell.text();
    let text = text.trim_start_matches(['\'', '’', '‘', '＇']);
    let quoted = text.trim().strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    quoted.unwrap_or(text).to_owned()
}

/// A number of Excel of which nothing is lost; or that some is.
fn digits(cell: &Cell) -> Result<String, What> {
    match cell {
        Cell::Number(value) if value.abs() >= DIGITS_LOST_FROM => Err(What::LostDigits),
        Cell::Number(value) => Ok(format!("{value}")),
        _ => {
            let text = as_meant(cell);
            let bare = plain(&text);
            let (mantissa, exponent) = bare.split_once('E').unwrap_or_default();
            let numeric = |part: &str| {
                !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
            };
            if numeric(mantissa) && numeric(exponent.trim_start_matches('+')) {
                return Err(What::LostDigits);
            }
            Ok(text)
        }
    }
}

/// What is said of a value that was not written as it is read.
fn mended(cell: &Cell, read: &str) -> Option<String> {
    match cell {
        Cell::Number(_) => None,
        _ => (cell.text() != read).then(|| read.to_owned()),
    }
}

/// A value, and how it reads where it was not written so.
pub(crate) type Read<T> = Result<(T, Option<String>), What>;

/// A name as the document has it.
pub(crate) fn read_name(cell: &Cell, kind: DocumentKind) -> Read<String> {
    let read = kind.read_name(&as_meant(cell)).map_err(What::Name);
    read.map(|name| (name.clone(), mended(cell, &name)))
}

/// The number of a mobile phone.
pub(crate) fn read_phone(cell: &Cell, made_up: bool) -> Read<Phone> {
    let read = digits(cell).and_then(|text| Phone::read(&text).map_err(What::Phone));
    let phone = read?;
    if phone.is_made_up() && !made_up {
        return Err(What::Phone(PhoneRefusal::Beginning));
    }
    let shown = mended(cell, &phone.0);
    Ok((phone, shown))
}

/// The number of a document.
pub(crate) fn read_document(cell: &Cell, kind: DocumentKind, made_up: bool) -> Read<Document> {
    let text = digits(cell)?;
    let bare = number(&text);
    let read = Document::read(kind, &text).map_err(|refusal| match refusal {
        DocumentRefusal::Empty => What::Missing(Field::Document),
        DocumentRefusal::Shape(kind) => What::DocumentShape(kind),
        DocumentRefusal::Resident(ResidentIdRefusal::Region) => What::DocumentRegion,
        DocumentRefusal::Resident(ResidentIdRefusal::Birth) => What::DocumentBirth,
        DocumentRefusal::Resident(ResidentIdRefusal::CheckCharacter) => What::DocumentCheck,
        DocumentRefusal::Resident(ResidentIdRefusal::Shape) => {
            let length = bare.chars().count();
            let all_digits = bare.bytes().all(|byte| byte.is_ascii_digit());
            match length {
                15 if all_digits => What::DocumentOld,
                18 => What::DocumentShape(kind),
                _ if bare.trim_end_matches('X').bytes().all(|byte| byte.is_ascii_digit()) => {
                    What::DocumentLength(length)
                }
                _ => What::DocumentShape(kind),
            }
        }
    });
    let document = read?;
    if document.is_made_up() && !made_up {
        return Err(What::DocumentRegion);
    }
    // Of a renewed permit the last two digits are left out when it is compared; what was written is not wrong.
    let as_written = if document.says.is_some() { document.number.clone() } else { bare };
    let shown = mended(cell, &as_written).map(|shown| visible(&shown));
    Ok((document, shown))
}
