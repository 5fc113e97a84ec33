//! What was frozen when a class was closed: its lines are those of its digest, and each says what the ledger said then.

use domain::policy::Policies;
use serde::Serialize;
use sha2::{Digest, Sha256};
use store_read::evidence::{ClosingLineRow, ClosingRow, Snapshot};

use crate::calendar::day_of;
use crate::error::{Mismatch, VerifyError, holds, same};
use crate::facts::Facts;

const PAGE: i64 = 100;
/// Three working days are three days at least; which they were depends on holidays, that are no part of the books.
const MAKE_UP_AT_LEAST: i64 = 3 * 86_400_000;

/// A line as it was hashed.
#[derive(Serialize)]
struct Line<'a> {
    n: i64,
    enrolment: &'a str,
    person: &'a str,
    verified_ms: i64,
    required_ms: i64,
    credit_tenths: i64,
    days_studied: i64,
    completed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    test_mark: Option<serde_json::Value>,
    identity_seen: bool,
    category: Option<&'a str>,
    category_proved: bool,
}

/// Compares every closing with its lines, these with the ledger, and certificates of completion with these.
pub async fn verify(
    books: &mut Snapshot,
    ledger_size: i64,
    facts: &Facts,
    policies: &Policies,
) -> Result<(), VerifyError> {
    let mut after = String::new();
    loop {
        let page = books.closings(&after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after.clone_from(&last.class_id);
        for closing in &page {
            one(books, closing, ledger_size, facts, policies).await?;
        }
    }
    match books.completion_without_ground().await? {
        None => Ok(()),
        Some(id) => Err(Mismatch::new(
            format!("certificate {id}"),
            "of whose completion",
            "somebody who completed the class by its closing, up to the entries that it counted",
            "another",
        )
        .into()),
    }
}

async fn one(
    books: &mut Snapshot,
    closing: &ClosingRow,
    ledger_size: i64,
    facts: &Facts,
    policies: &Policies,
) -> Result<(), VerifyError> {
    let class = &closing.class_id;
    let place = format!("closing {class}");
    let asked = facts.asked(&place, class)?;
    let policy = policies
        .version(&asked.policy)
        .ok_or_else(|| Mismatch::new(&place, "the policy version", "one that is known", &asked.policy))?;
    let ends_on = facts.ends_on(class).to_owned();
    let (day, _) = day_of(closing.at_ms - MAKE_UP_AT_LEAST, policy.utc_offset_minutes.offset_minutes);
    holds(&place, "its day", day > ends_on, &format!("after the make-up of {ends_on}"), closing.at_ms)?;
    let counted = closing.ledger_size;
    holds(&place, "entries counted", counted <= ledger_size, &format!("at most {ledger_size}"), counted)?;
    let lines = books.closing_lines(class, counted).await?;
    same(&place, "people", &closing.people, &(lines.len() as i64))?;
    same(&place, "people in the class", &closing.people, &books.people_of_class(class).await?)?;
    let mut text = Vec::with_capacity(lines.len());
    for (n, line) in (1..).zip(&lines) {
        let place = format!("line {} of closing {class}", line.n);
        same(&place, "its number", &n, &line.n)?;
        same(&place, "its class", class, &line.class_id)?;
        same(&place, "its person", &line.enrolled_person, &line.person_id)?;
        same(&place, "verified_ms, by the ledger", &line.ledger_ms, &line.verified_ms)?;
        same(&place, "days_studied, by the ledger", &line.ledger_days, &line.days_studied)?;
        let hour = policy.credit.credit_hour_minutes.value * 60_000;
        same(&place, "credit_tenths", &(line.verified_ms * 10 / hour), &line.credit_tenths)?;
        let percent = policy.subsidy.completion_percent.value;
        same(&place, "whether the class has a final test", &asked.has_exam, &line.has_exam)?;
        same(&place, "the mark of the final test, by the papers", &line.papers_mark, &line.exam_mark)?;
        let least = policy.subsidy.test_mark_min.value;
        let passed = !asked.has_exam || line.exam_mark.is_some_and(|mark| mark >= least);
        let studied = line.required_ms > 0 && line.verified_ms * 100 >= line.required_ms * percent;
        let completed = studied && passed;
        same(&place, "completed", &completed, &line.completed)?;
        text.push(hashed(line));
    }
    let text = serde_json::to_string(&text).unwrap_or_default();
    same(&place, "the digest of its lines", &closing.sha256, &hex::encode(Sha256::digest(text)))?;
    let completed = lines.iter().filter(|line| line.completed).count() as i64;
    same(&place, "completed", &completed, &closing.completed)?;
    let verified: i64 = lines.iter().map(|line| line.verified_ms).sum();
    same(&place, "verified_ms", &verified, &closing.verified_ms)?;
    if let Some(entry) = books.studied_from(class, counted).await? {
        let place = format!("ledger entry {entry}");
        let found = format!("class {class}, which was closed at {}", closing.at_ms);
        return Err(Mismatch::new(place, "its class", "one that is not closed", found).into());
    }
    Ok(())
}

fn hashed(line: &ClosingLineRow) -> Line<'_> {
    Line {
        n: line.n,
        enrolment: &line.enrolment_id,
        person: &line.person_id,
        verified_ms: line.verified_ms,
        required_ms: line.required_ms,
        credit_tenths: line.credit_tenths,
        days_studied: line.days_studied,
        completed: line.completed,
        test_mark: line.has_exam.then(|| line.exam_mark.map_or("not_taken".into(), Into::into)),
        identity_seen: line.identity_seen,
        category: line.category_code.as_deref(),
        category_proved: line.category_proved,
    }
}
