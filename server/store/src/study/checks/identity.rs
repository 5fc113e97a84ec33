//! Who sits there: releasing a hold, and checks of identity, by the learner or by a supervisor.

use domain::check::Identity;
use domain::id::{CheckId, PersonId};
use domain::study::StudyRefusal;
use domain::wire::{CheckKind, CheckNotice};
use vault::Keys;

use super::super::json::to_store;
use super::super::rule_input::RuleInput;
use super::super::unit_of_work::StudyUnitOfWork;
use super::{Given, give_within};
use crate::db::{Db, Tx};
use crate::error::Result;
use crate::{read_db, tx};

impl Db {
    /// The open check of identity, if the person has one to confirm.
    pub async fn identity_check(&self, person: &PersonId) -> Result<Option<CheckId>> {
        let sql = "SELECT c.id FROM person_study AS s JOIN attendance_check AS c ON c.id = s.open_check_id
                   WHERE s.person_id = $1 AND c.kind = $2";
        let kind = to_store(&CheckKind::Identity)?;
        let id: Option<String> = read_db!(self, |p| {
            sqlx::query_scalar(sql).bind(&person.0).bind(kind.trim_matches('"')).fetch_optional(p).await
        })?;
        Ok(id.map(CheckId))
    }

    /// Whether identity must be confirmed before anything more counts.
    pub async fn is_held(&self, person: &PersonId) -> Result<bool> {
        let sql = "SELECT held FROM person_study WHERE person_id = $1";
        let held: Option<bool> =
            read_db!(self, |p| sqlx::query_scalar(sql).bind(&person.0).fetch_optional(p).await)?;
        Ok(held.unwrap_or(false))
    }

    /// Identity was confirmed after a hold: a new item is offered and nothing is lost.
    pub async fn release_hold(
        &self,
        person: &PersonId,
        how: Identity,
        input: &RuleInput<'_>,
    ) -> Result<Option<CheckNotice>> {
        let mut tx = self.begin().await?;
        let next = release_within(&mut tx, person, how, input).await?;
        tx.commit().await?;
        Ok(next)
    }
}

/// A supervisor has seen who sits there, inside the transaction of the audit line: a hold ends, or the open check of identity is
/// passed.
pub async fn vouch_within(tx: &mut Tx, person: &PersonId, input: &RuleInput<'_>, keys: &Keys) -> Result<()> {
    match open_identity_check(tx, person).await? {
        Some(check) => {
            let given = (Given::Identity(Identity::Supervisor), None);
            give_within(tx, person, &check, given, input, keys).await.map(drop)
        }
        None => release_within(tx, person, Identity::Supervisor, input).await.map(drop),
    }
}

/// The check of identity that is open, while there is no hold.
async fn open_identity_check(tx: &mut Tx, person: &PersonId) -> Result<Option<CheckId>> {
    let id: Option<String> = tx!(tx, |c| sqlx::query_scalar(
        "SELECT c.id FROM person_study AS s JOIN attendance_check AS c ON c.id = s.open_check_id
         WHERE s.person_id = $1 AND c.kind = 'identity' AND NOT s.held",
    )
    .bind(person.as_str())
    .fetch_optional(&mut **c)
    .await)?;
    Ok(id.map(CheckId))
}

/// [`Db::release_hold`] inside a caller's transaction, so that an official's confirmation and its
/// audit event are one.
pub async fn release_within(
    tx: &mut Tx,
    person: &PersonId,
    how: Identity,
    input: &RuleInput<'_>,
) -> Result<Option<CheckNotice>> {
    let mut work = StudyUnitOfWork::load_one(tx, person).await?;
    let mut study = work.states.remove(person).ok_or(StudyRefusal::NotHeld)?;
    let version = study.check.as_ref().map(|check| check.policy.clone()).ok_or(StudyRefusal::NotHeld)?;
    let records = study.on_release(how, &input.under(&version)?)?;
    let next = study.notice();
    work.keep(person, records, None)?;
    work.states.insert(person.clone(), study);
    work.save(tx, input.now_ms).await?;
    Ok(next)
}
