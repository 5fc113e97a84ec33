//! Drafts as they are read.

use domain::access::ScopeFilter;
use domain::course_draft::{CourseContent, CourseDraftState, PartReason};
use domain::id::{CourseDraftId, CourseId, OrganisationId, PersonId, RegionId};

use crate::db::Db;
use crate::error::{Result, StoreError};
use crate::nullable_text::NullableText;
use crate::read_db;

/// A draft as lists and pages show it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct CourseDraft {
    #[sqlx(try_from = "String")]
    pub id: CourseDraftId,
    #[sqlx(try_from = "String")]
    pub organisation_id: OrganisationId,
    #[sqlx(try_from = "String")]
    pub region_id: RegionId,
    pub organisation: String,
    pub organisation_en: String,
    content: String,
    pub title: String,
    #[sqlx(try_from = "NullableText")]
    pub replaces: Option<CourseId>,
    pub state: String,
    pub version: i64,
    /// What the person is called who began it.
    pub made_by: String,
    pub changed_at: i64,
    /// When it was submitted last.
    pub submitted_at: Option<i64>,
    #[sqlx(try_from = "NullableText")]
    pub course_id: Option<CourseId>,
    pub course_code: Option<String>,
    /// Which version the course is.
    pub course_version: Option<i64>,
    /// Whether another version follows it already.
    pub is_followed: bool,
}

impl CourseDraft {
    /// How it stands.
    pub fn state(&self) -> CourseDraftState {
        CourseDraftState::from_code(&self.state).unwrap_or(CourseDraftState::Withdrawn)
    }

    /// What is written.
    ///
    /// # Errors
    /// It cannot be read: the row was changed by hand.
    pub fn content(&self) -> Result<CourseContent> {
        serde_json::from_str(&self.content)
            .map_err(|_| StoreError::Damaged(format!("course draft {}", self.id)))
    }
}

/// A step that was taken.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct CourseDraftStepLine {
    pub n: i64,
    pub kind: String,
    #[sqlx(try_from = "String")]
    pub person_id: PersonId,
    pub name: String,
    pub reason: String,
    reasons: String,
    content: String,
    pub sha256: String,
    pub at_ms: i64,
}

impl CourseDraftStepLine {
    /// What was submitted, if it was a submission.
    pub fn content(&self) -> Option<CourseContent> {
        serde_json::from_str(&self.content).ok()
    }

    /// Why it was returned, by part.
    pub fn reasons(&self) -> Vec<PartReason> {
        serde_json::from_str(&self.reasons).unwrap_or_default()
    }
}

const DRAFT: &str = "SELECT q.id, q.organisation_id, q.region_id, o.name AS organisation, o.name_en AS organisation_en,
        q.content, q.title, q.replaces, q.state, q.version,
        (SELECT p.name FROM account a JOIN person p ON p.id = a.person_id WHERE a.id = q.made_by) AS made_by,
        q.changed_at, q.submitted_at, q.course_id, c.code AS course_code, c.version AS course_version,
        EXISTS (SELECT 1 FROM course n WHERE n.replaces = q.course_id) AS is_followed
    FROM course_draft q JOIN organisation o ON o.id = q.organisation_id LEFT JOIN course c ON c.id = q.course_id";

pub(super) const STEPS: &str =
    "SELECT s.n, s.kind, s.person_id, p.name, s.reason, s.reasons, s.content, s.sha256, s.at_ms
    FROM course_draft_step s JOIN person p ON p.id = s.person_id WHERE s.draft_id = $1 ORDER BY s.n";

/// Drafts `q` that wait for a person who reviews: those on which they have not written.
pub(crate) fn course_waits(person: &str) -> String {
    format!(
        "q.state = 'submitted' AND NOT EXISTS (SELECT 1 FROM course_draft_hand h
             WHERE h.draft_id = q.id AND h.person_id = {person})"
    )
}

impl Db {
    /// One draft.
    pub async fn course_draft(&self, id: &CourseDraftId) -> Result<CourseDraft> {
        let sql = format!("{DRAFT} WHERE q.id = $1");
        Ok(read_db!(self, |p| sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(id.as_str()).fetch_one(p).await)?)
    }

    /// What was done with it, in order.
    pub async fn course_draft_steps(&self, id: &CourseDraftId) -> Result<Vec<CourseDraftStepLine>> {
        Ok(read_db!(self, |p| sqlx::query_as(STEPS).bind(id.as_str()).fetch_all(p).await)?)
    }

    /// Whether a person has written on a draft.
    pub async fn wrote_course_draft(&self, id: &CourseDraftId, person: &PersonId) -> Result<bool> {
        let sql = "SELECT COUNT(*) FROM course_draft_hand WHERE draft_id = $1 AND person_id = $2";
        let count: i64 = read_db!(self, |p| sqlx::query_scalar(sql)
            .bind(id.as_str())
            .bind(person.as_str())
            .fetch_one(p)
            .await)?;
        Ok(count > 0)
    }

    /// What a course was published with, where an institution made it.
    pub async fn published_content(&self, course: &CourseId) -> Result<Option<CourseContent>> {
        let sql = format!("{DRAFT} WHERE q.course_id = $1");
        let draft: Option<CourseDraft> = read_db!(self, |p| sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(course.as_str())
            .fetch_optional(p)
            .await)?;
        draft.map(|draft| draft.content()).transpose()
    }

    /// A page of an institution's drafts that stand so, the latest change first.
    pub async fn own_course_drafts(
        &self,
        organisation: &OrganisationId,
        state: CourseDraftState,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<CourseDraft>> {
        let sql = format!(
            "{DRAFT} WHERE q.organisation_id = $1 AND q.state = $2
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

    /// How many drafts of an institution stand how.
    pub async fn count_own_course_drafts(&self, organisation: &OrganisationId) -> Result<Vec<(String, i64)>> {
        let sql = "SELECT state, COUNT(*) FROM course_draft WHERE organisation_id = $1 GROUP BY state";
        Ok(read_db!(self, |p| sqlx::query_as(sql).bind(organisation.as_str()).fetch_all(p).await)?)
    }

    /// Ids of the drafts that a right reaches and that wait for this person, longest waiting first.
    pub async fn course_drafts_waiting(
        &self,
        scope_filter: &ScopeFilter,
        person: &PersonId,
    ) -> Result<Vec<String>> {
        let sql = format!(
            "SELECT q.id FROM course_draft q WHERE ($1 OR q.region_id = $2) AND {}
             ORDER BY q.submitted_at, q.id LIMIT 1000",
            course_waits("$3")
        );
        Ok(read_db!(self, |p| sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
            .bind(scope_filter.all)
            .bind(scope_filter.region.as_ref().map(RegionId::as_str))
            .bind(person.as_str())
            .fetch_all(p)
            .await)?)
    }

    /// A page of the drafts that a right reaches, and how many there are: those that wait for this person, longest waiting
    /// first, or the others that were ever submitted, latest first.
    pub async fn reviewed_course_drafts(
        &self,
        scope_filter: &ScopeFilter,
        (person, waiting): (&PersonId, bool),
        limit: i64,
        offset: i64,
    ) -> Result<(Vec<CourseDraft>, i64)> {
        let waits = course_waits("$3");
        let (turn, order) = if waiting {
            (waits, "q.submitted_at, q.id")
        } else {
            (format!("q.submitted_at IS NOT NULL AND NOT ({waits})"), "q.changed_at DESC, q.id DESC")
        };
        let place = format!("($1 OR q.region_id = $2) AND {turn}");
        let region = scope_filter.region.as_ref().map(RegionId::as_str);
        let sql = format!("{DRAFT} WHERE {place} ORDER BY {order} LIMIT $4 OFFSET $5");
        let found = read_db!(self, |p| sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(scope_filter.all)
            .bind(region)
            .bind(person.as_str())
            .bind(limit)
            .bind(offset)
            .fetch_all(p)
            .await)?;
        let sql = format!("SELECT COUNT(*) FROM course_draft q WHERE {place}");
        let count = read_db!(self, |p| sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
            .bind(scope_filter.all)
            .bind(region)
            .bind(person.as_str())
            .fetch_one(p)
            .await)?;
        Ok((found, count))
    }
}
