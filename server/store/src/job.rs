//! Work that is done beside requests: who does it, when, and what became of it.
//!
//! A job is claimed under a lease. Its worker prolongs the lease while it lives; when it dies, the lease ends and another
//! worker takes over. A job that fails waits for its next turn, longer each time.

use crate::db::{Db, Tx};
use crate::error::Result;
use crate::{read_db, tx, write_db};

/// A worker that gave no sign of life for so long is taken for dead.
pub const LEASE_MS: i64 = 30_000;
/// What is done once fails for good after so many attempts; what recurs never does.
pub const ATTEMPTS_MAX: i64 = 5;
/// How long a job that failed waits for its second attempt; twice as long for each one after that.
const BACK_OFF_MS: i64 = 10_000;
/// The longest wait.
const BACK_OFF_MS_MAX: i64 = 3_600_000;

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobKind {
    /// The file of an export; the subject is its id.
    BuildExport,
    /// What was kept for a time that is over goes.
    EraseWhatIsOver,
    /// Old checks and old evidence take less room.
    Compact,
    /// Patterns that are worth a human look.
    LookForSignals,
    /// What a film that was uploaded is; the subject is its id.
    MeasureFilm,
}

impl JobKind {
    /// What recurs; the other kinds are asked for.
    pub const RECURRING: [Self; 3] = [Self::EraseWhatIsOver, Self::Compact, Self::LookForSignals];
    pub const ALL: [Self; 5] =
        [Self::BuildExport, Self::EraseWhatIsOver, Self::Compact, Self::LookForSignals, Self::MeasureFilm];

    /// As it stands in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::BuildExport => "build_export",
            Self::EraseWhatIsOver => "erase_what_is_over",
            Self::Compact => "compact",
            Self::LookForSignals => "look_for_signals",
            Self::MeasureFilm => "measure_film",
        }
    }
}

impl TryFrom<String> for JobKind {
    type Error = String;

    fn try_from(code: String) -> Result<Self, String> {
        let known = Self::ALL.into_iter().find(|kind| kind.code() == code);
        known.ok_or_else(|| format!("unknown kind of job: {code}"))
    }
}

/// A job as stored. A worker holds one that it claimed.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Job {
    #[sqlx(try_from = "String")]
    pub kind: JobKind,
    /// The id of what it is about; empty for what recurs.
    pub subject: String,
    /// JSON, where the subject does not say everything.
    pub payload: String,
    /// `waiting`, `running`, `done` or `failed`.
    pub state: String,
    pub run_after: i64,
    /// Since it last succeeded, this one included.
    pub attempts: i64,
    /// When its worker is taken for dead. No two claims of a job have the same, so it also tells whose job it is.
    pub lease_until: Option<i64>,
    /// Host and process of the worker.
    pub leased_by: Option<String>,
    pub last_error: Option<String>,
    /// How far its worker has come, of how many steps, where it says so.
    pub steps_done: Option<i64>,
    pub steps: Option<i64>,
    pub created_at: i64,
    pub finished_at: Option<i64>,
}

impl Job {
    /// Whether it has another turn after it is done, for ever.
    pub fn recurs(&self) -> bool {
        JobKind::RECURRING.contains(&self.kind)
    }

    /// Whether nobody tries again after this attempt.
    pub fn is_last_attempt(&self) -> bool {
        !self.recurs() && self.attempts >= ATTEMPTS_MAX
    }

    /// How long it waits after the attempt that just failed.
    fn back_off_ms(&self) -> i64 {
        let doublings = u32::try_from((self.attempts - 1).clamp(0, 20)).unwrap_or(0);
        BACK_OFF_MS.saturating_mul(1 << doublings).min(BACK_OFF_MS_MAX)
    }
}

/// A job and what it is about, by name.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct JobLine {
    #[sqlx(flatten)]
    pub job: Job,
    /// Of an export: who asked for it.
    pub asked_by: Option<String>,
    /// Of an export of one class.
    pub class_code: Option<String>,
    pub class_title: Option<String>,
    pub course_title: Option<String>,
    pub course_title_en: Option<String>,
    /// Of an export of one region.
    pub region: Option<String>,
    pub region_en: Option<String>,
}

const JOB: &str =
    "kind, subject, payload, state, run_after, attempts, lease_until, leased_by, last_error, steps_done, steps,
    created_at, finished_at";
/// A job `j` that has failed, or has had an error and is tried again.
pub(crate) const TROUBLED: &str = "(j.state = 'failed' OR (j.state <> 'done' AND j.last_error IS NOT NULL))";
const ADD: &str = "INSERT INTO job (kind, subject, payload, state, run_after, attempts, created_at)
    VALUES ($1, $2, '{}', 'waiting', $3, 0, $3) ON CONFLICT (kind, subject) DO NOTHING";
const DUE: &str = "SELECT EXISTS (SELECT 1 FROM job WHERE kind = $1
    AND ((state = 'waiting' AND run_after <= $2) OR (state = 'running' AND lease_until <= $2)))";

/// How a job goes on after an attempt.
struct Next<'a> {
    state: &'static str,
    run_after: i64,
    attempts: i64,
    last_error: Option<&'a str>,
    finished_at: Option<i64>,
}

impl Tx {
    /// Asks for a job about a subject, in the transaction of what asks for it.
    pub(crate) async fn add_job(&mut self, kind: JobKind, subject: &str, now_ms: i64) -> Result<()> {
        tx!(self, |c| {
            sqlx::query(ADD).bind(kind.code()).bind(subject).bind(now_ms).execute(&mut **c).await.map(drop)
        })?;
        Ok(())
    }
}

impl Db {
    /// Gives what recurs its row, where it has none yet; its first turn is now.
    pub async fn add_recurring_jobs(&self, now_ms: i64) -> Result<()> {
        let mut tx = self.begin().await?;
        for kind in JobKind::RECURRING {
            tx.add_job(kind, "", now_ms).await?;
        }
        tx.commit().await
    }

    /// Takes the job of a kind whose turn came first, or whose worker died, under a lease; `None` if there is none, or
    /// another worker was quicker.
    pub async fn claim_job(&self, kind: JobKind, worker: &str, now_ms: i64) -> Result<Option<Job>> {
        // Looked at first: on SQLite a statement that might write waits for the writer.
        let is_due: bool = read_db!(self, |p| {
            sqlx::query_scalar(DUE).bind(kind.code()).bind(now_ms).fetch_one(p).await
        })?;
        if !is_due {
            return Ok(None);
        }
        // The outer condition repeats the inner one: of two workers that chose the same job, one gets none.
        let sql = format!(
            "UPDATE job SET state = 'running', attempts = attempts + 1, lease_until = $1, leased_by = $2,
                    steps_done = NULL, steps = NULL
             WHERE kind = $3 AND subject = (
                     SELECT subject FROM job WHERE kind = $3
                       AND ((state = 'waiting' AND run_after <= $4) OR (state = 'running' AND lease_until <= $4))
                     ORDER BY run_after, created_at, subject LIMIT 1)
               AND ((state = 'waiting' AND run_after <= $4) OR (state = 'running' AND lease_until <= $4))
             RETURNING {JOB}"
        );
        Ok(write_db!(self, |p| sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(now_ms + LEASE_MS)
            .bind(worker)
            .bind(kind.code())
            .bind(now_ms)
            .fetch_optional(p)
            .await)?)
    }

    /// A sign of life: the lease is counted from now. `false` if the job is another worker's by now: then stop.
    pub async fn keep_job(&self, job: &mut Job, now_ms: i64) -> Result<bool> {
        let until_ms = now_ms + LEASE_MS;
        let sql = "UPDATE job SET lease_until = $1
                   WHERE kind = $2 AND subject = $3 AND state = 'running' AND lease_until = $4";
        let kept = write_db!(self, |p| sqlx::query(sql)
            .bind(until_ms)
            .bind(job.kind.code())
            .bind(&job.subject)
            .bind(job.lease_until)
            .execute(p)
            .await
            .map(|done| done.rows_affected() == 1))?;
        if kept {
            job.lease_until = Some(until_ms);
        }
        Ok(kept)
    }

    /// How far a job that runs has come.
    pub async fn tell_job(&self, kind: JobKind, subject: &str, steps_done: i64, steps: i64) -> Result<()> {
        let sql = "UPDATE job SET steps_done = $1, steps = $2
                   WHERE kind = $3 AND subject = $4 AND state = 'running'";
        write_db!(self, |p| sqlx::query(sql)
            .bind(steps_done)
            .bind(steps)
            .bind(kind.code())
            .bind(subject)
            .execute(p)
            .await
            .map(drop))?;
        Ok(())
    }

    /// How far a job that runs has come, of how many steps; `None` where it does not run or has not said so.
    pub async fn job_steps(&self, kind: JobKind, subject: &str) -> Result<Option<(i64, i64)>> {
        let sql = "SELECT steps_done, steps FROM job
                   WHERE kind = $1 AND subject = $2 AND state = 'running' AND steps IS NOT NULL";
        Ok(read_db!(self, |p| {
            sqlx::query_as(sql).bind(kind.code()).bind(subject).fetch_optional(p).await
        })?)
    }

    /// It is done. What recurs has its next turn after a while. `false` if it was another worker's by now.
    pub async fn finish_job(&self, job: &Job, now_ms: i64, every_ms: Option<i64>) -> Result<bool> {
        let next = Next {
            state: if every_ms.is_some() { "waiting" } else { "done" },
            run_after: every_ms.map_or(job.run_after, |every_ms| now_ms + every_ms),
            attempts: if every_ms.is_some() { 0 } else { job.attempts },
            last_error: None,
            finished_at: Some(now_ms),
        };
        self.leave_job(job, next).await
    }

    /// It failed: it waits for its next attempt, or has had its last. `false` if it was another worker's by now.
    pub async fn fail_job(&self, job: &Job, error: &str, now_ms: i64) -> Result<bool> {
        let is_over = job.is_last_attempt();
        let next = Next {
            state: if is_over { "failed" } else { "waiting" },
            run_after: now_ms + job.back_off_ms(),
            attempts: job.attempts,
            last_error: Some(error),
            finished_at: is_over.then_some(now_ms).or(job.finished_at),
        };
        self.leave_job(job, next).await
    }

    /// Ends the lease, if it is still the one under which the job was claimed.
    async fn leave_job(&self, job: &Job, next: Next<'_>) -> Result<bool> {
        let sql =
            "UPDATE job SET state = $1, run_after = $2, attempts = $3, last_error = $4, finished_at = $5,
                          lease_until = NULL, leased_by = NULL
                   WHERE kind = $6 AND subject = $7 AND state = 'running' AND lease_until = $8";
        Ok(write_db!(self, |p| sqlx::query(sql)
            .bind(next.state)
            .bind(next.run_after)
            .bind(next.attempts)
            .bind(next.last_error)
            .bind(next.finished_at)
            .bind(job.kind.code())
            .bind(&job.subject)
            .bind(job.lease_until)
            .execute(p)
            .await
            .map(|done| done.rows_affected() == 1))?)
    }

    /// What the system administrator looks at: what failed, what fails, what is running or waits, what is done.
    pub async fn jobs(&self, limit: i64) -> Result<Vec<JobLine>> {
        let sql = "SELECT j.*, p.name AS asked_by, k.code AS class_code, k.title AS class_title,
                          c.title AS course_title, c.title_en AS course_title_en, r.name AS region, r.name_en AS region_en
                   FROM job j
                   LEFT JOIN export_run x ON j.kind = 'build_export' AND x.id = j.subject
                   LEFT JOIN account a ON a.id = x.account_id
                   LEFT JOIN person p ON p.id = a.person_id
                   LEFT JOIN training_class k ON k.id = x.class_id
                   LEFT JOIN course c ON c.id = k.course_id
                   LEFT JOIN region r ON r.id = x.region_id
                   ORDER BY CASE WHEN j.state = 'failed' THEN 0 WHEN j.last_error IS NOT NULL THEN 1
                                 WHEN j.state <> 'done' THEN 2 ELSE 3 END,
                            j.run_after DESC, j.kind, j.subject LIMIT $1";
        Ok(read_db!(self, |p| sqlx::query_as(sql).bind(limit).fetch_all(p).await)?)
    }

    /// Takes away jobs that ended before a moment.
    pub async fn forget_jobs(&self, before_ms: i64) -> Result<u64> {
        let sql = "DELETE FROM job WHERE state IN ('done', 'failed') AND finished_at < $1";
        Ok(write_db!(self, |p| sqlx::query(sql)
            .bind(before_ms)
            .execute(p)
            .await
            .map(|done| done.rows_affected()))?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_wait_is_twice_the_one_before_up_to_an_hour() {
        let waits = [1, 2, 3, 9, 10, 200].map(|attempts| {
            let job = Job {
                kind: JobKind::Compact,
                subject: String::new(),
                payload: String::new(),
                state: String::new(),
                run_after: 0,
                attempts,
                lease_until: None,
                leased_by: None,
                last_error: None,
                steps_done: None,
                steps: None,
                created_at: 0,
                finished_at: None,
            };
            job.back_off_ms() / 1000
        });
        assert_eq!(waits, [10, 20, 40, 2560, 3600, 3600]);
    }

    #[test]
    fn every_kind_is_read_as_it_is_written() {
        for kind in JobKind::ALL {
            assert_eq!(JobKind::try_from(kind.code().to_owned()), Ok(kind));
        }
        assert!(JobKind::try_from("dance".to_owned()).is_err());
    }
}
