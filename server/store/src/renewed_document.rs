//! Whether somebody who registers with a new number is known under an older one: they sign in instead, and exchange it
//! ([`crate::document_exchange`]).

use domain::document::DocumentKind;
use domain::id::PersonId;
use domain::person::Sex;

use crate::db::Db;
use crate::error::Result;
use crate::read_db;

impl Db {
    /// Somebody of this name, day of birth and sex who is known by another document of this kind, with their phone as it is
    /// sealed. Where few people hold one, that is the same person with a renewed card.
    pub async fn phone_of_holder(
        &self,
        kind: DocumentKind,
        name: &str,
        birth_date: &str,
        sex: Sex,
    ) -> Result<Option<(PersonId, Vec<u8>)>> {
        let found: Option<(String, Vec<u8>)> = read_db!(self, |pool| {
            sqlx::query_as(
                "SELECT id, phone_sealed FROM person
                 WHERE document_type = $1 AND name = $2 AND birth_date = $3 AND sex = $4 LIMIT 1",
            )
            .bind(kind.as_str())
            .bind(name)
            .bind(birth_date)
            .bind(sex.as_str())
            .fetch_optional(pool)
            .await
        })?;
        Ok(found.map(|(id, sealed)| (PersonId(id), sealed)))
    }
}
