//! Exports of the real-name ledger: their manifest, and why one may be refused.

use serde::{Deserialize, Serialize};

use crate::codes::codes;
use crate::policy::{Policy, Profile};

codes! {
    /// What kind of file is written.
    ExportFormat {
        /// One table as text, whose long numbers a spreadsheet leaves whole.
        Csv = "csv",
        /// One table as text for programs: every cell as it is.
        CsvRaw = "csv_raw",
        /// A workbook.
        Xlsx = "xlsx",
    }
}

impl ExportFormat {
    /// The ending of the file's name.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Csv | Self::CsvRaw => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    /// The ending of a file whose format has this code.
    pub fn ending_of(code: &str) -> &'static str {
        Self::from_code(code).unwrap_or(Self::Xlsx).ending()
    }
}

impl std::fmt::Display for ExportFormat {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl TryFrom<&str> for ExportFormat {
    type Error = ();

    fn try_from(code: &str) -> Result<Self, ()> {
        Self::from_code(code).ok_or(())
    }
}

/// What stands beside an exported file (and on its last sheet), so that whoever holds both can
/// check one against the other, and the ledger against both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of this form.
    pub form: i64,
    /// What built the file.
    pub generator: String,
    /// The file as it is handed out.
    pub file: String,
    /// SHA-256 of the file in hexadecimal; empty inside the file itself, which cannot know it.
    pub sha256: String,
    /// What the file covers, in words.
    pub scope: String,
    /// Whether identity and phone numbers are masked.
    pub masked: bool,
    /// Learners and classes: rows of the ledger sheet.
    pub rows: i64,
    /// Rows of the sheet of days; none in a CSV file.
    pub day_rows: i64,
    /// Verified milliseconds over all rows.
    pub verified_ms: i64,
    /// Fen over all rows.
    pub amount_fen: i64,
    /// The policies whose rules the rows follow.
    pub policies: Vec<PolicyNote>,
    /// How numbers were rounded.
    pub rounding: Rounding,
    /// The ledger the rows were read from.
    pub ledger: LedgerNote,
    /// What rows and columns say, table by table; none inside the file itself.
    pub tables: Vec<TableDigests>,
    /// A note by the keys of the ledger over everything else here ([`Manifest::canonical`]); empty inside the file itself.
    pub signature: String,
}

impl Manifest {
    /// What is signed: all of it but the signature, as JSON without spaces.
    pub fn canonical(&self) -> String {
        serde_json::to_string(&Self { signature: String::new(), ..self.clone() }).unwrap_or_default()
    }
}

/// How many bytes of a SHA-256 stand for a row.
pub const ROW_DIGEST_BYTES: usize = 16;

/// What the rows and columns of a table say. A digest is over the cells in their order, each as [`canonical_cell`] has it with
/// its length in eight bytes before it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableDigests {
    /// The sheet on which the table begins.
    pub sheet: String,
    /// Its columns, from the left.
    pub columns: Vec<ColumnDigest>,
    /// Its rows from the top, without the titles: the first bytes of the SHA-256 of each, in hexadecimal.
    pub rows: Vec<String>,
}

/// What a column says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnDigest {
    /// Its title.
    pub title: String,
    /// The SHA-256 of its cells, in hexadecimal.
    pub sha256: String,
}

/// The numbers of a policy on which rows depend.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyNote {
    /// Its version.
    pub version: String,
    /// Its family.
    pub profile: Profile,
    /// Minutes of a credit hour.
    pub credit_hour_minutes: i64,
    /// Share of the required time that completes a class, in percent.
    pub completion_percent: i64,
    /// Pay for a credit hour, in fen.
    pub credit_hour_fen: i64,
    /// The most for one class, in fen.
    pub class_fen_max: i64,
}

impl PolicyNote {
    /// The note of a policy.
    pub fn of(policy: &Policy) -> Self {
        Self {
            version: policy.version.clone(),
            profile: policy.profile,
            credit_hour_minutes: policy.credit.credit_hour_minutes.value,
            completion_percent: policy.subsidy.completion_percent.value,
            credit_hour_fen: policy.subsidy.credit_hour_fen.value,
            class_fen_max: policy.subsidy.class_fen_max.value,
        }
    }
}

/// How numbers were rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// Credit hours down to a tenth, per learner and class; seconds to the millisecond; money
    /// down to the fen.
    CreditHoursDownToATenth,
}

/// The state of the ledger that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerNote {
    /// Entries that counted.
    pub size: i64,
    /// Root of the Merkle tree over them, in hexadecimal.
    pub root: String,
    /// The signed checkpoint of that root.
    pub checkpoint: String,
}

/// Why an export was not built. The file would have said something the books do not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum ExportFailure {
    /// The places of the books do not agree about one learner's verified time.
    #[error(
        "class {class}, enrolment {enrolment}: ledger {ledger_ms} ms, days {days_ms} ms, progress {progress_ms} ms, subsidy record {record_ms} ms"
    )]
    TotalsDiffer {
        /// Code of the class.
        class: String,
        /// The enrolment.
        enrolment: String,
        /// Sum of the ledger's entries.
        ledger_ms: i64,
        /// Sum of their days.
        days_ms: i64,
        /// Sum of the lessons' progress.
        progress_ms: i64,
        /// The subsidy record's time.
        record_ms: i64,
    },
    /// A subsidy record is not what its policy makes of its hours.
    #[error("class {class}, enrolment {enrolment}: subsidy record {record_fen} fen, policy {policy_fen} fen")]
    AmountDiffers {
        /// Code of the class.
        class: String,
        /// The enrolment.
        enrolment: String,
        /// What the record says.
        record_fen: i64,
        /// What the policy makes of the hours.
        policy_fen: i64,
    },
    /// An entry's text and its columns say different things, or its text cannot be read.
    #[error("ledger entry {index} is damaged")]
    EntryDamaged {
        /// Its place in the ledger.
        index: i64,
    },
    /// A class follows a policy that this server does not know.
    #[error("class {class}: unknown policy {version}")]
    PolicyUnknown {
        /// Code of the class.
        class: String,
        /// The version it names.
        version: String,
    },
    /// A sealed number does not open with this server's key.
    #[error("class {class}, enrolment {enrolment}: sealed numbers do not open")]
    SealBroken {
        /// Code of the class.
        class: String,
        /// The enrolment.
        enrolment: String,
    },
    /// The file could not be written.
    #[error("the file could not be written")]
    NotWritten,
}

/// A text as it may stand in a cell of a CSV file: a spreadsheet would run what begins like a
/// formula, so such a text gets an apostrophe before it.
pub fn formula_safe(text: &str) -> std::borrow::Cow<'_, str> {
    // Full-width forms are read as the plain ones by spreadsheets set to Chinese.
    match text.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠') => {
            format!("'{text}").into()
        }
        _ => text.into(),
    }
}

/// The fewest digits that a spreadsheet writes as 3.7E+17.
const LONG_DIGITS: usize = 12;

/// A text as a spreadsheet keeps it when it opens a CSV file: a long number, which it would round to fifteen digits, has a tab
/// before it, which nobody sees.
pub fn number_safe(text: &str) -> std::borrow::Cow<'_, str> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    if digits && text.len() >= LONG_DIGITS { format!("\t{text}").into() } else { text.into() }
}

/// A cell as it is digested, the same from a workbook and from a CSV file: without the apostrophe of [`formula_safe`] and
/// the tab of [`number_safe`], and a decimal number without zeros at its end.
pub fn canonical_cell(text: &str) -> &str {
    let disarmed = text.strip_prefix('\'').filter(|bare| formula_safe(bare) != *bare);
    let bare = disarmed.or_else(|| text.strip_prefix('\t').filter(|bare| number_safe(bare) != *bare));
    let bare = bare.unwrap_or(text);
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    match bare.strip_prefix('-').unwrap_or(bare).split_once('.') {
        Some((whole, part)) if digits(whole) && digits(part) => {
            bare.trim_end_matches('0').trim_end_matches('.')
        }
        _ => bare,
    }
}

/// Whole years between two days (`YYYY-MM-DD`); someone born on 29 February ages on 1 March.
pub fn age_on(birth: &str, day: &str) -> Option<i64> {
    let parts = |text: &str| -> Option<(i64, String)> {
        let (year, rest) = text.split_once('-')?;
        Some((year.parse().ok()?, rest.to_owned()))
    };
    let ((born, birthday), (year, today)) = (parts(birth)?, parts(day)?);
    Some(year - born - i64::from(today < birthday))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spreadsheet_leaves_long_numbers_whole() {
        assert_eq!(number_safe("370502199001011234"), "\t370502199001011234");
        for same in ["13805462201", "37050219900101123X", "3705**********1234", "4600.500", "王芳", ""] {
            assert_eq!(number_safe(same), same);
        }
    }

    #[test]
    fn every_format_has_a_code_and_an_ending() {
        for format in [ExportFormat::Csv, ExportFormat::CsvRaw, ExportFormat::Xlsx] {
            assert_eq!(ExportFormat::from_code(format.as_str()), Some(format));
            assert_eq!(ExportFormat::ending_of(format.as_str()), format.ending());
        }
        assert_eq!(ExportFormat::CsvRaw.ending(), "csv");
    }

    #[test]
    fn what_looks_like_a_formula_is_disarmed() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"] {
            assert_eq!(formula_safe(text), format!("'{text}"));
        }
        for text in ["王芳", "3705**********1234", "a=1", ""] {
            assert_eq!(formula_safe(text), text);
        }
    }

    #[test]
    fn a_cell_is_digested_the_same_from_every_kind_of_file() {
        let long = number_safe("370502199001011234").into_owned();
        assert_eq!(canonical_cell(&long), "370502199001011234");
        for (one, other) in [("4600.500", "4600.5"), ("4600.000", "4600"), ("'=1", "=1"), ("0.0", "0")] {
            assert_eq!(canonical_cell(one), canonical_cell(other));
        }
        for text in ["王芳", "'王芳", "100", "2026-11-01", "1.2.30", "", "v1.0", "1."] {
            assert_eq!(canonical_cell(text), text);
        }
    }

    #[test]
    fn age_changes_on_the_birthday() {
        assert_eq!(age_on("1980-11-22", "2026-11-21"), Some(45));
        assert_eq!(age_on("1980-11-22", "2026-11-22"), Some(46));
        assert_eq!(age_on("2000-02-29", "2026-02-28"), Some(25));
        assert_eq!(age_on("2000-02-29", "2026-03-01"), Some(26));
        assert_eq!(age_on("", "2026-03-01"), None);
    }
}
