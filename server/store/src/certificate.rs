//! Certificates: issuing one, reading it back, taking it back.

use domain::certificate::{CertificateKind, CertificateStanding, standing};
use domain::id::{CertificateId, EnrolmentId};

use crate::audit::{self, AuditEvent};
use crate::db::{Db, Tx};
use crate::error::{Result, StoreError};
use crate::fact::FactKind;
use crate::{execute, read_db, tx};

/// A certificate about to be issued.
#[derive(Clone, Debug)]
pub struct NewCertificate {
    pub id: CertificateId,
    pub kind: CertificateKind,
    pub enrolment: EnrolmentId,
    /// The index of the last entry of the ledger that it counts.
    pub until_entry: i64,
    /// `zh` or `en`.
    pub language: String,
    /// What it says, and the digest of it by the site's key.
    pub content_sealed: Vec<u8>,
    pub content_digest: [u8; 32],
}

/// A certificate that was issued.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Certificate {
    #[sqlx(try_from = "String")]
    pub id: CertificateId,
    #[sqlx(try_from = "String")]
    pub kind: CertificateKind,
    #[sqlx(try_from = "String")]
    pub enrolment: EnrolmentId,
    pub until_entry: i64,
    pub language: String,
    pub issued_at: i64,
    pub revoked_at: Option<i64>,
    /// By whom, by name.
    pub revoked_by: Option<String>,
    pub revoked_reason: String,
    later_one: bool,
    pub content_digest: Vec<u8>,
}

impl Certificate {
    /// What it is worth now.
    pub fn standing(&self) -> CertificateStanding {
        standing(self.revoked_at.is_some(), self.later_one)
    }
}

/// What became of the wish to take one back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Revoked {
    Done,
    /// Somebody else did a moment before; nothing changed.
    Already,
}

const CERTIFICATE: &str = "SELECT c.id, c.kind, c.enrolment_id AS enrolment, c.until_entry, c.language, c.issued_at,
        c.revoked_at, c.revoked_reason, c.content_digest,
        (SELECT p.name FROM account a JOIN person p ON p.id = a.person_id WHERE a.id = c.revoked_by) AS revoked_by,
        EXISTS (SELECT 1 FROM certificate o WHERE o.enrolment_id = c.enrolment_id AND o.kind = c.kind
                AND o.until_entry > c.until_entry) AS later_one
    FROM certificate c";

impl Db {
    /// Issues a certificate; of the same hours in the same language there is one, and it is that which was issued before.
    pub async fn issue_certificate(&self, new: &NewCertificate, event: &AuditEvent) -> Result<CertificateId> {
        let mut tx = self.begin().await?;
        if let Some(before) = issued_before(&mut tx, new).await? {
            return Ok(before);
        }
        let sql = "INSERT INTO certificate (id, kind, enrolment_id, until_entry, language, content_digest, issued_at)
                   VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING";
        let made = execute!(
            &mut tx,
            sql,
            new.id.as_str(),
            new.kind.as_str(),
            new.enrolment.as_str(),
            new.until_entry,
            &new.language,
            &new.content_digest[..],
            event.at_ms
        )?;
        if made == 0 {
            // On another node, a moment before.
            return issued_before(&mut tx, new).await?.ok_or(StoreError::NotFound);
        }
        let sql = "INSERT INTO certificate_content (certificate_id, content_sealed) VALUES ($1, $2)";
        execute!(&mut tx, sql, new.id.as_str(), &new.content_sealed)?;
        tx.changed(FactKind::Certificate, new.id.as_str(), event.at_ms);
        audit::write(&mut tx, event).await?;
        tx.commit().await?;
        Ok(new.id.clone())
    }

    /// A certificate.
    pub async fn certificate(&self, id: &CertificateId) -> Result<Certificate> {
        let sql = format!("{CERTIFICATE} WHERE c.id = $1");
        Ok(read_db!(self, |p| {
            sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(id.as_str()).fetch_one(p).await
        })?)
    }

    /// All that were issued of an enrolment, newest first.
    pub async fn certificates_of(&self, enrolment: &EnrolmentId) -> Result<Vec<Certificate>> {
        let sql = format!("{CERTIFICATE} WHERE c.enrolment_id = $1 ORDER BY c.issued_at DESC, c.id DESC");
        Ok(read_db!(self, |p| {
            sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(enrolment.as_str()).fetch_all(p).await
        })?)
    }

    /// What a certificate says, sealed; nothing once its owner closed the account.
    pub async fn certificate_content(&self, id: &CertificateId) -> Result<Option<Vec<u8>>> {
        let sql = "SELECT content_sealed FROM certificate_content WHERE certificate_id = $1";
        Ok(read_db!(self, |p| sqlx::query_scalar(sql).bind(id.as_str()).fetch_optional(p).await)?)
    }

    /// Takes a certificate back.
    pub async fn revoke_certificate(&self, id: &CertificateId, event: &AuditEvent) -> Result<Revoked> {
        let mut tx = self.begin().await?;
        let sql = "UPDATE certificate SET revoked_at = $1, revoked_by = $2, revoked_reason = $3
                   WHERE id = $4 AND revoked_at IS NULL";
        let by = event.account.as_ref().map(|account| account.as_str().to_owned());
        if execute!(&mut tx, sql, event.at_ms, by, &event.reason, id.as_str())? == 0 {
            return Ok(Revoked::Already);
        }
        tx.changed(FactKind::Certificate, id.as_str(), event.at_ms);
        audit::write(&mut tx, event).await?;
        tx.commit().await?;
        Ok(Revoked::Done)
    }
}

/// The certificate of the same hours in the same language.
async fn issued_before(tx: &mut Tx, new: &NewCertificate) -> Result<Option<CertificateId>> {
    let sql = "SELECT id FROM certificate
               WHERE kind = $1 AND enrolment_id = $2 AND until_entry = $3 AND language = $4";
    let id: Option<String> = tx!(tx, |c| sqlx::query_scalar(sql)
        .bind(new.kind.as_str())
        .bind(new.enrolment.as_str())
        .bind(new.until_entry)
        .bind(&new.language)
        .fetch_optional(&mut **c)
        .await)?;
    Ok(id.map(Into::into))
}
