//! The final tests of classes: every paper is drawn anew from its seed and the bank, its answers are marked anew, and each try
//! was in turn, in time and in a class that has a test. That the rows are those of the audit log is seen before
//! ([`Facts::compare`]): of papers, of the questions with their right answers, and of the classes.

use std::collections::HashMap;

use domain::policy::Policies;
use serde::Deserialize;
use store_read::evidence::{ExamPaperEvidence, Snapshot};
use store_read::facts::exam_answers_sha256;

use crate::error::{Mismatch, VerifyError, holds, same};
use crate::facts::Facts;

const PAGE: i64 = 500;
/// An answer under way when the time is over counts so much later.
const GRACE_MS: i64 = 30_000;

/// A question of a paper as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct Drawn {
    question: String,
    order: Vec<usize>,
}

/// SplitMix64, written a second time.
struct Draws {
    state: u64,
}

impl Draws {
    fn next_below(&mut self, count: usize) -> usize {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^= z >> 31;
        usize::try_from((u128::from(z) * count as u128) >> 64).unwrap_or(0)
    }

    /// Fisher and Yates, from the end.
    fn shuffle<T>(&mut self, all: &mut [T]) {
        let mut last = all.len();
        while last > 1 {
            let other = self.next_below(last);
            last -= 1;
            all.swap(last, other);
        }
    }
}

/// Draws a paper anew.
fn draw(seed: u64, bank: &[(String, usize)], wanted: i64) -> Vec<Drawn> {
    let mut chosen: Vec<(String, usize)> = bank.to_vec();
    chosen.sort();
    Draws { state: seed }.shuffle(&mut chosen);
    chosen.truncate(usize::try_from(wanted).unwrap_or(0));
    let mut paper = Vec::with_capacity(chosen.len());
    for (place, (question, choices)) in (1u64..).zip(chosen) {
        let mut order: Vec<usize> = (0..choices).collect();
        Draws { state: seed ^ place.wrapping_mul(0xD6E8_FEB8_6659_FD93) }.shuffle(&mut order);
        paper.push(Drawn { question, order });
    }
    paper
}

/// Goes through all papers; how many there are, and how many of them passed.
pub async fn verify(
    books: &mut Snapshot,
    facts: &Facts,
    policies: &Policies,
) -> Result<(i64, i64), VerifyError> {
    let (mut after, mut count, mut passed) = (String::new(), 0, 0);
    let mut banks: HashMap<String, Vec<(String, usize)>> = HashMap::new();
    loop {
        let page = books.exam_papers(&after, PAGE).await?;
        for paper in &page {
            if !banks.contains_key(&paper.course_id) {
                let bank = bank_of(books, &paper.course_id).await?;
                banks.insert(paper.course_id.clone(), bank);
            }
            one(books, facts, policies, paper, &banks[&paper.course_id]).await?;
            count += 1;
            passed += i64::from(paper.passed == Some(true));
        }
        match page.last() {
            Some(last) => after.clone_from(&last.id),
            None => break,
        }
    }
    let stray = books.stray_exam_answers().await?;
    same("the books", "answers to papers that are known", &0, &stray)?;
    Ok((count, passed))
}

async fn bank_of(books: &mut Snapshot, course: &str) -> Result<Vec<(String, usize)>, VerifyError> {
    let mut bank = Vec::new();
    for (question, options) in books.exam_bank(course).await? {
        let options: Vec<String> = serde_json::from_str(&options).map_err(|error| {
            Mismatch::new(format!("question {question}"), "its choices", "a list of texts", error)
        })?;
        bank.push((question, options.len()));
    }
    Ok(bank)
}

async fn one(
    books: &mut Snapshot,
    facts: &Facts,
    policies: &Policies,
    paper: &ExamPaperEvidence,
    bank: &[(String, usize)],
) -> Result<(), VerifyError> {
    let place = format!("exam paper {}", paper.id);
    let asked = facts.asked(&place, &paper.class_id)?;
    holds(&place, "its class", asked.has_exam, "one that has a final test", &paper.class_id)?;
    let policy = policies
        .version(&asked.policy)
        .ok_or_else(|| Mismatch::new(&place, "the policy version", "one that is known", &asked.policy))?;
    let rules = policy
        .exam
        .as_ref()
        .ok_or_else(|| Mismatch::new(&place, "the rules of its class", "some for a final test", "none"))?;
    let tries = 1 + rules.retakes.value;
    holds(&place, "which try it is", (1..=tries).contains(&paper.n), &format!("1 to {tries}"), paper.n)?;
    if paper.n > 1 {
        let before = paper.before_submitted_at.zip(paper.before_ends_at);
        let before = before.map(|(submitted, ends)| submitted.min(ends));
        let from = before.map_or(i64::MAX, |at| at.saturating_add(rules.wait_hours.value * 3_600_000));
        holds(
            &place,
            "when it began",
            paper.started_at >= from,
            &format!("{from} or later"),
            paper.started_at,
        )?;
        same(&place, "whether the try before it was passed", &Some(false), &paper.before_passed)?;
    }
    let limit = rules.minutes.value * 60_000;
    same(&place, "until when it could be worked on", &(paper.started_at + limit), &paper.ends_at)?;
    let seed = u64::from_str_radix(&paper.seed, 16)
        .map_err(|error| Mismatch::new(&place, "its seed", "sixteen hexadecimal digits", error))?;
    let stored: Vec<Drawn> = serde_json::from_str(&paper.questions)
        .map_err(|error| Mismatch::new(&place, "its questions", "a list that can be read", error))?;
    same(&place, "the questions that its seed draws", &draw(seed, bank, rules.questions.value), &stored)?;
    same(&place, "how many they are", &(stored.len() as i64), &paper.count)?;

    let answers = books.exam_answers(&paper.id).await?;
    let mut last_choice: Vec<Option<i64>> = vec![None; stored.len()];
    for (n, choice, at_ms) in &answers {
        let place = format!("{place}, an answer at {at_ms}");
        let question = usize::try_from(n - 1).ok().and_then(|at| stored.get(at).map(|drawn| (at, drawn)));
        let Some((at, drawn)) = question else {
            return Err(Mismatch::new(place, "its question", "one of the paper", n).into());
        };
        let known = (0..drawn.order.len() as i64).contains(choice);
        holds(&place, "its choice", known, "one of the question", choice)?;
        let until = (paper.ends_at + GRACE_MS).min(paper.submitted_at.unwrap_or(i64::MAX));
        let in_time = (paper.started_at..=until).contains(at_ms);
        holds(&place, "when it was saved", in_time, &format!("{} to {until}", paper.started_at), at_ms)?;
        last_choice[at] = Some(*choice);
    }
    let Some(sha256) = &paper.answers_sha256 else {
        return Ok(same(&place, "its mark while it is not handed in", &None, &paper.mark)?);
    };
    same(&place, "the digest of its answers", sha256, &exam_answers_sha256(&paper.seed, &answers))?;
    let right = last_choice.iter().zip(&stored).filter(|(choice, drawn)| {
        choice.and_then(|choice| drawn.order.get(usize::try_from(choice).unwrap_or(usize::MAX))) == Some(&0)
    });
    let mark = 100 * right.count() as i64 / (stored.len().max(1) as i64);
    same(&place, "its mark", &Some(mark), &paper.mark)?;
    let passed = mark >= policy.subsidy.test_mark_min.value;
    same(&place, "whether it was passed", &Some(passed), &paper.passed)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::draw;

    #[test]
    fn both_draw_the_same_paper() {
        for seed in [0, 1, 7, u64::MAX, 0x0123_4567_89AB_CDEF] {
            let bank: Vec<(String, usize)> = (0..30).map(|n| (format!("q{n:02}"), 2 + n % 4)).collect();
            let of_rule: Vec<_> = bank
                .iter()
                .rev()
                .map(|(id, choices)| domain::exam::BankQuestion {
                    question: id.as_str().into(),
                    choices: *choices,
                })
                .collect();
            let rule = serde_json::to_value(domain::exam::draw(seed, &of_rule, 20)).unwrap();
            let second: Vec<_> = draw(seed, &bank, 20)
                .into_iter()
                .map(|drawn| serde_json::json!({ "question": drawn.question, "order": drawn.order }))
                .collect();
            assert_eq!(rule, serde_json::Value::from(second));
        }
    }
}
