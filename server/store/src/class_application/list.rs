//! Applications as they are read.

use domain::access::ScopeFilter;
use domain::class_application::{ApplicationState, Content, FieldReason};
use domain::id::{AccountId, ClassApplicationId, ClassId, CourseId, OrganisationId, PersonId, RegionId};

use crate::db::Db;
use crate::error::Result;
use crate::nullable_text::NullableText;
use crate::read_db;

/// An application as lists and pages show it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ClassApplication {
    #[sqlx(try_from = "String")]
    pub id: ClassApplicationId,
    #[sqlx(try_from = "String")]
    pub organisation_id: OrganisationId,
    #[sqlx(try_from = "String")]
    pub region_id: RegionId,
    pub organisation: String,
    pub organisation_en: String,
    pub organisation_phone: String,
    pub credit_code: String,
    pub region: String,
    pub region_en: String,
    /// JSON: every field as it was typed.
    pub form: String,
    pub title: String,
    #[sqlx(try_from = "NullableText")]
    pub course_id: Option<CourseId>,
    pub course_title: Option<String>,
    pub course_title_en: Option<String>,
    /// Empty where no day was read.
    pub starts_on: String,
    pub ends_on: String,
    pub state: String,
    pub version: i64,
    /// What the person is called who began it.
    pub made_by: String,
    pub changed_at: i64,
    /// When it was submitted last.
    pub submitted_at: Option<i64>,
    #[sqlx(try_from = "NullableText")]
    pub class_id: Option<ClassId>,
    pub class_code: Option<String>,
}

impl ClassApplication {
    /// How it stands.
    pub fn state(&self) -> ApplicationState {
        ApplicationState::from_code(&self.state).unwrap_or(ApplicationState::Withdrawn)
    }
}

/// A step that was taken.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ApplicationStepLine {
    pub n: i64,
    pub kind: String,
    #[sqlx(try_from = "String")]
    pub account_id: AccountId,
    #[sqlx(try_from = "String")]
    pub person_id: PersonId,
    pub name: String,
    pub reason: String,
    reasons: String,
    content: String,
    pub sha256: String,
    pub at_ms: i64,
}

impl ApplicationStepLine {
    /// What was submitted, if it was a submission.
    pub fn content(&self) -> Option<Content> {
        serde_json::from_str(&self.content).ok()
    }

    /// Why it was returned, by field.
    pub fn reasons(&self) -> Vec<FieldReason> {
        serde_json::from_str(&self.reasons).unwrap_or_default()
    }
}

const APPLICATION: &str = "SELECT q.id, q.organisation_id, q.region_id, o.name AS organisation, o.name_en AS organisation_en,
        o.phone AS organisation_phone, o.credit_code, r.name AS region, r.name_en AS region_en, q.form, q.title, q.course_id,
        c.title AS course_title, c.title_en AS course_title_en, q.starts_on, q.ends_on, q.state, q.version,
        (SELECT p.name FROM account a JOIN person p ON p.id = a.person_id WHERE a.id = q.made_by) AS made_by,
        q.changed_at, q.submitted_at, q.class_id, k.code AS class_code
    FROM class_application q JOIN organisation o ON o.id = q.organisation_id JOIN region r ON r.id = q.region_id
    LEFT JOIN course c ON c.id = q.course_id LEFT JOIN training_class k ON k.id = q.class_id";

pub(super) const STEPS: &str = "SELECT s.n, s.kind, s.account_id, s.person_id, p.name, s.reason, s.reasons, s.content, s.sha256,
        s.at_ms
    FROM class_application_step s JOIN person p ON p.id = s.person_id WHERE s.application_id = $1 ORDER BY s.n";

/// Applications `q` that wait for a person who reviews: those on which they have not written.
pub(crate) fn waits_for_review(person: &str) -> String {
    format!(
        "q.state = 'submitted' AND NOT EXISTS (SELECT 1 FROM class_application_hand h
             WHERE h.application_id = q.id AND h.person_id = {person})"
    )
}

impl Db {
    /// One application.
    pub async fn class_application(&self, id: &ClassApplicationId) -> Result<ClassApplication> {
        let sql = format!("{APPLICATION} WHERE q.id = $1");
        Ok(read_db!(self, |p| sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(id.as_str()).fetch_one(p).await)?)
    }

    /// What was done with it, in order.
    pub async fn application_steps(&self, id: &ClassApplicationId) -> Result<Vec<ApplicationStepLine>> {
        Ok(read_db!(self, |p| sqlx::query_as(STEPS).bind(id.as_str()).fetch_all(p).await)?)
    }

    /// A page of an institution's applications that stand so, the latest change first, and how many there are.
    pub async fn own_applications(
        &self,
        organisation: &OrganisationId,
        state: ApplicationState,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<ClassApplication>> {
        let sql = format!(
            "{APPLICATION} WHERE q.organisation_id = $1 AND q.state = $2
             ORDER BY q.changed_at DESC, q.id DESC LIMIT $3 OFFSET $4"
        );
        Ok(read_db!(self, |p| sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(organisation.as_str())
            .bind(state.as_str())
            .bind(limit)
            .bind(offset)
            .fetch_all(p)
            .await)?)
    }

    /// How many applications of an institution stand how.
    pub async fn count_own_applications(&self, organisation: &OrganisationId) -> Result<Vec<(String, i64)>> {
        let sql = "SELECT state, COUNT(*) FROM class_application WHERE organisation_id = $1 GROUP BY state";
        Ok(read_db!(self, |p| sqlx::query_as(sql).bind(organisation.as_str()).fetch_all(p).await)?)
    }

    /// Ids of the applications that a right reaches and that wait for this person, longest waiting first.
    pub async fn applications_waiting(
        &self,
        scope_filter: &ScopeFilter,
        person: &PersonId,
    ) -> Result<Vec<String>> {
        let sql = format!(
            "SELECT q.id FROM class_application q WHERE ($1 OR q.region_id = $2) AND {}
             ORDER BY q.submitted_at, q.id LIMIT 1000",
            waits_for_review("$3")
        );
        Ok(read_db!(self, |p| sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
            .bind(scope_filter.all)
            .bind(scope_filter.region.as_ref().map(RegionId::as_str))
            .bind(person.as_str())
            .fetch_all(p)
            .await)?)
    }

    /// Whether an application waits for this person, if their right reaches it.
    pub async fn application_waits_for(&self, id: &ClassApplicationId, person: &PersonId) -> Result<bool> {
        let sql = format!(
            "SELECT COUNT(*) FROM class_application q WHERE q.id = $1 AND {}",
            waits_for_review("$2")
        );
        let count: i64 = read_db!(self, |p| sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
            .bind(id.as_str())
            .bind(person.as_str())
            .fetch_one(p)
            .await)?;
        Ok(count > 0)
    }

    /// A page of the applications that a right reaches, and how many there are: those that wait for this person, longest waiting
    /// first, or the others that were ever submitted, latest first; of one institution only, where one is named.
    pub async fn reviewed_applications(
        &self,
        scope_filter: &ScopeFilter,
        (person, waiting): (&PersonId, bool),
        (state, organisation): (Option<ApplicationState>, Option<&OrganisationId>),
        limit: i64,
        offset: i64,
    ) -> Result<(Vec<ClassApplication>, i64)> {
        let waits = waits_for_review("$3");
        let (turn, order) = if waiting {
            (waits, "q.submitted_at, q.id")
        } else {
            (format!("q.submitted_at IS NOT NULL AND NOT ({waits})"), "q.changed_at DESC, q.id DESC")
        };
        let place = format!(
            "($1 OR q.region_id = $2) AND {turn} AND (CAST($4 AS TEXT) IS NULL OR q.state = $4)
             AND (CAST($5 AS TEXT) IS NULL OR q.organisation_id = $5)"
        );
        let region = scope_filter.region.as_ref().map(RegionId::as_str);
        let (state, organisation) =
            (state.map(ApplicationState::as_str), organisation.map(OrganisationId::as_str));
        let sql = format!("{APPLICATION} WHERE {place} ORDER BY {order} LIMIT $6 OFFSET $7");
        let found = read_db!(self, |p| sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(scope_filter.all)
            .bind(region)
            .bind(person.as_str())
            .bind(state)
            .bind(organisation)
            .bind(limit)
            .bind(offset)
            .fetch_all(p)
            .await)?;
        let sql = format!("SELECT COUNT(*) FROM class_application q WHERE {place}");
        let count = read_db!(self, |p| sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
            .bind(scope_filter.all)
            .bind(region)
            .bind(person.as_str())
            .bind(state)
            .bind(organisation)
            .fetch_one(p)
            .await)?;
        Ok((found, count))
    }

    /// The institutions that have ever submitted an application within a right's reach: id and name in both languages.
    pub async fn applying_organisations(
        &self,
        scope_filter: &ScopeFilter,
    ) -> Result<Vec<(String, String, String)>> {
        let sql = "SELECT o.id, o.name, o.name_en FROM organisation o WHERE EXISTS (
                       SELECT 1 FROM class_application q WHERE q.organisation_id = o.id AND q.submitted_at IS NOT NULL
                           AND ($1 OR q.region_id = $2)) ORDER BY o.name LIMIT 500";
        Ok(read_db!(self, |p| sqlx::query_as(sql)
            .bind(scope_filter.all)
            .bind(scope_filter.region.as_ref().map(RegionId::as_str))
            .fetch_all(p)
            .await)?)
    }
}
