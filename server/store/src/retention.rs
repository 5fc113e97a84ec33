//! Erasing what is over: names and numbers whose time has come, files, marks, codes. Few at a time, so that nobody waits.

use domain::id::ExportId;
use domain::retention::Over;

use crate::audit::{self, AuditEvent};
use crate::closing::NOBODY;
use crate::db::Db;
use crate::error::Result;
use crate::fact::FactKind;
use crate::{execute, read_db, tx, write_db};

/// How many rows of a kind go with one call.
const AT_ONCE: i64 = 500;

/// How much was erased.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Erased {
    /// Names and document numbers of people whose account is closed.
    pub identities: u64,
    pub papers: u64,
    /// Names in invitations to posts, and all of invitations to classes.
    pub invitations: u64,
    pub signals: u64,
    /// Sign-ins, kept forms, rosters that were sent, codes, challenges, counts of failures, marks of devices.
    pub traces: u64,
}

impl Erased {
    /// Whether anything went that the audit log tells of.
    pub fn is_told(&self) -> bool {
        self.identities + self.papers + self.invitations + self.signals > 0
    }

    /// Whether there may be more of a kind than one call takes.
    pub fn is_full(&self) -> bool {
        let most = AT_ONCE as u64;
        [self.identities, self.papers, self.invitations, self.signals, self.traces]
            .into_iter()
            .any(|count| count >= most)
    }
}

/// What ends by itself, each with the moment before which it is over.
const TRACES: [(&str, Ends); 10] = [
    ("DELETE FROM roster_import WHERE id IN (SELECT id FROM roster_import WHERE made_at < $1 LIMIT $2)", Ends::Ended),
    (
        "DELETE FROM login_session WHERE token_digest IN (
             SELECT token_digest FROM login_session WHERE expires_at < $1 ORDER BY expires_at LIMIT $2)",
        Ends::Ended,
    ),
    ("DELETE FROM kept_form WHERE number IN (SELECT number FROM kept_form WHERE until_ms < $1 LIMIT $2)", Ends::AtOnce),
    ("DELETE FROM passkey_challenge WHERE id IN (SELECT id FROM passkey_challenge WHERE until_ms < $1 LIMIT $2)", Ends::Ended),
    (
        "DELETE FROM one_time_code WHERE phone_digest IN (
             SELECT phone_digest FROM one_time_code WHERE sent_at < $1 LIMIT $2) AND sent_at < $1",
        Ends::Ended,
    ),
    ("DELETE FROM code_sending WHERE id IN (SELECT id FROM code_sending WHERE at_ms < $1 LIMIT $2)", Ends::Ended),
    (
        "DELETE FROM login_failure WHERE login IN (SELECT login FROM login_failure WHERE last_at < $1 LIMIT $2)",
        Ends::Ended,
    ),
    (
        "DELETE FROM study_trace WHERE session_id IN (
             SELECT session_id FROM study_trace WHERE opened_at < $1 ORDER BY opened_at LIMIT $2)",
        Ends::Marks,
    ),
    (
        "DELETE FROM registration_trace WHERE person_id IN (
             SELECT person_id FROM registration_trace WHERE at_ms < $1 ORDER BY at_ms LIMIT $2)",
        Ends::Marks,
    ),
    (
        "DELETE FROM staff_device WHERE device_digest IN (
             SELECT device_digest FROM staff_device WHERE last_at < $1 ORDER BY last_at LIMIT $2) AND last_at < $1",
        Ends::Marks,
    ),
];

#[derive(Clone, Copy)]
enum Ends {
    AtOnce,
    Ended,
    Marks,
}

impl Db {
    /// Erases some of what is over. What the audit log tells of goes in one transaction with its line, `event`.
    pub async fn erase_over(&self, over: &Over, event: impl Fn(Erased) -> AuditEvent) -> Result<Erased> {
        let mut erased = Erased::default();
        for (sql, ends) in TRACES {
            let before = match ends {
                Ends::AtOnce => over.now_ms,
                Ends::Ended => over.ended,
                Ends::Marks => over.device_marks,
            };
            erased.traces += write_db!(self, |p| sqlx::query(sql)
                .bind(before)
                .bind(AT_ONCE)
                .execute(p)
                .await
                .map(|done| done.rows_affected()))?;
        }
        let mut tx = self.begin().await?;
        let sql = "UPDATE person SET name = $1, name_sealed = NULL, document_sealed = $2, fact_salt = $2, kept_until = NULL
                   WHERE id IN (SELECT id FROM person WHERE kept_until <= $3 ORDER BY kept_until LIMIT $4)
                   RETURNING id";
        let people: Vec<String> = tx!(&mut tx, |c| sqlx::query_scalar(sql)
            .bind(NOBODY)
            .bind(&[][..] as &[u8])
            .bind(over.now_ms)
            .bind(AT_ONCE)
            .fetch_all(&mut **c)
            .await)?;
        for person in &people {
            execute!(&mut tx, "DELETE FROM former_document WHERE person_id = $1", person)?;
            tx.changed(FactKind::Person, person, over.now_ms);
        }
        erased.identities = people.len() as u64;
        // The decision stays, with its reason in the audit log; the file and its name go.
        let papers: Vec<String> = tx!(&mut tx, |c| {
            sqlx::query_scalar(
                "SELECT d.id FROM category_paper d
                 WHERE (d.standing = 'accepted' AND d.decided_at < $1) OR (d.standing = 'refused' AND d.decided_at < $2)
                 ORDER BY d.decided_at LIMIT $3",
            )
            .bind(over.accepted_papers)
            .bind(over.refused_papers)
            .bind(AT_ONCE)
            .fetch_all(&mut **c)
            .await
        })?;
        erased.papers = papers.len() as u64;
        for paper in &papers {
            for sql in [
                "DELETE FROM paper_seen WHERE paper_id = $1",
                "DELETE FROM paper_content WHERE paper_id = $1",
                "DELETE FROM category_paper WHERE id = $1",
            ] {
                tx!(&mut tx, |c| sqlx::query(sql).bind(paper).execute(&mut **c).await.map(drop))?;
            }
        }
        let sql = "UPDATE invitation SET name = '' WHERE id IN (
                       SELECT id FROM invitation WHERE expires_at < $1 AND name <> '' ORDER BY expires_at LIMIT $2)";
        erased.invitations = tx!(&mut tx, |c| sqlx::query(sql)
            .bind(over.invitations)
            .bind(AT_ONCE)
            .execute(&mut **c)
            .await
            .map(|done| done.rows_affected()))?;
        let sql = "DELETE FROM class_invitation WHERE id IN (
                       SELECT id FROM class_invitation WHERE until_ms < $1 ORDER BY until_ms LIMIT $2)";
        erased.invitations += execute!(&mut tx, sql, over.invitations, AT_ONCE)?;
        let sql = "DELETE FROM signal_person WHERE signal_id IN (
                       SELECT id FROM signal WHERE found_at < $1 ORDER BY found_at LIMIT $2)";
        tx!(&mut tx, |c| {
            sqlx::query(sql).bind(over.signals).bind(AT_ONCE).execute(&mut **c).await.map(drop)
        })?;
        let sql = "DELETE FROM signal WHERE id IN (
                       SELECT id FROM signal WHERE found_at < $1 ORDER BY found_at LIMIT $2)";
        erased.signals = tx!(&mut tx, |c| sqlx::query(sql)
            .bind(over.signals)
            .bind(AT_ONCE)
            .execute(&mut **c)
            .await
            .map(|done| done.rows_affected()))?;
        if erased.is_told() {
            audit::write(&mut tx, &event(erased)).await?;
        }
        tx.commit().await?;
        Ok(erased)
    }

    /// Exported files whose time is over: id and format.
    pub async fn exports_over(&self, before_ms: i64) -> Result<Vec<(ExportId, String)>> {
        let sql = "SELECT id, format FROM export_run
                   WHERE state = 'ready' AND erased_at IS NULL AND finished_at < $1 ORDER BY finished_at LIMIT $2";
        let over: Vec<(String, String)> =
            read_db!(self, |p| sqlx::query_as(sql).bind(before_ms).bind(AT_ONCE).fetch_all(p).await)?;
        Ok(over.into_iter().map(|(id, format)| (ExportId(id), format)).collect())
    }

    /// The file of an export is gone; its line and fingerprint stay. `false` if another node was first.
    pub async fn export_erased(&self, id: &ExportId, event: &AuditEvent) -> Result<bool> {
        let mut tx = self.begin().await?;
        let sql = "UPDATE export_run SET erased_at = $1 WHERE id = $2 AND erased_at IS NULL";
        let done = tx!(&mut tx, |c| sqlx::query(sql)
            .bind(event.at_ms)
            .bind(id.as_str())
            .execute(&mut **c)
            .await
            .map(|done| done.rows_affected()))?;
        if done == 1 {
            audit::write(&mut tx, event).await?;
        }
        tx.commit().await?;
        Ok(done == 1)
    }
}
