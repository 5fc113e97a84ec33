//! Papers that prove a person category: which files are taken, and what they may be called.

use crate::codes::codes;

/// The largest file that is taken, in bytes: a phone's photograph, or a few scanned pages.
pub const BYTES_MAX: usize = 5 * 1024 * 1024;
/// [`BYTES_MAX`] as people say it, in megabytes.
pub const MEGABYTES_MAX: usize = BYTES_MAX / (1024 * 1024);
/// How many papers of one person may wait for a decision.
pub const OPEN_MAX: i64 = 6;
/// The longest name of a file that is kept, in characters.
const NAME_CHARS_MAX: usize = 60;

codes! {
    /// What a file is, by its content.
    PaperKind {
        Jpeg = "jpg",
        Png = "png",
        Pdf = "pdf",
    }
}

codes! {
    /// How a paper stands.
    PaperStanding {
        /// Nobody has decided yet.
        Open = "open",
        Accepted = "accepted",
        Refused = "refused",
    }
}

impl PaperKind {
    /// The media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Pdf => "application/pdf",
        }
    }

    /// The kind of a media type.
    pub fn of_media_type(media_type: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.media_type() == media_type)
    }
}

/// A name under which the file can be kept on any machine: no folders, no signs that mean something to one, and the end
/// that its content has, whatever it was called.
pub fn safe_name(sent: &str, kind: PaperKind) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
    let bad = |c: char| {
        c.is_control()
            || "\"*:<>?|%;=`$'&".contains(c)
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    let stem: String = stem.chars().filter(|c| !bad(*c)).take(NAME_CHARS_MAX).collect();
    let stem = stem.trim_matches(|c: char| c.is_whitespace() || c == '.');
    let stem = if stem.is_empty() { "paper" } else { stem };
    format!("{stem}.{}", kind.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_safe_whatever_was_sent() {
        for (sent, name) in [
            ("失业证 正面.JPG", "失业证 正面.jpg"),
            ("../../etc/passwd", "passwd.jpg"),
            ("C:\\Users\\li\\photo.jpeg", "photo.jpg"),
            ("invoice.pdf.exe", "invoice.pdf.jpg"),
            ("a\"b\r\nSet-Cookie: x=1.png", "abSet-Cookie x1.jpg"),
            ("\u{202e}gpj.exe", "gpj.jpg"),
            ("", "paper.jpg"),
            ("....", "paper.jpg"),
            (".hidden", "paper.jpg"),
        ] {
            assert_eq!(safe_name(sent, PaperKind::Jpeg), name, "{sent:?}");
        }
        assert_eq!(safe_name(&"长".repeat(500), PaperKind::Pdf).chars().count(), NAME_CHARS_MAX + 4);
    }

    #[test]
    fn every_code_is_read_back() {
        for kind in PaperKind::ALL {
            assert_eq!(PaperKind::from_code(kind.as_str()), Some(kind));
            assert_eq!(PaperKind::of_media_type(kind.media_type()), Some(kind));
        }
        for standing in PaperStanding::ALL {
            assert_eq!(PaperStanding::from_code(standing.as_str()), Some(standing));
        }
        assert_eq!(PaperKind::of_media_type("image/svg+xml"), None);
    }
}
