//! Passkeys of accounts, and what their devices are asked to sign.

use domain::id::AccountId;

use store_read::facts::mark;

use crate::audit::{self, AuditEvent};
use crate::fact::FactKind;
use crate::{Db, Result, read_db, tx, write_db};

/// A passkey that may be used.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Passkey {
    pub id: String,
    #[sqlx(try_from = "String")]
    pub account_id: AccountId,
    /// What the device calls it, base64url.
    pub credential_id: String,
    /// What its owner calls it.
    pub name: String,
    /// The public key and what else must be kept of it, as JSON.
    pub public_key: String,
    pub created_at: i64,
    pub used_at: Option<i64>,
}

/// A passkey about to be added; its device has proved that it holds the private key.
#[derive(Clone, Debug)]
pub struct NewPasskey {
    pub id: String,
    pub account: AccountId,
    pub credential_id: String,
    pub name: String,
    pub public_key: String,
    pub counter: i64,
}

/// What a challenge is for: the answer to one serves no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Adding a passkey; the subject is its name.
    Add,
    /// Signing in.
    SignIn,
    /// Passing an attendance check; the subject is the check.
    Check,
    /// Releasing a hold.
    Hold,
}

impl Purpose {
    fn as_str(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::SignIn => "sign_in",
            Self::Check => "check",
            Self::Hold => "hold",
        }
    }
}

/// What a device is asked to sign.
#[derive(Clone, Debug)]
pub struct Challenge {
    pub id: String,
    pub purpose: Purpose,
    /// Whose device is asked; at sign-in the answer says who it is.
    pub account: Option<AccountId>,
    pub subject: String,
    /// What the answer must fit, as JSON.
    pub state: String,
    /// From then on no answer is taken.
    pub until_ms: i64,
}

/// How a passkey stands after it was used.
#[derive(Clone, Debug)]
pub struct Use {
    pub credential_id: String,
    pub public_key: String,
    pub counter: i64,
    pub at_ms: i64,
}

const COLUMNS: &str = "id, account_id, credential_id, name, public_key, created_at, used_at";

impl Db {
    /// The passkeys of an account, the oldest first.
    pub async fn passkeys(&self, account: &AccountId) -> Result<Vec<Passkey>> {
        let sql = sqlx::AssertSqlSafe(format!(
            "SELECT {COLUMNS} FROM passkey WHERE account_id = $1 AND removed_at IS NULL ORDER BY created_at, id"
        ));
        Ok(read_db!(self, |p| sqlx::query_as(sql).bind(&account.0).fetch_all(p).await)?)
    }

    /// The passkey a device calls by this name, unless it was removed.
    pub async fn passkey_of_credential(&self, credential_id: &str) -> Result<Option<Passkey>> {
        #[derive(sqlx::FromRow)]
        struct Row {
            mark: Vec<u8>,
            #[sqlx(flatten)]
            passkey: Passkey,
        }
        let sql = sqlx::AssertSqlSafe(format!(
            "SELECT mark, {COLUMNS} FROM passkey WHERE credential_id = $1 AND removed_at IS NULL"
        ));
        let found: Option<Row> =
            read_db!(self, |p| sqlx::query_as(sql).bind(credential_id).fetch_optional(p).await)?;
        let Some(Row { mark, passkey }) = found else { return Ok(None) };
        let Passkey { account_id, credential_id, public_key, .. } = &passkey;
        if mark::of_passkey(&*self.keys()?, account_id.as_str(), credential_id, public_key)[..] == mark {
            return Ok(Some(passkey));
        }
        tracing::error!(account = %account_id, "a passkey was added beside the program: it opens nothing");
        Ok(None)
    }

    /// Keeps a challenge until it is answered. Of one account only the newest for each purpose stays; those whose time
    /// is over go.
    pub async fn ask_passkey(&self, challenge: &Challenge, now_ms: i64) -> Result<()> {
        let account = challenge.account.as_ref().map_or("", AccountId::as_str);
        let mut tx = self.begin().await?;
        let sql = "DELETE FROM passkey_challenge
                   WHERE until_ms <= $1 OR (account_id = $2 AND account_id <> '' AND purpose = $3)";
        tx!(&mut tx, |c| sqlx::query(sql)
            .bind(now_ms)
            .bind(account)
            .bind(challenge.purpose.as_str())
            .execute(&mut **c)
            .await
            .map(drop))?;
        let sql = "INSERT INTO passkey_challenge (id, purpose, account_id, subject, state, until_ms)
                   VALUES ($1, $2, $3, $4, $5, $6)";
        tx!(&mut tx, |c| sqlx::query(sql)
            .bind(&challenge.id)
            .bind(challenge.purpose.as_str())
            .bind(account)
            .bind(&challenge.subject)
            .bind(&challenge.state)
            .bind(challenge.until_ms)
            .execute(&mut **c)
            .await
            .map(drop))?;
        tx.commit().await
    }

    /// Takes a challenge away to look at its answer: subject and state. `None` if there is none of this id, purpose and
    /// account, or its time is over, or it was answered before.
    pub async fn take_challenge(
        &self,
        id: &str,
        purpose: Purpose,
        account: Option<&AccountId>,
        now_ms: i64,
    ) -> Result<Option<(String, String)>> {
        let sql = "DELETE FROM passkey_challenge
                   WHERE id = $1 AND purpose = $2 AND account_id = $3 AND until_ms > $4 RETURNING subject, state";
        Ok(write_db!(self, |p| sqlx::query_as(sql)
            .bind(id)
            .bind(purpose.as_str())
            .bind(account.map_or("", AccountId::as_str))
            .bind(now_ms)
            .fetch_optional(p)
            .await)?)
    }

    /// Adds a passkey and ends every sign-in that was opened without it. A device that is known already is a
    /// conflict with [`crate::Constraint::PasskeyCredentialOnce`].
    pub async fn add_passkey(&self, new: &NewPasskey, event: &AuditEvent) -> Result<()> {
        let mut tx = self.begin().await?;
        let (account, keys) = (new.account.as_str(), self.keys()?);
        let mark = mark::of_passkey(&keys, account, &new.credential_id, &new.public_key);
        let sql =
            "INSERT INTO passkey (id, account_id, credential_id, name, public_key, counter, created_at, mark)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        tx!(&mut tx, |c| sqlx::query(sql)
            .bind(&new.id)
            .bind(&new.account.0)
            .bind(&new.credential_id)
            .bind(&new.name)
            .bind(&new.public_key)
            .bind(new.counter)
            .bind(event.at_ms)
            .bind(&mark[..])
            .execute(&mut **c)
            .await
            .map(drop))?;
        tx.changed(FactKind::Account, new.account.as_str(), event.at_ms);
        tx.close_logins(&new.account).await?;
        audit::write(&mut tx, event).await?;
        tx.commit().await
    }

    /// Notes that a passkey was used. `false` if it was removed meanwhile, or its counter did not grow: then two devices
    /// bear the same key.
    pub async fn use_passkey(&self, used: &Use) -> Result<bool> {
        let sql = "UPDATE passkey SET public_key = $1, counter = $2, used_at = $3
                   WHERE credential_id = $4 AND removed_at IS NULL AND (counter < $2 OR (counter = 0 AND $2 = 0))";
        let done = write_db!(self, |p| sqlx::query(sql)
            .bind(&used.public_key)
            .bind(used.counter)
            .bind(used.at_ms)
            .bind(&used.credential_id)
            .execute(p)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(done == 1)
    }

    /// Removes a passkey of an account. `false` if it has none of this id.
    pub async fn remove_passkey(&self, account: &AccountId, id: &str, event: &AuditEvent) -> Result<bool> {
        let mut tx = self.begin().await?;
        let sql =
            "UPDATE passkey SET removed_at = $1 WHERE id = $2 AND account_id = $3 AND removed_at IS NULL";
        let done = tx!(&mut tx, |c| sqlx::query(sql)
            .bind(event.at_ms)
            .bind(id)
            .bind(&account.0)
            .execute(&mut **c)
            .await
            .map(|done| done.rows_affected()))?;
        if done == 0 {
            return Ok(false);
        }
        tx.changed(FactKind::Account, account.as_str(), event.at_ms);
        audit::write(&mut tx, event).await?;
        tx.commit().await?;
        Ok(true)
    }
}
