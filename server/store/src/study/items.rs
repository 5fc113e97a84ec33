//! What a check asks: bank items on what was just taught, or a number.

use domain::check::{question_spans, was_seen};
use domain::coverage::Ranges;
use domain::draws::Draws;
use domain::id::{PersonId, QuestionId};
use domain::policy::Policy;
use domain::question::{Asked, Bank};
use domain::study::{CheckItem, OpenCheck};
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
    /// How often the class was asked it of late, and when last.
    class_seen: i64,
    class_last_at: Option<i64>,
}

/// Chooses what to ask: a bank item on what was already studied, not the one that the class was asked last, the least
/// often shown to this person, of those the least often shown to the class; by the draw among equals, with the choices in a
/// drawn order and numbers of this learner's own. Where the bank has none, a number to read and type. A check of identity asks nothing that could be chosen.
pub(super) async fn choose_item(
    tx: &mut Tx,
    person: &PersonId,
    check: &OpenCheck,
    work: &StudyUnitOfWork,
    policy: &Policy,
    draw: u64,
) -> Result<CheckItem> {
    let mut rng = Draws::of(draw);
    if check.kind == CheckKind::Identity {
        return Ok(CheckItem::of_identity());
    }
    if check.kind == CheckKind::Question {
        let rows = bank(tx, person, check).await?;
        let covered = work
            .progresses
            .get(&check.bank)
            .map_or_else(Ranges::default, |progress| progress.covered.clone());
        let mut moments: Vec<i64> = rows.iter().map(|question| question.at_ms).collect();
        moments.dedup();
        let seen: Vec<i64> = moments
            .iter()
            .zip(question_spans(&moments))
            .filter(|(_, span)| was_seen(&covered, *span, policy))
            .map(|(moment, _)| *moment)
            .collect();
        let newest = rows.iter().filter_map(|question| question.class_last_at).max();
        let mut taught: Vec<Question> =
            rows.into_iter().filter(|question| seen.contains(&question.at_ms)).collect();
        // Asked again only where nothing else fits.
        if taught.iter().any(|question| question.class_last_at != newest) {
            taught.retain(|question| newest.is_none() || question.class_last_at != newest);
        }
        let exposure = |question: &Question| (question.seen, question.class_seen);
        let least = taught.iter().map(exposure).min();
        taught.retain(|question| Some(exposure(question)) == least);
        if !taught.is_empty() {
            return question_item(taught.swap_remove(rng.below(taught.len())), &mut rng);
        }
    }
    let digits: Vec<String> = (0..4).map(|_| rng.below(10).to_string()).collect();
    let (prompt, key) = (digits.join(" "), digits.concat());
    Ok(CheckItem::of_no_bank(prompt, key))
}

/// The questions of the lesson that is asked about, in the order of their moments.
async fn bank(tx: &mut Tx, person: &PersonId, check: &OpenCheck) -> Result<Vec<Question>> {
    Ok(tx!(tx, |c| {
        sqlx::query_as(
            "SELECT q.id, q.at_ms, q.prompt, q.options, q.explanation,
                    (SELECT COUNT(*) FROM attendance_check AS a WHERE a.person_id = $1 AND a.question_id = q.id) AS seen,
                    (SELECT COUNT(*) FROM attendance_check AS a
                     WHERE a.class_id = e.class_id AND a.question_id = q.id) AS class_seen,
                    (SELECT MAX(a.shown_at) FROM attendance_check AS a
                     WHERE a.class_id = e.class_id AND a.question_id = q.id) AS class_last_at
             FROM question AS q CROSS JOIN enrolment AS e
             WHERE q.lesson_id = $2 AND e.id = $3 ORDER BY q.at_ms, q.id",
        )
        .bind(person.as_str())
        .bind(check.bank.lesson.as_str())
        .bind(check.bank.enrolment.as_str())
        .fetch_all(&mut **c)
        .await
    })?)
}

fn question_item(question: Question, rng: &mut Draws) -> Result<CheckItem> {
    let options = stored::<Vec<String>>("choices", &question.options)?;
    let bank = Bank { prompt: &question.prompt, options: &options, explanation: &question.explanation };
    let flawed = |flaw| StoreError::Damaged(format!("question {}: {flaw}", question.id));
    let Asked { prompt, options, explanation } = bank.drawn(|count| rng.below(count)).map_err(flawed)?;
    let mut options: Vec<(usize, String)> = options.into_iter().enumerate().collect();
    rng.shuffle(&mut options);
    let right = options.iter().position(|(place, _)| *place == 0);
    let key = right.ok_or_else(|| StoreError::Damaged(format!("question {} has no choices", question.id)))?;
    Ok(CheckItem {
        question: Some(question.id),
        prompt,
        options: Some(options.into_iter().map(|(_, text)| text).collect()),
        key: key.to_string(),
        explain: Some(explanation),
        fresh: question.seen == 0,
    })
}
