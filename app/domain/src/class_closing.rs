//! The end of a class: some working days of make-up after its last day, and then its closing (结班), which freezes what may be
//! claimed for it (RULES.md, section 2 and 8).
//!
//! The last day of make-up is reckoned when it is read and never stored, as every deadline is: a newly announced year corrects
//! it.

use serde::{Deserialize, Serialize};

use crate::codes::codes;
use crate::id::{EnrolmentId, PersonId};
use crate::time::{DAY_MS, Zone};
use crate::working_day::{Calendar, Deadline, Standing};

/// For so many working days after the last day of a class whoever is in it may go on studying. What Hubei gives its
/// construction engineers who missed checks of their online class, "within 3 working days"; no national rule sets one.
pub const MAKE_UP_WORKING_DAYS: u32 = 3;

codes! {
    /// How far a class has come.
    ClassStage {
        /// Its first day is still to come.
        NotBegun = "not_begun",
        /// It is held.
        Running = "running",
        /// Its last day is over, and those in it may still study.
        MakeUp = "make_up",
        /// Nothing counts any more, and its institution is to close it.
        ToClose = "to_close",
        /// What may be claimed for it is frozen.
        Closed = "closed",
    }
}

/// When something is looked at: the calendar, the zone of its days, and the moment.
#[derive(Clone, Copy, Debug)]
pub struct ClassClock<'a> {
    /// Which days are working days.
    pub holidays: &'a Calendar,
    /// Whose days they are.
    pub zone: Zone,
    /// Now.
    pub now_ms: i64,
}

impl ClassClock<'_> {
    /// Until when whoever is in a class that ends on this local day may make up.
    pub fn make_up(self, ends_on: &str) -> Deadline {
        let since_ms = self.zone.day_start_ms(ends_on).unwrap_or_default();
        self.holidays.deadline(self.zone, since_ms, MAKE_UP_WORKING_DAYS, self.now_ms)
    }

    /// How far a class between these local days has come.
    pub fn stage(self, (starts_on, ends_on): (&str, &str), closed: bool) -> ClassStage {
        let today = self.zone.day(self.now_ms);
        if closed {
            ClassStage::Closed
        } else if today.as_str() < starts_on {
            ClassStage::NotBegun
        } else if today.as_str() <= ends_on {
            ClassStage::Running
        } else if matches!(self.make_up(ends_on).standing, Standing::Overdue { .. }) {
            ClassStage::ToClose
        } else {
            ClassStage::MakeUp
        }
    }

    /// Classes that end before this local day may be closed: a class that ends on it is still in its make-up.
    pub fn closable_before(self) -> String {
        let yesterday_ms = self.now_ms - DAY_MS;
        self.zone.day(self.holidays.presses_since_before(self.zone, MAKE_UP_WORKING_DAYS, yesterday_ms))
    }

    /// From which local day on a class that ends on this one may be closed.
    pub fn closable_from(self, ends_on: &str) -> String {
        let last = self.make_up(ends_on).day;
        self.zone.day_start_ms(&last).map_or(last, |at_ms| self.zone.day(at_ms + DAY_MS))
    }
}

impl ClassStage {
    /// Whether whoever is in the class may study.
    pub fn admits_study(self) -> bool {
        matches!(self, Self::Running | Self::MakeUp)
    }
}

/// Why a class is not closed; nothing changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClosingRefusal {
    /// It is held, or its make-up is not over.
    NotOver {
        /// The first local day on which it can be closed.
        from: String,
    },
    /// What would be frozen is no longer what was seen.
    Changed,
    /// It was closed before, maybe a moment ago by somebody else.
    Already,
}

/// What is frozen of one learner of a class.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosingLine {
    /// Place in the list, from 1.
    pub n: i64,
    pub enrolment: EnrolmentId,
    pub person: PersonId,
    /// Verified milliseconds, as the ledger has them.
    pub verified_ms: i64,
    /// The length of all lessons of the course.
    pub required_ms: i64,
    /// Verified credit hours in tenths, rounded down.
    pub credit_tenths: i64,
    /// On how many local days there is verified time.
    pub days_studied: i64,
    /// Whether the class is completed.
    pub completed: bool,
    /// The mark of the final test, if the class has one; `None` inside if it was not taken.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::exam::written")]
    pub test_mark: Option<Option<i64>>,
    /// Whether somebody of the institution has seen the identity document.
    pub identity_seen: bool,
    /// The category of person that held on the day of enrolment.
    pub category: Option<String>,
    /// Whether an accepted paper proves it.
    pub category_proved: bool,
}

/// The text of all lines whose digest the closing names: canonical JSON, in their order.
pub fn canonical(lines: &[ClosingLine]) -> String {
    serde_json::to_string(lines).unwrap_or_default()
}

/// The category of a person that held on a local day: theirs since `since`, while the rule that names it holds.
pub fn category_on<'a>(
    day: &str,
    (code, since): (Option<&'a str>, Option<&str>),
    (valid_from, valid_to): (Option<&str>, Option<&str>),
) -> Option<&'a str> {
    let theirs = since.is_none_or(|since| since <= day);
    let holds = valid_from.is_none_or(|from| from <= day) && valid_to.is_none_or(|to| day <= to);
    code.filter(|_| theirs && holds)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::CHINA;
    use crate::working_day::HolidayYear;

    /// 2026, with the holidays around the National Day; 2027 is not announced.
    fn calendar() -> Calendar {
        let days: Vec<String> = (1..=7)
            .map(|date| format!(r#"{{"date":"2026-10-{date:02}","isOffDay":true}}"#))
            .chain([r#"{"date":"2026-10-10","isOffDay":false}"#.to_owned()])
            .collect();
        let text = format!(r#"{{"year":2026,"days":[{}]}}"#, days.join(","));
        Calendar::new([HolidayYear::from_json(&text).unwrap()])
    }

    fn on<'a>(holidays: &'a Calendar, day: &str) -> ClassClock<'a> {
        ClassClock { holidays, zone: CHINA, now_ms: CHINA.day_start_ms(day).unwrap() + 9 * 3_600_000 }
    }

    #[test]
    fn after_its_last_day_a_class_has_three_working_days_of_make_up_and_is_then_to_be_closed() {
        let holidays = calendar();
        let stage = |day| on(&holidays, day).stage(("2026-11-02", "2026-11-13"), false);
        for (day, expected) in [
            ("2026-11-01", ClassStage::NotBegun),
            ("2026-11-02", ClassStage::Running),
            ("2026-11-13", ClassStage::Running),
            // Friday the 13th; Saturday and Sunday are no working days, and study on them all the same.
            ("2026-11-14", ClassStage::MakeUp),
            ("2026-11-16", ClassStage::MakeUp),
            ("2026-11-18", ClassStage::MakeUp),
            ("2026-11-19", ClassStage::ToClose),
            ("2027-06-01", ClassStage::ToClose),
        ] {
            assert_eq!(stage(day), expected, "{day}");
            let studies = matches!(expected, ClassStage::Running | ClassStage::MakeUp);
            assert_eq!(stage(day).admits_study(), studies, "{day}");
        }
        let closed = on(&holidays, "2026-11-19").stage(("2026-11-02", "2026-11-13"), true);
        assert_eq!((closed, closed.admits_study()), (ClassStage::Closed, false));
    }

    #[test]
    fn holidays_and_worked_weekends_move_the_last_day_of_make_up() {
        let holidays = calendar();
        for (ends_on, last, from) in [
            ("2026-11-13", "2026-11-18", "2026-11-19"),
            // The 1st to the 7th are free; Thursday, Friday, and the Saturday that is worked.
            ("2026-09-30", "2026-10-10", "2026-10-11"),
            ("2026-11-08", "2026-11-11", "2026-11-12"),
        ] {
            let clock = on(&holidays, ends_on);
            assert_eq!(
                (clock.make_up(ends_on).day, clock.closable_from(ends_on)),
                (last.into(), from.into())
            );
            assert!(!clock.make_up(ends_on).provisional());
        }
        // The year after is not announced: the day may change.
        assert_eq!(on(&holidays, "2026-12-30").make_up("2026-12-30").unannounced_year, Some(2027));
    }

    #[test]
    fn what_a_list_may_close_is_what_the_stage_says() {
        let holidays = calendar();
        for now in CHINA.day_number(CHINA.day_start_ms("2026-09-20").unwrap())..20_760 {
            let now = CHINA.day(CHINA.day_begins_ms(now));
            let clock = on(&holidays, &now);
            let before = clock.closable_before();
            for back in 0..25 {
                let ends_on = CHINA.day(clock.now_ms - back * DAY_MS);
                let to_close = clock.stage(("2026-01-01", &ends_on), false) == ClassStage::ToClose;
                assert_eq!(ends_on < before, to_close, "{ends_on} on {now}");
                assert_eq!(clock.closable_from(&ends_on) <= now, to_close, "{ends_on} on {now}");
            }
        }
    }

    #[test]
    fn the_end_of_time_is_not_over() {
        let holidays = calendar();
        let clock = on(&holidays, "2026-11-13");
        assert_eq!(clock.stage(("2026-11-02", "9999-12-31"), false), ClassStage::Running);
        assert_eq!(clock.make_up("9999-12-31").standing, Standing::Ahead);
    }

    #[test]
    fn a_category_counts_that_held_on_the_day() {
        let mine = |since| (Some("c1"), since);
        let named = (Some("2026-01-01"), Some("2026-12-31"));
        assert_eq!(category_on("2026-11-02", mine(Some("2026-11-02")), named), Some("c1"));
        assert_eq!(category_on("2026-11-02", mine(Some("2026-11-03")), named), None);
        assert_eq!(category_on("2027-01-01", mine(None), named), None);
        assert_eq!(category_on("2026-11-02", (None, None), (None, None)), None);
    }

    #[test]
    fn the_frozen_text_is_the_same_for_ever() {
        let line = ClosingLine {
            n: 1,
            enrolment: "e1".into(),
            person: "p1".into(),
            verified_ms: 2_700_000,
            required_ms: 3_000_000,
            credit_tenths: 10,
            days_studied: 2,
            completed: true,
            test_mark: None,
            identity_seen: true,
            category: Some("rural".into()),
            category_proved: false,
        };
        assert_eq!(
            canonical(&[line]),
            concat!(
                r#"[{"n":1,"enrolment":"e1","person":"p1","verified_ms":2700000,"required_ms":3000000,"#,
                r#""credit_tenths":10,"days_studied":2,"completed":true,"identity_seen":true,"#,
                r#""category":"rural","category_proved":false}]"#
            )
        );
    }
}
