//! Whose a sign-in was that has ended.

use domain::id::AccountId;

use crate::db::Db;
use crate::error::Result;
use crate::read_db;

impl Db {
    /// The account of a sign-in, ended or not, as long as it is remembered.
    pub async fn former_owner(&self, token_digest: &[u8; 32]) -> Result<Option<AccountId>> {
        let found: Option<String> = read_db!(self, |pool| {
            sqlx::query_scalar("SELECT account_id FROM login_session WHERE token_digest = $1")
                .bind(&token_digest[..])
                .fetch_optional(pool)
                .await
        })?;
        Ok(found.map(AccountId))
    }
}
