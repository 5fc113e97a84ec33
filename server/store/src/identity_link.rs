//! Who an account is at an outside provider of sign-ins.

use domain::id::AccountId;

use store_read::facts::mark;

use crate::audit::{self, AuditEvent};
use crate::fact::FactKind;
use crate::{Db, Result, read_db, tx};

impl Db {
    /// The account that is linked to whom the provider names.
    pub async fn account_of_identity(&self, issuer: &str, subject: &str) -> Result<Option<AccountId>> {
        let sql = "SELECT account_id, mark FROM identity_link WHERE issuer = $1 AND subject = $2";
        let found: Option<(String, Vec<u8>)> =
            read_db!(self, |p| sqlx::query_as(sql).bind(issuer).bind(subject).fetch_optional(p).await)?;
        let Some((account, mark)) = found else { return Ok(None) };
        if mark::of_identity_link(&*self.keys()?, issuer, subject, &account)[..] == mark {
            return Ok(Some(AccountId(account)));
        }
        tracing::error!(%account, "a link was made beside the program: it opens nothing");
        Ok(None)
    }

    /// Since when an account is linked to somebody at this provider.
    pub async fn linked_since(&self, issuer: &str, account: &AccountId) -> Result<Option<i64>> {
        let sql = "SELECT linked_at FROM identity_link WHERE issuer = $1 AND account_id = $2";
        Ok(read_db!(self, |p| sqlx::query_scalar(sql).bind(issuer).bind(&account.0).fetch_optional(p).await)?)
    }

    /// Links an account; a conflict with either constraint of `identity_link` if that side is linked already.
    pub async fn link_identity(
        &self,
        issuer: &str,
        subject: &str,
        account: &AccountId,
        event: &AuditEvent,
    ) -> Result<()> {
        let mark = mark::of_identity_link(&*self.keys()?, issuer, subject, account.as_str());
        let mut tx = self.begin().await?;
        let sql = "INSERT INTO identity_link (issuer, subject, account_id, linked_at, mark) VALUES ($1, $2, $3, $4, $5)";
        tx!(&mut tx, |c| sqlx::query(sql)
            .bind(issuer)
            .bind(subject)
            .bind(&account.0)
            .bind(event.at_ms)
            .bind(&mark[..])
            .execute(&mut **c)
            .await
            .map(drop))?;
        tx.changed(FactKind::Account, account.as_str(), event.at_ms);
        audit::write(&mut tx, event).await?;
        tx.commit().await
    }

    /// Takes the link away. `false` if there is none.
    pub async fn unlink_identity(
        &self,
        issuer: &str,
        account: &AccountId,
        event: &AuditEvent,
    ) -> Result<bool> {
        let mut tx = self.begin().await?;
        let sql = "DELETE FROM identity_link WHERE issuer = $1 AND account_id = $2";
        let gone = tx!(&mut tx, |c| sqlx::query(sql)
            .bind(issuer)
            .bind(&account.0)
            .execute(&mut **c)
            .await
            .map(|done| done.rows_affected()))?;
        if gone == 0 {
            return Ok(false);
        }
        tx.changed(FactKind::Account, account.as_str(), event.at_ms);
        audit::write(&mut tx, event).await?;
        tx.commit().await?;
        Ok(true)
    }
}
