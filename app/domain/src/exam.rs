//! The final test of a class (结业考试): how a paper is drawn, when it may be sat, how long, how it is marked
//! (RULES.md, section 8).
//!
//! A paper is its seed: the same seed and the same bank give the same questions, in the same order, with their choices in the
//! same order. Whoever has both can draw it anew and mark it anew.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::draws::Draws;
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

/// Draws for the question that stands at this place (from 0), apart from those for others.
fn draws_of_place(seed: u64, place: usize) -> Draws {
    Draws::of(seed ^ (place as u64 + 1).wrapping_mul(0xD6E8_FEB8_6659_FD93))
}

/// Draws a paper of at most so many questions; the order in which the bank is given does not matter.
pub fn draw(seed: u64, bank: &[BankQuestion], questions: i64) -> Vec<ExamQuestion> {
    let mut bank: Vec<&BankQuestion> = bank.iter().collect();
    bank.sort_by(|one, other| one.question.cmp(&other.question));
    Draws::of(seed).shuffle(&mut bank);
    bank.truncate(usize::try_from(questions).unwrap_or(0));
    let drawn = bank.into_iter().enumerate().map(|(place, question)| {
        let mut order: Vec<usize> = (0..question.choices).collect();
        draws_of_place(seed, place).shuffle(&mut order);
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
    let mut numbers = draws_of_place(!seed, place);
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
