//! Institutions, enterprises, colleges and partners: the registry of whom the bureau works with.

use domain::access::ScopeFilter;
use domain::id::{OrganisationId, RegionId};

use crate::audit::{self, AuditEvent};
use crate::constraint::Constraint;
use crate::db::Db;
use crate::error::{Result, StoreError};
use crate::person::NewOrganisation;
use crate::read_db;

/// An organisation that is no bureau.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Institution {
    #[sqlx(try_from = "String")]
    pub id: OrganisationId,
    /// `institution`, `enterprise`, `college` or `partner`.
    pub kind: String,
    pub name: String,
    pub name_en: String,
    #[sqlx(try_from = "String")]
    pub region_id: RegionId,
    pub region: String,
    pub region_en: String,
    pub credit_code: String,
    pub phone: String,
}

/// What to look for; empty texts look for everything.
#[derive(Clone, Debug, Default)]
pub struct InstitutionSearch {
    /// In the name, or the whole credit code.
    pub text: String,
    /// The id of a region.
    pub region: String,
    pub limit: i64,
    pub offset: i64,
}

/// Institutions that a right reaches ($1, $2), of a name ($3) or credit code ($4), in a region ($5).
const WHERE: &str = "FROM organisation o JOIN region r ON r.id = o.region_id
    WHERE o.kind <> 'bureau' AND ($1 OR o.region_id = $2)
      AND (o.name LIKE $3 OR o.name_en LIKE $3 OR o.credit_code = $4) AND ($5 = '' OR o.region_id = $5)";
const INSTITUTION: &str =
    "SELECT o.id, o.kind, o.name, o.name_en, o.region_id, r.name AS region, r.name_en AS region_en,
    o.credit_code, o.phone";

impl Db {
    /// A page of the institutions that a right reaches, by region and name, and how many there are.
    pub async fn institutions(
        &self,
        scope_filter: &ScopeFilter,
        search: &InstitutionSearch,
    ) -> Result<(Vec<Institution>, i64)> {
        let pattern = format!("%{}%", search.text.trim().replace(['%', '_'], ""));
        let code = search.text.trim().to_ascii_uppercase();
        let region = scope_filter.region.as_ref().map(RegionId::as_str);
        let sql = format!("{INSTITUTION} {WHERE} ORDER BY r.id, o.name, o.id LIMIT $6 OFFSET $7");
        let found = read_db!(self, |pool| {
            sqlx::query_as(sqlx::AssertSqlSafe(sql))
                .bind(scope_filter.all)
                .bind(region)
                .bind(&pattern)
                .bind(&code)
                .bind(&search.region)
                .bind(search.limit)
                .bind(search.offset)
                .fetch_all(pool)
                .await
        })?;
        let sql = format!("SELECT COUNT(*) {WHERE}");
        let count = read_db!(self, |pool| {
            sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
                .bind(scope_filter.all)
                .bind(region)
                .bind(&pattern)
                .bind(&code)
                .bind(&search.region)
                .fetch_one(pool)
                .await
        })?;
        Ok((found, count))
    }

    /// One organisation, of whatever kind.
    pub async fn institution(&self, id: &OrganisationId) -> Result<Institution> {
        let sql =
            format!("{INSTITUTION} FROM organisation o JOIN region r ON r.id = o.region_id WHERE o.id = $1");
        Ok(read_db!(self, |pool| {
            sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(id.as_str()).fetch_one(pool).await
        })?)
    }

    /// The organisation that has a credit code.
    pub async fn institution_of_credit_code(&self, code: &str) -> Result<Option<Institution>> {
        let sql = format!(
            "{INSTITUTION} FROM organisation o JOIN region r ON r.id = o.region_id WHERE o.credit_code = $1"
        );
        Ok(read_db!(self, |pool| {
            sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(code).fetch_optional(pool).await
        })?)
    }

    /// Registers an institution; `false` if one with this credit code is there already, and then nothing changed.
    pub async fn register_institution(&self, new: &NewOrganisation, event: &AuditEvent) -> Result<bool> {
        let mut tx = self.begin().await?;
        match tx.add_organisation(new, event.at_ms).await {
            Err(StoreError::Conflict(Constraint::OrganisationCreditCodeOnce)) => return Ok(false),
            other => other?,
        }
        audit::write(&mut tx, event).await?;
        tx.commit().await?;
        Ok(true)
    }
}
