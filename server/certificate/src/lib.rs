//! Certificates as files: drawing one as PDF/A-3u, reading such a file back, and naming what in it differs from the record.
//!
//! It knows no database, no web and no words of its own: every word of a certificate comes with its content.

mod compare;
mod content;
mod draw;
mod fonts;
mod layout;
mod read;

pub use compare::{Difference, Part, compare};
pub use content::{Content, Date, Field, Line};
pub use draw::{Attachment, draw};
pub use fonts::Fonts;
pub use read::{FileRead, read};

/// Why a certificate is not drawn, or a file is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CertificateError {
    /// No font has this character.
    NoGlyph(char),
    /// A font file is none.
    Font(String),
    /// The file is no PDF, is damaged, locked or too large to be looked at.
    Unreadable,
    /// The library refused, which it should not.
    Internal(String),
}

impl std::fmt::Display for CertificateError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoGlyph(c) => write!(f, "no font has the character {c} (U+{:04X})", u32::from(*c)),
            Self::Font(path) => write!(f, "{path} is not a font that can be read"),
            Self::Unreadable => write!(f, "the file cannot be read as a PDF"),
            Self::Internal(cause) => write!(f, "the certificate could not be drawn: {cause}"),
        }
    }
}

impl std::error::Error for CertificateError {}
