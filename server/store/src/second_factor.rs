//! The second factor of an account: the secret shared with an authenticator app, and recovery codes.

use domain::audit::AuditState;
use domain::id::AccountId;

use store_read::facts::mark;
use store_read::sealed::TOTP_SECRET;
use vault::Keys;

use crate::audit::{self, AuditEvent, Change};
use crate::fact::FactKind;
use crate::{Db, Result, StoreError, execute, read_db, tx, write_db};

/// What is kept of a second factor.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct SecondFactor {
    pub secret_sealed: Vec<u8>,
    pub since: i64,
    mark: Vec<u8>,
}

impl SecondFactor {
    /// Whether the program wrote it with this secret, which was sealed. One that it did not write stands in the way as before,
    /// and no code opens it.
    pub fn is_ours(&self, keys: &Keys, account: &AccountId, secret: &str) -> bool {
        let is_ours = mark::of_second_factor(keys, account.as_str(), secret, self.since)[..] == self.mark;
        if !is_ours {
            tracing::error!(%account, "a second factor was changed beside the program: it opens nothing");
        }
        is_ours
    }
}

/// A recovery code that was not used yet.
#[derive(sqlx::FromRow)]
struct UnusedCode {
    code_digest: Vec<u8>,
    mark: Vec<u8>,
}

impl UnusedCode {
    /// Whether the program wrote it; what is not is told to the log.
    fn is_ours(&self, keys: &Keys, account: &AccountId) -> bool {
        let is_ours =
            mark::of_recovery_code(keys, account.as_str(), &self.code_digest, None)[..] == self.mark;
        if !is_ours {
            tracing::error!(%account, "a recovery code was written beside the program: it opens nothing");
        }
        is_ours
    }
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
        let sql = "SELECT secret_sealed, since, mark FROM second_factor WHERE account_id = $1";
        Ok(read_db!(self, |p| sqlx::query_as(sql).bind(&account.0).fetch_optional(p).await)?)
    }

    /// How many recovery codes are left.
    pub async fn recovery_codes_left(&self, account: &AccountId) -> Result<i64> {
        let sql = "SELECT code_digest, mark FROM recovery_code WHERE account_id = $1 AND used_at IS NULL";
        let codes: Vec<UnusedCode> =
            read_db!(self, |p| sqlx::query_as(sql).bind(&account.0).fetch_all(p).await)?;
        let keys = self.keys()?;
        let left = codes.iter().filter(|code| code.is_ours(&keys, account)).count();
        Ok(i64::try_from(left).unwrap_or(i64::MAX))
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
        let mut tx = self.begin().await?;
        let keys = self.keys()?;
        let sql = "SELECT code_digest, mark FROM recovery_code
                   WHERE account_id = $1 AND code_digest = $2 AND used_at IS NULL";
        let found: Option<UnusedCode> = tx!(&mut tx, |c| sqlx::query_as(sql)
            .bind(&account.0)
            .bind(&digest[..])
            .fetch_optional(&mut **c)
            .await)?;
        if !found.is_some_and(|code| code.is_ours(&keys, account)) {
            return Ok(false);
        }
        let mark = mark::of_recovery_code(&keys, account.as_str(), digest, Some(now_ms));
        let sql = "UPDATE recovery_code SET used_at = $1, mark = $2
                   WHERE account_id = $3 AND code_digest = $4 AND used_at IS NULL";
        let used = execute!(&mut tx, sql, now_ms, &mark[..], &account.0, &digest[..])?;
        tx.commit().await?;
        Ok(used == 1)
    }

    /// Adds a second factor and ends every sign-in that was opened without it. `false` if there is one already.
    pub async fn add_second_factor(&self, new: &NewSecondFactor, event: &AuditEvent) -> Result<bool> {
        let mut tx = self.begin().await?;
        let (account, keys) = (new.account.as_str(), self.keys()?);
        let secret = keys
            .open(TOTP_SECRET.of(account), &new.secret_sealed)
            .ok_or_else(|| StoreError::Damaged("a secret that was sealed just now does not open".into()))?;
        let mark = mark::of_second_factor(&keys, account, &secret, event.at_ms);
        let sql = "INSERT INTO second_factor (account_id, secret_sealed, last_step, since, mark)
                   VALUES ($1, $2, $3, $4, $5) ON CONFLICT (account_id) DO NOTHING";
        if execute!(&mut tx, sql, account, &new.secret_sealed, new.step, event.at_ms, &mark[..])? == 0 {
            return Ok(false);
        }
        for digest in &new.recovery_codes {
            let mark = mark::of_recovery_code(&keys, account, digest, None);
            let sql = "INSERT INTO recovery_code (account_id, code_digest, mark) VALUES ($1, $2, $3)";
            execute!(&mut tx, sql, account, &digest[..], &mark[..])?;
        }
        tx.changed(FactKind::Account, account, event.at_ms);
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
        tx.changed(FactKind::Account, account.as_str(), event.at_ms);
        audit::write_change(&mut tx, event, Change { before: AuditState::On, after: AuditState::Off })
            .await?;
        tx.commit().await
    }
}
