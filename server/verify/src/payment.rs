//! Payments, judged once more: each batch is in the audit log, was made by somebody in the post for it who had no part in it, holds
//! what was published long enough ago and not struck off, and comes to no more than its fund; nobody is paid twice for the same;
//! and each answer of the bank is the one that the audit log tells of.

use std::collections::{HashMap, HashSet};

use domain::audit::AuditAction;
use domain::claim::ClaimLine;
use sha2::{Digest, Sha256};
use store_read::evidence::{PaymentLineRow, PaymentRow, Snapshot};

use crate::error::{Mismatch, VerifyError, holds, same};
use crate::facts::Facts;

const PAGE: i64 = 500;
/// Five working days are five days at the least.
const PUBLISHED_MS_MIN: i64 = 5 * 24 * 3_600_000;
const PAYERS: [&str; 1] = ["finance_officer"];

/// What the audit log says was done.
#[derive(Clone, Debug)]
pub struct PaymentLeaf {
    action: AuditAction,
    account: String,
    at_ms: i64,
}

impl PaymentLeaf {
    /// What a leaf says of a batch, and of which.
    pub fn of(action: AuditAction, account: Option<String>, at_ms: i64) -> Option<(String, Self)> {
        let payment = match &action {
            AuditAction::PaymentMake { payment, .. }
            | AuditAction::PaymentFile { payment, .. }
            | AuditAction::PaymentAnswer { payment, .. } => payment.0.clone(),
            _ => return None,
        };
        Some((payment, Self { action, account: account.unwrap_or_default(), at_ms }))
    }
}

/// What was seen of all batches so far.
#[derive(Default)]
struct Seen {
    /// What stands in a batch and did not fail.
    living: HashSet<(String, String)>,
    /// What did not fail, by fund.
    spent: HashMap<String, i64>,
    lines: i64,
    answers: i64,
    paid_fen: i64,
}

/// Goes through all batches; how many there are, and what the bank has paid.
pub async fn verify(books: &mut Snapshot, facts: &mut Facts) -> Result<(i64, i64), VerifyError> {
    let (mut seen, mut number) = (Seen::default(), 0);
    loop {
        let page = books.payments(number, PAGE).await?;
        if page.is_empty() {
            break;
        }
        for batch in &page {
            number += 1;
            same(&format!("payment {}", batch.id), "its number", &number, &batch.number)?;
            one(books, facts, batch, &mut seen).await?;
        }
    }
    if let Some(gone) = facts.payments.keys().next() {
        let place = format!("payment {gone}");
        return Err(Mismatch::new(place, "the row of its leaves in the audit log", "one", "none").into());
    }
    let (lines, answers) = books.payment_counts().await?;
    same("the books", "lines of known batches", &seen.lines, &lines)?;
    same("the books", "answers to known batches", &seen.answers, &answers)?;
    Ok((number, seen.paid_fen))
}

async fn one(
    books: &mut Snapshot,
    facts: &mut Facts,
    batch: &PaymentRow,
    seen: &mut Seen,
) -> Result<(), VerifyError> {
    let place = format!("payment {}", batch.id);
    let leaves = facts.payments.remove(&batch.id).unwrap_or_default();
    let mut made = leaves.iter().filter(|leaf| matches!(leaf.action, AuditAction::PaymentMake { .. }));
    let (Some(leaf), None) = (made.next(), made.next()) else {
        return Err(Mismatch::new(&place, "its leaf in the audit log", "one", "none or several").into());
    };
    if let AuditAction::PaymentMake { number, fund, people, amount, sha256, .. } = &leaf.action {
        same(&place, "its number, as the audit log says", number, &batch.number)?;
        same(&place, "its fund, as the audit log says", &fund.0, &batch.fund_id)?;
        same(&place, "its people, as the audit log says", people, &batch.people)?;
        same(&place, "its sum in fen, as the audit log says", &amount.0, &batch.amount_fen)?;
        same(&place, "its digest in the audit log", sha256, &batch.sha256)?;
    }
    same(&place, "who the audit log says made it", &leaf.account, &batch.account_id)?;
    same(&place, "when, as the audit log says", &leaf.at_ms, &batch.at_ms)?;
    same(&place, "whose account it is", &batch.account_person, &batch.person_id)?;
    let may = facts.held(&batch.account_id, batch.at_ms, &PAYERS);
    holds(&place, "who made it", may, "somebody in the post for it", &batch.account_id)?;
    let mut hasher = Sha256::new();
    hasher.update(format!("{}\n", batch.fund_id));
    let (mut n, mut sum) = (0, 0);
    // By answer: what it says of which lines.
    let mut answered: HashMap<String, (Sha256, i64, i64)> = HashMap::new();
    loop {
        let page = books.payment_lines(&batch.id, n, PAGE).await?;
        if page.is_empty() {
            break;
        }
        for line in &page {
            n += 1;
            let place = format!("{place}, line {n}");
            same(&place, "its number", &n, &line.n)?;
            judged(&place, batch, line, seen)?;
            sum += line.amount_fen;
            let text = format!(
                "{n} {} {} {} {}\n",
                line.claim_id, line.enrolment_id, line.amount_fen, line.payee_id
            );
            hasher.update(text.as_bytes());
            let Some(answer) = &line.answer_id else {
                same(&place, "how it stands without an answer", &"sent", &line.state.as_str())?;
                continue;
            };
            let (said, paid, failed) =
                answered.entry(answer.clone()).or_insert_with(|| (Sha256::new(), 0, 0));
            match line.state.as_str() {
                "paid" => {
                    said.update(format!("{n} paid\n"));
                    *paid += 1;
                    seen.paid_fen += line.amount_fen;
                }
                "failed" => {
                    said.update(format!("{n} failed {}\n", line.reason));
                    *failed += 1;
                }
                other => return Err(Mismatch::new(place, "how it stands", "paid or failed", other).into()),
            }
        }
    }
    same(&place, "how many lines it has", &n, &batch.people)?;
    same(&place, "the sum of its lines in fen", &sum, &batch.amount_fen)?;
    same(&place, "the digest of its lines", &hex::encode(hasher.finalize()), &batch.sha256)?;
    let spent = seen.spent.get(&batch.fund_id).copied().unwrap_or_default();
    holds(
        &place,
        "what was paid out of its fund",
        spent <= batch.budget_fen,
        &batch.budget_fen.to_string(),
        spent,
    )?;
    seen.lines += n;
    answers(books, facts, batch, &leaves, answered, seen).await
}

/// A line is what was published, and goes to the account that counted.
fn judged(place: &str, batch: &PaymentRow, line: &PaymentLineRow, seen: &mut Seen) -> Result<(), Mismatch> {
    same(place, "its claim, as it was published", &line.published_claim.as_ref(), &Some(&line.claim_id))?;
    let enrolment = line.published_enrolment.as_ref();
    same(place, "its enrolment, as it was published", &enrolment, &Some(&line.enrolment_id))?;
    same(place, "who it is, as it was published", &line.published_person.as_ref(), &Some(&line.person_id))?;
    same(place, "its amount, as it was published", &line.published_fen, &Some(line.amount_fen))?;
    let over = line.published_at.is_some_and(|at_ms| at_ms + PUBLISHED_MS_MIN <= batch.at_ms);
    holds(place, "when it was published", over, "five days before", "later")?;
    holds(place, "objections", !line.struck, "none that was right", "struck off")?;
    holds(place, "objections", !line.objected, "none that nobody had answered", "an open one")?;
    let read = line.claim_line.as_deref().and_then(|text| serde_json::from_str::<ClaimLine>(text).ok());
    let Some(read) = read else {
        return Err(Mismatch::new(place, "its line in the claim", "one that can be read", "none"));
    };
    let fund = read.entitlement.fund.map(|fund| fund.0);
    let fits = fund.as_ref().is_none_or(|fund| *fund == batch.fund_id);
    holds(place, "its fund", fits, &fund.unwrap_or_default(), &batch.fund_id)?;
    same(place, "whose account it goes to", &line.payee_person.as_ref(), &Some(&line.person_id))?;
    let counted = line.payee_given_at.is_some_and(|at_ms| at_ms <= batch.at_ms)
        && line.payee_ended_at.is_none_or(|at_ms| at_ms >= batch.at_ms);
    holds(place, "the account it goes to", counted, "the one that counted then", &line.payee_id)?;
    holds(
        place,
        "the account it goes to",
        !line.failed_before,
        "one to which it did not fail",
        &line.payee_id,
    )?;
    let apart = !line.own_part;
    holds(place, "whoever made the batch", apart, "somebody who had no part in it", &batch.person_id)?;
    let digits = line.payee_last_four.as_deref().unwrap_or_default();
    let shown = digits.is_empty() || digits == line.last_four;
    holds(place, "the last digits of the account", shown, digits, &line.last_four)?;
    same(place, "when it was answered", &line.answer_at, &line.answered_at)?;
    if line.state != "failed" {
        let anew = seen.living.insert((line.claim_id.clone(), line.enrolment_id.clone()));
        holds(place, "how often it is paid", anew, "once", "again")?;
        *seen.spent.entry(batch.fund_id.clone()).or_default() += line.amount_fen;
    }
    Ok(())
}

/// Each answer is told of by the audit log, and says what its lines say.
async fn answers(
    books: &mut Snapshot,
    facts: &Facts,
    batch: &PaymentRow,
    leaves: &[PaymentLeaf],
    mut said: HashMap<String, (Sha256, i64, i64)>,
    seen: &mut Seen,
) -> Result<(), VerifyError> {
    let mut told: HashMap<&str, &PaymentLeaf> = HashMap::new();
    for leaf in leaves {
        if let AuditAction::PaymentAnswer { answer, .. } = &leaf.action
            && told.insert(answer, leaf).is_some()
        {
            let place = format!("payment {}", batch.id);
            return Err(Mismatch::new(place, "leaves of an answer", "one", "several").into());
        }
    }
    for row in books.payment_answers(&batch.id).await? {
        seen.answers += 1;
        let place = format!("payment {}, answer {}", batch.id, row.id);
        let Some(leaf) = told.remove(row.id.as_str()) else {
            return Err(Mismatch::new(place, "its leaf in the audit log", "one", "none").into());
        };
        if let AuditAction::PaymentAnswer { file_sha256, paid, failed, sha256, .. } = &leaf.action {
            same(&place, "the digest of its file, as the audit log says", file_sha256, &row.file_sha256)?;
            same(&place, "what was paid, as the audit log says", paid, &row.paid)?;
            same(&place, "what failed, as the audit log says", failed, &row.failed)?;
            same(&place, "its digest in the audit log", sha256, &row.sha256)?;
        }
        same(&place, "who the audit log says took it in", &leaf.account, &row.account_id)?;
        same(&place, "when, as the audit log says", &leaf.at_ms, &row.at_ms)?;
        same(&place, "whose account it is", &row.account_person, &row.person_id)?;
        let may = facts.held(&row.account_id, row.at_ms, &PAYERS);
        holds(&place, "who took it in", may, "somebody in the post for it", &row.account_id)?;
        holds(&place, "who took it in", !row.own_money, "nobody who is in it", &row.person_id)?;
        let (hasher, paid, failed) = said.remove(&row.id).unwrap_or_default();
        same(&place, "the lines that it paid", &row.paid, &paid)?;
        same(&place, "the lines that it failed", &row.failed, &failed)?;
        same(&place, "the digest of its lines", &hex::encode(hasher.finalize()), &row.sha256)?;
    }
    if let Some(answer) = told.keys().next() {
        let place = format!("payment {}, answer {answer}", batch.id);
        return Err(Mismatch::new(place, "the row of its leaf in the audit log", "one", "none").into());
    }
    if let Some(answer) = said.keys().next() {
        let place = format!("payment {}, answer {answer}", batch.id);
        return Err(Mismatch::new(place, "its row", "one", "none").into());
    }
    Ok(())
}
