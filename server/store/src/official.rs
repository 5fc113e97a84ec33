//! Officials: inviting them, looking them up, ending their posts and handing their work on. Every action leaves
//! its line in the audit log with what stood there before; triggers of the database refuse what the code refuses.

mod list;

pub(crate) use list::waits_for_a_second;
pub use list::{Official, OfficialSearch, Organisation, Pending, Post, SecondPerson};

use domain::access::Role;
use domain::audit::{AuditState, PostState};
use domain::id::{AccountId, OrganisationId, PersonId, RegionId};
use domain::official::may_hold_beside;

use crate::audit::{self, AuditEvent, Change};
use crate::constraint::Constraint;
use crate::db::{Db, Tx, TxConnection};
use crate::error::{Result, StoreError};
use crate::{execute, tx};

/// An invitation about to be made. The code is known by its digest only.
#[derive(Clone, Debug)]
pub struct NewInvitation {
    pub id: String,
    pub code_digest: [u8; 32],
    /// Who is meant.
    pub name: String,
    pub role: Role,
    pub organisation: OrganisationId,
    pub region: RegionId,
    /// Absent for the first who runs the system: whoever sets the site up invites them.
    pub invited_by: Option<AccountId>,
    pub expires_at: i64,
}

/// Why an invitation was not accepted; nothing changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotAccepted {
    /// There is none of this code that is still open.
    Over,
    /// It is one's own.
    Own,
    /// It was made for somebody of another name.
    Other,
    /// The role and one that is held do not go together.
    Apart,
}

/// What is handed over.
#[derive(Clone, Debug)]
pub struct HandOver<'a> {
    pub account: &'a AccountId,
    pub role: Role,
    /// The end of the last day in the post.
    pub ends_at: i64,
    pub successor: &'a AccountId,
}

impl Db {
    /// Makes an invitation.
    pub async fn invite(&self, new: &NewInvitation, event: &AuditEvent) -> Result<()> {
        let mut tx = self.begin().await?;
        tx.add_invitation(new, event).await?;
        tx.commit().await
    }

    /// Takes the post of an open invitation onto one's own account.
    pub async fn accept_invitation(
        &self,
        code_digest: &[u8; 32],
        account: &AccountId,
        event: &AuditEvent,
    ) -> Result<std::result::Result<(), NotAccepted>> {
        let Some(open) = self.open_invitation(code_digest, event.at_ms).await? else {
            return Ok(Err(NotAccepted::Over));
        };
        let role =
            Role::from_code(&open.role).ok_or_else(|| StoreError::Damaged(format!("role {}", open.role)))?;
        let mut tx = self.begin().await?;
        let mine = tx.person_of(account).await?;
        match &open.invited_by {
            Some(inviter) if tx.person_of(inviter).await? == mine => return Ok(Err(NotAccepted::Own)),
            None if tx.somebody_runs_the_system().await? => return Ok(Err(NotAccepted::Over)),
            _ => {}
        }
        let sql = "SELECT name FROM person WHERE id = $1";
        let name: String =
            tx!(&mut tx, |c| sqlx::query_scalar(sql).bind(mine.as_str()).fetch_one(&mut **c).await)?;
        if name != open.name {
            return Ok(Err(NotAccepted::Other));
        }
        tx.lock_person(&mine).await?;
        let held = tx.roles_of_person(&mine, event.at_ms).await?;
        if !may_hold_beside(&held, role) {
            return Ok(Err(NotAccepted::Apart));
        }
        let taken = tx!(&mut tx, |c| {
            sqlx::query(
                "UPDATE invitation SET accepted_at = $1, accepted_by = $2
                 WHERE id = $3 AND accepted_at IS NULL AND expires_at > $1",
            )
            .bind(event.at_ms)
            .bind(account.as_str())
            .bind(&open.id)
            .execute(&mut **c)
            .await
            .map(|done| done.rows_affected())
        })?;
        if taken != 1 {
            return Ok(Err(NotAccepted::Over));
        }
        let before = tx.post(account, role).await?;
        match tx.grant_post(account, role, &open, event.at_ms).await {
            // Somebody gave this person another post a moment before.
            Err(StoreError::Conflict(Constraint::RoleGrantApart)) => return Ok(Err(NotAccepted::Apart)),
            other => other?,
        }
        let after = tx.post(account, role).await?;
        audit::write_change(&mut tx, event, Change { before: said(before), after: said(after) }).await?;
        tx.commit().await?;
        Ok(Ok(()))
    }

    /// The account of the event confirms somebody in a post that came by an invitation; `false` if there is none that waits for
    /// it. Whoever invited or is meant is no second person: a conflict with [`Constraint::RoleGrantByTwo`].
    pub async fn confirm_post(&self, account: &AccountId, role: Role, event: &AuditEvent) -> Result<bool> {
        let mut tx = self.begin().await?;
        tx.changes_account(account.as_str(), event.at_ms).await?;
        let confirmed = execute!(
            &mut tx,
            "UPDATE role_grant SET confirmed_at = $1, confirmed_by = $2
             WHERE account_id = $3 AND role = $4 AND invited_by IS NOT NULL AND confirmed_at IS NULL
               AND (ends_at IS NULL OR ends_at > $1)",
            event.at_ms,
            event.account.as_ref().map(AccountId::as_str),
            account.as_str(),
            role.as_str()
        )?;
        if confirmed == 0 {
            return Ok(false);
        }
        let change = Change { before: AuditState::Unconfirmed, after: AuditState::Confirmed };
        audit::write_change(&mut tx, event, change).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Closes an account and ends its sign-ins, or opens it again.
    pub async fn set_active(&self, account: &AccountId, active: bool, event: &AuditEvent) -> Result<()> {
        let mut tx = self.begin().await?;
        tx.changes_account(account.as_str(), event.at_ms).await?;
        let said = |active| if active { AuditState::Active } else { AuditState::Closed };
        let was: bool = tx!(&mut tx, |c| {
            sqlx::query_scalar("SELECT active FROM account WHERE id = $1")
                .bind(account.as_str())
                .fetch_one(&mut **c)
                .await
        })?;
        tx!(&mut tx, |c| {
            sqlx::query("UPDATE account SET active = $1 WHERE id = $2")
                .bind(active)
                .bind(account.as_str())
                .execute(&mut **c)
                .await
                .map(drop)
        })?;
        if !active {
            tx.close_logins(account).await?;
        }
        audit::write_change(&mut tx, event, Change { before: said(was), after: said(active) }).await?;
        tx.commit().await
    }

    /// A post ends on a day, and the appeals its holder works on go to the successor; how many, is the answer. Steps
    /// taken before keep the old name.
    pub async fn hand_over(&self, hand: &HandOver<'_>, event: &AuditEvent) -> Result<i64> {
        let mut tx = self.begin().await?;
        tx.changes_account(hand.account.as_str(), event.at_ms).await?;
        let before = tx.post(hand.account, hand.role).await?;
        let ended = tx!(&mut tx, |c| {
            sqlx::query("UPDATE role_grant SET ends_at = $1 WHERE account_id = $2 AND role = $3")
                .bind(hand.ends_at)
                .bind(hand.account.as_str())
                .bind(hand.role.as_str())
                .execute(&mut **c)
                .await
                .map(|done| done.rows_affected())
        })?;
        if ended == 0 {
            return Err(StoreError::NotFound);
        }
        let moved = tx!(&mut tx, |c| {
            sqlx::query(
                "INSERT INTO appeal_holder (appeal_id, n, account_id, since)
                 SELECT h.appeal_id, h.n + 1, $1, $2 FROM appeal_holder h
                 WHERE h.account_id = $3
                   AND h.n = (SELECT MAX(m.n) FROM appeal_holder m WHERE m.appeal_id = h.appeal_id)
                   AND NOT EXISTS (SELECT 1 FROM appeal_step s WHERE s.appeal_id = h.appeal_id AND s.kind = 'confirm')",
            )
            .bind(hand.successor.as_str())
            .bind(event.at_ms)
            .bind(hand.account.as_str())
            .execute(&mut **c)
            .await
            .map(|done| done.rows_affected())
        })?;
        let handed_over = Some((moved, hand.successor.clone()));
        let after = tx.post(hand.account, hand.role).await?.map(|post| PostState { handed_over, ..post });
        audit::write_change(&mut tx, event, Change { before: said(before), after: said(after) }).await?;
        tx.commit().await?;
        i64::try_from(moved).map_err(|_| StoreError::NotFound)
    }
}

impl Tx {
    /// Makes an invitation, and the line of the log that says so.
    pub(crate) async fn add_invitation(&mut self, new: &NewInvitation, event: &AuditEvent) -> Result<()> {
        execute!(
            &mut *self,
            "INSERT INTO invitation (id, code_digest, name, role, organisation_id, region_id, invited_by, made_at,
                                     expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            &new.id,
            &new.code_digest[..],
            &new.name,
            new.role.as_str(),
            new.organisation.as_str(),
            new.region.as_str(),
            new.invited_by.as_ref().map(AccountId::as_str),
            event.at_ms,
            new.expires_at
        )?;
        let after = AuditState::Post(PostState {
            role: new.role,
            organisation: Some(new.organisation.clone()),
            region: Some(new.region.clone()),
            ends_at_ms: None,
            handed_over: None,
        });
        audit::write_change(self, event, Change { before: AuditState::Nothing, after }).await
    }

    /// Gives an account the post of an invitation, anew if it was held before.
    async fn grant_post(
        &mut self,
        account: &AccountId,
        role: Role,
        invitation: &Pending,
        now_ms: i64,
    ) -> Result<()> {
        self.changes_account(account.as_str(), now_ms).await?;
        tx!(self, |c| {
            sqlx::query(
                "INSERT INTO role_grant (account_id, role, organisation_id, region_id, granted_at, invited_by)
                 VALUES ($1, $2, $3, $4, $5, $6)
                 ON CONFLICT (account_id, role) DO UPDATE SET organisation_id = excluded.organisation_id,
                     region_id = excluded.region_id, granted_at = excluded.granted_at, ends_at = NULL,
                     invited_by = excluded.invited_by, confirmed_at = NULL, confirmed_by = NULL",
            )
            .bind(account.as_str())
            .bind(role.as_str())
            .bind(invitation.organisation_id.as_str())
            .bind(invitation.region_id.as_str())
            .bind(now_ms)
            .bind(invitation.invited_by.as_ref().map(AccountId::as_str))
            .execute(&mut **c)
            .await
            .map(drop)
        })?;
        Ok(())
    }

    /// Whoever else gives this person a post waits until the end of the transaction. SQLite has one writer anyway.
    pub(crate) async fn lock_person(&mut self, person: &PersonId) -> Result<()> {
        if let TxConnection::Postgres(connection) = self.connection() {
            let sql = "SELECT 1 FROM person WHERE id = $1 FOR NO KEY UPDATE";
            sqlx::query(sql).bind(person.as_str()).execute(&mut **connection).await?;
        }
        Ok(())
    }

    /// Whether there is, or ever was, anybody who runs the system. Whoever else sets the site up, or accepts being the first, waits
    /// until the end of the transaction.
    pub(crate) async fn somebody_runs_the_system(&mut self) -> Result<bool> {
        if let TxConnection::Postgres(connection) = self.connection() {
            sqlx::query("SELECT pg_advisory_xact_lock(710072)").execute(&mut **connection).await?;
        }
        let sql = "SELECT COUNT(*) FROM role_grant WHERE role = 'system_administrator'";
        let count: i64 = tx!(self, |c| sqlx::query_scalar(sql).fetch_one(&mut **c).await)?;
        Ok(count > 0)
    }

    async fn person_of(&mut self, account: &AccountId) -> Result<PersonId> {
        let person: String = tx!(self, |c| {
            sqlx::query_scalar("SELECT person_id FROM account WHERE id = $1")
                .bind(account.as_str())
                .fetch_one(&mut **c)
                .await
        })?;
        Ok(person.into())
    }

    /// What a person is under any of their accounts.
    async fn roles_of_person(&mut self, person: &PersonId, now_ms: i64) -> Result<Vec<Role>> {
        let codes: Vec<String> = tx!(self, |c| {
            sqlx::query_scalar(
                "SELECT g.role FROM role_grant g JOIN account a ON a.id = g.account_id
                 WHERE a.person_id = $1 AND (g.ends_at IS NULL OR g.ends_at > $2)",
            )
            .bind(person.as_str())
            .bind(now_ms)
            .fetch_all(&mut **c)
            .await
        })?;
        Ok(codes.iter().filter_map(|code| Role::from_code(code)).collect())
    }

    /// A post as the log tells of it.
    async fn post(&mut self, account: &AccountId, role: Role) -> Result<Option<PostState>> {
        let found: Option<(Option<String>, Option<String>, Option<i64>)> = tx!(self, |c| {
            sqlx::query_as(
                "SELECT organisation_id, region_id, ends_at FROM role_grant WHERE account_id = $1 AND role = $2",
            )
            .bind(account.as_str())
            .bind(role.as_str())
            .fetch_optional(&mut **c)
            .await
        })?;
        Ok(found.map(|(organisation, region, ends_at_ms)| PostState {
            role,
            organisation: organisation.map(Into::into),
            region: region.map(Into::into),
            ends_at_ms,
            handed_over: None,
        }))
    }
}

fn said(post: Option<PostState>) -> AuditState {
    post.map_or(AuditState::Nothing, AuditState::Post)
}
