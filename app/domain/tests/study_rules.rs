//! The vectors of RULES.md, section 5, and the invariants as properties.

use domain::coverage::Ranges;
use proptest::prelude::*;

use crate::test_learner::{TestLearner, questions_only};

const S: i64 = 1000;

#[test]
fn v1_steady_beats_count_in_full() {
    let mut learner = TestLearner::opens(questions_only());
    for end in [15, 30, 45] {
        assert_eq!(learner.beat_at(end, &[[end - 15, end]]).counted_ms, 15 * S);
    }
}

#[test]
fn v2_a_final_packet_gains_a_second_at_most() {
    let mut learner = TestLearner::opens(questions_only());
    let answer = learner.beat_at(1, &[[0, 3600]]);
    assert!(answer.counted_ms <= S);
    assert_eq!(answer.refused[0].code, "faster_than_time");
}

#[test]
fn v3_double_speed_earns_real_time() {
    let mut learner = TestLearner::opens(questions_only());
    let counted: i64 =
        [15, 30, 45].into_iter().map(|at| learner.beat_at(at, &[[at * 2 - 30, at * 2]]).counted_ms).sum();
    assert_eq!(counted, 45 * S);
}

#[test]
fn v4_stalls_lose_nothing() {
    let mut learner = TestLearner::opens(questions_only());
    let beats: [(i64, &[[i64; 2]]); 3] = [(15, &[[0, 6]]), (30, &[]), (45, &[[6, 20]])];
    let counted: i64 = beats.into_iter().map(|(at, played)| learner.beat_at(at, played).counted_ms).sum();
    assert_eq!(counted, 20 * S);
}

#[test]
fn v5_a_tunnel_loses_nothing() {
    let mut learner = TestLearner::opens(questions_only());
    learner.beat_at(15, &[[0, 15]]);
    assert_eq!(learner.beat_at(120, &[[15, 120]]).counted_ms, 105 * S);
    assert_eq!(learner.progress().covered.total_ms(), 120 * S);
}

#[test]
fn a_silence_longer_than_the_budget_draws_on_the_days_allowance_only_if_contiguous() {
    let mut learner = TestLearner::opens(questions_only());
    learner.beat_at(15, &[[0, 15]]);
    assert_eq!(learner.beat_at(415, &[[15, 415]]).counted_ms, 400 * S);
    let mut jumper = TestLearner::opens(questions_only());
    jumper.beat_at(15, &[[0, 15]]);
    assert_eq!(jumper.beat_at(415, &[[1000, 1400]]).counted_ms, 120 * S);
}

#[test]
fn an_offline_queue_sent_beat_by_beat_counts_like_one_long_beat() {
    let mut learner = TestLearner::opens(questions_only());
    learner.beat_at(15, &[[0, 15]]);
    let counted: i64 = (1..=20).map(|n| learner.beat_at(315, &[[n * 15, n * 15 + 15]]).counted_ms).sum();
    assert_eq!(counted, 300 * S);
}

#[test]
fn a_sleeping_laptop_earns_nothing_for_its_sleep() {
    let mut learner = TestLearner::opens(questions_only());
    learner.beat_at(15, &[[0, 15]]);
    assert_eq!(learner.beat_at(7215, &[[15, 20]]).counted_ms, 5 * S);
}

#[test]
fn v8_the_older_of_two_sessions_is_superseded() {
    let mut learner = TestLearner::opens(questions_only());
    let older = learner.session.clone();
    learner.beat_at(15, &[[0, 15]]);
    learner.open_at(16, "second");
    learner.beat_at(30, &[[15, 30]]);
    learner.session = older;
    assert!(learner.try_beat_at(31, &[[15, 31]]).is_err());
    learner.session = "second".into();
    learner.beat_at(45, &[[30, 45]]);
    assert_eq!(learner.study.person_time_ms, 45 * S);
}

#[test]
fn v15_a_slow_network_loses_nothing() {
    let mut learner = TestLearner::opens(questions_only());
    let counted: i64 = [(35, 0), (36, 15), (46, 30)]
        .into_iter()
        .map(|(at, from)| learner.beat_at(at, &[[from, from + 15]]).counted_ms)
        .sum();
    assert_eq!(counted, 45 * S);
}

#[test]
fn idle_time_before_opening_is_not_carried_into_study() {
    let mut learner = TestLearner::opens(questions_only());
    learner.close_at(10);
    learner.open_at(5000, "later");
    assert_eq!(learner.beat_at(5001, &[[0, 100]]).counted_ms, S);
}

#[test]
fn a_rewatch_earns_nothing() {
    let mut learner = TestLearner::opens(questions_only());
    learner.beat_at(60, &[[0, 60]]);
    let answer = learner.beat_at(120, &[[0, 60]]);
    assert_eq!((answer.counted_ms, answer.refused.len()), (0, 0));
}

#[test]
fn midnight_splits_a_beat() {
    // Opened 10 seconds before local midnight.
    let mut learner = TestLearner::opens_at(
        domain::time::CHINA.day_start_ms("2026-11-22").unwrap() - 10 * S,
        questions_only(),
    );
    learner.beat_at(15, &[[0, 15]]);
    let days: Vec<(String, i64)> =
        learner.study.days.iter().map(|day| (day.day.clone(), day.credited_ms)).collect();
    assert_eq!(days, [("2026-11-21".to_owned(), 10 * S), ("2026-11-22".to_owned(), 5 * S)]);
    assert_eq!(
        learner.study.waiting.iter().map(|span| span.day.as_str()).collect::<Vec<_>>(),
        ["2026-11-21", "2026-11-22"]
    );
}

#[test]
fn the_day_cap_refuses_with_its_reason() {
    let mut policy = questions_only();
    policy.credit.day_cap_credit_hours.value = 0;
    let mut learner = TestLearner::opens(policy);
    let answer = learner.beat_at(15, &[[0, 15]]);
    assert_eq!((answer.counted_ms, answer.refused[0].code.as_str()), (0, "day_cap"));
}

#[test]
fn a_clock_set_back_creates_nothing() {
    let mut learner = TestLearner::opens(questions_only());
    learner.beat_at(60, &[[0, 60]]);
    learner.beat_at(10, &[[60, 100]]);
    assert_eq!(learner.beat_at(61, &[[60, 100]]).counted_ms, S);
}

#[test]
fn malformed_beats_change_nothing() {
    let mut learner = TestLearner::opens(questions_only());
    for played in [[-1, 5], [9, 3], [0, i64::MAX / S]] {
        let before = learner.study.clone();
        assert!(learner.try_beat_at(15, &[played]).is_err());
        assert_eq!(learner.study, before);
    }
    assert_eq!(learner.beat_at(15, &[[0, 15]]).counted_ms, 15 * S);
}

/// What a hostile client may do next.
#[derive(Clone, Debug)]
enum Move {
    Beat { wait: i64, from: i64, length: i64 },
    Open { wait: i64 },
    Close { wait: i64 },
    Show { wait: i64 },
    Answer { wait: i64, right: bool },
    Step { back: i64 },
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let wait = prop_oneof![0i64..40, 0i64..400, Just(3000i64)];
    let one = prop_oneof![
        6 => (wait.clone(), 0i64..3700, 0i64..900).prop_map(|(wait, from, length)| Move::Beat { wait, from, length }),
        1 => wait.clone().prop_map(|wait| Move::Open { wait }),
        1 => wait.clone().prop_map(|wait| Move::Close { wait }),
        2 => wait.clone().prop_map(|wait| Move::Show { wait }),
        2 => (wait, any::<bool>()).prop_map(|(wait, right)| Move::Answer { wait, right }),
        1 => (0i64..500).prop_map(|back| Move::Step { back }),
    ];
    prop::collection::vec(one, 1..80)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// I1, I2, I4, I5 under anything a client can do.
    #[test]
    fn nobody_earns_more_than_real_time(moves in moves(), seed in any::<u64>()) {
        let mut learner = TestLearner::opens(questions_only());
        learner.draw = seed;
        let mut at = 0;
        let mut counted_ms = 0;
        for (index, step) in moves.into_iter().enumerate() {
            match step {
                Move::Beat { wait, from, length } => {
                    at += wait;
                    if let Ok(answer) = learner.try_beat_at(at, &[[from, from + length]]) {
                        prop_assert!(answer.counted_ms <= (wait + 120 + 900) * S);
                        counted_ms += answer.counted_ms;
                    }
                }
                Move::Open { wait } => { at += wait; learner.open_at(at, &format!("s{index}")); }
                Move::Close { wait } => { at += wait; learner.try_close_at(at); }
                Move::Show { wait } => { at += wait; learner.try_shown_at(at); }
                Move::Answer { wait, right } => { at += wait; learner.try_answer_at(at, if right { "2" } else { "1" }); }
                Move::Step { back } => at -= back.min(at),
            }
            let elapsed_ms = learner.latest * S;
            prop_assert!(counted_ms <= elapsed_ms, "I1: {counted_ms} in {elapsed_ms}");
            prop_assert!(learner.study.waiting_ms() <= 900 * S, "I4");
            let progress = learner.progress();
            prop_assert_eq!(progress.covered.total_ms(), progress.waiting_ms + progress.verified_ms, "I2");
            prop_assert!(progress.covered.within(0, 3600 * S) == progress.covered, "I2");
            prop_assert_eq!(progress.waiting_ms, learner.study.waiting_ms());
            prop_assert_eq!(progress.verified_ms, learner.verified_ms);
            prop_assert!(learner.study.credit_budget_ms <= 120 * S && learner.study.credit_budget_ms >= 0 && learner.study.offline_ms >= 0);
            for day in &learner.study.days {
                prop_assert!(day.credited_ms <= 8 * 45 * 60 * S && day.offline_ms <= 900 * S, "I5");
            }
        }
    }

    /// I3: the same beats, in any order and number within the credit budget, give the same coverage.
    #[test]
    fn order_and_number_of_beats_do_not_matter(order in Just((0..7i64).collect::<Vec<_>>()).prop_shuffle(), repeats in 1usize..4) {
        let mut learner = TestLearner::opens(questions_only());
        for _ in 0..repeats {
            for n in &order {
                learner.beat_at(105, &[[n * 15, n * 15 + 15]]);
            }
        }
        prop_assert_eq!(learner.progress().covered, Ranges::union_of(vec![[0, 105 * S]]));
    }
}
