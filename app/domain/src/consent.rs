//! What people agree to, each purpose by itself. An agreement is a dated record of a text's version; taking it back is
//! another record, so that nobody can later say that it was different.

use crate::codes::codes;

/// The version of the words shown on the registration page and at `/privacy`. New words, new date.
pub const TEXT_VERSION: &str = "2026-11-30";

codes! {
    /// What personal information is used for.
    Purpose {
        /// Registering under the real name and recording study. Without it there can be no account.
        RealName = "real_name",
        /// Handing verified hours to the bureau for the subsidy. Without it nobody can be enrolled in a subsidised class.
        Subsidy = "subsidy",
    }
}

/// One record: agreed, or taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    pub purpose: Purpose,
    pub given: bool,
    pub at_ms: i64,
    pub text_version: String,
}

/// How a purpose stands by the newest of the records, which come oldest first. `None` where there is no record: an
/// institution registered the person and keeps what was signed there.
pub fn standing(records: &[Record], purpose: Purpose) -> Option<&Record> {
    records.iter().rev().find(|record| record.purpose == purpose)
}

/// The purposes without which nobody takes up new studies, and which are not agreed to.
pub fn missing(records: &[Record]) -> Vec<Purpose> {
    let is_refused = |purpose: &Purpose| standing(records, *purpose).is_some_and(|record| !record.given);
    Purpose::ALL.into_iter().filter(is_refused).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(purpose: Purpose, given: bool, at_ms: i64) -> Record {
        Record { purpose, given, at_ms, text_version: TEXT_VERSION.to_owned() }
    }

    #[test]
    fn the_newest_record_counts() {
        let mut records = vec![record(Purpose::RealName, true, 1), record(Purpose::Subsidy, false, 1)];
        assert_eq!(missing(&records), [Purpose::Subsidy]);
        records.push(record(Purpose::Subsidy, true, 2));
        assert!(missing(&records).is_empty());
        records.push(record(Purpose::RealName, false, 3));
        assert_eq!(missing(&records), [Purpose::RealName]);
    }

    #[test]
    fn who_signed_on_paper_is_not_refused() {
        assert!(missing(&[]).is_empty());
    }

    #[test]
    fn every_purpose_has_its_own_code() {
        for purpose in Purpose::ALL {
            assert_eq!(Purpose::from_code(purpose.as_str()), Some(purpose));
        }
    }
}
