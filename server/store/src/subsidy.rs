//! Subsidy records: computed from the ledger by the class's policy, never edited by hand.

mod worth;

pub use worth::ClassWorth;

use domain::id::{ClassId, EnrolmentId, PersonId};
use domain::policy::Policies;
use domain::subsidy::{Facts, Reason, assess};

use crate::db::{Db, Tx};
use crate::error::{Result, StoreError};
use crate::{read_db, tx};

/// A subsidy record as its learner reads it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct MySubsidy {
    #[sqlx(try_from = "String")]
    pub enrolment_id: EnrolmentId,
    pub policy_version: String,
    pub verified_ms: i64,
    pub required_ms: i64,
    pub credit_tenths: i64,
    pub completed: bool,
    pub pay_mode: String,
    pub amount_fen: i64,
    reasoning: String,
    /// Ledger entries there were when it was computed.
    pub ledger_size: i64,
    pub computed_at: i64,
}

impl MySubsidy {
    /// How it came about, step by step.
    pub fn reasoning(&self) -> Result<Vec<Reason>> {
        serde_json::from_str(&self.reasoning).map_err(|error| StoreError::Damaged(error.to_string()))
    }
}

impl Db {
    /// A person's subsidy records. An enrolment without verified time has none yet.
    pub async fn my_subsidies(&self, person: &PersonId) -> Result<Vec<MySubsidy>> {
        Ok(read_db!(self, |pool| {
            sqlx::query_as(
            "SELECT enrolment_id, policy_version, verified_ms, required_ms, credit_tenths, completed, pay_mode, \
             amount_fen, reasoning, ledger_size, computed_at FROM subsidy_record \
             WHERE enrolment_id IN (SELECT id FROM enrolment WHERE person_id = $1)"
        )
        .bind(person.as_str())
        .fetch_all(pool)
        .await
        })?)
    }
}

#[derive(sqlx::FromRow)]
struct Place {
    #[sqlx(try_from = "String")]
    class_id: ClassId,
    #[sqlx(try_from = "String")]
    person_id: PersonId,
    policy_version: String,
    identity_seen: bool,
    required_ms: i64,
    verified_ms: i64,
    has_exam: bool,
    exam_mark: Option<i64>,
}

/// Computes the record of an enrolment anew from the ledger, in the transaction that changed it. The transaction holds the
/// row of the person's study, and whoever changes whether their document was seen does too: neither misses the other.
pub(crate) async fn recompute(
    tx: &mut Tx,
    enrolment: &EnrolmentId,
    policies: &Policies,
    ledger_size: i64,
    now_ms: i64,
) -> Result<()> {
    let place: Place = tx!(tx, |c| {
        sqlx::query_as(
        "SELECT e.class_id, e.person_id, k.policy_version, p.identity_seen_at IS NOT NULL AS identity_seen,
                EXISTS (SELECT 1 FROM class_exam v WHERE v.class_id = e.class_id) AS has_exam,
                (SELECT MAX(v.mark) FROM exam_paper v WHERE v.enrolment_id = e.id) AS exam_mark,
                (SELECT CAST(COALESCE(SUM(l.duration_ms), 0) AS BIGINT) FROM lesson AS l
                 WHERE l.course_id = k.course_id) AS required_ms,
                (SELECT CAST(COALESCE(SUM(y.ms), 0) AS BIGINT) FROM ledger_line AS y
                 WHERE y.enrolment_id = e.id) AS verified_ms
         FROM enrolment AS e JOIN training_class AS k ON k.id = e.class_id JOIN person AS p ON p.id = e.person_id
         WHERE e.id = $1",
    )
    .bind(enrolment.as_str())
    .fetch_one(&mut **c)
    .await
    })?;
    let unknown = || StoreError::Damaged(format!("unknown policy version {}", place.policy_version));
    let policy = policies.version(&place.policy_version).ok_or_else(unknown)?;
    let Place { verified_ms, required_ms, identity_seen, .. } = place;
    let test_mark = place.has_exam.then_some(place.exam_mark);
    let facts = Facts { verified_ms, required_ms, test_mark, identity_seen };
    let assessment = assess(&facts, policy);
    let reasoning = serde_json::to_string(&assessment.reasoning)
        .map_err(|error| StoreError::Damaged(error.to_string()))?;
    tx!(tx, |c| {
        sqlx::query(
        "INSERT INTO subsidy_record
             (enrolment_id, class_id, person_id, policy_version, verified_ms, required_ms, credit_tenths,
              identity_seen, completed, pay_mode, amount_fen, reasoning, ledger_size, computed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
         ON CONFLICT (enrolment_id) DO UPDATE SET
             policy_version = excluded.policy_version, verified_ms = excluded.verified_ms,
             required_ms = excluded.required_ms, credit_tenths = excluded.credit_tenths,
             identity_seen = excluded.identity_seen, completed = excluded.completed, pay_mode = excluded.pay_mode, amount_fen = excluded.amount_fen,
             reasoning = excluded.reasoning, ledger_size = excluded.ledger_size,
             computed_at = excluded.computed_at",
    )
    .bind(enrolment.as_str())
    .bind(place.class_id.as_str())
    .bind(place.person_id.as_str())
    .bind(place.policy_version.as_str())
    .bind(verified_ms)
    .bind(required_ms)
    .bind(assessment.hours.tenths)
    .bind(identity_seen)
    .bind(assessment.completed)
    .bind(assessment.pay_mode.as_str())
    .bind(assessment.amount.0)
    .bind(reasoning.as_str())
    .bind(ledger_size)
    .bind(now_ms)
    .execute(&mut **c)
    .await
    .map(drop)
    })?;
    Ok(())
}
