//! Published lists, their lines, and the objections to them.

use super::Snapshot;
use crate::error::Result;

/// A published list with the person behind the account that published it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct PublicationRow {
    pub id: String,
    pub people: i64,
    pub amount_fen: i64,
    pub sha256: String,
    pub account_id: String,
    pub person_id: String,
    pub account_person: String,
    pub at_ms: i64,
}

/// Somebody in it, with what the last submission of the claim says of them.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct PublicationLineRow {
    pub n: i64,
    pub claim_id: String,
    pub enrolment_id: String,
    pub person_id: String,
    pub amount_fen: i64,
    pub claim_state: Option<String>,
    /// Since when the claim stands as it does.
    pub claim_since: Option<i64>,
    /// How many of it are owed something.
    pub claim_paid: Option<i64>,
    pub claimed_person: Option<String>,
    pub claimed_fen: Option<i64>,
}

/// An objection, with the person behind the account that answered it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ObjectionRow {
    pub id: String,
    pub publication_id: String,
    pub claim_id: String,
    pub n: Option<i64>,
    pub words: String,
    pub at_ms: i64,
    pub state: String,
    pub account_id: Option<String>,
    pub person_id: Option<String>,
    pub account_person: Option<String>,
    pub reason: Option<String>,
    pub answered_at: Option<i64>,
    /// Whether whoever answered took part in the claim, published the list or stands in the claim.
    pub has_part: bool,
}

impl Snapshot {
    /// Publications in the order of their ids, after one of them.
    pub async fn publications(&mut self, after: &str, limit: i64) -> Result<Vec<PublicationRow>> {
        Ok(read!(self, |c| {
            sqlx::query_as(
                "SELECT p.id, p.people, p.amount_fen, p.sha256, p.account_id, p.person_id,
                        COALESCE(a.person_id, '') AS account_person, p.at_ms
                 FROM publication p LEFT JOIN account a ON a.id = p.account_id WHERE p.id > $1 ORDER BY p.id LIMIT $2",
            )
            .bind(after)
            .bind(limit)
            .fetch_all(&mut **c)
            .await
        })?)
    }

    /// The lines of a publication, in their order, after one of them.
    pub async fn publication_lines(
        &mut self,
        publication: &str,
        after: i64,
        limit: i64,
    ) -> Result<Vec<PublicationLineRow>> {
        Ok(read!(self, |c| {
            sqlx::query_as(
                "SELECT l.n, l.claim_id, l.enrolment_id, l.person_id, l.amount_fen, q.state AS claim_state, q.since AS claim_since,
                        q.paid AS claim_paid, x.person_id AS claimed_person, x.amount_fen AS claimed_fen
                 FROM publication_line l LEFT JOIN claim q ON q.id = l.claim_id
                 LEFT JOIN claim_line x ON x.claim_id = q.id AND x.submission = q.submission AND x.enrolment_id = l.enrolment_id
                 WHERE l.publication_id = $1 AND l.n > $2 ORDER BY l.n LIMIT $3",
            )
            .bind(publication)
            .bind(after)
            .bind(limit)
            .fetch_all(&mut **c)
            .await
        })?)
    }

    /// Objections in the order of their ids, after one of them.
    pub async fn objections(&mut self, after: &str, limit: i64) -> Result<Vec<ObjectionRow>> {
        Ok(read!(self, |c| {
            sqlx::query_as(
                "SELECT o.id, o.publication_id, o.claim_id, o.n, o.words, o.at_ms, o.state, o.account_id, o.person_id,
                        a.person_id AS account_person, o.reason, o.answered_at,
                        (EXISTS (SELECT 1 FROM claim_step s WHERE s.claim_id = o.claim_id AND s.person_id = o.person_id)
                         OR EXISTS (SELECT 1 FROM claim_line l WHERE l.claim_id = o.claim_id AND l.person_id = o.person_id)
                         OR EXISTS (SELECT 1 FROM publication p WHERE p.id = o.publication_id AND p.person_id = o.person_id))
                            AS has_part
                 FROM objection o LEFT JOIN account a ON a.id = o.account_id WHERE o.id > $1 ORDER BY o.id LIMIT $2",
            )
            .bind(after)
            .bind(limit)
            .fetch_all(&mut **c)
            .await
        })?)
    }

    /// The places that an objection struck off, of those that lie in its claim.
    pub async fn struck_off(&mut self, objection: &str) -> Result<Vec<i64>> {
        Ok(read!(self, |c| {
            sqlx::query_scalar(
                "SELECT k.n FROM objection_struck k JOIN objection o ON o.id = k.objection_id
                 JOIN publication_line l ON l.publication_id = k.publication_id AND l.n = k.n AND l.claim_id = o.claim_id
                 WHERE k.objection_id = $1 AND k.publication_id = o.publication_id ORDER BY k.n",
            )
            .bind(objection)
            .fetch_all(&mut **c)
            .await
        })?)
    }

    /// How many places of lists, and how many struck off, there are in all.
    pub async fn publication_counts(&mut self) -> Result<(i64, i64)> {
        Ok(read!(self, |c| {
            sqlx::query_as(
                "SELECT (SELECT COUNT(*) FROM publication_line), (SELECT COUNT(*) FROM objection_struck)",
            )
            .fetch_one(&mut **c)
            .await
        })?)
    }
}
