//! Trades: occupations of the national classification, and those of the bureau's own catalogue.

use crate::db::{Db, Tx};
use crate::error::Result;
use crate::{execute, read_db};

/// A trade as reference data.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, sqlx::FromRow)]
pub struct Trade {
    pub code: String,
    pub name: String,
    /// Empty where it has none.
    pub name_en: String,
}

impl Tx {
    /// Adds trades that hold from a day on, in one statement; one that is there already stays as it is. How many were added.
    pub async fn add_trades(&mut self, trades: &[Trade], valid_from: &str) -> Result<u64> {
        let json = serde_json::to_string(trades).unwrap_or_default();
        let sql = self.text(
            "INSERT INTO trade (code, name, name_en, valid_from)
             SELECT t.value ->> 'code', t.value ->> 'name', t.value ->> 'name_en', $1 FROM json_each($2) t WHERE TRUE
             ON CONFLICT (code) DO NOTHING",
            "INSERT INTO trade (code, name, name_en, valid_from)
             SELECT t ->> 'code', t ->> 'name', t ->> 'name_en', $1
             FROM jsonb_array_elements(CAST($2 AS jsonb)) t
             ON CONFLICT (code) DO NOTHING",
        );
        Ok(execute!(self, sql, valid_from, json)?)
    }
}

impl Db {
    /// All trades that hold on a day, in the order of their codes.
    pub async fn trades_on(&self, day: &str) -> Result<Vec<Trade>> {
        let sql = "SELECT code, name, name_en FROM trade
                   WHERE valid_from <= $1 AND (valid_to IS NULL OR valid_to >= $1) ORDER BY code";
        Ok(read_db!(self, |pool| sqlx::query_as(sql).bind(day).fetch_all(pool).await)?)
    }
}
