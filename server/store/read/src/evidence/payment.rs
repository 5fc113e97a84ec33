//! Batches of payments, their lines, and what the bank answered.

use super::Snapshot;
use crate::error::Result;

/// A batch with the person behind the account that made it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct PaymentRow {
    pub id: String,
    pub number: i64,
    pub fund_id: String,
    pub people: i64,
    pub amount_fen: i64,
    pub sha256: String,
    pub account_id: String,
    pub person_id: String,
    pub account_person: String,
    pub at_ms: i64,
    /// The budget of its fund.
    pub budget_fen: i64,
}

/// Somebody in it, with what the published list, the claim and the account for payment say of them.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct PaymentLineRow {
    pub n: i64,
    pub claim_id: String,
    pub enrolment_id: String,
    pub person_id: String,
    pub amount_fen: i64,
    pub payee_id: String,
    pub last_four: String,
    pub state: String,
    pub reason: String,
    pub answer_id: Option<String>,
    pub answered_at: Option<i64>,
    /// When its answer was taken in.
    pub answer_at: Option<i64>,
    /// When the list was published in which they stand, and what it says.
    pub published_at: Option<i64>,
    pub published_claim: Option<String>,
    pub published_enrolment: Option<String>,
    pub published_person: Option<String>,
    pub published_fen: Option<i64>,
    /// Whether they were struck off that list.
    pub struck: bool,
    /// Whether an objection about them was open when the batch was made.
    pub objected: bool,
    /// What was worked out of them, as the claim has it.
    pub claim_line: Option<String>,
    pub payee_person: Option<String>,
    pub payee_given_at: Option<i64>,
    pub payee_ended_at: Option<i64>,
    /// The last digits of that account; empty where it went with its owner.
    pub payee_last_four: Option<String>,
    /// Whether it failed to this account in an earlier batch.
    pub failed_before: bool,
    /// Whether whoever made the batch had a part in it.
    pub own_part: bool,
}

/// What a bank answered, with the person behind the account that took it in.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct PaymentAnswerRow {
    pub id: String,
    pub payment_id: String,
    pub file_sha256: String,
    pub sha256: String,
    pub paid: i64,
    pub failed: i64,
    pub account_id: String,
    pub person_id: String,
    pub account_person: String,
    pub at_ms: i64,
    /// Whether whoever took it in is in the batch.
    pub own_money: bool,
}

/// The number of an account, sealed, with its digest.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct PayeeNumberRow {
    pub id: String,
    pub number_digest: Vec<u8>,
    pub number_sealed: Vec<u8>,
}

/// To whom a line of a batch goes, sealed, with the digest of the number of the account that it names.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct PaymentAccountRow {
    pub id: String,
    pub payment_id: String,
    pub n: i64,
    pub last_four: String,
    pub to_sealed: Vec<u8>,
    pub number_digest: Vec<u8>,
}

impl Snapshot {
    /// Accounts on which people are paid, in the order of their ids, after one of them.
    pub async fn payee_numbers(&mut self, after: &str, limit: i64) -> Result<Vec<PayeeNumberRow>> {
        Ok(read!(self, |c| {
            sqlx::query_as(
                "SELECT id, number_digest, number_sealed FROM payee WHERE id > $1 ORDER BY id LIMIT $2",
            )
            .bind(after)
            .bind(limit)
            .fetch_all(&mut **c)
            .await
        })?)
    }

    /// To whom the lines of batches go, in the order of their ids, after one of them.
    pub async fn payment_accounts(&mut self, after: &str, limit: i64) -> Result<Vec<PaymentAccountRow>> {
        Ok(read!(self, |c| {
            sqlx::query_as(
                "SELECT l.id, l.payment_id, l.n, l.last_four, l.to_sealed, y.number_digest
                 FROM payment_line l JOIN payee y ON y.id = l.payee_id WHERE l.id > $1 ORDER BY l.id LIMIT $2",
            )
            .bind(after)
            .bind(limit)
            .fetch_all(&mut **c)
            .await
        })?)
    }

    /// Batches in the order of their numbers, after one of them.
    pub async fn payments(&mut self, after: i64, limit: i64) -> Result<Vec<PaymentRow>> {
        Ok(read!(self, |c| {
            sqlx::query_as(
                "SELECT p.id, p.number, p.fund_id, p.people, p.amount_fen, p.sha256, p.account_id, p.person_id,
                        COALESCE(a.person_id, '') AS account_person, p.at_ms, COALESCE(f.budget_fen, 0) AS budget_fen
                 FROM payment p LEFT JOIN account a ON a.id = p.account_id LEFT JOIN fund_source f ON f.id = p.fund_id
                 WHERE p.number > $1 ORDER BY p.number LIMIT $2",
            )
            .bind(after)
            .bind(limit)
            .fetch_all(&mut **c)
            .await
        })?)
    }

    /// The lines of a batch, in their order, after one of them.
    pub async fn payment_lines(
        &mut self,
        payment: &str,
        after: i64,
        limit: i64,
    ) -> Result<Vec<PaymentLineRow>> {
        Ok(read!(self, |c| {
            sqlx::query_as(
                "SELECT l.n, l.claim_id, l.enrolment_id, l.person_id, l.amount_fen, l.payee_id, l.last_four, l.state, l.reason,
                        l.answer_id, l.answered_at, r.at_ms AS answer_at, b.at_ms AS published_at, w.claim_id AS published_claim,
                        w.enrolment_id AS published_enrolment, w.person_id AS published_person, w.amount_fen AS published_fen,
                        EXISTS (SELECT 1 FROM objection_struck k WHERE k.publication_id = l.publication_id
                                    AND k.n = l.publication_n) AS struck,
                        EXISTS (SELECT 1 FROM objection o WHERE o.claim_id = l.claim_id AND (o.n IS NULL OR o.n = l.publication_n)
                                    AND o.at_ms <= p.at_ms AND (o.answered_at IS NULL OR o.answered_at > p.at_ms)) AS objected,
                        x.line AS claim_line, y.person_id AS payee_person, y.given_at AS payee_given_at,
                        y.ended_at AS payee_ended_at, y.last_four AS payee_last_four,
                        EXISTS (SELECT 1 FROM payment_line f JOIN payment g ON g.id = f.payment_id
                                WHERE f.claim_id = l.claim_id AND f.enrolment_id = l.enrolment_id AND f.payee_id = l.payee_id
                                  AND g.number < p.number) AS failed_before,
                        (EXISTS (SELECT 1 FROM claim_step s WHERE s.claim_id = l.claim_id AND s.person_id = p.person_id)
                         OR EXISTS (SELECT 1 FROM claim_line o WHERE o.claim_id = l.claim_id AND o.person_id = p.person_id)
                         OR EXISTS (SELECT 1 FROM objection o WHERE o.claim_id = l.claim_id AND o.person_id = p.person_id)
                         OR COALESCE(b.person_id, '') = p.person_id) AS own_part
                 FROM payment_line l JOIN payment p ON p.id = l.payment_id
                 LEFT JOIN publication_line w ON w.publication_id = l.publication_id AND w.n = l.publication_n
                 LEFT JOIN publication b ON b.id = l.publication_id
                 LEFT JOIN claim q ON q.id = l.claim_id
                 LEFT JOIN claim_line x ON x.claim_id = q.id AND x.submission = q.submission AND x.enrolment_id = l.enrolment_id
                 LEFT JOIN payee y ON y.id = l.payee_id LEFT JOIN payment_answer r ON r.id = l.answer_id
                 WHERE l.payment_id = $1 AND l.n > $2 ORDER BY l.n LIMIT $3",
            )
            .bind(payment)
            .bind(after)
            .bind(limit)
            .fetch_all(&mut **c)
            .await
        })?)
    }

    /// What was answered to a batch, in the order of the ids.
    pub async fn payment_answers(&mut self, payment: &str) -> Result<Vec<PaymentAnswerRow>> {
        Ok(read!(self, |c| {
            sqlx::query_as(
                "SELECT n.id, n.payment_id, n.file_sha256, n.sha256, n.paid, n.failed, n.account_id, n.person_id,
                        COALESCE(a.person_id, '') AS account_person, n.at_ms,
                        EXISTS (SELECT 1 FROM payment_line l WHERE l.payment_id = n.payment_id AND l.person_id = n.person_id)
                            AS own_money
                 FROM payment_answer n LEFT JOIN account a ON a.id = n.account_id WHERE n.payment_id = $1 ORDER BY n.id",
            )
            .bind(payment)
            .fetch_all(&mut **c)
            .await
        })?)
    }

    /// How many lines of batches, and how many answers, there are in all.
    pub async fn payment_counts(&mut self) -> Result<(i64, i64)> {
        Ok(read!(self, |c| {
            sqlx::query_as(
                "SELECT (SELECT COUNT(*) FROM payment_line), (SELECT COUNT(*) FROM payment_answer)",
            )
            .fetch_one(&mut **c)
            .await
        })?)
    }
}
