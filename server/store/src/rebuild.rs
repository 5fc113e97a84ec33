//! The tables that lists and pages are made from, made anew from what follows from a person's raw records.

use domain::id::PersonId;
use domain::policy::Policies;
use store_read::derived::{CheckRow, DerivedRows, LessonRow, RefusalRow, SessionRow};

use crate::db::{Db, Tx};
use crate::error::Result;
use crate::study::save_as_recorded;
use crate::{execute, tx};

/// What goes before it is written anew. What is known of sessions and checks beside (their traces, a stored reply) stays.
const GONE: [&str; 4] = [
    "DELETE FROM check_tally WHERE enrolment_id IN (SELECT id FROM enrolment WHERE person_id = $1)",
    "DELETE FROM refusal WHERE enrolment_id IN (SELECT id FROM enrolment WHERE person_id = $1)",
    "DELETE FROM lesson_progress WHERE enrolment_id IN (SELECT id FROM enrolment WHERE person_id = $1)",
    "DELETE FROM subsidy_record WHERE enrolment_id IN (SELECT id FROM enrolment WHERE person_id = $1)",
];

impl Db {
    /// Makes everything anew that follows from a person's records, in one transaction; `false` if the person has studied on
    /// meanwhile, and nothing changed.
    pub async fn rebuild_person(
        &self,
        person: &PersonId,
        rows: &DerivedRows,
        policies: &Policies,
        now_ms: i64,
    ) -> Result<bool> {
        let mut tx = self.begin().await?;
        if save_as_recorded(&mut tx, person, rows.records, now_ms).await?.is_none() {
            return Ok(false);
        }
        for sql in GONE {
            execute!(&mut tx, sql, person.as_str())?;
        }
        tx.sessions(person, &rows.sessions).await?;
        tx.checks(person, &rows.checks).await?;
        tx.only_these(person, rows).await?;
        tx.refusals(&rows.refusals).await?;
        tx.lessons(&rows.lessons, now_ms).await?;
        tx.recompute_subsidies(person, policies, now_ms).await?;
        tx.commit().await?;
        Ok(true)
    }
}

impl Tx {
    async fn sessions(&mut self, person: &PersonId, sessions: &[SessionRow]) -> Result<()> {
        for row in sessions {
            execute!(
                self,
                "INSERT INTO study_session (id, person_id, enrolment_id, lesson_id, policy_version, opened_at, ended_at,
                     end_reason)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                 ON CONFLICT (id) DO UPDATE SET person_id = excluded.person_id, enrolment_id = excluded.enrolment_id,
                     lesson_id = excluded.lesson_id, policy_version = excluded.policy_version,
                     opened_at = excluded.opened_at, ended_at = excluded.ended_at, end_reason = excluded.end_reason",
                &row.id,
                person.as_str(),
                &row.enrolment_id,
                &row.lesson_id,
                &row.policy_version,
                row.opened_at,
                row.ended_at,
                row.end_reason.as_deref()
            )?;
        }
        Ok(())
    }

    async fn checks(&mut self, person: &PersonId, checks: &[CheckRow]) -> Result<()> {
        for row in checks {
            execute!(
                self,
                "INSERT INTO attendance_check (id, person_id, session_id, enrolment_id, lesson_id, kind, question_id, offer,
                     issued_at, shown_at, ignored_at, answered_at, outcome, given_answer, hasty)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
                 ON CONFLICT (id) DO UPDATE SET person_id = excluded.person_id, session_id = excluded.session_id,
                     enrolment_id = excluded.enrolment_id, lesson_id = excluded.lesson_id, kind = excluded.kind,
                     question_id = excluded.question_id, offer = excluded.offer, issued_at = excluded.issued_at,
                     shown_at = excluded.shown_at, ignored_at = excluded.ignored_at,
                     answered_at = excluded.answered_at, outcome = excluded.outcome,
                     given_answer = excluded.given_answer, hasty = excluded.hasty",
                &row.id,
                person.as_str(),
                &row.session_id,
                &row.enrolment_id,
                &row.lesson_id,
                &row.kind,
                row.question_id.as_deref(),
                row.offer,
                row.issued_at,
                row.shown_at,
                row.ignored_at.as_deref(),
                row.answered_at,
                row.outcome.as_deref(),
                row.given_answer.as_deref(),
                row.hasty
            )?;
        }
        Ok(())
    }

    /// Takes checks and sessions away of which no record tells.
    async fn only_these(&mut self, person: &PersonId, rows: &DerivedRows) -> Result<()> {
        let known: Vec<String> = tx!(self, |c| {
            sqlx::query_scalar("SELECT id FROM attendance_check WHERE person_id = $1")
                .bind(person.as_str())
                .fetch_all(&mut **c)
                .await
        })?;
        for id in known.iter().filter(|id| rows.checks.iter().all(|row| row.id != **id)) {
            execute!(self, "DELETE FROM attendance_check WHERE id = $1", id)?;
        }
        let known: Vec<String> = tx!(self, |c| {
            sqlx::query_scalar("SELECT id FROM study_session WHERE person_id = $1")
                .bind(person.as_str())
                .fetch_all(&mut **c)
                .await
        })?;
        for id in known.iter().filter(|id| rows.sessions.iter().all(|row| row.id != **id)) {
            execute!(self, "DELETE FROM study_trace WHERE session_id = $1", id)?;
            execute!(self, "DELETE FROM study_session WHERE id = $1", id)?;
        }
        Ok(())
    }

    async fn refusals(&mut self, refusals: &[RefusalRow]) -> Result<()> {
        for row in refusals {
            execute!(
                self,
                "INSERT INTO refusal (enrolment_id, lesson_id, day, code, ms, last_at) VALUES ($1, $2, $3, $4, $5, $6)",
                &row.enrolment_id,
                &row.lesson_id,
                &row.day,
                &row.code,
                row.ms,
                row.last_at
            )?;
        }
        Ok(())
    }

    async fn lessons(&mut self, lessons: &[LessonRow], now_ms: i64) -> Result<()> {
        for row in lessons {
            execute!(
                self,
                "INSERT INTO lesson_progress (enrolment_id, lesson_id, covered, position_ms, credited_to_ms, waiting_ms,
                     verified_ms, updated_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                &row.enrolment_id,
                &row.lesson_id,
                &row.covered,
                row.position_ms,
                row.credited_to_ms,
                row.waiting_ms,
                row.verified_ms,
                now_ms
            )?;
        }
        Ok(())
    }
}
