//! One's own account: what is registered, where it is signed in, its password.

use std::sync::LazyLock;

use domain::audit::{AuditKind, AuditSubject};
use domain::id::{AccountId, PersonId};

use crate::audit::{self, AuditEvent};
use crate::sign_in::IDLE_MS_MAX;
use crate::{Db, Result, Tx, read_db, tx, write_db};

/// What is registered of a person, as they may see it on a screen.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Details {
    pub name: String,
    pub sex: String,
    pub birth_date: String,
    pub document_type: String,
    pub document_masked: String,
    pub phone_masked: String,
    pub home: String,
    pub home_en: String,
    pub category: Option<String>,
    pub category_en: Option<String>,
    pub category_since: Option<String>,
    /// Whether an accepted paper proves the category.
    pub category_proved: bool,
    pub created_at: i64,
}

/// A sign-in that is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenLogin {
    pub token_digest: [u8; 32],
    pub created_at: i64,
    /// Written down every few minutes of use.
    pub seen_at: i64,
    /// A rough code such as `android/wechat`; empty where it is not known.
    pub device: String,
}

impl OpenLogin {
    /// What names it in a form: the beginning of the digest, of which no token can be made.
    pub fn name(&self) -> String {
        hex::encode(&self.token_digest[..8])
    }
}

#[derive(sqlx::FromRow)]
struct LoginRow {
    token_digest: Vec<u8>,
    created_at: i64,
    seen_at: i64,
    device: String,
}

/// A change to the ways into an account, as the audit log has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessChange {
    pub at_ms: i64,
    /// What was done.
    pub kind: AuditKind,
    /// Whether somebody else did it, as an administrator who resets a second factor.
    pub by_another: bool,
}

/// Changes after `$3` to the ways into account `$1`, whose name as a subject is `$2`, the latest first.
static CHANGES: LazyLock<String> = LazyLock::new(|| {
    let kinds = AuditKind::ALL.iter().filter(|kind| kind.changes_ways_in());
    let codes: Vec<String> = kinds.map(|kind| format!("'{}'", kind.code())).collect();
    format!(
        "SELECT v.at_ms, v.action, v.account_id IS NULL OR v.account_id <> $1 AS by_another
         FROM audit_event v
         WHERE (v.account_id = $1 OR v.subject = $2) AND v.at_ms > $3 AND v.action IN ({})
           AND (v.subject = $2 OR v.subject LIKE 'passkey:%')
         ORDER BY v.at_ms DESC LIMIT $4",
        codes.join(", ")
    )
});

impl Db {
    /// Changes to the ways into an account since a moment, the latest first.
    pub async fn access_changes(
        &self,
        account: &AccountId,
        since_ms: i64,
        limit: i64,
    ) -> Result<Vec<AccessChange>> {
        let rows: Vec<(i64, String, bool)> =
            read_db!(self, |p| sqlx::query_as(sqlx::AssertSqlSafe(CHANGES.as_str()))
                .bind(&account.0)
                .bind(AuditSubject::Account(account.clone()).to_string())
                .bind(since_ms)
                .bind(limit)
                .fetch_all(p)
                .await)?;
        Ok(rows
            .into_iter()
            .filter_map(|(at_ms, code, by_another)| {
                Some(AccessChange { at_ms, kind: AuditKind::from_code(&code)?, by_another })
            })
            .collect())
    }

    /// Of what somebody is to be told who signs in: changes since they were told last, but not older than `oldest_ms`. They
    /// are told once.
    pub async fn tell_changes(
        &self,
        account: &AccountId,
        oldest_ms: i64,
        now_ms: i64,
    ) -> Result<Vec<AccessChange>> {
        let told: Option<i64> =
            read_db!(self, |p| sqlx::query_scalar("SELECT told_at FROM account WHERE id = $1")
                .bind(&account.0)
                .fetch_one(p)
                .await)?;
        let changes = self.access_changes(account, told.unwrap_or(oldest_ms).max(oldest_ms), 3).await?;
        if !changes.is_empty() {
            write_db!(self, |p| sqlx::query("UPDATE account SET told_at = $1 WHERE id = $2")
                .bind(now_ms)
                .bind(&account.0)
                .execute(p)
                .await
                .map(drop))?;
        }
        Ok(changes)
    }

    /// What is registered of a person.
    pub async fn details(&self, person: &PersonId) -> Result<Details> {
        let sql = "SELECT p.name, p.sex, p.birth_date, p.document_type, p.document_masked, p.phone_masked, r.name AS home,
                       r.name_en AS home_en, k.name AS category, k.name_en AS category_en, p.category_since,
                       p.category_paper_id IS NOT NULL AS category_proved, p.created_at
                   FROM person p JOIN region r ON r.id = p.region_id
                   LEFT JOIN person_category k ON k.code = p.category_code WHERE p.id = $1";
        Ok(read_db!(self, |p| sqlx::query_as(sql).bind(&person.0).fetch_one(p).await)?)
    }

    /// Document and phone of a person as they are sealed.
    pub async fn sealed_numbers(&self, person: &PersonId) -> Result<(Vec<u8>, Vec<u8>)> {
        let sql = "SELECT document_sealed, phone_sealed FROM person WHERE id = $1";
        Ok(read_db!(self, |p| sqlx::query_as(sql).bind(&person.0).fetch_one(p).await)?)
    }

    /// Where an account is signed in, the latest first.
    pub async fn open_logins(&self, account: &AccountId, now_ms: i64) -> Result<Vec<OpenLogin>> {
        let sql = "SELECT token_digest, created_at, seen_at, device FROM login_session
                   WHERE account_id = $1 AND expires_at > $2 AND seen_at > $3
                   ORDER BY seen_at DESC, created_at DESC";
        let rows: Vec<LoginRow> = read_db!(self, |p| sqlx::query_as(sql)
            .bind(&account.0)
            .bind(now_ms)
            .bind(now_ms - IDLE_MS_MAX)
            .fetch_all(p)
            .await)?;
        Ok(rows
            .into_iter()
            .filter_map(|row| {
                Some(OpenLogin {
                    token_digest: row.token_digest.try_into().ok()?,
                    created_at: row.created_at,
                    seen_at: row.seen_at,
                    device: row.device,
                })
            })
            .collect())
    }

    /// Gives an account a new password and ends every sign-in that was opened with the old one.
    pub async fn change_password(
        &self,
        account: &AccountId,
        password_hash: &str,
        event: &AuditEvent,
    ) -> Result<()> {
        let mut tx = self.begin().await?;
        tx.changes_account(account.as_str(), event.at_ms).await?;
        tx!(&mut tx, |c| sqlx::query("UPDATE account SET password_hash = $1 WHERE id = $2")
            .bind(password_hash)
            .bind(&account.0)
            .execute(&mut **c)
            .await
            .map(drop))?;
        tx.close_logins(account).await?;
        audit::write(&mut tx, event).await?;
        tx.commit().await
    }
}

impl Tx {
    /// Ends every sign-in of an account.
    pub async fn close_logins(&mut self, account: &AccountId) -> Result<()> {
        tx!(self, |c| sqlx::query("DELETE FROM login_session WHERE account_id = $1")
            .bind(&account.0)
            .execute(&mut **c)
            .await
            .map(drop))?;
        Ok(())
    }
}
