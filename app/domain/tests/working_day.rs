//! Deadlines by the working days of China, with the files that come with the server.

use domain::task::TaskKind;
use domain::time::{CHINA, DAY_MS};
use domain::working_day::{Calendar, Deadline, HolidayYear, Standing};
use proptest::prelude::*;

/// The files of `server/holidays`, without those of years that are announced later than `until`.
fn calendar_until(until: i64) -> Calendar {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../server/holidays");
    let years = (2019..=until).map(|year| {
        let text = std::fs::read_to_string(folder.join(format!("{year}.json"))).unwrap();
        HolidayYear::from_json(&text).unwrap()
    });
    Calendar::new(years)
}

fn calendar() -> Calendar {
    calendar_until(2027)
}

/// Half past ten in the evening of a local day.
fn evening(day: &str) -> i64 {
    CHINA.day_start_ms(day).unwrap() + 22 * 3_600_000 + 1_800_000
}

/// A deadline as it stands on the day it began.
fn deadline(calendar: &Calendar, from: &str, working_days: u32) -> Deadline {
    calendar.deadline(CHINA, evening(from), working_days, evening(from))
}

#[test]
fn holidays_are_free_and_weekends_worked_instead_are_not() {
    let calendar = calendar();
    for (day, works) in [
        ("2025-09-28", true),  // a Sunday, for the National Day
        ("2025-09-30", true),  // Tuesday
        ("2025-10-01", false), // to Wednesday the 8th
        ("2025-10-08", false),
        ("2025-10-09", true),
        ("2025-10-11", true), // a Saturday
        ("2025-10-12", false),
        ("2026-01-04", true), // a Sunday
        ("2026-02-14", true), // a Saturday, for the Spring Festival
        ("2026-02-23", false),
        ("2026-02-24", true),
        ("2026-02-28", true), // a Saturday
        ("2026-09-20", true), // a Sunday
        ("2026-10-07", false),
        ("2026-10-08", true),
        ("2026-10-10", true), // a Saturday
        ("2018-12-29", true), // a Saturday, announced with 2019
        ("2018-12-31", false),
        ("2022-12-31", false),
        ("2026-11-28", false), // an ordinary Saturday
        ("2026-11-30", true),
        ("no day", false),
    ] {
        assert_eq!(calendar.is_working_day(day), works, "{day}");
    }
}

#[test]
fn a_deadline_counts_working_days_from_the_day_after() {
    let calendar = calendar();
    for (from, days, until) in [
        // An ordinary week, and what comes in on a weekend.
        ("2026-11-30", 5, "2026-12-07"),
        ("2026-11-27", 5, "2026-12-04"),
        ("2026-11-28", 5, "2026-12-04"),
        ("2026-11-30", 0, "2026-11-30"),
        ("2026-11-30", 1, "2026-12-01"),
        // Over the National Day, with the Saturday that is worked.
        ("2025-09-26", 5, "2025-10-10"),
        ("2025-09-29", 5, "2025-10-13"),
        ("2025-09-30", 3, "2025-10-11"),
        ("2026-09-30", 3, "2026-10-10"),
        ("2026-09-30", 5, "2026-10-13"),
        ("2026-10-03", 5, "2026-10-13"),
        // The Spring Festival between two Saturdays that are worked.
        ("2026-02-12", 2, "2026-02-14"),
        ("2026-02-12", 5, "2026-02-26"),
        ("2026-02-13", 6, "2026-02-28"),
        // From one year into the next, both announced.
        ("2025-12-30", 2, "2026-01-04"),
        ("2018-12-28", 3, "2019-01-03"),
        // Before there is any calendar: weekends, and 1 January.
        ("2015-06-05", 5, "2015-06-12"),
        ("2015-12-31", 1, "2016-01-04"),
    ] {
        let found = deadline(&calendar, from, days);
        assert_eq!((found.day.as_str(), found.unannounced_year), (until, None), "{days} days from {from}");
    }
}

#[test]
fn a_deadline_in_a_year_that_is_not_announced_is_provisional_until_its_file_comes() {
    let calendar = calendar();
    assert_eq!(calendar.last_announced(), Some(2026));
    for (from, days, until, unannounced) in [
        ("2026-12-21", 5, "2026-12-28", None),
        // The next year may take the last days of December.
        ("2026-12-22", 5, "2026-12-29", Some(2027)),
        ("2026-12-28", 5, "2027-01-05", Some(2027)),
        ("2027-02-01", 5, "2027-02-08", Some(2027)),
        ("2028-04-28", 2, "2028-05-04", Some(2028)),
    ] {
        let found = deadline(&calendar, from, days);
        assert_eq!((found.day.as_str(), found.unannounced_year), (until, unannounced), "{from}");
        assert_eq!(found.provisional(), unannounced.is_some());
    }
    let announced = HolidayYear::from_json(
        r#"{"$schema": "x", "year": 2027, "papers": ["x"], "days": [
            {"name": "元旦", "date": "2027-01-01", "isOffDay": true},
            {"name": "元旦", "date": "2027-01-04", "isOffDay": true},
            {"name": "元旦", "date": "2027-01-02", "isOffDay": false}]}"#,
    )
    .unwrap();
    let newer = Calendar::new([
        HolidayYear::from_json(r#"{"year": 2027, "days": []}"#).unwrap(),
        HolidayYear::from_json(
            r#"{"year": 2026, "days": [{"name": "", "date": "2026-01-01", "isOffDay": true}]}"#,
        )
        .unwrap(),
        announced,
    ]);
    let found = deadline(&newer, "2026-12-28", 5);
    assert_eq!((found.day.as_str(), found.unannounced_year), ("2027-01-05", None), "2, 5: the 4th is free");
}

#[test]
fn how_late_it_is_is_told_in_working_days() {
    let calendar = calendar();
    let since = evening("2026-09-24");
    for (today, standing) in [
        ("2026-09-24", Standing::Ahead),
        ("2026-09-30", Standing::Ahead),
        ("2026-10-08", Standing::Today),
        ("2026-10-09", Standing::Overdue { working_days: 1 }),
        ("2026-10-10", Standing::Overdue { working_days: 2 }),
        ("2026-10-11", Standing::Overdue { working_days: 2 }),
        ("2026-10-12", Standing::Overdue { working_days: 3 }),
    ] {
        let found = calendar.deadline(CHINA, since, 4, evening(today));
        assert_eq!((found.day.as_str(), found.standing), ("2026-10-08", standing), "{today}");
        assert_eq!(found.presses(), standing != Standing::Ahead);
    }
    // The day is over at local midnight, wherever the server stands.
    let midnight = CHINA.day_start_ms("2026-10-09").unwrap();
    assert_eq!(calendar.deadline(CHINA, since, 4, midnight - 1).standing, Standing::Today);
    assert!(matches!(calendar.deadline(CHINA, since, 4, midnight).standing, Standing::Overdue { .. }));
    // On the Saturday after a Friday it is late, by no working day yet.
    let friday = calendar.deadline(CHINA, evening("2026-11-26"), 1, evening("2026-11-28"));
    assert_eq!(friday.standing, Standing::Overdue { working_days: 0 });
}

#[test]
fn a_file_with_a_wrong_date_is_refused_by_name() {
    for date in ["2026-02-30", "2025-11-30", "2027-01-01", "", "1 January"] {
        let text =
            format!(r#"{{"year": 2026, "days": [{{"name": "", "date": "{date}", "isOffDay": true}}]}}"#);
        let error = HolidayYear::from_json(&text).unwrap_err().to_string();
        assert!(error.contains("2026") && error.contains(date), "{error}");
    }
    let twice = r#"{"year": 2026, "days": [{"date": "2026-01-01", "isOffDay": true}, {"date": "2026-01-01", "isOffDay": false}]}"#;
    assert!(HolidayYear::from_json(twice).unwrap_err().to_string().contains("2026-01-01"));
    assert!(HolidayYear::from_json("{}").unwrap_err().to_string().contains("no list of holidays"));
}

#[test]
fn the_rules_name_how_many_working_days_each_step_has() {
    for (language, document, steps) in [
        (
            "English",
            domain::rules::ENGLISH,
            [
                "the institution's comment",
                "first review",
                "second review",
                "a supporting document",
                "an application for a class",
                "a course that an institution made",
                "a claim, first review",
                "a claim, second review",
                "the answer to an objection",
                "the bank’s answer to a batch of payments",
            ],
        ),
        (
            "Chinese",
            domain::rules::CHINESE,
            [
                "培训机构说明情况",
                "初审",
                "复核",
                "审核证明材料",
                "审核开班申请",
                "审核课程",
                "补贴申领初审",
                "补贴申领复核",
                "答复公示异议",
                "银行答复拨付批次",
            ],
        ),
    ] {
        let kinds = [
            TaskKind::AppealComment,
            TaskKind::AppealFirst,
            TaskKind::AppealSecond,
            TaskKind::Paper,
            TaskKind::ClassApplication,
            TaskKind::CourseReview,
            TaskKind::ClaimFirst,
            TaskKind::ClaimSecond,
            TaskKind::Objection,
            TaskKind::PaymentUnanswered,
        ];
        for (kind, step) in kinds.into_iter().zip(steps) {
            let row = format!("| {step} | {} |", kind.working_days().unwrap());
            assert!(document.contains(&row), "the {language} rules have no row {row}");
        }
    }
    let with: Vec<_> = TaskKind::ALL.into_iter().filter(|kind| kind.working_days().is_some()).collect();
    assert_eq!(with.len(), 10, "the rules name no others: {with:?}");
}

proptest! {
    #[test]
    fn between_beginning_and_deadline_lie_exactly_so_many_working_days(
        from in 17_000..21_500_i64, ms in 0..DAY_MS, days in 0..40_u32, more in 0..10_u32, late in 0..60_i64,
    ) {
        let calendar = calendar();
        let since = from * DAY_MS + ms - CHINA.offset_minutes * 60_000;
        let at = |days| calendar.deadline(CHINA, since, days, since);
        let found = at(days);
        let ends = CHINA.day_start_ms(&found.day).unwrap();
        let between = (from + 1..=CHINA.day_number(ends)).filter(|day| {
            calendar.is_working_day(&CHINA.day(day * DAY_MS))
        });
        prop_assert_eq!(between.count(), days as usize);
        prop_assert!(days == 0 || calendar.is_working_day(&found.day));
        prop_assert!(days == 0 || ends > since);
        // Two steps one after the other are as long as both together, and what is sure never hangs on what is not.
        let both = at(days + more);
        prop_assert_eq!(&calendar.deadline(CHINA, ends, more, since).day, &both.day);
        prop_assert!(both.provisional() || !found.provisional());
        // Whatever is announced later leaves alone what was sure before.
        let earlier = calendar_until(2023).deadline(CHINA, since, days, since);
        prop_assert!(earlier.provisional() || earlier == found);
        // What presses today is what began before one moment.
        let now = ends + late * DAY_MS + ms;
        let before = calendar.presses_since_before(CHINA, days, now);
        prop_assert!(since < before, "{} was due", found.day);
        prop_assert!(calendar.deadline(CHINA, before - 1, days, now).presses());
        prop_assert!(!calendar.deadline(CHINA, before, days, now).presses());
        // It is late by as many working days as lie behind it.
        let now = ends + late * DAY_MS;
        match calendar.deadline(CHINA, since, days, now).standing {
            Standing::Ahead => prop_assert!(false),
            Standing::Today => prop_assert_eq!(late, 0),
            Standing::Overdue { working_days } => prop_assert!(i64::from(working_days) <= late && late > 0),
        }
    }
}
