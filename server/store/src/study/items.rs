//! What a check asks: bank items on what was just taught, or a number.

use domain::coverage::Ranges;
use domain::id::{PersonId, QuestionId};
use domain::study::{CheckItem, LessonKey, OpenCheck};
use domain::wire::CheckKind;

use super::json::stored;
use super::unit_of_work::StudyUnitOfWork;
use crate::db::Tx;
use crate::error::{Result, StoreError};
use crate::tx;

#[derive(sqlx::FromRow)]
struct Question {
    #[sqlx(try_from = "String")]
    id: QuestionId,
    at_ms: i64,
    prompt: String,
    options: String,
    explanation: String,
    seen: i64,
}

/// Chooses what to ask: a bank item on what was already studied, the least often shown to this
/// person; by the draw among equals, with the choices in a drawn order. Where the bank has none,
/// a number to read and type.
pub(super) async fn choose_item(
    tx: &mut Tx,
    person: &PersonId,
    check: &OpenCheck,
    work: &StudyUnitOfWork,
    draw: u64,
) -> Result<CheckItem> {
    let mut rng = Draws(draw);
    if check.kind == CheckKind::Question {
        let rows: Vec<Question> = tx!(tx, |c| {
            sqlx::query_as(
            "SELECT q.id, q.at_ms, q.prompt, q.options, q.explanation,
                    (SELECT COUNT(*) FROM attendance_check AS a WHERE a.person_id = $1 AND a.question_id = q.id) AS seen
             FROM question AS q WHERE q.lesson_id = $2 ORDER BY q.at_ms, q.id",
        )
        .bind(person.as_str())
        .bind(check.lesson.as_str())
        .fetch_all(&mut **c)
        .await
        })?;
        let key = LessonKey { enrolment: check.enrolment.clone(), lesson: check.lesson.clone() };
        let covered =
            work.progresses.get(&key).map_or_else(Ranges::default, |progress| progress.covered.clone());
        let mut taught: Vec<Question> =
            rows.into_iter().filter(|question| covered.contains((question.at_ms - 1).max(0))).collect();
        let fewest = taught.iter().map(|question| question.seen).min().unwrap_or(0);
        taught.retain(|question| question.seen == fewest);
        if !taught.is_empty() {
            return question_item(taught.swap_remove(rng.below(taught.len())), &mut rng);
        }
    }
    let digits: Vec<String> = (0..4).map(|_| rng.below(10).to_string()).collect();
    Ok(CheckItem {
        question: None,
        prompt: digits.join(" "),
        options: None,
        key: digits.concat(),
        explain: None,
    })
}

fn question_item(question: Question, rng: &mut Draws) -> Result<CheckItem> {
    let mut options: Vec<(usize, String)> =
        stored::<Vec<String>>("choices", &question.options)?.into_iter().enumerate().collect();
    for last in (1..options.len()).rev() {
        options.swap(last, rng.below(last + 1));
    }
    let right = options.iter().position(|(place, _)| *place == 0);
    let key = right.ok_or_else(|| StoreError::Damaged(format!("question {} has no choices", question.id)))?;
    Ok(CheckItem {
        question: Some(question.id),
        prompt: question.prompt,
        options: Some(options.into_iter().map(|(_, text)| text).collect()),
        key: key.to_string(),
        explain: Some(question.explanation),
    })
}

/// Several even draws out of one (SplitMix64; unpredictable because its seed is).
struct Draws(u64);

impl Draws {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        ((u128::from(mixed) * count as u128) >> 64) as usize
    }
}
