//! The invariants of RULES.md, section 4 as properties: several people, several lessons, and a
//! network and a clock that do what they like.

mod crowd;
mod student;

use crowd::{Crowd, Deed, S};
use domain::policy::Policy;
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use student::standard;

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let person = 0usize..3;
    let wait = prop_oneof![3 => 0i64..20, 2 => 0i64..400, 1 => Just(3000i64)];
    let from = prop_oneof![3 => Just(None), 1 => (0i64..3700).prop_map(Some)];
    let one = prop_oneof![
        2 => (person.clone(), 0usize..4).prop_map(|(person, lesson)| Deed::Open { person, lesson }),
        9 => (person.clone(), from, 0i64..500, any::<bool>())
            .prop_map(|(person, from, length, held)| Deed::Beat { person, from, length, held }),
        2 => (person.clone(), any::<prop::sample::Index>()).prop_map(|(person, which)| Deed::Again { person, which }),
        1 => person.clone().prop_map(|person| Deed::Close { person }),
        3 => person.clone().prop_map(|person| Deed::Show { person }),
        3 => (person.clone(), prop::bool::weighted(0.7)).prop_map(|(person, right)| Deed::Answer { person, right }),
        1 => person.prop_map(|person| Deed::Release { person }),
        1 => (1i64..500).prop_map(|back| Deed::Step { back }),
    ];
    prop::collection::vec((wait, one), 1..120)
        .prop_map(|all| all.into_iter().flat_map(|(seconds, deed)| [Deed::Wait { seconds }, deed]).collect())
}

/// The default, and one whose day is soon full and which counts only at certain times.
fn policies() -> [Policy; 2] {
    let mut strict = standard();
    strict.credit.day_cap_credit_hours.value = 1;
    strict.credit.offline_seconds_a_day.value = 60;
    strict.credit.clock_window = Some(domain::policy::Sourced {
        value: ["00:10".to_owned(), "23:55".to_owned()],
        source: "test".to_owned(),
    });
    [standard(), strict]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    /// I1, I2, I4, I5, I6, I7 and I8, after every deed.
    #[test]
    fn the_invariants_hold_whatever_happens(
        deeds in deeds(),
        seed in any::<u64>(),
        strict in 0usize..2,
        before_midnight in prop_oneof![Just(40_000i64), 0i64..2_000],
    ) {
        let mut crowd = Crowd::new(policies()[strict].clone(), before_midnight, seed);
        for deed in deeds {
            let others = crowd.others(&deed);
            crowd.does(&deed)?;
            prop_assert_eq!(others, crowd.others(&deed), "I8: nobody's deed changes what another has");
            crowd.invariants()?;
        }
        crowd.every_record_follows_the_one_before()?;
        crowd.no_interval_holds_more_than_its_length()?;
    }

    /// I3: a set of beats within the bank, in any order and number, ends in the same ledger.
    #[test]
    fn the_order_and_number_of_beats_change_nothing(
        ranges in prop::collection::vec((0i64..300, 1i64..17), 1..8),
        order in Just((0..8usize).collect::<Vec<_>>()).prop_shuffle(),
        again in prop::collection::vec(0usize..8, 0..12),
    ) {
        let ledger = |order: &[usize]| -> Result<_, TestCaseError> {
            let mut crowd = Crowd::new(standard(), 40_000, 7);
            crowd.does(&Deed::Open { person: 0, lesson: 0 })?;
            crowd.does(&Deed::Wait { seconds: 119 })?;
            for n in order.iter().filter(|n| **n < ranges.len()) {
                let (from, length) = ranges[*n];
                crowd.sends(0, *n as i64, [from * S, (from + length) * S])?;
            }
            crowd.does(&Deed::Close { person: 0 })?;
            crowd.does(&Deed::Show { person: 0 })?;
            crowd.does(&Deed::Answer { person: 0, right: true })?;
            Ok(crowd.ledger(0))
        };
        let in_order: Vec<usize> = (0..8).collect();
        let shuffled: Vec<usize> = order.iter().chain(&again).copied().collect();
        prop_assert_eq!(ledger(&in_order)?, ledger(&shuffled)?);
    }
}
