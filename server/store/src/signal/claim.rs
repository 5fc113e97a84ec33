//! Signals that concern a claim: whoever reviews it learns of them, and says why it passes all the same while one is not cleared
//! up.

use domain::id::ClaimId;

use super::{Concerned, ROWS, Row, Signal};
use crate::db::{Db, Tx};
use crate::error::Result;
use crate::{read_db, tx};

/// Signals `s` about the class of claim `q`, or about its learners while the class ran: from a month before the first of them
/// enrolled, when people are registered for it, until what is looked for is older than its closing.
const OF_CLAIM: &str = "(s.class_id = q.class_id OR (s.class_id IS NULL
        AND EXISTS (SELECT 1 FROM signal_person x JOIN claim_line l ON l.person_id = x.person_id
                    WHERE x.signal_id = s.id AND l.claim_id = q.id AND l.submission = q.submission)
        AND s.found_at >= (SELECT MIN(e.enrolled_at) FROM enrolment e WHERE e.class_id = q.class_id) - 2592000000
        AND s.found_at <= (SELECT z.at_ms FROM class_closing z WHERE z.class_id = q.class_id) + 1296000000))";
/// Nobody has looked at it, or it is being followed up.
const UNSETTLED: &str = "(s.looked_at IS NULL OR s.verdict = 'follow_up')";

impl Db {
    /// The signals that concern a claim, what is not cleared up first, with those of its learners whom they concern.
    pub async fn claim_signals(&self, claim: &ClaimId) -> Result<Vec<Signal>> {
        let sql = format!(
            "{ROWS} JOIN claim q ON q.id = $1 WHERE {OF_CLAIM}
             ORDER BY CASE WHEN {UNSETTLED} THEN 0 ELSE 1 END, s.found_at DESC, s.id LIMIT 200"
        );
        let rows: Vec<Row> = read_db!(self, |p| sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(claim.as_str())
            .fetch_all(p)
            .await)?;
        let mut signals = Vec::with_capacity(rows.len());
        for row in rows {
            let sql = "SELECT p.name, p.document_masked, l.enrolment_id, q.class_id
                       FROM signal_person x JOIN person p ON p.id = x.person_id
                       JOIN claim q ON q.id = $2
                       JOIN claim_line l ON l.claim_id = q.id AND l.submission = q.submission AND l.person_id = p.id
                       WHERE x.signal_id = $1 ORDER BY l.n LIMIT 100";
            let people: Vec<Concerned> = read_db!(self, |p| sqlx::query_as(sql)
                .bind(&row.id)
                .bind(claim.as_str())
                .fetch_all(p)
                .await)?;
            signals.push(row.signal(people)?);
        }
        Ok(signals)
    }

    /// How many of them are not cleared up.
    pub async fn unsettled_signals(&self, claim: &ClaimId) -> Result<i64> {
        let sql = unsettled();
        Ok(read_db!(self, |p| sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
            .bind(claim.as_str())
            .fetch_one(p)
            .await)?)
    }
}

impl Tx {
    /// The same as [`Db::unsettled_signals`].
    pub(crate) async fn unsettled_signals(&mut self, claim: &ClaimId) -> Result<i64> {
        let sql = unsettled();
        Ok(tx!(self, |c| sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
            .bind(claim.as_str())
            .fetch_one(&mut **c)
            .await)?)
    }
}

fn unsettled() -> String {
    format!("SELECT COUNT(*) FROM signal s JOIN claim q ON q.id = $1 WHERE {OF_CLAIM} AND {UNSETTLED}")
}
