//! What is owed when facts move between enrolment and payment, case by case as England's payment engine learned them in six
//! years.

use domain::class_application::Programme;
use domain::course::Level;
use domain::entitlement::{Candidate, Earlier, Entitlement, difference, entitle};
use domain::standard::{Choice, Flaw, Living, Pay, Standard, Training, choose};
use domain::subsidy::{Fen, PayMode, Reason};
use domain::working_age::working_age;

use crate::test_learner::standard as policy;

pub const HOUR_MS: i64 = 45 * 60_000;
pub const CRAB: &str = "5-04-01-02";
pub const WELDER: &str = "6-18-02-04";

fn training() -> Training {
    Training {
        trade: CRAB.into(),
        level: Level::Five,
        programme: Programme::General,
        starts_on: "2026-03-02".into(),
        ends_on: "2026-03-20".into(),
    }
}

/// Somebody who did everything: 40 of 40 hours, ten days, document seen, category proved.
fn candidate() -> Candidate {
    Candidate {
        verified_ms: 40 * HOUR_MS,
        required_ms: 40 * HOUR_MS,
        test_mark: Some(Some(80)),
        identity_seen: true,
        days: 10,
        category: Some("rural".into()),
        category_proved: true,
        age: None,
    }
}

/// 880 yuan for everybody of the trade at the level, from 2026 on, and half of it to who does not complete.
fn recorded(id: &str) -> Standard {
    Standard {
        id: id.into(),
        trade: Some(CRAB.into()),
        level: Some(Level::Five),
        category: None,
        programme: None,
        valid_from: "2026-01-01".into(),
        valid_to: None,
        pay: Pay::PerPerson { fen: Fen(88_000) },
        partial_percent: 50,
        living: Some(Living { day_fen: Fen(2_000), max: Fen(15_000) }),
        fund: "fund".into(),
        source: format!("文号 {id}"),
    }
}

pub fn earlier(class_code: &str, trade: &str, level: Level, days: (&str, &str)) -> Earlier {
    let (starts_on, ends_on) = (days.0.to_owned(), days.1.to_owned());
    Earlier { class_code: class_code.into(), trade: trade.into(), level, starts_on, ends_on }
}

pub fn owed(
    candidate: &Candidate,
    training: &Training,
    others: &[Earlier],
    standards: &[Standard],
) -> Entitlement {
    entitle(candidate, training, others, standards, &policy())
}

#[test]
fn a_standard_pays_its_sum_and_the_living_allowance_line_by_line() {
    let owed = owed(&candidate(), &training(), &[], &[recorded("a")]);
    assert_eq!((owed.training, owed.living, owed.amount), (Fen(88_000), Fen(15_000), Fen(103_000)));
    assert_eq!((owed.pay_mode, owed.completed), (PayMode::Full, true));
    assert_eq!((owed.standard, owed.fund), (Some("a".into()), Some("fund".into())));
    assert_eq!(owed.reasoning[0], Reason::Standard { standard: "a".into(), source: "文号 a".into() });
    assert_eq!(
        owed.reasoning[owed.reasoning.len() - 3..],
        [
            Reason::PerPerson { fen: Fen(88_000), percent: 100, amount: Fen(88_000) },
            Reason::Living { days: 10, day: Fen(2_000), amount: Fen(20_000) },
            Reason::LivingCapped { max: Fen(15_000) },
        ]
    );
}

#[test]
fn who_does_not_complete_gets_the_share_that_the_standard_pays_rounded_down() {
    let short = Candidate { verified_ms: 20 * HOUR_MS, days: 5, ..candidate() };
    let odd = Standard { pay: Pay::PerPerson { fen: Fen(88_001) }, ..recorded("a") };
    let half = owed(&short, &training(), &[], &[odd]);
    assert_eq!((half.pay_mode, half.training, half.living), (PayMode::Partial, Fen(44_000), Fen(10_000)));
    let nothing = Standard { partial_percent: 0, ..recorded("a") };
    let none = owed(&short, &training(), &[], &[nothing]);
    assert_eq!((none.pay_mode, none.amount), (PayMode::HoursOnly, Fen(0)));
    assert_eq!(none.reasoning.last(), Some(&Reason::NothingYet));
    let hourly = Standard {
        pay: Pay::PerCreditHour { fen: Fen(1_500), max: Fen(50_000) },
        living: None,
        ..recorded("a")
    };
    let whole = owed(&candidate(), &training(), &[], &[hourly]);
    assert_eq!(whole.amount, Fen(50_000));
    assert_eq!(whole.reasoning.last(), Some(&Reason::Capped { max: Fen(50_000) }));
}

#[test]
fn the_standard_that_names_most_is_taken_and_one_of_another_day_is_not() {
    let wide = Standard { trade: None, level: None, ..recorded("wide") };
    let by_level = Standard { trade: None, ..recorded("level") };
    let narrow = Standard { category: Some("rural".into()), ..recorded("narrow") };
    let project = Standard { programme: Some(Programme::Project), ..narrow.clone() };
    let over = Standard { valid_to: Some("2026-03-01".into()), ..project.clone() };
    let all = [wide, recorded("both"), by_level, narrow, project, over];
    let taken = |training: &Training, category: Option<&str>| match choose(&all, training, category) {
        Choice::One(standard) => standard.id.0.clone(),
        other => format!("{other:?}"),
    };
    assert_eq!(taken(&training(), Some("rural")), "narrow");
    assert_eq!(taken(&training(), Some("veteran")), "both");
    assert_eq!(taken(&training(), None), "both");
    assert_eq!(taken(&Training { trade: WELDER.into(), ..training() }, None), "level");
    assert_eq!(taken(&Training { level: Level::Four, ..training() }, None), "wide");
    let bought = Training { programme: Programme::Project, ..training() };
    assert_eq!(
        taken(&Training { starts_on: "2026-03-02".into(), ..bought.clone() }, Some("rural")),
        "narrow"
    );
    let before = Training { starts_on: "2025-12-31".into(), ..bought };
    assert_eq!(taken(&before, Some("rural")), "General");
}

#[test]
fn two_that_could_both_apply_and_name_equally_much_tie() {
    let one = recorded("one");
    let with = |change: &dyn Fn(&mut Standard)| {
        let mut other = recorded("other");
        change(&mut other);
        (one.ties_with(&other), other.ties_with(&one))
    };
    assert_eq!(with(&|_| {}), (true, true));
    assert_eq!(with(&|other| other.trade = Some(WELDER.into())), (false, false));
    assert_eq!(with(&|other| other.level = Some(Level::Four)), (false, false));
    assert_eq!(with(&|other| other.category = Some("rural".into())), (false, false), "it names more");
    // Trade and category against trade and level: a learner of the category in a class of the level has both.
    assert_eq!(with(&|other| (other.level, other.category) = (None, Some("rural".into()))), (true, true));
    assert_eq!(with(&|other| other.valid_to = Some("2025-12-31".into())), (false, false));
    assert_eq!(with(&|other| other.valid_to = Some("2026-01-01".into())), (true, true));
    // What was ended before its first day is no obstacle, however the days lie.
    let never = |other: &mut Standard| {
        (other.valid_from, other.valid_to) = ("2026-06-01".into(), Some("2026-05-31".into()));
    };
    assert_eq!(with(&never), (false, false));
    // Should two stand in the books nevertheless, nobody guesses.
    let tied = owed(&candidate(), &training(), &[], &[recorded("b"), recorded("a")]);
    assert_eq!((tied.amount, tied.pay_mode), (Fen(0), PayMode::Withheld));
    assert_eq!(tied.reasoning[0], Reason::StandardsTie { sources: vec!["文号 a".into(), "文号 b".into()] });
}

#[test]
fn a_standard_with_impossible_numbers_is_not_recorded() {
    let with = |change: &dyn Fn(&mut Standard)| {
        let mut one = recorded("a");
        change(&mut one);
        one.checked()
    };
    assert_eq!(with(&|_| {}), Ok(()));
    assert_eq!(with(&|one| one.valid_to = Some("2025-12-31".into())), Err(Flaw::Days));
    assert_eq!(with(&|one| one.valid_to = Some("2026-01-01".into())), Ok(()));
    assert_eq!(with(&|one| one.pay = Pay::PerPerson { fen: Fen(-1) }), Err(Flaw::Sum));
    assert_eq!(with(&|one| one.pay = Pay::PerPerson { fen: Fen(100_000_001) }), Err(Flaw::Sum));
    assert_eq!(with(&|one| one.living = Some(Living { day_fen: Fen(1), max: Fen(-1) })), Err(Flaw::Sum));
    assert_eq!(with(&|one| one.partial_percent = 101), Err(Flaw::Percent));
}

#[test]
fn start_date_moved_into_another_year() {
    let three: Vec<Earlier> = [("A", "01"), ("B", "05"), ("C", "09")]
        .map(|(code, month)| {
            earlier(code, WELDER, Level::Special, (&format!("2025-{month}-01"), &format!("2025-{month}-09")))
        })
        .to_vec();
    // Planned for December 2025, it would have been the fourth of that year, under no standard yet.
    let planned = Training { starts_on: "2025-12-20".into(), ..training() };
    let fourth = owed(&candidate(), &planned, &three, &[recorded("a")]);
    assert_eq!((fourth.amount, fourth.pay_mode, fourth.standard), (Fen(0), PayMode::NotOwed, None));
    assert_eq!(
        fourth.reasoning.last(),
        Some(&Reason::TooOften { year: "2025".into(), trainings: 3, most: 3 })
    );
    // It began in March: the first of 2026, by the standard of 2026.
    let begun = owed(&candidate(), &training(), &three, &[recorded("a")]);
    assert_eq!((begun.amount, begun.standard), (Fen(103_000), Some("a".into())));
    // A class that runs over New Year counts for the year it began in.
    let over_new_year = earlier("D", WELDER, Level::Four, ("2025-12-28", "2026-01-04"));
    let with: Vec<Earlier> = three.iter().cloned().chain([over_new_year]).collect();
    assert_eq!(owed(&candidate(), &training(), &with, &[recorded("a")]).amount, Fen(103_000));
}

#[test]
fn category_changed_after_enrolment() {
    let for_rural = Standard {
        category: Some("rural".into()),
        pay: Pay::PerPerson { fen: Fen(120_000) },
        ..recorded("rural")
    };
    let all = [recorded("all"), for_rural];
    let was = candidate();
    assert_eq!(owed(&was, &training(), &[], &all).training, Fen(120_000));
    // What somebody became since is not asked: the category is that of the first day. Whoever was of another one then, has
    // the standard of all.
    let other = Candidate { category: Some("veteran".into()), ..candidate() };
    assert_eq!(owed(&other, &training(), &[], &all).training, Fen(88_000));
    // Not proved: withheld until it is, and the lower standard is no way around.
    let unproved = Candidate { category_proved: false, ..candidate() };
    let waits = owed(&unproved, &training(), &[], &all);
    assert_eq!((waits.amount, waits.pay_mode), (Fen(0), PayMode::Withheld));
    assert_eq!(
        waits.reasoning.last(),
        Some(&Reason::CategoryUnproved { category: "rural".into(), withheld: Fen(135_000) })
    );
    // Whom no standard asks for a category, nobody asks for its proof.
    assert_eq!(owed(&unproved, &training(), &[], &all[..1]).training, Fen(88_000));
    // Neither document nor proof: the money stands in one line only.
    let neither = Candidate { identity_seen: false, ..unproved };
    let lines = owed(&neither, &training(), &[], &all).reasoning;
    assert_eq!(lines.last(), Some(&Reason::IdentityUnseen { withheld: Fen(0) }));
}

#[test]
fn price_changed_after_the_class_began() {
    let until = Standard { valid_to: Some("2026-03-09".into()), ..recorded("old") };
    let from = Standard {
        valid_from: "2026-03-10".into(),
        pay: Pay::PerPerson { fen: Fen(60_000) },
        ..recorded("new")
    };
    assert!(!until.ties_with(&from));
    // Begun on 2 March, closed on 20 March: the price of the first day, whatever was paid meanwhile.
    let owed_now = owed(&candidate(), &training(), &[], &[from.clone(), until.clone()]);
    assert_eq!((owed_now.training, owed_now.standard), (Fen(88_000), Some("old".into())));
    let later = Training { starts_on: "2026-03-10".into(), ..training() };
    assert_eq!(owed(&candidate(), &later, &[], &[from, until]).training, Fen(60_000));
}

#[test]
fn learner_withdrawn_and_learner_removed_and_added_back() {
    // Who was withdrawn is not in the lines: owed is nothing, and what was paid comes back, once.
    let paid = [Fen(103_000)];
    assert_eq!(difference(&paid, Fen(0)), Fen(-103_000));
    assert_eq!(difference(&[Fen(103_000), Fen(-103_000)], Fen(0)), Fen(0));
    // Added back: the same facts, the same sum, out of the same books; nothing is paid twice and nothing is lost.
    let again = owed(&candidate(), &training(), &[], &[recorded("a")]);
    assert_eq!(difference(&[Fen(103_000), Fen(-103_000)], again.amount), Fen(103_000));
    assert_eq!(difference(&[Fen(103_000), Fen(-103_000), Fen(103_000)], again.amount), Fen(0));
}

#[test]
fn two_institutions_claim_the_same_person() {
    let elsewhere = earlier("OTHER-1", CRAB, Level::Five, ("2026-06-01", "2026-06-10"));
    let twice = owed(&candidate(), &training(), std::slice::from_ref(&elsewhere), &[recorded("a")]);
    assert_eq!((twice.amount, twice.pay_mode), (Fen(0), PayMode::NotOwed));
    assert_eq!(twice.reasoning.last(), Some(&Reason::TaughtBefore { class_code: "OTHER-1".into() }));
    // In any year; at another level it is another training.
    let long_ago =
        Earlier { starts_on: "2019-06-01".into(), ends_on: "2019-06-10".into(), ..elsewhere.clone() };
    assert_eq!(owed(&candidate(), &training(), &[long_ago], &[recorded("a")]).amount, Fen(0));
    let other_level = Earlier { level: Level::Four, ..elsewhere };
    assert_eq!(owed(&candidate(), &training(), &[other_level], &[recorded("a")]).amount, Fen(103_000));
    // Of another trade on the same days: one day in common is enough, the day after is none.
    for (days, amount) in [
        (("2026-03-20", "2026-03-25"), 0),
        (("2026-02-20", "2026-03-02"), 0),
        (("2026-03-05", "2026-03-06"), 0),
        (("2026-03-21", "2026-03-25"), 103_000),
        (("2026-02-20", "2026-03-01"), 103_000),
    ] {
        let other = earlier("OTHER-2", WELDER, Level::Five, days);
        let found = owed(&candidate(), &training(), &[other], &[recorded("a")]);
        assert_eq!(found.amount, Fen(amount), "{days:?}");
        let overlaps = Reason::DaysOverlap { class_code: "OTHER-2".into() };
        assert_eq!(found.reasoning.last() == Some(&overlaps), amount == 0, "{days:?}");
    }
}

#[test]
fn an_appeal_granted_later_gives_a_difference() {
    let short = Candidate { verified_ms: 31 * HOUR_MS, ..candidate() };
    let first = owed(&short, &training(), &[], &[recorded("a")]);
    assert_eq!((first.completed, first.amount), (false, Fen(59_000)));
    let granted = Candidate { verified_ms: 32 * HOUR_MS, ..candidate() };
    let then = owed(&granted, &training(), &[], &[recorded("a")]);
    assert_eq!(difference(&[first.amount], then.amount), Fen(44_000));
    // And what is taken back by a reversal comes back.
    assert_eq!(difference(&[first.amount, Fen(44_000)], first.amount), Fen(-44_000));
}

#[test]
fn nobody_is_paid_for_who_is_too_young_or_retired_on_the_first_day() {
    for (birth, last) in [
        (Some("2010-03-03"), Some(Reason::TooYoung { age: 15 })),
        (Some("2010-03-02"), None),
        (Some("1960-01-01"), Some(Reason::Retired { age: 66 })),
        (None, None),
    ] {
        let age = birth.and_then(|birth| working_age(birth, &training().starts_on).err());
        let one = Candidate { age, ..candidate() };
        let found = owed(&one, &training(), &[], &[recorded("a")]);
        assert_eq!(found.amount, Fen(if last.is_some() { 0 } else { 103_000 }), "{birth:?}");
        if let Some(last) = last {
            assert_eq!(found.reasoning.last(), Some(&last));
        }
    }
}

#[test]
fn whom_a_limit_bars_no_line_promises_money() {
    let barred = earlier("OTHER-1", CRAB, Level::Five, ("2024-06-01", "2024-06-10"));
    let for_rural = Standard { category: Some("rural".into()), ..recorded("rural") };
    let unseen = Candidate { identity_seen: false, category_proved: false, ..candidate() };
    for standards in [vec![], vec![for_rural], vec![recorded("a")]] {
        let found = owed(&unseen, &training(), std::slice::from_ref(&barred), &standards);
        assert_eq!((found.amount, found.pay_mode), (Fen(0), PayMode::NotOwed));
        let promised = found.reasoning.iter().any(|line| {
            matches!(line, Reason::IdentityUnseen { withheld } | Reason::CategoryUnproved { withheld, .. } if withheld.0 > 0)
        });
        assert!(!promised, "{:?}", found.reasoning);
    }
}
