//! The facts that signals are judged by, of the last two weeks.

use domain::id::{ClassId, PersonId};
use domain::signal::{self, CLASSROOM_MIN, DAYS, Evidence, NIGHT_HOURS, SignalKind, TWIN_WITHIN_MS};
use domain::time::{DAY_MS, Zone};

use crate::db::Db;
use crate::error::Result;
use crate::read_db;

pub(super) const HOUR_MS: i64 = 3_600_000;

/// A signal that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub kind: SignalKind,
    pub subject: String,
    pub class: Option<ClassId>,
    pub day: Option<String>,
    pub people: Vec<PersonId>,
    pub evidence: Evidence,
}

impl Found {
    pub(super) fn of_person(kind: SignalKind, person: String, evidence: Evidence) -> Self {
        let subject = format!("person:{person}");
        Self { kind, subject, class: None, day: None, people: vec![person.into()], evidence }
    }
}

/// The stretch of time that is looked at.
#[derive(Clone, Copy)]
pub(super) struct Span {
    pub from_ms: i64,
    pub zone_ms: i64,
}

impl Db {
    /// Looks for every kind of signal in the days before `now_ms`.
    pub async fn find_signals(&self, zone: Zone, now_ms: i64) -> Result<Vec<Found>> {
        let span = Span { from_ms: now_ms - DAYS * DAY_MS, zone_ms: zone.offset_minutes * 60_000 };
        let mut found = self.steady_answers(span).await?;
        found.extend(self.avoided_checks(span).await?);
        found.extend(self.devices(span).await?);
        found.extend(self.staff_devices(span).await?);
        found.extend(self.twins(span).await?);
        found.extend(self.night_networks(span).await?);
        found.extend(self.locksteps(span).await?);
        found.extend(self.serial_registrations(span).await?);
        found.extend(self.guesses(span).await?);
        found.extend(self.class_echoes(span).await?);
        found.extend(self.carried_answers(span).await?);
        found.extend(self.answering_devices(span).await?);
        // Entries are in the order of time; the checkpoints say where the span begins.
        let first: i64 = read_db!(self, |pool| {
            sqlx::query_scalar("SELECT COALESCE(MAX(size), 0) FROM ledger_checkpoint WHERE made_at < $1")
                .bind(span.from_ms)
                .fetch_one(pool)
                .await
        })?;
        found.extend(self.night_runs(span, first).await?);
        found.extend(self.volumes(first).await?);
        found.extend(self.unsigned_hours(first).await?);
        Ok(found)
    }

    async fn devices(&self, span: Span) -> Result<Vec<Found>> {
        let rows: Vec<(Vec<u8>, i64, i64)> = read_db!(self, |pool| {
            sqlx::query_as(
                "SELECT device_digest, COUNT(DISTINCT person_id), COUNT(DISTINCT (opened_at + $1) / $2)
                 FROM study_trace WHERE opened_at >= $3 AND device_digest IS NOT NULL GROUP BY device_digest",
            )
            .bind(span.zone_ms)
            .bind(DAY_MS)
            .bind(span.from_ms)
            .fetch_all(pool)
            .await
        })?;
        let mut found = Vec::new();
        for (device, people, days) in rows {
            let Some(evidence) = signal::shared_device(people, days) else { continue };
            found.push(Found {
                kind: SignalKind::SharedDevice,
                subject: format!("device:{}", hex::encode(&device[..8])),
                class: None,
                day: None,
                people: self.people_on(&device, span).await?,
                evidence,
            });
        }
        Ok(found)
    }

    async fn people_on(&self, device: &[u8], span: Span) -> Result<Vec<PersonId>> {
        let people: Vec<String> = read_db!(self, |pool| {
            sqlx::query_scalar(
                "SELECT DISTINCT person_id FROM study_trace
                 WHERE device_digest = $1 AND opened_at >= $2 ORDER BY person_id LIMIT 50",
            )
            .bind(device)
            .bind(span.from_ms)
            .fetch_all(pool)
            .await
        })?;
        Ok(people.into_iter().map(PersonId).collect())
    }

    async fn staff_devices(&self, span: Span) -> Result<Vec<Found>> {
        let rows: Vec<(Vec<u8>, i64, i64)> = read_db!(self, |pool| {
            sqlx::query_as(
                "SELECT t.device_digest, COUNT(DISTINCT t.person_id), COUNT(DISTINCT t.session_id)
                 FROM study_trace AS t
                 JOIN staff_device AS d ON d.device_digest = t.device_digest AND d.last_at >= $1
                 JOIN account AS a ON a.id = d.account_id AND a.person_id <> t.person_id
                 WHERE t.opened_at >= $1 GROUP BY t.device_digest",
            )
            .bind(span.from_ms)
            .fetch_all(pool)
            .await
        })?;
        let mut found = Vec::new();
        for (device, learners, sessions) in rows {
            let Some(evidence) = signal::staff_device(learners, sessions) else { continue };
            found.push(Found {
                kind: SignalKind::StaffDevice,
                subject: format!("device:{}", hex::encode(&device[..8])),
                class: None,
                day: None,
                people: self.people_on(&device, span).await?,
                evidence,
            });
        }
        Ok(found)
    }

    async fn twins(&self, span: Span) -> Result<Vec<Found>> {
        let rows: Vec<(String, String, i64, i64)> = read_db!(self, |pool| {
            sqlx::query_as(
                "SELECT a.person_id, b.person_id, COUNT(*), COUNT(DISTINCT a.lesson_id)
                 FROM study_session AS a
                 JOIN study_session AS b ON b.lesson_id = a.lesson_id AND b.person_id > a.person_id
                      AND b.opened_at BETWEEN a.opened_at - $1 AND a.opened_at + $2
                 WHERE a.opened_at >= $3
                   AND (SELECT COUNT(DISTINCT x.person_id) FROM study_session AS x
                        WHERE x.lesson_id = a.lesson_id
                          AND x.opened_at BETWEEN a.opened_at - $4 AND a.opened_at + $5) < $6
                 GROUP BY a.person_id, b.person_id",
            )
            .bind(TWIN_WITHIN_MS)
            .bind(TWIN_WITHIN_MS)
            .bind(span.from_ms)
            .bind(TWIN_WITHIN_MS)
            .bind(TWIN_WITHIN_MS)
            .bind(CLASSROOM_MIN)
            .fetch_all(pool)
            .await
        })?;
        let judge = |(one, other, openings, lessons): (String, String, i64, i64)| {
            let evidence = signal::twin_timelines(openings, lessons)?;
            Some(Found {
                kind: SignalKind::TwinTimelines,
                subject: format!("people:{one},{other}"),
                class: None,
                day: None,
                people: vec![one.into(), other.into()],
                evidence,
            })
        };
        Ok(rows.into_iter().filter_map(judge).collect())
    }

    async fn night_runs(&self, span: Span, first: i64) -> Result<Vec<Found>> {
        let rows: Vec<(String, i64)> = read_db!(self, |pool| {
            sqlx::query_as(
                "SELECT person_id, CAST(SUM(ms) AS BIGINT) FROM ledger_line
                 WHERE entry_index >= $1 AND at_ms >= $2
                   AND ((at_ms + $3) % $4) / $5 >= $6 AND ((at_ms + $3) % $4) / $5 < $7
                 GROUP BY person_id, (at_ms + $3) / $4 ORDER BY person_id",
            )
            .bind(first)
            .bind(span.from_ms)
            .bind(span.zone_ms)
            .bind(DAY_MS)
            .bind(HOUR_MS)
            .bind(NIGHT_HOURS[0])
            .bind(NIGHT_HOURS[1])
            .fetch_all(pool)
            .await
        })?;
        let judge = |nights: &[(String, i64)]| {
            let all: Vec<i64> = nights.iter().map(|(_, ms)| *ms).collect();
            let evidence = signal::night_runs(&all)?;
            Some(Found::of_person(SignalKind::NightRuns, nights[0].0.clone(), evidence))
        };
        Ok(rows.chunk_by(|a, b| a.0 == b.0).filter_map(judge).collect())
    }

    async fn unsigned_hours(&self, first: i64) -> Result<Vec<Found>> {
        let rows: Vec<(String, i64, i64)> = read_db!(self, |pool| {
            sqlx::query_as(
                "SELECT g.class_id, CAST(SUM(y.ms) AS BIGINT),
                        CAST(SUM(CASE WHEN y.signed THEN 0 ELSE y.ms END) AS BIGINT)
                 FROM ledger_entry y JOIN ledger_entry_group g ON g.entry_group = y.entry_group
                 WHERE y.entry_index >= $1 GROUP BY g.class_id ORDER BY g.class_id",
            )
            .bind(first)
            .fetch_all(pool)
            .await
        })?;
        let found = rows.into_iter().filter_map(|(class, verified_ms, unsigned_ms)| {
            Some(Found {
                kind: SignalKind::UnsignedHours,
                subject: format!("class:{class}:signed"),
                evidence: signal::unsigned_hours(verified_ms, unsigned_ms)?,
                class: Some(class.into()),
                day: None,
                people: Vec::new(),
            })
        });
        Ok(found.collect())
    }

    async fn volumes(&self, first: i64) -> Result<Vec<Found>> {
        let rows: Vec<(String, String, i64)> = read_db!(self, |pool| {
            sqlx::query_as(
                "SELECT class_id, day, CAST(SUM(ms) AS BIGINT) FROM ledger_line_day
                 WHERE entry_index >= $1 GROUP BY class_id, day ORDER BY class_id, day",
            )
            .bind(first)
            .fetch_all(pool)
            .await
        })?;
        let mut found = Vec::new();
        for days in rows.chunk_by(|a, b| a.0 == b.0) {
            let mut before_ms = 0;
            for (count, (class, day, ms)) in (0..).zip(days) {
                if let Some(evidence) = signal::sudden_volume(*ms, before_ms, count) {
                    found.push(Found {
                        kind: SignalKind::SuddenVolume,
                        subject: format!("class:{class}:{day}"),
                        class: Some(class.as_str().into()),
                        day: Some(day.clone()),
                        people: Vec::new(),
                        evidence,
                    });
                }
                before_ms += ms;
            }
        }
        Ok(found)
    }
}
