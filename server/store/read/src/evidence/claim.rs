//! Claims, their steps and lines, and the closings that they are for.

use super::Snapshot;
use crate::error::Result;

/// A claim as kept.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ClaimRow {
    pub id: String,
    pub class_id: String,
    pub state: String,
    pub submission: i64,
    pub people: i64,
    pub paid: i64,
    pub amount_fen: i64,
    /// The digest of the closing of its class.
    pub closing_sha256: String,
}

/// A step of a claim with the person behind its account.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ClaimStepRow {
    pub n: i64,
    pub kind: String,
    pub account_id: String,
    pub person_id: String,
    pub account_person: String,
    pub role: String,
    pub reason: String,
    pub head: String,
    pub sha256: String,
    pub at_ms: i64,
}

/// A learner of a submission, with what the closing of the class froze of them.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ClaimLineRow {
    pub n: i64,
    pub enrolment_id: String,
    pub person_id: String,
    pub amount_fen: i64,
    pub line: String,
    pub closed_person: Option<String>,
    pub verified_ms: Option<i64>,
    pub required_ms: Option<i64>,
    pub days_studied: Option<i64>,
    pub identity_seen: Option<bool>,
    pub has_exam: Option<bool>,
    pub exam_mark: Option<i64>,
    pub category_code: Option<String>,
    pub category_proved: Option<bool>,
}

impl Snapshot {
    /// Claims in the order of their ids, after one of them.
    pub async fn claims(&mut self, after: &str, limit: i64) -> Result<Vec<ClaimRow>> {
        Ok(read!(self, |c| {
            sqlx::query_as(
                "SELECT q.id, q.class_id, q.state, q.submission, q.people, q.paid, q.amount_fen, z.sha256 AS closing_sha256
                 FROM claim q JOIN class_closing z ON z.class_id = q.class_id WHERE q.id > $1 ORDER BY q.id LIMIT $2",
            )
            .bind(after)
            .bind(limit)
            .fetch_all(&mut **c)
            .await
        })?)
    }

    /// The steps of a claim, in their order.
    pub async fn claim_steps(&mut self, claim: &str) -> Result<Vec<ClaimStepRow>> {
        Ok(read!(self, |c| {
            sqlx::query_as(
                "SELECT s.n, s.kind, s.account_id, s.person_id, COALESCE(a.person_id, '') AS account_person, s.role, s.reason, s.head,
                        s.sha256, s.at_ms
                 FROM claim_step s LEFT JOIN account a ON a.id = s.account_id WHERE s.claim_id = $1 ORDER BY s.n",
            )
            .bind(claim)
            .fetch_all(&mut **c)
            .await
        })?)
    }

    /// The lines of a submission, in their order.
    pub async fn claim_lines(
        &mut self,
        claim: &str,
        class: &str,
        submission: i64,
    ) -> Result<Vec<ClaimLineRow>> {
        Ok(read!(self, |c| {
            sqlx::query_as(
                "SELECT l.n, l.enrolment_id, l.person_id, l.amount_fen, l.line, z.person_id AS closed_person, z.verified_ms,
                        z.required_ms, z.days_studied, z.identity_seen, z.has_exam, z.exam_mark, z.category_code, z.category_proved
                 FROM claim_line l LEFT JOIN class_closing_line z ON z.enrolment_id = l.enrolment_id AND z.class_id = $2
                 WHERE l.claim_id = $1 AND l.submission = $3 ORDER BY l.n",
            )
            .bind(claim)
            .bind(class)
            .bind(submission)
            .fetch_all(&mut **c)
            .await
        })?)
    }

    /// How many learners the closing of a class froze.
    pub async fn closed_learners(&mut self, class: &str) -> Result<i64> {
        Ok(read!(self, |c| {
            sqlx::query_scalar("SELECT COUNT(*) FROM class_closing_line WHERE class_id = $1")
                .bind(class)
                .fetch_one(&mut **c)
                .await
        })?)
    }
}
