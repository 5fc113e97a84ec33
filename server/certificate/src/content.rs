//! What a certificate says, in the order in which it stands on the sheet.

use serde::{Deserialize, Serialize};

/// Everything that is printed. Whoever issues a certificate keeps it; the file can be drawn from it again at any time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// `zh-CN` or `en`.
    pub language: String,
    pub title: String,
    /// Whose site issued it.
    pub issuer: String,
    pub fields: Vec<Field>,
    /// Heads of the lines; none where there are no lines.
    pub columns: Vec<String>,
    pub lines: Vec<Line>,
    /// Sentences below.
    pub notes: Vec<String>,
    /// The address behind the code, and what stands above it.
    pub link: String,
    pub link_says: String,
    /// Where the seal goes.
    pub seal: String,
    /// What a page is called where there are several: `{page}` and `{pages}` are filled in.
    pub page: String,
    pub issued: Date,
}

/// A term and what it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    pub term: String,
    pub value: String,
}

/// One line of the table, a text for each column.
pub type Line = Vec<String>;

/// A moment on the clock of the site, for the file's own data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Date {
    pub year: u16,
    pub month: u8,
    pub day: u8,
    pub hour: u8,
    pub minute: u8,
    /// Hours that the clock is ahead of UTC.
    pub offset_hours: i8,
}
