//! Where the rules are easily got wrong: midnight under load, windows that close, silences that are
//! none, clocks of two nodes, and answers that were lost on the way.

use domain::time::CHINA;
use domain::wire::CheckResult;

use crate::test_learner::{TestLearner, questions_only};

const S: i64 = 1000;

fn midnight_ms() -> i64 {
    CHINA.day_start_ms("2026-11-22").unwrap_or_default()
}

fn days(learner: &TestLearner) -> Vec<(&str, i64)> {
    learner.study.days.iter().map(|day| (day.day.as_str(), day.credited_ms / S)).collect()
}

#[test]
fn late_beats_over_midnight_lose_nothing() {
    let mut learner = TestLearner::opens_at(midnight_ms() - 60 * S, questions_only());
    learner.beat_at(15, &[[0, 15]]);
    // Three beats of the minute before midnight, all of which arrive just after it.
    let counted: i64 = [(61, 15), (62, 30), (63, 45)]
        .into_iter()
        .map(|(at, from)| learner.beat_at(at, &[[from, from + 15]]).counted_ms)
        .sum();
    assert_eq!(counted, 45 * S);
    let on = days(&learner);
    assert_eq!(on.iter().map(|(_, seconds)| seconds).sum::<i64>(), 60);
    assert!(on[1].1 <= 3, "no day holds more than has passed of it: {on:?}");
}

#[test]
fn an_offline_queue_over_midnight_loses_nothing() {
    let mut learner = TestLearner::opens_at(midnight_ms() - 300 * S, questions_only());
    learner.beat_at(15, &[[0, 15]]);
    let counted: i64 = (1..28).map(|n| learner.beat_at(420, &[[n * 15, n * 15 + 15]]).counted_ms).sum();
    assert_eq!(counted, 405 * S);
    let on = days(&learner);
    assert!(on[1].1 <= 120, "{on:?}");
}

#[test]
fn time_saved_up_before_midnight_still_counts_long_after_it() {
    let mut learner = TestLearner::opens_at(midnight_ms() - 120 * S, questions_only());
    for n in 1..=40 {
        // Paused until midnight, then steady.
        let at = n * 15;
        let played = [[at - 135, at - 120]];
        learner.beat_at(at, if at > 120 { &played } else { &[] });
    }
    let answer = learner.beat_at(615, &[[480, 600]]);
    assert_eq!((answer.counted_ms, answer.refused.len()), (120 * S, 0));
}

#[test]
fn a_pause_with_beats_is_no_silence() {
    let mut learner = TestLearner::opens(questions_only());
    for n in 1..=40 {
        learner.beat_at(n * 15, &[]);
    }
    assert_eq!(learner.beat_at(615, &[[0, 600]]).counted_ms, 120 * S);
}

#[test]
fn opening_again_and_again_is_no_silence_either() {
    let mut learner = TestLearner::opens(questions_only());
    for n in 1..=10 {
        learner.open_at(n * 100, &format!("s{n}"));
    }
    assert_eq!(learner.beat_at(1010, &[[0, 900]]).counted_ms, 120 * S);
}

#[test]
fn the_allowance_pays_for_what_is_contiguous_and_not_for_a_jump_behind_it() {
    let mut learner = TestLearner::opens(questions_only());
    learner.beat_at(15, &[[0, 15]]);
    assert_eq!(learner.beat_at(415, &[[15, 16], [3000, 3399]]).counted_ms, 120 * S);
    let mut honest = TestLearner::opens(questions_only());
    honest.beat_at(30, &[[15, 30]]);
    honest.beat_at(60, &[[0, 15]]);
    // From the start through what was seen before: there is no jump in it.
    assert_eq!(honest.beat_at(460, &[[15, 415]]).counted_ms, 385 * S);
}

#[test]
fn a_window_counts_the_seconds_within_it_and_no_others() {
    let mut policy = questions_only();
    policy.credit.clock_window = Some(domain::policy::Sourced {
        value: ["06:00".to_owned(), "23:00".to_owned()],
        source: "test".to_owned(),
    });
    let opens_ms = midnight_ms() + 6 * 3_600_000;
    let mut early = TestLearner::opens_at(opens_ms - 60 * S, policy.clone());
    assert_eq!(early.beat_at(15, &[[0, 15]]).refused[0].code, "outside_window");
    let answer = early.beat_at(70, &[[15, 70]]);
    assert_eq!((answer.counted_ms, answer.refused[0].code.as_str()), (10 * S, "outside_window"));
    // The last beat before it closes arrives after it.
    let mut late = TestLearner::opens_at(midnight_ms() + 23 * 3_600_000 - 40 * S, policy);
    assert_eq!(late.beat_at(30, &[[0, 30]]).counted_ms, 30 * S);
    assert_eq!(late.beat_at(45, &[[30, 45]]).counted_ms, 10 * S);
    assert_eq!(late.beat_at(60, &[[45, 60]]).refused[0].code, "outside_window");
    assert_eq!(late.beat_at(600, &[[60, 200]]).refused[0].code, "outside_window");
}

#[test]
fn a_check_whose_announcement_was_lost_in_a_tunnel_costs_nothing() {
    let mut learner = TestLearner::opens(questions_only());
    let at = learner.watch_until_check(0);
    // The answer never arrived; the learner watched on in the dark.
    assert_eq!(learner.beat_at(at + 90, &[[at, at + 90]]).counted_ms, 90 * S);
    // Now they know.
    assert_eq!(learner.beat_at(at + 105, &[[at + 90, at + 105]]).refused[0].code, "check_waiting");
}

#[test]
fn a_tunnel_just_before_the_latest_check_costs_nothing() {
    let mut learner = TestLearner::opens(questions_only());
    learner.draw = u64::MAX;
    learner.study.due_ms = questions_only().interval_ms(u64::MAX);
    let before = learner.study.due_ms / S / 15 * 15 - 15;
    for end in (15..=before).step_by(15) {
        assert_eq!(learner.beat_at(end, &[[end - 15, end]]).counted_ms, 15 * S);
    }
    let tunnel = learner.beat_at(before + 105, &[[before, before + 105]]);
    assert_eq!((tunnel.counted_ms, tunnel.check.is_some()), (105 * S, true));
}

#[test]
fn a_node_with_a_slow_clock_shortens_no_deadline() {
    let mut learner = TestLearner::opens(questions_only());
    let at = learner.watch_until_check(0);
    learner.shown_at(at - 600);
    assert_eq!(learner.answer_at(at + 170, "2").result, CheckResult::Passed);
}

#[test]
fn splinters_are_refused_and_an_honest_range_is_still_counted() {
    let mut learner = TestLearner::opens(questions_only());
    let mut refused = 0;
    for n in 0..40_i64 {
        let at = 15 + n * 15;
        let splinters: Vec<[i64; 2]> = (0..50).map(|k| [(n * 50 + k) * 2, (n * 50 + k) * 2 + 1]).collect();
        refused += i64::from(learner.try_beat_at(at, &splinters).is_err());
    }
    assert!(refused > 0);
    assert!(learner.progress().covered.as_slice().len() <= 500);
    let stands = learner.study.person_time_ms;
    learner.beat_at(700, &[[3500, 3515]]);
    assert_eq!(learner.study.person_time_ms, stands + 15 * S);
}

#[test]
fn a_session_does_not_outlive_its_class() {
    let mut learner = TestLearner::opens(questions_only());
    learner.beat_at(15, &[[0, 15]]);
    if let Some(live) = &mut learner.study.live {
        live.open_until_ms = Some(live.seen_at_ms + 120 * S);
    }
    let before = learner.study.clone();
    assert!(learner.try_beat_at(300, &[[15, 100]]).is_err());
    assert_eq!(learner.study, before);
}

#[test]
fn whoever_has_just_sat_down_is_not_asked_for_two_minutes() {
    let mut learner = TestLearner::opens(questions_only());
    let beats = (learner.study.due_ms / S - 1) / 15;
    // Up to just before the due point, then away for lunch, then again.
    for n in 1..=beats {
        assert_eq!(learner.beat_at(n * 15, &[[n * 15 - 15, n * 15]]).check, None);
    }
    let seen = beats * 15;
    let back = seen + 1800;
    learner.open_at(back, "after lunch");
    let mut asked = None;
    for n in 1..=10 {
        let answer = learner.beat_at(back + n * 15, &[[seen + n * 15 - 15, seen + n * 15]]);
        assert_eq!(answer.counted_ms, 15 * S, "nothing is lost for it");
        if answer.check.is_some() {
            asked = asked.or(Some(n * 15));
        }
        if asked.is_some() {
            break;
        }
    }
    assert_eq!(asked, Some(120));
    let waiting = learner.study.waiting_ms();
    learner.shown_at(back + 121);
    learner.answer_at(back + 125, "2");
    assert!(waiting - learner.verified_ms < 16 * S, "a pass confirms all up to the beat before");
}

#[test]
fn sitting_down_again_and_again_does_not_keep_checks_away() {
    let mut learner = TestLearner::opens(questions_only());
    let (mut at, mut seen, mut counted) = (0, 0, 0);
    for round in 0..40 {
        learner.open_at(at, &format!("round {round}"));
        for _ in 0..7 {
            at += 15;
            let answer = learner.beat_at(at, &[[seen, seen + 15]]);
            seen += 15;
            counted += answer.counted_ms;
            if answer.check.is_some() {
                assert!(counted <= 900 * S && learner.study.waiting_ms() <= 900 * S);
                return;
            }
        }
    }
    panic!("never asked in {} s", counted / S);
}

#[test]
fn a_clock_set_back_is_noted_once_and_earns_nothing() {
    let mut learner = TestLearner::opens(questions_only());
    learner.beat_at(15, &[[0, 15]]);
    let before = learner.study.records;
    assert_eq!(learner.beat_at(-3600, &[[15, 30]]).counted_ms, 0);
    assert_eq!(learner.study.records, before + 2, "the beat, and the step before it");
    assert_eq!(learner.beat_at(-3585, &[[15, 30]]).counted_ms, 0);
    assert_eq!(learner.study.records, before + 3, "noted once");
    assert_eq!(learner.beat_at(30, &[[15, 30]]).counted_ms, 15 * S);
    assert!(!learner.study.clock_behind);
}
