//! Signals: what is looked for in the last two weeks, what was found, and what came of the look.
//! Nothing here is read by anything that counts seconds.

mod answers;
mod claim;
mod echoes;
mod facts;
mod places;

use domain::id::{AccountId, ClassId, EnrolmentId, PersonId, SessionId};
use domain::signal::{SignalKind, SignalVerdict};

use crate::db::Db;
use crate::error::{Result, StoreError};
use crate::nullable_text::NullableText;
use crate::study::stored;
use crate::{audit, read_db, tx, write_db};

pub use facts::Found;

/// Where a study session was opened from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trace {
    /// Keyed digest of the browser's mark.
    pub device: Option<[u8; 32]>,
    /// Keyed digest of the network address.
    pub network: Option<[u8; 32]>,
}

/// A signal, to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signal {
    pub id: String,
    pub kind: SignalKind,
    pub found_at: i64,
    /// The numbers of its sentence.
    pub evidence: Vec<i64>,
    pub class_id: Option<ClassId>,
    pub class_title: Option<String>,
    pub day: Option<String>,
    pub people: Vec<Concerned>,
    pub look: Option<Look>,
}

impl Signal {
    /// Whether somebody has looked and found nothing wrong.
    pub fn is_settled(&self) -> bool {
        self.look.as_ref().is_some_and(|look| look.verdict == SignalVerdict::Nothing.as_str())
    }
}

/// Somebody a signal concerns, with one of their enrolments to look further.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Concerned {
    pub name: String,
    pub document_masked: String,
    #[sqlx(try_from = "NullableText")]
    pub enrolment_id: Option<EnrolmentId>,
    #[sqlx(try_from = "NullableText")]
    pub class_id: Option<ClassId>,
}

/// What came of a look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    pub at_ms: i64,
    pub by: String,
    pub verdict: String,
    pub note: String,
}

/// Which signals to list.
#[derive(Clone, Debug, Default)]
pub struct SignalSearch {
    /// Of one kind only.
    pub kind: Option<SignalKind>,
    /// Also those that were looked at.
    pub all: bool,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    kind: String,
    found_at: i64,
    evidence: String,
    #[sqlx(try_from = "NullableText")]
    class_id: Option<ClassId>,
    class_title: Option<String>,
    day: Option<String>,
    looked_at: Option<i64>,
    looked_by: Option<String>,
    verdict: Option<String>,
    note: Option<String>,
}

impl Row {
    /// As it is read, with those whom it concerns.
    fn signal(self, people: Vec<Concerned>) -> Result<Signal> {
        let kind = SignalKind::from_code(&self.kind)
            .ok_or_else(|| StoreError::Damaged(format!("signal {} of an unknown kind", self.id)))?;
        let look = self.looked_at.map(|at_ms| Look {
            at_ms,
            by: self.looked_by.unwrap_or_default(),
            verdict: self.verdict.unwrap_or_default(),
            note: self.note.unwrap_or_default(),
        });
        Ok(Signal {
            kind,
            evidence: stored("evidence of a signal", &self.evidence)?,
            id: self.id,
            found_at: self.found_at,
            class_id: self.class_id,
            class_title: self.class_title,
            day: self.day,
            people,
            look,
        })
    }
}

const ROWS: &str = "SELECT s.id, s.kind, s.found_at, s.evidence, s.class_id, k.title AS class_title, s.day,
        s.looked_at, p.name AS looked_by, s.verdict, s.note
    FROM signal AS s
    LEFT JOIN training_class AS k ON k.id = s.class_id
    LEFT JOIN account AS a ON a.id = s.looked_by
    LEFT JOIN person AS p ON p.id = a.person_id";

impl Db {
    /// Keeps where a session was opened from.
    pub async fn trace_session(
        &self,
        session: &SessionId,
        person: &PersonId,
        trace: &Trace,
        at_ms: i64,
    ) -> Result<()> {
        write_db!(self, |pool| sqlx::query(
            "INSERT INTO study_trace (session_id, person_id, opened_at, device_digest, network_digest)
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT (session_id) DO NOTHING",
        )
        .bind(session.as_str())
        .bind(person.as_str())
        .bind(at_ms)
        .bind(trace.device.as_ref().map(<[u8; 32]>::as_slice))
        .bind(trace.network.as_ref().map(<[u8; 32]>::as_slice))
        .execute(pool)
        .await
        .map(drop))?;
        Ok(())
    }

    /// Keeps from where somebody was registered; `number` is the digest of what neighbouring document numbers share.
    pub async fn trace_registration(
        &self,
        person: &PersonId,
        number: &[u8; 32],
        trace: &Trace,
        at_ms: i64,
    ) -> Result<()> {
        write_db!(self, |pool| sqlx::query(
            "INSERT INTO registration_trace (person_id, at_ms, number_digest, device_digest, network_digest)
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT (person_id) DO NOTHING",
        )
        .bind(person.as_str())
        .bind(at_ms)
        .bind(number.as_slice())
        .bind(trace.device.as_ref().map(<[u8; 32]>::as_slice))
        .bind(trace.network.as_ref().map(<[u8; 32]>::as_slice))
        .execute(pool)
        .await
        .map(drop))?;
        Ok(())
    }

    /// Keeps that somebody of the staff uses a device.
    pub async fn note_staff_device(&self, device: &[u8; 32], account: &AccountId, at_ms: i64) -> Result<()> {
        write_db!(self, |pool| sqlx::query(
            "INSERT INTO staff_device (device_digest, account_id, last_at) VALUES ($1, $2, $3)
             ON CONFLICT (device_digest, account_id) DO UPDATE SET last_at = excluded.last_at",
        )
        .bind(device.as_slice())
        .bind(account.as_str())
        .bind(at_ms)
        .execute(pool)
        .await
        .map(drop))?;
        Ok(())
    }

    /// Keeps what was found, unless it is known from the same two weeks or nobody has looked at it yet. Says how many
    /// are new.
    pub async fn keep_signals(
        &self,
        found: &[Found],
        new_id: impl Fn() -> String,
        since_ms: i64,
        now_ms: i64,
    ) -> Result<usize> {
        let mut new = 0;
        let mut tx = self.begin().await?;
        for one in found {
            let evidence = serde_json::to_string(&one.evidence).unwrap_or_default();
            let id: Option<String> = tx!(&mut tx, |c| sqlx::query_scalar(
                "INSERT INTO signal (id, kind, subject, class_id, day, found_at, evidence)
                 SELECT $1, $2, $3, $4, $5, $6, $7
                 WHERE NOT EXISTS (SELECT 1 FROM signal WHERE kind = $8 AND subject = $9
                                     AND (found_at >= $10 OR looked_at IS NULL))
                 RETURNING id",
            )
            .bind(new_id())
            .bind(one.kind.as_str())
            .bind(&one.subject)
            .bind(one.class.as_ref().map(ClassId::as_str))
            .bind(one.day.as_deref())
            .bind(now_ms)
            .bind(evidence)
            .bind(one.kind.as_str())
            .bind(&one.subject)
            .bind(since_ms)
            .fetch_optional(&mut **c)
            .await)?;
            let Some(id) = id else { continue };
            new += 1;
            for person in &one.people {
                tx!(&mut tx, |c| sqlx::query(
                    "INSERT INTO signal_person (signal_id, person_id) VALUES ($1, $2) ON CONFLICT DO NOTHING",
                )
                .bind(&id)
                .bind(person.as_str())
                .execute(&mut **c)
                .await
                .map(drop))?;
            }
        }
        tx.commit().await?;
        Ok(new)
    }

    /// Signals, the newest first, and how many there are.
    pub async fn signals(
        &self,
        search: &SignalSearch,
        limit: i64,
        offset: i64,
    ) -> Result<(Vec<Signal>, i64)> {
        let kind = search.kind.map_or("", SignalKind::as_str);
        let count: i64 = read_db!(self, |pool| {
            sqlx::query_scalar(
                "SELECT COUNT(*) FROM signal WHERE ($1 OR looked_at IS NULL) AND ($2 = '' OR kind = $2)",
            )
            .bind(search.all)
            .bind(kind)
            .fetch_one(pool)
            .await
        })?;
        let sql = format!(
            "{ROWS} WHERE ($1 OR s.looked_at IS NULL) AND ($2 = '' OR s.kind = $2)
             ORDER BY s.found_at DESC, s.id LIMIT $3 OFFSET $4"
        );
        let rows: Vec<Row> = read_db!(self, |pool| {
            sqlx::query_as(sqlx::AssertSqlSafe(sql))
                .bind(search.all)
                .bind(kind)
                .bind(limit)
                .bind(offset)
                .fetch_all(pool)
                .await
        })?;
        let mut signals = Vec::with_capacity(rows.len());
        for row in rows {
            signals.push(self.with_people(row).await?);
        }
        Ok((signals, count))
    }

    /// One signal.
    pub async fn signal(&self, id: &str) -> Result<Signal> {
        let row: Row = read_db!(self, |pool| {
            sqlx::query_as(sqlx::AssertSqlSafe(format!("{ROWS} WHERE s.id = $1")))
                .bind(id)
                .fetch_one(pool)
                .await
        })?;
        self.with_people(row).await
    }

    async fn with_people(&self, row: Row) -> Result<Signal> {
        let people: Vec<Concerned> = read_db!(self, |pool| {
            sqlx::query_as(
                "SELECT p.name, p.document_masked, e.id AS enrolment_id, e.class_id
                 FROM signal_person AS x JOIN person AS p ON p.id = x.person_id
                 LEFT JOIN enrolment AS e ON e.id =
                     (SELECT MAX(o.id) FROM enrolment AS o WHERE o.person_id = p.id)
                 WHERE x.signal_id = $1 ORDER BY p.name, p.id",
            )
            .bind(&row.id)
            .fetch_all(pool)
            .await
        })?;
        row.signal(people)
    }

    /// Keeps what came of a look, once. `NotFound` for a signal that is not open.
    pub async fn look_at_signal(
        &self,
        id: &str,
        verdict: SignalVerdict,
        note: &str,
        event: &audit::AuditEvent,
    ) -> Result<()> {
        let mut tx = self.begin().await?;
        let account = event.account.as_ref().map(AccountId::as_str);
        tx!(&mut tx, |c| sqlx::query(
            "UPDATE signal SET looked_at = $1, looked_by = $2, verdict = $3, note = $4
             WHERE id = $5 AND looked_at IS NULL RETURNING id",
        )
        .bind(event.at_ms)
        .bind(account)
        .bind(verdict.as_str())
        .bind(note)
        .bind(id)
        .fetch_one(&mut **c)
        .await
        .map(drop))?;
        audit::write(&mut tx, event).await?;
        tx.commit().await
    }
}
