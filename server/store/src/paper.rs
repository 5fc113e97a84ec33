//! Papers that prove a person category.

use domain::access::ScopeFilter;
use domain::id::{AccountId, PersonId, RegionId};
use domain::paper::{OPEN_MAX, PaperKind, PaperStanding};

use crate::audit::{self, AuditEvent};
use crate::fact::FactKind;
use crate::{Db, Result, StoreError, read_db, tx};

/// A paper about to be kept.
#[derive(Clone, Debug)]
pub struct NewPaper {
    pub id: String,
    pub person: PersonId,
    pub category: String,
    pub since: String,
    pub name_sealed: Vec<u8>,
    pub kind: PaperKind,
    pub bytes: i64,
    pub content_sealed: Vec<u8>,
}

/// A paper as lists and pages show it; the file is not among it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Paper {
    pub id: String,
    #[sqlx(try_from = "String")]
    pub person_id: PersonId,
    pub person: String,
    pub document_type: String,
    pub document_masked: String,
    #[sqlx(try_from = "String")]
    pub region_id: RegionId,
    pub home: String,
    pub home_en: String,
    pub category_code: String,
    pub category: String,
    pub category_en: String,
    pub since: String,
    pub name_sealed: Vec<u8>,
    pub kind: String,
    pub bytes: i64,
    pub sent_at: i64,
    pub standing: String,
    pub decided_at: Option<i64>,
    /// Who decided, once somebody has.
    pub decider: Option<String>,
    pub reason: String,
}

/// What became of a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decided {
    Done,
    /// Somebody else has decided meanwhile; nothing changed.
    Already,
    /// Whoever decides has not looked at the file; nothing changed.
    Unseen,
}

const PAPER: &str =
    "SELECT d.id, d.person_id, p.name AS person, p.document_type, p.document_masked, p.region_id,
        r.name AS home, r.name_en AS home_en, d.category_code, k.name AS category, k.name_en AS category_en,
        d.since, d.name_sealed, d.kind, d.bytes, d.sent_at, d.standing, d.decided_at,
        (SELECT y.name FROM account a JOIN person y ON y.id = a.person_id WHERE a.id = d.decided_by) AS decider,
        d.reason
    FROM category_paper d
    JOIN person p ON p.id = d.person_id
    JOIN region r ON r.id = p.region_id
    JOIN person_category k ON k.code = d.category_code";

impl Db {
    /// Keeps a paper. `false` if too many of this person's wait already; then nothing is kept.
    pub async fn add_paper(&self, new: &NewPaper, event: &AuditEvent) -> Result<bool> {
        let mut tx = self.begin().await?;
        // The person's row makes several at once stand in line.
        let lock =
            tx.text("SELECT id FROM person WHERE id = $1", "SELECT id FROM person WHERE id = $1 FOR UPDATE");
        tx!(&mut tx, |c| sqlx::query(lock).bind(&new.person.0).execute(&mut **c).await.map(drop))?;
        let sql = "SELECT COUNT(*) FROM category_paper WHERE person_id = $1 AND standing = 'open'";
        let open: i64 =
            tx!(&mut tx, |c| sqlx::query_scalar(sql).bind(&new.person.0).fetch_one(&mut **c).await)?;
        if open >= OPEN_MAX {
            return Ok(false);
        }
        let sql = "INSERT INTO category_paper (id, person_id, category_code, since, name_sealed, kind, bytes,
                       sent_at, standing)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'open')";
        tx!(&mut tx, |c| sqlx::query(sql)
            .bind(&new.id)
            .bind(&new.person.0)
            .bind(&new.category)
            .bind(&new.since)
            .bind(&new.name_sealed)
            .bind(new.kind.as_str())
            .bind(new.bytes)
            .bind(event.at_ms)
            .execute(&mut **c)
            .await
            .map(drop))?;
        let sql = "INSERT INTO paper_content (paper_id, content_sealed) VALUES ($1, $2)";
        tx!(&mut tx, |c| sqlx::query(sql)
            .bind(&new.id)
            .bind(&new.content_sealed)
            .execute(&mut **c)
            .await
            .map(drop))?;
        audit::write(&mut tx, event).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// The papers of a person, newest first.
    pub async fn papers_of(&self, person: &PersonId) -> Result<Vec<Paper>> {
        let sql = format!("{PAPER} WHERE d.person_id = $1 ORDER BY d.sent_at DESC, d.id DESC");
        Ok(read_db!(self, |p| sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(&person.0).fetch_all(p).await)?)
    }

    /// A page of the papers a right reaches, without one's own, and how many there are: the open ones longest waiting first, the others
    /// latest decided first.
    pub async fn papers(
        &self,
        scope_filter: &ScopeFilter,
        not_of: &PersonId,
        open: bool,
        limit: i64,
        offset: i64,
    ) -> Result<(Vec<Paper>, i64)> {
        let place = "((d.standing = 'open') = $1) AND ($2 OR p.region_id = $3) AND d.person_id <> $4";
        let order = if open { "d.sent_at, d.id" } else { "d.decided_at DESC, d.id" };
        let sql = format!("{PAPER} WHERE {place} ORDER BY {order} LIMIT $5 OFFSET $6");
        let region = scope_filter.region.as_ref().map(|region| region.0.as_str());
        let papers = read_db!(self, |p| sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(open)
            .bind(scope_filter.all)
            .bind(region)
            .bind(&not_of.0)
            .bind(limit)
            .bind(offset)
            .fetch_all(p)
            .await)?;
        let sql = format!(
            "SELECT COUNT(*) FROM category_paper d JOIN person p ON p.id = d.person_id WHERE {place}"
        );
        let count = read_db!(self, |p| sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
            .bind(open)
            .bind(scope_filter.all)
            .bind(region)
            .bind(&not_of.0)
            .fetch_one(p)
            .await)?;
        Ok((papers, count))
    }

    /// The papers that a right reaches and that wait for a decision, without one's own, longest waiting first.
    pub async fn papers_waiting(&self, scope_filter: &ScopeFilter, not_of: &PersonId) -> Result<Vec<String>> {
        let sql = "SELECT d.id FROM category_paper d JOIN person p ON p.id = d.person_id
                   WHERE d.standing = 'open' AND ($1 OR p.region_id = $2) AND d.person_id <> $3
                   ORDER BY d.sent_at, d.id LIMIT 1000";
        Ok(read_db!(self, |p| sqlx::query_scalar(sql)
            .bind(scope_filter.all)
            .bind(scope_filter.region.as_ref().map(|region| region.0.as_str()))
            .bind(&not_of.0)
            .fetch_all(p)
            .await)?)
    }

    /// One paper.
    pub async fn paper(&self, id: &str) -> Result<Paper> {
        let sql = format!("{PAPER} WHERE d.id = $1");
        Ok(read_db!(self, |p| sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(id).fetch_one(p).await)?)
    }

    /// The file of a paper, sealed. For an official the log gets its line first, and the paper is marked as seen.
    pub async fn paper_content(
        &self,
        id: &str,
        official: Option<&AccountId>,
        event: &AuditEvent,
    ) -> Result<Vec<u8>> {
        let mut tx = self.begin().await?;
        if let Some(account) = official {
            let sql = "INSERT INTO paper_seen (paper_id, account_id, at_ms) VALUES ($1, $2, $3)
                       ON CONFLICT (paper_id, account_id) DO NOTHING";
            tx!(&mut tx, |c| sqlx::query(sql)
                .bind(id)
                .bind(&account.0)
                .bind(event.at_ms)
                .execute(&mut **c)
                .await
                .map(drop))?;
        }
        audit::write(&mut tx, event).await?;
        let sql = "SELECT content_sealed FROM paper_content WHERE paper_id = $1";
        let content: Option<Vec<u8>> =
            tx!(&mut tx, |c| sqlx::query_scalar(sql).bind(id).fetch_optional(&mut **c).await)?;
        tx.commit().await?;
        content.ok_or(StoreError::NotFound)
    }

    /// Takes a paper of one's own back, file and all, while nobody has decided on it. `false` if there is no such paper.
    pub async fn withdraw_paper(&self, id: &str, person: &PersonId, event: &AuditEvent) -> Result<bool> {
        let mut tx = self.begin().await?;
        // Taking the row first: a decision at the same moment comes before or after, never between.
        let sql =
            "UPDATE category_paper SET reason = '' WHERE id = $1 AND person_id = $2 AND standing = 'open'";
        let found = tx!(&mut tx, |c| sqlx::query(sql)
            .bind(id)
            .bind(&person.0)
            .execute(&mut **c)
            .await
            .map(|done| done.rows_affected()))?;
        if found == 0 {
            return Ok(false);
        }
        for sql in [
            "DELETE FROM paper_seen WHERE paper_id = $1",
            "DELETE FROM paper_content WHERE paper_id = $1",
            "DELETE FROM category_paper WHERE id = $1",
        ] {
            tx!(&mut tx, |c| sqlx::query(sql).bind(id).execute(&mut **c).await.map(drop))?;
        }
        audit::write(&mut tx, event).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Whether an official has looked at the file of a paper.
    pub async fn has_seen_paper(&self, id: &str, account: &AccountId) -> Result<bool> {
        let sql = "SELECT COUNT(*) FROM paper_seen WHERE paper_id = $1 AND account_id = $2";
        let seen: i64 =
            read_db!(self, |p| sqlx::query_scalar(sql).bind(id).bind(&account.0).fetch_one(p).await)?;
        Ok(seen > 0)
    }

    /// Accepts a paper, and the person is of the category from then on; or refuses it. Once.
    pub async fn decide_paper(
        &self,
        id: &str,
        standing: PaperStanding,
        by: &AccountId,
        event: &AuditEvent,
    ) -> Result<Decided> {
        if !self.has_seen_paper(id, by).await? {
            return Ok(Decided::Unseen);
        }
        let mut tx = self.begin().await?;
        let sql = "UPDATE category_paper SET standing = $1, decided_at = $2, decided_by = $3, reason = $4
                   WHERE id = $5 AND standing = 'open'";
        let decided = tx!(&mut tx, |c| sqlx::query(sql)
            .bind(standing.as_str())
            .bind(event.at_ms)
            .bind(&by.0)
            .bind(&event.reason)
            .bind(id)
            .execute(&mut **c)
            .await
            .map(|done| done.rows_affected()))?;
        if decided == 0 {
            return Ok(Decided::Already);
        }
        if standing == PaperStanding::Accepted {
            let sql = "UPDATE person SET
                           category_code = (SELECT d.category_code FROM category_paper d WHERE d.id = $1),
                           category_since = (SELECT d.since FROM category_paper d WHERE d.id = $1),
                           category_paper_id = $1
                       WHERE id = (SELECT d.person_id FROM category_paper d WHERE d.id = $1) RETURNING id";
            let person: Option<String> =
                tx!(&mut tx, |c| sqlx::query_scalar(sql).bind(id).fetch_optional(&mut **c).await)?;
            if let Some(person) = person {
                tx.changed(FactKind::Person, &person, event.at_ms);
            }
        }
        audit::write(&mut tx, event).await?;
        tx.commit().await?;
        Ok(Decided::Done)
    }
}
