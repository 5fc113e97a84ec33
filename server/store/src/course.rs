//! Courses: publishing one, reading its page.

pub mod search;

use std::collections::BTreeMap;

use domain::course::{DocumentPage, LessonKind, Level, Mode, index_terms};
use domain::id::{CourseId, LessonId, OrganisationId, QuestionId};

use crate::db::{Db, Tx};
use crate::error::{Result, StoreError};
use crate::fact::FactKind;
use crate::{read_db, tx};

/// How much a found term counts, by where it stands. Each place outweighs all that follow it.
const WEIGHTS: [i64; 4] = [8, 4, 2, 1];

/// A course about to be published.
#[derive(Clone, Debug)]
pub struct NewCourse {
    pub id: CourseId,
    pub code: String,
    pub title: String,
    pub title_en: String,
    pub summary: String,
    pub summary_en: String,
    pub outcomes: Vec<String>,
    pub outcomes_en: Vec<String>,
    pub trade_code: String,
    pub trade: String,
    pub trade_en: String,
    pub level: Level,
    pub mode: Mode,
    /// File name below the media folder.
    pub cover: String,
    pub organisation: OrganisationId,
    /// Codes of the person categories it suits.
    pub audience: Vec<String>,
    /// In the order in which they are taught.
    pub lessons: Vec<NewLesson>,
    /// Counts the versions of a course.
    pub version: i64,
    /// The version before it, which is offered no more.
    pub replaces: Option<CourseId>,
}

/// A lesson of a course about to be published.
#[derive(Clone, Debug)]
pub struct NewLesson {
    pub id: LessonId,
    pub code: String,
    pub kind: LessonKind,
    pub title: String,
    pub title_en: String,
    pub summary: String,
    /// As measured by the server.
    pub duration_ms: i64,
    /// File names below the media folder.
    pub media_path: Option<String>,
    pub media_bytes: i64,
    /// The SHA-256 of the film, as measured by the server.
    pub media_sha256: Option<String>,
    pub captions_path: Option<String>,
    pub poster_path: Option<String>,
    /// Empty for a video.
    pub pages: Vec<DocumentPage>,
    pub questions: Vec<NewQuestion>,
}

/// An item of a lesson's question bank.
#[derive(Clone, Debug)]
pub struct NewQuestion {
    pub id: QuestionId,
    /// Asked only after this moment of the lesson was studied.
    pub at_ms: i64,
    pub prompt: String,
    /// The first one is right.
    pub options: Vec<String>,
    pub explanation: String,
}

/// A course as its page shows it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Course {
    #[sqlx(try_from = "String")]
    pub id: CourseId,
    pub code: String,
    pub title: String,
    pub title_en: String,
    pub summary: String,
    pub summary_en: String,
    outcomes: String,
    outcomes_en: String,
    pub trade: String,
    pub trade_en: String,
    pub level: String,
    pub mode: String,
    pub cover: String,
    /// Who teaches it.
    pub organisation: String,
    pub organisation_en: String,
}

impl Course {
    /// What one learns, one line each.
    pub fn outcomes(&self) -> Vec<String> {
        serde_json::from_str(&self.outcomes).unwrap_or_default()
    }

    /// The same in English.
    pub fn outcomes_en(&self) -> Vec<String> {
        serde_json::from_str(&self.outcomes_en).unwrap_or_default()
    }
}

/// A lesson as a course page lists it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Lesson {
    #[sqlx(try_from = "String")]
    pub id: LessonId,
    pub code: String,
    pub position: i64,
    pub kind: String,
    pub title: String,
    pub title_en: String,
    pub summary: String,
    pub duration_ms: i64,
    pub media_bytes: i64,
}

/// A person category in both languages.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Category {
    pub code: String,
    pub name: String,
    pub name_en: String,
}

impl Db {
    /// Publishes a course with its lessons, question bank, audience and search terms, all or nothing.
    pub async fn publish_course(&self, course: &NewCourse, now_ms: i64) -> Result<()> {
        let mut tx = self.begin().await?;
        insert_whole_course(&mut tx, course, now_ms).await?;
        tx.commit().await
    }

    /// A course by its code, with its lessons in order.
    pub async fn course(&self, code: &str) -> Result<(Course, Vec<Lesson>)> {
        let course: Course = read_db!(self, |pool| {
            sqlx::query_as(
            "SELECT c.id, c.code, c.title, c.title_en, c.summary, c.summary_en, c.outcomes, c.outcomes_en, \
             c.trade, c.trade_en, c.level, c.mode, c.cover, o.name AS organisation, o.name_en AS organisation_en \
             FROM course c JOIN organisation o ON o.id = c.organisation_id WHERE c.code = $1"
        )
        .bind(code)
        .fetch_one(pool)
        .await
        })?;
        let lessons = read_db!(self, |pool| sqlx::query_as(
            "SELECT id, code, position, kind, title, title_en, summary, duration_ms, media_bytes \
             FROM lesson WHERE course_id = $1 ORDER BY position"
        )
        .bind(course.id.as_str())
        .fetch_all(pool)
        .await)?;
        Ok((course, lessons))
    }

    /// The person categories a course suits.
    pub async fn course_audience(&self, course: &CourseId) -> Result<Vec<Category>> {
        Ok(read_db!(self, |pool| sqlx::query_as(
            "SELECT p.code, p.name, p.name_en FROM course_audience a \
             JOIN person_category p ON p.code = a.category_code WHERE a.course_id = $1 ORDER BY p.code"
        )
        .bind(course.as_str())
        .fetch_all(pool)
        .await)?)
    }
}

/// Writes a course with its lessons, question bank, audience and search terms.
pub(crate) async fn insert_whole_course(tx: &mut Tx, course: &NewCourse, now_ms: i64) -> Result<()> {
    insert_course(tx, course, now_ms).await?;
    for category in &course.audience {
        tx!(&mut *tx, |c| sqlx::query(
            "INSERT INTO course_audience (course_id, category_code) VALUES ($1, $2)"
        )
        .bind(course.id.as_str())
        .bind(category)
        .execute(&mut **c)
        .await
        .map(drop))?;
    }
    for (lesson, position) in course.lessons.iter().zip(1i64..) {
        insert_lesson(&mut *tx, &course.id, lesson, position, now_ms).await?;
    }
    for (term, weight) in terms(course) {
        tx!(&mut *tx, |c| sqlx::query(
            "INSERT INTO course_term (term, course_id, weight) VALUES ($1, $2, $3)"
        )
        .bind(&term)
        .bind(course.id.as_str())
        .bind(weight)
        .execute(&mut **c)
        .await
        .map(drop))?;
    }
    Ok(())
}

async fn insert_course(tx: &mut Tx, course: &NewCourse, now_ms: i64) -> Result<()> {
    let (outcomes, outcomes_en) = (json(&course.outcomes)?, json(&course.outcomes_en)?);
    tx!(tx, |c| {
        sqlx::query(
        "INSERT INTO course (id, code, title, title_en, summary, summary_en, outcomes, outcomes_en, trade_code, \
         trade, trade_en, level, mode, cover, organisation_id, published_at, version, replaces) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)"
    )
    .bind(course.id.as_str())
    .bind(&course.code)
    .bind(&course.title)
    .bind(&course.title_en)
    .bind(&course.summary)
    .bind(&course.summary_en)
    .bind(outcomes)
    .bind(outcomes_en)
    .bind(&course.trade_code)
    .bind(&course.trade)
    .bind(&course.trade_en)
    .bind(course.level.as_str())
    .bind(course.mode.as_str())
    .bind(&course.cover)
    .bind(course.organisation.as_str())
    .bind(now_ms)
    .bind(course.version)
    .bind(course.replaces.as_ref().map(CourseId::as_str))
    .execute(&mut **c)
    .await
    .map(drop)
    })?;
    tx.changed(FactKind::Course, course.id.as_str(), now_ms);
    Ok(())
}

async fn insert_lesson(
    tx: &mut Tx,
    course: &CourseId,
    lesson: &NewLesson,
    position: i64,
    now_ms: i64,
) -> Result<()> {
    let pages = json(&lesson.pages)?;
    tx!(&mut *tx, |c| sqlx::query(
        "INSERT INTO lesson (id, course_id, code, position, kind, title, title_en, summary, duration_ms, \
         media_path, media_bytes, media_sha256, captions_path, poster_path, pages) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"
    )
    .bind(lesson.id.as_str())
    .bind(course.as_str())
    .bind(&lesson.code)
    .bind(position)
    .bind(lesson.kind.as_str())
    .bind(&lesson.title)
    .bind(&lesson.title_en)
    .bind(&lesson.summary)
    .bind(lesson.duration_ms)
    .bind(&lesson.media_path)
    .bind(lesson.media_bytes)
    .bind(&lesson.media_sha256)
    .bind(&lesson.captions_path)
    .bind(&lesson.poster_path)
    .bind(pages)
    .execute(&mut **c)
    .await
    .map(drop))?;
    tx.changed(FactKind::Lesson, lesson.id.as_str(), now_ms);
    for question in &lesson.questions {
        let options = json(&question.options)?;
        tx!(&mut *tx, |c| sqlx::query(
            "INSERT INTO question (id, lesson_id, at_ms, prompt, options, explanation) \
             VALUES ($1, $2, $3, $4, $5, $6)"
        )
        .bind(question.id.as_str())
        .bind(lesson.id.as_str())
        .bind(question.at_ms)
        .bind(&question.prompt)
        .bind(options)
        .bind(&question.explanation)
        .execute(&mut **c)
        .await
        .map(drop))?;
        tx.changed(FactKind::Question, question.id.as_str(), now_ms);
    }
    Ok(())
}

/// The search terms of a course: each counts once for every place in which it stands.
fn terms(course: &NewCourse) -> BTreeMap<String, i64> {
    let lessons = course.lessons.iter().map(|l| format!("{}\n{}\n{}", l.title, l.title_en, l.summary));
    let places = [
        format!("{}\n{}", course.title, course.title_en),
        format!("{}\n{}", course.trade, course.trade_en),
        format!("{}\n{}", course.summary, course.summary_en),
        lessons.chain(course.outcomes.clone()).collect::<Vec<_>>().join("\n"),
    ];
    let mut terms = BTreeMap::new();
    for (place, weight) in places.iter().zip(WEIGHTS) {
        for term in index_terms(place) {
            *terms.entry(term).or_default() += weight;
        }
    }
    terms
}

pub(crate) fn json<T: serde::Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|error| StoreError::Internal(sqlx::Error::Encode(error.into())))
}
