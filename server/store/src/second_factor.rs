//! The second factor of an account: the secret shared with an authenticator app, and recovery codes.

use domain::audit::AuditState;
use domain::id::AccountId;

use crate::audit::{self, AuditEvent, Change};
use crate::fact::FactKind;
use crate::{Db, Result, read_db, tx, write_db};

/// What is kept of a second factor.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct SecondFactor {
    pub secret_sealed: Vec<u8>,
    pub since: i64,
}

/// A second factor about to be added; its first code has been shown to be right.
#[derive(Clone, Debug)]
pub struct NewSecondFactor {
    pub account: AccountId,
    pub secret_sealed: Vec<u8>,
    /// The half minute of that first code.
    pub step: i64,
    /// Keyed digests of the recovery codes.
    pub recovery_codes: Vec<[u8; 32]>,
}

impl Db {
    /// The second factor of an account, if it has one.
    pub async fn second_factor(&self, account: &AccountId) -> Result<Option<SecondFactor>> {
        let sql = "SELECT secret_sealed, since FROM second_factor WHERE account_id = $1";
        Ok(read_db!(self, |p| sqlx::query_as(sql).bind(&account.0).fetch_optional(p).await)?)
    }

    /// How many recovery codes are left.
    pub async fn recovery_codes_left(&self, account: &AccountId) -> Result<i64> {
        let sql = "SELECT COUNT(*) FROM recovery_code WHERE account_id = $1 AND used_at IS NULL";
        Ok(read_db!(self, |p| sqlx::query_scalar(sql).bind(&account.0).fetch_one(p).await)?)
    }

    /// Uses the code of a half minute up. `false` if it, or a later one, was used before.
    pub async fn use_step(&self, account: &AccountId, step: i64) -> Result<bool> {
        let sql = "UPDATE second_factor SET last_step = $1 WHERE account_id = $2 AND last_step < $1";
        let used = write_db!(self, |p| sqlx::query(sql)
            .bind(step)
            .bind(&account.0)
            .execute(p)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(used == 1)
    }

    /// Uses a recovery code up. `false` if there is no such code, or it was used before.
    pub async fn use_recovery_code(
        &self,
        account: &AccountId,
        digest: &[u8; 32],
        now_ms: i64,
    ) -> Result<bool> {
        let sql = "UPDATE recovery_code SET used_at = $1
                   WHERE account_id = $2 AND code_digest = $3 AND used_at IS NULL";
        let used = write_db!(self, |p| sqlx::query(sql)
            .bind(now_ms)
            .bind(&account.0)
            .bind(&digest[..])
            .execute(p)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(used == 1)
    }

    /// Adds a second factor and ends every sign-in that was opened without it. `false` if there is one already.
    pub async fn add_second_factor(&self, new: &NewSecondFactor, event: &AuditEvent) -> Result<bool> {
        let mut tx = self.begin().await?;
        let sql = "INSERT INTO second_factor (account_id, secret_sealed, last_step, since)
                   VALUES ($1, $2, $3, $4) ON CONFLICT (account_id) DO NOTHING";
        let added = tx!(&mut tx, |c| sqlx::query(sql)
            .bind(&new.account.0)
            .bind(&new.secret_sealed)
            .bind(new.step)
            .bind(event.at_ms)
            .execute(&mut **c)
            .await
            .map(|done| done.rows_affected()))?;
        if added == 0 {
            return Ok(false);
        }
        for digest in &new.recovery_codes {
            let sql = "INSERT INTO recovery_code (account_id, code_digest) VALUES ($1, $2)";
            tx!(&mut tx, |c| sqlx::query(sql)
                .bind(&new.account.0)
                .bind(&digest[..])
                .execute(&mut **c)
                .await
                .map(drop))?;
        }
        tx.close_logins(&new.account).await?;
        audit::write_change(&mut tx, event, Change { before: AuditState::Off, after: AuditState::On })
            .await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Takes every second factor away, app and passkeys, and ends every sign-in: the owner lost them, or is not the owner.
    pub async fn reset_second_factor(&self, account: &AccountId, event: &AuditEvent) -> Result<()> {
        let mut tx = self.begin().await?;
        for sql in [
            "DELETE FROM recovery_code WHERE account_id = $1",
            "DELETE FROM second_factor WHERE account_id = $1",
            "DELETE FROM passkey_challenge WHERE account_id = $1",
        ] {
            tx!(&mut tx, |c| sqlx::query(sql).bind(&account.0).execute(&mut **c).await.map(drop))?;
        }
        let sql = "UPDATE passkey SET removed_at = $1 WHERE account_id = $2 AND removed_at IS NULL";
        tx!(&mut tx, |c| sqlx::query(sql)
            .bind(event.at_ms)
            .bind(&account.0)
            .execute(&mut **c)
            .await
            .map(drop))?;
        tx.changed(FactKind::Account, account.as_str(), event.at_ms);
        tx.close_logins(account).await?;
        audit::write(&mut tx, event).await?;
        tx.commit().await
    }

    /// Takes the second factor and its recovery codes away.
    pub async fn remove_second_factor(&self, account: &AccountId, event: &AuditEvent) -> Result<()> {
        let mut tx = self.begin().await?;
        for sql in [
            "DELETE FROM recovery_code WHERE account_id = $1",
            "DELETE FROM second_factor WHERE account_id = $1",
        ] {
            tx!(&mut tx, |c| sqlx::query(sql).bind(&account.0).execute(&mut **c).await.map(drop))?;
        }
        audit::write_change(&mut tx, event, Change { before: AuditState::On, after: AuditState::Off })
            .await?;
        tx.commit().await
    }
}
