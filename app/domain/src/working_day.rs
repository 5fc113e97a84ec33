//! Working days of China: weekends are free, public holidays too, and some weekend days are worked instead (调休). The State
//! Council announces both by the year, usually in the November before; until then a deadline that reaches into that year is
//! provisional. Deadlines are reckoned when they are read and never stored, so that a newly announced year corrects them.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::time::{CHINA, Zone, civil};

/// From this day of December on, the next year's announcement may free a day or have it worked: the holiday of a 1 January that
/// is a Tuesday begins on Sunday the 30th, for which Saturday the 29th is worked.
const NEXT_YEARS_FROM: (i64, i64) = (12, 29);
/// Free in every year, whatever is announced (全国年节及纪念日放假办法 of 2025, article 2); the others move from year to year.
const FREE_BY_LAW: [(i64, i64); 6] = [(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)];

/// The holidays of a year, as `server/holidays` has them: a file in the form of NateScarlet/holiday-cn.
#[derive(Clone, Debug, Deserialize)]
pub struct HolidayYear {
    year: i64,
    /// Empty while nothing is announced.
    days: Vec<SpecialDay>,
}

/// A day that is not as its weekday says.
#[derive(Clone, Debug, Deserialize)]
struct SpecialDay {
    date: String,
    #[serde(rename = "isOffDay")]
    off: bool,
}

/// Why a file of holidays is refused.
#[derive(Debug, thiserror::Error)]
pub enum HolidayError {
    /// It is no such file.
    #[error("it is no list of holidays: {0}")]
    Malformed(#[from] serde_json::Error),
    /// A date is none, stands there twice, or lies neither in the year nor in the December before.
    #[error("{date:?} is no day of the holidays of {year}, or stands there twice")]
    Day {
        /// What the file is of.
        year: i64,
        /// As it stands there.
        date: String,
    },
}

impl HolidayYear {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// [`HolidayError`] for what is no such file, or has a wrong date.
    pub fn from_json(text: &str) -> Result<Self, HolidayError> {
        let this: Self = serde_json::from_str(text)?;
        let mut seen = BTreeSet::new();
        for SpecialDay { date, .. } in &this.days {
            let number = day_number(date).filter(|number| {
                let (year, month, _) = civil(*number);
                year == this.year || (year, month) == (this.year - 1, 12)
            });
            if !number.is_some_and(|number| seen.insert(number)) {
                return Err(HolidayError::Day { year: this.year, date: date.clone() });
            }
        }
        Ok(this)
    }
}

fn day_number(date: &str) -> Option<i64> {
    CHINA.day_start_ms(date).map(|at_ms| CHINA.day_number(at_ms))
}

/// By when something is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// The last day on which it is in time, a working day.
    pub day: String,
    /// The year whose holidays are not announced and on which the day depends: until then it is provisional.
    pub unannounced_year: Option<i64>,
    /// How it stands today.
    pub standing: Standing,
}

impl Deadline {
    /// Whether it may still change, once the holidays of a year are announced.
    pub fn provisional(&self) -> bool {
        self.unannounced_year.is_some()
    }

    /// Whether it cannot wait until tomorrow.
    pub fn presses(&self) -> bool {
        self.standing != Standing::Ahead
    }
}

/// How a deadline stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// There are days left.
    Ahead,
    /// It is the last day.
    Today,
    /// It is over, and so many working days have begun since: none on the weekend after.
    Overdue {
        /// Today included.
        working_days: u32,
    },
}

/// Which days are working days, as far as it is announced.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    announced: BTreeSet<i64>,
    /// Days that are not as their weekday says, and whether they are free.
    special: BTreeMap<i64, bool>,
}

impl Calendar {
    /// The calendar of these years; of the same year twice, the latter counts.
    pub fn new(years: impl IntoIterator<Item = HolidayYear>) -> Self {
        let years: BTreeMap<i64, HolidayYear> = years.into_iter().map(|one| (one.year, one)).collect();
        let mut calendar = Self::default();
        for (year, HolidayYear { days, .. }) in years {
            if !days.is_empty() {
                calendar.announced.insert(year);
            }
            let days = days.iter().filter_map(|day| Some((day_number(&day.date)?, day.off)));
            calendar.special.extend(days);
        }
        calendar
    }

    /// The last year whose holidays are announced.
    pub fn last_announced(&self) -> Option<i64> {
        self.announced.last().copied()
    }

    /// Whether a local day (`YYYY-MM-DD`) is a working day, as far as it is announced; no text but a day is one.
    pub fn is_working_day(&self, day: &str) -> bool {
        day_number(day).is_some_and(|number| self.works(number))
    }

    /// By when what began to wait at `since_ms` is to be done, in so many working days: the first is the one after the day on
    /// which it began. How it stands is said as of `now_ms`.
    pub fn deadline(&self, zone: Zone, since_ms: i64, working_days: u32, now_ms: i64) -> Deadline {
        let mut day = zone.day_number(since_ms);
        let mut unannounced_year = None;
        let mut left = working_days;
        while left > 0 {
            day += 1;
            unannounced_year = unannounced_year.or_else(|| self.unannounced(day));
            left -= u32::from(self.works(day));
        }
        let today = zone.day_number(now_ms);
        let standing = match today - day {
            ..0 => Standing::Ahead,
            0 => Standing::Today,
            _ => {
                let over = (day + 1..=today).filter(|day| self.works(*day)).count();
                Standing::Overdue { working_days: u32::try_from(over).unwrap_or(u32::MAX) }
            }
        };
        let (year, month, date) = civil(day);
        Deadline { day: format!("{year:04}-{month:02}-{date:02}"), unannounced_year, standing }
    }

    /// What began to wait before this moment, and is to be done in so many working days, is due today or late.
    pub fn presses_since_before(&self, zone: Zone, working_days: u32, now_ms: i64) -> i64 {
        let mut day = zone.day_number(now_ms);
        let mut left = working_days;
        while left > 0 {
            left -= u32::from(self.works(day));
            day -= 1;
        }
        zone.day_begins_ms(day + 1)
    }

    fn works(&self, number: i64) -> bool {
        if let Some(off) = self.special.get(&number) {
            return !off;
        }
        let (year, month, date) = civil(number);
        // 1970-01-01 was a Thursday.
        let weekend = (number + 3).rem_euclid(7) >= 5;
        !weekend && (self.announced.contains(&year) || !FREE_BY_LAW.contains(&(month, date)))
    }

    /// The year that must be announced before it is sure whether people work on a day. None for the years before the first that
    /// is known: nothing will be announced for them any more, and their weekends are all that counts.
    fn unannounced(&self, number: i64) -> Option<i64> {
        if self.special.contains_key(&number) {
            return None;
        }
        let (year, month, date) = civil(number);
        let next = ((month, date) >= NEXT_YEARS_FROM).then_some(year + 1);
        [Some(year), next].into_iter().flatten().find(|year| {
            !self.announced.contains(year) && self.announced.first().is_none_or(|first| year > first)
        })
    }
}
