//! Closing a class (结班): what may be claimed for it is frozen, line by line, and nothing counts for it any more.
//!
//! One transaction holds the class and the study of everybody in it, gives back what no check has confirmed, and writes what
//! the ledger says then. A grant that two people make to an appeal afterwards is booked and leaves the closing as it was.

mod completion;
mod lines;

pub use completion::{Completion, CompletionCertificate};
pub use lines::ClosingLineNamed;

use std::collections::BTreeSet;

use domain::audit::AuditAction;
use domain::class_application::digest;
use domain::class_closing::{ClassClock, ClassStage, canonical};
pub use domain::class_closing::{ClosingLine, ClosingRefusal};
use domain::id::{AccountId, ClassId, PersonId};
use domain::policy::Policies;

use crate::appeal::Actor;
use crate::audit::{self, AuditEvent};
use crate::db::{Db, Tx};
use crate::error::Result;
use crate::exam::Over;
use crate::fact::FactKind;
use crate::study::{RuleInput, close_class_within};
use crate::{execute, read_db, tx};

/// A class that was closed.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ClassClosing {
    #[sqlx(try_from = "String")]
    pub class_id: ClassId,
    #[sqlx(try_from = "String")]
    pub account_id: AccountId,
    #[sqlx(try_from = "String")]
    pub person_id: PersonId,
    /// Who closed it, by name; empty once that account is gone.
    pub by_name: String,
    pub role: String,
    pub note: String,
    pub people: i64,
    pub completed: i64,
    pub verified_ms: i64,
    /// Entries of the ledger that were counted.
    pub ledger_size: i64,
    /// Of all lines, in hex.
    pub sha256: String,
    pub at_ms: i64,
}

/// What closing a class would freeze now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToFreeze {
    pub lines: Vec<ClosingLine>,
    /// Of the lines: whoever closes the class says which they saw.
    pub sha256: String,
    /// Time that no check has confirmed: closing gives it back.
    pub waiting_ms: i64,
}

impl ToFreeze {
    /// How many completed the class.
    pub fn completed(&self) -> i64 {
        self.lines.iter().map(|line| i64::from(line.completed)).sum()
    }

    /// Verified milliseconds of everybody.
    pub fn verified_ms(&self) -> i64 {
        self.lines.iter().map(|line| line.verified_ms).sum()
    }
}

/// What of a class matters for closing it.
#[derive(sqlx::FromRow)]
struct Held {
    code: String,
    starts_on: String,
    ends_on: String,
    policy_version: String,
    closed: bool,
}

const HELD: &str = "SELECT k.code, k.starts_on, k.ends_on, k.policy_version,
        EXISTS (SELECT 1 FROM class_closing x WHERE x.class_id = k.id) AS closed
    FROM training_class k WHERE k.id = $1";

impl Db {
    /// Closes a class whose make-up is over and freezes exactly the lines that have this digest. Nothing changes where it is
    /// refused; `NotFound` for what is no class.
    #[expect(clippy::too_many_arguments, reason = "who closes what, when, as seen, under which rules")]
    pub async fn close_class(
        &self,
        class: &ClassId,
        seen_sha256: &str,
        actor: &Actor,
        note: &str,
        clock: ClassClock<'_>,
        input: &RuleInput<'_>,
        event: impl FnOnce(AuditAction) -> AuditEvent,
    ) -> Result<std::result::Result<ClassClosing, ClosingRefusal>> {
        let mut tx = self.begin().await?;
        // Whoever enrols holds the class too. Entries only refer to it: they need not wait.
        let lock = tx.text(
            "SELECT id FROM training_class WHERE id = $1",
            "SELECT id FROM training_class WHERE id = $1 FOR NO KEY UPDATE",
        );
        let _: String =
            tx!(&mut tx, |c| sqlx::query_scalar(lock).bind(class.as_str()).fetch_one(&mut **c).await)?;
        let held: Held =
            tx!(&mut tx, |c| sqlx::query_as(HELD).bind(class.as_str()).fetch_one(&mut **c).await)?;
        match clock.stage((&held.starts_on, &held.ends_on), held.closed) {
            ClassStage::Closed => return Ok(Err(ClosingRefusal::Already)),
            ClassStage::ToClose => {}
            _ => return Ok(Err(ClosingRefusal::NotOver { from: clock.closable_from(&held.ends_on) })),
        }
        // From here on no answer to a check comes between.
        let people: Vec<String> = tx!(&mut tx, |c| {
            sqlx::query_scalar("SELECT person_id FROM enrolment WHERE class_id = $1")
                .bind(class.as_str())
                .fetch_all(&mut **c)
                .await
        })?;
        let people: BTreeSet<PersonId> = people.into_iter().map(PersonId).collect();
        close_class_within(&mut tx, class, &people, &held.policy_version, input).await?;
        tx.hand_in_all_of(class, input.policies, clock.now_ms).await?;
        let lines = tx.lines_of(class, input.policies, clock).await?;
        let sha256 = digest(&canonical(&lines));
        if sha256 != seen_sha256 {
            return Ok(Err(ClosingRefusal::Changed));
        }
        let frozen = ToFreeze { lines, sha256, waiting_ms: 0 };
        tx.freeze(class, &frozen, actor, note, clock.now_ms).await?;
        tx.changed(FactKind::ClassClosing, class.as_str(), clock.now_ms);
        let action = AuditAction::ClassClose {
            class: class.clone(),
            class_code: held.code,
            people: frozen.lines.len() as i64,
            completed: frozen.completed(),
            sha256: frozen.sha256,
        };
        audit::write(&mut tx, &event(action)).await?;
        tx.commit().await?;
        let closing = self.class_closing(class).await?;
        Ok(closing.ok_or(ClosingRefusal::Already))
    }

    /// What closing a class would freeze if it happened now; `NotFound` for what is no class.
    pub async fn to_freeze(
        &self,
        class: &ClassId,
        policies: &Policies,
        clock: ClassClock<'_>,
    ) -> Result<ToFreeze> {
        self.hand_in_what_is_over(Over::Class(class), policies, clock.now_ms).await?;
        let lines = self.lines_now(class, policies, clock).await?;
        let waiting_ms = read_db!(self, |pool| {
            sqlx::query_scalar(
                "SELECT COALESCE((SELECT CAST(SUM(g.waiting_ms) AS BIGINT) FROM enrolment e
                                  JOIN lesson_progress g ON g.enrolment_id = e.id WHERE e.class_id = $1), 0)
                        + COALESCE((SELECT CAST(SUM(s.live_counted_ms) AS BIGINT) FROM enrolment e
                                    JOIN person_study s ON s.live_enrolment_id = e.id WHERE e.class_id = $1), 0)",
            )
            .bind(class.as_str())
            .fetch_one(pool)
            .await
        })?;
        let sha256 = digest(&canonical(&lines));
        Ok(ToFreeze { lines, sha256, waiting_ms })
    }

    /// The closing of a class, if it was closed.
    pub async fn class_closing(&self, class: &ClassId) -> Result<Option<ClassClosing>> {
        let sql = "SELECT x.class_id, x.account_id, x.person_id, x.role, x.note, x.people, x.completed, x.verified_ms,
                          x.ledger_size, x.sha256, x.at_ms, COALESCE(p.name, '') AS by_name
                   FROM class_closing x LEFT JOIN person p ON p.id = x.person_id WHERE x.class_id = $1";
        Ok(read_db!(self, |p| sqlx::query_as(sql).bind(class.as_str()).fetch_optional(p).await)?)
    }
}

impl Tx {
    /// Writes a closing and its lines.
    async fn freeze(
        &mut self,
        class: &ClassId,
        frozen: &ToFreeze,
        actor: &Actor,
        note: &str,
        at_ms: i64,
    ) -> Result<()> {
        let ledger_size: i64 = tx!(&mut *self, |c| {
            sqlx::query_scalar("SELECT size FROM ledger_head WHERE id = 1").fetch_one(&mut **c).await
        })?;
        let sql = "INSERT INTO class_closing (class_id, account_id, person_id, role, note, people, completed, verified_ms,
                       ledger_size, sha256, at_ms)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
        execute!(
            &mut *self,
            sql,
            class.as_str(),
            actor.account.as_str(),
            actor.person.as_str(),
            actor.role,
            note,
            frozen.lines.len() as i64,
            frozen.completed(),
            frozen.verified_ms(),
            ledger_size,
            frozen.sha256.as_str(),
            at_ms
        )?;
        let sql =
            "INSERT INTO class_closing_line (class_id, n, enrolment_id, person_id, verified_ms, required_ms,
                       credit_tenths, days_studied, completed, identity_seen, category_code, category_proved,
                       has_exam, exam_mark)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
        for line in &frozen.lines {
            execute!(
                &mut *self,
                sql,
                class.as_str(),
                line.n,
                line.enrolment.as_str(),
                line.person.as_str(),
                line.verified_ms,
                line.required_ms,
                line.credit_tenths,
                line.days_studied,
                line.completed,
                line.identity_seen,
                line.category.as_deref(),
                line.category_proved,
                line.test_mark.is_some(),
                line.test_mark.flatten()
            )?;
        }
        Ok(())
    }
}
