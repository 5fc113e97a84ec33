//! People, and the accounts they sign in with.

use domain::access::Grant;
use domain::document::DocumentKind;
use domain::id::{AccountId, ClassId, EnrolmentId, OrganisationId, PersonId, RegionId};
use domain::person::Sex;

use crate::fact::FactKind;
use crate::{Db, Result, Tx, read_db, tx};

/// A person as the register knows them; the numbers are sealed already (see [`vault::Keys`]).
#[derive(Clone, Debug)]
pub struct NewPerson {
    pub id: PersonId,
    pub name: String,
    pub sex: Sex,
    pub birth_date: String,
    pub document_kind: DocumentKind,
    pub document: SealedNumber,
    pub phone: SealedNumber,
    pub region: RegionId,
    /// Person category and the local day since which it holds.
    pub category: Option<(String, String)>,
    /// Random bytes in the digests of the person that stand in the audit log; they are erased with the person.
    pub fact_salt: [u8; 16],
}

/// A personal number as it may be stored.
#[derive(Clone, Debug)]
pub struct SealedNumber {
    /// Keyed digest, for equality.
    pub digest: [u8; 32],
    pub sealed: Vec<u8>,
    /// What others may see.
    pub masked: String,
}

/// A way to sign in.
#[derive(Clone, Debug)]
pub struct NewAccount {
    pub id: AccountId,
    pub person: PersonId,
    /// As typed at sign-in, small letters.
    pub login: String,
    /// Argon2id in its text form.
    pub password_hash: String,
    pub grants: Vec<Grant>,
}

/// One line of a roster: a new person who takes part in classes from the start.
#[derive(Clone, Debug)]
pub struct RosterLine {
    pub person: NewPerson,
    pub account: NewAccount,
    pub enrolments: Vec<(EnrolmentId, ClassId)>,
}

/// A bureau, institution, enterprise, college or partner department.
#[derive(Clone, Debug)]
pub struct NewOrganisation {
    pub id: OrganisationId,
    pub kind: String,
    pub name: String,
    pub name_en: String,
    pub region: RegionId,
    /// Unified social credit code.
    pub credit_code: String,
    pub phone: String,
}

/// A city, county or development zone.
#[derive(Clone, Debug)]
pub struct NewRegion {
    pub id: RegionId,
    pub kind: String,
    pub name: String,
    pub name_en: String,
    pub parent: Option<RegionId>,
}

/// A category of people with rights of its own, as dated reference data.
#[derive(Clone, Debug)]
pub struct NewCategory {
    pub code: String,
    pub name: String,
    pub name_en: String,
    pub valid_from: String,
    pub source: String,
}

impl Tx {
    pub async fn add_region(&mut self, region: &NewRegion) -> Result<()> {
        let sql = "INSERT INTO region (id, kind, name, name_en, parent_id) VALUES ($1, $2, $3, $4, $5)";
        tx!(self, |c| sqlx::query(sql)
            .bind(&region.id.0)
            .bind(&region.kind)
            .bind(&region.name)
            .bind(&region.name_en)
            .bind(region.parent.as_ref().map(|r| &r.0))
            .execute(&mut **c)
            .await
            .map(drop))?;
        Ok(())
    }

    pub async fn add_organisation(&mut self, organisation: &NewOrganisation, now_ms: i64) -> Result<()> {
        let sql = "INSERT INTO organisation (id, kind, name, name_en, region_id, credit_code, phone)
                   VALUES ($1, $2, $3, $4, $5, $6, $7)";
        tx!(self, |c| sqlx::query(sql)
            .bind(&organisation.id.0)
            .bind(&organisation.kind)
            .bind(&organisation.name)
            .bind(&organisation.name_en)
            .bind(&organisation.region.0)
            .bind(&organisation.credit_code)
            .bind(&organisation.phone)
            .execute(&mut **c)
            .await
            .map(drop))?;
        self.changed(FactKind::Organisation, organisation.id.as_str(), now_ms);
        Ok(())
    }

    pub async fn add_category(&mut self, category: &NewCategory) -> Result<()> {
        let sql = "INSERT INTO person_category (code, name, name_en, valid_from, source)
                   VALUES ($1, $2, $3, $4, $5)";
        tx!(self, |c| sqlx::query(sql)
            .bind(&category.code)
            .bind(&category.name)
            .bind(&category.name_en)
            .bind(&category.valid_from)
            .bind(&category.source)
            .execute(&mut **c)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Registers a person. The same document twice is a conflict with [`crate::Constraint::PersonDocumentOnce`]: one human, one person.
    pub async fn add_person(&mut self, person: &NewPerson, now_ms: i64) -> Result<()> {
        let sql = "INSERT INTO person (id, name, sex, birth_date, document_type, document_digest,
                       document_sealed, document_masked, phone_sealed, phone_masked, region_id,
                       category_code, category_since, created_at, fact_salt)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
        let (category, since) = match &person.category {
            Some((code, since)) => (Some(code.as_str()), Some(since.as_str())),
            None => (None, None),
        };
        tx!(self, |c| sqlx::query(sql)
            .bind(&person.id.0)
            .bind(&person.name)
            .bind(person.sex.as_str())
            .bind(&person.birth_date)
            .bind(person.document_kind.as_str())
            .bind(&person.document.digest[..])
            .bind(&person.document.sealed)
            .bind(&person.document.masked)
            .bind(&person.phone.sealed)
            .bind(&person.phone.masked)
            .bind(&person.region.0)
            .bind(category)
            .bind(since)
            .bind(now_ms)
            .bind(&person.fact_salt[..])
            .execute(&mut **c)
            .await
            .map(drop))?;
        self.changed(FactKind::Person, person.id.as_str(), now_ms);
        Ok(())
    }

    /// Gives a person a way to sign in, with its grants. A login in use is a conflict with
    /// [`crate::Constraint::AccountLoginOnce`].
    pub async fn add_account(&mut self, account: &NewAccount, now_ms: i64) -> Result<()> {
        let sql = "INSERT INTO account (id, person_id, login, password_hash, active, created_at)
                   VALUES ($1, $2, $3, $4, $5, $6)";
        tx!(self, |c| sqlx::query(sql)
            .bind(&account.id.0)
            .bind(&account.person.0)
            .bind(&account.login)
            .bind(&account.password_hash)
            .bind(true)
            .bind(now_ms)
            .execute(&mut **c)
            .await
            .map(drop))?;
        self.marks_account(account.id.as_str(), now_ms);
        for grant in &account.grants {
            self.add_grant(&account.id, grant, now_ms).await?;
        }
        Ok(())
    }

    async fn add_grant(&mut self, account: &AccountId, grant: &Grant, now_ms: i64) -> Result<()> {
        let sql = "INSERT INTO role_grant (account_id, role, organisation_id, region_id, granted_at)
                   VALUES ($1, $2, $3, $4, $5)";
        tx!(self, |c| sqlx::query(sql)
            .bind(&account.0)
            .bind(grant.role.as_str())
            .bind(grant.organisation.as_ref().map(|o| &o.0))
            .bind(grant.region.as_ref().map(|r| &r.0))
            .bind(now_ms)
            .execute(&mut **c)
            .await
            .map(drop))?;
        Ok(())
    }
}

impl Db {
    /// Registers a person with an account in one step.
    pub async fn register(&self, person: &NewPerson, account: &NewAccount, now_ms: i64) -> Result<()> {
        let mut tx = self.begin().await?;
        tx.add_person(person, now_ms).await?;
        tx.add_account(account, now_ms).await?;
        tx.commit().await
    }

    /// Takes a whole roster at once: people, their accounts, and their places in classes, all or nothing. The caller has
    /// seen to it that there are seats ([`Db::widen_class`]).
    pub async fn register_roster(&self, roster: &[RosterLine], now_ms: i64) -> Result<()> {
        let mut tx = self.begin().await?;
        for line in roster {
            tx.add_person(&line.person, now_ms).await?;
            tx.add_account(&line.account, now_ms).await?;
            tx.add_account_phone(&line.account.id, &line.person.phone.digest, now_ms).await?;
            for (enrolment, class) in &line.enrolments {
                tx.add_enrolment(enrolment, class, &line.person.id, now_ms).await?;
            }
        }
        tx.commit().await
    }

    /// How many logins begin so. The text is a plain prefix of letters and digits.
    pub async fn count_logins(&self, prefix: &str) -> Result<i64> {
        Ok(read_db!(self, |p| sqlx::query_scalar(
            "SELECT COUNT(*) FROM account WHERE SUBSTR(login, 1, LENGTH($1)) = $1"
        )
        .bind(prefix)
        .fetch_one(p)
        .await)?)
    }
}
