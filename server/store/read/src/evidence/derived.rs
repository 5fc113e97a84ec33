//! What is kept of a person for lists and pages, and follows from the raw records.

use super::Snapshot;
use crate::derived::{CheckRow, RefusalRow, SessionRow, TallyRow};
use crate::error::Result;

impl Snapshot {
    /// A person's sessions.
    pub async fn sessions_of(&mut self, person: &str) -> Result<Vec<SessionRow>> {
        let sql = "SELECT id, enrolment_id, lesson_id, policy_version, opened_at, ended_at, end_reason
                   FROM study_session WHERE person_id = $1 ORDER BY id";
        Ok(read!(self, |c| sqlx::query_as(sql).bind(person).fetch_all(&mut **c).await)?)
    }

    /// A person's checks that are still on the list.
    pub async fn checks_of(&mut self, person: &str) -> Result<Vec<CheckRow>> {
        let sql =
            "SELECT id, session_id, enrolment_id, lesson_id, kind, question_id, offer, issued_at, shown_at,
                          ignored_at, answered_at, outcome, given_answer, hasty
                   FROM attendance_check WHERE person_id = $1 ORDER BY id";
        Ok(read!(self, |c| sqlx::query_as(sql).bind(person).fetch_all(&mut **c).await)?)
    }

    /// How many of a person's checks have left the list, by enrolment.
    pub async fn tallies_of(&mut self, person: &str) -> Result<Vec<TallyRow>> {
        let sql = "SELECT t.enrolment_id, t.answered, t.unanswered
                   FROM check_tally t JOIN enrolment e ON e.id = t.enrolment_id
                   WHERE e.person_id = $1 ORDER BY t.enrolment_id";
        Ok(read!(self, |c| sqlx::query_as(sql).bind(person).fetch_all(&mut **c).await)?)
    }

    /// What was refused to a person.
    pub async fn refusals_of(&mut self, person: &str) -> Result<Vec<RefusalRow>> {
        let sql = "SELECT r.enrolment_id, r.lesson_id, r.day, r.code, r.ms, r.last_at
                   FROM refusal r JOIN enrolment e ON e.id = r.enrolment_id
                   WHERE e.person_id = $1 ORDER BY r.enrolment_id, r.lesson_id, r.day, r.code";
        Ok(read!(self, |c| sqlx::query_as(sql).bind(person).fetch_all(&mut **c).await)?)
    }

    /// How many sessions, checks, tallies and refusals there are, whoever they belong to.
    pub async fn derived_count(&mut self) -> Result<i64> {
        let sql = "SELECT (SELECT COUNT(*) FROM study_session) + (SELECT COUNT(*) FROM attendance_check)
                        + (SELECT COUNT(*) FROM check_tally) + (SELECT COUNT(*) FROM refusal)";
        Ok(read!(self, |c| sqlx::query_scalar(sql).fetch_one(&mut **c).await)?)
    }
}
