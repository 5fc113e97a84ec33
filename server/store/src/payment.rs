//! Payments: who can be paid, batches that are frozen once, and what the bank answered. Each is one transaction with its line in
//! the audit log; triggers of the database refuse what the code here refuses.

mod claim;
mod list;

pub use claim::ClaimMoney;
pub(crate) use list::TO_PAY;
pub use list::{
    FundFigures, LearnersPayment, Payable, PayableSearch, Payment, PaymentAnswerLine, PaymentLine, SentLine,
    Standing,
};

use domain::id::{FundSourceId, PaymentId};
use domain::payment::{PaymentOutcome, digest, fitting, outcomes_digest, reference};
use domain::subsidy::Fen;

use crate::appeal::Actor;
use crate::audit::{self, AuditEvent};
use crate::db::{Db, Tx, TxConnection};
use crate::error::{Result, StoreError};
use crate::{execute, tx};

/// A batch about to be made.
#[derive(Debug)]
pub struct NewPayment<'a> {
    pub id: &'a PaymentId,
    pub fund: &'a FundSourceId,
    /// Whether those are paid out of it too whose entitlement names no fund.
    pub with_unfunded: bool,
    /// The digest of what was seen.
    pub sha256: &'a str,
    /// Publications made before this moment are over.
    pub over_before: i64,
    /// To whom each line goes, in their order.
    pub frozen: &'a [Frozen],
}

/// To whom a line goes, as it is frozen.
#[derive(Clone, Debug)]
pub struct Frozen {
    pub line: String,
    /// Name, bank and number, sealed for the line.
    pub to_sealed: Vec<u8>,
}

/// Why no batch was made; nothing changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaymentRefusal {
    /// Nobody can be paid out of this fund, or nothing is left of it.
    Nobody,
    /// It is not what was seen: somebody was paid, objected to or gave another account since.
    Changed,
}

/// What became of an answer of the bank.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answered {
    /// Lines that have their answer now.
    pub paid: i64,
    pub failed: i64,
    /// Lines that had the same answer before.
    pub known: i64,
    /// Lines that have another answer, which stays.
    pub contradicted: Vec<i64>,
}

impl Db {
    /// Makes a batch of exactly what was seen, in the name of somebody who had no part in it. Its number.
    pub async fn make_payment(
        &self,
        new: &NewPayment<'_>,
        actor: &Actor,
        event: impl FnOnce(i64, i64, Fen) -> AuditEvent,
    ) -> Result<std::result::Result<i64, PaymentRefusal>> {
        let mut tx = self.begin().await?;
        tx.lock_payments(new.over_before).await?;
        let figures = tx.figures_of(new.fund).await?;
        let search = PayableSearch { over_before: new.over_before, officer: &actor.person };
        let mut payable = tx.payable(&search).await?;
        payable.retain(|one| one.is_paid_by(new.fund, new.with_unfunded));
        let mut lines: Vec<_> = payable.iter().filter_map(Payable::line).collect();
        let (count, amount) = fitting(&lines, figures.left());
        lines.truncate(count);
        payable.truncate(count);
        if lines.is_empty() {
            return Ok(Err(PaymentRefusal::Nobody));
        }
        if digest(new.fund.as_str(), &lines) != new.sha256 || new.frozen.len() != count {
            return Ok(Err(PaymentRefusal::Changed));
        }
        let sql = "SELECT COALESCE(MAX(number), 0) + 1 FROM payment";
        let number: i64 = tx!(&mut tx, |c| sqlx::query_scalar(sql).fetch_one(&mut **c).await)?;
        let people = i64::try_from(count).map_err(|_| StoreError::NotFound)?;
        let event = event(number, people, amount);
        let sql =
            "INSERT INTO payment (id, number, fund_id, people, amount_fen, sha256, account_id, person_id, role, at_ms)
             VALUES ($1, $2, $3, 0, 0, $4, $5, $6, $7, $8)";
        execute!(
            &mut tx,
            sql,
            new.id.as_str(),
            number,
            new.fund.as_str(),
            new.sha256,
            actor.account.as_str(),
            actor.person.as_str(),
            actor.role,
            event.at_ms
        )?;
        for (n, ((one, line), frozen)) in (1_i64..).zip(payable.iter().zip(&lines).zip(new.frozen)) {
            let sql = "INSERT INTO payment_line (id, payment_id, n, publication_id, publication_n, claim_id, enrolment_id,
                           person_id, amount_fen, payee_id, last_four, to_sealed, state)
                       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'sent')";
            execute!(
                &mut tx,
                sql,
                &frozen.line,
                new.id.as_str(),
                n,
                one.publication_id.as_str(),
                one.publication_n,
                line.claim.as_str(),
                line.enrolment.as_str(),
                one.person_id.as_str(),
                line.amount.0,
                line.payee.as_str(),
                one.last_four.as_deref().unwrap_or_default(),
                &frozen.to_sealed
            )?;
        }
        let sql = "UPDATE payment SET people = $1, amount_fen = $2 WHERE id = $3";
        execute!(&mut tx, sql, people, amount.0, new.id.as_str())?;
        audit::write(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(Ok(number))
    }

    /// Takes what the bank answered: each line that has no answer gets it; nothing else changes. The event is made of how many were
    /// paid, how many failed, and the digest of that; nothing is written where nothing is new.
    pub async fn answer_payment(
        &self,
        payment: &PaymentId,
        (answer, file_sha256): (&str, &str),
        outcomes: &[PaymentOutcome],
        actor: &Actor,
        event: impl FnOnce(i64, i64, String) -> AuditEvent,
    ) -> Result<Answered> {
        let mut tx = self.begin().await?;
        // Of two who take the same file in at once the second finds every line answered.
        let lock = tx.text(
            "SELECT number FROM payment WHERE id = $1 AND people > 0",
            "SELECT number FROM payment WHERE id = $1 AND people > 0 FOR UPDATE",
        );
        let number: i64 =
            tx!(&mut tx, |c| sqlx::query_scalar(lock).bind(payment.as_str()).fetch_one(&mut **c).await)?;
        let known: Vec<(i64, String, String)> = tx!(&mut tx, |c| {
            sqlx::query_as("SELECT n, state, reason FROM payment_line WHERE payment_id = $1 ORDER BY n")
                .bind(payment.as_str())
                .fetch_all(&mut **c)
                .await
        })?;
        let mut new: Vec<PaymentOutcome> = Vec::new();
        let mut answered = Answered::default();
        for outcome in outcomes {
            let Some((_, state, reason)) = known.iter().find(|(n, ..)| *n == outcome.n) else {
                tracing::error!(number, n = outcome.n, "an answer to a line that was never sent");
                return Err(StoreError::NotFound);
            };
            match (state.as_str(), &outcome.failed) {
                ("sent", _) if new.iter().any(|one| one.n == outcome.n) => {}
                ("sent", _) => new.push(outcome.clone()),
                ("paid", None) => answered.known += 1,
                ("failed", Some(why)) if why == reason => answered.known += 1,
                _ => answered.contradicted.push(outcome.n),
            }
        }
        if new.is_empty() {
            return Ok(answered);
        }
        new.sort_by_key(|outcome| outcome.n);
        let count = |which: bool| new.iter().filter(|one| one.failed.is_some() == which).count();
        let whole = |count: usize| i64::try_from(count).map_err(|_| StoreError::NotFound);
        (answered.paid, answered.failed) = (whole(count(false))?, whole(count(true))?);
        let sha256 = outcomes_digest(&new);
        let event = event(answered.paid, answered.failed, sha256.clone());
        let sql = "INSERT INTO payment_answer (id, payment_id, file_sha256, sha256, paid, failed, account_id, person_id, role, at_ms)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
        execute!(
            &mut tx,
            sql,
            answer,
            payment.as_str(),
            file_sha256,
            sha256,
            answered.paid,
            answered.failed,
            actor.account.as_str(),
            actor.person.as_str(),
            actor.role,
            event.at_ms
        )?;
        for PaymentOutcome { n, failed } in &new {
            let sql = "UPDATE payment_line SET state = $1, reason = $2, answer_id = $3, answered_at = $4
                       WHERE payment_id = $5 AND n = $6";
            let state = if failed.is_some() { "failed" } else { "paid" };
            execute!(
                &mut tx,
                sql,
                state,
                failed.as_deref().unwrap_or_default(),
                answer,
                event.at_ms,
                payment.as_str(),
                *n
            )?;
        }
        audit::write(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(answered)
    }
}

impl PaymentLine {
    /// How it is called at the bank.
    pub fn reference(&self, payment: &Payment) -> String {
        reference(payment.number, self.n)
    }
}

impl Tx {
    /// Whoever else makes a batch waits until the end of the transaction, and so does whoever objects to what may be in it. SQLite
    /// has one writer anyway.
    async fn lock_payments(&mut self, over_before: i64) -> Result<()> {
        if let TxConnection::Postgres(connection) = self.connection() {
            // The number that the trigger takes too.
            sqlx::query("SELECT pg_advisory_xact_lock(710074)").execute(&mut **connection).await?;
            let sql = "SELECT id FROM publication WHERE at_ms < $1 ORDER BY id FOR UPDATE";
            sqlx::query(sql).bind(over_before).execute(&mut **connection).await?;
        }
        Ok(())
    }
}
