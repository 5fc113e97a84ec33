//! Applications to open a class: writing one, and the steps by which it is decided. Each step is one transaction that holds the
//! application, asks the rule and leaves its line in the audit log; triggers of the database refuse what the code here refuses.

mod choice;
mod list;
mod paper;
mod step;

pub use choice::{ApplicationCourse, Teacher};
pub(crate) use list::waits_for_review;
pub use list::{ApplicationStepLine, ClassApplication};
pub use paper::{ApplicationPaper, NewApplicationPaper};

use domain::class_application::{ApplicationStep, Content, FieldReason, PlannedLesson, digest};
use domain::filing::{Verdict, covers};
use domain::id::{AccountId, ClassApplicationId, ClassId, CourseId, OrganisationId, PersonId, RegionId};
use domain::workflow::NotTaken;

use self::step::NewStep;
pub(crate) use self::step::level_of;
use crate::appeal::Actor;
use crate::audit::{self, AuditEvent};
use crate::class::NewClass;
use crate::db::Db;
use crate::error::{Result, StoreError};
use crate::filing::Filing;
use crate::{execute, read_db};

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
                       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'draft', 1, $9, $10, $10) ON CONFLICT DO NOTHING";
            // The same press once more: it is there.
            let begun = execute!(
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
            if begun == 0 {
                return Ok(Err(NotWritten::Changed));
            }
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
        let sql = "SELECT trade_code, level FROM course WHERE id = $1";
        let (trade, level): (String, String) =
            read_db!(self, |p| sqlx::query_as(sql).bind(course.as_str()).fetch_one(p).await)?;
        let filings = self.filings_of(organisation).await?;
        let filings: Vec<_> = filings.iter().filter_map(Filing::as_rule).collect();
        Ok(covers(&filings, &trade, step::level_of(&level)?, on_day))
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
        let event = event(&code);
        tx.open_class(&class_of(content, approval, &code), event.at_ms).await?;
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
