//! What the real-name ledger is written from. Hours are read from the canonical entries of the
//! ledger, never from a running total; totals are read only to be compared.
//!
//! Every read is a short statement of its own, class by class: a long one would keep learners
//! waiting where the database has one connection. Entries below a ledger size never change, so the
//! reads fit together all the same. Lists are put into order by the reader: two databases sort
//! text differently.

use domain::id::{ClassId, EnrolmentId, LessonId, PersonId, RegionId};
use store_read::ledger_lines;
use store_read::line::Line;
use store_read::packed::EntryText;

use crate::db::Db;
use crate::error::Result;
use crate::read_db;
use crate::study::stored;

/// Which classes: one, those of a region and the regions under it, or all; of these, those that end in a period. A period takes
/// whole classes: a subsidy is reckoned over all of a class, and half of it would be nobody's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    pub class: Option<ClassId>,
    pub region: Option<RegionId>,
    /// The first and the last month (`YYYY-MM`) in which a class ends; empty: whenever it ends.
    pub ended_from: String,
    pub ended_until: String,
}

/// A class, its course and who holds it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ExportClass {
    #[sqlx(try_from = "String")]
    pub id: ClassId,
    pub code: String,
    pub title: String,
    pub starts_on: String,
    pub ends_on: String,
    pub policy_version: String,
    pub organisation: String,
    pub credit_code: String,
    pub region: String,
    pub trade_code: String,
    pub trade: String,
    pub level: String,
    pub mode: String,
    /// Length of all lessons of its course.
    pub required_ms: i64,
}

/// A learner of a class, with personal data: for files that only those with the right may fetch.
#[derive(Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ExportLearner {
    #[sqlx(try_from = "String")]
    pub enrolment: EnrolmentId,
    #[sqlx(try_from = "String")]
    pub person: PersonId,
    pub name: String,
    /// Of somebody whose account is closed, while name and document are kept.
    pub name_sealed: Option<Vec<u8>>,
    pub document_type: String,
    pub document_masked: String,
    pub document_sealed: Vec<u8>,
    pub sex: String,
    pub birth_date: String,
    pub home: String,
    pub phone_masked: String,
    pub phone_sealed: Vec<u8>,
    pub category: Option<String>,
    pub category_since: Option<String>,
    /// Whether an accepted paper proves the category; else it is what the learner says.
    pub category_proved: bool,
    /// When an official saw them with their identity document.
    pub identity_seen_at: Option<i64>,
    /// Whether the class has a final test, and the mark that counts.
    pub has_exam: bool,
    pub exam_mark: Option<i64>,
}

/// How often a learner answered a check in time, and let one pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportChecks {
    pub enrolment: EnrolmentId,
    pub answered: i64,
    pub unanswered: i64,
}

#[derive(sqlx::FromRow)]
struct CheckRow {
    #[sqlx(try_from = "String")]
    enrolment: EnrolmentId,
    outcome: Option<String>,
    answered_at: Option<i64>,
    /// Moments, as JSON.
    ignored_at: Option<String>,
}

/// An entry as it was hashed.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ExportEntry {
    pub entry_index: i64,
    #[sqlx(rename = "enrolment_id", try_from = "String")]
    pub enrolment: EnrolmentId,
    pub ms: i64,
    #[sqlx(flatten, try_from = "Line")]
    pub body: EntryText,
}

/// A lesson of a class's course.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ExportLesson {
    #[sqlx(try_from = "String")]
    pub id: LessonId,
    pub position: i64,
    pub title: String,
}

/// The same verified time as four places of the books have it, at one moment.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ExportTotals {
    #[sqlx(try_from = "String")]
    pub enrolment: EnrolmentId,
    pub ledger_ms: i64,
    pub days_ms: i64,
    pub progress_ms: i64,
    /// Of the subsidy record; absent if there is none.
    pub record_ms: Option<i64>,
    pub record_policy: Option<String>,
    pub record_fen: Option<i64>,
    /// Whether an official has seen the learner's identity document.
    pub identity_seen: bool,
    /// Whether the class has a final test, and the mark that counts.
    pub has_exam: bool,
    pub exam_mark: Option<i64>,
}

impl Db {
    /// The classes of a scope that were open at a moment, by code.
    pub async fn export_classes(&self, scope: &Scope, until_ms: i64) -> Result<Vec<ExportClass>> {
        let mut classes: Vec<ExportClass> = read_db!(self, |pool| {
            sqlx::query_as(
                "SELECT c.id, c.code, c.title, c.starts_on, c.ends_on, c.policy_version,
                        o.name AS organisation, o.credit_code, r.name AS region,
                        k.trade_code, k.trade, k.level, k.mode,
                        COALESCE((SELECT CAST(SUM(l.duration_ms) AS BIGINT) FROM lesson l
                                  WHERE l.course_id = c.course_id), 0) AS required_ms
                 FROM training_class c
                 JOIN course k ON k.id = c.course_id
                 JOIN organisation o ON o.id = c.organisation_id
                 JOIN region r ON r.id = c.region_id
                 WHERE ($1 = '' OR c.id = $1) AND ($2 = '' OR r.id = $2 OR r.parent_id = $2) AND c.opened_at <= $3
                   AND c.ends_on >= $4 AND ($5 = '' OR SUBSTR(c.ends_on, 1, 7) <= $5)",
            )
            .bind(scope.class.as_ref().map_or("", ClassId::as_str))
            .bind(scope.region.as_ref().map_or("", RegionId::as_str))
            .bind(until_ms)
            .bind(&scope.ended_from)
            .bind(&scope.ended_until)
            .fetch_all(pool)
            .await
        })?;
        classes.sort_by(|a, b| a.code.cmp(&b.code));
        Ok(classes)
    }

    /// Everyone enrolled in a class at a moment, in the order of enrolment.
    pub async fn export_learners(&self, class: &ClassId, until_ms: i64) -> Result<Vec<ExportLearner>> {
        #[derive(sqlx::FromRow)]
        struct Row {
            enrolled_at: i64,
            #[sqlx(flatten)]
            learner: ExportLearner,
        }
        let mut rows: Vec<Row> = read_db!(self, |pool| {
            sqlx::query_as(
                "SELECT e.enrolled_at, e.id AS enrolment, e.person_id AS person, p.name, p.name_sealed, p.document_type, p.document_masked,
                        p.document_sealed, p.sex, p.birth_date, r.name AS home, p.phone_masked, p.phone_sealed,
                        k.name AS category, p.category_since, p.category_paper_id IS NOT NULL AS category_proved,
                        p.identity_seen_at,
                        EXISTS (SELECT 1 FROM class_exam v WHERE v.class_id = e.class_id) AS has_exam,
                        (SELECT MAX(v.mark) FROM exam_paper v
                         WHERE v.enrolment_id = e.id AND v.submitted_at <= $1) AS exam_mark
                 FROM enrolment e
                 JOIN person p ON p.id = e.person_id
                 JOIN region r ON r.id = p.region_id
                 LEFT JOIN person_category k ON k.code = p.category_code
                 WHERE e.enrolled_at <= $1 AND e.class_id = $2",
            )
            .bind(until_ms)
            .bind(class.as_str())
            .fetch_all(pool)
            .await
        })?;
        rows.sort_by(|a, b| {
            (a.enrolled_at, &a.learner.enrolment).cmp(&(b.enrolled_at, &b.learner.enrolment))
        });
        Ok(rows.into_iter().map(|row| row.learner).collect())
    }

    /// Checks of a class up to a moment: answered, and left unanswered offer by offer.
    pub async fn export_checks(&self, class: &ClassId, until_ms: i64) -> Result<Vec<ExportChecks>> {
        let rows: Vec<CheckRow> = read_db!(self, |pool| {
            sqlx::query_as(
                "SELECT a.enrolment_id AS enrolment, a.outcome, a.answered_at, a.ignored_at
                 FROM enrolment e JOIN attendance_check a ON a.enrolment_id = e.id
                 WHERE e.class_id = $1 AND (a.answered_at IS NOT NULL OR a.ignored_at IS NOT NULL)
                 ORDER BY a.enrolment_id",
            )
            .bind(class.as_str())
            .fetch_all(pool)
            .await
        })?;
        // Those that left the list of checks were decided long before anybody asked for this export.
        let tallies: Vec<(String, i64, i64)> = read_db!(self, |pool| {
            sqlx::query_as(
                "SELECT t.enrolment_id, t.answered, t.unanswered FROM enrolment e
                 JOIN check_tally t ON t.enrolment_id = e.id WHERE e.class_id = $1",
            )
            .bind(class.as_str())
            .fetch_all(pool)
            .await
        })?;
        let mut checks: Vec<ExportChecks> = Vec::new();
        for row in rows {
            if checks.last().is_none_or(|last| last.enrolment != row.enrolment) {
                checks.push(ExportChecks { enrolment: row.enrolment.clone(), answered: 0, unanswered: 0 });
            }
            let Some(count) = checks.last_mut() else { continue };
            let ignored: Vec<i64> =
                row.ignored_at.map_or(Ok(Vec::new()), |text| stored("ignored offers", &text))?;
            count.unanswered += ignored.iter().filter(|at_ms| **at_ms <= until_ms).count() as i64;
            if row.answered_at.is_some_and(|at_ms| at_ms <= until_ms) {
                let expired = i64::from(row.outcome.as_deref() == Some("expired"));
                count.unanswered += expired;
                count.answered += 1 - expired;
            }
        }
        for (enrolment, answered, unanswered) in tallies {
            let enrolment = EnrolmentId(enrolment);
            match checks.iter_mut().find(|count| count.enrolment == enrolment) {
                Some(count) => {
                    count.answered += answered;
                    count.unanswered += unanswered;
                }
                None => checks.push(ExportChecks { enrolment, answered, unanswered }),
            }
        }
        checks.retain(|count| count.answered + count.unanswered > 0);
        Ok(checks)
    }

    /// Entries of a class after one index and below a ledger size, in the order of the ledger.
    pub async fn export_entries(
        &self,
        class: &ClassId,
        after: i64,
        size: i64,
        limit: i64,
    ) -> Result<Vec<ExportEntry>> {
        Ok(read_db!(self, |pool| {
            sqlx::query_as(ledger_lines!(
                "WHERE enrolment_id IN (SELECT id FROM enrolment WHERE class_id = $1)
                   AND entry_index > $2 AND entry_index < $3
                 ORDER BY entry_index LIMIT $4"
            ))
            .bind(class.as_str())
            .bind(after)
            .bind(size)
            .bind(limit)
            .fetch_all(pool)
            .await
        })?)
    }

    /// The lessons of a class's course, in order.
    pub async fn export_lessons(&self, class: &ClassId) -> Result<Vec<ExportLesson>> {
        Ok(read_db!(self, |pool| {
            sqlx::query_as(
                "SELECT l.id, l.position, l.title FROM lesson l JOIN training_class c ON c.course_id = l.course_id
                 WHERE c.id = $1 ORDER BY l.position",
            )
            .bind(class.as_str())
            .fetch_all(pool)
            .await
        })?)
    }

    /// When the last entry below a ledger size was made; 0 for an empty ledger.
    pub async fn last_entry_time(&self, size: i64) -> Result<i64> {
        let at_ms: Option<i64> = read_db!(self, |pool| {
            sqlx::query_scalar("SELECT at_ms FROM ledger_entry WHERE entry_index = $1")
                .bind(size - 1)
                .fetch_optional(pool)
                .await
        })?;
        Ok(at_ms.unwrap_or(0))
    }

    /// What the places of the books say of everyone in a class. One statement, hence one moment.
    pub async fn export_totals(&self, class: &ClassId) -> Result<Vec<ExportTotals>> {
        Ok(read_db!(self, |pool| {
            sqlx::query_as(
                "SELECT e.id AS enrolment,
                        COALESCE((SELECT CAST(SUM(l.ms) AS BIGINT) FROM ledger_line l
                                  WHERE l.enrolment_id = e.id), 0) AS ledger_ms,
                        COALESCE((SELECT CAST(SUM(d.ms) AS BIGINT) FROM ledger_line_day d
                                  WHERE d.enrolment_id = e.id), 0) AS days_ms,
                        COALESCE((SELECT CAST(SUM(g.verified_ms) AS BIGINT) FROM lesson_progress g
                                  WHERE g.enrolment_id = e.id), 0) AS progress_ms,
                        s.verified_ms AS record_ms, s.policy_version AS record_policy, s.amount_fen AS record_fen,
                        p.identity_seen_at IS NOT NULL AS identity_seen,
                        EXISTS (SELECT 1 FROM class_exam v WHERE v.class_id = e.class_id) AS has_exam,
                        (SELECT MAX(v.mark) FROM exam_paper v WHERE v.enrolment_id = e.id) AS exam_mark
                 FROM enrolment e
                 JOIN person p ON p.id = e.person_id
                 LEFT JOIN subsidy_record s ON s.enrolment_id = e.id
                 WHERE e.class_id = $1",
            )
            .bind(class.as_str())
            .fetch_all(pool)
            .await
        })?)
    }
}
