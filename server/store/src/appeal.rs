//! Appeals: making one, and the steps by which other people decide it. Each action leaves its line in the
//! audit log; triggers of the database refuse what the code here refuses.

mod list;

pub use list::{Appeal, AppealFilter, StepLine, Steps};
pub(crate) use list::{waits_for_comment, waits_for_confirmation, waits_for_proposal};

use domain::appeal::{Ground, NotTaken, Verdict};
use domain::audit::AuditState;
use domain::id::{AccountId, AppealId, EnrolmentId, LessonId, PersonId};
use domain::study::RefusalCode;
use vault::Keys;

use crate::audit::{self, AuditEvent, Change};
use crate::db::{Db, Tx};
use crate::error::{Result, StoreError};
use crate::study::{Granting, RuleInput, grant_within};
use crate::tx;

/// The refusal that is appealed, and why.
#[derive(Clone, Debug)]
pub struct NewAppeal {
    pub id: AppealId,
    pub person: PersonId,
    pub account: AccountId,
    pub enrolment: EnrolmentId,
    pub lesson: LessonId,
    /// Local day.
    pub day: String,
    pub code: RefusalCode,
    pub reason: String,
}

/// Who takes a step.
#[derive(Clone, Debug)]
pub struct Actor {
    pub account: AccountId,
    pub person: PersonId,
    /// Code of the role in which they do.
    pub role: &'static str,
}

/// What became of a step: the milliseconds that count since, if it was a confirmed grant.
pub type Taken = std::result::Result<Option<i64>, NotTaken>;

/// A step about to be written.
struct Step<'a> {
    kind: &'static str,
    verdict: Option<Verdict>,
    ground: Option<Ground>,
    reason: &'a str,
}

impl Db {
    /// Makes an appeal; how much was refused is read from the books. `NotFound` for what was never refused to this
    /// person, a conflict with [`crate::Constraint::AppealOncePerSpan`] for what was appealed before.
    pub async fn make_appeal(&self, new: &NewAppeal, event: &AuditEvent) -> Result<()> {
        let mut tx = self.begin().await?;
        let refused_ms: i64 = tx!(&mut tx, |c| {
            sqlx::query_scalar(
                "SELECT f.ms FROM refusal f JOIN enrolment e ON e.id = f.enrolment_id
                 WHERE e.id = $1 AND e.person_id = $2 AND f.lesson_id = $3 AND f.day = $4 AND f.code = $5 AND f.ms > 0",
            )
            .bind(new.enrolment.as_str())
            .bind(new.person.as_str())
            .bind(new.lesson.as_str())
            .bind(&new.day)
            .bind(new.code.as_str())
            .fetch_one(&mut **c)
            .await
        })?;
        tx!(&mut tx, |c| {
            sqlx::query(
                "INSERT INTO appeal (id, person_id, account_id, enrolment_id, lesson_id, day, code, refused_ms, reason,
                                     made_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            )
            .bind(new.id.as_str())
            .bind(new.person.as_str())
            .bind(new.account.as_str())
            .bind(new.enrolment.as_str())
            .bind(new.lesson.as_str())
            .bind(&new.day)
            .bind(new.code.as_str())
            .bind(refused_ms)
            .bind(&new.reason)
            .bind(event.at_ms)
            .execute(&mut **c)
            .await
            .map(drop)
        })?;
        audit::write_change(
            &mut tx,
            event,
            Change { before: AuditState::Refused, after: AuditState::Appealed },
        )
        .await?;
        tx.commit().await
    }

    /// A reviewer takes an appeal on, whoever had it before.
    pub async fn take_appeal(
        &self,
        appeal: &AppealId,
        account: &AccountId,
        event: &AuditEvent,
    ) -> Result<()> {
        let mut tx = self.begin().await?;
        let before: Option<String> = tx!(&mut tx, |c| {
            sqlx::query_scalar(
                "SELECT account_id FROM appeal_holder WHERE appeal_id = $1 ORDER BY n DESC LIMIT 1",
            )
            .bind(appeal.as_str())
            .fetch_optional(&mut **c)
            .await
        })?;
        tx!(&mut tx, |c| {
            sqlx::query(
                "INSERT INTO appeal_holder (appeal_id, n, account_id, since)
                 SELECT p.id, 1 + (SELECT COUNT(*) FROM appeal_holder h WHERE h.appeal_id = p.id), $2, $3
                 FROM appeal p WHERE p.id = $1",
            )
            .bind(appeal.as_str())
            .bind(account.as_str())
            .bind(event.at_ms)
            .execute(&mut **c)
            .await
            .map(drop)
        })?;
        let holder = |account: String| AuditState::Holder(account.into());
        let change = Change {
            before: before.map_or(AuditState::Nothing, holder),
            after: AuditState::Holder(account.clone()),
        };
        audit::write_change(&mut tx, event, change).await?;
        tx.commit().await
    }

    /// The institution says what it knows.
    pub async fn comment_appeal(
        &self,
        appeal: &AppealId,
        actor: &Actor,
        text: &str,
        event: &AuditEvent,
    ) -> Result<Taken> {
        let step = Step { kind: "comment", verdict: None, ground: None, reason: text };
        self.step(appeal, actor, &step, event).await
    }

    /// The first reviewer proposes a verdict.
    pub async fn propose_appeal(
        &self,
        appeal: &AppealId,
        actor: &Actor,
        (verdict, ground): (Verdict, Option<Ground>),
        reason: &str,
        event: &AuditEvent,
    ) -> Result<Taken> {
        self.step(appeal, actor, &Step { kind: "propose", verdict: Some(verdict), ground, reason }, event)
            .await
    }

    /// The second reviewer wants the first to look again.
    pub async fn send_appeal_back(
        &self,
        appeal: &AppealId,
        actor: &Actor,
        reason: &str,
        event: &AuditEvent,
    ) -> Result<Taken> {
        let step = Step { kind: "send_back", verdict: None, ground: None, reason };
        self.step(appeal, actor, &step, event).await
    }

    async fn step(
        &self,
        appeal: &AppealId,
        actor: &Actor,
        step: &Step<'_>,
        event: &AuditEvent,
    ) -> Result<Taken> {
        let mut tx = self.begin().await?;
        let known = tx.steps_of(appeal).await?;
        if let Some(why) = hindrance(&tx.appellant(appeal).await?, &known, actor, step.kind) {
            return Ok(Err(why));
        }
        tx.add_step(appeal, known.len(), actor, step, event.at_ms).await?;
        let (before, after) = (standing(&known), state(step.kind, step.verdict));
        audit::write_change(&mut tx, event, Change { before, after }).await?;
        tx.commit().await?;
        Ok(Ok(None))
    }

    /// The second reviewer confirms what was proposed. A grant becomes a contra entry of the ledger and the subsidy
    /// is computed anew, in the same transaction.
    pub async fn confirm_appeal(
        &self,
        appeal: &AppealId,
        actor: &Actor,
        reason: &str,
        input: &RuleInput<'_>,
        keys: &Keys,
        event: &AuditEvent,
    ) -> Result<Taken> {
        let mut tx = self.begin().await?;
        let known = tx.steps_of(appeal).await?;
        let appellant = tx.appellant(appeal).await?;
        if let Some(why) = hindrance(&appellant, &known, actor, "confirm") {
            return Ok(Err(why));
        }
        let Some(proposed) = known.iter().rev().find(|step| step.kind == "propose") else {
            return Ok(Err(NotTaken::NotItsTurn));
        };
        let (verdict, ground) = (proposed.verdict(), proposed.ground());
        let step = Step { kind: "confirm", verdict, ground, reason };
        tx.add_step(appeal, known.len(), actor, &step, event.at_ms).await?;
        let granted_ms = match (verdict, ground) {
            (Some(Verdict::Grant), Some(ground)) => {
                let granting = Granting {
                    appeal,
                    ground,
                    proposed_by: &proposed.person_id,
                    approved_by: &actor.person,
                    reason: &proposed.reason,
                };
                match grant_within(&mut tx, &granting, input, keys).await? {
                    Ok(ms) => Some(ms),
                    Err(why) => return Ok(Err(why)),
                }
            }
            _ => None,
        };
        let after = match granted_ms {
            Some(ms) => AuditState::Granted { ms },
            None => AuditState::Refused,
        };
        audit::write_change(&mut tx, event, Change { before: standing(&known), after }).await?;
        tx.commit().await?;
        Ok(Ok(granted_ms))
    }
}

/// Why this person cannot take this step now. The triggers of the database say the same.
fn hindrance(appellant: &PersonId, known: &[StepLine], actor: &Actor, kind: &str) -> Option<NotTaken> {
    let family = |kind: &str| if kind == "send_back" { "confirm".to_owned() } else { kind.to_owned() };
    let other_step =
        known.iter().any(|step| step.person_id == actor.person && family(&step.kind) != family(kind));
    if *appellant == actor.person || other_step {
        return Some(NotTaken::NotThisPerson);
    }
    let last = known.iter().rev().find(|step| step.kind != "comment").map(|step| step.kind.as_str());
    let turn = match kind {
        "comment" => last != Some("confirm"),
        "propose" => matches!(last, None | Some("send_back")),
        _ => last == Some("propose"),
    };
    (!turn).then_some(NotTaken::NotItsTurn)
}

/// How an appeal stands after these steps, for the log.
fn standing(known: &[StepLine]) -> AuditState {
    let last = known.iter().rev().find(|step| step.kind != "comment");
    last.map_or(AuditState::Appealed, |step| state(&step.kind, step.verdict()))
}

/// Where an appeal stands after a step.
fn state(kind: &str, verdict: Option<Verdict>) -> AuditState {
    match (kind, verdict) {
        ("comment", _) => AuditState::Commented,
        ("send_back", _) => AuditState::SentBack,
        (_, Some(verdict)) => AuditState::Proposed(verdict),
        _ => AuditState::Appealed,
    }
}

impl Tx {
    async fn appellant(&mut self, appeal: &AppealId) -> Result<PersonId> {
        let person: String = tx!(self, |c| {
            sqlx::query_scalar("SELECT person_id FROM appeal WHERE id = $1")
                .bind(appeal.as_str())
                .fetch_one(&mut **c)
                .await
        })?;
        Ok(person.into())
    }

    async fn steps_of(&mut self, appeal: &AppealId) -> Result<Vec<StepLine>> {
        // Two people at the same appeal take their steps one after another.
        let lock = self
            .text("SELECT id FROM appeal WHERE id = $1", "SELECT id FROM appeal WHERE id = $1 FOR UPDATE");
        let _: String =
            tx!(self, |c| sqlx::query_scalar(lock).bind(appeal.as_str()).fetch_one(&mut **c).await)?;
        Ok(tx!(self, |c| { sqlx::query_as(list::STEPS).bind(appeal.as_str()).fetch_all(&mut **c).await })?)
    }

    async fn add_step(
        &mut self,
        appeal: &AppealId,
        known: usize,
        actor: &Actor,
        step: &Step<'_>,
        at_ms: i64,
    ) -> Result<()> {
        let n = i64::try_from(known).map_err(|_| StoreError::NotFound)? + 1;
        tx!(self, |c| {
            sqlx::query(
                "INSERT INTO appeal_step (appeal_id, n, kind, account_id, person_id, role, verdict, ground, reason, at_ms)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            )
            .bind(appeal.as_str())
            .bind(n)
            .bind(step.kind)
            .bind(actor.account.as_str())
            .bind(actor.person.as_str())
            .bind(actor.role)
            .bind(step.verdict.map(Verdict::as_str))
            .bind(step.ground.map(Ground::as_str))
            .bind(step.reason)
            .bind(at_ms)
            .execute(&mut **c)
            .await
            .map(drop)
        })?;
        Ok(())
    }
}
