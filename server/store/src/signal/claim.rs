//! Signals that concern a claim: whoever reviews it learns of them, and says why it passes all the same while one is not cleared
//! up.

use std::collections::HashMap;

use domain::id::ClaimId;
use domain::signal::DAYS;
use domain::time::DAY_MS;

use super::{Concerned, ROWS, Row, Signal};
use crate::db::{Db, Tx};
use crate::error::Result;
use crate::{read_db, tx};

/// Nobody has looked at it, or it is being followed up.
const UNSETTLED: &str = "(s.looked_at IS NULL OR s.verdict = 'follow_up')";
/// So long before the first of a class enrols people are registered for it.
const REGISTERED_BEFORE_MS: i64 = 30 * DAY_MS;
/// So long after its closing something is found that happened while it ran.
const FOUND_AFTER_MS: i64 = (DAYS + 1) * DAY_MS;

/// Signals `s` about the class of claim `q`, or about its learners while the class ran.
fn of_claim() -> String {
    format!(
        "(s.class_id = q.class_id OR (s.class_id IS NULL
            AND EXISTS (SELECT 1 FROM signal_person x JOIN claim_line l ON l.person_id = x.person_id
                        WHERE x.signal_id = s.id AND l.claim_id = q.id AND l.submission = q.submission)
            AND s.found_at >= (SELECT MIN(e.enrolled_at) FROM enrolment e WHERE e.class_id = q.class_id) - {REGISTERED_BEFORE_MS}
            AND s.found_at <= (SELECT z.at_ms FROM class_closing z WHERE z.class_id = q.class_id) + {FOUND_AFTER_MS}))"
    )
}

fn unsettled() -> String {
    format!("SELECT COUNT(*) FROM signal s JOIN claim q ON q.id = $1 WHERE {} AND {UNSETTLED}", of_claim())
}

/// A learner of a claim, and the signal that concerns them.
#[derive(sqlx::FromRow)]
struct ConcernedBy {
    signal_id: String,
    #[sqlx(flatten)]
    person: Concerned,
}

impl Db {
    /// The signals that concern a claim, what is not cleared up first, with those of its learners whom they concern.
    pub async fn claim_signals(&self, claim: &ClaimId) -> Result<Vec<Signal>> {
        let of_claim = of_claim();
        let sql = format!(
            "{ROWS} JOIN claim q ON q.id = $1 WHERE {of_claim}
             ORDER BY CASE WHEN {UNSETTLED} THEN 0 ELSE 1 END, s.found_at DESC, s.id"
        );
        let rows: Vec<Row> = read_db!(self, |p| sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(claim.as_str())
            .fetch_all(p)
            .await)?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let sql = format!(
            "SELECT y.signal_id, p.name, p.document_masked, w.enrolment_id, q.class_id
             FROM signal s JOIN claim q ON q.id = $1 JOIN signal_person y ON y.signal_id = s.id
             JOIN person p ON p.id = y.person_id
             JOIN claim_line w ON w.claim_id = q.id AND w.submission = q.submission AND w.person_id = p.id
             WHERE {of_claim} ORDER BY w.n"
        );
        let concerned: Vec<ConcernedBy> = read_db!(self, |p| sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(claim.as_str())
            .fetch_all(p)
            .await)?;
        let mut people: HashMap<String, Vec<Concerned>> = HashMap::new();
        for one in concerned {
            people.entry(one.signal_id).or_default().push(one.person);
        }
        rows.into_iter()
            .map(|row| {
                let people = people.remove(&row.id).unwrap_or_default();
                row.signal(people)
            })
            .collect()
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
