//! What a person studied: raw records, the state they led to, progress, and the passkeys that signed checks.

use domain::study::{KeptRecord, LessonProgress, RecordLog};

use super::Snapshot;
use crate::error::{ReadError, Result};
use crate::records::unsealed;
use crate::row_mac::RowText;

/// Raw records of a person that lie in one place.
#[derive(Clone, Debug)]
pub enum Records {
    /// Of a closed segment, with the numbers that its row says.
    Closed { first: i64, last: i64, records: Vec<KeptRecord>, marked: Marked },
    /// Of the open segment.
    Open(Vec<KeptRecord>),
    /// What stands there is no log of records.
    Unreadable,
}

/// A row that bears a MAC.
#[derive(Clone, Debug)]
pub struct Marked {
    pub text: RowText,
    pub mac: Vec<u8>,
}

/// A passkey of a person's, removed or not.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct PasskeyRow {
    pub credential_id: String,
    pub public_key: String,
    pub created_at: i64,
    pub removed_at: Option<i64>,
}

/// A key of a device of a person's, removed or not.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct DeviceKeyRow {
    pub id: String,
    pub public_key: String,
    pub created_at: i64,
    pub removed_at: Option<i64>,
}

/// The kept state of a person's study.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct StateRow {
    pub state: String,
    pub log: Option<Vec<u8>>,
    pub live_progress: Option<String>,
    pub live_counted_ms: i64,
    pub live_enrolment_id: Option<String>,
    pub live_lesson_id: Option<String>,
    pub last_beat_at: i64,
    pub open_check_id: Option<String>,
    pub held: bool,
    pub mac: Vec<u8>,
}

impl StateRow {
    /// What its MAC is over.
    pub fn text(&self, person: &str) -> RowText {
        let log = self.log.as_deref().unwrap_or_default();
        RowText::study(person, &self.state, log, self.live_progress.as_deref(), self.live_counted_ms)
    }
}

/// How far a lesson has come, as kept.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ProgressRow {
    pub enrolment_id: String,
    pub lesson_id: String,
    pub covered: String,
    pub position_ms: i64,
    pub credited_to_ms: i64,
    pub waiting_ms: i64,
    pub verified_ms: i64,
    /// What pages sum up as waiting in the live lesson, from two places.
    #[sqlx(default)]
    pub shown_waiting_ms: Option<i64>,
}

/// A row of evidence, of whichever table.
#[derive(sqlx::FromRow)]
struct EvidenceRow {
    first_n: i64,
    last_n: i64,
    last_at: i64,
    body: Vec<u8>,
    mac: Vec<u8>,
}

/// What stands beside the state of whoever is in front of a lesson.
#[derive(sqlx::FromRow)]
struct LiveRow {
    live_enrolment_id: String,
    live_lesson_id: String,
    live_progress: String,
    live_counted_ms: i64,
}

impl Snapshot {
    /// A person's raw records after one, as far as they lie in one place; `None` after the last.
    pub async fn records(&mut self, person: &str, after: i64) -> Result<Option<Records>> {
        let closed: Option<EvidenceRow> = read!(self, |c| {
            sqlx::query_as(
                "SELECT first_n, last_n, last_at, body, mac FROM evidence_kept
                 WHERE person_id = $1 AND first_n > $2 ORDER BY first_n LIMIT 1",
            )
            .bind(person)
            .bind(after)
            .fetch_optional(&mut **c)
            .await
        })?;
        if let Some(EvidenceRow { first_n: first, last_n: last, last_at, body, mac }) = closed {
            let marked = Marked { text: RowText::evidence(person, first, last, last_at, &body), mac };
            return Ok(Some(match unsealed(&body) {
                Ok(records) => Records::Closed { first, last, records, marked },
                Err(_) => Records::Unreadable,
            }));
        }
        let open: Option<Option<Vec<u8>>> = read!(self, |c| {
            sqlx::query_scalar("SELECT log FROM person_study WHERE person_id = $1")
                .bind(person)
                .fetch_optional(&mut **c)
                .await
        })?;
        let Some(log) = open.flatten() else { return Ok(None) };
        Ok(match RecordLog::records(&log) {
            Ok(mut records) => {
                records.retain(|record| record.n > after);
                (!records.is_empty()).then_some(Records::Open(records))
            }
            Err(_) => Some(Records::Unreadable),
        })
    }

    /// The kept state of a person's study, if they ever studied.
    pub async fn state(&mut self, person: &str) -> Result<Option<StateRow>> {
        Ok(read!(self, |c| {
            sqlx::query_as(
                "SELECT state, log, live_progress, live_counted_ms, live_enrolment_id, live_lesson_id,
                        last_beat_at, open_check_id, held, mac FROM person_study WHERE person_id = $1",
            )
            .bind(person)
            .fetch_optional(&mut **c)
            .await
        })?)
    }

    /// The kept progress of a person's lessons; of the live one what stands beside the state.
    pub async fn progress(&mut self, person: &str) -> Result<Vec<ProgressRow>> {
        let mut rows: Vec<ProgressRow> = read!(self, |c| {
            sqlx::query_as(
                "SELECT p.enrolment_id, p.lesson_id, p.covered, p.position_ms, p.credited_to_ms, p.waiting_ms,
                        p.verified_ms
                 FROM lesson_progress AS p JOIN enrolment AS e ON e.id = p.enrolment_id
                 WHERE e.person_id = $1 ORDER BY p.enrolment_id, p.lesson_id",
            )
            .bind(person)
            .fetch_all(&mut **c)
            .await
        })?;
        let live: Option<LiveRow> = read!(self, |c| {
            sqlx::query_as(
                "SELECT live_enrolment_id, live_lesson_id, live_progress, live_counted_ms FROM person_study
                 WHERE person_id = $1 AND live_lesson_id IS NOT NULL AND live_progress IS NOT NULL",
            )
            .bind(person)
            .fetch_optional(&mut **c)
            .await
        })?;
        let Some(live) = live else { return Ok(rows) };
        let newer: LessonProgress = serde_json::from_str(&live.live_progress)
            .map_err(|error| ReadError::Damaged(format!("progress of the live lesson: {error}")))?;
        let place = rows.iter().position(|row| {
            row.enrolment_id == live.live_enrolment_id && row.lesson_id == live.live_lesson_id
        });
        let waited_ms = place.map_or(0, |place| rows.swap_remove(place).waiting_ms);
        rows.push(ProgressRow {
            enrolment_id: live.live_enrolment_id,
            lesson_id: live.live_lesson_id,
            covered: serde_json::to_string(&newer.covered).unwrap_or_default(),
            position_ms: newer.position_ms,
            credited_to_ms: newer.credited_to_ms,
            waiting_ms: newer.waiting_ms,
            verified_ms: newer.verified_ms,
            shown_waiting_ms: Some(waited_ms + live.live_counted_ms),
        });
        Ok(rows)
    }

    /// Every passkey a person has or had, under any of their accounts.
    pub async fn passkeys(&mut self, person: &str) -> Result<Vec<PasskeyRow>> {
        let sql = "SELECT k.credential_id, k.public_key, k.created_at, k.removed_at
                   FROM passkey k JOIN account a ON a.id = k.account_id WHERE a.person_id = $1";
        Ok(read!(self, |c| sqlx::query_as(sql).bind(person).fetch_all(&mut **c).await)?)
    }

    /// The keys with which devices of a person's sign, those removed among them.
    pub async fn device_keys(&mut self, person: &str) -> Result<Vec<DeviceKeyRow>> {
        let sql = "SELECT k.id, k.public_key, k.created_at, k.removed_at
                   FROM device_key k JOIN account a ON a.id = k.account_id WHERE a.person_id = $1";
        Ok(read!(self, |c| sqlx::query_as(sql).bind(person).fetch_all(&mut **c).await)?)
    }
}
