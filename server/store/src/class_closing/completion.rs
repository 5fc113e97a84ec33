//! Who completed a closed class: what a certificate of it states.

use domain::id::{ClassId, EnrolmentId, PersonId};

use crate::db::Db;
use crate::error::Result;
use crate::read_db;

/// What the closing of a class froze of somebody who completed it, and for which trade it trained.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Completion {
    pub verified_ms: i64,
    pub required_ms: i64,
    pub credit_tenths: i64,
    pub days_studied: i64,
    /// Entries of the ledger that were counted.
    pub ledger_size: i64,
    pub closed_at: i64,
    pub trade: String,
    pub trade_en: String,
    /// The code of a level.
    pub level: String,
}

impl Completion {
    /// The index of the last entry that may count.
    pub fn until_entry(&self) -> i64 {
        self.ledger_size - 1
    }
}

/// A certificate of completion of somebody in a class.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct CompletionCertificate {
    #[sqlx(try_from = "String")]
    pub enrolment: EnrolmentId,
    pub revoked: bool,
}

impl Db {
    /// What was frozen of an enrolment; nothing where its class is not closed or was not completed.
    pub async fn completion(&self, enrolment: &EnrolmentId) -> Result<Option<Completion>> {
        let sql = "SELECT l.verified_ms, l.required_ms, l.credit_tenths, l.days_studied, k.ledger_size,
                          k.at_ms AS closed_at, c.trade, c.trade_en, c.level
                   FROM class_closing_line l JOIN class_closing k ON k.class_id = l.class_id
                   JOIN training_class t ON t.id = l.class_id JOIN course c ON c.id = t.course_id
                   WHERE l.enrolment_id = $1 AND l.completed";
        Ok(read_db!(self, |p| sqlx::query_as(sql).bind(enrolment.as_str()).fetch_optional(p).await)?)
    }

    /// The enrolments of somebody whose classes were closed and completed.
    pub async fn my_completions(&self, person: &PersonId) -> Result<Vec<EnrolmentId>> {
        let sql = "SELECT enrolment_id FROM class_closing_line WHERE person_id = $1 AND completed";
        let ids: Vec<String> =
            read_db!(self, |p| sqlx::query_scalar(sql).bind(&person.0).fetch_all(p).await)?;
        Ok(ids.into_iter().map(EnrolmentId).collect())
    }

    /// The certificates of completion that were issued in a class.
    pub async fn completion_certificates(&self, class: &ClassId) -> Result<Vec<CompletionCertificate>> {
        let sql = "SELECT c.enrolment_id AS enrolment, c.revoked_at IS NOT NULL AS revoked
                   FROM class_closing_line l JOIN certificate c ON c.enrolment_id = l.enrolment_id
                   WHERE l.class_id = $1 AND c.kind = 'completion'";
        Ok(read_db!(self, |p| sqlx::query_as(sql).bind(class.as_str()).fetch_all(p).await)?)
    }
}
