//! How long what is kept is kept: one dated file, every period with its source. What is over is erased by a job.

use serde::{Deserialize, Serialize};

use crate::policy::Sourced;
use crate::time::{DAY_MS, Zone};

/// The periods in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    /// Name of the version, as `2026-11-26`.
    pub version: String,
    /// Name and document number of people whose account is closed and who left hours, appeals or a post, after the
    /// year of the last of these. The hours themselves hold no names and stay.
    pub records_years: Sourced<i64>,
    /// The file of an accepted paper, after the decision.
    pub accepted_paper_days: Sourced<i64>,
    /// The file of a refused one.
    pub refused_paper_days: Sourced<i64>,
    /// The name in an invitation to a post, after the last day on which it opens; an invitation to a class, after the class.
    pub invitation_days: Sourced<i64>,
    /// Sign-ins, one-time codes, rosters that were sent and what a device was asked to sign, after their end.
    pub ended_days: Sourced<i64>,
    /// On which device and network a lesson was opened, and devices of the staff.
    pub device_mark_days: Sourced<i64>,
    /// Signals for a human look.
    pub signal_days: Sourced<i64>,
    /// Exported files, which hold names and numbers; their line and fingerprint stay.
    pub export_file_days: Sourced<i64>,
}

/// A period is outside what makes sense; says which.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("retention {version}: {field} is out of range: {allowed}")]
pub struct RetentionError {
    /// The version of the file.
    pub version: String,
    /// The field to mend.
    pub field: &'static str,
    /// What is allowed.
    pub allowed: &'static str,
}

/// Before which moments things are over, in unix milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Over {
    /// The present: what was kept until a day that is past.
    pub now_ms: i64,
    pub accepted_papers: i64,
    pub refused_papers: i64,
    pub invitations: i64,
    pub ended: i64,
    pub device_marks: i64,
    pub signals: i64,
    pub export_files: i64,
}

impl Retention {
    /// The periods, if each makes sense. Signals look back two weeks: marks must last longer.
    ///
    /// # Errors
    /// Names the first period that does not.
    pub fn checked(self) -> Result<Self, RetentionError> {
        let days = 1..=36_500;
        let rules = [
            ("records_years", "1 to 100", (1..=100).contains(&self.records_years.value)),
            ("accepted_paper_days", "1 to 36500", days.contains(&self.accepted_paper_days.value)),
            ("refused_paper_days", "1 to 36500", days.contains(&self.refused_paper_days.value)),
            ("invitation_days", "1 to 36500", days.contains(&self.invitation_days.value)),
            ("ended_days", "1 to 36500", days.contains(&self.ended_days.value)),
            ("device_mark_days", "15 to 36500", (15..=36_500).contains(&self.device_mark_days.value)),
            ("signal_days", "15 to 36500", (15..=36_500).contains(&self.signal_days.value)),
            ("export_file_days", "1 to 36500", days.contains(&self.export_file_days.value)),
        ];
        match rules.into_iter().find(|(_, _, holds)| !holds) {
            Some((field, allowed, _)) => {
                Err(RetentionError { version: self.version.clone(), field, allowed })
            }
            None => Ok(self),
        }
    }

    /// The last local day on which name and document of somebody are kept whose last record is of `last_ms`: as archives
    /// count, from the beginning of the next year.
    pub fn last_day(&self, last_ms: i64, zone: Zone) -> String {
        let year: i64 = zone.day(last_ms).get(..4).and_then(|year| year.parse().ok()).unwrap_or_default();
        format!("{:04}-12-31", year + self.records_years.value)
    }

    /// The end of that day, in unix milliseconds.
    pub fn kept_until_ms(&self, last_ms: i64, zone: Zone) -> i64 {
        zone.day_start_ms(&self.last_day(last_ms, zone)).map_or(i64::MAX, |start| start + DAY_MS)
    }

    /// What is over now.
    pub fn over(&self, now_ms: i64) -> Over {
        let before = |days: &Sourced<i64>| now_ms - days.value * DAY_MS;
        Over {
            now_ms,
            accepted_papers: before(&self.accepted_paper_days),
            refused_papers: before(&self.refused_paper_days),
            invitations: before(&self.invitation_days),
            ended: before(&self.ended_days),
            device_marks: before(&self.device_mark_days),
            signals: before(&self.signal_days),
            export_files: before(&self.export_file_days),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::CHINA;

    fn of(value: i64) -> Sourced<i64> {
        Sourced { value, source: "test".to_owned() }
    }

    fn retention() -> Retention {
        Retention {
            version: "test".to_owned(),
            records_years: of(10),
            accepted_paper_days: of(1825),
            refused_paper_days: of(90),
            invitation_days: of(90),
            ended_days: of(1),
            device_mark_days: of(180),
            signal_days: of(1095),
            export_file_days: of(180),
        }
    }

    #[test]
    fn records_are_kept_for_whole_years_after_the_year_they_are_of() {
        for (day, last) in [("2026-01-01", "2036-12-31"), ("2026-12-31", "2036-12-31")] {
            let at_ms = CHINA.day_start_ms(day).unwrap();
            assert_eq!(retention().last_day(at_ms, CHINA), last, "{day}");
            let until_ms = retention().kept_until_ms(at_ms + DAY_MS - 1, CHINA);
            assert_eq!(CHINA.day(until_ms), "2037-01-01");
        }
    }

    #[test]
    fn what_is_over_lies_as_far_back_as_its_period() {
        let over = retention().over(200 * DAY_MS);
        assert_eq!((over.ended, over.refused_papers), (199 * DAY_MS, 110 * DAY_MS));
    }

    #[test]
    fn a_period_that_would_blind_the_look_for_signals_is_refused() {
        let error = Retention { device_mark_days: of(14), ..retention() }.checked().unwrap_err();
        assert_eq!(error.field, "device_mark_days");
        assert!(retention().checked().is_ok());
    }
}
