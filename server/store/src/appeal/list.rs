//! Appeals as they are read: by the learner, by the institution, by the bureau.

use std::sync::LazyLock;

use domain::access::ScopeFilter;
use domain::appeal::{Ground, Stage, Verdict};
use domain::id::{AccountId, AppealId, ClassId, EnrolmentId, LessonId, OrganisationId, PersonId, RegionId};

use crate::db::Db;
use crate::error::Result;
use crate::read_db;

/// An appeal with what its readers need to know of it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Appeal {
    #[sqlx(try_from = "String")]
    pub id: AppealId,
    #[sqlx(try_from = "String")]
    pub person_id: PersonId,
    #[sqlx(try_from = "String")]
    pub enrolment_id: EnrolmentId,
    #[sqlx(try_from = "String")]
    pub lesson_id: LessonId,
    pub day: String,
    pub code: String,
    /// As it stood when the appeal was made.
    pub refused_ms: i64,
    pub reason: String,
    pub made_at: i64,
    pub learner: String,
    pub document_masked: String,
    #[sqlx(try_from = "String")]
    pub class_id: ClassId,
    pub class_code: String,
    pub class_title: String,
    #[sqlx(try_from = "String")]
    pub organisation_id: OrganisationId,
    #[sqlx(try_from = "String")]
    pub region_id: RegionId,
    pub organisation: String,
    pub organisation_en: String,
    pub course_title: String,
    pub course_title_en: String,
    pub lesson: i64,
    pub lesson_title: String,
    pub lesson_title_en: String,
    /// The last deciding step and its verdict; absent while nobody has looked.
    pub last_kind: Option<String>,
    pub last_verdict: Option<String>,
    /// When that step was taken, and by whom.
    pub last_at: Option<i64>,
    pub last_by: Option<String>,
    pub comments: i64,
    /// What counts since, once it was granted.
    pub granted_ms: Option<i64>,
    pub entry_index: Option<i64>,
    /// Who works on it, if somebody took it on.
    pub holder: Option<String>,
}

impl Appeal {
    pub fn stage(&self) -> Stage {
        match (self.last_kind.as_deref(), self.last_verdict.as_deref()) {
            (Some("propose"), _) => Stage::Second,
            (Some("confirm"), Some("grant")) => Stage::Granted,
            (Some("confirm"), _) => Stage::Refused,
            _ => Stage::First,
        }
    }

    /// Since when it waits for its review: the first, or the first anew, or the second.
    pub fn waits_since(&self) -> i64 {
        self.last_at.unwrap_or(self.made_at)
    }
}

/// One step of an appeal.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct StepLine {
    pub n: i64,
    /// `comment`, `propose`, `send_back`, `confirm`.
    pub kind: String,
    #[sqlx(try_from = "String")]
    pub account_id: AccountId,
    #[sqlx(try_from = "String")]
    pub person_id: PersonId,
    pub role: String,
    verdict: Option<String>,
    ground: Option<String>,
    pub reason: String,
    pub at_ms: i64,
    /// Who it was.
    pub name: String,
}

impl StepLine {
    pub fn verdict(&self) -> Option<Verdict> {
        self.verdict.as_deref().and_then(Verdict::from_code)
    }

    pub fn ground(&self) -> Option<Ground> {
        self.ground.as_deref().and_then(Ground::from_code)
    }
}

/// Which steps somebody may take at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Steps {
    pub comment: bool,
    pub propose: bool,
    pub confirm: bool,
}

/// Which appeals are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AppealFilter {
    All,
    /// Those that wait for a step.
    At(Stage),
    /// Those that are not decided and about which the institution has said nothing.
    Uncommented,
    /// Those that are decided.
    Decided,
}

/// For which step an appeal `p` waits, `first` or `second`; `decided` when it waits for none.
const STAGE: &str = "CASE COALESCE(
        (SELECT s.kind FROM appeal_step s WHERE s.appeal_id = p.id AND s.kind <> 'comment' ORDER BY s.n DESC LIMIT 1), '')
    WHEN 'propose' THEN 'second' WHEN 'confirm' THEN 'decided' ELSE 'first' END";
/// The institution has said nothing about an appeal `p`.
const UNCOMMENTED: &str =
    "NOT EXISTS (SELECT 1 FROM appeal_step s WHERE s.appeal_id = p.id AND s.kind = 'comment')";

pub(super) const STEPS: &str =
    "SELECT s.n, s.kind, s.account_id, s.person_id, s.role, s.verdict, s.ground, s.reason, s.at_ms, p.name
     FROM appeal_step s JOIN person p ON p.id = s.person_id WHERE s.appeal_id = $1 ORDER BY s.n";

/// An appeal `p` waits for the institution's comment, and this person may give it: it is not their own and they took no step.
pub(crate) fn waits_for_comment(person: &str) -> String {
    format!(
        "({STAGE} <> 'decided' AND p.person_id <> {person} AND NOT EXISTS (
            SELECT 1 FROM appeal_step s WHERE s.appeal_id = p.id AND (s.person_id = {person} OR s.kind = 'comment')))"
    )
}

/// It waits for a first review, and this person may do it: it is not their own and they took no step of another kind.
pub(crate) fn waits_for_proposal(person: &str) -> String {
    format!("({STAGE} = 'first' AND p.person_id <> {person} AND {})", took_none_but(person, "'propose'"))
}

/// It waits for a second review, and this person may do it.
pub(crate) fn waits_for_confirmation(person: &str) -> String {
    let none = took_none_but(person, "'confirm', 'send_back'");
    format!("({STAGE} = 'second' AND p.person_id <> {person} AND {none})")
}

fn took_none_but(person: &str, kinds: &str) -> String {
    format!(
        "NOT EXISTS (SELECT 1 FROM appeal_step s
         WHERE s.appeal_id = p.id AND s.person_id = {person} AND s.kind NOT IN ({kinds}))"
    )
}

/// Cases that are worked through one after another; more than anybody does in a day.
const WAITING_MAX: i64 = 1000;

/// What waits for a person: `$4` who, `$5` to `$7` what they may do.
static WAITING: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT p.id FROM appeal p JOIN enrolment e ON e.id = p.enrolment_id JOIN training_class k ON k.id = e.class_id
         WHERE ($1 OR k.organisation_id = $2 OR k.region_id = $3)
         AND ($5 AND {} OR $6 AND {} OR $7 AND {})",
        waits_for_proposal("$4"),
        waits_for_confirmation("$4"),
        waits_for_comment("$4")
    )
});

macro_rules! appeals {
    ($rest:literal) => {
        concat!(
            "SELECT v.* FROM (
                SELECT p.id, p.person_id, p.enrolment_id, p.lesson_id, p.day, p.code, p.refused_ms, p.reason, p.made_at,
                    q.name AS learner, q.document_masked, k.id AS class_id, k.code AS class_code,
                    k.title AS class_title, k.organisation_id, k.region_id, o.name AS organisation,
                    o.name_en AS organisation_en, c.title AS course_title, c.title_en AS course_title_en,
                    l.position AS lesson, l.title AS lesson_title, l.title_en AS lesson_title_en,
                    (SELECT s.kind FROM appeal_step s WHERE s.appeal_id = p.id AND s.kind <> 'comment'
                     ORDER BY s.n DESC LIMIT 1) AS last_kind,
                    (SELECT s.verdict FROM appeal_step s WHERE s.appeal_id = p.id AND s.kind <> 'comment'
                     ORDER BY s.n DESC LIMIT 1) AS last_verdict,
                    (SELECT s.at_ms FROM appeal_step s WHERE s.appeal_id = p.id AND s.kind <> 'comment'
                     ORDER BY s.n DESC LIMIT 1) AS last_at,
                    (SELECT sp.name FROM appeal_step s JOIN person sp ON sp.id = s.person_id
                     WHERE s.appeal_id = p.id AND s.kind <> 'comment' ORDER BY s.n DESC LIMIT 1) AS last_by,
                    (SELECT COUNT(*) FROM appeal_step s WHERE s.appeal_id = p.id AND s.kind = 'comment') AS comments,
                    g.ms AS granted_ms, g.entry_index,
                    (SELECT hp.name FROM appeal_holder h JOIN account ha ON ha.id = h.account_id
                     JOIN person hp ON hp.id = ha.person_id WHERE h.appeal_id = p.id ORDER BY h.n DESC LIMIT 1) AS holder
                FROM appeal p
                JOIN person q ON q.id = p.person_id
                JOIN enrolment e ON e.id = p.enrolment_id
                JOIN training_class k ON k.id = e.class_id
                JOIN organisation o ON o.id = k.organisation_id
                JOIN course c ON c.id = k.course_id
                JOIN lesson l ON l.id = p.lesson_id
                LEFT JOIN appeal_grant g ON g.appeal_id = p.id
             ) AS v WHERE ",
            $rest
        )
    };
}

impl Db {
    /// One appeal.
    pub async fn appeal(&self, id: &AppealId) -> Result<Appeal> {
        Ok(read_db!(self, |pool| {
            sqlx::query_as(appeals!("v.id = $1")).bind(id.as_str()).fetch_one(pool).await
        })?)
    }

    /// What waits within a scope for a step that this person may take: neither their own nor one in which they took another
    /// kind of step. The oldest first; an institution's comment is waited for until there is one.
    pub async fn appeals_waiting_for(
        &self,
        scope_filter: &ScopeFilter,
        person: &PersonId,
        may: Steps,
    ) -> Result<Vec<AppealId>> {
        let sql = format!("{} ORDER BY p.made_at, p.id LIMIT {WAITING_MAX}", *WAITING);
        let ids: Vec<String> = read_db!(self, |pool| {
            sqlx::query_scalar(sqlx::AssertSqlSafe(sql.as_str()))
                .bind(scope_filter.all)
                .bind(scope_filter.organisation.as_ref().map(OrganisationId::as_str))
                .bind(scope_filter.region.as_ref().map(RegionId::as_str))
                .bind(person.as_str())
                .bind(may.propose)
                .bind(may.confirm)
                .bind(may.comment)
                .fetch_all(pool)
                .await
        })?;
        Ok(ids.into_iter().map(AppealId).collect())
    }

    /// A page of the same, with what their readers need to know.
    pub async fn appeals_waiting(
        &self,
        scope_filter: &ScopeFilter,
        person: &PersonId,
        may: Steps,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<Appeal>> {
        let sql = format!(
            concat!(appeals!("v.id IN ({}) "), "ORDER BY v.made_at, v.id LIMIT $8 OFFSET $9"),
            *WAITING
        );
        Ok(read_db!(self, |pool| {
            sqlx::query_as(sqlx::AssertSqlSafe(sql.as_str()))
                .bind(scope_filter.all)
                .bind(scope_filter.organisation.as_ref().map(OrganisationId::as_str))
                .bind(scope_filter.region.as_ref().map(RegionId::as_str))
                .bind(person.as_str())
                .bind(may.propose)
                .bind(may.confirm)
                .bind(may.comment)
                .bind(limit)
                .bind(offset)
                .fetch_all(pool)
                .await
        })?)
    }

    /// Its steps, in order.
    pub async fn appeal_steps(&self, id: &AppealId) -> Result<Vec<StepLine>> {
        Ok(read_db!(self, |pool| sqlx::query_as(STEPS).bind(id.as_str()).fetch_all(pool).await)?)
    }

    /// A person's own appeals, the newest first.
    pub async fn my_appeals(&self, person: &PersonId) -> Result<Vec<Appeal>> {
        Ok(read_db!(self, |pool| {
            sqlx::query_as(appeals!("v.person_id = $1 ORDER BY v.made_at DESC, v.id"))
                .bind(person.as_str())
                .fetch_all(pool)
                .await
        })?)
    }

    /// A page of the appeals within a scope, and how many there are: the oldest first while they wait, what was decided
    /// last first once they are.
    pub async fn appeals(
        &self,
        scope_filter: &ScopeFilter,
        filter: AppealFilter,
        limit: i64,
        offset: i64,
    ) -> Result<(Vec<Appeal>, i64)> {
        let wanted = match filter {
            AppealFilter::All => "all",
            AppealFilter::At(stage) => stage.as_str(),
            AppealFilter::Uncommented => "uncommented",
            AppealFilter::Decided => "decided",
        };
        let lines = read_db!(self, |pool| {
            sqlx::query_as(appeals!(
                "($1 OR v.organisation_id = $2 OR v.region_id = $3)
                 AND ($4 = 'all' OR ($4 = 'uncommented' AND v.comments = 0 AND COALESCE(v.last_kind, '') <> 'confirm')
                      OR $4 = CASE COALESCE(v.last_kind, '') WHEN 'propose' THEN 'second'
                                   WHEN 'confirm' THEN 'decided' ELSE 'first' END)
                 ORDER BY CASE WHEN v.last_kind = 'confirm' THEN -v.last_at ELSE v.made_at END, v.id LIMIT $5 OFFSET $6"
            ))
            .bind(scope_filter.all)
            .bind(scope_filter.organisation.as_ref().map(OrganisationId::as_str))
            .bind(scope_filter.region.as_ref().map(RegionId::as_str))
            .bind(wanted)
            .bind(limit)
            .bind(offset)
            .fetch_all(pool)
            .await
        })?;
        let count = read_db!(self, |pool| {
            sqlx::query_scalar(sqlx::AssertSqlSafe(format!(
                "SELECT COUNT(*) FROM appeal p JOIN enrolment e ON e.id = p.enrolment_id
                 JOIN training_class k ON k.id = e.class_id
                 WHERE ($1 OR k.organisation_id = $2 OR k.region_id = $3)
                 AND ($4 = 'all' OR ($4 = 'uncommented' AND {UNCOMMENTED} AND {STAGE} <> 'decided') OR $4 = {STAGE})"
            )))
            .bind(scope_filter.all)
            .bind(scope_filter.organisation.as_ref().map(OrganisationId::as_str))
            .bind(scope_filter.region.as_ref().map(RegionId::as_str))
            .bind(wanted)
            .fetch_one(pool)
            .await
        })?;
        Ok((lines, count))
    }
}
