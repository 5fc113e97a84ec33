//! The invariants of RULES.md, section 4 as properties: several people, several lessons, and a
//! network and a clock that do what they like.

use domain::policy::Policy;
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

use crate::simulation::{S, Simulation, Step};
use crate::test_learner::standard;

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let person = 0usize..3;
    let wait = prop_oneof![3 => 0i64..20, 2 => 0i64..400, 1 => Just(3000i64)];
    let from = prop_oneof![3 => Just(None), 1 => (0i64..3700).prop_map(Some)];
    let one = prop_oneof![
        2 => (person.clone(), 0usize..4).prop_map(|(person, lesson)| Step::Open { person, lesson }),
        9 => (person.clone(), from, 0i64..500, any::<bool>())
            .prop_map(|(person, from, length, held)| Step::Beat { person, from, length, held }),
        2 => (person.clone(), any::<prop::sample::Index>()).prop_map(|(person, which)| Step::Again { person, which }),
        1 => person.clone().prop_map(|person| Step::Close { person }),
        3 => person.clone().prop_map(|person| Step::Show { person }),
        3 => (person.clone(), prop::bool::weighted(0.7)).prop_map(|(person, right)| Step::Answer { person, right }),
        1 => person.prop_map(|person| Step::Release { person }),
        1 => (1i64..500).prop_map(|back| Step::ClockBack { back }),
    ];
    prop::collection::vec((wait, one), 1..120)
        .prop_map(|all| all.into_iter().flat_map(|(seconds, step)| [Step::Wait { seconds }, step]).collect())
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

    /// I1, I2, I4, I5, I6, I7 and I8, after every step.
    #[test]
    fn the_invariants_hold_whatever_happens(
        steps in steps(),
        seed in any::<u64>(),
        strict in 0usize..2,
        before_midnight in prop_oneof![Just(40_000i64), 0i64..2_000],
    ) {
        let mut simulation = Simulation::new(policies()[strict].clone(), before_midnight, seed);
        for step in steps {
            let others = simulation.others(&step);
            simulation.run(&step)?;
            prop_assert_eq!(others, simulation.others(&step), "I8: nobody's step changes what another has");
            simulation.invariants()?;
        }
        simulation.every_record_follows_the_one_before()?;
        simulation.no_interval_holds_more_than_its_length()?;
    }

    /// I3: a set of beats within the credit budget, in any order and number, ends in the same ledger.
    #[test]
    fn the_order_and_number_of_beats_change_nothing(
        ranges in prop::collection::vec((0i64..300, 1i64..17), 1..8),
        order in Just((0..8usize).collect::<Vec<_>>()).prop_shuffle(),
        again in prop::collection::vec(0usize..8, 0..12),
    ) {
        let ledger = |order: &[usize]| -> Result<_, TestCaseError> {
            let mut simulation = Simulation::new(standard(), 40_000, 7);
            simulation.run(&Step::Open { person: 0, lesson: 0 })?;
            simulation.run(&Step::Wait { seconds: 119 })?;
            for n in order.iter().filter(|n| **n < ranges.len()) {
                let (from, length) = ranges[*n];
                simulation.send_beat(0, *n as i64, [from * S, (from + length) * S])?;
            }
            simulation.run(&Step::Close { person: 0 })?;
            simulation.run(&Step::Show { person: 0 })?;
            simulation.run(&Step::Answer { person: 0, right: true })?;
            Ok(simulation.ledger(0))
        };
        let in_order: Vec<usize> = (0..8).collect();
        let shuffled: Vec<usize> = order.iter().chain(&again).copied().collect();
        prop_assert_eq!(ledger(&in_order)?, ledger(&shuffled)?);
    }
}
