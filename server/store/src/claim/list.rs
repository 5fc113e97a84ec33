//! Claims as they are read.

use domain::access::ScopeFilter;
use domain::claim::{ClaimHead, ClaimLine, ClaimState};
use domain::id::{AccountId, ClaimId, ClassId, OrganisationId, PersonId, RegionId};

use super::damaged;
use crate::db::Db;
use crate::error::Result;
use crate::read_db;

/// A claim as lists and pages show it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Claim {
    #[sqlx(try_from = "String")]
    pub id: ClaimId,
    #[sqlx(try_from = "String")]
    pub class_id: ClassId,
    pub class_code: String,
    pub class_title: String,
    pub starts_on: String,
    pub ends_on: String,
    pub course_title: String,
    pub course_title_en: String,
    pub trade: String,
    pub trade_en: String,
    #[sqlx(try_from = "String")]
    pub organisation_id: OrganisationId,
    #[sqlx(try_from = "String")]
    pub region_id: RegionId,
    pub organisation: String,
    pub organisation_en: String,
    pub organisation_phone: String,
    pub region: String,
    pub region_en: String,
    pub state: String,
    /// The number of the step that submitted it last.
    pub submission: i64,
    pub people: i64,
    pub paid: i64,
    pub amount_fen: i64,
    pub submitted_at: i64,
    /// Since when it stands as it does.
    pub since: i64,
}

impl Claim {
    /// How it stands.
    pub fn state(&self) -> ClaimState {
        ClaimState::from_code(&self.state).unwrap_or(ClaimState::Withdrawn)
    }
}

/// A step that was taken.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ClaimStepLine {
    pub n: i64,
    pub kind: String,
    #[sqlx(try_from = "String")]
    pub account_id: AccountId,
    #[sqlx(try_from = "String")]
    pub person_id: PersonId,
    pub name: String,
    pub reason: String,
    head: String,
    pub sha256: String,
    pub at_ms: i64,
}

impl ClaimStepLine {
    /// What a submission was computed from.
    pub fn head(&self) -> Option<ClaimHead> {
        serde_json::from_str(&self.head).ok()
    }
}

/// A closed class that nobody has claimed.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ClaimableClass {
    #[sqlx(try_from = "String")]
    pub id: ClassId,
    pub code: String,
    pub title: String,
    pub course_title: String,
    pub course_title_en: String,
    pub people: i64,
    pub completed: i64,
    pub closed_at: i64,
}

/// A learner's line of a submission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownLine {
    pub n: i64,
    pub person: PersonId,
    pub name: String,
    pub document_masked: String,
    /// The category at enrolment by its name, in both languages.
    pub category: Option<(String, String)>,
    pub line: ClaimLine,
}

#[derive(sqlx::FromRow)]
struct LineRow {
    n: i64,
    #[sqlx(try_from = "String")]
    person_id: PersonId,
    name: String,
    document_masked: String,
    category: Option<String>,
    category_en: Option<String>,
    line: String,
}

impl LineRow {
    fn shown(self, claim: &ClaimId) -> Result<ShownLine> {
        let line = serde_json::from_str(&self.line).map_err(|_| damaged(claim))?;
        let Self { n, person_id: person, name, document_masked, .. } = self;
        let category = self.category.zip(self.category_en);
        Ok(ShownLine { n, person, name, document_masked, category, line })
    }
}

/// Where the claim of a class stands that a learner is in, and what of it is theirs.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct LearnersClaim {
    pub enrolment_id: String,
    #[sqlx(try_from = "String")]
    pub claim_id: ClaimId,
    pub state: String,
    pub amount_fen: i64,
    line: String,
    pub submitted_at: i64,
    pub since: i64,
    /// The reason of the last step, where it went back; empty else.
    pub reason: String,
}

impl LearnersClaim {
    /// How it stands.
    pub fn state(&self) -> ClaimState {
        ClaimState::from_code(&self.state).unwrap_or(ClaimState::Withdrawn)
    }

    /// What the learner is owed, and why.
    pub fn line(&self) -> Result<ClaimLine> {
        serde_json::from_str(&self.line).map_err(|_| damaged(&self.claim_id))
    }
}

/// For whom something waits, and whether in the first and the second review.
pub type Turn<'a> = (&'a PersonId, bool, bool);

/// Which claims a list shows.
#[derive(Clone, Copy, Debug, Default)]
pub struct ClaimFilter<'a> {
    /// Those that wait for this person, in the first or second review; none: all that their right reaches.
    pub waiting: Option<Turn<'a>>,
    pub state: Option<ClaimState>,
}

pub(crate) const CLAIM: &str = "SELECT q.id, q.class_id, k.code AS class_code, k.title AS class_title, k.starts_on, k.ends_on,
        c.title AS course_title, c.title_en AS course_title_en, c.trade, c.trade_en, q.organisation_id, q.region_id, o.name AS organisation,
        o.name_en AS organisation_en, o.phone AS organisation_phone, r.name AS region, r.name_en AS region_en, q.state,
        q.submission, q.people, q.paid, q.amount_fen, q.submitted_at, q.since
    FROM claim q JOIN training_class k ON k.id = q.class_id JOIN course c ON c.id = k.course_id
    JOIN organisation o ON o.id = q.organisation_id JOIN region r ON r.id = q.region_id";

pub(super) const STEPS: &str =
    "SELECT s.n, s.kind, s.account_id, s.person_id, p.name, s.reason, s.head, s.sha256, s.at_ms
    FROM claim_step s JOIN person p ON p.id = s.person_id WHERE s.claim_id = $1 ORDER BY s.n";

/// The lines of submission `$2` of claim `$1`, by whose they are.
const LINES: &str =
    "SELECT l.n, l.person_id, p.name, p.document_masked, k.name AS category, k.name_en AS category_en, l.line
    FROM claim_line l JOIN person p ON p.id = l.person_id
    LEFT JOIN class_closing_line z ON z.enrolment_id = l.enrolment_id
    LEFT JOIN person_category k ON k.code = z.category_code
    WHERE l.claim_id = $1 AND l.submission = $2";

/// Claims `q` that wait for the first review of a person: those in which they have no hand on another side.
pub(crate) fn waits_for_first(person: &str) -> String {
    waits(person, ClaimState::Submitted, "'pass', 'return'")
}

/// The same of the second review.
pub(crate) fn waits_for_second(person: &str) -> String {
    waits(person, ClaimState::Reviewed, "'confirm', 'send_back', 'refer'")
}

fn waits(person: &str, state: ClaimState, own: &str) -> String {
    format!(
        "(q.state = '{}' AND NOT EXISTS (SELECT 1 FROM claim_step s WHERE s.claim_id = q.id AND s.person_id = {person}
             AND s.kind NOT IN ({own}))
         AND NOT EXISTS (SELECT 1 FROM claim_line l WHERE l.claim_id = q.id AND l.person_id = {person}))",
        state.as_str()
    )
}

/// Claims `q` that wait for a person in either review; where nobody is named, all of them.
fn turn(waiting: Option<Turn<'_>>, person: &str) -> String {
    let (first, second) = waiting.map_or((false, false), |(_, first, second)| (first, second));
    let mut any = vec![format!("CAST({person} AS TEXT) IS NULL")];
    any.extend(first.then(|| waits_for_first(person)));
    any.extend(second.then(|| waits_for_second(person)));
    format!("({})", any.join(" OR "))
}

impl Db {
    /// One claim.
    pub async fn claim(&self, id: &ClaimId) -> Result<Claim> {
        let sql = format!("{CLAIM} WHERE q.id = $1");
        Ok(read_db!(self, |p| sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(id.as_str()).fetch_one(p).await)?)
    }

    /// The claim of a class that was not given up, if there is one.
    pub async fn claim_of_class(&self, class: &ClassId) -> Result<Option<Claim>> {
        let sql = format!("{CLAIM} WHERE q.class_id = $1 AND q.state <> 'withdrawn'");
        Ok(read_db!(self, |p| sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(class.as_str())
            .fetch_optional(p)
            .await)?)
    }

    /// What was done with it, in order.
    pub async fn claim_steps(&self, id: &ClaimId) -> Result<Vec<ClaimStepLine>> {
        Ok(read_db!(self, |p| sqlx::query_as(STEPS).bind(id.as_str()).fetch_all(p).await)?)
    }

    /// A page of the lines of its last submission; only of those who are owed nothing, where `unpaid` asks for them.
    pub async fn claim_lines(
        &self,
        claim: &Claim,
        unpaid: bool,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<ShownLine>> {
        let sql = format!("{LINES} AND (l.amount_fen = 0 OR NOT $3) ORDER BY l.n LIMIT $4 OFFSET $5");
        let rows: Vec<LineRow> = read_db!(self, |p| sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(claim.id.as_str())
            .bind(claim.submission)
            .bind(unpaid)
            .bind(limit)
            .bind(offset)
            .fetch_all(p)
            .await)?;
        rows.into_iter().map(|row| row.shown(&claim.id)).collect()
    }

    /// One line of its last submission.
    pub async fn claim_line(&self, claim: &Claim, n: i64) -> Result<ShownLine> {
        let sql = format!("{LINES} AND l.n = $3");
        let row: LineRow = read_db!(self, |p| sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(claim.id.as_str())
            .bind(claim.submission)
            .bind(n)
            .fetch_one(p)
            .await)?;
        row.shown(&claim.id)
    }

    /// A page of the claims that a right reaches, and how many there are: what waits longest first, else the latest change.
    pub async fn claims(
        &self,
        scope_filter: &ScopeFilter,
        filter: &ClaimFilter<'_>,
        limit: i64,
        offset: i64,
    ) -> Result<(Vec<Claim>, i64)> {
        let place = format!(
            "($1 OR q.region_id = $2 OR q.organisation_id = $4) AND {}
             AND (CAST($5 AS TEXT) IS NULL OR q.state = $5)",
            turn(filter.waiting, "$3")
        );
        let order = if filter.waiting.is_some() { "q.since, q.id" } else { "q.since DESC, q.id DESC" };
        let person = filter.waiting.map(|(person, ..)| person.as_str());
        let region = scope_filter.region.as_ref().map(RegionId::as_str);
        let own = scope_filter.organisation.as_ref().map(OrganisationId::as_str);
        let state = filter.state.map(ClaimState::as_str);
        let sql = format!("{CLAIM} WHERE {place} ORDER BY {order} LIMIT $6 OFFSET $7");
        let found = read_db!(self, |p| sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(scope_filter.all)
            .bind(region)
            .bind(person)
            .bind(own)
            .bind(state)
            .bind(limit)
            .bind(offset)
            .fetch_all(p)
            .await)?;
        let sql = format!("SELECT COUNT(*) FROM claim q WHERE {place}");
        let count = read_db!(self, |p| sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
            .bind(scope_filter.all)
            .bind(region)
            .bind(person)
            .bind(own)
            .bind(state)
            .fetch_one(p)
            .await)?;
        Ok((found, count))
    }

    /// Ids of the claims that wait for this person within reach, longest waiting first.
    pub async fn claims_waiting(&self, scope_filter: &ScopeFilter, waiting: Turn<'_>) -> Result<Vec<String>> {
        let sql = format!(
            "SELECT q.id FROM claim q WHERE ($1 OR q.region_id = $2) AND {} ORDER BY q.since, q.id LIMIT 1000",
            turn(Some(waiting), "$3")
        );
        Ok(read_db!(self, |p| sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
            .bind(scope_filter.all)
            .bind(scope_filter.region.as_ref().map(RegionId::as_str))
            .bind(waiting.0.as_str())
            .fetch_all(p)
            .await)?)
    }

    /// Whether a claim waits for this person, if their right reaches it.
    pub async fn claim_waits_for(&self, id: &ClaimId, waiting: Turn<'_>) -> Result<bool> {
        let sql = format!("SELECT COUNT(*) FROM claim q WHERE q.id = $1 AND {}", turn(Some(waiting), "$2"));
        let count: i64 = read_db!(self, |p| sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
            .bind(id.as_str())
            .bind(waiting.0.as_str())
            .fetch_one(p)
            .await)?;
        Ok(count > 0)
    }

    /// How many claims of an institution stand how.
    pub async fn count_own_claims(&self, organisation: &OrganisationId) -> Result<Vec<(String, i64)>> {
        let sql = "SELECT state, COUNT(*) FROM claim WHERE organisation_id = $1 GROUP BY state";
        Ok(read_db!(self, |p| sqlx::query_as(sql).bind(organisation.as_str()).fetch_all(p).await)?)
    }

    /// The closed classes of an institution that nobody has claimed, the first closed first.
    pub async fn claimable_classes(&self, organisation: &OrganisationId) -> Result<Vec<ClaimableClass>> {
        let sql = format!(
            "SELECT k.id, k.code, k.title, c.title AS course_title, c.title_en AS course_title_en, z.people, z.completed,
                    z.at_ms AS closed_at
             FROM class_closing z JOIN training_class k ON k.id = z.class_id JOIN course c ON c.id = k.course_id
             WHERE k.organisation_id = $1 AND {CLAIMABLE} ORDER BY z.at_ms, k.id LIMIT 500"
        );
        Ok(read_db!(self, |p| sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(organisation.as_str())
            .fetch_all(p)
            .await)?)
    }

    /// Where the claims of a person's classes stand.
    pub async fn my_claims(&self, person: &PersonId) -> Result<Vec<LearnersClaim>> {
        let sql = "SELECT l.enrolment_id, q.id AS claim_id, q.state, l.amount_fen, l.line, q.submitted_at, q.since,
                          COALESCE((SELECT s.reason FROM claim_step s WHERE s.claim_id = q.id ORDER BY s.n DESC LIMIT 1), '')
                              AS reason
                   FROM claim_line l JOIN claim q ON q.id = l.claim_id AND q.submission = l.submission
                   WHERE l.person_id = $1 AND q.state <> 'withdrawn'";
        Ok(read_db!(self, |p| sqlx::query_as(sql).bind(person.as_str()).fetch_all(p).await)?)
    }
}

/// Closings `z` of classes that nobody has claimed.
pub(crate) const CLAIMABLE: &str =
    "NOT EXISTS (SELECT 1 FROM claim q WHERE q.class_id = z.class_id AND q.state <> 'withdrawn')";
