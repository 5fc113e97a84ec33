//! Checks: what each outcome does, what is asked, and what nobody gets around (RULES.md, section 3).

use domain::check::{Identity, questions_missing};
use domain::study::StudyRefusal;
use domain::wire::{CheckKind, CheckResult};

use crate::test_learner::{TestLearner, questions_only, standard};

const S: i64 = 1000;

#[test]
fn a_passed_check_verifies_up_to_its_due_point() {
    let mut learner = TestLearner::opens(questions_only());
    let at = learner.watch_until_check(0);
    learner.shown_at(at);
    let due_ms = learner.study.check.as_ref().unwrap().due_ms;
    let answered = learner.answer_at(at + 20, "2");
    assert_eq!(answered.result, CheckResult::Passed);
    assert_eq!(answered.verified.iter().map(domain::check::VerifiedSegment::ms).sum::<i64>(), due_ms);
    assert_eq!(learner.progress().verified_ms, due_ms);
    assert!(learner.study.due_ms > learner.study.person_time_ms);
}

#[test]
fn a_wrong_answer_brings_a_new_item_and_two_a_hold_that_loses_nothing() {
    let mut learner = TestLearner::opens(questions_only());
    let at = learner.watch_until_check(0);
    let waiting = learner.study.waiting_ms();
    learner.shown_at(at);
    let first = learner.answer_at(at + 5, "1");
    assert_eq!(first.result, CheckResult::Wrong);
    assert!(first.next.is_some());
    assert!(learner.try_shown_at(at + 6).is_none(), "the next item comes after a pause");
    learner.shown_at(at + 15);
    let second = learner.answer_at(at + 19, "1");
    assert_eq!(second.result, CheckResult::Hold);
    let held = learner.beat_at(at + 30, &[[3000, 3015]]);
    assert_eq!((held.counted_ms, held.refused[0].code.as_str(), held.held), (0, "held", true));
    learner.release_at(at + 60);
    learner.shown_at(at + 61);
    assert_eq!(learner.answer_at(at + 70, "2").result, CheckResult::Passed);
    assert_eq!(learner.progress().verified_ms + learner.progress().waiting_ms, waiting);
}

/// Answers the open check, as soon as it can be seen; the time after it.
fn answers(learner: &mut TestLearner, mut at: i64, answer: &str) -> (i64, CheckResult) {
    while learner.try_shown_at(at).is_none() {
        at += 1;
    }
    (at + 5, learner.answer_at(at + 5, answer).result)
}

#[test]
fn after_two_holds_in_a_segment_it_is_given_back_and_can_be_studied_again() {
    let mut learner = TestLearner::opens(questions_only());
    let at = learner.watch_until_check(0);
    let counted = learner.progress().covered.total_ms();
    let (at, _) = answers(&mut learner, at, "1");
    let (at, held) = answers(&mut learner, at, "1");
    assert_eq!((held, learner.study.waiting_ms()), (CheckResult::Hold, counted));
    learner.release_at(at);
    let (at, _) = answers(&mut learner, at, "1");
    let (at, held) = answers(&mut learner, at, "1");
    assert_eq!((held, learner.study.waiting_ms()), (CheckResult::Hold, 0));
    assert_eq!(learner.progress().covered.total_ms(), 0);
    // The password alone has had its turn today.
    assert_eq!(learner.try_release_at(at, Identity::Password), Err(StudyRefusal::StrongerProof));
    assert!(learner.study.held);
    learner.try_release_at(at, Identity::Code).unwrap();
    assert!(learner.study.check.is_none(), "there is nothing left to ask about");
    assert_eq!(learner.beat_at(at + 15, &[[0, 15]]).counted_ms, 15 * S, "studied again, it counts");
    // And tomorrow the password does again.
    let tomorrow = learner.watch_until_check(at + 15).max(90_000);
    let (at, _) = answers(&mut learner, tomorrow, "1");
    let (at, _) = answers(&mut learner, at, "1");
    let (at, _) = answers(&mut learner, at, "1");
    let (at, held) = answers(&mut learner, at, "1");
    assert_eq!(held, CheckResult::Hold, "two tries more for who was known for sure");
    learner.release_at(at);
}

#[test]
fn an_answer_faster_than_reading_is_wrong_and_nobody_is_told_why() {
    let mut learner = TestLearner::opens(questions_only());
    let at = learner.watch_until_check(0);
    learner.shown_at(at);
    let answered = learner.answer_at(at, "2");
    assert_eq!((answered.result, learner.verified_ms), (CheckResult::Wrong, 0));
    let (_, passed) = answers(&mut learner, at, "2");
    assert_eq!(passed, CheckResult::Passed);
}

#[test]
fn leaving_moments_out_keeps_no_question_away() {
    // All but two milliseconds at each moment; and whoever leaves out most of each stretch has not studied it.
    for (left_out_s, kind) in [(1, CheckKind::Question), (70, CheckKind::Number)] {
        let mut learner = TestLearner::opens(questions_only());
        learner.moments_ms = (1..=30).map(|n| n * 120 * S).collect();
        learner.open_at(0, "with questions");
        let mut at = 0;
        let check = loop {
            at += 15;
            // In each stretch the end is left out.
            let media = at + at / (120 - left_out_s) * left_out_s;
            if learner
                .beat_at(at, &[[media, (media + 15).min((media / 120 + 1) * 120 - left_out_s)]])
                .check
                .is_some()
            {
                break learner.study.check.clone().unwrap();
            }
        };
        assert_eq!(check.kind, kind, "{left_out_s}");
    }
}

#[test]
fn a_lesson_needs_two_questions_for_every_eight_minutes() {
    let missing = |minutes: i64, questions| questions_missing(minutes * 60 * S, questions, &standard());
    assert_eq!(
        [missing(3, 2), missing(3, 0), missing(8, 1), missing(45, 10), missing(9, 2)],
        [0, 2, 1, 2, 2]
    );
}

#[test]
fn a_lesson_that_has_just_begun_is_asked_about_the_one_before() {
    let mut learner = TestLearner::opens(questions_only());
    let due = learner.study.due_ms / S;
    let mut at = 0;
    while at + 15 < due {
        at += 15;
        assert_eq!(learner.beat_at(at, &[[at - 15, at]]).check, None);
    }
    learner.lesson = "next".to_owned();
    learner.moments_ms = vec![1800 * S];
    learner.open_at(at, "next");
    let mut media = 0;
    while learner.beat_at(at + media + 15, &[[media, media + 15]]).check.is_none() {
        media += 15;
    }
    let check = learner.study.check.clone().unwrap();
    assert_eq!(
        (check.kind, check.bank.lesson.as_str(), check.lesson.as_str()),
        (CheckKind::Question, "lesson", "next")
    );
}

#[test]
fn nobody_chooses_what_they_are_asked_about_by_opening_another_lesson() {
    let mut learner = TestLearner::opens(questions_only());
    let due = learner.study.due_ms / S;
    let mut at = 0;
    while at + 30 < due {
        at += 15;
        learner.beat_at(at, &[[at - 15, at]]);
    }
    // Its first question could be known: seven minutes of the other wait.
    learner.lesson = "next".to_owned();
    learner.open_at(at, "next");
    learner.beat_at(at + 15, &[[0, 15]]);
    learner.close_at(at + 16);
    let check = learner.study.check.clone().unwrap();
    assert_eq!((check.kind, check.bank.lesson.as_str()), (CheckKind::Question, "lesson"));
}

#[test]
fn numbers_are_a_quarter_of_the_checks_at_most() {
    let mut learner = TestLearner::opens(questions_only());
    learner.moments_ms = Vec::new();
    learner.open_at(0, "without questions");
    let mut at = learner.watch_until_check(0);
    assert_eq!(learner.study.check.as_ref().unwrap().kind, CheckKind::Number);
    (at, _) = answers(&mut learner, at, "2");
    let at = learner.watch_until_check((at / 15 + 1) * 15);
    assert_eq!(learner.study.check.as_ref().unwrap().kind, CheckKind::Identity);
    learner.shown_at(at);
    assert!(learner.try_answer_at(at + 5, "2").is_none(), "no answer passes it");
    let confirmed = learner.try_identify_at(at + 9, Identity::Password).unwrap();
    assert_eq!((confirmed.result, confirmed.kind), (CheckResult::Passed, CheckKind::Identity));
    // Where the password has had its turn no number stands in for it: passkey, code or a supervisor.
    let at = learner.watch_until_check((at / 15 + 2) * 15);
    assert_eq!(learner.study.check.as_ref().unwrap().kind, CheckKind::Identity);
    learner.shown_at(at);
    assert_eq!(learner.try_identify_at(at + 9, Identity::Password).err(), Some(StudyRefusal::StrongerProof));
    learner.try_identify_at(at + 20, Identity::Code).unwrap();
    // The tail after it could only be a number: the next check confirms it.
    learner.beat_at(at + 30, &[[3000, 3015]]);
    learner.close_at(at + 31);
    assert!(learner.study.check.is_none() && learner.study.waiting_ms() >= 15 * S);
}

#[test]
fn whoever_closes_every_seven_minutes_still_meets_checks_that_nobody_announced() {
    let mut learner = TestLearner::opens(questions_only());
    let (mut at, mut media, mut unannounced, mut tails) = (0, 0, 0, 0);
    for round in 0..17 {
        learner.open_at(at, &format!("round {round}"));
        for _ in 0..28 {
            at += 15;
            let check = learner.beat_at(at, &[[media, media + 15]]).check;
            media = (media + 15) % 3600;
            if check.is_some() {
                unannounced += 1;
                assert_eq!(answers(&mut learner, at, "2").1, CheckResult::Passed);
            }
        }
        let due_ms = learner.study.due_ms;
        learner.close_at(at);
        if learner.study.check.is_some() {
            tails += 1;
            (at, _) = answers(&mut learner, at, "2");
            assert_eq!(learner.study.due_ms, due_ms, "the short check moves nothing");
        }
    }
    assert!(unannounced >= 5 && tails >= 8, "{unannounced} unannounced, {tails} at closing");
}

/// Lets the open check go, offer after offer; the time after it.
fn lets_go(learner: &mut TestLearner, mut at: i64) -> i64 {
    let id = learner.study.check.as_ref().unwrap().id.clone();
    while learner.study.check.as_ref().is_some_and(|check| check.id == id && check.offer <= 3) {
        learner.try_shown_at(at);
        at += 200;
        learner.sweep_at(at);
    }
    at
}

#[test]
fn the_short_check_at_closing_counts_by_new_questions_alone() {
    let mut learner = TestLearner::opens(questions_only());
    let at = learner.watch_until_check(0);
    let mut at = lets_go(&mut learner, at);
    assert_eq!((learner.study.wrong_in_row, learner.study.waiting_ms()), (1, 0));
    // Whoever knows one question can be asked it every few seconds.
    for round in 0..8 {
        learner.open_at(at, &format!("round {round}"));
        learner.beat_at(at + 15, &[[round * 15, round * 15 + 15]]);
        learner.close_at(at + 15);
        let (then, passed) = answers(&mut learner, at + 15, "2");
        assert_eq!(passed, CheckResult::Passed);
        at = then;
    }
    assert_eq!((learner.study.spare_tries, learner.study.wrong_in_row), (0, 1));
    assert_eq!(learner.study.passes, domain::study::Passes::default(), "no number more for it either");
    // Each new one counts as any other check does.
    learner.fresh = true;
    for round in 8..10 {
        learner.open_at(at, &format!("round {round}"));
        learner.beat_at(at + 15, &[[round * 15, round * 15 + 15]]);
        learner.close_at(at + 15);
        (at, _) = answers(&mut learner, at + 15, "2");
    }
    assert_eq!((learner.study.spare_tries, learner.study.wrong_in_row, learner.study.passes.all), (1, 0, 2));
}

#[test]
fn a_try_is_put_aside_from_the_second_right_one_in_a_row_on() {
    let mut policy = questions_only();
    policy.check.spare_tries_max.value = 3;
    let mut learner = TestLearner::opens(policy);
    let mut at = 0;
    for spare in [0, 1, 2, 3, 3] {
        at = learner.watch_until_check(at);
        (at, _) = answers(&mut learner, at, "2");
        at = (at / 15 + 1) * 15;
        assert_eq!(learner.study.spare_tries, spare);
    }
}

#[test]
fn after_two_checks_let_go_in_a_row_the_next_asks_who_it_is() {
    let mut learner = TestLearner::opens(questions_only());
    learner.moments_ms = (1..=30).map(|n| n * 120 * S).collect();
    learner.open_at(0, "with questions");
    let mut at = 0;
    for _ in 0..2 {
        at = learner.watch_until_check(at);
        assert_eq!(learner.study.check.as_ref().unwrap().kind, CheckKind::Question);
        at = (lets_go(&mut learner, at) / 15 + 1) * 15;
    }
    let at = learner.watch_until_check(at);
    assert_eq!(learner.study.check.as_ref().unwrap().kind, CheckKind::Identity);
    learner.shown_at(at);
    let confirmed = learner.try_identify_at(at + 9, Identity::Password).unwrap();
    assert_eq!((confirmed.result, learner.study.wrong_in_row), (CheckResult::Passed, 0));
}

#[test]
fn a_check_of_identity_is_offered_until_it_is_confirmed() {
    let mut learner = TestLearner::opens(standard());
    let mut at = learner.watch_until_check(0);
    while learner.study.check.as_ref().unwrap().kind != CheckKind::Identity {
        (at, _) = answers(&mut learner, at, "2");
        at = learner.watch_until_check((at / 15 + 1) * 15);
    }
    let (waiting, at) = (learner.study.waiting_ms(), lets_go(&mut learner, at));
    let check = learner.study.check.clone().unwrap();
    assert_eq!((check.kind, check.offer, learner.study.waiting_ms()), (CheckKind::Identity, 4, waiting));
    // A supervisor's word passes it, whatever the learner's screen shows; nothing else that they could say does.
    assert_eq!(learner.try_release_at(at, Identity::Supervisor), Err(StudyRefusal::NotHeld));
    assert_eq!(learner.try_identify_at(at, Identity::Password).err(), Some(StudyRefusal::NotShown));
    let confirmed = learner.try_identify_at(at, Identity::Supervisor).unwrap();
    assert_eq!((confirmed.result, confirmed.kind), (CheckResult::Passed, CheckKind::Identity));
    assert!(learner.verified_ms > 0 && learner.study.check.is_none());
}

#[test]
fn once_a_study_day_the_check_is_one_of_identity() {
    for day in 0..30_u64 {
        let mut learner = TestLearner::opens(standard());
        learner.draw = (day + 1).wrapping_mul(0x5851_F42D_4C95_7F2D);
        let (mut at, mut asked) = (0, Vec::new());
        for n in 0..4 {
            at = learner.watch_until_check(at);
            learner.shown_at(at);
            if learner.study.check.as_ref().unwrap().kind == CheckKind::Identity {
                asked.push(n);
                learner.try_identify_at(at + 5, Identity::Password).unwrap();
            } else {
                learner.answer_at(at + 5, "2");
            }
            at = (at / 15 + 1) * 15;
        }
        assert!(asked.len() == 1 && asked[0] < 3, "{asked:?}");
    }
}

#[test]
fn an_unanswered_check_is_offered_three_times_and_then_gives_its_coverage_back() {
    let mut learner = TestLearner::opens(questions_only());
    let mut at = learner.watch_until_check(0);
    let waiting = learner.study.waiting_ms();
    let id = learner.study.check.as_ref().unwrap().id.clone();
    for offer in 1..=3 {
        let check = learner.study.check.clone().unwrap();
        assert_eq!((&check.id, check.offer), (&id, offer));
        learner.shown_at(at);
        at += 200;
        learner.beat_at(at, &[]);
    }
    assert_eq!(learner.study.check, None);
    assert_eq!((learner.progress().waiting_ms, learner.progress().covered.total_ms()), (0, 0));
    assert_eq!(learner.beat_at(at + 60, &[[0, 60]]).counted_ms, 60 * S);
    assert!(waiting > 0);
}

#[test]
fn a_check_that_never_appears_stops_credit_and_verifies_nothing() {
    let mut learner = TestLearner::opens(questions_only());
    for n in 1..200 {
        learner.beat_at(n * 15, &[[n * 15 - 15, n * 15]]);
    }
    assert!(learner.study.waiting_ms() <= 900 * S);
    assert_eq!(learner.progress().verified_ms, 0);
    assert_eq!(learner.study.check.as_ref().map(|check| check.offer), Some(1));
}

#[test]
fn a_late_answer_is_offered_again_and_an_extension_gives_more_time() {
    let mut learner = TestLearner::opens(questions_only());
    let at = learner.watch_until_check(0);
    learner.shown_at(at);
    assert_eq!(learner.answer_at(at + 186, "2").result, CheckResult::Late);
    assert_eq!(learner.study.check.as_ref().unwrap().offer, 2);
    learner.shown_at(at + 190);
    learner.extend_at(at + 200);
    assert_eq!(learner.answer_at(at + 500, "2").result, CheckResult::Passed);
}

#[test]
fn a_reload_during_a_check_keeps_question_and_deadline() {
    let mut learner = TestLearner::opens(questions_only());
    let at = learner.watch_until_check(0);
    let before = learner.shown_at(at);
    learner.open_at(at + 60, "reloaded");
    assert_eq!(learner.shown_at(at + 61), before);
}

#[test]
fn the_tail_is_confirmed_at_close() {
    let mut learner = TestLearner::opens(questions_only());
    learner.beat_at(15, &[[0, 15]]);
    learner.close_at(16);
    learner.shown_at(17);
    assert_eq!(learner.answer_at(20, "2").result, CheckResult::Passed);
    assert_eq!((learner.progress().verified_ms, learner.study.waiting_ms()), (15 * S, 0));
}
