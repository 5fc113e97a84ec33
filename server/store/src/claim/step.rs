//! A step of a claim within a transaction: the claim is held, the rule is asked, and the step is written with its lines.

use domain::claim::{ClaimState, ClaimStep, as_stored};
use domain::id::{ClaimId, ClassId, PersonId};
use domain::workflow::{Case, NotTaken};

use super::list::{self, ClaimStepLine};
use super::{NamedClaim, damaged};
use crate::appeal::Actor;
use crate::audit::AuditEvent;
use crate::db::Tx;
use crate::error::{Result, StoreError};
use crate::{execute, tx};

/// A claim as a transaction holds it.
pub(super) struct Held {
    pub case: Case<ClaimState>,
    pub steps: Vec<ClaimStepLine>,
}

/// A claim that was not given up, by class.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct LiveClaim {
    #[sqlx(try_from = "String")]
    pub id: ClaimId,
    pub made_at: i64,
}

impl Held {
    /// A claim that begins: whoever is owed something is on the side that asks.
    pub fn begins(named: &NamedClaim) -> Self {
        let people = named.learners.iter().map(|learner| learner.person.clone());
        Self { case: Case::begun_by(people), steps: Vec::new() }
    }

    /// The digest of what was submitted last.
    pub fn sha256(&self) -> Option<&str> {
        let last = self.steps.iter().rev().find(|step| step.kind == ClaimStep::Submit.as_str());
        last.map(|step| step.sha256.as_str())
    }
}

impl Tx {
    /// The claim of a class that was not given up.
    pub(super) async fn live_claim(&mut self, class: &ClassId) -> Result<Option<LiveClaim>> {
        let sql = "SELECT id, made_at FROM claim WHERE class_id = $1 AND state <> 'withdrawn'";
        Ok(tx!(self, |c| sqlx::query_as(sql).bind(class.as_str()).fetch_optional(&mut **c).await)?)
    }

    /// The class that a claim is for.
    pub(super) async fn class_of_claim(&mut self, id: &ClaimId) -> Result<ClassId> {
        let sql = "SELECT class_id FROM claim WHERE id = $1";
        let class: String =
            tx!(self, |c| sqlx::query_scalar(sql).bind(id.as_str()).fetch_one(&mut **c).await)?;
        Ok(ClassId(class))
    }

    /// Holds the learners of a closed class until the transaction ends, in the order of their ids: of two claims with the same
    /// person the second knows of the first.
    pub(super) async fn hold_claimants(&mut self, class: &ClassId) -> Result<()> {
        let sql = self.text(
            "SELECT COUNT(*) FROM class_closing WHERE class_id = $1",
            "SELECT COUNT(*) FROM (SELECT p.id FROM person p WHERE p.id IN
                 (SELECT person_id FROM class_closing_line WHERE class_id = $1) ORDER BY p.id FOR NO KEY UPDATE) AS held",
        );
        let _: i64 = tx!(self, |c| sqlx::query_scalar(sql).bind(class.as_str()).fetch_one(&mut **c).await)?;
        Ok(())
    }

    /// Holds a claim until the transaction ends: two people at it take their steps one after another.
    pub(super) async fn hold_claim(&mut self, id: &ClaimId) -> Result<Held> {
        let lock = self.text(
            "SELECT state FROM claim WHERE id = $1",
            "SELECT state FROM claim WHERE id = $1 FOR UPDATE",
        );
        let state: String =
            tx!(self, |c| sqlx::query_scalar(lock).bind(id.as_str()).fetch_one(&mut **c).await)?;
        let sql = "SELECT DISTINCT person_id FROM claim_line WHERE claim_id = $1";
        let own: Vec<String> =
            tx!(self, |c| sqlx::query_scalar(sql).bind(id.as_str()).fetch_all(&mut **c).await)?;
        let steps: Vec<ClaimStepLine> =
            tx!(self, |c| sqlx::query_as(list::STEPS).bind(id.as_str()).fetch_all(&mut **c).await)?;
        // Whoever is owed something is on the side that asks.
        let mut case: Case<ClaimState> = Case::begun_by(own.into_iter().map(PersonId));
        for line in &steps {
            let step = ClaimStep::from_code(&line.kind).ok_or_else(|| damaged(id))?;
            case = case.take(step, &line.person_id, &line.reason).map_err(|_| damaged(id))?;
        }
        if case.state().as_str() != state {
            return Err(damaged(id));
        }
        Ok(Held { case, steps })
    }

    /// Takes a step of a claim that is held; a submission with its lines.
    pub(super) async fn take_claim_step(
        &mut self,
        id: &ClaimId,
        held: Held,
        submission: Option<&NamedClaim>,
        (step, sha256): (ClaimStep, &str),
        actor: &Actor,
        event: &AuditEvent,
    ) -> Result<std::result::Result<(), NotTaken>> {
        let n = i64::try_from(held.steps.len()).map_err(|_| StoreError::NotFound)? + 1;
        let case = match held.case.take(step, &actor.person, &event.reason) {
            Ok(case) => case,
            Err(why) => return Ok(Err(why)),
        };
        let head = submission.map_or_else(String::new, |named| as_stored(&named.content.head));
        if let Some(named) = submission {
            for (at, (line, learner)) in named.content.lines.iter().zip(&named.learners).enumerate() {
                let sql = "INSERT INTO claim_line (claim_id, submission, n, enrolment_id, person_id, amount_fen, line)
                           VALUES ($1, $2, $3, $4, $5, $6, $7)";
                execute!(
                    &mut *self,
                    sql,
                    id.as_str(),
                    n,
                    i64::try_from(at).map_err(|_| StoreError::NotFound)? + 1,
                    line.enrolment.as_str(),
                    learner.person.as_str(),
                    line.entitlement.amount.0,
                    as_stored(line)
                )?;
            }
        }
        let sql = "INSERT INTO claim_step (claim_id, n, kind, account_id, person_id, role, reason, head, sha256, at_ms)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
        execute!(
            &mut *self,
            sql,
            id.as_str(),
            n,
            step.as_str(),
            actor.account.as_str(),
            actor.person.as_str(),
            actor.role,
            event.reason.as_str(),
            head,
            sha256,
            event.at_ms
        )?;
        let sql = "UPDATE claim SET state = $1, since = $2 WHERE id = $3";
        match submission {
            None => execute!(&mut *self, sql, case.state().as_str(), event.at_ms, id.as_str())?,
            Some(named) => {
                let sums = named.content.sums();
                let sql = "UPDATE claim SET state = $1, since = $2, submitted_at = $2, submission = $3, people = $4, paid = $5,
                               amount_fen = $6 WHERE id = $7";
                execute!(
                    &mut *self,
                    sql,
                    case.state().as_str(),
                    event.at_ms,
                    n,
                    sums.people,
                    sums.paid,
                    sums.amount.0,
                    id.as_str()
                )?
            }
        };
        Ok(Ok(()))
    }
}
