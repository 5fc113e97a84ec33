//! Films of an institution: how one stands, how large it may be, why one cannot be used, and what it is called.

use crate::codes::codes;
use crate::time::DAY_MS;
use crate::typed::visible;

/// The largest film that is taken, in bytes: two hours in good quality.
pub const BYTES_MAX: i64 = 2 * GIB;
/// What an institution may keep, in bytes: everything that is under way or ready.
pub const QUOTA_BYTES: i64 = 20 * GIB;
/// The largest part that one request brings.
pub const SLICE_BYTES_MAX: i64 = 16 * 1024 * 1024;
/// An upload goes on for so long after its last byte; a film that cannot be used stays in the list for as long.
pub const KEPT_MS: i64 = 7 * DAY_MS;
/// The longest name that is kept, in characters.
const NAME_CHARS_MAX: usize = 80;

const GIB: i64 = 1024 * 1024 * 1024;

codes! {
    /// How a film stands.
    FilmState {
        /// Parts of it arrive.
        Receiving = "receiving",
        /// All of it is there, and is looked at.
        Measuring = "measuring",
        /// It can be used, and stays as it is.
        Ready = "ready",
        /// It cannot be used; nothing of it is kept but its line.
        Refused = "refused",
    }
}

codes! {
    /// Why a film cannot be used.
    FilmRefusal {
        /// It is no MP4 video, or it is damaged.
        NoMp4 = "no_mp4",
        /// Only sound.
        NoPictures = "no_pictures",
        /// Several pictures beside each other.
        SeveralPictures = "several_pictures",
        /// Its pictures are coded in a way that many phones cannot show.
        Pictures = "pictures",
        /// The same of its sound.
        Sound = "sound",
        /// Its last part is missing.
        CutOff = "cut_off",
        /// Its parts do not agree about its length.
        Lengths = "lengths",
        /// Fewer than one picture a second.
        Stands = "stands",
        /// Looking at it took more time or memory than any film needs.
        TooComplex = "too_complex",
        /// The server could not look at it, again and again.
        NotMeasured = "not_measured",
    }
}

/// Why an upload does not begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UploadRefusal {
    /// Nothing is in the file.
    Empty,
    /// More than [`BYTES_MAX`].
    TooLarge,
    /// More than is left of [`QUOTA_BYTES`].
    Quota,
}

/// Whether a film of so many bytes may be uploaded where so many are kept already.
///
/// # Errors
/// Says why not.
pub fn may_upload(bytes: i64, kept: i64) -> Result<(), UploadRefusal> {
    match bytes {
        ..=0 => Err(UploadRefusal::Empty),
        _ if bytes > BYTES_MAX => Err(UploadRefusal::TooLarge),
        _ if kept.saturating_add(bytes) > QUOTA_BYTES => Err(UploadRefusal::Quota),
        _ => Ok(()),
    }
}

/// The name of a file as it is shown: without folders and what nobody sees.
pub fn shown_name(sent: &str) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let seen: String = visible(last).chars().filter(|c| !c.is_control()).take(NAME_CHARS_MAX).collect();
    if seen.is_empty() { "film.mp4".to_owned() } else { seen }
}

/// Whether this is what a finished film's file is called: 64 digits of its digest, and `.mp4`.
pub fn is_file_name(name: &str) -> bool {
    name.strip_suffix(".mp4").is_some_and(|digest| {
        digest.len() == 64 && digest.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    })
}

/// Where a lesson finds a film: its path below `/media/`.
pub fn media_path(sha256: &str) -> String {
    format!("films/{sha256}.mp4")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_film_fits_or_is_refused_with_why() {
        assert_eq!(may_upload(BYTES_MAX, 0), Ok(()));
        assert_eq!(may_upload(BYTES_MAX + 1, 0), Err(UploadRefusal::TooLarge));
        assert_eq!(may_upload(0, 0), Err(UploadRefusal::Empty));
        assert_eq!(may_upload(-1, 0), Err(UploadRefusal::Empty));
        assert_eq!(may_upload(1, QUOTA_BYTES - 1), Ok(()));
        assert_eq!(may_upload(2, QUOTA_BYTES - 1), Err(UploadRefusal::Quota));
        assert_eq!(may_upload(1, i64::MAX), Err(UploadRefusal::Quota));
    }

    #[test]
    fn a_name_is_shown_without_folders_and_marks() {
        for (sent, name) in [
            ("第一课 安全.mp4", "第一课 安全.mp4"),
            ("C:\\Users\\li\\a.MOV", "a.MOV"),
            ("../../etc/passwd", "passwd"),
            ("\u{202e}4pm.a\r\n", "4pm.a"),
            ("", "film.mp4"),
        ] {
            assert_eq!(shown_name(sent), name, "{sent:?}");
        }
        assert_eq!(shown_name(&"长".repeat(500)).chars().count(), NAME_CHARS_MAX);
    }

    #[test]
    fn only_a_digest_is_the_name_of_a_file() {
        let digest = "0af9".repeat(16);
        assert!(is_file_name(&format!("{digest}.mp4")));
        for name in
            ["", ".mp4", "../x.mp4", "parts/x.part", &digest, &format!("{}.mp4", digest.to_uppercase())]
        {
            assert!(!is_file_name(name), "{name}");
        }
        assert!(!is_file_name(&format!("{digest}0.mp4")) && !is_file_name(&format!("{digest}.mp4/..")));
    }

    #[test]
    fn every_code_is_read_back() {
        for state in FilmState::ALL {
            assert_eq!(FilmState::from_code(state.as_str()), Some(state));
        }
        for refusal in FilmRefusal::ALL {
            assert_eq!(FilmRefusal::from_code(refusal.as_str()), Some(refusal));
        }
    }
}
