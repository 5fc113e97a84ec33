//! Old checks leave the list of checks: counted by enrolment, they stand in the evidence for ever.

use domain::time::WEEK_MS;

use crate::db::Db;
use crate::error::Result;
use crate::{tx, write_db};

impl Db {
    /// Counts the checks that were decided before a moment and takes them off the list, about so many at most;
    /// how many. What exports say of them stays the same.
    pub async fn compact_checks(&self, before_ms: i64, limit: i64) -> Result<u64> {
        let mut tx = self.begin().await?;
        tx.compact_alone().await?;
        // The time of the first that is left, so that all statements speak of the same checks.
        let next: Option<i64> = tx!(&mut tx, |c| {
            sqlx::query_scalar(
                "SELECT answered_at FROM attendance_check WHERE answered_at < $1 ORDER BY answered_at LIMIT 1 OFFSET $2",
            )
            .bind(before_ms)
            .bind(limit)
            .fetch_optional(&mut **c)
            .await
        })?;
        let before_ms = next.unwrap_or(before_ms);
        tx!(&mut tx, |c| {
            sqlx::query(
                "INSERT INTO check_tally (enrolment_id, answered, unanswered)
                 SELECT enrolment_id, SUM(CASE WHEN outcome = 'expired' THEN 0 ELSE 1 END),
                        CAST(SUM(offer - 1 + CASE WHEN outcome = 'expired' THEN 1 ELSE 0 END) AS BIGINT)
                 FROM attendance_check WHERE answered_at < $1 GROUP BY enrolment_id
                 ON CONFLICT (enrolment_id) DO UPDATE SET
                     answered = check_tally.answered + excluded.answered,
                     unanswered = check_tally.unanswered + excluded.unanswered",
            )
            .bind(before_ms)
            .execute(&mut **c)
            .await
            .map(drop)
        })?;
        tx!(&mut tx, |c| {
            sqlx::query(
                "INSERT INTO question_tally (question_id, week, took_s, shown)
                 SELECT question_id, shown_at / $1 AS week,
                        CASE WHEN given_answer IS NULL THEN -2
                             WHEN outcome = 'passed' THEN (answered_at - shown_at) / 1000 ELSE -1 END AS took_s,
                        COUNT(*)
                 FROM attendance_check
                 WHERE answered_at < $2 AND question_id IS NOT NULL AND shown_at IS NOT NULL
                 GROUP BY 1, 2, 3
                 ON CONFLICT (question_id, week, took_s) DO UPDATE SET shown = question_tally.shown + excluded.shown",
            )
            .bind(WEEK_MS)
            .bind(before_ms)
            .execute(&mut **c)
            .await
            .map(drop)
        })?;
        let gone = tx!(&mut tx, |c| {
            sqlx::query("DELETE FROM attendance_check WHERE answered_at < $1")
                .bind(before_ms)
                .execute(&mut **c)
                .await
                .map(|done| done.rows_affected())
        })?;
        tx.commit().await?;
        Ok(gone)
    }

    /// Forgets how often questions were asked before a moment.
    pub async fn forget_exposure(&self, before_ms: i64) -> Result<()> {
        write_db!(self, |pool| sqlx::query("DELETE FROM question_tally WHERE week < $1")
            .bind(before_ms / WEEK_MS)
            .execute(pool)
            .await
            .map(drop))?;
        Ok(())
    }
}
