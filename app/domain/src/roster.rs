//! What can be said of a class's roster, each row of which is an invitation: of the file as a whole, or of one cell.

use crate::document::DocumentKind;
use crate::name::NameRefusal;
use crate::person::PhoneRefusal;

/// The version of the commitment that learners sign when they accept an invitation. New words, new date.
pub const COMMITMENT_VERSION: &str = "2026-11-30";

/// A column that means something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    Sequence,
    Name,
    DocumentKind,
    Document,
    Phone,
    Category,
    Level,
}

/// Why a file is no roster; nothing of it is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// Nothing in it.
    Empty,
    TooLarge,
    TooManyRows,
    /// A picture, a text document, something unknown.
    NotATable,
    /// A page of the web that is called .xls.
    Html,
    /// It opens with a password only.
    Locked,
    /// A workbook, but broken.
    Damaged,
    /// No row names these columns.
    NoHeader(Vec<Field>),
    /// There is a head, and nobody under it.
    NoRows,
}

/// Something at a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// As the program shows it: from 1; 0 for the file as a whole.
    pub row: u32,
    /// From 0; absent for the whole row.
    pub column: Option<u32>,
    pub what: What,
}

/// What it means for the row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// The row is not taken until somebody corrects it.
    Refused,
    /// It was mended surely, and is taken.
    Mended,
    /// Worth a look; the row is taken.
    Noted,
}

/// What there is to say about a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// Nothing stands where something must.
    Missing(Field),
    /// A formula where a value must stand.
    Formula,
    /// What a formula could not work out, where a value must stand.
    ErrorCell(String),
    /// A number as which the last digits are lost for good.
    LostDigits,
    /// So many digits instead of eighteen.
    DocumentLength(usize),
    /// The number of a card of the first generation.
    DocumentOld,
    /// Letters or signs that no such number has.
    DocumentShape(DocumentKind),
    /// No place has such a beginning.
    DocumentRegion,
    /// No such day.
    DocumentBirth,
    /// The last character does not fit the others: a typing error.
    DocumentCheck,
    /// A kind of document that is not known.
    KindUnknown,
    /// Of a passport the country is needed too.
    Passport,
    Name(NameRefusal),
    Phone(PhoneRefusal),
    /// No category is called so.
    CategoryUnknown,
    /// The course is not meant for this category.
    CategoryNotMeant(String),
    TooYoung(i32),
    TooOld(i32),
    /// The same document as in that row.
    Duplicate(u32),
    /// In another class whose days overlap.
    Overlap,

    /// Read as this.
    Mended(String),

    /// The row is hidden in the file.
    HiddenRow,
    /// No number in the column of numbers.
    NoSequence,
    /// An error in a column that is not needed.
    ErrorElsewhere(String),
    /// No level is called so.
    LevelUnknown,
    /// A text among the rows that is nobody.
    TextSkipped,
    /// A sheet that holds a roster too and was not read.
    OtherSheet(String),
    /// Withdrawn by somebody; it stays so.
    Withdrawn,
    /// In this class already.
    InClass,
}

impl What {
    /// What it means for the row.
    pub fn weight(&self) -> Weight {
        match self {
            Self::Mended(_) => Weight::Mended,
            Self::HiddenRow
            | Self::NoSequence
            | Self::ErrorElsewhere(_)
            | Self::LevelUnknown
            | Self::TextSkipped
            | Self::OtherSheet(_)
            | Self::Withdrawn
            | Self::InClass => Weight::Noted,
            _ => Weight::Refused,
        }
    }
}

/// A column as the program shows it: `A`, `Z`, `AA`.
pub fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut left = column + 1;
    while left > 0 {
        left -= 1;
        letters.push(char::from(b'A' + (left % 26) as u8));
        left /= 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_people_see_them() {
        for (column, letters) in [(0, "A"), (5, "F"), (25, "Z"), (26, "AA"), (255, "IV"), (702, "AAA")] {
            assert_eq!(column_letters(column), letters);
        }
    }
}
