//! Who is in a class, how far each has come, and what each is doing now: for those who look after it.

use domain::access::ScopeFilter;
use domain::audit::AuditState;
use domain::id::{ClassId, EnrolmentId, OrganisationId, PersonId, RegionId};
use store_read::line::Line;
use store_read::packed::EntryText;
use vault::Keys;

use crate::audit::{self, AuditEvent, Change};
use crate::db::Db;
use crate::error::Result;
use crate::read_db;
use crate::study::{RuleInput, vouch_within};

/// A class as officials and teachers see it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct WatchedClass {
    #[sqlx(try_from = "String")]
    pub id: ClassId,
    pub code: String,
    pub title: String,
    pub starts_on: String,
    pub ends_on: String,
    pub policy_version: String,
    #[sqlx(try_from = "String")]
    pub organisation_id: OrganisationId,
    #[sqlx(try_from = "String")]
    pub region_id: RegionId,
    pub organisation: String,
    pub organisation_en: String,
    pub region: String,
    pub region_en: String,
    pub course_title: String,
    pub course_title_en: String,
    pub teacher: Option<String>,
    pub learners: i64,
    /// Length of all lessons of its course.
    pub required_ms: i64,
    /// Length of the lessons that the plan wanted done before a given day, and by its end.
    pub due_before_ms: i64,
    pub due_by_ms: i64,
    /// When it was closed.
    pub closed_at: Option<i64>,
}

/// One learner of a class.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct RosterLine {
    #[sqlx(try_from = "String")]
    pub enrolment: EnrolmentId,
    #[sqlx(try_from = "String")]
    pub person: PersonId,
    pub name: String,
    pub document_masked: String,
    /// When an official saw them with their document, and the official's name.
    pub identity_seen_at: Option<i64>,
    /// Whether somebody should still see them with it.
    pub unseen: bool,
    pub identity_seen_by: Option<String>,
    pub category: Option<String>,
    pub category_en: Option<String>,
    pub category_since: Option<String>,
    /// Whether an accepted paper proves the category.
    pub category_proved: bool,
    pub enrolled_at: i64,
    pub verified_ms: i64,
    pub waiting_ms: i64,
    pub refused_ms: i64,
    /// When anything was last counted in this class; absent before the first time.
    pub last_study_at: Option<i64>,
    /// Since when they have studied nothing here: since they were last here, or since they enrolled.
    pub idle_since: i64,
    /// The lesson studied last, by its position.
    pub last_lesson: Option<i64>,
    /// Whether the person's live session belongs to this class, and its last sign of life.
    pub live_here: bool,
    pub last_beat_at: i64,
    pub live_lesson: Option<i64>,
    /// Whether a check of this class is open, and since when it is on the screen.
    pub check_here: bool,
    pub check_shown_at: Option<i64>,
    /// Whether identity must be confirmed before anything more counts: after a hold, or because a check that asked for it ran
    /// out of time.
    pub held: bool,
    /// Whether that can be seen in this class: the check is of this class, or they studied here.
    pub held_here: bool,
    /// Whether a supervisor's word would help: the same, and while such a check is open at all.
    pub confirmable: bool,
    pub credit_tenths: i64,
    pub completed: bool,
    pub pay_mode: Option<String>,
    pub amount_fen: i64,
    /// JSON of the subsidy record's reasoning; absent before the first verified hour.
    pub reasoning: Option<String>,
}

/// An entry of the ledger for a learner in a class: its place and the hashed text.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct LearnerEntry {
    pub entry_index: i64,
    #[sqlx(flatten, try_from = "Line")]
    pub body: EntryText,
    pub lesson: i64,
    pub lesson_title: String,
    pub lesson_title_en: String,
}

/// Time that was refused, by day, lesson and reason.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct LearnerRefusal {
    pub day: String,
    pub lesson: i64,
    pub code: String,
    pub ms: i64,
}

/// A class to choose.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ClassChoice {
    #[sqlx(try_from = "String")]
    pub id: ClassId,
    pub code: String,
    pub title: String,
    pub course_title: String,
    pub course_title_en: String,
    /// Its last day (`YYYY-MM-DD`).
    pub ends_on: String,
}

const CLASS: &str = "SELECT c.id, c.code, c.title, c.starts_on, c.ends_on, c.policy_version,
        c.organisation_id, c.region_id, o.name AS organisation, o.name_en AS organisation_en,
        r.name AS region, r.name_en AS region_en, k.title AS course_title, k.title_en AS course_title_en,
        (SELECT p.name FROM account a JOIN person p ON p.id = a.person_id WHERE a.id = c.teacher_id) AS teacher,
        (SELECT COUNT(*) FROM enrolment e WHERE e.class_id = c.id) AS learners,
        (SELECT CAST(COALESCE(SUM(l.duration_ms), 0) AS BIGINT) FROM lesson l
         WHERE l.course_id = c.course_id) AS required_ms,
        (SELECT CAST(COALESCE(SUM(l.duration_ms), 0) AS BIGINT) FROM class_plan n
         JOIN lesson l ON l.id = n.lesson_id WHERE n.class_id = c.id AND n.due_on < $1) AS due_before_ms,
        (SELECT CAST(COALESCE(SUM(l.duration_ms), 0) AS BIGINT) FROM class_plan n
         JOIN lesson l ON l.id = n.lesson_id WHERE n.class_id = c.id AND n.due_on <= $1) AS due_by_ms,
        (SELECT x.at_ms FROM class_closing x WHERE x.class_id = c.id) AS closed_at
    FROM training_class c
    JOIN course k ON k.id = c.course_id
    JOIN organisation o ON o.id = c.organisation_id
    JOIN region r ON r.id = c.region_id";

/// Nobody has seen the document of a person `p` who is still here.
pub(crate) const UNSEEN: &str = "(p.identity_seen_at IS NULL AND p.closed_at IS NULL)";
/// The study of an enrolment `e`, whose person is at `s` with the open check `y`, is held where it can be seen.
pub(crate) const HELD_HERE: &str = "COALESCE((s.held OR (y.kind = 'identity' AND y.offer > 1))
    AND (y.enrolment_id = e.id OR s.live_enrolment_id = e.id), FALSE)";
/// Since when nothing was studied under an enrolment `e`, whose person is at `s`.
pub(crate) const IDLE_SINCE: &str = "CASE WHEN s.live_enrolment_id = e.id AND s.live_counted_ms > 0 THEN s.last_beat_at
    ELSE COALESCE((SELECT MAX(x.updated_at) FROM lesson_progress x WHERE x.enrolment_id = e.id), e.enrolled_at) END";

/// Everyone in class `$1`.
fn line() -> String {
    format!("SELECT e.id AS enrolment, e.person_id AS person, p.name, p.document_masked, p.identity_seen_at,
        {UNSEEN} AS unseen, {HELD_HERE} AS held_here, {IDLE_SINCE} AS idle_since,
        (SELECT o.name FROM account b JOIN person o ON o.id = b.person_id WHERE b.id = p.identity_seen_by) AS identity_seen_by,
        k.name AS category, k.name_en AS category_en, p.category_since,
        p.category_paper_id IS NOT NULL AS category_proved, e.enrolled_at,
        COALESCE(g.verified_ms, 0) AS verified_ms, COALESCE(g.waiting_ms, 0)
            + CASE WHEN s.live_enrolment_id = e.id THEN s.live_counted_ms ELSE 0 END AS waiting_ms,
        COALESCE((SELECT CAST(SUM(f.ms) AS BIGINT) FROM refusal f WHERE f.enrolment_id = e.id), 0) AS refused_ms,
        CASE WHEN s.live_enrolment_id = e.id AND s.live_counted_ms > 0 THEN s.last_beat_at
             ELSE g.last_study_at END AS last_study_at,
        CASE WHEN s.live_enrolment_id = e.id AND s.live_counted_ms > 0
             THEN (SELECT l.position FROM lesson l WHERE l.id = s.live_lesson_id)
             ELSE (SELECT l.position FROM lesson_progress x JOIN lesson l ON l.id = x.lesson_id
                   WHERE x.enrolment_id = e.id ORDER BY x.updated_at DESC, l.position DESC LIMIT 1)
        END AS last_lesson,
        COALESCE(s.live_enrolment_id = e.id, FALSE) AS live_here, COALESCE(s.last_beat_at, 0) AS last_beat_at,
        (SELECT l.position FROM lesson l WHERE l.id = s.live_lesson_id) AS live_lesson,
        COALESCE(y.enrolment_id = e.id, FALSE) AS check_here, y.shown_at AS check_shown_at,
        COALESCE(s.held OR (y.kind = 'identity' AND y.offer > 1), FALSE) AS held,
        COALESCE(s.held OR y.kind = 'identity', FALSE) AS confirmable,
        COALESCE(z.credit_tenths, 0) AS credit_tenths, COALESCE(z.completed, FALSE) AS completed,
        z.pay_mode, COALESCE(z.amount_fen, 0) AS amount_fen, z.reasoning
    FROM enrolment e
    JOIN person p ON p.id = e.person_id
    LEFT JOIN person_category k ON k.code = p.category_code
    LEFT JOIN (SELECT enrolment_id, CAST(SUM(verified_ms) AS BIGINT) AS verified_ms,
                      CAST(SUM(waiting_ms) AS BIGINT) AS waiting_ms, MAX(updated_at) AS last_study_at
               FROM lesson_progress
               WHERE enrolment_id IN (SELECT id FROM enrolment WHERE class_id = $1)
               GROUP BY enrolment_id) g ON g.enrolment_id = e.id
    LEFT JOIN person_study s ON s.person_id = e.person_id
    LEFT JOIN attendance_check y ON y.id = s.open_check_id
    LEFT JOIN subsidy_record z ON z.enrolment_id = e.id
    WHERE e.class_id = $1")
}

impl Db {
    /// How many classes a right reaches.
    pub async fn count_watched_classes(&self, scope_filter: &ScopeFilter) -> Result<i64> {
        let sql =
            "SELECT COUNT(*) FROM training_class c WHERE ($1 OR c.organisation_id = $2 OR c.region_id = $3)";
        Ok(read_db!(self, |pool| {
            sqlx::query_scalar(sql)
                .bind(scope_filter.all)
                .bind(scope_filter.organisation.as_ref().map(OrganisationId::as_str))
                .bind(scope_filter.region.as_ref().map(RegionId::as_str))
                .fetch_one(pool)
                .await
        })?)
    }

    /// A page of the classes a right reaches, those under way first; `today` decides what the plan wants.
    pub async fn watched_classes(
        &self,
        scope_filter: &ScopeFilter,
        today: &str,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<WatchedClass>> {
        let sql = format!(
            "{CLASS} WHERE ($2 OR c.organisation_id = $3 OR c.region_id = $4)
             ORDER BY CASE WHEN c.ends_on < $1 THEN 2 WHEN c.starts_on > $1 THEN 1 ELSE 0 END, c.starts_on DESC, c.code LIMIT $5 OFFSET $6"
        );
        Ok(read_db!(self, |pool| {
            sqlx::query_as(sqlx::AssertSqlSafe(sql))
                .bind(today)
                .bind(scope_filter.all)
                .bind(scope_filter.organisation.as_ref().map(OrganisationId::as_str))
                .bind(scope_filter.region.as_ref().map(RegionId::as_str))
                .bind(limit)
                .bind(offset)
                .fetch_all(pool)
                .await
        })?)
    }

    /// Every class a right reaches, the latest first.
    pub async fn class_choices(&self, scope_filter: &ScopeFilter) -> Result<Vec<ClassChoice>> {
        let sql = "SELECT c.id, c.code, c.title, k.title AS course_title, k.title_en AS course_title_en, c.ends_on
                   FROM training_class c JOIN course k ON k.id = c.course_id
                   WHERE ($1 OR c.organisation_id = $2 OR c.region_id = $3) ORDER BY c.starts_on DESC, c.code";
        Ok(read_db!(self, |pool| {
            sqlx::query_as(sql)
                .bind(scope_filter.all)
                .bind(scope_filter.organisation.as_ref().map(OrganisationId::as_str))
                .bind(scope_filter.region.as_ref().map(RegionId::as_str))
                .fetch_all(pool)
                .await
        })?)
    }

    /// One class.
    pub async fn watched_class(&self, class: &ClassId, today: &str) -> Result<WatchedClass> {
        let sql = format!("{CLASS} WHERE c.id = $2");
        Ok(read_db!(self, |pool| {
            sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(today).bind(class.as_str()).fetch_one(pool).await
        })?)
    }

    /// Everyone in a class, in the order of enrolment.
    pub async fn roster(&self, class: &ClassId) -> Result<Vec<RosterLine>> {
        let sql = format!("{} ORDER BY e.enrolled_at, e.id", line());
        Ok(read_db!(self, |pool| {
            sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(class.as_str()).fetch_all(pool).await
        })?)
    }

    /// One learner of a class; not found if the enrolment belongs to another class.
    pub async fn roster_line(&self, class: &ClassId, enrolment: &EnrolmentId) -> Result<RosterLine> {
        let sql = format!("{} AND e.id = $2", line());
        Ok(read_db!(self, |pool| {
            sqlx::query_as(sqlx::AssertSqlSafe(sql))
                .bind(class.as_str())
                .bind(enrolment.as_str())
                .fetch_one(pool)
                .await
        })?)
    }

    /// The ledger's entries of a learner in a class, newest first, and how many there are in all.
    pub async fn learner_entries(
        &self,
        enrolment: &EnrolmentId,
        limit: i64,
        offset: i64,
    ) -> Result<(Vec<LearnerEntry>, i64)> {
        let entries = read_db!(self, |pool| {
            sqlx::query_as(
                "SELECT y.*, l.position AS lesson, l.title AS lesson_title, l.title_en AS lesson_title_en
                 FROM ledger_line y JOIN lesson l ON l.id = y.lesson_id
                 WHERE y.enrolment_id = $1 ORDER BY y.entry_index DESC LIMIT $2 OFFSET $3",
            )
            .bind(enrolment.as_str())
            .bind(limit)
            .bind(offset)
            .fetch_all(pool)
            .await
        })?;
        let count = read_db!(self, |pool| {
            sqlx::query_scalar("SELECT COUNT(*) FROM ledger_line WHERE enrolment_id = $1")
                .bind(enrolment.as_str())
                .fetch_one(pool)
                .await
        })?;
        Ok((entries, count))
    }

    /// What was refused to a learner in a class, newest day first.
    pub async fn learner_refusals(&self, enrolment: &EnrolmentId) -> Result<Vec<LearnerRefusal>> {
        Ok(read_db!(self, |pool| {
            sqlx::query_as(
                "SELECT f.day, l.position AS lesson, f.code, f.ms FROM refusal f
                 JOIN lesson l ON l.id = f.lesson_id
                 WHERE f.enrolment_id = $1 ORDER BY f.day DESC, l.position, f.code",
            )
            .bind(enrolment.as_str())
            .fetch_all(pool)
            .await
        })?)
    }

    /// A supervisor has seen who sits there: the hold ends, or the check of identity is passed, and the log says who said so
    /// and why.
    pub async fn confirm_identity(
        &self,
        person: &PersonId,
        input: &RuleInput<'_>,
        keys: &Keys,
        event: &AuditEvent,
    ) -> Result<()> {
        let mut tx = self.begin().await?;
        vouch_within(&mut tx, person, input, keys).await?;
        audit::write_change(&mut tx, event, Change { before: AuditState::Held, after: AuditState::Released })
            .await?;
        tx.commit().await
    }

    /// What an organisation is called, in both languages, for the head of its people's pages.
    pub async fn organisation_name(&self, organisation: &OrganisationId) -> Result<Option<(String, String)>> {
        Ok(read_db!(self, |pool| {
            sqlx::query_as("SELECT name, name_en FROM organisation WHERE id = $1")
                .bind(organisation.as_str())
                .fetch_optional(pool)
                .await
        })?)
    }
}
