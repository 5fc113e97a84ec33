//! Objections to published lists, and their answers.

use std::collections::BTreeSet;

use domain::id::{ClaimId, ObjectionId, OrganisationId, PersonId, PublicationId, RegionId};
use domain::publication::{ObjectionState, ObjectionStep};
use domain::workflow::{Case, NotTaken};

use crate::appeal::Actor;
use crate::audit::{self, AuditEvent};
use crate::db::{Db, Tx};
use crate::error::Result;
use crate::{execute, read_db, tx};

/// An objection about to be filed. Who files it is not asked.
#[derive(Debug)]
pub struct NewObjection<'a> {
    pub id: &'a ObjectionId,
    pub publication: &'a PublicationId,
    /// About which of its claims.
    pub claim: &'a ClaimId,
    /// About one place in the list; none: the whole claim.
    pub n: Option<i64>,
    pub words: &'a str,
    /// Publications made before this moment are over.
    pub over_before: i64,
}

/// Why an objection was not filed; nothing changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilingRefusal {
    /// The publication is over.
    Over,
    /// Nobody stands at that place of the list in that class.
    NobodyThere,
}

/// What somebody answers.
#[derive(Debug)]
pub struct ObjectionAnswer<'a> {
    pub step: ObjectionStep,
    /// Who is struck off, by their places in the list; nobody where it is dismissed.
    pub struck: &'a BTreeSet<i64>,
    pub actor: &'a Actor,
    pub event: &'a AuditEvent,
}

/// Why an objection was not answered; nothing changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerRefusal {
    /// The rule says so.
    Rule(NotTaken),
    /// The objection is not about whoever stands at this place.
    NotThere(i64),
    /// Whoever stands at this place was struck off before.
    StruckBefore(i64),
}

/// An objection with what it is about.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Objection {
    #[sqlx(try_from = "String")]
    pub id: ObjectionId,
    #[sqlx(try_from = "String")]
    pub publication_id: PublicationId,
    #[sqlx(try_from = "String")]
    pub claim_id: ClaimId,
    pub n: Option<i64>,
    pub words: String,
    pub at_ms: i64,
    pub state: String,
    /// Who answered it.
    pub answered_by: Option<String>,
    pub reason: Option<String>,
    pub answered_at: Option<i64>,
    #[sqlx(try_from = "String")]
    pub organisation_id: OrganisationId,
    #[sqlx(try_from = "String")]
    pub region_id: RegionId,
    pub class_title: String,
    pub course_title: String,
    pub course_title_en: String,
    pub organisation: String,
    pub organisation_en: String,
}

impl Objection {
    /// How it stands.
    pub fn state(&self) -> ObjectionState {
        ObjectionState::from_code(&self.state).unwrap_or(ObjectionState::Open)
    }
}

const OBJECTION: &str = "SELECT o.id, o.publication_id, o.claim_id, o.n, o.words, o.at_ms, o.state, y.name AS answered_by, o.reason,
        o.answered_at, q.organisation_id, q.region_id, k.title AS class_title, c.title AS course_title, c.title_en AS course_title_en,
        g.name AS organisation, g.name_en AS organisation_en
    FROM objection o JOIN claim q ON q.id = o.claim_id JOIN training_class k ON k.id = q.class_id
    JOIN course c ON c.id = k.course_id JOIN organisation g ON g.id = q.organisation_id
    LEFT JOIN person y ON y.id = o.person_id";

/// Objections `o` that wait for this person's answer: those to claims in which they have no part.
pub(crate) fn waits_for_answer(person: &str) -> String {
    format!(
        "(o.state = 'open'
          AND NOT EXISTS (SELECT 1 FROM claim_step s WHERE s.claim_id = o.claim_id AND s.person_id = {person})
          AND NOT EXISTS (SELECT 1 FROM claim_line l WHERE l.claim_id = o.claim_id AND l.person_id = {person})
          AND NOT EXISTS (SELECT 1 FROM publication p WHERE p.id = o.publication_id AND p.person_id = {person}))"
    )
}

impl Db {
    /// Somebody objects to a list that is shown.
    pub async fn file_objection(
        &self,
        new: &NewObjection<'_>,
        event: &AuditEvent,
    ) -> Result<std::result::Result<(), FilingRefusal>> {
        let mut tx = self.begin().await?;
        // Whoever is about to be paid waits for it, or is paid before it.
        let lock = tx.text(
            "SELECT at_ms FROM publication WHERE id = $1 AND people > 0",
            "SELECT at_ms FROM publication WHERE id = $1 AND people > 0 FOR UPDATE",
        );
        let at_ms: i64 = tx!(&mut tx, |c| sqlx::query_scalar(lock)
            .bind(new.publication.as_str())
            .fetch_one(&mut **c)
            .await)?;
        if at_ms < new.over_before {
            return Ok(Err(FilingRefusal::Over));
        }
        let sql = "SELECT COUNT(*) FROM publication_line WHERE publication_id = $1 AND claim_id = $2
                   AND (CAST($3 AS BIGINT) IS NULL OR n = $3)";
        let there: i64 = tx!(&mut tx, |c| sqlx::query_scalar(sql)
            .bind(new.publication.as_str())
            .bind(new.claim.as_str())
            .bind(new.n)
            .fetch_one(&mut **c)
            .await)?;
        if there == 0 {
            return Ok(Err(FilingRefusal::NobodyThere));
        }
        let sql = "INSERT INTO objection (id, publication_id, claim_id, n, words, at_ms, state)
                   VALUES ($1, $2, $3, $4, $5, $6, 'open')";
        execute!(
            &mut tx,
            sql,
            new.id.as_str(),
            new.publication.as_str(),
            new.claim.as_str(),
            new.n,
            new.words,
            event.at_ms
        )?;
        audit::write(&mut tx, event).await?;
        tx.commit().await?;
        Ok(Ok(()))
    }

    /// Somebody answers an objection: they strike people off, or dismiss it.
    pub async fn answer_objection(
        &self,
        id: &ObjectionId,
        answer: &ObjectionAnswer<'_>,
    ) -> Result<std::result::Result<(), AnswerRefusal>> {
        let ObjectionAnswer { step, struck, actor, event } = *answer;
        let mut tx = self.begin().await?;
        let (publication, case) = tx.hold_objection(id).await?;
        let Some(case) = case else {
            return Ok(Err(AnswerRefusal::Rule(NotTaken::NotItsTurn)));
        };
        let case = match case.take(step, &actor.person, &event.reason) {
            Ok(case) => case,
            Err(why) => return Ok(Err(AnswerRefusal::Rule(why))),
        };
        for n in struck {
            if let Err(why) = tx.strike(id, &publication, *n).await? {
                return Ok(Err(why));
            }
        }
        let sql = "UPDATE objection SET state = $1, account_id = $2, person_id = $3, role = $4, reason = $5, answered_at = $6
                   WHERE id = $7";
        execute!(
            &mut tx,
            sql,
            case.state().as_str(),
            actor.account.as_str(),
            actor.person.as_str(),
            actor.role,
            event.reason.as_str(),
            event.at_ms,
            id.as_str()
        )?;
        audit::write(&mut tx, event).await?;
        tx.commit().await?;
        Ok(Ok(()))
    }

    /// One objection.
    pub async fn objection(&self, id: &ObjectionId) -> Result<Objection> {
        let sql = format!("{OBJECTION} WHERE o.id = $1");
        Ok(read_db!(self, |p| sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(id.as_str()).fetch_one(p).await)?)
    }

    /// The places of the list that it struck off.
    pub async fn struck_by(&self, id: &ObjectionId) -> Result<Vec<i64>> {
        let sql = "SELECT n FROM objection_struck WHERE objection_id = $1 ORDER BY n";
        Ok(read_db!(self, |p| sqlx::query_scalar(sql).bind(id.as_str()).fetch_all(p).await)?)
    }

    /// A page of the objections that wait for somebody's answer, the first filed first; else of all, the latest first. And how many
    /// there are.
    pub async fn objections(
        &self,
        waiting: Option<&PersonId>,
        limit: i64,
        offset: i64,
    ) -> Result<(Vec<Objection>, i64)> {
        let place = format!("(CAST($1 AS TEXT) IS NULL OR {})", waits_for_answer("$1"));
        let order = if waiting.is_some() { "o.at_ms, o.id" } else { "o.at_ms DESC, o.id" };
        let person = waiting.map(PersonId::as_str);
        let sql = format!("{OBJECTION} WHERE {place} ORDER BY {order} LIMIT $2 OFFSET $3");
        let found = read_db!(self, |p| sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(person)
            .bind(limit)
            .bind(offset)
            .fetch_all(p)
            .await)?;
        let sql = format!("SELECT COUNT(*) FROM objection o WHERE {place}");
        let count =
            read_db!(self, |p| sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).bind(person).fetch_one(p).await)?;
        Ok((found, count))
    }

    /// The objections to a publication, the first filed first.
    pub async fn objections_to(&self, publication: &PublicationId) -> Result<Vec<Objection>> {
        let sql = format!("{OBJECTION} WHERE o.publication_id = $1 ORDER BY o.at_ms, o.id LIMIT 500");
        Ok(read_db!(self, |p| sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(publication.as_str())
            .fetch_all(p)
            .await)?)
    }

    /// Whether an objection waits for this person's answer.
    pub async fn objection_waits_for(&self, id: &ObjectionId, person: &PersonId) -> Result<bool> {
        let sql = format!("SELECT COUNT(*) FROM objection o WHERE o.id = $1 AND {}", waits_for_answer("$2"));
        let count: i64 = read_db!(self, |p| sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
            .bind(id.as_str())
            .bind(person.as_str())
            .fetch_one(p)
            .await)?;
        Ok(count > 0)
    }
}

impl Tx {
    /// Holds an objection until the transaction ends: its list, and, unless it was answered, the case with everybody who has a part
    /// in its claim.
    async fn hold_objection(
        &mut self,
        id: &ObjectionId,
    ) -> Result<(PublicationId, Option<Case<ObjectionState>>)> {
        let lock = self.text(
            "SELECT publication_id, claim_id, state FROM objection WHERE id = $1",
            "SELECT publication_id, claim_id, state FROM objection WHERE id = $1 FOR UPDATE",
        );
        let (publication, claim, state): (String, String, String) =
            tx!(self, |c| sqlx::query_as(lock).bind(id.as_str()).fetch_one(&mut **c).await)?;
        let sql = "SELECT person_id FROM claim_step WHERE claim_id = $1
                   UNION SELECT person_id FROM claim_line WHERE claim_id = $1
                   UNION SELECT person_id FROM publication WHERE id = $2";
        let people: Vec<String> = tx!(self, |c| sqlx::query_scalar(sql)
            .bind(claim.as_str())
            .bind(publication.as_str())
            .fetch_all(&mut **c)
            .await)?;
        let case = (state == ObjectionState::Open.as_str())
            .then(|| Case::begun_by(people.into_iter().map(PersonId)));
        Ok((PublicationId(publication), case))
    }

    /// Strikes one place of a list off, for an objection that is held.
    async fn strike(
        &mut self,
        id: &ObjectionId,
        publication: &PublicationId,
        n: i64,
    ) -> Result<std::result::Result<(), AnswerRefusal>> {
        let sql = "SELECT (SELECT COUNT(*) FROM objection o JOIN publication_line l ON l.publication_id = o.publication_id
                               AND l.claim_id = o.claim_id AND (o.n IS NULL OR o.n = l.n)
                           WHERE o.id = $1 AND l.n = $2) AS there,
                          (SELECT COUNT(*) FROM objection_struck k WHERE k.publication_id = $3 AND k.n = $2) AS struck";
        let (there, struck): (i64, i64) = tx!(self, |c| sqlx::query_as(sql)
            .bind(id.as_str())
            .bind(n)
            .bind(publication.as_str())
            .fetch_one(&mut **c)
            .await)?;
        if there == 0 {
            return Ok(Err(AnswerRefusal::NotThere(n)));
        }
        if struck > 0 {
            return Ok(Err(AnswerRefusal::StruckBefore(n)));
        }
        let sql = "INSERT INTO objection_struck (publication_id, n, objection_id) VALUES ($1, $2, $3)";
        execute!(&mut *self, sql, publication.as_str(), n, id.as_str())?;
        Ok(Ok(()))
    }
}
