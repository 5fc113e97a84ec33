//! A step of a draft within a transaction: the draft is held, the rule is asked, and the step is written.

use domain::course_draft::{CourseDraftState, CourseDraftStep, PartReason};
use domain::id::{CourseDraftId, CourseId, PersonId};
use domain::workflow::Case;

use super::StepRefusal;
use super::list::{self, CourseDraftStepLine};
use crate::appeal::Actor;
use crate::course::json;
use crate::db::Tx;
use crate::error::{Result, StoreError};
use crate::{execute, tx};

/// A step about to be written.
pub(super) struct NewStep<'a> {
    pub kind: CourseDraftStep,
    pub reason: &'a str,
    pub reasons: &'a [PartReason],
    pub content: &'a str,
    pub sha256: &'a str,
}

/// A draft as a transaction holds it.
pub(super) struct Held {
    pub version: i64,
    pub replaces: Option<CourseId>,
    pub case: Case<CourseDraftState>,
    pub steps: Vec<CourseDraftStepLine>,
}

impl Held {
    /// What was submitted last.
    pub fn submitted(&self) -> Option<&CourseDraftStepLine> {
        self.steps.iter().rev().find(|step| step.kind == CourseDraftStep::Submit.as_str())
    }
}

impl Tx {
    /// Holds a draft until the transaction ends: two people at it take their steps one after another.
    pub(super) async fn hold_course_draft(&mut self, id: &CourseDraftId) -> Result<Held> {
        let lock = self.text(
            "SELECT state, version, replaces FROM course_draft WHERE id = $1",
            "SELECT state, version, replaces FROM course_draft WHERE id = $1 FOR UPDATE",
        );
        let (state, version, replaces): (String, i64, Option<String>) =
            tx!(self, |c| sqlx::query_as(lock).bind(id.as_str()).fetch_one(&mut **c).await)?;
        let sql = "SELECT person_id FROM course_draft_hand WHERE draft_id = $1";
        let hands: Vec<String> =
            tx!(self, |c| sqlx::query_scalar(sql).bind(id.as_str()).fetch_all(&mut **c).await)?;
        let steps: Vec<CourseDraftStepLine> =
            tx!(self, |c| sqlx::query_as(list::STEPS).bind(id.as_str()).fetch_all(&mut **c).await)?;
        let damaged = || StoreError::Damaged(format!("the steps of course draft {id}"));
        let mut case: Case<CourseDraftState> = Case::begun_by(hands.into_iter().map(PersonId));
        for line in &steps {
            let step = CourseDraftStep::from_code(&line.kind).ok_or_else(damaged)?;
            case = case.take(step, &line.person_id, &line.reason).map_err(|_| damaged())?;
        }
        if case.state().as_str() != state {
            return Err(damaged());
        }
        Ok(Held { version, replaces: replaces.map(CourseId), case, steps })
    }

    /// Takes a step of a draft that is held.
    pub(super) async fn take_course_step(
        &mut self,
        id: &CourseDraftId,
        held: Held,
        seen: bool,
        step: &NewStep<'_>,
        (actor, at_ms): (&Actor, i64),
        course: Option<&CourseId>,
    ) -> Result<std::result::Result<(), StepRefusal>> {
        let n = i64::try_from(held.steps.len()).map_err(|_| StoreError::NotFound)? + 1;
        let case = match held.case.take(step.kind, &actor.person, step.reason) {
            Ok(case) => case,
            Err(why) => return Ok(Err(StepRefusal::Rule(why))),
        };
        if !seen {
            return Ok(Err(StepRefusal::Changed));
        }
        let sql = "INSERT INTO course_draft_step (draft_id, n, kind, account_id, person_id, role, reason, reasons, content,
                       sha256, at_ms)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
        execute!(
            &mut *self,
            sql,
            id.as_str(),
            n,
            step.kind.as_str(),
            actor.account.as_str(),
            actor.person.as_str(),
            actor.role,
            step.reason,
            json(&step.reasons)?,
            step.content,
            step.sha256,
            at_ms
        )?;
        let sql =
            "UPDATE course_draft SET state = $1, version = version + 1, changed_at = $2, course_id = $3,
                       submitted_at = CASE WHEN $4 THEN $2 ELSE submitted_at END
                   WHERE id = $5";
        execute!(
            &mut *self,
            sql,
            case.state().as_str(),
            at_ms,
            course.map(CourseId::as_str),
            step.kind == CourseDraftStep::Submit,
            id.as_str()
        )?;
        Ok(Ok(()))
    }
}
