//! Closing one's account: everything personal goes in one transaction. What the rules of archives want kept of somebody
//! who left hours, appeals or a post stays sealed until a day; the books themselves hold no names and are not touched.

use domain::audit::AuditState;
use domain::consent::Purpose;
use domain::document::DocumentKind;
use domain::id::PersonId;

use crate::audit::{self, AuditEvent, Change};
use crate::db::{Db, Tx};
use crate::error::Result;
use crate::fact::FactKind;
use crate::register::ELSEWHERE;
use crate::{execute, read_db, tx};

/// What stands in lists in place of the name of somebody whose account is closed.
pub const NOBODY: &str = "已注销";

/// What closing an account needs.
pub struct Closing<'a> {
    pub person: &'a PersonId,
    /// The name, sealed, for the case that something is kept.
    pub name_sealed: Vec<u8>,
    /// An id for the record of each agreement that is taken back.
    pub consents: Vec<(String, Purpose)>,
    /// Until when name and document are kept of somebody whose last record is of this moment, in unix milliseconds.
    pub kept_until_ms: &'a (dyn Fn(i64) -> i64 + Sync),
}

/// What became of the wish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    /// It is closed. Name and document are kept, sealed, until then; `None`: nothing is.
    Done { kept_until_ms: Option<i64> },
    /// A post is still held; nothing changed.
    InPost,
    /// Somebody closed it a moment before; nothing changed.
    Already,
}

/// What somebody leaves behind that must be kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Remains {
    pub verified_ms: i64,
    /// When the last verified hour, appeal or post came about; absent: there is none of them.
    pub last_at: Option<i64>,
    /// Whether they ever held a post: the audit log then keeps their name.
    pub was_official: bool,
    /// Appeals that are not decided.
    pub open_appeals: i64,
}

/// Somebody who was here before, with what is left of them.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Former {
    #[sqlx(try_from = "String")]
    pub id: PersonId,
    /// The name in the open: of somebody who held a post, else [`NOBODY`].
    pub name: String,
    /// Absent once the time is over for which names are kept.
    pub name_sealed: Option<Vec<u8>>,
}

#[derive(sqlx::FromRow)]
struct RemainsRow {
    verified_ms: i64,
    last_entry: Option<i64>,
    last_appeal: Option<i64>,
    last_post: Option<i64>,
    open_appeals: i64,
}

impl From<RemainsRow> for Remains {
    fn from(row: RemainsRow) -> Self {
        Self {
            verified_ms: row.verified_ms,
            last_at: [row.last_entry, row.last_appeal, row.last_post].into_iter().flatten().max(),
            was_official: row.last_post.is_some(),
            open_appeals: row.open_appeals,
        }
    }
}

/// Of person `$1`; a post that has not ended is of the moment `$2`.
const REMAINS: &str = "SELECT
    (SELECT CAST(COALESCE(SUM(y.ms), 0) AS BIGINT) FROM ledger_line y WHERE y.person_id = $1) AS verified_ms,
    (SELECT MAX(y.at_ms) FROM ledger_line y WHERE y.person_id = $1) AS last_entry,
    (SELECT MAX(q.made_at) FROM appeal q WHERE q.person_id = $1) AS last_appeal,
    (SELECT MAX(COALESCE(g.ends_at, $2)) FROM role_grant g JOIN account a ON a.id = g.account_id
     WHERE a.person_id = $1 AND g.role <> 'learner') AS last_post,
    (SELECT COUNT(*) FROM appeal q WHERE q.person_id = $1 AND NOT EXISTS (
        SELECT 1 FROM appeal_step s WHERE s.appeal_id = q.id AND s.kind = 'confirm')) AS open_appeals";

/// What goes whatever is kept: every way in, and every file.
const WAYS_IN: [&str; 12] = [
    "DELETE FROM login_session WHERE account_id IN (SELECT id FROM account WHERE person_id = $1)",
    "DELETE FROM recovery_code WHERE account_id IN (SELECT id FROM account WHERE person_id = $1)",
    "DELETE FROM second_factor WHERE account_id IN (SELECT id FROM account WHERE person_id = $1)",
    "DELETE FROM passkey_challenge WHERE account_id IN (SELECT id FROM account WHERE person_id = $1)",
    "DELETE FROM account_phone WHERE account_id IN (SELECT id FROM account WHERE person_id = $1)",
    "DELETE FROM identity_link WHERE account_id IN (SELECT id FROM account WHERE person_id = $1)",
    "DELETE FROM staff_device WHERE account_id IN (SELECT id FROM account WHERE person_id = $1)",
    "DELETE FROM paper_seen WHERE paper_id IN (SELECT id FROM category_paper WHERE person_id = $1)",
    "DELETE FROM paper_content WHERE paper_id IN (SELECT id FROM category_paper WHERE person_id = $1)",
    "DELETE FROM category_paper WHERE person_id = $1",
    "DELETE FROM certificate_content WHERE certificate_id IN (SELECT c.id FROM certificate c
     JOIN enrolment e ON e.id = c.enrolment_id WHERE e.person_id = $1)",
    // It says where the household is.
    "DELETE FROM role_grant WHERE role = 'learner' AND account_id IN (SELECT id FROM account WHERE person_id = $1)",
];

/// What goes of somebody who never studied: nothing is left to which it could belong.
const STUDIES: [&str; 10] = [
    "DELETE FROM signal_person WHERE person_id = $1",
    "DELETE FROM study_trace WHERE person_id = $1",
    "DELETE FROM registration_trace WHERE person_id = $1",
    "DELETE FROM attendance_check WHERE person_id = $1",
    "DELETE FROM person_study WHERE person_id = $1",
    "DELETE FROM lesson_progress WHERE enrolment_id IN (SELECT id FROM enrolment WHERE person_id = $1)",
    "DELETE FROM refusal WHERE enrolment_id IN (SELECT id FROM enrolment WHERE person_id = $1)",
    "DELETE FROM study_session WHERE person_id = $1",
    "DELETE FROM enrolment WHERE person_id = $1",
    "DELETE FROM passkey WHERE account_id IN (SELECT id FROM account WHERE person_id = $1)",
];

impl Db {
    /// What somebody would leave behind.
    pub async fn remains(&self, person: &PersonId, now_ms: i64) -> Result<Remains> {
        let row: RemainsRow =
            read_db!(self, |p| sqlx::query_as(REMAINS).bind(&person.0).bind(now_ms).fetch_one(p).await)?;
        Ok(row.into())
    }

    /// Closes every account of a person.
    pub async fn close_person(&self, closing: &Closing<'_>, event: &AuditEvent) -> Result<Closed> {
        let (person, now_ms) = (closing.person, event.at_ms);
        let mut tx = self.begin().await?;
        // The person's row and that of their study: a beat or an answer comes before or after, never between.
        for lock in [
            tx.text("SELECT id FROM person WHERE id = $1", "SELECT id FROM person WHERE id = $1 FOR UPDATE"),
            tx.text(
                "SELECT person_id FROM person_study WHERE person_id = $1",
                "SELECT person_id FROM person_study WHERE person_id = $1 FOR UPDATE",
            ),
        ] {
            tx!(&mut tx, |c| sqlx::query(lock).bind(&person.0).execute(&mut **c).await.map(drop))?;
        }
        let closed_at: Option<i64> = tx!(&mut tx, |c| {
            sqlx::query_scalar("SELECT closed_at FROM person WHERE id = $1")
                .bind(&person.0)
                .fetch_one(&mut **c)
                .await
        })?;
        if closed_at.is_some() {
            return Ok(Closed::Already);
        }
        if tx.posts_held(person, now_ms).await? > 0 {
            return Ok(Closed::InPost);
        }
        let remains: RemainsRow = tx!(&mut tx, |c| {
            sqlx::query_as(REMAINS).bind(&person.0).bind(now_ms).fetch_one(&mut **c).await
        })?;
        let remains = Remains::from(remains);
        let kept_until_ms = remains.last_at.map(closing.kept_until_ms);
        for (id, purpose) in &closing.consents {
            tx.add_consent(id, person, *purpose, false, now_ms).await?;
        }
        for sql in WAYS_IN {
            tx.about(sql, person).await?;
        }
        let evidence: i64 = tx!(&mut tx, |c| {
            sqlx::query_scalar("SELECT COUNT(*) FROM evidence_kept WHERE person_id = $1")
                .bind(&person.0)
                .fetch_one(&mut **c)
                .await
        })?;
        // What was frozen of a class names the enrolment: it stays, though nothing was studied.
        let frozen: i64 = tx!(&mut tx, |c| {
            sqlx::query_scalar("SELECT COUNT(*) FROM class_closing_line WHERE person_id = $1")
                .bind(&person.0)
                .fetch_one(&mut **c)
                .await
        })?;
        if kept_until_ms.is_none() && evidence == 0 && frozen == 0 {
            for enrolment in tx.ids_of("SELECT id FROM enrolment WHERE person_id = $1", person).await? {
                tx.changed(FactKind::Enrolment, &enrolment, now_ms);
            }
            for sql in STUDIES {
                tx.about(sql, person).await?;
            }
        } else {
            // The key with which a check was confirmed stays, so that the signature can be verified again.
            let sql = "UPDATE passkey SET name = '', removed_at = COALESCE(removed_at, $1)
                       WHERE account_id IN (SELECT id FROM account WHERE person_id = $2)";
            tx!(&mut tx, |c| {
                sqlx::query(sql).bind(now_ms).bind(&person.0).execute(&mut **c).await.map(drop)
            })?;
        }
        tx.empty_payees(person, now_ms).await?;
        // So do the keys of devices, and say nothing of anybody.
        let sql = "UPDATE device_key SET device = '', removed_at = COALESCE(removed_at, $1)
                   WHERE account_id IN (SELECT id FROM account WHERE person_id = $2)";
        execute!(&mut tx, sql, now_ms, &person.0)?;
        let devices =
            "SELECT k.id FROM device_key k JOIN account a ON a.id = k.account_id WHERE a.person_id = $1";
        for device in tx.ids_of(devices, person).await? {
            tx.changed(FactKind::Device, &device, now_ms);
        }
        // Lines of the audit log refer to the account: an empty one stays.
        let sql = "UPDATE account SET active = $1, password_hash = '', login = 'closed-' || id WHERE person_id = $2";
        tx!(&mut tx, |c| { sqlx::query(sql).bind(false).bind(&person.0).execute(&mut **c).await.map(drop) })?;
        for account in tx.ids_of("SELECT id FROM account WHERE person_id = $1", person).await? {
            tx.marks_account(&account, now_ms);
        }
        tx.empty_person(closing, &remains, kept_until_ms, now_ms).await?;
        let after = match kept_until_ms {
            Some(until_ms) => AuditState::Sealed { until_ms },
            None => AuditState::Gone,
        };
        audit::write_change(&mut tx, event, Change { before: AuditState::Open, after }).await?;
        tx.commit().await?;
        self.checkpoint_wal().await;
        Ok(Closed::Done { kept_until_ms })
    }

    /// Who it was that had this document and closed the account, if name and number are still known or were kept to the end.
    pub async fn former(&self, kind: DocumentKind, digest: &[u8; 32]) -> Result<Option<Former>> {
        let sql = "SELECT id, name, name_sealed FROM person
                   WHERE document_type = $1 AND document_digest = $2 AND closed_at IS NOT NULL";
        Ok(read_db!(self, |p| sqlx::query_as(sql)
            .bind(kind.as_str())
            .bind(&digest[..])
            .fetch_optional(p)
            .await)?)
    }

    /// SQLite keeps old pages in its write-ahead log until they are copied into the file, where what was deleted is
    /// overwritten. Best effort: whoever reads a long list meanwhile is not waited for, and the hourly job comes again.
    pub async fn checkpoint_wal(&self) {
        let Self::Sqlite(pools) = self else { return };
        let statements =
            "PRAGMA busy_timeout = 100; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA busy_timeout = 5000";
        // Nothing is lost if it cannot be done now.
        drop(sqlx::raw_sql(statements).execute(&pools.writer).await);
    }
}

impl Tx {
    /// Runs a statement whose one value is a person.
    async fn about(&mut self, sql: &'static str, person: &PersonId) -> Result<()> {
        tx!(self, |c| sqlx::query(sql).bind(&person.0).execute(&mut **c).await.map(drop))?;
        Ok(())
    }

    /// Ids of what belongs to a person.
    async fn ids_of(&mut self, sql: &'static str, person: &PersonId) -> Result<Vec<String>> {
        Ok(tx!(self, |c| sqlx::query_scalar(sql).bind(&person.0).fetch_all(&mut **c).await)?)
    }

    /// How many posts a person holds under any of their accounts, those that end later among them.
    async fn posts_held(&mut self, person: &PersonId, now_ms: i64) -> Result<i64> {
        let sql = "SELECT COUNT(*) FROM role_grant g JOIN account a ON a.id = g.account_id
                   WHERE a.person_id = $1 AND g.role <> 'learner' AND (g.ends_at IS NULL OR g.ends_at > $2)";
        Ok(tx!(self, |c| { sqlx::query_scalar(sql).bind(&person.0).bind(now_ms).fetch_one(&mut **c).await })?)
    }

    /// Empties a person's row. Where nothing is kept the document's digest goes too, and with it the guardrail against a
    /// second person: there is nothing left that could be had twice.
    async fn empty_person(
        &mut self,
        closing: &Closing<'_>,
        remains: &Remains,
        kept_until_ms: Option<i64>,
        now_ms: i64,
    ) -> Result<()> {
        let sql = "UPDATE person SET sex = '', birth_date = '', document_masked = '', phone_masked = '',
                       category_code = NULL, category_since = NULL, category_paper_id = NULL, region_id = $1, phone_sealed = $2, closed_at = $3,
                       kept_until = $4
                   WHERE id = $5";
        tx!(&mut *self, |c| {
            sqlx::query(sql)
                .bind(ELSEWHERE)
                .bind(&[][..] as &[u8])
                .bind(now_ms)
                .bind(kept_until_ms)
                .bind(&closing.person.0)
                .execute(&mut **c)
                .await
                .map(drop)
        })?;
        self.changed(FactKind::Person, closing.person.as_str(), now_ms);
        if kept_until_ms.is_none() {
            self.about("DELETE FROM former_document WHERE person_id = $1", closing.person).await?;
            let sql =
                "UPDATE person SET name = $1, document_type = '', document_digest = $2, document_sealed = $3,
                       fact_salt = $3 WHERE id = $4";
            tx!(&mut *self, |c| {
                sqlx::query(sql)
                    .bind(NOBODY)
                    .bind(closing.person.0.as_bytes())
                    .bind(&[][..] as &[u8])
                    .bind(&closing.person.0)
                    .execute(&mut **c)
                    .await
                    .map(drop)
            })?;
        } else if !remains.was_official {
            let sql = "UPDATE person SET name = $1, name_sealed = $2 WHERE id = $3";
            tx!(&mut *self, |c| {
                sqlx::query(sql)
                    .bind(NOBODY)
                    .bind(&closing.name_sealed)
                    .bind(&closing.person.0)
                    .execute(&mut **c)
                    .await
                    .map(drop)
            })?;
        }
        Ok(())
    }
}
