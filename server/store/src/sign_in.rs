//! Signing in: passwords, failures, and the sessions that cookies and bearer tokens stand for.

mod rows;

use std::collections::{BTreeSet, HashMap};

use domain::access::Grant;
use domain::id::{AccountId, PersonId};
use domain::sign_in;
use store_read::facts::mark::{self, Opened};

pub(crate) use self::rows::is_marked;
use self::rows::{GrantRow, SessionRow};
use crate::{Db, Result, read_db, tx, write_db};

/// How long a sign-in lasts whatever happens.
pub const SESSION_MS_MAX: i64 = 12 * 3_600_000;
/// How long it lasts unused.
pub const IDLE_MS_MAX: i64 = 2 * 3_600_000;
/// Use is written down this often, so that reading a page seldom writes.
const SEEN_STEP_MS: i64 = 5 * 60_000;

/// What signing in needs to know of an account.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Credentials {
    #[sqlx(try_from = "String")]
    pub account_id: AccountId,
    #[sqlx(try_from = "String")]
    pub person_id: PersonId,
    pub login: String,
    pub name: String,
    pub password_hash: String,
    pub active: bool,
    mark: Vec<u8>,
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

/// Digests as a statement takes many of them: JSON, in hexadecimal.
fn list(digests: &[[u8; 32]]) -> String {
    serde_json::json!(digests.iter().map(hex::encode).collect::<Vec<_>>()).to_string()
}

impl Db {
    /// What stands behind a login, if anything does.
    pub async fn credentials(&self, login: &str) -> Result<Option<Credentials>> {
        let sql = "SELECT a.id AS account_id, a.person_id, a.login, p.name, a.password_hash, a.active, a.mark
                   FROM account a JOIN person p ON p.id = a.person_id WHERE a.login = $1";
        let found =
            read_db!(self, |p| sqlx::query_as::<_, Credentials>(sql).bind(login).fetch_optional(p).await)?;
        let keys = self.keys()?;
        Ok(found.and_then(|found| found.marked(&keys)))
    }

    /// The same by the account's id.
    pub async fn credentials_of(&self, account: &AccountId) -> Result<Option<Credentials>> {
        let sql = "SELECT a.id AS account_id, a.person_id, a.login, p.name, a.password_hash, a.active, a.mark
                   FROM account a JOIN person p ON p.id = a.person_id WHERE a.id = $1";
        let found = read_db!(self, |p| sqlx::query_as::<_, Credentials>(sql)
            .bind(&account.0)
            .fetch_optional(p)
            .await)?;
        let keys = self.keys()?;
        Ok(found.and_then(|found| found.marked(&keys)))
    }

    /// The login whose sign-in a token opened.
    pub async fn login_of_token(&self, token_digest: &[u8; 32]) -> Result<Option<String>> {
        let sql = "SELECT a.login FROM login_session s JOIN account a ON a.id = s.account_id WHERE s.token_digest = $1";
        Ok(read_db!(self, |p| sqlx::query_scalar(sql).bind(&token_digest[..]).fetch_optional(p).await)?)
    }

    /// Begins a try at anything: counts it as failed until [`Db::forgive_tries`] says otherwise, so that many at once cannot
    /// outrun the count. Answers how long to wait instead, if it must wait; so many failures in a row cost no waiting. What
    /// does not exist is counted too: an answer must not tell it apart.
    pub async fn begin_try(&self, tried: &str, free: i64, now_ms: i64) -> Result<i64> {
        let mut tx = self.begin().await?;
        // Taking the row first makes tries at the same login stand in line.
        let failures: Failures = tx!(&mut tx, |c| sqlx::query_as(
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
        tx!(&mut tx, |c| sqlx::query(
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
        let opened = Opened { token_digest, account: account.as_str(), created_at: now_ms, expires_at };
        let mark = mark::of_sign_in(&*self.keys()?, &opened);
        let mut tx = self.begin().await?;
        tx!(&mut tx, |c| {
            sqlx::query(
            "INSERT INTO login_session (token_digest, account_id, created_at, seen_at, expires_at, device, mark)
             VALUES ($1, $2, $3, $3, $4, $5, $6)"
        )
        .bind(&token_digest[..])
        .bind(&account.0)
        .bind(now_ms)
        .bind(expires_at)
        .bind(device)
        .bind(&mark[..])
        .execute(&mut **c)
        .await
        .map(drop)
        })?;
        tx!(&mut tx, |c| sqlx::query("DELETE FROM login_failure WHERE login = $1")
            .bind(login)
            .execute(&mut **c)
            .await
            .map(drop))?;
        tx!(&mut tx, |c| sqlx::query(
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

    /// Who tokens stand for now, by their digests; a token that is not found stands for nobody. Use extends an idle
    /// sign-in. Many are asked about at once, because a crowd that signed in together comes back together.
    pub async fn signed_in(
        &self,
        token_digests: &[[u8; 32]],
        now_ms: i64,
    ) -> Result<HashMap<[u8; 32], SignedIn>> {
        let sql = self.text(
            "SELECT s.token_digest, s.account_id, a.person_id, a.login, p.name, a.password_hash, a.active, a.mark, s.seen_at,
                 s.created_at, s.expires_at, s.mark AS opened_mark,
                 (SELECT COUNT(*) FROM second_factor f WHERE f.account_id = a.id)
                 + (SELECT COUNT(*) FROM passkey k WHERE k.account_id = a.id AND k.removed_at IS NULL) AS factors
             FROM login_session s
             JOIN account a ON a.id = s.account_id
             JOIN person p ON p.id = a.person_id
             WHERE s.token_digest IN (SELECT unhex(value) FROM json_each($1))
                 AND s.expires_at > $2 AND s.seen_at > $3 AND a.active = $4",
            "SELECT s.token_digest, s.account_id, a.person_id, a.login, p.name, a.password_hash, a.active, a.mark, s.seen_at,
                 s.created_at, s.expires_at, s.mark AS opened_mark,
                 (SELECT COUNT(*) FROM second_factor f WHERE f.account_id = a.id)
                 + (SELECT COUNT(*) FROM passkey k WHERE k.account_id = a.id AND k.removed_at IS NULL) AS factors
             FROM login_session s
             JOIN account a ON a.id = s.account_id
             JOIN person p ON p.id = a.person_id
             WHERE s.token_digest = ANY (ARRAY(SELECT decode(value, 'hex')
                                               FROM jsonb_array_elements_text(CAST($1 AS jsonb)) AS value))
                 AND s.expires_at > $2 AND s.seen_at > $3 AND a.active = $4",
        );
        let rows: Vec<SessionRow> = read_db!(self, |p| sqlx::query_as(sql)
            .bind(list(token_digests))
            .bind(now_ms)
            .bind(now_ms - IDLE_MS_MAX)
            .bind(true)
            .fetch_all(p)
            .await)?;
        let keys = self.keys()?;
        let rows: Vec<SessionRow> = rows.into_iter().filter(|row| row.is_marked(&keys)).collect();
        let unnoted = rows.iter().filter(|row| now_ms - row.seen_at >= SEEN_STEP_MS);
        let unnoted: Vec<[u8; 32]> = unnoted.filter_map(SessionRow::digest).collect();
        if !unnoted.is_empty() {
            self.note_uses(&unnoted, now_ms).await?;
        }
        let accounts: BTreeSet<&AccountId> = rows.iter().map(|row| &row.account_id).collect();
        let mut grants = self.grants_of(&accounts, now_ms).await?;
        let mut found = HashMap::with_capacity(rows.len());
        for row in rows {
            let Some(digest) = row.digest() else { continue };
            // An account that is signed in twice is asked about once.
            let grants = grants.entry(row.account_id.clone()).or_default().clone();
            let signed_in = SignedIn {
                grants,
                account: row.account_id,
                person: row.person_id,
                login: row.login,
                name: row.name,
                expires_at: row.expires_at,
                second_factor: row.factors > 0,
            };
            found.insert(digest, signed_in);
        }
        Ok(found)
    }

    /// Writes down that these sign-ins are in use.
    async fn note_uses(&self, token_digests: &[[u8; 32]], now_ms: i64) -> Result<()> {
        let sql = self.text(
            "UPDATE login_session SET seen_at = $1 WHERE token_digest IN (SELECT unhex(value) FROM json_each($2))",
            "UPDATE login_session SET seen_at = $1
             WHERE token_digest = ANY (ARRAY(SELECT decode(value, 'hex')
                                             FROM jsonb_array_elements_text(CAST($2 AS jsonb)) AS value))",
        );
        write_db!(self, |p| sqlx::query(sql)
            .bind(now_ms)
            .bind(list(token_digests))
            .execute(p)
            .await
            .map(drop))?;
        Ok(())
    }

    /// The roles of an account that have not ended, in the order of the table of rights.
    pub async fn grants(&self, account: &AccountId, now_ms: i64) -> Result<Vec<Grant>> {
        let accounts = BTreeSet::from([account]);
        Ok(self.grants_of(&accounts, now_ms).await?.remove(account).unwrap_or_default())
    }

    /// The same of many accounts.
    async fn grants_of(
        &self,
        accounts: &BTreeSet<&AccountId>,
        now_ms: i64,
    ) -> Result<HashMap<AccountId, Vec<Grant>>> {
        let sql = self.text(
            "SELECT account_id, role, organisation_id, region_id, granted_at, ends_at, invited_by, confirmed_at,
                    confirmed_by, mark FROM role_grant
             WHERE account_id IN (SELECT value FROM json_each($1)) AND (ends_at IS NULL OR ends_at > $2)",
            "SELECT account_id, role, organisation_id, region_id, granted_at, ends_at, invited_by, confirmed_at,
                    confirmed_by, mark FROM role_grant
             WHERE account_id = ANY (ARRAY(SELECT jsonb_array_elements_text(CAST($1 AS jsonb))))
                 AND (ends_at IS NULL OR ends_at > $2)",
        );
        let rows: Vec<GrantRow> = read_db!(self, |p| sqlx::query_as(sql)
            .bind(serde_json::json!(accounts).to_string())
            .bind(now_ms)
            .fetch_all(p)
            .await)?;
        let keys = self.keys()?;
        let mut grants: HashMap<AccountId, Vec<Grant>> = HashMap::new();
        for row in rows {
            let account = row.account_id.clone();
            let Some(grant) = row.grant(&keys) else { continue };
            grants.entry(account).or_default().push(grant);
        }
        for grants in grants.values_mut() {
            grants.sort_by_key(|grant| grant.role);
        }
        Ok(grants)
    }

    /// A try was right: earlier wrong ones no longer count.
    pub async fn forgive_tries(&self, login: &str) -> Result<()> {
        write_db!(self, |p| sqlx::query("DELETE FROM login_failure WHERE login = $1")
            .bind(login)
            .execute(p)
            .await
            .map(drop))?;
        Ok(())
    }

    /// The tokens of sign-ins that ended within the last half minute, here or on another node, by the clock of the database.
    pub async fn ended_logins(&self) -> Result<Vec<[u8; 32]>> {
        let sql = self.text(
            "SELECT token_digest FROM login_ended WHERE at_ms > CAST(unixepoch('subsec') * 1000 AS INTEGER) - 30000",
            "SELECT token_digest FROM login_ended
             WHERE at_ms > CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT) - 30000",
        );
        let rows: Vec<Vec<u8>> = read_db!(self, |p| sqlx::query_scalar(sql).fetch_all(p).await)?;
        Ok(rows.into_iter().filter_map(|digest| digest.try_into().ok()).collect())
    }

    /// Ends a sign-in.
    pub async fn close_login(&self, token_digest: &[u8; 32]) -> Result<()> {
        write_db!(self, |p| sqlx::query("DELETE FROM login_session WHERE token_digest = $1")
            .bind(&token_digest[..])
            .execute(p)
            .await
            .map(drop))?;
        Ok(())
    }
}
