//! Exports of the real-name ledger: asked for, built by a background job, fetched.
//! What goes into the file is read in [`book`].

pub mod contents;

use domain::audit::AuditAction;
use domain::export::ExportFormat;
use domain::id::{AccountId, ClassId, ExportId, RegionId};

use crate::audit::{self, AuditEvent};
use crate::db::Db;
use crate::error::Result;
use crate::job::JobKind;
use crate::nullable_text::NullableText;
use crate::{read_db, tx, write_db};

/// What a run exports, as asked for.
#[derive(Clone, Debug)]
pub struct ExportRequest {
    pub id: ExportId,
    pub account: AccountId,
    /// Which classes: see [`contents::Scope`].
    pub scope: contents::Scope,
    /// `xlsx`, `csv` or `csv_raw`.
    pub format: ExportFormat,
    /// Whether identity and phone numbers stand in it unmasked.
    pub full_numbers: bool,
    pub reason: String,
}

impl ExportRequest {
    /// As the audit log tells of it.
    pub fn action(&self) -> AuditAction {
        AuditAction::ExportRequest {
            export: self.id.clone(),
            class: self.scope.class.clone(),
            region: self.scope.region.clone(),
            ended_from: self.scope.ended_from.clone(),
            ended_until: self.scope.ended_until.clone(),
            format: self.format,
            full_numbers: self.full_numbers,
        }
    }
}

/// A run as stored.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ExportRun {
    #[sqlx(try_from = "String")]
    pub id: ExportId,
    #[sqlx(try_from = "String")]
    pub account_id: AccountId,
    #[sqlx(try_from = "NullableText")]
    pub class_id: Option<ClassId>,
    #[sqlx(try_from = "NullableText")]
    pub region_id: Option<RegionId>,
    pub ended_from: String,
    pub ended_until: String,
    pub format: String,
    pub full_numbers: bool,
    pub reason: String,
    pub requested_at: i64,
    /// Entries of the ledger that count: those that existed when it was asked for.
    pub ledger_size: i64,
    /// `waiting`, `building`, `ready` or `failed`.
    pub state: String,
    pub failure: Option<String>,
    /// Name of the file in the folder of exports.
    pub file_name: Option<String>,
    pub row_count: Option<i64>,
    pub sha256: Option<String>,
    pub manifest: Option<String>,
    pub finished_at: Option<i64>,
    /// When its file was erased, as its time was over.
    pub erased_at: Option<i64>,
}

impl ExportRun {
    /// The classes of the run.
    pub fn scope(&self) -> contents::Scope {
        contents::Scope {
            class: self.class_id.clone(),
            region: self.region_id.clone(),
            ended_from: self.ended_from.clone(),
            ended_until: self.ended_until.clone(),
        }
    }
}

/// A finished file.
#[derive(Clone, Debug)]
pub struct Finished {
    pub file_name: String,
    pub row_count: i64,
    pub sha256: String,
    /// The JSON text of the manifest.
    pub manifest: String,
}

const RUN: &str =
    "id, account_id, class_id, region_id, ended_from, ended_until, format, full_numbers, reason, requested_at, ledger_size,
    state, failure, file_name, row_count, sha256, manifest, finished_at, erased_at";

impl Db {
    /// Stores a request with the job that builds it and its line in the audit log; fixes how much of the ledger it covers.
    pub async fn request_export(&self, request: &ExportRequest, event: &AuditEvent) -> Result<i64> {
        let mut tx = self.begin().await?;
        let size: i64 = tx!(&mut tx, |c| {
            sqlx::query_scalar("SELECT size FROM ledger_head WHERE id = 1").fetch_one(&mut **c).await
        })?;
        tx!(&mut tx, |c| {
            sqlx::query(
                "INSERT INTO export_run (id, account_id, class_id, region_id, ended_from, ended_until, format, full_numbers,
                                         reason, requested_at, ledger_size, state)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'waiting')",
            )
            .bind(request.id.as_str())
            .bind(request.account.as_str())
            .bind(request.scope.class.as_ref().map(ClassId::as_str))
            .bind(request.scope.region.as_ref().map(RegionId::as_str))
            .bind(&request.scope.ended_from)
            .bind(&request.scope.ended_until)
            .bind(request.format.as_str())
            .bind(request.full_numbers)
            .bind(&request.reason)
            .bind(event.at_ms)
            .bind(size)
            .execute(&mut **c)
            .await
            .map(drop)
        })?;
        tx.add_job(JobKind::BuildExport, request.id.as_str(), event.at_ms).await?;
        audit::write(&mut tx, event).await?;
        tx.commit().await?;
        Ok(size)
    }

    /// A job begins to build a run, or goes on with one whose builder died; `None` if it has an end already.
    pub async fn begin_export(&self, id: &ExportId) -> Result<Option<ExportRun>> {
        let sql = format!(
            "UPDATE export_run SET state = 'building' WHERE id = $1 AND state IN ('waiting', 'building') RETURNING {RUN}"
        );
        Ok(write_db!(self, |pool| {
            sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(id.as_str()).fetch_optional(pool).await
        })?)
    }

    /// The file stands in its place: offers it, and writes its hash into the audit log, which nobody can change.
    pub async fn finish_export(&self, id: &ExportId, finished: &Finished, event: &AuditEvent) -> Result<()> {
        let mut tx = self.begin().await?;
        let done = tx!(&mut tx, |c| {
            sqlx::query(
                "UPDATE export_run SET state = 'ready', file_name = $2, row_count = $3, sha256 = $4, manifest = $5,
                        finished_at = $6
                 WHERE id = $1 AND state = 'building'",
            )
            .bind(id.as_str())
            .bind(&finished.file_name)
            .bind(finished.row_count)
            .bind(&finished.sha256)
            .bind(&finished.manifest)
            .bind(event.at_ms)
            .execute(&mut **c)
            .await
            .map(|done| done.rows_affected())
        })?;
        // Another node may have finished the same bytes first: one line is enough.
        if done == 1 {
            audit::write(&mut tx, event).await?;
        }
        tx.commit().await
    }

    /// The run cannot be built; the sentence says why.
    pub async fn fail_export(&self, id: &ExportId, failure: &str, event: &AuditEvent) -> Result<()> {
        let mut tx = self.begin().await?;
        let done = tx!(&mut tx, |c| {
            sqlx::query(
                "UPDATE export_run SET state = 'failed', failure = $2, finished_at = $3
                 WHERE id = $1 AND state = 'building'",
            )
            .bind(id.as_str())
            .bind(failure)
            .bind(event.at_ms)
            .execute(&mut **c)
            .await
            .map(|done| done.rows_affected())
        })?;
        if done == 1 {
            audit::write(&mut tx, event).await?;
        }
        tx.commit().await
    }

    /// One run.
    pub async fn export_run(&self, id: &ExportId) -> Result<ExportRun> {
        let sql = format!("SELECT {RUN} FROM export_run WHERE id = $1");
        Ok(read_db!(self, |pool| {
            sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(id.as_str()).fetch_one(pool).await
        })?)
    }

    /// The runs of an account, newest first.
    pub async fn export_runs_of(&self, account: &AccountId, limit: i64) -> Result<Vec<ExportRun>> {
        let sql = format!(
            "SELECT {RUN} FROM export_run WHERE account_id = $1 ORDER BY requested_at DESC, id DESC LIMIT $2"
        );
        Ok(read_db!(self, |pool| {
            sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(account.as_str()).bind(limit).fetch_all(pool).await
        })?)
    }

    /// Every file that is offered, for whoever verifies them.
    pub async fn finished_exports(&self) -> Result<Vec<ExportRun>> {
        let sql = format!(
            "SELECT {RUN} FROM export_run WHERE state = 'ready' AND erased_at IS NULL ORDER BY requested_at, id"
        );
        Ok(read_db!(self, |pool| sqlx::query_as(sqlx::AssertSqlSafe(sql)).fetch_all(pool).await)?)
    }
}
