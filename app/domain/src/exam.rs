//! The final test of a class (结业考试): how a paper is drawn, when it may be sat, how long, how it is marked
//! (RULES.md, section 8).
//!
//! A paper is its seed: the same seed and the same bank give the same questions, in the same order, with their choices in the
//! same order. Whoever has both can draw it anew and mark it anew.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::id::QuestionId;
use crate::policy::{ExamPolicy, Policy};
use crate::question::{Asked, Bank, QuestionError};

/// An answer that was under way when the time ran out still counts if it arrives so soon after.
pub const GRACE_MS: i64 = 30_000;

/// A question of the bank, as far as drawing goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankQuestion {
    pub question: QuestionId,
    /// How many choices it has; the first is right.
    pub choices: usize,
}

/// A question of a paper: which, and in which order its choices stand. Choice 0 is the right one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExamQuestion {
    pub question: QuestionId,
    pub order: Vec<usize>,
}

/// An answer as it was saved, in the order of saving: to which question (from 1), and which of the choices as they stood (from 0).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SavedAnswer {
    pub n: i64,
    pub place: i64,
    pub at_ms: i64,
}

/// Several even draws out of one seed (SplitMix64; unpredictable because its seed is).
struct Draws(u64);

impl Draws {
    /// What is drawn for the question that stands at this place, apart from what is drawn for others.
    fn of_place(seed: u64, place: usize) -> Self {
        Self(seed ^ (place as u64 + 1).wrapping_mul(0xD6E8_FEB8_6659_FD93))
    }

    fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        ((u128::from(mixed) * count as u128) >> 64) as usize
    }

    fn shuffle<T>(&mut self, all: &mut [T]) {
        for last in (1..all.len()).rev() {
            all.swap(last, self.below(last + 1));
        }
    }
}

/// Draws a paper of at most so many questions; the order in which the bank is given does not matter.
pub fn draw(seed: u64, bank: &[BankQuestion], questions: i64) -> Vec<ExamQuestion> {
    let mut bank: Vec<&BankQuestion> = bank.iter().collect();
    bank.sort_by(|one, other| one.question.cmp(&other.question));
    Draws(seed).shuffle(&mut bank);
    bank.truncate(usize::try_from(questions).unwrap_or(0));
    let drawn = bank.into_iter().enumerate().map(|(place, question)| {
        let mut order: Vec<usize> = (0..question.choices).collect();
        Draws::of_place(seed, place).shuffle(&mut order);
        ExamQuestion { question: question.question.clone(), order }
    });
    drawn.collect()
}

/// A question of a paper as it is asked: with its numbers drawn, and its choices in their order. `place` is from 0.
///
/// # Errors
/// Says what is wrong with a question that was not checked before it was published.
pub fn asked(seed: u64, place: usize, drawn: &ExamQuestion, bank: Bank<'_>) -> Result<Asked, QuestionError> {
    // Other draws than those of the order.
    let mut numbers = Draws::of_place(!seed, place);
    let Asked { prompt, options, explanation } = bank.drawn(|count| numbers.below(count))?;
    let options = drawn.order.iter().filter_map(|choice| options.get(*choice).cloned()).collect();
    Ok(Asked { prompt, options, explanation })
}

/// Whether this place among the choices is that of the right one.
pub fn is_right(drawn: &ExamQuestion, place: i64) -> bool {
    usize::try_from(place).is_ok_and(|place| drawn.order.get(place) == Some(&0))
}

/// Which choice counts for each question: the one that was saved last.
pub fn counted(saved: &[SavedAnswer]) -> BTreeMap<i64, i64> {
    saved.iter().map(|answer| (answer.n, answer.place)).collect()
}

/// The mark: whole percent of the questions that were answered rightly, rounded down.
pub fn mark(paper: &[ExamQuestion], saved: &[SavedAnswer]) -> i64 {
    let counted = counted(saved);
    let right = (1..)
        .zip(paper)
        .filter(|(n, drawn)| counted.get(n).is_some_and(|place| is_right(drawn, *place)))
        .count();
    (right * 100).checked_div(paper.len()).unwrap_or(0) as i64
}

/// Whether a mark passes the test.
pub fn passes(mark: i64, policy: &Policy) -> bool {
    mark >= policy.subsidy.test_mark_min.value
}

impl ExamPolicy {
    /// How long a paper may be worked on.
    pub fn limit_ms(&self) -> i64 {
        self.minutes.value * 60_000
    }

    /// How long whoever did not pass waits before the next try.
    pub fn wait_ms(&self) -> i64 {
        self.wait_hours.value * 3_600_000
    }

    /// How often the test may be sat in all.
    pub fn tries(&self) -> i64 {
        self.retakes.value + 1
    }
}

/// A paper that was sat or is being sat, as far as the next one depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sitting {
    pub ends_at: i64,
    pub submitted_at: Option<i64>,
    pub passed: Option<bool>,
}

/// What a next try depends on.
#[derive(Clone, Copy, Debug)]
pub struct Standing<'a> {
    /// Papers so far, the first one first.
    pub papers: &'a [Sitting],
    /// How many questions the bank has.
    pub bank: i64,
    /// Whether the class's hours are complete, whatever the test.
    pub studied: bool,
    /// When nothing counts for the class any more; absent where its days do not admit study now.
    pub open_until_ms: Option<i64>,
}

/// Why a test cannot be begun now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StartRefusal {
    /// Nothing counts for the class any more, or not yet.
    NotOpen,
    /// The rules of the class have no test, or its courses no questions.
    NoQuestions,
    /// It was passed.
    Passed,
    /// A paper is being worked on.
    Begun,
    /// All tries are used.
    NoTriesLeft,
    /// The hours of the class are not complete.
    NotStudied,
    /// The next try may begin at this moment.
    Wait { from_ms: i64 },
    /// So late that it would end after the class.
    TooLate,
}

/// Whether a test may begin now; until when it may be worked on.
///
/// # Errors
/// Why not.
pub fn may_start(standing: &Standing<'_>, policy: &Policy, now_ms: i64) -> Result<i64, StartRefusal> {
    let rules = policy.exam.as_ref().filter(|_| standing.bank > 0).ok_or(StartRefusal::NoQuestions)?;
    if standing.papers.iter().any(|paper| paper.passed == Some(true)) {
        return Err(StartRefusal::Passed);
    }
    if standing.papers.iter().any(|paper| paper.submitted_at.is_none()) {
        return Err(StartRefusal::Begun);
    }
    let until_ms = standing.open_until_ms.ok_or(StartRefusal::NotOpen)?;
    if standing.papers.len() as i64 >= rules.tries() {
        return Err(StartRefusal::NoTriesLeft);
    }
    if !standing.studied {
        return Err(StartRefusal::NotStudied);
    }
    if let Some(from_ms) = next_from_ms(standing.papers, rules).filter(|from_ms| now_ms < *from_ms) {
        return Err(StartRefusal::Wait { from_ms });
    }
    let ends_ms = now_ms + rules.limit_ms();
    if ends_ms + GRACE_MS > until_ms { Err(StartRefusal::TooLate) } else { Ok(ends_ms) }
}

/// From when on the next try may begin: some time after the last one ended, whenever the server came to submit it.
pub fn next_from_ms(papers: &[Sitting], rules: &ExamPolicy) -> Option<i64> {
    let last = papers.last()?;
    Some(last.submitted_at?.min(last.ends_at) + rules.wait_ms())
}

/// The mark that counts: the best of all papers that were handed in; absent inside while there is none.
pub fn counting_mark(marks: impl IntoIterator<Item = Option<i64>>) -> Option<i64> {
    marks.into_iter().flatten().max()
}

/// How a mark is written where it is absent for two reasons: `null` where a class has no test, `"not_taken"` where nobody sat it.
pub mod written {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[derive(Serialize, Deserialize)]
    enum NotTaken {
        #[serde(rename = "not_taken")]
        NotTaken,
    }

    #[derive(Serialize, Deserialize)]
    #[serde(untagged)]
    enum Written {
        Mark(i64),
        NotTaken(NotTaken),
    }

    /// Writes it.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(mark: &Option<Option<i64>>, to: S) -> Result<S::Ok, S::Error> {
        let written = mark.map(|mark| mark.map_or(Written::NotTaken(NotTaken::NotTaken), Written::Mark));
        written.serialize(to)
    }

    /// Reads it.
    ///
    /// # Errors
    /// Those of the deserializer.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Option<i64>>, D::Error> {
        Ok(Option::<Written>::deserialize(from)?.map(|written| match written {
            Written::Mark(mark) => Some(mark),
            Written::NotTaken(_) => None,
        }))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::policy::Sourced;

    fn bank(count: usize) -> Vec<BankQuestion> {
        let question = |n: usize| BankQuestion { question: format!("q{n:03}").into(), choices: 2 + n % 3 };
        (0..count).map(question).collect()
    }

    fn policy() -> Policy {
        toml::from_str(include_str!("../../../server/policies/2026-11-26.toml")).unwrap()
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
        assert!(passes(60, &policy()) && !passes(59, &policy()));
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
        let mut policy = policy();
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
}
