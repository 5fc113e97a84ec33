//! Whether an official has seen somebody with their identity document. Without that their hours are worth no money.

use domain::audit::AuditState;
use domain::id::{AccountId, EnrolmentId, PersonId};
use domain::policy::Policies;

use crate::audit::{self, AuditEvent, Change};
use crate::db::{Db, Tx};
use crate::error::{Result, StoreError};
use crate::fact::FactKind;
use crate::{execute, read_db, subsidy, tx};

/// What an official says of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentState {
    /// Document and holder were before them.
    Seen,
    /// They were not, or not those.
    Unseen,
}

impl DocumentState {
    fn state(self) -> AuditState {
        match self {
            Self::Seen => AuditState::Seen,
            Self::Unseen => AuditState::Unseen,
        }
    }

    fn opposite(self) -> Self {
        match self {
            Self::Seen => Self::Unseen,
            Self::Unseen => Self::Seen,
        }
    }
}

impl Db {
    /// When an official saw this person's document.
    pub async fn identity_seen_at(&self, person: &PersonId) -> Result<Option<i64>> {
        let sql = "SELECT identity_seen_at FROM person WHERE id = $1";
        Ok(read_db!(self, |p| sqlx::query_scalar(sql).bind(&person.0).fetch_one(p).await)?)
    }

    /// Keeps what the account of the event says of somebody's document, and works out their subsidies anew; `false` if that
    /// was said already or the person is gone, and nothing changed. Of oneself it is a conflict with
    /// [`crate::Constraint::PersonSeenByAnother`]. `shown` is the number as the official had it before them, with its middle
    /// hidden: where it was exchanged since, nothing changes either. Empty: whichever it is.
    pub async fn see_identity(
        &self,
        person: &PersonId,
        said: DocumentState,
        shown: &str,
        policies: &Policies,
        event: &AuditEvent,
    ) -> Result<bool> {
        let mut tx = self.begin().await?;
        tx.lock_person(person).await?;
        tx.lock_study(person).await?;
        let by = event.account.as_ref().ok_or(StoreError::NotFound)?;
        let changed = match said {
            DocumentState::Seen => execute!(
                &mut tx,
                "UPDATE person SET identity_seen_at = $1, identity_seen_by = $2
                 WHERE id = $3 AND identity_seen_at IS NULL AND closed_at IS NULL AND ($4 = '' OR document_masked = $4)",
                event.at_ms,
                AccountId::as_str(by),
                person.as_str(),
                shown
            )?,
            DocumentState::Unseen => execute!(
                &mut tx,
                "UPDATE person SET identity_seen_at = NULL, identity_seen_by = NULL
                 WHERE id = $1 AND identity_seen_at IS NOT NULL AND closed_at IS NULL",
                person.as_str()
            )?,
        };
        if changed == 0 {
            return Ok(false);
        }
        tx.changed(FactKind::Person, person.as_str(), event.at_ms);
        tx.recompute_subsidies(person, policies, event.at_ms).await?;
        let change = Change { before: said.opposite().state(), after: said.state() };
        audit::write_change(&mut tx, event, change).await?;
        tx.commit().await?;
        Ok(true)
    }
}

impl Tx {
    /// Whoever verifies hours of this person at the same time waits, so that neither reckons by what the other changes.
    pub(crate) async fn lock_study(&mut self, person: &PersonId) -> Result<()> {
        let sql = self.text(
            "SELECT person_id FROM person_study WHERE person_id = $1",
            "SELECT person_id FROM person_study WHERE person_id = $1 FOR UPDATE",
        );
        tx!(self, |c| sqlx::query(sql).bind(&person.0).execute(&mut **c).await.map(drop))?;
        Ok(())
    }

    /// Works out every subsidy record of a person anew, from the ledger as it is.
    pub(crate) async fn recompute_subsidies(
        &mut self,
        person: &PersonId,
        policies: &Policies,
        now_ms: i64,
    ) -> Result<()> {
        let size: i64 = tx!(self, |c| {
            sqlx::query_scalar("SELECT size FROM ledger_head WHERE id = 1").fetch_one(&mut **c).await
        })?;
        let enrolments: Vec<String> = tx!(self, |c| {
            sqlx::query_scalar(
                "SELECT DISTINCT enrolment_id FROM ledger_entry_group WHERE person_id = $1 ORDER BY enrolment_id",
            )
            .bind(person.as_str())
            .fetch_all(&mut **c)
            .await
        })?;
        for enrolment in enrolments {
            subsidy::recompute(self, &EnrolmentId(enrolment), policies, size, now_ms).await?;
        }
        Ok(())
    }
}
