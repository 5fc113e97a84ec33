//! Filings (备案): what an institution may teach at public cost. A class is opened only under a filing of its trade and its level.

use crate::course::Level;

/// So many days before its end a filing is said to end soon.
pub const ENDS_SOON_DAYS: i64 = 30;
/// The longest number of a filing, in characters.
pub const NUMBER_CHARS_MAX: usize = 60;

/// A filing of an institution: for one trade at one level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filing {
    /// The code of the trade, as courses bear it.
    pub trade_code: String,
    pub level: Level,
    /// The first day (`YYYY-MM-DD`).
    pub valid_from: String,
    /// The last day; absent until further notice.
    pub valid_to: Option<String>,
    /// The day since which it is suspended, while it is.
    pub suspended_on: Option<String>,
}

/// Whether filings cover a trade at a level on a day, and if not, why: what is to be done differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// There is none for this trade.
    NotFiled,
    /// There are some for this trade, at other levels only.
    OtherLevel,
    /// It has ended.
    Expired,
    /// It begins later.
    NotYet,
    /// It would cover the day, and is suspended.
    Suspended,
    Covered,
}

/// Whether one of these filings covers a trade at a level on a day (`YYYY-MM-DD`). Of several the one that comes closest says
/// why not.
pub fn covers(filings: &[Filing], trade_code: &str, level: Level, on_day: &str) -> Verdict {
    let of_trade = filings.iter().filter(|filing| filing.trade_code == trade_code);
    of_trade.map(|filing| of_one(filing, level, on_day)).max().unwrap_or(Verdict::NotFiled)
}

fn of_one(filing: &Filing, level: Level, on_day: &str) -> Verdict {
    if filing.level != level {
        return Verdict::OtherLevel;
    }
    match state(filing, on_day) {
        State::Later => Verdict::NotYet,
        State::Over => Verdict::Expired,
        State::Suspended => Verdict::Suspended,
        State::Valid => Verdict::Covered,
    }
}

/// How a filing stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Valid,
    Suspended,
    /// It begins later.
    Later,
    /// It has ended.
    Over,
}

/// How a filing stands on a day. One that has ended is over, suspended or not.
pub fn state(filing: &Filing, on_day: &str) -> State {
    if filing.valid_to.as_deref().is_some_and(|last| last < on_day) {
        State::Over
    } else if filing.suspended_on.as_deref().is_some_and(|since| since <= on_day) {
        State::Suspended
    } else if filing.valid_from.as_str() > on_day {
        State::Later
    } else {
        State::Valid
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filing(trade: &str, level: Level, days: (&str, Option<&str>), suspended: Option<&str>) -> Filing {
        Filing {
            trade_code: trade.to_owned(),
            level,
            valid_from: days.0.to_owned(),
            valid_to: days.1.map(str::to_owned),
            suspended_on: suspended.map(str::to_owned),
        }
    }

    #[test]
    fn a_filing_covers_its_trade_at_its_level_from_its_first_to_its_last_day() {
        let of = |suspended| filing("6-29-02-06", Level::Five, ("2026-01-01", Some("2026-12-31")), suspended);
        for (suspended, trade, level, day, verdict) in [
            (None, "6-29-02-06", Level::Five, "2025-12-31", Verdict::NotYet),
            (None, "6-29-02-06", Level::Five, "2026-01-01", Verdict::Covered),
            (None, "6-29-02-06", Level::Five, "2026-12-31", Verdict::Covered),
            (None, "6-29-02-06", Level::Five, "2027-01-01", Verdict::Expired),
            (None, "6-29-02-06", Level::Four, "2026-06-01", Verdict::OtherLevel),
            (None, "6-29-02-07", Level::Five, "2026-06-01", Verdict::NotFiled),
            (Some("2026-06-01"), "6-29-02-06", Level::Five, "2026-05-31", Verdict::Covered),
            (Some("2026-06-01"), "6-29-02-06", Level::Five, "2026-06-01", Verdict::Suspended),
            // Suspended before it began, or past its end: it says what is nearer to being done.
            (Some("2025-06-01"), "6-29-02-06", Level::Five, "2025-12-31", Verdict::Suspended),
            (Some("2026-06-01"), "6-29-02-06", Level::Five, "2027-01-01", Verdict::Expired),
        ] {
            assert_eq!(
                covers(&[of(suspended)], trade, level, day),
                verdict,
                "{suspended:?} {trade} {level:?} {day}"
            );
        }
        assert_eq!(covers(&[], "6-29-02-06", Level::Five, "2026-06-01"), Verdict::NotFiled);
    }

    #[test]
    fn of_several_filings_the_one_that_comes_closest_speaks() {
        let over = filing("t", Level::Five, ("2025-01-01", Some("2025-12-31")), None);
        let suspended = filing("t", Level::Five, ("2026-01-01", None), Some("2026-03-01"));
        let other = filing("t", Level::Four, ("2026-01-01", None), None);
        let later = filing("t", Level::Five, ("2027-01-01", None), None);
        let renewed = filing("t", Level::Five, ("2026-02-01", None), None);
        let on = |filings: &[&Filing]| {
            let filings: Vec<Filing> = filings.iter().map(|one| (*one).clone()).collect();
            covers(&filings, "t", Level::Five, "2026-06-01")
        };
        assert_eq!(on(&[&over, &other]), Verdict::Expired);
        assert_eq!(on(&[&other, &over, &later]), Verdict::NotYet);
        assert_eq!(on(&[&over, &suspended, &later]), Verdict::Suspended);
        assert_eq!(on(&[&suspended, &renewed, &over]), Verdict::Covered);
        assert_eq!(on(&[&other]), Verdict::OtherLevel);
    }
}
