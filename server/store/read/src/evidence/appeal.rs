//! Appeals, their steps, and the entries they became.

use super::Snapshot;
use crate::error::Result;

/// An appeal with the persons behind its account and its enrolment.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct AppealRow {
    pub id: String,
    pub person_id: String,
    pub account_person: String,
    pub enrolment_person: String,
    pub enrolment_id: String,
    pub lesson_id: String,
    pub day: String,
    pub code: String,
    pub policy_version: String,
}

/// A step of an appeal with the person behind its account.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct StepRow {
    pub appeal_id: String,
    pub n: i64,
    pub kind: String,
    pub person_id: String,
    pub account_person: String,
    pub verdict: Option<String>,
    pub ground: Option<String>,
    pub reason: String,
}

/// The entry that an appeal became.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct GrantRow {
    pub appeal_id: String,
    pub entry_index: i64,
    pub ms: i64,
}

impl Snapshot {
    /// Appeals of a person, each with whose account made it and whose enrolment it is about.
    pub async fn appeals_of(&mut self, person: &str) -> Result<Vec<AppealRow>> {
        Ok(read!(self, |c| {
            sqlx::query_as(
                "SELECT p.id, p.person_id, a.person_id AS account_person, e.person_id AS enrolment_person,
                        p.enrolment_id, p.lesson_id, p.day, p.code, k.policy_version
                 FROM appeal p JOIN account a ON a.id = p.account_id JOIN enrolment e ON e.id = p.enrolment_id
                 JOIN training_class k ON k.id = e.class_id WHERE p.person_id = $1 ORDER BY p.id",
            )
            .bind(person)
            .fetch_all(&mut **c)
            .await
        })?)
    }

    /// The steps of a person's appeals, in their order.
    pub async fn appeal_steps_of(&mut self, person: &str) -> Result<Vec<StepRow>> {
        Ok(read!(self, |c| {
            sqlx::query_as(
                "SELECT s.appeal_id, s.n, s.kind, s.person_id, a.person_id AS account_person, s.verdict, s.ground,
                        s.reason
                 FROM appeal_step s JOIN appeal p ON p.id = s.appeal_id JOIN account a ON a.id = s.account_id
                 WHERE p.person_id = $1 ORDER BY s.appeal_id, s.n",
            )
            .bind(person)
            .fetch_all(&mut **c)
            .await
        })?)
    }

    /// What stands beside a person's appeals of the entries they became.
    pub async fn appeal_grants_of(&mut self, person: &str) -> Result<Vec<GrantRow>> {
        Ok(read!(self, |c| {
            sqlx::query_as(
                "SELECT g.appeal_id, g.entry_index, g.ms FROM appeal_grant g JOIN appeal p ON p.id = g.appeal_id
                 WHERE p.person_id = $1 ORDER BY g.appeal_id",
            )
            .bind(person)
            .fetch_all(&mut **c)
            .await
        })?)
    }
}
