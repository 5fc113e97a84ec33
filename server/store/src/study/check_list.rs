//! The list of attendance checks: the table that lists are made from, kept in step with the records.

use std::collections::BTreeMap;

use domain::id::PersonId;
use domain::study::{PersonStudy, RawRecord, RecordBody};
use domain::wire::CheckResult;

use super::json::to_store;
use crate::db::Tx;
use crate::error::{Result, StoreError};
use crate::tx;

/// Keeps the table of checks, which lists are made from, in step with the records.
pub(super) async fn keep_step(
    tx: &mut Tx,
    person: &PersonId,
    record: &RawRecord,
    states: &BTreeMap<PersonId, PersonStudy>,
) -> Result<()> {
    match &record.body {
        RecordBody::Issue { check, check_kind, .. } => {
            let Some(open) = states.get(person).and_then(|study| study.check.as_ref()) else {
                return Err(StoreError::Damaged(format!("check {check} was issued but is not open")));
            };
            let kind = to_store(check_kind)?;
            tx!(tx, |c| sqlx::query(
                "INSERT INTO attendance_check
                     (id, person_id, session_id, enrolment_id, class_id, lesson_id, kind, offer, issued_at)
                 SELECT $1, $2, $3, e.id, e.class_id, $4, $5, 1, $6 FROM enrolment AS e WHERE e.id = $7",
            )
            .bind(check.as_str())
            .bind(person.as_str())
            .bind(record.session.as_str())
            .bind(open.lesson.as_str())
            .bind(kind.trim_matches('"'))
            .bind(record.at_ms)
            .bind(open.enrolment.as_str())
            .execute(&mut **c)
            .await
            .map(drop))?;
        }
        RecordBody::Shown { check, question, .. } => {
            let question = question.as_ref().map(|question| question.0.clone());
            tx!(tx, |c| sqlx::query(
                "UPDATE attendance_check SET shown_at = $1, question_id = $2 WHERE id = $3",
            )
            .bind(record.at_ms)
            .bind(question)
            .bind(check.as_str())
            .execute(&mut **c)
            .await
            .map(drop))?;
        }
        RecordBody::Ignored { check } => {
            tx!(tx, |c| sqlx::query(
                "UPDATE attendance_check SET offer = offer + 1,
                     ignored_at = COALESCE(REPLACE(ignored_at, ']', ', '), '[') || CAST($1 AS TEXT) || ']'
                 WHERE id = $2",
            )
            .bind(record.at_ms)
            .bind(check.as_str())
            .execute(&mut **c)
            .await
            .map(drop))?;
        }
        // After a hold the answer that led to it stands.
        RecordBody::Expire { check, .. } if states.get(person).is_none_or(|study| !study.held) => {
            settle(tx, check.as_str(), record.at_ms, "expired", None).await?;
        }
        RecordBody::Answer { check, answer, result, hasty, .. } => {
            let outcome = match result {
                CheckResult::Passed => "passed",
                CheckResult::Wrong => "wrong",
                CheckResult::Hold => "hold",
                CheckResult::Late => return Ok(()),
            };
            settle(tx, check.as_str(), record.at_ms, outcome, Some(answer)).await?;
            if *hasty {
                mark_hasty(tx, check.as_str()).await?;
            }
        }
        RecordBody::Passkey { check, result: CheckResult::Passed, .. }
        | RecordBody::Identity { check, result: CheckResult::Passed, .. } => {
            settle(tx, check.as_str(), record.at_ms, "passed", None).await?;
        }
        RecordBody::Passkey { .. }
        | RecordBody::Identity { .. }
        | RecordBody::Expire { .. }
        | RecordBody::Open { .. }
        | RecordBody::Beat { .. }
        | RecordBody::Extend { .. }
        | RecordBody::Close
        | RecordBody::ClassClosed { .. }
        | RecordBody::ClockStep { .. }
        | RecordBody::Grant(_)
        | RecordBody::Release { .. } => {}
    }
    Ok(())
}

/// The answer came faster than its item can be read.
async fn mark_hasty(tx: &mut Tx, check: &str) -> Result<()> {
    tx!(tx, |c| sqlx::query("UPDATE attendance_check SET hasty = TRUE WHERE id = $1")
        .bind(check)
        .execute(&mut **c)
        .await
        .map(drop))?;
    Ok(())
}

async fn settle(tx: &mut Tx, check: &str, at_ms: i64, outcome: &str, answer: Option<&str>) -> Result<()> {
    tx!(tx, |c| sqlx::query(
        "UPDATE attendance_check SET answered_at = $1, outcome = $2, given_answer = $3 WHERE id = $4",
    )
    .bind(at_ms)
    .bind(outcome)
    .bind(answer)
    .bind(check)
    .execute(&mut **c)
    .await
    .map(drop))?;
    Ok(())
}
