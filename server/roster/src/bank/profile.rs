//! What the file of a bank looks like.

use std::sync::LazyLock;

use serde::Deserialize;

static BUILT_IN: [&str; 2] =
    [include_str!("../../../banks/general-csv.toml"), include_str!("../../../banks/treasury-xlsx.toml")];
static PROFILES: LazyLock<Vec<Profile>> =
    LazyLock::new(|| BUILT_IN.iter().filter_map(|text| toml::from_str(text).ok()).collect());

/// Every profile that is there.
pub fn profiles() -> &'static [Profile] {
    &PROFILES
}

/// What the file of a bank looks like, and the file that comes back.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    pub code: String,
    pub name: String,
    pub name_en: String,
    pub format: Format,
    pub encoding: Encoding,
    /// What stands between cells of a text.
    #[serde(default = "comma")]
    pub separator: char,
    pub unit: Unit,
    /// The longest name.
    pub name_chars_max: usize,
    /// The most rows of one file; more are several files.
    pub rows_max: usize,
    /// In their order.
    pub columns: Vec<Column>,
    pub answer: AnswerProfile,
}

fn comma() -> char {
    ','
}

/// What kind of file it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    Csv,
    Xlsx,
}

/// In what a text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Encoding {
    #[serde(rename = "utf-8")]
    Utf8,
    /// Every character has a place in it.
    #[serde(rename = "gb18030")]
    Gb18030,
    /// Rare characters have none.
    #[serde(rename = "gbk")]
    Gbk,
}

/// In what amounts are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    Yuan,
    Fen,
}

/// A column, its head and what stands in it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    pub head: String,
    pub holds: Holds,
}

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Holds {
    /// The number of the row in this file.
    Place,
    Reference,
    Account,
    Name,
    Bank,
    Amount,
    Purpose,
}

/// How the columns of the file that comes back may be called, and which words mean what.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerProfile {
    pub reference: Vec<String>,
    pub account: Vec<String>,
    pub amount: Vec<String>,
    pub result: Vec<String>,
    /// It may be missing.
    pub reason: Vec<String>,
    pub paid: Vec<String>,
    pub failed: Vec<String>,
}

/// A column that is needed of the file that comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerColumn {
    Reference,
    Account,
    Amount,
    Result,
}

impl AnswerColumn {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Reference, Self::Account, Self::Amount, Self::Result];
}

impl AnswerProfile {
    /// How a column may be called.
    pub(crate) fn names(&self, column: AnswerColumn) -> &[String] {
        match column {
            AnswerColumn::Reference => &self.reference,
            AnswerColumn::Account => &self.account,
            AnswerColumn::Amount => &self.amount,
            AnswerColumn::Result => &self.result,
        }
    }
}

impl Profile {
    /// How files of it end.
    pub fn ending(&self) -> &'static str {
        match self.format {
            Format::Csv => "csv",
            Format::Xlsx => "xlsx",
        }
    }

    /// What a browser is told of them.
    pub fn media_type(&self) -> &'static str {
        match self.format {
            Format::Csv => "text/csv",
            Format::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::header::bare;

    #[test]
    fn every_profile_is_read_and_names_the_columns_that_come_back_once() {
        assert_eq!(profiles().len(), BUILT_IN.len());
        for (at, profile) in profiles().iter().enumerate() {
            assert!(profiles()[at + 1..].iter().all(|other| other.code != profile.code));
            assert!(profile.rows_max > 0 && profile.name_chars_max > 0);
            for holds in [Holds::Reference, Holds::Account, Holds::Name, Holds::Amount] {
                assert_eq!(profile.columns.iter().filter(|one| one.holds == holds).count(), 1, "{holds:?}");
            }
            let mut names: Vec<&String> =
                AnswerColumn::ALL.iter().flat_map(|column| profile.answer.names(*column)).collect();
            names.extend(&profile.answer.reason);
            for (at, name) in names.iter().enumerate() {
                assert_eq!(**name, bare(name), "as a head is compared");
                assert!(!names[at + 1..].contains(name), "{name}");
            }
            assert!(profile.answer.paid.iter().all(|word| !profile.answer.failed.contains(word)));
            // A file of ours with the results added can be read back.
            for (column, holds) in [
                (AnswerColumn::Reference, Holds::Reference),
                (AnswerColumn::Account, Holds::Account),
                (AnswerColumn::Amount, Holds::Amount),
            ] {
                let head = profile.columns.iter().find(|one| one.holds == holds).map(|one| bare(&one.head));
                assert!(profile.answer.names(column).contains(&head.unwrap_or_default()), "{column:?}");
            }
        }
    }
}
