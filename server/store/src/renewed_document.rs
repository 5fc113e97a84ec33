//! Whether somebody with a new number is known under an older one.

use domain::document::DocumentKind;
use domain::person::Sex;

use crate::db::Db;
use crate::error::Result;
use crate::read_db;

impl Db {
    /// Whether somebody of this name, day of birth and sex is known by another document of this kind. Where few people hold
    /// one, that is the same person with a renewed card.
    pub async fn knows_holder(
        &self,
        kind: DocumentKind,
        name: &str,
        birth_date: &str,
        sex: Sex,
    ) -> Result<bool> {
        let count: i64 = read_db!(self, |pool| {
            sqlx::query_scalar(
                "SELECT COUNT(*) FROM person WHERE document_type = $1 AND name = $2 AND birth_date = $3 AND sex = $4",
            )
            .bind(kind.as_str())
            .bind(name)
            .bind(birth_date)
            .bind(sex.as_str())
            .fetch_one(pool)
            .await
        })?;
        Ok(count > 0)
    }
}
