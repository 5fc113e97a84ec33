//! What people agreed to and took back.

use domain::audit::AuditState;
use domain::consent::{Purpose, Record};
use domain::id::PersonId;

use crate::audit::{self, AuditEvent, Change};
use crate::{Db, Result, read_db, tx};

#[derive(sqlx::FromRow)]
struct Row {
    purpose: String,
    given: bool,
    at_ms: i64,
    text_version: String,
}

impl Db {
    /// Every record of a person, oldest first.
    pub async fn consents(&self, person: &PersonId) -> Result<Vec<Record>> {
        let sql =
            "SELECT purpose, given, at_ms, text_version FROM consent WHERE person_id = $1 ORDER BY at_ms, id";
        let rows: Vec<Row> = read_db!(self, |p| sqlx::query_as(sql).bind(&person.0).fetch_all(p).await)?;
        // A purpose this version does not know asks for nothing here.
        Ok(rows
            .into_iter()
            .filter_map(|row| {
                let purpose = Purpose::from_code(&row.purpose)?;
                Some(Record { purpose, given: row.given, at_ms: row.at_ms, text_version: row.text_version })
            })
            .collect())
    }

    /// Agrees, or takes an agreement back.
    pub async fn record_consent(
        &self,
        id: &str,
        person: &PersonId,
        purpose: Purpose,
        given: bool,
        event: &AuditEvent,
    ) -> Result<()> {
        let mut tx = self.begin().await?;
        let sql = "SELECT given FROM consent WHERE person_id = $1 AND purpose = $2 ORDER BY at_ms DESC, id DESC LIMIT 1";
        let before: Option<bool> = tx!(&mut tx, |c| {
            sqlx::query_scalar(sql).bind(&person.0).bind(purpose.as_str()).fetch_optional(&mut **c).await
        })?;
        tx.add_consent(id, person, purpose, given, event.at_ms).await?;
        let said = |given| if given { AuditState::Given } else { AuditState::NotGiven };
        let change = Change { before: before.map_or(AuditState::NotAsked, said), after: said(given) };
        audit::write_change(&mut tx, event, change).await?;
        tx.commit().await
    }
}
