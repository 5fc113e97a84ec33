//! Accounts at a bank on which people are paid: versions of which the newest counts, each a leaf of the audit log.

use domain::id::{PayeeId, PersonId};
use domain::payee::PayeeKind;

use crate::audit::{self, AuditEvent};
use crate::constraint::Constraint;
use crate::db::{Db, Tx};
use crate::error::{Result, StoreError};
use crate::fact::FactKind;
use crate::person::SealedNumber;
use crate::{execute, read_db, tx};

/// An account as its owner gives it.
#[derive(Clone, Debug)]
pub struct NewPayee {
    pub id: PayeeId,
    pub person: PersonId,
    pub kind: PayeeKind,
    pub bank: String,
    /// The number; what is shown of it are its last four digits.
    pub number: SealedNumber,
    /// Random bytes in its digest that stands in the audit log; they are erased with it.
    pub salt: [u8; 16],
}

/// An account as it may be shown.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Payee {
    #[sqlx(try_from = "String")]
    pub id: PayeeId,
    pub n: i64,
    pub kind: String,
    pub bank: String,
    pub last_four: String,
    pub given_at: i64,
    /// Absent while it counts.
    pub ended_at: Option<i64>,
}

const PAYEE: &str = "SELECT id, n, kind, bank, last_four, given_at, ended_at FROM payee";

impl Db {
    /// Somebody is paid on this account from now on; the one before ends. `false` where somebody else is paid on it; then
    /// nothing changes.
    pub async fn give_payee(&self, new: &NewPayee, event: &AuditEvent) -> Result<bool> {
        let person = new.person.as_str();
        let mut tx = self.begin().await?;
        tx.lock_person(&new.person).await?;
        let sql = "SELECT id FROM payee WHERE person_id = $1 AND ended_at IS NULL";
        let before: Option<String> =
            tx!(&mut tx, |c| sqlx::query_scalar(sql).bind(person).fetch_optional(&mut **c).await)?;
        if let Some(before) = before {
            tx.end_payee(&before, event.at_ms).await?;
        }
        let sql = "INSERT INTO payee (id, person_id, n, kind, bank, number_digest, number_sealed, last_four, salt, given_by,
                       given_at)
                   SELECT $1, $2, (SELECT COUNT(*) FROM payee WHERE person_id = $2) + 1, $3, $4, $5, $6, $7, $8, a.id, $9
                   FROM account a WHERE a.id = $10";
        let by = event.account.as_ref().ok_or(StoreError::NotFound)?;
        let done = execute!(
            &mut tx,
            sql,
            new.id.as_str(),
            person,
            new.kind.as_str(),
            &new.bank,
            &new.number.digest[..],
            &new.number.sealed,
            &new.number.masked,
            &new.salt[..],
            event.at_ms,
            by.as_str()
        );
        match done.map_err(StoreError::from) {
            Err(StoreError::Conflict(Constraint::PayeeNumberOnce)) => return Ok(false),
            other => other?,
        };
        tx.changed(FactKind::Payee, new.id.as_str(), event.at_ms);
        audit::write(&mut tx, event).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// The account on which somebody is paid.
    pub async fn payee_of(&self, person: &PersonId) -> Result<Option<Payee>> {
        let sql = format!("{PAYEE} WHERE person_id = $1 AND ended_at IS NULL");
        Ok(read_db!(self, |p| sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(person.as_str())
            .fetch_optional(p)
            .await)?)
    }

    /// Every account that somebody gave, the newest first; those that were emptied say nothing.
    pub async fn payees_of(&self, person: &PersonId) -> Result<Vec<Payee>> {
        let sql = format!("{PAYEE} WHERE person_id = $1 AND last_four <> '' ORDER BY n DESC");
        Ok(read_db!(self, |p| sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(person.as_str())
            .fetch_all(p)
            .await)?)
    }
}

impl Tx {
    async fn end_payee(&mut self, id: &str, at_ms: i64) -> Result<()> {
        execute!(&mut *self, "UPDATE payee SET ended_at = $1 WHERE id = $2", at_ms, id)?;
        self.changed(FactKind::Payee, id, at_ms);
        Ok(())
    }

    /// Ends and empties every account that somebody gave: they are gone.
    pub(crate) async fn empty_payees(&mut self, person: &PersonId, at_ms: i64) -> Result<()> {
        let sql = "SELECT id FROM payee WHERE person_id = $1 AND last_four <> '' ORDER BY n";
        let ids: Vec<String> =
            tx!(self, |c| sqlx::query_scalar(sql).bind(person.as_str()).fetch_all(&mut **c).await)?;
        for id in ids {
            let sql = "UPDATE payee SET ended_at = COALESCE(ended_at, $1), bank = '', number_digest = $2, number_sealed = $2,
                           last_four = '', salt = $2 WHERE id = $3";
            execute!(&mut *self, sql, at_ms, &[][..] as &[u8], &id)?;
            self.changed(FactKind::Payee, &id, at_ms);
        }
        Ok(())
    }
}
