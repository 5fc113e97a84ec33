//! What a closed class is owed: read from its closing, the standards and what was claimed for the same people before, and worked
//! out by the rule.

use domain::claim::{ClaimContent, ClaimHead, ClaimLine};
use domain::class_application::{Content, Programme};
use domain::entitlement::{Candidate, Earlier};
use domain::id::{ClassId, EnrolmentId, OrganisationId, PersonId, RegionId};
use domain::policy::Policies;
use domain::standard::Training;
use domain::working_age::working_age;

use super::step::LiveClaim;
use crate::db::Tx;
use crate::error::{Result, StoreError};
use crate::tx;

/// Whose line a line is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimedLearner {
    pub person: PersonId,
    pub name: String,
    pub document_masked: String,
    /// The category at enrolment by its name, in both languages.
    pub category: Option<(String, String)>,
}

/// What is claimed, with the learner of each line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedClaim {
    pub content: ClaimContent,
    /// The trade of the course by its name, in both languages.
    pub trade: (String, String),
    /// In the order of the lines.
    pub learners: Vec<ClaimedLearner>,
}

#[derive(sqlx::FromRow)]
struct ClosedClass {
    #[sqlx(try_from = "String")]
    organisation_id: OrganisationId,
    #[sqlx(try_from = "String")]
    region_id: RegionId,
    sha256: String,
    starts_on: String,
    ends_on: String,
    policy_version: String,
    trade_code: String,
    trade: String,
    trade_en: String,
    level: String,
}

#[derive(sqlx::FromRow)]
struct ClosedLearner {
    #[sqlx(try_from = "String")]
    enrolment_id: EnrolmentId,
    #[sqlx(try_from = "String")]
    person_id: PersonId,
    name: String,
    document_masked: String,
    birth_date: String,
    verified_ms: i64,
    required_ms: i64,
    days_studied: i64,
    identity_seen: bool,
    has_exam: bool,
    exam_mark: Option<i64>,
    category_code: Option<String>,
    category: Option<String>,
    category_en: Option<String>,
    category_proved: bool,
}

#[derive(sqlx::FromRow)]
struct EarlierRow {
    person_id: String,
    code: String,
    trade_code: String,
    level: String,
    starts_on: String,
    ends_on: String,
}

/// Claims `q` that count for a person beside that of the class `$1`: those that were made before the moment `$2`, while they
/// were not given up.
const THEIR_CLAIMS: &str =
    "FROM claim_line l JOIN claim q ON q.id = l.claim_id AND q.submission = l.submission
    JOIN training_class k ON k.id = q.class_id JOIN course c ON c.id = k.course_id
    WHERE q.class_id <> $1 AND q.state <> 'withdrawn' AND l.amount_fen > 0 AND q.made_at < $2
      AND l.person_id IN (SELECT person_id FROM class_closing_line WHERE class_id = $1)";

impl Tx {
    /// What a closed class is owed as things stand. Of claims with the same person the one that was made first counts first.
    pub(super) async fn claim_content(
        &mut self,
        class: &ClassId,
        live: Option<&LiveClaim>,
        policies: &Policies,
    ) -> Result<NamedClaim> {
        let (head, trade) = self.claim_head(class).await?;
        let unknown = || StoreError::Damaged(format!("unknown policy version {}", head.policy));
        let policy = policies.version(&head.policy).ok_or_else(unknown)?;
        let sql = "SELECT z.enrolment_id, z.person_id, p.name, p.document_masked, p.birth_date, z.verified_ms, z.required_ms,
                          z.days_studied, z.identity_seen, z.has_exam, z.exam_mark, z.category_code, z.category_proved,
                          k.name AS category, k.name_en AS category_en
                   FROM class_closing_line z JOIN person p ON p.id = z.person_id
                   LEFT JOIN person_category k ON k.code = z.category_code WHERE z.class_id = $1 ORDER BY z.n";
        let closed: Vec<ClosedLearner> =
            tx!(self, |c| sqlx::query_as(sql).bind(class.as_str()).fetch_all(&mut **c).await)?;
        let before = live.map_or(i64::MAX, |live| live.made_at);
        let sql = format!(
            "SELECT l.person_id, k.code, c.trade_code, c.level, k.starts_on, k.ends_on {THEIR_CLAIMS}
             ORDER BY l.person_id, k.starts_on, k.code"
        );
        let earlier: Vec<EarlierRow> = tx!(self, |c| sqlx::query_as(sqlx::AssertSqlSafe(sql.as_str()))
            .bind(class.as_str())
            .bind(before)
            .fetch_all(&mut **c)
            .await)?;
        let mut lines = Vec::with_capacity(closed.len());
        let mut learners = Vec::with_capacity(closed.len());
        for one in closed {
            let from = earlier.partition_point(|row| row.person_id.as_str() < one.person_id.as_str());
            let own = earlier[from..].iter().take_while(|row| row.person_id == one.person_id.as_str());
            let own: Vec<Earlier> = own.map(EarlierRow::earlier).collect::<Result<_>>()?;
            let candidate = one.candidate(&head.training.starts_on);
            lines.push(ClaimLine::reckon(&head, policy, one.enrolment_id, candidate, own));
            learners.push(ClaimedLearner {
                person: one.person_id,
                name: one.name,
                document_masked: one.document_masked,
                category: one.category.zip(one.category_en),
            });
        }
        Ok(NamedClaim { content: ClaimContent { head, lines }, trade, learners })
    }

    async fn claim_head(&mut self, class: &ClassId) -> Result<(ClaimHead, (String, String))> {
        let sql = "SELECT k.organisation_id, k.region_id, z.sha256, k.starts_on, k.ends_on, k.policy_version, c.trade_code, c.trade,
                          c.trade_en, c.level
                   FROM class_closing z JOIN training_class k ON k.id = z.class_id JOIN course c ON c.id = k.course_id
                   WHERE z.class_id = $1";
        let closed: ClosedClass =
            tx!(self, |c| sqlx::query_as(sql).bind(class.as_str()).fetch_one(&mut **c).await)?;
        // A class that no application opened is held under the usual programme.
        let sql = "SELECT s.content FROM class_application q JOIN class_application_step s ON s.application_id = q.id
                   WHERE q.class_id = $1 AND s.kind = 'submit' ORDER BY s.n DESC LIMIT 1";
        let applied: Option<String> =
            tx!(self, |c| sqlx::query_scalar(sql).bind(class.as_str()).fetch_optional(&mut **c).await)?;
        let programme = match applied {
            None => Programme::General,
            Some(text) => serde_json::from_str::<Content>(&text)
                .map(|content| content.programme)
                .map_err(|error| StoreError::Damaged(error.to_string()))?,
        };
        let level = crate::class_application::level_of(&closed.level)?;
        let training = Training {
            trade: closed.trade_code,
            level,
            programme,
            starts_on: closed.starts_on,
            ends_on: closed.ends_on,
        };
        let mut standards = self.standards_for(&training).await?;
        // One that ends later, or is ended, pays what it did on the first day: no claim moves by that.
        for one in &mut standards {
            one.valid_to = None;
        }
        standards.sort_by(|one, other| one.id.as_str().cmp(other.id.as_str()));
        let head = ClaimHead {
            class: class.clone(),
            closing_sha256: closed.sha256,
            organisation: closed.organisation_id,
            region: closed.region_id,
            training,
            policy: closed.policy_version,
            standards,
        };
        Ok((head, (closed.trade, closed.trade_en)))
    }

    /// A moment for a claim of this class that begins now: after those that count before it.
    pub(super) async fn after_their_claims(&mut self, class: &ClassId, now_ms: i64) -> Result<i64> {
        let sql = format!("SELECT MAX(q.made_at) {THEIR_CLAIMS}");
        let last: Option<i64> = tx!(self, |c| sqlx::query_scalar(sqlx::AssertSqlSafe(sql.as_str()))
            .bind(class.as_str())
            .bind(i64::MAX)
            .fetch_one(&mut **c)
            .await)?;
        Ok(last.map_or(now_ms, |last| now_ms.max(last + 1)))
    }
}

impl ClosedLearner {
    fn candidate(&self, first_day: &str) -> Candidate {
        Candidate {
            verified_ms: self.verified_ms,
            required_ms: self.required_ms,
            test_mark: self.has_exam.then_some(self.exam_mark),
            identity_seen: self.identity_seen,
            days: self.days_studied,
            category: self.category_code.clone(),
            category_proved: self.category_proved,
            age: working_age(&self.birth_date, first_day).err(),
        }
    }
}

impl EarlierRow {
    fn earlier(&self) -> Result<Earlier> {
        Ok(Earlier {
            class_code: self.code.clone(),
            trade: self.trade_code.clone(),
            level: crate::class_application::level_of(&self.level)?,
            starts_on: self.starts_on.clone(),
            ends_on: self.ends_on.clone(),
        })
    }
}
