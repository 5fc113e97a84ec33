//! Publications: what passed both reviews is shown to the public, all of a claim or nothing of it, and each answer to an objection
//! says who is struck off. Each is one transaction with its line in the audit log; triggers of the database refuse what the code
//! here refuses.

mod list;
mod objection;

pub(crate) use list::{CLEARED, PUBLISHABLE};
pub use list::{LearnersPublication, PublicLine, Publication, PublishedClass};
pub(crate) use objection::waits_for_answer;
pub use objection::{AnswerRefusal, FilingRefusal, NewObjection, Objection, ObjectionAnswer};

use domain::id::{ClaimId, EnrolmentId, PublicationId};
use domain::publication::{PublishedLine, digest};
use domain::subsidy::Fen;

use crate::appeal::Actor;
use crate::audit::{self, AuditEvent};
use crate::db::{Db, Tx};
use crate::error::Result;
use crate::{execute, tx};

/// Why nothing was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PublicationRefusal {
    /// One of the claims does not wait for it, or not any more.
    NotWaiting,
    /// Whoever publishes stands in the list.
    OwnMoney,
}

#[derive(sqlx::FromRow)]
struct NewLine {
    #[sqlx(try_from = "String")]
    claim_id: ClaimId,
    #[sqlx(try_from = "String")]
    enrolment_id: EnrolmentId,
    person_id: String,
    amount_fen: i64,
}

impl Db {
    /// Publishes claims that passed both reviews, in the order in which they are named: everybody in them who is owed something.
    pub async fn publish(
        &self,
        id: &PublicationId,
        claims: &[ClaimId],
        actor: &Actor,
        event: impl FnOnce(&[PublishedLine]) -> AuditEvent,
    ) -> Result<std::result::Result<(), PublicationRefusal>> {
        let mut tx = self.begin().await?;
        let mut rows: Vec<NewLine> = Vec::new();
        for claim in claims {
            // Of two that publish the same claim the second finds it published.
            let held = tx.hold_publishable(claim).await?;
            let found = if held { tx.lines_to_publish(claim).await? } else { Vec::new() };
            if found.is_empty() {
                return Ok(Err(PublicationRefusal::NotWaiting));
            }
            rows.extend(found);
        }
        if rows.is_empty() {
            return Ok(Err(PublicationRefusal::NotWaiting));
        }
        if rows.iter().any(|row| row.person_id == actor.person.as_str()) {
            return Ok(Err(PublicationRefusal::OwnMoney));
        }
        let lines: Vec<PublishedLine> = (1..)
            .zip(&rows)
            .map(|(n, row)| PublishedLine {
                n,
                claim: row.claim_id.clone(),
                enrolment: row.enrolment_id.clone(),
                amount: Fen(row.amount_fen),
            })
            .collect();
        let event = event(&lines);
        let sql =
            "INSERT INTO publication (id, people, amount_fen, sha256, account_id, person_id, role, at_ms)
                   VALUES ($1, 0, 0, $2, $3, $4, $5, $6)";
        execute!(
            &mut tx,
            sql,
            id.as_str(),
            digest(&lines),
            actor.account.as_str(),
            actor.person.as_str(),
            actor.role,
            event.at_ms
        )?;
        for (line, row) in lines.iter().zip(&rows) {
            let sql = "INSERT INTO publication_line (publication_id, n, claim_id, enrolment_id, person_id, amount_fen)
                       VALUES ($1, $2, $3, $4, $5, $6)";
            execute!(
                &mut tx,
                sql,
                id.as_str(),
                line.n,
                line.claim.as_str(),
                line.enrolment.as_str(),
                row.person_id.as_str(),
                line.amount.0
            )?;
        }
        let (people, amount) = sums(&lines);
        let sql = "UPDATE publication SET people = $1, amount_fen = $2 WHERE id = $3";
        execute!(&mut tx, sql, people, amount.0, id.as_str())?;
        audit::write(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(Ok(()))
    }
}

/// How many stand in a list, and what they are owed together.
pub fn sums(lines: &[PublishedLine]) -> (i64, Fen) {
    lines.iter().fold((0, Fen(0)), |(people, sum), line| (people + 1, Fen(sum.0 + line.amount.0)))
}

impl Tx {
    /// Holds a claim until the transaction ends; whether it waits to be published.
    async fn hold_publishable(&mut self, claim: &ClaimId) -> Result<bool> {
        let lock = self.text(
            "SELECT COUNT(*) FROM claim q WHERE q.id = $1",
            "SELECT COUNT(*) FROM (SELECT q.id FROM claim q WHERE q.id = $1 FOR UPDATE) AS held",
        );
        let _: i64 = tx!(self, |c| sqlx::query_scalar(lock).bind(claim.as_str()).fetch_one(&mut **c).await)?;
        let sql = format!("SELECT COUNT(*) FROM claim q WHERE q.id = $1 AND {PUBLISHABLE}");
        let count: i64 = tx!(self, |c| sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
            .bind(claim.as_str())
            .fetch_one(&mut **c)
            .await)?;
        Ok(count > 0)
    }

    /// Who of a claim is owed something, in the order of the claim.
    async fn lines_to_publish(&mut self, claim: &ClaimId) -> Result<Vec<NewLine>> {
        let sql = "SELECT q.id AS claim_id, l.enrolment_id, l.person_id, l.amount_fen
                   FROM claim q JOIN claim_line l ON l.claim_id = q.id AND l.submission = q.submission
                   WHERE q.id = $1 AND l.amount_fen > 0 ORDER BY l.n";
        Ok(tx!(self, |c| sqlx::query_as(sql).bind(claim.as_str()).fetch_all(&mut **c).await)?)
    }
}
