//! The phones that open accounts. Each row bears a mark by the site's key: one that was written beside the program, or pointed
//! at another account, opens nothing.

use domain::id::{AccountId, PersonId};
use store_read::facts::mark::{self, Entered, PhoneOf};
use vault::Keys;

use crate::audit::{self, AuditEvent};
use crate::fact::FactKind;
use crate::person::SealedNumber;
use crate::sign_in::is_marked;
use crate::{Db, Result, Tx, execute, read_db, tx};

/// Whom a phone lets in.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct PhoneAccount {
    #[sqlx(try_from = "String")]
    pub account_id: AccountId,
    #[sqlx(try_from = "String")]
    pub person_id: PersonId,
    pub login: String,
    pub document_sealed: Vec<u8>,
    pub verified_at: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct PhoneRow {
    phone_digest: Vec<u8>,
    account_id: String,
    since: i64,
    verified_at: Option<i64>,
    mark: Vec<u8>,
}

#[derive(sqlx::FromRow)]
struct PhoneAccountRow {
    #[sqlx(flatten)]
    phone: PhoneRow,
    login: String,
    person_id: String,
    password_hash: String,
    active: bool,
    account_mark: Vec<u8>,
    document_sealed: Vec<u8>,
}

/// A phone with the account that it opens; a condition follows.
const WITH_ACCOUNT: &str = "
    SELECT f.phone_digest, f.account_id, f.since, f.verified_at, f.mark,
        a.login, a.person_id, a.password_hash, a.active, a.mark AS account_mark, p.document_sealed
    FROM account_phone f JOIN account a ON a.id = f.account_id JOIN person p ON p.id = a.person_id
    WHERE f.phone_digest = $1";

impl PhoneRow {
    /// Whether the program wrote it; what is not is told to the log.
    fn is_ours(&self, keys: &Keys) -> bool {
        let phone = PhoneOf {
            phone_digest: &self.phone_digest,
            account: &self.account_id,
            since: self.since,
            verified_at: self.verified_at,
        };
        let is_ours = mark::of_phone(keys, &phone)[..] == self.mark;
        if !is_ours {
            tracing::error!(
                account = self.account_id,
                "a phone was written beside the program: it opens nothing"
            );
        }
        is_ours
    }
}

impl PhoneAccountRow {
    /// Whether the program wrote what opens the account.
    fn account_is_ours(&self, keys: &Keys) -> bool {
        let entered = Entered {
            account: &self.phone.account_id,
            person: &self.person_id,
            login: &self.login,
            password_hash: &self.password_hash,
            active: self.active,
        };
        is_marked(keys, &entered, &self.account_mark)
    }
}

impl Db {
    /// The active account that a phone opens.
    pub async fn account_of_phone(&self, phone_digest: &[u8; 32]) -> Result<Option<PhoneAccount>> {
        let keys = self.keys()?;
        let found =
            self.opened_by(phone_digest).await?.filter(|row| row.active && row.account_is_ours(&keys));
        Ok(found.map(|row| PhoneAccount {
            account_id: AccountId(row.phone.account_id),
            person_id: PersonId(row.person_id),
            login: row.login,
            document_sealed: row.document_sealed,
            verified_at: row.phone.verified_at,
        }))
    }

    /// The login of the account that a phone opens.
    pub async fn login_of_phone(&self, phone_digest: &[u8; 32]) -> Result<Option<String>> {
        Ok(self.opened_by(phone_digest).await?.map(|row| row.login))
    }

    async fn opened_by(&self, phone_digest: &[u8; 32]) -> Result<Option<PhoneAccountRow>> {
        let found: Option<PhoneAccountRow> =
            read_db!(self, |p| sqlx::query_as(WITH_ACCOUNT).bind(&phone_digest[..]).fetch_optional(p).await)?;
        let keys = self.keys()?;
        Ok(found.filter(|row| row.phone.is_ours(&keys)))
    }

    /// When the phone of an account was verified, if it was.
    pub async fn phone_verified_at(&self, account: &AccountId) -> Result<Option<i64>> {
        let sql = "SELECT phone_digest, account_id, since, verified_at, mark FROM account_phone WHERE account_id = $1";
        let rows: Vec<PhoneRow> =
            read_db!(self, |p| sqlx::query_as(sql).bind(&account.0).fetch_all(p).await)?;
        let keys = self.keys()?;
        Ok(rows.iter().filter(|row| row.is_ours(&keys)).filter_map(|row| row.verified_at).max())
    }

    /// A code sent to the phone was typed right by whom the account belongs to.
    pub async fn phone_is_verified(&self, phone_digest: &[u8; 32], now_ms: i64) -> Result<()> {
        let mut tx = self.begin().await?;
        tx.verify_account_phone(phone_digest, now_ms).await?;
        tx.commit().await
    }

    /// Gives an account a phone whose owner has typed the code, instead of the one before. `false` if the phone opens
    /// another account; then nothing changes.
    pub async fn change_phone(
        &self,
        account: &AccountId,
        phone: &SealedNumber,
        event: &AuditEvent,
    ) -> Result<bool> {
        let mut tx = self.begin().await?;
        execute!(&mut tx, "DELETE FROM account_phone WHERE account_id = $1", &account.0)?;
        if !tx.add_account_phone(account, &phone.digest, event.at_ms).await? {
            return Ok(false);
        }
        tx.verify_account_phone(&phone.digest, event.at_ms).await?;
        let sql = "UPDATE person SET phone_sealed = $1, phone_masked = $2
                   WHERE id = (SELECT person_id FROM account WHERE id = $3) RETURNING id";
        let person: String = tx!(&mut tx, |c| sqlx::query_scalar(sql)
            .bind(&phone.sealed)
            .bind(&phone.masked)
            .bind(&account.0)
            .fetch_one(&mut **c)
            .await)?;
        tx.changed(FactKind::Person, &person, event.at_ms);
        audit::write(&mut tx, event).await?;
        tx.commit().await?;
        Ok(true)
    }
}

impl Tx {
    /// Lets a phone open this account. `false` if it opens another one already: a family may share a phone, and the
    /// first of them signs in by it.
    pub async fn add_account_phone(
        &mut self,
        account: &AccountId,
        phone_digest: &[u8; 32],
        now_ms: i64,
    ) -> Result<bool> {
        let phone = PhoneOf { phone_digest, account: account.as_str(), since: now_ms, verified_at: None };
        let mark = mark::of_phone(&*self.keys()?, &phone);
        let sql = "INSERT INTO account_phone (phone_digest, account_id, since, mark) VALUES ($1, $2, $3, $4)
                   ON CONFLICT (phone_digest) DO NOTHING";
        Ok(execute!(self, sql, &phone_digest[..], &account.0, now_ms, &mark[..])? == 1)
    }

    /// Notes that the owner of a phone has shown to hold it.
    pub async fn verify_account_phone(&mut self, phone_digest: &[u8; 32], now_ms: i64) -> Result<()> {
        let sql = self.text(
            "SELECT phone_digest, account_id, since, verified_at, mark FROM account_phone WHERE phone_digest = $1",
            "SELECT phone_digest, account_id, since, verified_at, mark FROM account_phone WHERE phone_digest = $1
             FOR UPDATE",
        );
        let found: Option<PhoneRow> =
            tx!(self, |c| sqlx::query_as(sql).bind(&phone_digest[..]).fetch_optional(&mut **c).await)?;
        let keys = self.keys()?;
        let Some(row) = found.filter(|row| row.is_ours(&keys)) else { return Ok(()) };
        let phone =
            PhoneOf { phone_digest, account: &row.account_id, since: row.since, verified_at: Some(now_ms) };
        let mark = mark::of_phone(&keys, &phone);
        let sql = "UPDATE account_phone SET verified_at = $1, mark = $2 WHERE phone_digest = $3";
        execute!(self, sql, now_ms, &mark[..], &phone_digest[..])?;
        Ok(())
    }
}
