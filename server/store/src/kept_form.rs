//! Forms that were sent and not done: kept for a while, so that nothing typed is lost and "back" leads to a page.

use crate::db::Db;
use crate::error::Result;
use crate::{execute, read_db, write_db};

/// So many of one owner's at a time; the oldest go first.
const EACH_MAX: i64 = 8;
/// So many that are over go whenever one is added.
const OVER_AT_ONCE: i64 = 50;

/// A form that was sent and not done.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct KeptForm {
    /// Stands in the address of its page.
    pub number: String,
    /// Whose it is; empty: whoever asks for it first.
    pub owner: String,
    /// The page that shows it.
    pub path: String,
    pub form_sealed: Vec<u8>,
    pub until_ms: i64,
}

impl Db {
    /// Keeps a form, and lets go of what is over.
    pub async fn keep_form(&self, form: &KeptForm, now_ms: i64) -> Result<()> {
        let mut tx = self.begin().await?;
        let sql = "DELETE FROM kept_form WHERE number IN (
                       SELECT number FROM kept_form WHERE until_ms <= $1 ORDER BY until_ms LIMIT $2)";
        execute!(&mut tx, sql, now_ms, OVER_AT_ONCE)?;
        if !form.owner.is_empty() {
            let sql = "DELETE FROM kept_form WHERE owner = $1 AND number NOT IN (
                           SELECT number FROM kept_form WHERE owner = $1 ORDER BY until_ms DESC LIMIT $2)";
            execute!(&mut tx, sql, &form.owner, EACH_MAX - 1)?;
        }
        let sql =
            "INSERT INTO kept_form (number, owner, path, form_sealed, until_ms) VALUES ($1, $2, $3, $4, $5)";
        execute!(&mut tx, sql, &form.number, &form.owner, &form.path, &form.form_sealed, form.until_ms)?;
        tx.commit().await
    }

    /// The form of this number, if it is the reader's. One without an owner is the reader's from then on.
    pub async fn kept_form(&self, number: &str, reader: &str, now_ms: i64) -> Result<Option<KeptForm>> {
        let sql = "SELECT number, owner, path, form_sealed, until_ms FROM kept_form WHERE number = $1 AND until_ms > $2";
        let found: Option<KeptForm> =
            read_db!(self, |p| sqlx::query_as(sql).bind(number).bind(now_ms).fetch_optional(p).await)?;
        let Some(form) = found.filter(|form| form.owner == reader || form.owner.is_empty()) else {
            return Ok(None);
        };
        if form.owner.is_empty() {
            let sql = "UPDATE kept_form SET owner = $1 WHERE number = $2 AND owner = ''";
            let claimed = write_db!(self, |p| sqlx::query(sql)
                .bind(reader)
                .bind(number)
                .execute(p)
                .await
                .map(|done| done.rows_affected()))?;
            if claimed == 0 {
                return Ok(None);
            }
        }
        Ok(Some(form))
    }
}
