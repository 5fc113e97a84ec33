//! Classes with verified hours and what they are worth: the bureau's view.

use domain::access::ScopeFilter;
use domain::id::{ClassId, OrganisationId, RegionId};

use crate::db::Db;
use crate::error::Result;
use crate::read_db;

/// Which classes are asked for, within what the right reaches. Empty texts ask for all.
#[derive(Clone, Debug, Default)]
pub struct ClassHoursSearch {
    pub scope_filter: ScopeFilter,
    pub region: String,
    pub organisation: String,
    pub course: String,
}

/// A class that is asked for.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct AskedClass {
    #[sqlx(try_from = "String")]
    pub id: ClassId,
    pub policy_version: String,
    pub region_id: String,
    pub region: String,
    pub region_en: String,
    pub learners: i64,
}

/// A class and its sums.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ClassHours {
    #[sqlx(try_from = "String")]
    pub id: ClassId,
    pub code: String,
    pub title: String,
    pub starts_on: String,
    pub ends_on: String,
    pub policy_version: String,
    pub organisation: String,
    pub organisation_en: String,
    pub region: String,
    pub region_en: String,
    pub learners: i64,
    pub completed: i64,
    pub verified_ms: i64,
    pub credit_tenths: i64,
    pub waiting_ms: i64,
    pub refused_ms: i64,
    pub amount_fen: i64,
    /// Length of all lessons of its course, for one learner.
    pub required_ms: i64,
}

/// Sums over every class asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct HoursTotals {
    pub classes: i64,
    pub learners: i64,
    pub completed: i64,
    pub verified_ms: i64,
    pub credit_tenths: i64,
    pub amount_fen: i64,
}

/// Something to filter by.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Named {
    pub id: String,
    pub name: String,
    pub name_en: String,
}

const ASKED_FOR: &str = "($1 OR c.organisation_id = $2 OR c.region_id = $3)
    AND ($4 = '' OR c.region_id = $4) AND ($5 = '' OR c.organisation_id = $5) AND ($6 = '' OR c.course_id = $6)";

/// Classes with their sums; `which` and in which order.
///
/// Verified sums come from the subsidy records, one a learner: they are what is paid, and an export refuses to be built where
/// they differ from the ledger.
fn with_sums(which: &str) -> String {
    format!(
            "SELECT c.id, c.code, c.title, c.starts_on, c.ends_on, c.policy_version,
                    o.name AS organisation, o.name_en AS organisation_en, r.name AS region, r.name_en AS region_en,
                    (SELECT COUNT(*) FROM enrolment e WHERE e.class_id = c.id) AS learners,
                    (SELECT COUNT(*) FROM subsidy_record z WHERE z.class_id = c.id AND z.completed) AS completed,
                    COALESCE((SELECT CAST(SUM(z.verified_ms) AS BIGINT) FROM subsidy_record z
                              WHERE z.class_id = c.id), 0) AS verified_ms,
                    COALESCE((SELECT CAST(SUM(z.credit_tenths) AS BIGINT) FROM subsidy_record z
                              WHERE z.class_id = c.id), 0) AS credit_tenths,
                    COALESCE((SELECT CAST(SUM(z.amount_fen) AS BIGINT) FROM subsidy_record z
                              WHERE z.class_id = c.id), 0) AS amount_fen,
                    COALESCE((SELECT CAST(SUM(g.waiting_ms) AS BIGINT) FROM enrolment e
                              JOIN lesson_progress g ON g.enrolment_id = e.id
                              WHERE e.class_id = c.id), 0)
                    + COALESCE((SELECT CAST(SUM(s.live_counted_ms) AS BIGINT) FROM enrolment e
                                JOIN person_study s ON s.live_enrolment_id = e.id
                                WHERE e.class_id = c.id), 0) AS waiting_ms,
                    COALESCE((SELECT CAST(SUM(f.ms) AS BIGINT) FROM enrolment e
                              JOIN refusal f ON f.enrolment_id = e.id WHERE e.class_id = c.id), 0) AS refused_ms,
                    COALESCE((SELECT CAST(SUM(l.duration_ms) AS BIGINT) FROM lesson l
                              WHERE l.course_id = c.course_id), 0) AS required_ms
             FROM training_class c
             JOIN organisation o ON o.id = c.organisation_id
             JOIN region r ON r.id = c.region_id
             {which}"
    )
}

/// A query with what is asked for bound to `$1` … `$6` of [`ASKED_FOR`].
macro_rules! asked {
    ($search:expr, $sql:expr) => {
        sqlx::query_as(sqlx::AssertSqlSafe($sql))
            .bind($search.scope_filter.all)
            .bind($search.scope_filter.organisation.as_ref().map(OrganisationId::as_str))
            .bind($search.scope_filter.region.as_ref().map(RegionId::as_str))
            .bind(&$search.region)
            .bind(&$search.organisation)
            .bind(&$search.course)
    };
}

impl Db {
    /// Every class that is asked for, with its place.
    pub async fn classes_asked_for(&self, search: &ClassHoursSearch) -> Result<Vec<AskedClass>> {
        let sql = format!(
            "SELECT c.id, c.policy_version, c.region_id, r.name AS region, r.name_en AS region_en,
                    (SELECT COUNT(*) FROM enrolment e WHERE e.class_id = c.id) AS learners
             FROM training_class c JOIN region r ON r.id = c.region_id WHERE {ASKED_FOR} ORDER BY c.id"
        );
        Ok(read_db!(self, |pool| { asked!(search, sql).fetch_all(pool).await })?)
    }

    /// These classes, in the order in which they are named.
    pub async fn class_hours_of(&self, classes: &[ClassId]) -> Result<Vec<ClassHours>> {
        if classes.is_empty() {
            return Ok(Vec::new());
        }
        let named: Vec<String> = (1..=classes.len()).map(|n| format!("${n}")).collect();
        let sql = with_sums(&format!("WHERE c.id IN ({})", named.join(", ")));
        let mut found: Vec<ClassHours> = read_db!(self, |pool| {
            let mut query = sqlx::query_as(sqlx::AssertSqlSafe(sql.as_str()));
            for class in classes {
                query = query.bind(class.as_str());
            }
            query.fetch_all(pool).await
        })?;
        found.sort_by_key(|class| classes.iter().position(|id| *id == class.id));
        Ok(found)
    }

    /// A page of classes, those that began last first.
    pub async fn class_hours(
        &self,
        search: &ClassHoursSearch,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<ClassHours>> {
        let sql =
            with_sums(&format!("WHERE {ASKED_FOR} ORDER BY c.starts_on DESC, c.code LIMIT $7 OFFSET $8"));
        Ok(read_db!(self, |pool| { asked!(search, sql).bind(limit).bind(offset).fetch_all(pool).await })?)
    }

    /// Sums over all of them.
    pub async fn hours_totals(&self, search: &ClassHoursSearch) -> Result<HoursTotals> {
        let sql = format!(
            "SELECT (SELECT COUNT(*) FROM training_class c WHERE {ASKED_FOR}) AS classes,
                    (SELECT COUNT(*) FROM enrolment e JOIN training_class c ON c.id = e.class_id
                     WHERE {ASKED_FOR}) AS learners,
                    COUNT(CASE WHEN z.completed THEN 1 END) AS completed,
                    COALESCE(CAST(SUM(z.verified_ms) AS BIGINT), 0) AS verified_ms,
                    COALESCE(CAST(SUM(z.credit_tenths) AS BIGINT), 0) AS credit_tenths,
                    COALESCE(CAST(SUM(z.amount_fen) AS BIGINT), 0) AS amount_fen
             FROM subsidy_record z JOIN training_class c ON c.id = z.class_id
             WHERE {ASKED_FOR}"
        );
        Ok(read_db!(self, |pool| { asked!(search, sql).fetch_one(pool).await })?)
    }

    /// The counties in which a right reaches classes.
    pub async fn regions_with_classes(&self, scope_filter: &ScopeFilter) -> Result<Vec<Named>> {
        Ok(read_db!(self, |pool| {
            sqlx::query_as(
                "SELECT r.id, r.name, r.name_en FROM region r WHERE r.id IN
                    (SELECT c.region_id FROM training_class c
                     WHERE $1 OR c.organisation_id = $2 OR c.region_id = $3) ORDER BY r.id",
            )
            .bind(scope_filter.all)
            .bind(scope_filter.organisation.as_ref().map(OrganisationId::as_str))
            .bind(scope_filter.region.as_ref().map(RegionId::as_str))
            .fetch_all(pool)
            .await
        })?)
    }

    /// The courses of which a right reaches classes.
    pub async fn courses_with_classes(&self, scope_filter: &ScopeFilter) -> Result<Vec<Named>> {
        Ok(read_db!(self, |pool| {
            sqlx::query_as(
                "SELECT k.id, k.title AS name, k.title_en AS name_en FROM course k WHERE k.id IN
                    (SELECT c.course_id FROM training_class c
                     WHERE $1 OR c.organisation_id = $2 OR c.region_id = $3) ORDER BY k.title, k.id",
            )
            .bind(scope_filter.all)
            .bind(scope_filter.organisation.as_ref().map(OrganisationId::as_str))
            .bind(scope_filter.region.as_ref().map(RegionId::as_str))
            .fetch_all(pool)
            .await
        })?)
    }

    /// The organisations whose classes a right reaches.
    pub async fn organisations_with_classes(&self, scope_filter: &ScopeFilter) -> Result<Vec<Named>> {
        Ok(read_db!(self, |pool| {
            sqlx::query_as(
                "SELECT o.id, o.name, o.name_en FROM organisation o WHERE o.id IN
                    (SELECT c.organisation_id FROM training_class c
                     WHERE $1 OR c.organisation_id = $2 OR c.region_id = $3) ORDER BY o.id",
            )
            .bind(scope_filter.all)
            .bind(scope_filter.organisation.as_ref().map(OrganisationId::as_str))
            .bind(scope_filter.region.as_ref().map(RegionId::as_str))
            .fetch_all(pool)
            .await
        })?)
    }
}
