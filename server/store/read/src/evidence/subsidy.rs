//! Enrolments and the subsidy records reckoned for them.

use super::Snapshot;
use crate::error::Result;

/// An enrolment of a person.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct EnrolmentRow {
    pub id: String,
    pub class_id: String,
}

/// A subsidy record as kept.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct SubsidyRow {
    pub enrolment_id: String,
    pub class_id: String,
    pub policy_version: String,
    pub verified_ms: i64,
    pub required_ms: i64,
    pub credit_tenths: i64,
    pub identity_seen: bool,
    pub completed: bool,
    pub pay_mode: String,
    pub amount_fen: i64,
    pub reasoning: String,
    pub ledger_size: i64,
}

impl Snapshot {
    /// A person's enrolments.
    pub async fn enrolments(&mut self, person: &str) -> Result<Vec<EnrolmentRow>> {
        Ok(read!(self, |c| {
            sqlx::query_as("SELECT id, class_id FROM enrolment WHERE person_id = $1 ORDER BY id")
                .bind(person)
                .fetch_all(&mut **c)
                .await
        })?)
    }

    /// A person's subsidy records.
    pub async fn subsidies(&mut self, person: &str) -> Result<Vec<SubsidyRow>> {
        Ok(read!(self, |c| {
            sqlx::query_as(
                "SELECT enrolment_id, class_id, policy_version, verified_ms, required_ms, credit_tenths,
                        identity_seen, completed, pay_mode, amount_fen, reasoning, ledger_size
                 FROM subsidy_record WHERE enrolment_id IN (SELECT id FROM enrolment WHERE person_id = $1)
                 ORDER BY enrolment_id",
            )
            .bind(person)
            .fetch_all(&mut **c)
            .await
        })?)
    }
}
