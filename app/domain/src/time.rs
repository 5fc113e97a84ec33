//! Server time on the programme's calendar.
//!
//! Instants are unix milliseconds. A local day is named by its date, `2026-11-02`, in the
//! programme's time zone. Programmes in China use one zone without daylight saving, so a
//! fixed offset from UTC is the whole truth.

use serde::{Deserialize, Serialize};

/// Milliseconds of a day.
pub const DAY_MS: i64 = 86_400_000;
/// Milliseconds of a week.
pub const WEEK_MS: i64 = 7 * DAY_MS;

/// A programme's time zone, as minutes east of UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Zone {
    /// Minutes east of UTC; China Standard Time is 480.
    pub offset_minutes: i64,
}

/// China Standard Time, the zone of every programme so far.
pub const CHINA: Zone = Zone { offset_minutes: 480 };

impl Zone {
    fn local_ms(self, at_ms: i64) -> i64 {
        at_ms + self.offset_minutes * 60_000
    }

    /// The local day in which an instant lies.
    pub fn day(self, at_ms: i64) -> String {
        let (year, month, day) = civil(self.day_number(at_ms));
        format!("{year:04}-{month:02}-{day:02}")
    }

    /// The number of the local day in which an instant lies, counted from 1970-01-01.
    pub fn day_number(self, at_ms: i64) -> i64 {
        self.local_ms(at_ms).div_euclid(DAY_MS)
    }

    /// The instant at which the local day of this number begins.
    pub fn day_begins_ms(self, day_number: i64) -> i64 {
        day_number * DAY_MS - self.offset_minutes * 60_000
    }

    /// The instant at which the local day of `at_ms` began.
    pub fn midnight_ms(self, at_ms: i64) -> i64 {
        at_ms - self.local_ms(at_ms).rem_euclid(DAY_MS)
    }

    /// Minutes since local midnight, `0..1440`.
    pub fn minute_of_day(self, at_ms: i64) -> i64 {
        self.local_ms(at_ms).rem_euclid(DAY_MS) / 60_000
    }

    /// Local date and time to the minute, `2026-11-02 09:30`.
    pub fn minute(self, at_ms: i64) -> String {
        let minutes = self.minute_of_day(at_ms);
        format!("{} {:02}:{:02}", self.day(at_ms), minutes / 60, minutes % 60)
    }

    /// Local date and time to the second, `2026-11-02 09:30:05`.
    pub fn second(self, at_ms: i64) -> String {
        format!("{}:{:02}", self.minute(at_ms), self.local_ms(at_ms).div_euclid(1000).rem_euclid(60))
    }

    /// The instant at which a local day (`YYYY-MM-DD`) begins, or `None` if the text is no date.
    pub fn day_start_ms(self, day: &str) -> Option<i64> {
        let mut parts = day.splitn(3, '-').map(str::parse::<i64>);
        let (Some(Ok(year)), Some(Ok(month)), Some(Ok(date))) = (parts.next(), parts.next(), parts.next())
        else {
            return None;
        };
        if !(1..=12).contains(&month) || !(1..=31).contains(&date) || !(1..=9999).contains(&year) {
            return None;
        }
        let days = days_from_civil(year, month, date);
        (civil(days) == (year, month, date)).then(|| self.day_begins_ms(days))
    }
}

/// Whether a text is a month, `2026-11`.
pub fn is_month(text: &str) -> bool {
    text.len() == 7 && CHINA.day_start_ms(&format!("{text}-01")).is_some()
}

/// The month so many months after (or, negative, before) this one; `None` if the text is none.
pub fn month_beside(month: &str, step: i64) -> Option<String> {
    let (year, number) = month.split_once('-').filter(|_| is_month(month))?;
    let months = year.parse::<i64>().ok()? * 12 + number.parse::<i64>().ok()? - 1 + step;
    Some(format!("{:04}-{:02}", months.div_euclid(12), months.rem_euclid(12) + 1))
}

/// The months from one to another, both included; none if either is no month.
pub fn months_between(first: &str, last: &str) -> Vec<String> {
    if !is_month(last) {
        return Vec::new();
    }
    let months = std::iter::successors(month_beside(first, 0), |month| month_beside(month, 1));
    months.take_while(|month| month.as_str() <= last).collect()
}

/// Year, month and day of a day number counted from 1970-01-01 (proleptic Gregorian calendar).
pub(crate) fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

/// The day number, counted from 1970-01-01, of a date.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month_from_march = (month + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_follow_each_other_over_the_year() {
        assert_eq!(month_beside("2026-12", 1).as_deref(), Some("2027-01"));
        assert_eq!(month_beside("2026-01", -1).as_deref(), Some("2025-12"));
        assert!(is_month("2026-11"));
        for text in ["", "2026-13", "2026-1", "november", "2026-11-01"] {
            assert!(!is_month(text) && month_beside(text, 1).is_none(), "{text}");
        }
        assert_eq!(months_between("2026-11", "2027-02"), ["2026-11", "2026-12", "2027-01", "2027-02"]);
        assert_eq!(months_between("2026-11", "2026-11"), ["2026-11"]);
        assert!(months_between("2026-11", "2026-10").is_empty() && months_between("x", "2026-10").is_empty());
    }

    #[test]
    fn a_day_begins_at_local_midnight() {
        // 2026-11-21 16:00 UTC is midnight of the 22nd in China.
        let midnight = CHINA.day_start_ms("2026-11-22").unwrap();
        assert_eq!(midnight, 1_795_276_800_000);
        assert_eq!(CHINA.day(midnight), "2026-11-22");
        assert_eq!(CHINA.day(midnight - 1), "2026-11-21");
        assert_eq!(CHINA.midnight_ms(midnight + 5), midnight);
        assert_eq!(CHINA.minute(midnight + 570 * 60_000), "2026-11-22 09:30");
    }

    #[test]
    fn every_day_of_a_century_survives_the_round_trip() {
        for days in 0..36_600 {
            let name = CHINA.day(days * DAY_MS);
            assert_eq!(CHINA.day(CHINA.day_start_ms(&name).unwrap()), name);
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in ["", "2026", "2026-13-01", "2026-02-30", "x-y-z", "2026-1"] {
            assert_eq!(CHINA.day_start_ms(text), None, "{text}");
        }
    }
}
