//! Exchanging the number of somebody's document for that of a renewed one. The former number stays taken.

use domain::audit::AuditState;
use domain::document::DocumentKind;
use domain::id::PersonId;
use domain::policy::Policies;

use crate::audit::{self, AuditEvent, Change};
use crate::db::{Db, Tx, TxConnection};
use crate::error::{Result, StoreError};
use crate::fact::FactKind;
use crate::person::SealedNumber;
use crate::{Constraint, execute, read_db, tx};

/// A new number for the document of somebody.
#[derive(Clone, Debug)]
pub struct DocumentExchange {
    pub person: PersonId,
    pub kind: DocumentKind,
    pub document: SealedNumber,
    /// Digests of the same number as another country's document: nobody else may have one of these either.
    pub same_number: Vec<[u8; 32]>,
    /// The same of the number before.
    pub former_same_number: Vec<[u8; 32]>,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exchanged {
    /// The number is the person's now, and an official has still to see the document.
    Done,
    /// It is the number that is registered.
    Same,
    /// Somebody else is known by it, or was.
    Taken,
}

/// A number that somebody's document had.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct FormerDocument {
    pub document_type: String,
    /// When it was exchanged.
    pub at_ms: i64,
}

/// Digests as a statement takes many of them: JSON, in hexadecimal.
pub(crate) fn list(digests: &[[u8; 32]]) -> String {
    serde_json::json!(digests.iter().map(hex::encode).collect::<Vec<_>>()).to_string()
}

impl Db {
    /// Gives somebody's document another number, or says why not; then nothing changes. Their hours stay; money waits until an
    /// official has seen the new document.
    pub async fn exchange_document(
        &self,
        new: &DocumentExchange,
        policies: &Policies,
        event: &AuditEvent,
    ) -> Result<Exchanged> {
        let (person, kind) = (new.person.as_str(), new.kind.as_str());
        let mut tx = self.begin().await?;
        tx.lock_person(&new.person).await?;
        tx.lock_study(&new.person).await?;
        let sql = "SELECT document_type, document_digest, identity_seen_at FROM person
                   WHERE id = $1 AND closed_at IS NULL";
        let found: Option<(String, Vec<u8>, Option<i64>)> =
            tx!(&mut tx, |c| sqlx::query_as(sql).bind(person).fetch_optional(&mut **c).await)?;
        let (old_kind, old_digest, seen_at) = found.ok_or(StoreError::NotFound)?;
        if old_kind == kind && old_digest == new.document.digest {
            return Ok(Exchanged::Same);
        }
        let old_number: [u8; 32] = old_digest
            .as_slice()
            .try_into()
            .map_err(|_| StoreError::Damaged("a document's digest".into()))?;
        let former = [&[old_number], &new.former_same_number[..]].concat();
        let numbers = [&[new.document.digest], &new.same_number[..]].concat();
        tx.lock_numbers(&[&former, &numbers]).await?;
        if tx.is_of_another(&new.person, new.kind, &numbers).await? {
            return Ok(Exchanged::Taken);
        }
        // Back to a number of their own from before.
        let sql = "DELETE FROM former_document WHERE person_id = $1 AND document_type = $2 AND document_digest = $3";
        execute!(&mut tx, sql, person, kind, &new.document.digest[..])?;
        let sql = "UPDATE person SET document_type = $1, document_digest = $2, document_sealed = $3, document_masked = $4,
                       identity_seen_at = NULL, identity_seen_by = NULL
                   WHERE id = $5";
        let document = &new.document;
        let done =
            execute!(&mut tx, sql, kind, &document.digest[..], &document.sealed, &document.masked, person);
        match done.map_err(StoreError::from) {
            // Somebody registered with it a moment before.
            Err(StoreError::Conflict(Constraint::PersonDocumentOnce)) => return Ok(Exchanged::Taken),
            other => other?,
        };
        let sql = "INSERT INTO former_document (person_id, document_type, document_digest, at_ms)
                   VALUES ($1, $2, $3, $4)";
        execute!(&mut tx, sql, person, &old_kind, &old_digest, event.at_ms)?;
        tx.changed(FactKind::Person, person, event.at_ms);
        tx.recompute_subsidies(&new.person, policies, event.at_ms).await?;
        let before = if seen_at.is_some() { AuditState::Seen } else { AuditState::Unseen };
        audit::write_change(&mut tx, event, Change { before, after: AuditState::Unseen }).await?;
        tx.commit().await?;
        Ok(Exchanged::Done)
    }

    /// The numbers that somebody's document had before, the latest first.
    pub async fn former_documents(&self, person: &PersonId) -> Result<Vec<FormerDocument>> {
        let sql = "SELECT document_type, at_ms FROM former_document WHERE person_id = $1 ORDER BY at_ms DESC";
        Ok(read_db!(self, |p| sqlx::query_as(sql).bind(person.as_str()).fetch_all(p).await)?)
    }

    /// Whether somebody, here or gone, had one of these numbers and has another now.
    pub async fn was_document_of_somebody(&self, kind: DocumentKind, digests: &[[u8; 32]]) -> Result<bool> {
        let sql = self.text(
            "SELECT COUNT(*) FROM former_document WHERE document_type = $1
                 AND document_digest IN (SELECT unhex(value) FROM json_each($2))",
            "SELECT COUNT(*) FROM former_document WHERE document_type = $1
                 AND document_digest = ANY (ARRAY(SELECT decode(value, 'hex')
                                                  FROM jsonb_array_elements_text(CAST($2 AS jsonb)) AS value))",
        );
        let count: i64 = read_db!(self, |p| sqlx::query_scalar(sql)
            .bind(kind.as_str())
            .bind(list(digests))
            .fetch_one(p)
            .await)?;
        Ok(count > 0)
    }
}

impl Tx {
    /// Whoever registers with one of these numbers at the same time, or gives one up, waits. A group is one number as that of
    /// every country; the least of its digests stands for it.
    pub(crate) async fn lock_numbers(&mut self, groups: &[&[[u8; 32]]]) -> Result<()> {
        let mut numbers: Vec<_> = groups.iter().filter_map(|group| group.iter().min()).collect();
        numbers.sort_unstable();
        numbers.dedup();
        if let TxConnection::Postgres(connection) = self.connection() {
            for number in numbers {
                let sql = "SELECT pg_advisory_xact_lock(hashtextextended($1, 710072))";
                sqlx::query(sql).bind(hex::encode(number)).execute(&mut **connection).await?;
            }
        }
        Ok(())
    }

    /// Whether somebody else is known by one of these numbers, or was.
    pub(crate) async fn is_of_another(
        &mut self,
        person: &PersonId,
        kind: DocumentKind,
        digests: &[[u8; 32]],
    ) -> Result<bool> {
        let sql = self.text(
            "SELECT (SELECT COUNT(*) FROM person WHERE document_type = $1 AND id <> $2
                         AND document_digest IN (SELECT unhex(value) FROM json_each($3)))
                  + (SELECT COUNT(*) FROM former_document WHERE document_type = $1 AND person_id <> $2
                         AND document_digest IN (SELECT unhex(value) FROM json_each($3)))",
            "WITH numbers AS (SELECT decode(value, 'hex') AS digest
                              FROM jsonb_array_elements_text(CAST($3 AS jsonb)) AS value)
             SELECT (SELECT COUNT(*) FROM person WHERE document_type = $1 AND id <> $2
                         AND document_digest = ANY (ARRAY(SELECT digest FROM numbers)))
                  + (SELECT COUNT(*) FROM former_document WHERE document_type = $1 AND person_id <> $2
                         AND document_digest = ANY (ARRAY(SELECT digest FROM numbers)))",
        );
        let found: i64 = tx!(self, |c| sqlx::query_scalar(sql)
            .bind(kind.as_str())
            .bind(person.as_str())
            .bind(list(digests))
            .fetch_one(&mut **c)
            .await)?;
        Ok(found > 0)
    }
}
