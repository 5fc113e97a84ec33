//! A step of an application within a transaction: the application is held, the rule is asked, and the step is written.

use domain::class_application::{ApplicationState, ApplicationStep, Content, FieldReason};
use domain::course::Level;
use domain::filing::Verdict;
use domain::id::{ClassApplicationId, ClassId, CourseId, OrganisationId, PersonId};
use domain::workflow::Case;

use super::StepRefusal;
use super::list::{self, ApplicationStepLine};
use crate::appeal::Actor;
use crate::course::json;
use crate::db::Tx;
use crate::error::{Result, StoreError};
use crate::{execute, tx};

/// The level of a course.
pub(crate) fn level_of(code: &str) -> Result<Level> {
    Level::from_code(code).ok_or_else(|| StoreError::Damaged(format!("level {code}")))
}

/// A step about to be written.
pub(super) struct NewStep<'a> {
    pub kind: ApplicationStep,
    pub reason: &'a str,
    pub reasons: &'a [FieldReason],
    pub content: &'a str,
    pub sha256: &'a str,
}

/// An application as a transaction holds it.
pub(super) struct Held {
    pub version: i64,
    pub case: Case<ApplicationState>,
    pub steps: Vec<ApplicationStepLine>,
}

impl Held {
    /// What was submitted last.
    pub fn submitted(&self) -> Option<&ApplicationStepLine> {
        self.steps.iter().rev().find(|step| step.kind == ApplicationStep::Submit.as_str())
    }
}

impl Tx {
    /// Holds an application until the transaction ends: two people at it take their steps one after another.
    pub(super) async fn hold_application(&mut self, id: &ClassApplicationId) -> Result<Held> {
        let lock = self.text(
            "SELECT state, version FROM class_application WHERE id = $1",
            "SELECT state, version FROM class_application WHERE id = $1 FOR UPDATE",
        );
        let (state, version): (String, i64) =
            tx!(self, |c| sqlx::query_as(lock).bind(id.as_str()).fetch_one(&mut **c).await)?;
        let sql = "SELECT person_id FROM class_application_hand WHERE application_id = $1";
        let hands: Vec<String> =
            tx!(self, |c| sqlx::query_scalar(sql).bind(id.as_str()).fetch_all(&mut **c).await)?;
        let steps: Vec<ApplicationStepLine> =
            tx!(self, |c| sqlx::query_as(list::STEPS).bind(id.as_str()).fetch_all(&mut **c).await)?;
        let damaged = || StoreError::Damaged(format!("the steps of application {id}"));
        let mut case: Case<ApplicationState> = Case::begun_by(hands.into_iter().map(PersonId));
        for line in &steps {
            let step = ApplicationStep::from_code(&line.kind).ok_or_else(damaged)?;
            case = case.take(step, &line.person_id, &line.reason).map_err(|_| damaged())?;
        }
        if case.state().as_str() != state {
            return Err(damaged());
        }
        Ok(Held { version, case, steps })
    }

    /// Why an institution may not open a class of this trade and level on its first day, if it may not.
    pub(super) async fn not_filed(&mut self, content: &Content) -> Result<Option<Verdict>> {
        let verdict = self.filed_for(&content.organisation, &content.course, &content.starts_on).await?;
        Ok(Some(verdict).filter(|verdict| *verdict != Verdict::Covered))
    }

    async fn filed_for(
        &mut self,
        organisation: &OrganisationId,
        course: &CourseId,
        on_day: &str,
    ) -> Result<Verdict> {
        let sql = "SELECT trade_code, level FROM course WHERE id = $1";
        let (trade, level): (String, String) =
            tx!(self, |c| sqlx::query_as(sql).bind(course.as_str()).fetch_one(&mut **c).await)?;
        self.filing_verdict(organisation, &trade, level_of(&level)?, on_day).await
    }

    /// Takes a step of an application that is held.
    #[expect(clippy::too_many_arguments, reason = "a step with everything that is written of it")]
    pub(super) async fn take_step(
        &mut self,
        id: &ClassApplicationId,
        held: Held,
        seen: bool,
        step: &NewStep<'_>,
        actor: &Actor,
        at_ms: i64,
        class: Option<&ClassId>,
    ) -> Result<std::result::Result<(), StepRefusal>> {
        let n = i64::try_from(held.steps.len()).map_err(|_| StoreError::NotFound)? + 1;
        let case = match held.case.take(step.kind, &actor.person, step.reason) {
            Ok(case) => case,
            Err(why) => return Ok(Err(StepRefusal::Rule(why))),
        };
        if !seen {
            return Ok(Err(StepRefusal::Changed));
        }
        let sql = "INSERT INTO class_application_step (application_id, n, kind, account_id, person_id, role, reason,
                       reasons, content, sha256, at_ms)
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
            "UPDATE class_application SET state = $1, version = version + 1, changed_at = $2, class_id = $3,
                       submitted_at = CASE WHEN $4 THEN $2 ELSE submitted_at END
                   WHERE id = $5";
        execute!(
            &mut *self,
            sql,
            case.state().as_str(),
            at_ms,
            class.map(ClassId::as_str),
            step.kind == ApplicationStep::Submit,
            id.as_str()
        )?;
        Ok(Ok(()))
    }

    /// A code for the class that no other has: course and month, and a number from the second on.
    pub(super) async fn free_class_code(&mut self, content: &Content, course_code: &str) -> Result<String> {
        // Whoever opens a class of the course holds the course meanwhile, so that two never take the same code.
        let lock = self
            .text("SELECT id FROM course WHERE id = $1", "SELECT id FROM course WHERE id = $1 FOR UPDATE");
        execute!(&mut *self, lock, content.course.as_str())?;
        let month = content.starts_on.get(..7).unwrap_or_default();
        let base = format!("{course_code}-{month}");
        let mut code = base.clone();
        let mut n = 1;
        loop {
            let sql = "SELECT COUNT(*) FROM training_class WHERE code = $1";
            let taken: i64 = tx!(self, |c| sqlx::query_scalar(sql).bind(&code).fetch_one(&mut **c).await)?;
            if taken == 0 {
                return Ok(code);
            }
            n += 1;
            code = format!("{base}-{n}");
        }
    }
}
