//! Payments as they are read, and who can be paid.

use domain::id::{ClaimId, EnrolmentId, FundSourceId, PayeeId, PaymentId, PersonId, PublicationId};
use domain::payment::{PayableLine, PaymentState};
use domain::person::MaskedName;
use domain::subsidy::Fen;
use serde::Deserialize;

use crate::db::{Db, Tx};
use crate::error::{Result, StoreError};
use crate::publication::CLEARED;
use crate::{read_db, tx};

/// So many people are looked at who can be paid.
const PAYABLE_MAX: i64 = 20_000;

/// Published places `l` that stand in no batch, but in one where they failed.
pub(crate) const TO_PAY: &str = "NOT EXISTS (SELECT 1 FROM payment_line w WHERE w.claim_id = l.claim_id
        AND w.enrolment_id = l.enrolment_id AND w.state <> 'failed')";

/// Who is asked for.
#[derive(Clone, Copy, Debug)]
pub struct PayableSearch<'a> {
    /// Publications made before this moment are over.
    pub over_before: i64,
    /// Who would pay.
    pub officer: &'a PersonId,
}

/// Why somebody can be paid, or not yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Ready,
    /// They gave no account.
    NoAccount,
    /// It failed to the account that they gave; they are to give another.
    FailedBefore,
    /// Whoever asks had a part in it: a colleague pays.
    OwnPart,
}

/// Somebody whose publication is over, and to whom nobody objects.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Payable {
    #[sqlx(try_from = "String")]
    pub publication_id: PublicationId,
    pub publication_n: i64,
    #[sqlx(try_from = "String")]
    pub claim_id: ClaimId,
    #[sqlx(try_from = "String")]
    pub enrolment_id: EnrolmentId,
    #[sqlx(try_from = "String")]
    pub person_id: PersonId,
    #[sqlx(try_from = "String")]
    pub name: MaskedName,
    /// For the file of the bank only.
    pub full_name: String,
    pub document_masked: String,
    pub class_title: String,
    pub course_title: String,
    pub course_title_en: String,
    pub amount_fen: i64,
    claim_line: String,
    pub payee_id: Option<String>,
    pub bank: Option<String>,
    pub kind: Option<String>,
    pub last_four: Option<String>,
    pub number_sealed: Option<Vec<u8>>,
    failed_before: bool,
    own_part: bool,
}

#[derive(Deserialize)]
struct OfFund {
    entitlement: Fund,
}

#[derive(Deserialize)]
struct Fund {
    fund: Option<FundSourceId>,
}

impl Payable {
    /// Whether they can be paid.
    pub fn standing(&self) -> Standing {
        if self.own_part {
            Standing::OwnPart
        } else if self.payee_id.is_none() {
            Standing::NoAccount
        } else if self.failed_before {
            Standing::FailedBefore
        } else {
            Standing::Ready
        }
    }

    /// The fund that the standard names by which it was worked out; none where the policy's own rate is paid.
    pub fn fund(&self) -> Option<FundSourceId> {
        serde_json::from_str::<OfFund>(&self.claim_line).ok()?.entitlement.fund
    }

    /// Whether they can be paid out of this fund.
    pub fn is_paid_by(&self, fund: &FundSourceId, with_unfunded: bool) -> bool {
        self.standing() == Standing::Ready && self.fund().map_or(with_unfunded, |own| own == *fund)
    }

    /// As a batch has it; none without an account.
    pub fn line(&self) -> Option<PayableLine> {
        Some(PayableLine {
            claim: self.claim_id.clone(),
            enrolment: self.enrolment_id.clone(),
            amount: Fen(self.amount_fen),
            payee: PayeeId(self.payee_id.clone()?),
        })
    }
}

/// A fund, and where its money is.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct FundFigures {
    #[sqlx(try_from = "String")]
    pub id: FundSourceId,
    pub code: String,
    pub name: String,
    pub name_en: String,
    pub year: i64,
    pub budget_fen: i64,
    /// In batches that the bank has not answered.
    pub reserved_fen: i64,
    pub paid_fen: i64,
}

impl FundFigures {
    /// What is left of it.
    pub fn left(&self) -> Fen {
        Fen(self.budget_fen - self.reserved_fen - self.paid_fen)
    }
}

/// A batch.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Payment {
    #[sqlx(try_from = "String")]
    pub id: PaymentId,
    pub number: i64,
    pub fund: String,
    pub fund_en: String,
    pub people: i64,
    pub amount_fen: i64,
    pub sha256: String,
    /// Who made it.
    pub clerk: String,
    pub at_ms: i64,
    /// Lines that the bank has not answered.
    pub sent: i64,
    pub paid: i64,
    pub failed: i64,
    pub paid_fen: i64,
}

/// Somebody in a batch, as pages show them.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct PaymentLine {
    pub n: i64,
    #[sqlx(try_from = "String")]
    pub name: MaskedName,
    pub last_four: String,
    pub class_title: String,
    pub course_title: String,
    pub course_title_en: String,
    pub amount_fen: i64,
    pub state: String,
    pub reason: String,
}

impl PaymentLine {
    /// How it stands.
    pub fn state(&self) -> PaymentState {
        PaymentState::from_code(&self.state).unwrap_or(PaymentState::Sent)
    }
}

/// A line for the file of the bank, sealed.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct SentLine {
    pub id: String,
    pub n: i64,
    pub amount_fen: i64,
    pub last_four: String,
    pub to_sealed: Vec<u8>,
    pub state: String,
    pub reason: String,
}

/// A file that was taken in.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct PaymentAnswerLine {
    pub paid: i64,
    pub failed: i64,
    pub clerk: String,
    pub file_sha256: String,
    pub at_ms: i64,
}

/// Where the payment of a learner stands.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct LearnersPayment {
    #[sqlx(try_from = "String")]
    pub enrolment_id: EnrolmentId,
    pub state: String,
    pub last_four: String,
    pub amount_fen: i64,
    pub reason: String,
    pub sent_at: i64,
    pub answered_at: Option<i64>,
    /// Whether the account has been changed since.
    pub newer_account: bool,
}

impl LearnersPayment {
    /// How it stands.
    pub fn state(&self) -> PaymentState {
        PaymentState::from_code(&self.state).unwrap_or(PaymentState::Sent)
    }
}

fn payable() -> String {
    format!(
        "SELECT l.publication_id, l.n AS publication_n, l.claim_id, l.enrolment_id, l.person_id, p.name, p.name AS full_name,
                p.document_masked, k.title AS class_title, c.title AS course_title, c.title_en AS course_title_en,
                l.amount_fen, x.line AS claim_line, y.id AS payee_id, y.bank, y.kind, y.last_four, y.number_sealed,
                EXISTS (SELECT 1 FROM payment_line f WHERE f.claim_id = l.claim_id AND f.enrolment_id = l.enrolment_id
                            AND f.state = 'failed' AND f.payee_id = y.id) AS failed_before,
                (EXISTS (SELECT 1 FROM claim_step s WHERE s.claim_id = l.claim_id AND s.person_id = $2)
                 OR EXISTS (SELECT 1 FROM claim_line o WHERE o.claim_id = l.claim_id AND o.person_id = $2)
                 OR EXISTS (SELECT 1 FROM objection o WHERE o.claim_id = l.claim_id AND o.person_id = $2)
                 OR b.person_id = $2) AS own_part
         FROM publication_line l JOIN publication b ON b.id = l.publication_id JOIN person p ON p.id = l.person_id
         JOIN claim q ON q.id = l.claim_id JOIN training_class k ON k.id = q.class_id JOIN course c ON c.id = k.course_id
         JOIN claim_line x ON x.claim_id = q.id AND x.submission = q.submission AND x.enrolment_id = l.enrolment_id
         LEFT JOIN payee y ON y.person_id = l.person_id AND y.ended_at IS NULL
         WHERE b.people > 0 AND b.at_ms < $1 AND {CLEARED} AND {TO_PAY}
         ORDER BY b.at_ms, b.id, l.n LIMIT {PAYABLE_MAX}"
    )
}

const FIGURES: &str = "SELECT f.id, f.code, f.name, f.name_en, f.year, f.budget_fen,
        (SELECT CAST(COALESCE(SUM(l.amount_fen), 0) AS BIGINT) FROM payment p JOIN payment_line l ON l.payment_id = p.id
         WHERE p.fund_id = f.id AND l.state = 'sent') AS reserved_fen,
        (SELECT CAST(COALESCE(SUM(l.amount_fen), 0) AS BIGINT) FROM payment p JOIN payment_line l ON l.payment_id = p.id
         WHERE p.fund_id = f.id AND l.state = 'paid') AS paid_fen
    FROM fund_source f";

const PAYMENT: &str = "SELECT p.id, p.number, f.name AS fund, f.name_en AS fund_en, p.people, p.amount_fen, p.sha256, y.name AS clerk,
        p.at_ms,
        (SELECT COUNT(*) FROM payment_line l WHERE l.payment_id = p.id AND l.state = 'sent') AS sent,
        (SELECT COUNT(*) FROM payment_line l WHERE l.payment_id = p.id AND l.state = 'paid') AS paid,
        (SELECT COUNT(*) FROM payment_line l WHERE l.payment_id = p.id AND l.state = 'failed') AS failed,
        (SELECT CAST(COALESCE(SUM(l.amount_fen), 0) AS BIGINT) FROM payment_line l WHERE l.payment_id = p.id AND l.state = 'paid')
            AS paid_fen
    FROM payment p JOIN fund_source f ON f.id = p.fund_id JOIN person y ON y.id = p.person_id";

impl Db {
    /// Everybody whose publication is over, to whom nobody objects, and who stands in no batch; whoever was published first first.
    pub async fn payables(&self, search: &PayableSearch<'_>) -> Result<Vec<Payable>> {
        Ok(read_db!(self, |p| sqlx::query_as(sqlx::AssertSqlSafe(payable()))
            .bind(search.over_before)
            .bind(search.officer.as_str())
            .fetch_all(p)
            .await)?)
    }

    /// The funds and where their money is, the latest year first.
    pub async fn fund_figures(&self) -> Result<Vec<FundFigures>> {
        let sql = format!("{FIGURES} ORDER BY f.year DESC, f.code");
        Ok(read_db!(self, |p| sqlx::query_as(sqlx::AssertSqlSafe(sql)).fetch_all(p).await)?)
    }

    /// A page of the batches, the latest first, and how many there are.
    pub async fn payments(&self, limit: i64, offset: i64) -> Result<(Vec<Payment>, i64)> {
        let sql = format!("{PAYMENT} WHERE p.people > 0 ORDER BY p.number DESC LIMIT $1 OFFSET $2");
        let found = read_db!(self, |p| sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(limit)
            .bind(offset)
            .fetch_all(p)
            .await)?;
        let sql = "SELECT COUNT(*) FROM payment WHERE people > 0";
        Ok((found, read_db!(self, |p| sqlx::query_scalar(sql).fetch_one(p).await)?))
    }

    /// One batch.
    pub async fn payment(&self, id: &PaymentId) -> Result<Payment> {
        let sql = format!("{PAYMENT} WHERE p.id = $1 AND p.people > 0");
        Ok(read_db!(self, |p| sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(id.as_str()).fetch_one(p).await)?)
    }

    /// A page of its lines: all, or those that stand so.
    pub async fn payment_lines(
        &self,
        id: &PaymentId,
        state: Option<PaymentState>,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<PaymentLine>> {
        let sql = "SELECT l.n, y.name, l.last_four, k.title AS class_title, c.title AS course_title,
                          c.title_en AS course_title_en, l.amount_fen, l.state, l.reason
                   FROM payment_line l JOIN person y ON y.id = l.person_id JOIN claim q ON q.id = l.claim_id
                   JOIN training_class k ON k.id = q.class_id JOIN course c ON c.id = k.course_id
                   WHERE l.payment_id = $1 AND (CAST($2 AS TEXT) IS NULL OR l.state = $2)
                   ORDER BY l.n LIMIT $3 OFFSET $4";
        Ok(read_db!(self, |p| sqlx::query_as(sql)
            .bind(id.as_str())
            .bind(state.map(PaymentState::as_str))
            .bind(limit)
            .bind(offset)
            .fetch_all(p)
            .await)?)
    }

    /// All of its lines, for the file of the bank and its answer.
    pub async fn sent_lines(&self, id: &PaymentId) -> Result<Vec<SentLine>> {
        let sql = "SELECT id, n, amount_fen, last_four, to_sealed, state, reason FROM payment_line
                   WHERE payment_id = $1 ORDER BY n";
        Ok(read_db!(self, |p| sqlx::query_as(sql).bind(id.as_str()).fetch_all(p).await)?)
    }

    /// The files that were taken in, the first first.
    pub async fn payment_answers(&self, id: &PaymentId) -> Result<Vec<PaymentAnswerLine>> {
        let sql = "SELECT a.paid, a.failed, y.name AS clerk, a.file_sha256, a.at_ms FROM payment_answer a
                   JOIN person y ON y.id = a.person_id WHERE a.payment_id = $1 ORDER BY a.at_ms, a.id LIMIT 200";
        Ok(read_db!(self, |p| sqlx::query_as(sql).bind(id.as_str()).fetch_all(p).await)?)
    }

    /// Where somebody's payments stand, the latest batch first.
    pub async fn my_payments(&self, person: &PersonId) -> Result<Vec<LearnersPayment>> {
        let sql = "SELECT l.enrolment_id, l.state, l.last_four, l.amount_fen, l.reason, p.at_ms AS sent_at, l.answered_at,
                          EXISTS (SELECT 1 FROM payee y WHERE y.person_id = l.person_id AND y.ended_at IS NULL
                                  AND y.id <> l.payee_id) AS newer_account
                   FROM payment_line l JOIN payment p ON p.id = l.payment_id
                   WHERE l.person_id = $1 AND p.people > 0 ORDER BY p.number DESC";
        Ok(read_db!(self, |p| sqlx::query_as(sql).bind(person.as_str()).fetch_all(p).await)?)
    }
}

impl Tx {
    /// The same as [`Db::payables`].
    pub(super) async fn payable(&mut self, search: &PayableSearch<'_>) -> Result<Vec<Payable>> {
        Ok(tx!(self, |c| sqlx::query_as(sqlx::AssertSqlSafe(payable()))
            .bind(search.over_before)
            .bind(search.officer.as_str())
            .fetch_all(&mut **c)
            .await)?)
    }

    /// One fund and where its money is.
    pub(super) async fn figures_of(&mut self, fund: &FundSourceId) -> Result<FundFigures> {
        let sql = format!("{FIGURES} WHERE f.id = $1");
        let found: Option<FundFigures> = tx!(self, |c| sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(fund.as_str())
            .fetch_optional(&mut **c)
            .await)?;
        found.ok_or(StoreError::NotFound)
    }
}
