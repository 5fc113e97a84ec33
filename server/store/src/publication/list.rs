//! Publications as they are read.

use domain::id::{ClaimId, EnrolmentId, PersonId, PublicationId};
use domain::person::MaskedName;

use crate::claim::Claim;
use crate::db::Db;
use crate::error::Result;
use crate::read_db;

/// Claims `q` that wait to be published.
pub(crate) const PUBLISHABLE: &str = "q.state = 'approved' AND q.paid > 0
    AND NOT EXISTS (SELECT 1 FROM publication_line w WHERE w.claim_id = q.id)";

/// Places `l` of published lists about which no objection is open or was right: they may be paid once their publication is over
/// ([`domain::publication::PublicationClock::over_before`]).
pub(crate) const CLEARED: &str = "NOT EXISTS (SELECT 1 FROM objection o WHERE o.claim_id = l.claim_id AND o.state = 'open'
        AND (o.n IS NULL OR o.n = l.n))
    AND NOT EXISTS (SELECT 1 FROM objection_struck k WHERE k.publication_id = l.publication_id AND k.n = l.n)";

/// A published list.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Publication {
    #[sqlx(try_from = "String")]
    pub id: PublicationId,
    pub people: i64,
    pub amount_fen: i64,
    pub sha256: String,
    /// Who published it, for which office, and its phone.
    pub clerk: String,
    pub office: String,
    pub office_en: String,
    pub office_phone: String,
    pub at_ms: i64,
    /// How many classes it names.
    pub classes: i64,
    /// Objections that nobody has answered.
    pub open_objections: i64,
    /// Who was struck off.
    pub struck: i64,
}

/// A class in a published list.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct PublishedClass {
    #[sqlx(try_from = "String")]
    pub claim_id: ClaimId,
    pub class_code: String,
    pub class_title: String,
    pub course_title: String,
    pub course_title_en: String,
    pub trade: String,
    pub trade_en: String,
    pub level: String,
    pub starts_on: String,
    pub ends_on: String,
    pub organisation: String,
    pub organisation_en: String,
    /// Its places in the list.
    pub first: i64,
    pub last: i64,
    pub people: i64,
    pub amount_fen: i64,
    /// The head of the claim, which says by which standards it was worked out.
    head: String,
}

impl PublishedClass {
    /// What it was computed from.
    pub fn head(&self) -> Option<domain::claim::ClaimHead> {
        serde_json::from_str(&self.head).ok()
    }
}

/// Somebody in a published list, as the public may see them.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct PublicLine {
    pub n: i64,
    #[sqlx(try_from = "String")]
    pub name: MaskedName,
    pub document_masked: String,
    pub course_title: String,
    pub course_title_en: String,
    pub class_title: String,
    pub amount_fen: i64,
    /// Whether they were struck off.
    pub struck: bool,
}

/// Where a learner stands in a published list, and what became of objections to it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct LearnersPublication {
    #[sqlx(try_from = "String")]
    pub enrolment_id: EnrolmentId,
    #[sqlx(try_from = "String")]
    pub publication_id: PublicationId,
    pub n: i64,
    pub at_ms: i64,
    /// Objections about them or their class that nobody has answered.
    pub open_objections: i64,
    /// Why they were struck off.
    pub struck: Option<String>,
}

const PUBLICATION: &str = "SELECT p.id, p.people, p.amount_fen, p.sha256, y.name AS clerk, COALESCE(g.name, '') AS office, COALESCE(g.name_en, '') AS office_en,
        COALESCE(g.phone, '') AS office_phone, p.at_ms,
        (SELECT COUNT(DISTINCT l.claim_id) FROM publication_line l WHERE l.publication_id = p.id) AS classes,
        (SELECT COUNT(*) FROM objection o WHERE o.publication_id = p.id AND o.state = 'open') AS open_objections,
        (SELECT COUNT(*) FROM objection_struck k WHERE k.publication_id = p.id) AS struck
    FROM publication p JOIN person y ON y.id = p.person_id
    LEFT JOIN organisation g ON g.id = (SELECT MIN(r.organisation_id) FROM role_grant r
        WHERE r.account_id = p.account_id AND r.role = p.role)";

const CLASSES: &str = "SELECT q.id AS claim_id, k.code AS class_code, k.title AS class_title, c.title AS course_title,
        c.title_en AS course_title_en, c.trade, c.trade_en, c.level, k.starts_on, k.ends_on, o.name AS organisation,
        o.name_en AS organisation_en, t.first, t.last, t.people, t.amount_fen,
        (SELECT s.head FROM claim_step s WHERE s.claim_id = q.id AND s.n = q.submission) AS head
    FROM (SELECT l.claim_id, MIN(l.n) AS first, MAX(l.n) AS last, COUNT(*) AS people,
                 CAST(SUM(l.amount_fen) AS BIGINT) AS amount_fen
          FROM publication_line l WHERE l.publication_id = $1 GROUP BY l.claim_id) AS t
    JOIN claim q ON q.id = t.claim_id JOIN training_class k ON k.id = q.class_id JOIN course c ON c.id = k.course_id
    JOIN organisation o ON o.id = q.organisation_id ORDER BY t.first";

const LINES: &str = "SELECT l.n, y.name, y.document_masked, c.title AS course_title, c.title_en AS course_title_en,
        k.title AS class_title, l.amount_fen,
        EXISTS (SELECT 1 FROM objection_struck x WHERE x.publication_id = l.publication_id AND x.n = l.n) AS struck
    FROM publication_line l JOIN person y ON y.id = l.person_id JOIN claim q ON q.id = l.claim_id
    JOIN training_class k ON k.id = q.class_id JOIN course c ON c.id = k.course_id WHERE l.publication_id = $1";

impl Db {
    /// Claims that passed both reviews and wait to be published, the first that passed first.
    pub async fn publishable_claims(&self) -> Result<Vec<Claim>> {
        let sql = format!("{} WHERE {PUBLISHABLE} ORDER BY q.since, q.id LIMIT 500", crate::claim::CLAIM);
        Ok(read_db!(self, |p| sqlx::query_as(sqlx::AssertSqlSafe(sql)).fetch_all(p).await)?)
    }

    /// A page of the publications that were made in a time, the latest first, and how many there are.
    pub async fn publications(
        &self,
        since_ms: i64,
        limit: i64,
        offset: i64,
    ) -> Result<(Vec<Publication>, i64)> {
        let sql = format!(
            "{PUBLICATION} WHERE p.people > 0 AND p.at_ms >= $1 ORDER BY p.at_ms DESC, p.id LIMIT $2 OFFSET $3"
        );
        let found = read_db!(self, |p| sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(since_ms)
            .bind(limit)
            .bind(offset)
            .fetch_all(p)
            .await)?;
        let sql = "SELECT COUNT(*) FROM publication WHERE people > 0 AND at_ms >= $1";
        let count = read_db!(self, |p| sqlx::query_scalar(sql).bind(since_ms).fetch_one(p).await)?;
        Ok((found, count))
    }

    /// One publication.
    pub async fn publication(&self, id: &PublicationId) -> Result<Publication> {
        let sql = format!("{PUBLICATION} WHERE p.id = $1 AND p.people > 0");
        Ok(read_db!(self, |p| sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(id.as_str()).fetch_one(p).await)?)
    }

    /// The classes that it names, in their order.
    pub async fn published_classes(&self, id: &PublicationId) -> Result<Vec<PublishedClass>> {
        Ok(read_db!(self, |p| sqlx::query_as(CLASSES).bind(id.as_str()).fetch_all(p).await)?)
    }

    /// A page of its lines.
    pub async fn published_lines(
        &self,
        id: &PublicationId,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<PublicLine>> {
        let sql = format!("{LINES} ORDER BY l.n LIMIT $2 OFFSET $3");
        Ok(read_db!(self, |p| sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(id.as_str())
            .bind(limit)
            .bind(offset)
            .fetch_all(p)
            .await)?)
    }

    /// One of its lines.
    pub async fn published_line(&self, id: &PublicationId, n: i64) -> Result<PublicLine> {
        let sql = format!("{LINES} AND l.n = $2");
        Ok(read_db!(self, |p| sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(id.as_str())
            .bind(n)
            .fetch_one(p)
            .await)?)
    }

    /// The publication in which a claim stands, if it was published.
    pub async fn publication_of_claim(&self, claim: &ClaimId) -> Result<Option<Publication>> {
        let sql = format!(
            "{PUBLICATION} WHERE p.id = (SELECT l.publication_id FROM publication_line l WHERE l.claim_id = $1 LIMIT 1)"
        );
        Ok(read_db!(self, |p| sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(claim.as_str())
            .fetch_optional(p)
            .await)?)
    }

    /// Where somebody stands in published lists.
    pub async fn my_publications(&self, person: &PersonId) -> Result<Vec<LearnersPublication>> {
        let sql = "SELECT l.enrolment_id, l.publication_id, l.n, p.at_ms,
                (SELECT COUNT(*) FROM objection o WHERE o.claim_id = l.claim_id AND o.state = 'open'
                     AND (o.n IS NULL OR o.n = l.n)) AS open_objections,
                (SELECT o.reason FROM objection_struck k JOIN objection o ON o.id = k.objection_id
                 WHERE k.publication_id = l.publication_id AND k.n = l.n) AS struck
            FROM publication_line l JOIN publication p ON p.id = l.publication_id WHERE l.person_id = $1";
        Ok(read_db!(self, |p| sqlx::query_as(sql).bind(person.as_str()).fetch_all(p).await)?)
    }
}
