//! What must hold of what is owed, whatever the facts are.

use domain::class_application::Programme;
use domain::course::Level;
use domain::entitlement::{Candidate, Earlier, difference};
use domain::policy::Policy;
use domain::standard::{Choice, Living, Pay, Standard, Training, choose};
use domain::subsidy::{Facts, Fen, PayMode, Reason, assess};
use domain::working_age::AgeRefusal;
use proptest::prelude::*;

use crate::entitlement::{CRAB, HOUR_MS, WELDER, earlier, owed};
use crate::test_learner::standard as policy;

fn any_level() -> impl Strategy<Value = Level> {
    prop::sample::select(Level::ALL.to_vec())
}

fn any_day() -> impl Strategy<Value = String> {
    (2024i32..2028, 1u32..13, 1u32..29).prop_map(|(year, month, day)| format!("{year}-{month:02}-{day:02}"))
}

fn any_days() -> impl Strategy<Value = (String, String)> {
    (any_day(), any_day()).prop_map(|(a, b)| if a <= b { (a, b) } else { (b, a) })
}

fn any_trade() -> impl Strategy<Value = String> {
    prop::sample::select(vec![CRAB.to_owned(), WELDER.to_owned()])
}

fn any_category() -> impl Strategy<Value = Option<String>> {
    prop::option::of(prop::sample::select(vec!["rural".to_owned(), "veteran".to_owned()]))
}

/// Mostly of a likely size, now and then as large as a number can be.
fn any_fen() -> impl Strategy<Value = Fen> {
    prop_oneof![8 => 0i64..200_000, 1 => Just(i64::MAX), 1 => Just(0)].prop_map(Fen)
}

fn any_pay() -> impl Strategy<Value = Pay> {
    prop_oneof![
        any_fen().prop_map(|fen| Pay::PerPerson { fen }),
        (any_fen(), any_fen()).prop_map(|(fen, max)| Pay::PerCreditHour { fen, max }),
    ]
}

fn any_standards() -> impl Strategy<Value = Vec<Standard>> {
    let names = (
        prop::option::of(any_trade()),
        prop::option::of(any_level()),
        any_category(),
        prop::option::of(prop::sample::select(Programme::ALL.to_vec())),
    );
    let living = prop::option::of((any_fen(), any_fen()).prop_map(|(day_fen, max)| Living { day_fen, max }));
    let one = (names, any_days(), any::<bool>(), any_pay(), 0i64..=100, living);
    prop::collection::vec(one, 0..6).prop_map(|all| {
        let with_ids = all.into_iter().enumerate();
        with_ids
            .map(|(n, ((trade, level, category, programme), days, open, pay, partial_percent, living))| {
                Standard {
                    id: format!("s{n}").into(),
                    trade,
                    level,
                    category,
                    programme,
                    valid_from: days.0,
                    valid_to: (!open).then_some(days.1),
                    pay,
                    partial_percent,
                    living,
                    fund: "fund".into(),
                    source: format!("doc {n}"),
                }
            })
            .collect()
    })
}

fn any_candidate() -> impl Strategy<Value = Candidate> {
    let ms = || prop_oneof![8 => 0i64..50 * HOUR_MS, 1 => Just(i64::MAX), 1 => Just(0)];
    let mark = prop::option::of(prop::option::of(0i64..=100));
    let ages = vec![AgeRefusal::TooYoung(15), AgeRefusal::TooOld(66)];
    let age = prop_oneof![4 => Just(None), 1 => prop::sample::select(ages).prop_map(Some)];
    let whether = (any::<bool>(), any::<bool>());
    let days = prop_oneof![8 => 0i64..100, 1 => Just(i64::MAX), 1 => Just(-1)];
    (ms(), ms(), mark, whether, days, any_category(), age).prop_map(
        |(verified_ms, required_ms, test_mark, (identity_seen, category_proved), days, category, age)| {
            Candidate {
                verified_ms,
                required_ms,
                test_mark,
                identity_seen,
                days,
                category,
                category_proved,
                age,
            }
        },
    )
}

fn any_training() -> impl Strategy<Value = Training> {
    (any_trade(), any_level(), prop::sample::select(Programme::ALL.to_vec()), any_days()).prop_map(
        |(trade, level, programme, (starts_on, ends_on))| Training {
            trade,
            level,
            programme,
            starts_on,
            ends_on,
        },
    )
}

fn any_earlier() -> impl Strategy<Value = Vec<Earlier>> {
    let one = ("[A-Z]{3}", any_trade(), any_level(), any_days());
    prop::collection::vec(one, 0..5).prop_map(|all| {
        all.into_iter()
            .map(|(code, trade, level, days)| earlier(&code, &trade, level, (&days.0, &days.1)))
            .collect()
    })
}

/// The most that can be paid by any of these standards, or by the policy's own rate.
fn most(standards: &[Standard], policy: &Policy) -> i64 {
    let of = |standard: &Standard| {
        let pay = match standard.pay {
            Pay::PerPerson { fen } => fen,
            Pay::PerCreditHour { max, .. } => max,
        };
        pay.0.saturating_add(standard.living.map_or(0, |living| living.max.0))
    };
    standards.iter().map(of).chain([policy.subsidy.class_fen_max.value]).max().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_amount_is_never_below_nothing_and_never_above_the_maximum(
        candidate in any_candidate(), training in any_training(), others in any_earlier(), standards in any_standards(),
    ) {
        let found = owed(&candidate, &training, &others, &standards);
        prop_assert!(found.training.0 >= 0 && found.living.0 >= 0);
        prop_assert_eq!(found.amount.0, found.training.0.saturating_add(found.living.0));
        prop_assert!(found.amount.0 <= most(&standards, &policy()));
        prop_assert!(found.amount.0 == 0 || matches!(found.pay_mode, PayMode::Full | PayMode::Partial));
        prop_assert_eq!(found.reasoning.iter().any(Reason::bars), found.pay_mode == PayMode::NotOwed);
    }

    #[test]
    fn more_hours_are_never_less_money(
        candidate in any_candidate(), more_ms in 0i64..50 * HOUR_MS, more_days in 0i64..30,
        training in any_training(), others in any_earlier(), standards in any_standards(),
    ) {
        let less = owed(&candidate, &training, &others, &standards);
        let more = Candidate {
            verified_ms: candidate.verified_ms.saturating_add(more_ms),
            days: candidate.days.saturating_add(more_days),
            ..candidate
        };
        let more = owed(&more, &training, &others, &standards);
        prop_assert!(more.amount >= less.amount && more.hours >= less.hours);
    }

    #[test]
    fn the_order_of_standards_and_of_other_trainings_does_not_matter(
        candidate in any_candidate(), training in any_training(),
        (others, mixed_others) in any_earlier().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
        (standards, mixed) in any_standards().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
    ) {
        prop_assert_eq!(
            owed(&candidate, &training, &others, &standards),
            owed(&candidate, &training, &mixed_others, &mixed)
        );
    }

    #[test]
    fn without_standards_what_is_owed_is_what_the_policy_pays_unless_a_limit_bars_it(
        candidate in any_candidate(), training in any_training(), others in any_earlier(),
    ) {
        let Candidate { verified_ms, required_ms, test_mark, identity_seen, .. } = candidate;
        let assessed = assess(&Facts { verified_ms, required_ms, test_mark, identity_seen }, &policy());
        let found = owed(&candidate, &training, &others, &[]);
        prop_assert_eq!((found.hours, found.completed), (assessed.hours, assessed.completed));
        prop_assert_eq!((found.standard, found.fund), (None, None));
        let barred = found.reasoning.iter().any(Reason::bars);
        prop_assert_eq!(found.amount, if barred { Fen(0) } else { assessed.amount });
    }

    #[test]
    fn standards_that_do_not_tie_never_leave_two_to_choose_from(
        training in any_training(), category in any_category(), standards in any_standards(),
    ) {
        // Recorded one after the other, as the register takes them.
        let mut kept: Vec<Standard> = Vec::new();
        for one in standards {
            if !kept.iter().any(|other| other.ties_with(&one)) {
                kept.push(one);
            }
        }
        prop_assert!(!matches!(choose(&kept, &training, category.as_deref()), Choice::Tie(_)));
    }

    #[test]
    fn paid_and_the_difference_make_up_what_is_owed_for_every_history(
        paid in prop::collection::vec(-1_000_000i64..1_000_000, 0..20), owed in 0i64..1_000_000,
    ) {
        let paid: Vec<Fen> = paid.into_iter().map(Fen).collect();
        let left = difference(&paid, Fen(owed));
        let before: i64 = paid.iter().map(|fen| fen.0).sum();
        prop_assert_eq!(before + left.0, owed);
        prop_assert_eq!(difference(&[paid, vec![left]].concat(), Fen(owed)), Fen(0), "once paid, nothing is left");
    }
}
