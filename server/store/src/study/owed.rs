//! What a learner owes before anything counts, for a page that is just opened.

use domain::id::PersonId;
use domain::study::PersonStudy;
use domain::wire::CheckNotice;

use super::json::stored;
use crate::db::Db;
use crate::error::Result;
use crate::read_db;

/// What stands against studying.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Owed {
    /// The check that waits for its answer; none while identity must be confirmed first.
    pub check: Option<CheckNotice>,
    /// Whether identity must be confirmed.
    pub held: bool,
}

impl Db {
    /// When the last beat of all arrived, by the clock of the server that took it; 0 if there was none.
    pub async fn newest_beat_ms(&self) -> Result<i64> {
        let newest: Option<i64> = read_db!(self, |pool| {
            sqlx::query_scalar("SELECT MAX(last_beat_at) FROM person_study").fetch_one(pool).await
        })?;
        Ok(newest.unwrap_or(0))
    }

    /// What a learner owes now.
    pub async fn owed(&self, person: &PersonId) -> Result<Owed> {
        let state: Option<String> = read_db!(self, |pool| {
            sqlx::query_scalar("SELECT state FROM person_study WHERE person_id = $1")
                .bind(person.as_str())
                .fetch_optional(pool)
                .await
        })?;
        let Some(state) = state else { return Ok(Owed::default()) };
        let study: PersonStudy = stored("study state", &state)?;
        Ok(Owed { check: study.notice(), held: study.held })
    }
}
