//! People who register themselves: what they choose from, and the one step in which everything of theirs is kept.

use domain::consent::{Purpose, TEXT_VERSION};
use domain::document::DocumentKind;
use domain::id::PersonId;
use domain::policy::Policies;

use crate::audit::{self, AuditEvent};
use crate::document_exchange::list;
use crate::fact::{FactKind, write_changed};
use crate::person::{NewAccount, NewPerson};
use crate::{Constraint, Db, Result, StoreError, Tx, read_db, tx};

/// The household place of people from elsewhere.
pub const ELSEWHERE: &str = "elsewhere";

/// Something to choose by its code.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Pick {
    pub code: String,
    pub name: String,
    pub name_en: String,
}

/// Everything of somebody who registers themselves.
#[derive(Clone, Debug)]
pub struct Registration {
    pub person: NewPerson,
    pub account: NewAccount,
    /// Digests of the same number as another country's document: nobody has one of each.
    pub same_number: Vec<[u8; 32]>,
    /// Whether the person was here before and closed the account: `person` then bears the id of that time.
    pub returns: bool,
    /// Whether a code sent to the phone was typed right.
    pub phone_verified: bool,
    /// Each purpose with an id for its record, and whether it was agreed to.
    pub consents: Vec<(String, Purpose, bool)>,
}

/// What stood in the way of a registration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// The document belongs to a person who is registered.
    Document,
    /// The phone opens an account already.
    Phone,
}

impl Db {
    /// Household places: counties and zones, then elsewhere.
    pub async fn household_places(&self) -> Result<Vec<Pick>> {
        let sql = "SELECT id AS code, name, name_en FROM region WHERE kind <> 'city' OR id = $1
                   ORDER BY CASE WHEN id = $1 THEN 1 ELSE 0 END, id";
        Ok(read_db!(self, |p| sqlx::query_as(sql).bind(ELSEWHERE).fetch_all(p).await)?)
    }

    /// Person categories that are in force on a day.
    pub async fn categories_on(&self, day: &str) -> Result<Vec<Pick>> {
        let sql = "SELECT code, name, name_en FROM person_category
                   WHERE valid_from <= $1 AND (valid_to IS NULL OR valid_to >= $1) ORDER BY valid_from, code";
        Ok(read_db!(self, |p| sqlx::query_as(sql).bind(day).fetch_all(p).await)?)
    }

    /// Does all that registering takes, and keeps nothing of it: whoever registers with what is known already waits as long as
    /// somebody new.
    pub async fn rehearse_registration(
        &self,
        decoy: &Registration,
        event: &AuditEvent,
        now_ms: i64,
    ) -> Result<()> {
        let mut tx = self.begin().await?;
        tx.is_taken(decoy).await?;
        tx.add_person(&decoy.person, now_ms).await?;
        tx.add_account(&decoy.account, now_ms).await?;
        tx.add_account_phone(&decoy.account.id, &decoy.person.phone.digest, now_ms).await?;
        for (id, purpose, given) in &decoy.consents {
            tx.add_consent(id, &decoy.person.id, *purpose, *given, now_ms).await?;
        }
        audit::write(&mut tx, event).await?;
        write_changed(&mut tx).await?;
        tx.roll_back().await
    }

    /// The phone of the person who is registered with one of these documents, or was: sealed, with the person whose it is.
    pub async fn phone_of_document(
        &self,
        kind: DocumentKind,
        digests: &[[u8; 32]],
    ) -> Result<Option<(PersonId, Vec<u8>)>> {
        let sql = self.text(
            "SELECT id, phone_sealed FROM person WHERE closed_at IS NULL AND (
                 document_type = $1 AND document_digest IN (SELECT unhex(value) FROM json_each($2))
                 OR id IN (SELECT person_id FROM former_document WHERE document_type = $1
                               AND document_digest IN (SELECT unhex(value) FROM json_each($2)))) LIMIT 1",
            "WITH numbers AS (SELECT decode(value, 'hex') AS digest
                              FROM jsonb_array_elements_text(CAST($2 AS jsonb)) AS value)
             SELECT id, phone_sealed FROM person WHERE closed_at IS NULL AND (
                 document_type = $1 AND document_digest = ANY (ARRAY(SELECT digest FROM numbers))
                 OR id IN (SELECT person_id FROM former_document WHERE document_type = $1
                               AND document_digest = ANY (ARRAY(SELECT digest FROM numbers)))) LIMIT 1",
        );
        let found: Option<(String, Vec<u8>)> = read_db!(self, |p| sqlx::query_as(sql)
            .bind(kind.as_str())
            .bind(list(digests))
            .fetch_optional(p)
            .await)?;
        Ok(found.map(|(id, sealed)| (PersonId(id), sealed)))
    }

    /// Registers somebody with account, phone and consents, or says what is taken; then nothing is kept.
    pub async fn register_oneself(
        &self,
        new: &Registration,
        policies: &Policies,
        event: &AuditEvent,
        now_ms: i64,
    ) -> Result<Option<Taken>> {
        let mut tx = self.begin().await?;
        if tx.is_taken(new).await? {
            return Ok(Some(Taken::Document));
        }
        if new.returns {
            if !tx.return_person(&new.person, now_ms).await? {
                return Ok(Some(Taken::Document));
            }
            tx.recompute_subsidies(&new.person.id, policies, now_ms).await?;
        } else {
            match tx.add_person(&new.person, now_ms).await {
                Err(StoreError::Conflict(Constraint::PersonDocumentOnce)) => {
                    return Ok(Some(Taken::Document));
                }
                other => other?,
            }
        }
        tx.add_account(&new.account, now_ms).await?;
        if !tx.add_account_phone(&new.account.id, &new.person.phone.digest, now_ms).await? {
            return Ok(Some(Taken::Phone));
        }
        if new.phone_verified {
            tx.verify_account_phone(&new.person.phone.digest, now_ms).await?;
        }
        for (id, purpose, given) in &new.consents {
            tx.add_consent(id, &new.person.id, *purpose, *given, now_ms).await?;
        }
        audit::write(&mut tx, event).await?;
        tx.commit().await?;
        Ok(None)
    }

    /// Whether a person with this document is known.
    pub async fn knows_document(&self, kind: DocumentKind, digest: &[u8; 32]) -> Result<bool> {
        let sql = "SELECT COUNT(*) FROM person WHERE document_type = $1 AND document_digest = $2";
        let count: i64 = read_db!(self, |p| sqlx::query_scalar(sql)
            .bind(kind.as_str())
            .bind(&digest[..])
            .fetch_one(p)
            .await)?;
        Ok(count > 0)
    }
}

impl Tx {
    /// Whether somebody else is known by the number, as another country's too, or was. Whoever registers with it at the same
    /// time waits.
    async fn is_taken(&mut self, new: &Registration) -> Result<bool> {
        let numbers = [&[new.person.document.digest], &new.same_number[..]].concat();
        self.lock_numbers(&[&numbers]).await?;
        self.is_of_another(&new.person.id, new.person.document_kind, &numbers).await
    }

    /// Fills the row of somebody who closed the account and registers anew: the same person, with all hours; whoever it is now
    /// must be seen again. `false` if another registration was first.
    async fn return_person(&mut self, person: &NewPerson, now_ms: i64) -> Result<bool> {
        let sql = "UPDATE person SET name = $1, sex = $2, birth_date = $3, document_sealed = $4, document_masked = $5,
                       phone_sealed = $6, phone_masked = $7, region_id = $8, category_code = $9, category_since = $10,
                       name_sealed = NULL, closed_at = NULL, kept_until = NULL, fact_salt = $11,
                       category_paper_id = NULL, identity_seen_at = NULL, identity_seen_by = NULL
                   WHERE id = $12 AND document_digest = $13 AND closed_at IS NOT NULL";
        let (category, since) = person.category.as_ref().map(|(code, since)| (code, since)).unzip();
        let done = tx!(self, |c| sqlx::query(sql)
            .bind(&person.name)
            .bind(person.sex.as_str())
            .bind(&person.birth_date)
            .bind(&person.document.sealed)
            .bind(&person.document.masked)
            .bind(&person.phone.sealed)
            .bind(&person.phone.masked)
            .bind(&person.region.0)
            .bind(category)
            .bind(since)
            .bind(&person.fact_salt[..])
            .bind(&person.id.0)
            .bind(&person.document.digest[..])
            .execute(&mut **c)
            .await
            .map(|done| done.rows_affected()))?;
        self.changed(FactKind::Person, person.id.as_str(), now_ms);
        Ok(done == 1)
    }

    /// Writes down that somebody agreed to the present text, or took it back.
    pub async fn add_consent(
        &mut self,
        id: &str,
        person: &PersonId,
        purpose: Purpose,
        given: bool,
        now_ms: i64,
    ) -> Result<()> {
        let sql = "INSERT INTO consent (id, person_id, purpose, given, text_version, at_ms)
                   VALUES ($1, $2, $3, $4, $5, $6)";
        tx!(self, |c| sqlx::query(sql)
            .bind(id)
            .bind(&person.0)
            .bind(purpose.as_str())
            .bind(given)
            .bind(TEXT_VERSION)
            .bind(now_ms)
            .execute(&mut **c)
            .await
            .map(drop))?;
        Ok(())
    }
}
