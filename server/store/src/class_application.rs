//! Applications to open a class: writing one, and the steps by which it is decided. Each step is one transaction that holds the
//! application, asks the rule and leaves its line in the audit log; triggers of the database refuse what the code here refuses.

mod choice;
mod list;
mod paper;

pub use choice::{ApplicationCourse, Teacher};
pub(crate) use list::waits_for_review;
pub use list::{ApplicationStepLine, ClassApplication};
pub use paper::{ApplicationPaper, NewApplicationPaper};

use domain::class_application::{
    ApplicationState, ApplicationStep, Content, FieldReason, PlannedLesson, digest,
};
use domain::course::Level;
use domain::filing::Verdict;
use domain::id::{AccountId, ClassApplicationId, ClassId, CourseId, OrganisationId, PersonId, RegionId};
use domain::workflow::{Case, NotTaken};

use crate::appeal::Actor;
use crate::audit::{self, AuditEvent};
use crate::class::NewClass;
use crate::db::{Db, Tx};
use crate::error::{Result, StoreError};
use crate::{execute, tx};

/// An application as it is written.
#[derive(Clone, Debug)]
pub struct WrittenApplication {
    pub id: ClassApplicationId,
    /// The change that was seen by whoever wrote; 0 for a new one.
    pub version: i64,
    pub organisation: OrganisationId,
    pub region: RegionId,
    /// JSON: every field as it was typed.
    pub form: String,
    pub title: String,
    pub course: Option<CourseId>,
    pub starts_on: String,
    pub ends_on: String,
    /// Files that come with it, and ids of files that go.
    pub papers: Vec<NewApplicationPaper>,
    pub removed: Vec<String>,
}

/// Why nothing was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotWritten {
    /// It waits for the bureau, or is decided.
    Closed,
    /// Somebody else has written since it was read.
    Changed,
    /// The person has decided on it before.
    NotThisPerson,
}

/// Why a step was not taken; nothing changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepRefusal {
    /// The rule says so.
    Rule(NotTaken),
    /// It is not what the actor has seen: it was changed since.
    Changed,
    /// The institution is not filed for it.
    NotFiled(Verdict),
}

/// What becomes of an application that is approved.
#[derive(Clone, Debug)]
pub struct Approval {
    /// Id of the class.
    pub class: ClassId,
    /// Under which policy its subsidy is computed.
    pub policy_version: String,
    /// What its code begins with, before the month.
    pub course_code: String,
}

/// A step about to be written.
struct NewStep<'a> {
    kind: ApplicationStep,
    reason: &'a str,
    reasons: &'a [FieldReason],
    content: &'a str,
    sha256: &'a str,
}

/// An application as a transaction holds it.
struct Held {
    version: i64,
    case: Case<ApplicationState>,
    steps: Vec<ApplicationStepLine>,
}

impl Held {
    /// What was submitted last.
    fn submitted(&self) -> Option<&ApplicationStepLine> {
        self.steps.iter().rev().find(|step| step.kind == ApplicationStep::Submit.as_str())
    }
}

impl Db {
    /// Begins an application or changes one that is open to change; the version it has since.
    pub async fn write_application(
        &self,
        written: &WrittenApplication,
        (account, person): (&AccountId, &PersonId),
        now_ms: i64,
    ) -> Result<std::result::Result<i64, NotWritten>> {
        let mut tx = self.begin().await?;
        let course = written.course.as_ref().map(CourseId::as_str);
        if written.version == 0 {
            let sql = "INSERT INTO class_application (id, organisation_id, region_id, form, title, course_id, starts_on,
                           ends_on, state, version, made_by, made_at, changed_at)
                       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'draft', 1, $9, $10, $10)";
            execute!(
                &mut tx,
                sql,
                written.id.as_str(),
                written.organisation.as_str(),
                written.region.as_str(),
                &written.form,
                &written.title,
                course,
                &written.starts_on,
                &written.ends_on,
                account.as_str(),
                now_ms
            )?;
        } else {
            let held = tx.hold_application(&written.id).await?;
            match held.case.admits(ApplicationStep::Submit, person) {
                Ok(()) => {}
                Err(NotTaken::NotThisPerson) => return Ok(Err(NotWritten::NotThisPerson)),
                Err(_) => return Ok(Err(NotWritten::Closed)),
            }
            if held.version != written.version {
                return Ok(Err(NotWritten::Changed));
            }
            let sql =
                "UPDATE class_application SET form = $1, title = $2, course_id = $3, starts_on = $4, ends_on = $5,
                     version = version + 1, changed_at = $6
                 WHERE id = $7";
            execute!(
                &mut tx,
                sql,
                &written.form,
                &written.title,
                course,
                &written.starts_on,
                &written.ends_on,
                now_ms,
                written.id.as_str()
            )?;
            for paper in &written.removed {
                tx.remove_paper(&written.id, paper, now_ms).await?;
            }
        }
        let sql = "INSERT INTO class_application_hand (application_id, person_id) VALUES ($1, $2)
                   ON CONFLICT (application_id, person_id) DO NOTHING";
        execute!(&mut tx, sql, written.id.as_str(), person.as_str())?;
        for paper in &written.papers {
            tx.add_paper(&written.id, paper, account, now_ms).await?;
        }
        tx.commit().await?;
        Ok(Ok(written.version + 1))
    }

    /// The institution submits exactly this, made from this version. The event names its digest.
    pub async fn submit_application(
        &self,
        id: &ClassApplicationId,
        version: i64,
        content: &Content,
        actor: &Actor,
        event: &AuditEvent,
    ) -> Result<std::result::Result<(), StepRefusal>> {
        let canonical = content.canonical();
        let step = NewStep {
            kind: ApplicationStep::Submit,
            reason: "",
            reasons: &[],
            content: &canonical,
            sha256: &digest(&canonical),
        };
        let mut tx = self.begin().await?;
        let held = tx.hold_application(id).await?;
        let seen = held.version == version;
        if let Some(verdict) = tx.not_filed(content).await? {
            return Ok(Err(StepRefusal::NotFiled(verdict)));
        }
        if let Err(why) = tx.take_step(id, held, seen, &step, actor, event.at_ms, None).await? {
            return Ok(Err(why));
        }
        audit::write(&mut tx, event).await?;
        tx.commit().await?;
        Ok(Ok(()))
    }

    /// Whether an institution is filed for the trade and level of a course on a day.
    pub async fn filing_of_course(
        &self,
        organisation: &OrganisationId,
        course: &CourseId,
        on_day: &str,
    ) -> Result<Verdict> {
        let mut tx = self.begin().await?;
        let verdict = tx.filed_for(organisation, course, on_day).await?;
        tx.roll_back().await?;
        Ok(verdict)
    }

    /// The institution gives it up.
    pub async fn withdraw_application(
        &self,
        id: &ClassApplicationId,
        actor: &Actor,
        event: &AuditEvent,
    ) -> Result<std::result::Result<(), StepRefusal>> {
        let step = NewStep {
            kind: ApplicationStep::Withdraw,
            reason: &event.reason,
            reasons: &[],
            content: "",
            sha256: "",
        };
        let mut tx = self.begin().await?;
        let held = tx.hold_application(id).await?;
        if let Err(why) = tx.take_step(id, held, true, &step, actor, event.at_ms, None).await? {
            return Ok(Err(why));
        }
        audit::write(&mut tx, event).await?;
        tx.commit().await?;
        Ok(Ok(()))
    }

    /// The bureau returns what has this digest, with reasons by field.
    pub async fn return_application(
        &self,
        id: &ClassApplicationId,
        sha256: &str,
        reasons: &[FieldReason],
        actor: &Actor,
        event: &AuditEvent,
    ) -> Result<std::result::Result<(), StepRefusal>> {
        let step =
            NewStep { kind: ApplicationStep::Return, reason: &event.reason, reasons, content: "", sha256 };
        let mut tx = self.begin().await?;
        let held = tx.hold_application(id).await?;
        let seen = held.submitted().is_some_and(|step| step.sha256 == sha256);
        if let Err(why) = tx.take_step(id, held, seen, &step, actor, event.at_ms, None).await? {
            return Ok(Err(why));
        }
        audit::write(&mut tx, event).await?;
        tx.commit().await?;
        Ok(Ok(()))
    }

    /// The bureau approves what has this digest, and its class is open with its plan. The event is made from the code of the
    /// class.
    pub async fn approve_application(
        &self,
        id: &ClassApplicationId,
        sha256: &str,
        approval: &Approval,
        actor: &Actor,
        event: impl FnOnce(&str) -> AuditEvent,
        now_ms: i64,
    ) -> Result<std::result::Result<String, StepRefusal>> {
        let mut tx = self.begin().await?;
        let held = tx.hold_application(id).await?;
        let submitted = held.submitted().filter(|step| step.sha256 == sha256);
        let content = match submitted.map(ApplicationStepLine::content) {
            Some(content) => content.ok_or_else(|| StoreError::Damaged(format!("application {id}")))?,
            // The rule says whether it is somebody's turn at all.
            None => match held.case.admits(ApplicationStep::Approve, &actor.person) {
                Err(why) => return Ok(Err(StepRefusal::Rule(why))),
                Ok(()) => return Ok(Err(StepRefusal::Changed)),
            },
        };
        if let Err(why) = held.case.admits(ApplicationStep::Approve, &actor.person) {
            return Ok(Err(StepRefusal::Rule(why)));
        }
        // It may have been suspended since.
        if let Some(verdict) = tx.not_filed(&content).await? {
            return Ok(Err(StepRefusal::NotFiled(verdict)));
        }
        let code = tx.free_class_code(&content, &approval.course_code).await?;
        tx.open_class(&class_of(content, approval, &code), now_ms).await?;
        let event = event(&code);
        let step = NewStep {
            kind: ApplicationStep::Approve,
            reason: &event.reason,
            reasons: &[],
            content: "",
            sha256,
        };
        if let Err(why) =
            tx.take_step(id, held, true, &step, actor, event.at_ms, Some(&approval.class)).await?
        {
            return Ok(Err(why));
        }
        audit::write(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(Ok(code))
    }
}

/// The class that an application becomes.
fn class_of(content: Content, approval: &Approval, code: &str) -> NewClass {
    NewClass {
        id: approval.class.clone(),
        code: code.to_owned(),
        course: content.course,
        organisation: content.organisation,
        region: content.region,
        teacher: Some(content.teacher),
        title: content.title,
        starts_on: content.starts_on,
        ends_on: content.ends_on,
        capacity: content.capacity,
        policy_version: approval.policy_version.clone(),
        plan: content.plan.into_iter().map(|PlannedLesson { lesson, due_on }| (lesson, due_on)).collect(),
    }
}

impl Tx {
    /// Holds an application until the transaction ends: two people at it take their steps one after another.
    async fn hold_application(&mut self, id: &ClassApplicationId) -> Result<Held> {
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
    async fn not_filed(&mut self, content: &Content) -> Result<Option<Verdict>> {
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
        let level = Level::from_code(&level).ok_or_else(|| StoreError::Damaged(format!("level {level}")))?;
        self.filing_verdict(organisation, &trade, level, on_day).await
    }

    /// Takes a step of an application that is held.
    #[expect(clippy::too_many_arguments, reason = "a step with everything that is written of it")]
    async fn take_step(
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
        let reasons = serde_json::to_string(step.reasons)
            .map_err(|error| StoreError::Internal(sqlx::Error::Encode(error.into())))?;
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
            reasons,
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
    async fn free_class_code(&mut self, content: &Content, course_code: &str) -> Result<String> {
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
