//! What an institution can choose from when it applies: courses, and who teaches.

use domain::id::{AccountId, CourseId, OrganisationId, RegionId};

use crate::course::Lesson;
use crate::db::Db;
use crate::error::Result;
use crate::read_db;

/// A course that an institution may open a class of.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ApplicationCourse {
    #[sqlx(try_from = "String")]
    pub id: CourseId,
    pub code: String,
    pub title: String,
    pub title_en: String,
    pub trade_code: String,
    pub trade: String,
    pub trade_en: String,
    pub level: String,
    pub lessons: i64,
    /// Length of all its lessons.
    pub ms: i64,
}

/// Somebody who can look after a class.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Teacher {
    #[sqlx(try_from = "String")]
    pub account: AccountId,
    pub name: String,
}

const COURSE: &str = "SELECT c.id, c.code, c.title, c.title_en, c.trade_code, c.trade, c.trade_en, c.level,
        (SELECT COUNT(*) FROM lesson l WHERE l.course_id = c.id) AS lessons,
        (SELECT CAST(COALESCE(SUM(l.duration_ms), 0) AS BIGINT) FROM lesson l WHERE l.course_id = c.id) AS ms
    FROM course c";

impl Db {
    /// The published courses of an institution and of the bureaus, by title.
    pub async fn courses_to_apply_for(
        &self,
        organisation: &OrganisationId,
    ) -> Result<Vec<ApplicationCourse>> {
        let sql = format!(
            "{COURSE} JOIN organisation o ON o.id = c.organisation_id WHERE (o.id = $1 OR o.kind = 'bureau')
                 AND NOT EXISTS (SELECT 1 FROM course n WHERE n.replaces = c.id)
             ORDER BY c.title, c.id"
        );
        Ok(read_db!(self, |p| sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(organisation.as_str())
            .fetch_all(p)
            .await)?)
    }

    /// One course as applications show it.
    pub async fn course_applied_for(&self, course: &CourseId) -> Result<ApplicationCourse> {
        let sql = format!("{COURSE} WHERE c.id = $1");
        Ok(read_db!(self, |p| sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(course.as_str())
            .fetch_one(p)
            .await)?)
    }

    /// The lessons of a course, in order.
    pub async fn lessons_of(&self, course: &CourseId) -> Result<Vec<Lesson>> {
        let sql = "SELECT id, code, position, kind, title, title_en, summary, duration_ms, media_bytes
                   FROM lesson WHERE course_id = $1 ORDER BY position";
        Ok(read_db!(self, |p| sqlx::query_as(sql).bind(course.as_str()).fetch_all(p).await)?)
    }

    /// Who can look after a class of an institution, by name.
    pub async fn teachers_of(&self, organisation: &OrganisationId, now_ms: i64) -> Result<Vec<Teacher>> {
        let sql = "SELECT DISTINCT a.id AS account, p.name FROM role_grant g JOIN account a ON a.id = g.account_id
                   JOIN person p ON p.id = a.person_id
                   WHERE g.organisation_id = $1 AND g.role IN ('teacher', 'institution_admin', 'enterprise') AND a.active
                       AND (g.ends_at IS NULL OR g.ends_at > $2)
                   ORDER BY p.name, a.id";
        Ok(read_db!(self, |p| sqlx::query_as(sql)
            .bind(organisation.as_str())
            .bind(now_ms)
            .fetch_all(p)
            .await)?)
    }

    /// In which region an organisation is.
    pub async fn region_of(&self, organisation: &OrganisationId) -> Result<RegionId> {
        let sql = "SELECT region_id FROM organisation WHERE id = $1";
        let region: String =
            read_db!(self, |p| sqlx::query_scalar(sql).bind(organisation.as_str()).fetch_one(p).await)?;
        Ok(RegionId(region))
    }
}
