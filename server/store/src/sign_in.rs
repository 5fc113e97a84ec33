//! Signing in: passwords, failures, and the sessions that cookies and bearer tokens stand for.

use domain::access::{Grant, Role};
use domain::id::{AccountId, PersonId};
use domain::sign_in;

use crate::{Db, Result, on, within, write_on};

/// How long a sign-in lasts whatever happens.
pub const SESSION_MS_MAX: i64 = 12 * 3_600_000;
/// How long it lasts unused.
pub const IDLE_MS_MAX: i64 = 2 * 3_600_000;
/// Use is written down this often, so that reading a page seldom writes.
const SEEN_STEP_MS: i64 = 5 * 60_000;

/// What signing in needs to know of an account.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Credentials {
    pub account_id: String,
    pub person_id: String,
    pub login: String,
    pub name: String,
    pub password_hash: String,
    pub active: bool,
}

/// Who a token stands for.
#[derive(Clone, Debug)]
pub struct SignedIn {
    pub account: AccountId,
    pub person: PersonId,
    pub login: String,
    pub name: String,
    pub grants: Vec<Grant>,
    /// The end of the sign-in, whatever happens.
    pub expires_at: i64,
    /// Whether the account has a second factor: an authenticator app or a passkey.
    pub second_factor: bool,
}

#[derive(sqlx::FromRow)]
struct Failures {
    failures: i64,
    last_at: i64,
}

#[derive(sqlx::FromRow)]
struct SessionRow {
    account_id: String,
    person_id: String,
    login: String,
    name: String,
    seen_at: i64,
    expires_at: i64,
    factors: i64,
}

#[derive(sqlx::FromRow)]
struct GrantRow {
    role: String,
    organisation_id: Option<String>,
    region_id: Option<String>,
}

impl Db {
    /// What stands behind a login, if anything does.
    pub async fn credentials(&self, login: &str) -> Result<Option<Credentials>> {
        let sql = "SELECT a.id AS account_id, a.person_id, a.login, p.name, a.password_hash, a.active
                   FROM account a JOIN person p ON p.id = a.person_id WHERE a.login = $1";
        let found = on!(self, |p| sqlx::query_as::<_, Credentials>(sql).bind(login).fetch_optional(p).await)?;
        Ok(found)
    }

    /// The same by the account's id.
    pub async fn credentials_of(&self, account: &AccountId) -> Result<Option<Credentials>> {
        let sql = "SELECT a.id AS account_id, a.person_id, a.login, p.name, a.password_hash, a.active
                   FROM account a JOIN person p ON p.id = a.person_id WHERE a.id = $1";
        let found =
            on!(self, |p| sqlx::query_as::<_, Credentials>(sql).bind(&account.0).fetch_optional(p).await)?;
        Ok(found)
    }

    /// Begins a try to sign in: counts it as failed until [`Db::open_login`] says otherwise, so that many tries at once
    /// cannot outrun the count. Answers how long to wait instead, if it must wait. Logins that do not exist are counted
    /// too: an answer must not tell them apart.
    pub async fn begin_sign_in(&self, login: &str, now_ms: i64) -> Result<i64> {
        self.begin_try(login, sign_in::FREE_FAILURES, now_ms).await
    }

    /// The same for anything that is tried: so many failures in a row cost no waiting. [`Db::forgive_tries`] ends the row.
    pub async fn begin_try(&self, tried: &str, free: i64, now_ms: i64) -> Result<i64> {
        let mut tx = self.begin().await?;
        // Taking the row first makes tries at the same login stand in line.
        let failures: Failures = within!(&mut tx, |c| sqlx::query_as(
            "INSERT INTO login_failure (login, failures, last_at) VALUES ($1, 0, $2)
             ON CONFLICT (login) DO UPDATE SET login = excluded.login RETURNING failures, last_at"
        )
        .bind(tried)
        .bind(now_ms)
        .fetch_one(&mut **c)
        .await)?;
        let wait = sign_in::wait_ms(free, failures.failures, failures.last_at, now_ms);
        if wait > 0 {
            return Ok(wait);
        }
        let forgotten = now_ms - failures.last_at >= sign_in::FORGET_MS;
        let count = if forgotten { 1 } else { failures.failures + 1 };
        within!(&mut tx, |c| sqlx::query(
            "UPDATE login_failure SET failures = $1, last_at = $2 WHERE login = $3"
        )
        .bind(count)
        .bind(now_ms)
        .bind(tried)
        .execute(&mut **c)
        .await
        .map(drop))?;
        tx.commit().await?;
        Ok(0)
    }

    /// Opens a sign-in and forgets the failures before it. Only the digest of the token is kept. The account's sign-ins
    /// that ended go at the same time; everybody else's are the business of a job.
    pub async fn open_login(
        &self,
        token_digest: &[u8; 32],
        account: &AccountId,
        login: &str,
        device: &str,
        now_ms: i64,
    ) -> Result<i64> {
        let expires_at = now_ms + SESSION_MS_MAX;
        let mut tx = self.begin().await?;
        within!(&mut tx, |c| sqlx::query(
            "INSERT INTO login_session (token_digest, account_id, created_at, seen_at, expires_at, device)
             VALUES ($1, $2, $3, $3, $4, $5)"
        )
        .bind(&token_digest[..])
        .bind(&account.0)
        .bind(now_ms)
        .bind(expires_at)
        .bind(device)
        .execute(&mut **c)
        .await
        .map(drop))?;
        within!(&mut tx, |c| sqlx::query("DELETE FROM login_failure WHERE login = $1")
            .bind(login)
            .execute(&mut **c)
            .await
            .map(drop))?;
        within!(&mut tx, |c| sqlx::query(
            "DELETE FROM login_session WHERE account_id = $1 AND (expires_at <= $2 OR seen_at <= $3)"
        )
        .bind(&account.0)
        .bind(now_ms)
        .bind(now_ms - IDLE_MS_MAX)
        .execute(&mut **c)
        .await
        .map(drop))?;
        tx.commit().await?;
        Ok(expires_at)
    }

    /// Who a token stands for now, extending an idle sign-in by its use.
    pub async fn signed_in(&self, token_digest: &[u8; 32], now_ms: i64) -> Result<Option<SignedIn>> {
        let sql = "SELECT s.account_id, a.person_id, a.login, p.name, s.seen_at, s.expires_at,
                       (SELECT COUNT(*) FROM second_factor f WHERE f.account_id = a.id)
                       + (SELECT COUNT(*) FROM passkey k WHERE k.account_id = a.id AND k.removed_at IS NULL) AS factors
                   FROM login_session s
                   JOIN account a ON a.id = s.account_id
                   JOIN person p ON p.id = a.person_id
                   WHERE s.token_digest = $1 AND s.expires_at > $2 AND s.seen_at > $3 AND a.active = $4";
        let row = on!(self, |p| sqlx::query_as::<_, SessionRow>(sql)
            .bind(&token_digest[..])
            .bind(now_ms)
            .bind(now_ms - IDLE_MS_MAX)
            .bind(true)
            .fetch_optional(p)
            .await)?;
        let Some(row) = row else { return Ok(None) };
        if now_ms - row.seen_at >= SEEN_STEP_MS {
            write_on!(self, |p| sqlx::query(
                "UPDATE login_session SET seen_at = $1 WHERE token_digest = $2"
            )
            .bind(now_ms)
            .bind(&token_digest[..])
            .execute(p)
            .await
            .map(drop))?;
        }
        let account = AccountId(row.account_id);
        Ok(Some(SignedIn {
            grants: self.grants(&account, now_ms).await?,
            account,
            person: PersonId(row.person_id),
            login: row.login,
            name: row.name,
            expires_at: row.expires_at,
            second_factor: row.factors > 0,
        }))
    }

    /// The roles of an account that have not ended, in the order of the table of rights.
    pub async fn grants(&self, account: &AccountId, now_ms: i64) -> Result<Vec<Grant>> {
        let sql = "SELECT role, organisation_id, region_id FROM role_grant
                   WHERE account_id = $1 AND (ends_at IS NULL OR ends_at > $2)";
        let rows = on!(self, |p| sqlx::query_as::<_, GrantRow>(sql)
            .bind(&account.0)
            .bind(now_ms)
            .fetch_all(p)
            .await)?;
        let mut grants: Vec<Grant> = rows
            .into_iter()
            // A role this version does not know gives no right.
            .filter_map(|row| {
                Some(Grant {
                    role: Role::from_code(&row.role)?,
                    organisation: row.organisation_id.map(Into::into),
                    region: row.region_id.map(Into::into),
                })
            })
            .collect();
        grants.sort_by_key(|grant| grant.role);
        Ok(grants)
    }

    /// A try was right: earlier wrong ones no longer count.
    pub async fn forgive_tries(&self, login: &str) -> Result<()> {
        write_on!(self, |p| sqlx::query("DELETE FROM login_failure WHERE login = $1")
            .bind(login)
            .execute(p)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Ends a sign-in.
    pub async fn close_login(&self, token_digest: &[u8; 32]) -> Result<()> {
        write_on!(self, |p| sqlx::query("DELETE FROM login_session WHERE token_digest = $1")
            .bind(&token_digest[..])
            .execute(p)
            .await
            .map(drop))?;
        Ok(())
    }
}
