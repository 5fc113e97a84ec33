//! The catalogue: full-text search in Chinese and English, with filters.

use std::collections::BTreeMap;

use domain::course::{QUERY_TERMS_MAX, query_terms};
use domain::id::CourseId;

use super::Category;
use crate::db::Db;
use crate::error::Result;
use crate::read_db;

/// Courses on one page of the catalogue.
pub const PAGE_SIZE: i64 = 20;

/// What a visitor looks for. Empty texts mean "any".
#[derive(Clone, Debug, Default)]
pub struct CourseQuery {
    pub text: String,
    /// Code of a trade.
    pub trade: String,
    /// Code of a level.
    pub level: String,
    /// Code of a person category.
    pub category: String,
    /// Code of a mode.
    pub mode: String,
    /// From 1.
    pub page: i64,
}

/// A course in the catalogue.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct CourseCard {
    #[sqlx(try_from = "String")]
    pub id: CourseId,
    pub code: String,
    pub title: String,
    pub title_en: String,
    pub summary: String,
    pub summary_en: String,
    pub trade: String,
    pub trade_en: String,
    pub level: String,
    pub mode: String,
    pub cover: String,
    pub lessons: i64,
    pub duration_ms: i64,
    pub media_bytes: i64,
    found: i64,
    #[sqlx(skip)]
    pub audience: Vec<Category>,
}

/// One page of what was found.
#[derive(Clone, Debug)]
pub struct Found {
    pub courses: Vec<CourseCard>,
    /// On all pages together.
    pub total: i64,
}

/// A trade that at least one course teaches.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Trade {
    pub code: String,
    pub name: String,
    pub name_en: String,
}

/// Terms stand in `$1..$16`, a shorter query repeats its last one; then their number and the filters.
const SEARCH: &str = "SELECT c.id, c.code, c.title, c.title_en, c.summary, c.summary_en, c.trade, c.trade_en, \
    c.level, c.mode, c.cover, \
    (SELECT COUNT(*) FROM lesson l WHERE l.course_id = c.id) AS lessons, \
    (SELECT CAST(COALESCE(SUM(l.duration_ms), 0) AS BIGINT) FROM lesson l WHERE l.course_id = c.id) AS duration_ms, \
    (SELECT CAST(COALESCE(SUM(l.media_bytes), 0) AS BIGINT) FROM lesson l WHERE l.course_id = c.id) AS media_bytes, \
    COUNT(*) OVER () AS found \
    FROM course c LEFT JOIN ( \
        SELECT course_id, COUNT(*) AS hits, CAST(SUM(weight) AS BIGINT) AS weight FROM course_term \
        WHERE term IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) GROUP BY course_id \
    ) t ON t.course_id = c.id \
    WHERE COALESCE(t.hits, 0) = $17 AND NOT EXISTS (SELECT 1 FROM course n WHERE n.replaces = c.id) \
    AND ($18 = '' OR c.trade_code = $18) AND ($19 = '' OR c.level = $19) AND ($20 = '' OR c.mode = $20) \
    AND ($21 = '' OR EXISTS (SELECT 1 FROM course_audience a WHERE a.course_id = c.id AND a.category_code = $21)) \
    ORDER BY COALESCE(t.weight, 0) DESC, c.published_at DESC, c.code \
    LIMIT $22 OFFSET $23";

/// The audience of up to a page of courses.
const AUDIENCE: &str = "SELECT a.course_id, p.code, p.name, p.name_en FROM course_audience a \
    JOIN person_category p ON p.code = a.category_code \
    WHERE a.course_id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20) \
    ORDER BY p.code";

impl Db {
    /// The courses that hold every term of the text and pass every filter; those found in the title come first.
    pub async fn search_courses(&self, query: &CourseQuery) -> Result<Found> {
        let terms = query_terms(&query.text);
        let wanted = i64::try_from(terms.len()).unwrap_or(0);
        let offset = (query.page.clamp(1, 10_000) - 1) * PAGE_SIZE;
        let mut courses: Vec<CourseCard> = read_db!(self, |pool| {
            let mut search = sqlx::query_as(SEARCH);
            for index in 0..QUERY_TERMS_MAX {
                let term = terms.get(index).or(terms.last()).map_or("", String::as_str);
                search = search.bind(term);
            }
            search
                .bind(wanted)
                .bind(&query.trade)
                .bind(&query.level)
                .bind(&query.mode)
                .bind(&query.category)
                .bind(PAGE_SIZE)
                .bind(offset)
                .fetch_all(pool)
                .await
        })?;
        self.add_audience(&mut courses).await?;
        Ok(Found { total: courses.first().map_or(0, |course| course.found), courses })
    }

    async fn add_audience(&self, courses: &mut [CourseCard]) -> Result<()> {
        let ids: Vec<CourseId> = courses.iter().map(|course| course.id.clone()).collect();
        let rows: Vec<(String, String, String, String)> = read_db!(self, |pool| {
            let mut audience = sqlx::query_as(AUDIENCE);
            for index in 0..PAGE_SIZE as usize {
                audience = audience.bind(ids.get(index).map_or("", CourseId::as_str));
            }
            audience.fetch_all(pool).await
        })?;
        let mut by_course: BTreeMap<CourseId, Vec<Category>> = BTreeMap::new();
        for (course, code, name, name_en) in rows {
            by_course.entry(course.into()).or_default().push(Category { code, name, name_en });
        }
        for course in courses {
            course.audience = by_course.remove(&course.id).unwrap_or_default();
        }
        Ok(())
    }

    /// The trades taught at all, for the catalogue's filter.
    pub async fn trades(&self) -> Result<Vec<Trade>> {
        Ok(read_db!(self, |pool| sqlx::query_as(
            "SELECT trade_code AS code, MIN(trade) AS name, MIN(trade_en) AS name_en \
             FROM course GROUP BY trade_code ORDER BY trade_code"
        )
        .fetch_all(pool)
        .await)?)
    }

    /// The person categories for whom there is a course, for the catalogue's filter.
    pub async fn audiences(&self) -> Result<Vec<Category>> {
        Ok(read_db!(self, |pool| sqlx::query_as(
            "SELECT p.code, p.name, p.name_en FROM person_category p \
             WHERE EXISTS (SELECT 1 FROM course_audience a WHERE a.category_code = p.code) ORDER BY p.code"
        )
        .fetch_all(pool)
        .await)?)
    }
}
