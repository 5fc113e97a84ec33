//! A number in full, for one pair of eyes: what opens it writes down who saw it and why.

use domain::id::{AccountId, PersonId};
use domain::person::Number;
use store_read::sealed::{DOCUMENT, PHONE};
use vault::Keys;

use crate::audit::{self, AuditEvent};
use crate::db::Db;
use crate::error::{Result, StoreError};
use crate::tx;

/// What became of the wish to see a number.
#[derive(Clone, PartialEq, Eq)]
pub enum Revealed {
    Number(String),
    /// This account has seen enough of them for now.
    TooMany,
    /// Its owner closed the account, and it is no longer kept.
    Erased,
}

impl std::fmt::Debug for Revealed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Number(_) => "Number(…)",
            Self::TooMany => "TooMany",
            Self::Erased => "Erased",
        })
    }
}

impl Db {
    /// Opens a sealed number. The line in the log and the opening are one transaction: no number is
    /// shown without its line. At most `most` since `since_ms` for one account.
    pub async fn reveal_number(
        &self,
        person: &PersonId,
        number: Number,
        keys: &Keys,
        (most, since_ms): (i64, i64),
        event: &AuditEvent,
    ) -> Result<Revealed> {
        let mut tx = self.begin().await?;
        let (column, sql) = match number {
            Number::Document => (DOCUMENT, "SELECT document_sealed FROM person WHERE id = $1"),
            Number::Phone => (PHONE, "SELECT phone_sealed FROM person WHERE id = $1"),
        };
        let sealed: Vec<u8> =
            tx!(&mut tx, |c| sqlx::query_scalar(sql).bind(&person.0).fetch_one(&mut **c).await)?;
        if sealed.is_empty() {
            return Ok(Revealed::Erased);
        }
        let opened = keys
            .open(column.of(&person.0), &sealed)
            .ok_or_else(|| StoreError::Damaged(format!("the sealed numbers of person {person}")))?;
        audit::write(&mut tx, event).await?;
        // Counted under the lock of the log's head: requests at the same moment wait here for each other.
        let sql = "SELECT COUNT(*) FROM audit_event WHERE action = $1 AND account_id = $2 AND at_ms > $3";
        let seen: i64 = tx!(&mut tx, |c| {
            sqlx::query_scalar(sql)
                .bind(event.action.code())
                .bind(event.account.as_ref().map(AccountId::as_str))
                .bind(since_ms)
                .fetch_one(&mut **c)
                .await
        })?;
        if seen > most {
            return Ok(Revealed::TooMany);
        }
        tx.commit().await?;
        Ok(Revealed::Number(opened))
    }
}
