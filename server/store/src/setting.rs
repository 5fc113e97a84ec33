//! Facts about the database itself.

use crate::{Db, Result, read_db, write_db};

/// Which key file belongs to this database: a keyed digest that only the right key gives.
pub const KEY_CHECK: &str = "key_check";
/// The day on which loading the demo city began.
pub const DEMO_BEGUN: &str = "demo_begun";
/// The demo city that was loaded to the end.
pub const DEMO_CITY: &str = "demo_city";

impl Db {
    /// What is written under a name, if anything.
    pub async fn setting(&self, name: &str) -> Result<Option<String>> {
        Ok(read_db!(self, |p| sqlx::query_scalar("SELECT value FROM setting WHERE name = $1")
            .bind(name)
            .fetch_optional(p)
            .await)?)
    }

    /// Writes a fact if there is none yet, and answers the one that stands: of two servers starting at once, one wins.
    pub async fn settle(&self, name: &str, value: &str) -> Result<String> {
        Ok(write_db!(self, |p| sqlx::query_scalar(
            "INSERT INTO setting (name, value) VALUES ($1, $2)
             ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING value"
        )
        .bind(name)
        .bind(value)
        .fetch_one(p)
        .await)?)
    }
}
