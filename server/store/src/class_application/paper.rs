//! Files of an application.

use domain::class_application::{ApplicationPaperKind, SubmittedPaper};
use domain::id::{AccountId, ClassApplicationId};
use domain::paper::PaperKind;

use crate::audit::{self, AuditEvent};
use crate::db::{Db, Tx};
use crate::error::{Result, StoreError};
use crate::{execute, read_db, tx};

/// A file about to be kept.
#[derive(Clone, Debug)]
pub struct NewApplicationPaper {
    pub id: String,
    pub kind: ApplicationPaperKind,
    pub name_sealed: Vec<u8>,
    pub file_kind: PaperKind,
    pub bytes: i64,
    /// Of the content as it came.
    pub sha256: String,
    pub content_sealed: Vec<u8>,
}

/// A file as pages name it; its content is not among it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ApplicationPaper {
    pub id: String,
    kind: String,
    pub name_sealed: Vec<u8>,
    pub file_kind: String,
    pub bytes: i64,
    pub sha256: String,
    pub removed_at: Option<i64>,
}

impl ApplicationPaper {
    /// What it is.
    pub fn kind(&self) -> ApplicationPaperKind {
        ApplicationPaperKind::from_code(&self.kind).unwrap_or(ApplicationPaperKind::Plan)
    }

    /// As it is submitted.
    pub fn submitted(&self) -> SubmittedPaper {
        SubmittedPaper { id: self.id.clone(), kind: self.kind(), sha256: self.sha256.clone() }
    }
}

impl Db {
    /// The files of an application, in the order in which they came, those that were removed among them.
    pub async fn application_papers(&self, id: &ClassApplicationId) -> Result<Vec<ApplicationPaper>> {
        let sql =
            "SELECT id, kind, name_sealed, file_kind, bytes, sha256, removed_at FROM class_application_paper
                   WHERE application_id = $1 ORDER BY sent_at, id";
        Ok(read_db!(self, |p| sqlx::query_as(sql).bind(id.as_str()).fetch_all(p).await)?)
    }

    /// The content of a file, sealed. For an official the log gets its line first.
    pub async fn application_file(
        &self,
        id: &ClassApplicationId,
        paper: &str,
        event: Option<&AuditEvent>,
    ) -> Result<Vec<u8>> {
        let mut tx = self.begin().await?;
        let sql = "SELECT f.content_sealed FROM class_application_file f
                   JOIN class_application_paper d ON d.id = f.paper_id WHERE d.application_id = $1 AND d.id = $2";
        let content: Option<Vec<u8>> = tx!(&mut tx, |c| sqlx::query_scalar(sql)
            .bind(id.as_str())
            .bind(paper)
            .fetch_optional(&mut **c)
            .await)?;
        let content = content.ok_or(StoreError::NotFound)?;
        if let Some(event) = event {
            audit::write(&mut tx, event).await?;
        }
        tx.commit().await?;
        Ok(content)
    }
}

impl Tx {
    pub(super) async fn add_paper(
        &mut self,
        id: &ClassApplicationId,
        paper: &NewApplicationPaper,
        account: &AccountId,
        now_ms: i64,
    ) -> Result<()> {
        let sql = "INSERT INTO class_application_paper (id, application_id, kind, name_sealed, file_kind, bytes, sha256,
                       sent_by, sent_at)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
        execute!(
            &mut *self,
            sql,
            &paper.id,
            id.as_str(),
            paper.kind.as_str(),
            &paper.name_sealed,
            paper.file_kind.as_str(),
            paper.bytes,
            &paper.sha256,
            account.as_str(),
            now_ms
        )?;
        let sql = "INSERT INTO class_application_file (paper_id, content_sealed) VALUES ($1, $2)";
        execute!(self, sql, &paper.id, &paper.content_sealed)?;
        Ok(())
    }

    /// Takes a file out: what no submission names goes, the others are only marked.
    pub(super) async fn remove_paper(
        &mut self,
        id: &ClassApplicationId,
        paper: &str,
        now_ms: i64,
    ) -> Result<()> {
        let sql = "SELECT COUNT(*) FROM class_application_paper d WHERE d.application_id = $1 AND d.id = $2
                       AND d.sent_at > COALESCE((SELECT MAX(s.at_ms) FROM class_application_step s
                                                 WHERE s.application_id = d.application_id AND s.kind = 'submit'), -1)";
        let fresh: i64 =
            tx!(self, |c| sqlx::query_scalar(sql).bind(id.as_str()).bind(paper).fetch_one(&mut **c).await)?;
        if fresh > 0 {
            execute!(&mut *self, "DELETE FROM class_application_file WHERE paper_id = $1", paper)?;
            execute!(self, "DELETE FROM class_application_paper WHERE id = $1", paper)?;
        } else {
            let sql = "UPDATE class_application_paper SET removed_at = $1
                       WHERE application_id = $2 AND id = $3 AND removed_at IS NULL";
            execute!(self, sql, now_ms, id.as_str(), paper)?;
        }
        Ok(())
    }
}
