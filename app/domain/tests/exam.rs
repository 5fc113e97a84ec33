//! The final test of a class: how a paper is drawn and marked, and when it may be sat.

use proptest::prelude::*;

use domain::exam::{
    BankQuestion, ExamQuestion, GRACE_MS, SavedAnswer, Sitting, Standing, StartRefusal, asked, counting_mark,
    draw, is_right, mark, may_start, passes, written,
};
use domain::policy::Sourced;
use domain::question::Bank;
use serde::{Deserialize, Serialize};

use crate::test_learner::standard;

fn bank(count: usize) -> Vec<BankQuestion> {
    let question = |n: usize| BankQuestion { question: format!("q{n:03}").into(), choices: 2 + n % 3 };
    (0..count).map(question).collect()
}

/// The place of the right choice, or of a wrong one.
fn place(drawn: &ExamQuestion, right: bool) -> i64 {
    drawn.order.iter().position(|choice| (*choice == 0) == right).unwrap() as i64
}

fn saved(paper: &[ExamQuestion], right: usize) -> Vec<SavedAnswer> {
    let answer = |(n, drawn): (usize, &ExamQuestion)| SavedAnswer {
        n: n as i64 + 1,
        place: place(drawn, n < right),
        at_ms: 0,
    };
    paper.iter().enumerate().map(answer).collect()
}

#[test]
fn a_paper_has_as_many_questions_as_asked_for_or_as_the_bank_has() {
    for (bank_has, wanted, has) in [(30, 20, 20), (7, 20, 7), (0, 20, 0), (5, 0, 0), (5, -1, 0)] {
        assert_eq!(draw(1, &bank(bank_has), wanted).len(), has, "{wanted} of {bank_has}");
    }
}

#[test]
fn a_mark_is_whole_percent_rounded_down() {
    for (questions, right, mark_is) in [(20, 12, 60), (20, 11, 55), (3, 2, 66), (7, 7, 100), (7, 0, 0)] {
        let paper = draw(7, &bank(30), questions);
        assert_eq!(mark(&paper, &saved(&paper, right)), mark_is, "{right} of {questions}");
    }
    assert_eq!(mark(&[], &[]), 0);
    assert!(passes(60, &standard()) && !passes(59, &standard()));
}

#[test]
fn the_answer_that_was_saved_last_counts() {
    let paper = draw(7, &bank(30), 4);
    let answer = |right: bool, at_ms: i64| SavedAnswer { n: 2, place: place(&paper[1], right), at_ms };
    assert_eq!(mark(&paper, &[answer(true, 1), answer(false, 2)]), 0);
    assert_eq!(mark(&paper, &[answer(false, 1), answer(true, 2)]), 25);
    assert_eq!(mark(&paper, &[SavedAnswer { n: 9, place: 0, at_ms: 1 }]), 0, "no such question");
    assert_eq!(mark(&paper, &[SavedAnswer { n: 1, place: -1, at_ms: 1 }]), 0, "no such choice");
}

#[test]
fn a_test_begins_when_everything_allows_it() {
    let mut policy = standard();
    let (hour, limit) = (3_600_000, policy.exam.as_ref().unwrap().limit_ms());
    let failed = |at: i64| Sitting { ends_at: at, submitted_at: Some(at), passed: Some(false) };
    let late = Sitting { ends_at: 0, submitted_at: Some(99 * hour), passed: Some(false) };
    let open = Sitting { ends_at: hour, submitted_at: None, passed: None };
    let passed = Sitting { passed: Some(true), ..failed(0) };
    let all = Standing { papers: &[], bank: 30, studied: true, open_until_ms: Some(1000 * hour) };
    let now = 100 * hour;
    let ok = Ok(now + limit);
    let (wait, two) = ([failed(99 * hour)], [failed(0), failed(10 * hour)]);
    for (standing, expected) in [
        (all, ok),
        (Standing { bank: 0, ..all }, Err(StartRefusal::NoQuestions)),
        (Standing { studied: false, ..all }, Err(StartRefusal::NotStudied)),
        (Standing { open_until_ms: None, ..all }, Err(StartRefusal::NotOpen)),
        (Standing { open_until_ms: Some(now + limit), ..all }, Err(StartRefusal::TooLate)),
        (Standing { open_until_ms: Some(now + limit + GRACE_MS), ..all }, ok),
        (Standing { papers: &[open], ..all }, Err(StartRefusal::Begun)),
        (Standing { papers: &[passed], ..all }, Err(StartRefusal::Passed)),
        (Standing { papers: &[failed(76 * hour)], ..all }, ok),
        (Standing { papers: &wait, ..all }, Err(StartRefusal::Wait { from_ms: 123 * hour })),
        (Standing { papers: &[late], ..all }, ok),
        (Standing { papers: &two, ..all }, ok),
        (Standing { papers: &[failed(0); 3], ..all }, Err(StartRefusal::NoTriesLeft)),
    ] {
        assert_eq!(may_start(&standing, &policy, now), expected, "{standing:?}");
    }
    policy.exam.as_mut().unwrap().retakes = Sourced { value: 0, source: String::new() };
    assert_eq!(
        may_start(&Standing { papers: &two[..1], ..all }, &policy, now),
        Err(StartRefusal::NoTriesLeft)
    );
    policy.exam = None;
    assert_eq!(may_start(&all, &policy, now), Err(StartRefusal::NoQuestions));
}

#[test]
fn a_mark_is_read_as_it_was_written() {
    #[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
    #[expect(clippy::option_option, reason = "as the facts of a subsidy have it")]
    struct Of {
        #[serde(with = "written")]
        mark: Option<Option<i64>>,
    }
    for (mark, text) in [
        (None, r#"{"mark":null}"#),
        (Some(None), r#"{"mark":"not_taken"}"#),
        (Some(Some(60)), r#"{"mark":60}"#),
    ] {
        assert_eq!(serde_json::to_string(&Of { mark }).unwrap(), text);
        assert_eq!(serde_json::from_str::<Of>(text).unwrap(), Of { mark });
    }
    assert_eq!(counting_mark([Some(40), None, Some(55)]), Some(55));
    assert_eq!(counting_mark([None]), None);
}

proptest! {
    /// The same seed gives the same paper whatever the order of the bank; every question once, every choice once.
    #[test]
    fn the_same_seed_gives_the_same_paper(seed in any::<u64>(), count in 0usize..60, turned in 0usize..60) {
        let (straight, mut turned_bank) = (bank(count), bank(count));
        if count > 0 {
            turned_bank.rotate_left(turned % count);
        }
        let paper = draw(seed, &straight, 20);
        prop_assert_eq!(&paper, &draw(seed, &turned_bank, 20));
        let mut seen: Vec<_> = paper.iter().map(|one| one.question.clone()).collect();
        seen.sort();
        seen.dedup();
        prop_assert_eq!(seen.len(), paper.len());
        for one in &paper {
            let mut order = one.order.clone();
            order.sort_unstable();
            prop_assert_eq!(order, (0..one.order.len()).collect::<Vec<_>>());
        }
    }

    /// No mark is above a hundred or below nothing, and which question is answered first does not matter.
    #[test]
    fn a_mark_is_within_bounds_whatever_is_saved(
        seed in any::<u64>(),
        answers in proptest::collection::vec((-2i64..25, -2i64..6), 0..60),
    ) {
        let paper = draw(seed, &bank(30), 20);
        let saved: Vec<SavedAnswer> =
            answers.into_iter().map(|(n, place)| SavedAnswer { n, place, at_ms: 0 }).collect();
        let one = mark(&paper, &saved);
        prop_assert!((0..=100).contains(&one));
        let mut by_question = saved.clone();
        by_question.sort_by_key(|answer| answer.n);
        prop_assert_eq!(one, mark(&paper, &by_question), "the order within a question stays");
    }
}

#[test]
fn a_question_is_asked_with_its_choices_in_the_drawn_order_and_the_same_numbers_each_time() {
    let options: Vec<String> = ["{n*m} 只", "{n+m} 只", "{n*m+n} 只"].map(str::to_owned).to_vec();
    let bank = Bank { prompt: "{n:600..800/50} × {m:3..9}？", options: &options, explanation: "{n*m}" };
    let drawn = draw(5, &[BankQuestion { question: "q".into(), choices: 3 }], 1).remove(0);
    let one = asked(5, 0, &drawn, bank).unwrap();
    assert_eq!(one, asked(5, 0, &drawn, bank).unwrap());
    let right = place(&drawn, true);
    assert!(is_right(&drawn, right));
    assert_eq!(one.options[right as usize], format!("{} 只", one.explanation));
}
