//! Courses that institutions made, their steps, and what they were published as.

use super::Snapshot;
use crate::error::Result;

/// A draft.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct CourseDraftRow {
    pub id: String,
    pub organisation_id: String,
    pub state: String,
    pub replaces: Option<String>,
    pub course_id: Option<String>,
}

/// A step of a draft, with the person behind the account that took it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct CourseStepRow {
    pub n: i64,
    pub kind: String,
    pub account_id: String,
    pub person_id: String,
    pub account_person: String,
    pub content: String,
    pub sha256: String,
    pub at_ms: i64,
}

/// A course as it stands in the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct PublishedCourseRow {
    pub code: String,
    pub title: String,
    pub summary: String,
    pub outcomes: String,
    pub trade_code: String,
    pub level: String,
    pub mode: String,
    pub organisation_id: String,
    pub published_at: i64,
    pub version: i64,
    pub replaces: Option<String>,
    /// The version of the one that it replaces.
    pub version_before: Option<i64>,
}

/// A lesson of it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct PublishedLessonRow {
    pub id: String,
    pub position: i64,
    pub kind: String,
    pub title: String,
    pub summary: String,
    pub duration_ms: i64,
    pub media_path: Option<String>,
    pub media_bytes: i64,
    pub media_sha256: Option<String>,
    pub pages: String,
}

/// A question of a lesson.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct PublishedQuestionRow {
    pub lesson_id: String,
    pub at_ms: i64,
    pub prompt: String,
    pub options: String,
    pub explanation: String,
}

impl Snapshot {
    /// Drafts in the order of their ids, after one of them.
    pub async fn course_drafts(&mut self, after: &str, limit: i64) -> Result<Vec<CourseDraftRow>> {
        Ok(read!(self, |c| {
            sqlx::query_as(
                "SELECT id, organisation_id, state, replaces, course_id FROM course_draft WHERE id > $1 ORDER BY id LIMIT $2",
            )
            .bind(after)
            .bind(limit)
            .fetch_all(&mut **c)
            .await
        })?)
    }

    /// The steps of a draft, in their order.
    pub async fn course_steps(&mut self, draft: &str) -> Result<Vec<CourseStepRow>> {
        Ok(read!(self, |c| {
            sqlx::query_as(
                "SELECT s.n, s.kind, s.account_id, s.person_id, COALESCE(a.person_id, '') AS account_person, s.content,
                        s.sha256, s.at_ms
                 FROM course_draft_step s LEFT JOIN account a ON a.id = s.account_id WHERE s.draft_id = $1 ORDER BY s.n",
            )
            .bind(draft)
            .fetch_all(&mut **c)
            .await
        })?)
    }

    /// How many steps there are of all drafts.
    pub async fn course_step_count(&mut self) -> Result<i64> {
        Ok(read!(self, |c| {
            sqlx::query_scalar("SELECT COUNT(*) FROM course_draft_step").fetch_one(&mut **c).await
        })?)
    }

    /// A course as it was published.
    pub async fn published_course(&mut self, course: &str) -> Result<Option<PublishedCourseRow>> {
        Ok(read!(self, |c| {
            sqlx::query_as(
                "SELECT c.code, c.title, c.summary, c.outcomes, c.trade_code, c.level, c.mode, c.organisation_id,
                        c.published_at, c.version, c.replaces,
                        (SELECT b.version FROM course b WHERE b.id = c.replaces) AS version_before
                 FROM course c WHERE c.id = $1",
            )
            .bind(course)
            .fetch_optional(&mut **c)
            .await
        })?)
    }

    /// The codes of the person categories that a course suits.
    pub async fn published_audience(&mut self, course: &str) -> Result<Vec<String>> {
        Ok(read!(self, |c| {
            sqlx::query_scalar("SELECT category_code FROM course_audience WHERE course_id = $1")
                .bind(course)
                .fetch_all(&mut **c)
                .await
        })?)
    }

    /// The lessons of a course, in their order.
    pub async fn published_lessons(&mut self, course: &str) -> Result<Vec<PublishedLessonRow>> {
        Ok(read!(self, |c| {
            sqlx::query_as(
                "SELECT id, position, kind, title, summary, duration_ms, media_path, media_bytes, media_sha256, pages
                 FROM lesson WHERE course_id = $1 ORDER BY position",
            )
            .bind(course)
            .fetch_all(&mut **c)
            .await
        })?)
    }

    /// The questions of a course.
    pub async fn published_questions(&mut self, course: &str) -> Result<Vec<PublishedQuestionRow>> {
        Ok(read!(self, |c| {
            sqlx::query_as(
                "SELECT q.lesson_id, q.at_ms, q.prompt, q.options, q.explanation FROM question q
                 JOIN lesson l ON l.id = q.lesson_id WHERE l.course_id = $1",
            )
            .bind(course)
            .fetch_all(&mut **c)
            .await
        })?)
    }
}
