//! Who is of an age at which training is paid for: from sixteen to sixty, or to the statutory age of retirement where that is
//! later.

use serde::{Deserialize, Serialize};

use crate::document::age_on;

/// Nobody younger may be employed (《禁止使用童工规定》).
pub const YOUNGEST: i32 = 16;
/// Lists of training are for people of sixteen to sixty: whoever is sixty is on them until the day they are sixty-one.
const LAST: i32 = 60;
/// The age of retirement until 2024; since then it is later by the month of birth.
const RETIRES_AT: i32 = 60;
/// By so many months at most (《关于实施渐进式延迟法定退休年龄的决定》, 2024-09-13).
const LATER_MONTHS_MAX: i32 = 36;
/// The month after which births retire later: December 1964, in months since year 0.
const LATER_AFTER: i32 = 1964 * 12 + 11;

/// Why somebody is not of working age on a day, with their age.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgeRefusal {
    #[error("{0}: too young")]
    TooYoung(i32),
    #[error("{0}: retired by law")]
    TooOld(i32),
}

/// Whether somebody born on a day (`YYYY-MM-DD`) is of working age on another. The age of retirement is that of men, which is
/// the latest: whoever may retire earlier need not.
pub fn working_age(birth: &str, day: &str) -> Result<(), AgeRefusal> {
    let age = age_on(birth, day);
    if age < YOUNGEST {
        return Err(AgeRefusal::TooYoung(age));
    }
    // A month later for every four months of birth since January 1965.
    let later = (months(birth) - LATER_AFTER + 3).div_euclid(4).clamp(0, LATER_MONTHS_MAX);
    let lived = months(day) - months(birth) - i32::from(day.get(8..) < birth.get(8..));
    if lived >= (RETIRES_AT * 12 + later).max((LAST + 1) * 12) {
        Err(AgeRefusal::TooOld(age))
    } else {
        Ok(())
    }
}

/// Months since year 0.
fn months(day: &str) -> i32 {
    let part = |range| day.get(range).and_then(|part: &str| part.parse::<i32>().ok()).unwrap_or(0);
    part(0..4) * 12 + part(5..7) - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn working_age_begins_on_the_sixteenth_birthday() {
        assert_eq!(working_age("2010-12-01", "2026-11-30"), Err(AgeRefusal::TooYoung(15)));
        assert_eq!(working_age("2010-11-30", "2026-11-30"), Ok(()));
    }

    #[test]
    fn it_ends_with_the_statutory_age_of_the_month_of_birth() {
        // From the table of the decision: born in December 1968 at 61, in January 1969 at 61 and a month, in May 1969 at 61 and
        // two, in September 1976 and later at 63.
        for (birth, last, first) in [
            ("1964-12-10", "2025-12-09", "2025-12-10"),
            ("1968-12-10", "2029-12-09", "2029-12-10"),
            ("1969-01-10", "2030-02-09", "2030-02-10"),
            ("1969-04-10", "2030-05-09", "2030-05-10"),
            ("1969-05-10", "2030-07-09", "2030-07-10"),
            ("1976-09-10", "2039-09-09", "2039-09-10"),
            ("1990-01-10", "2053-01-09", "2053-01-10"),
        ] {
            assert_eq!(working_age(birth, last), Ok(()), "{birth}");
            assert!(matches!(working_age(birth, first), Err(AgeRefusal::TooOld(_))), "{birth}");
        }
        assert_eq!(working_age("1950-01-01", "2026-11-30"), Err(AgeRefusal::TooOld(76)));
    }
}
