//! Who does the same from the same place, in the last two weeks: over one network, from one machine.

use domain::id::PersonId;
use domain::signal::{self, NIGHT_HOURS, Openings, SignalKind};
use domain::time::DAY_MS;

use super::facts::{Found, HOUR_MS, Span};
use crate::db::Db;
use crate::error::Result;
use crate::read_db;

/// A network with more people is a whole town, or a mobile operator.
pub(super) const NETWORK_PEOPLE_MAX: i64 = 500;

/// Network, person, lesson, day, first opening, and whether on a device of their own that they came back with.
type Opening = (Vec<u8>, String, String, i64, i64, i64);

impl Db {
    /// People over one network who open lessons at the same distance from each other.
    pub(super) async fn locksteps(&self, span: Span) -> Result<Vec<Found>> {
        let rows: Vec<Opening> = read_db!(self, |pool| {
            sqlx::query_as(
                "SELECT t.network_digest, t.person_id, s.lesson_id, (t.opened_at + $1) / $2, MIN(t.opened_at),
                        CAST(MAX(CASE WHEN o.device_digest IS NULL THEN 0 ELSE 1 END) AS BIGINT)
                 FROM study_trace AS t
                 JOIN study_session AS s ON s.id = t.session_id
                 LEFT JOIN (SELECT device_digest FROM study_trace
                            WHERE opened_at >= $3 AND device_digest IS NOT NULL
                            GROUP BY device_digest HAVING COUNT(*) >= 2 AND COUNT(DISTINCT person_id) <= 2) AS o
                        ON o.device_digest = t.device_digest
                 WHERE t.opened_at >= $3 AND t.network_digest IN (
                     SELECT network_digest FROM study_trace WHERE opened_at >= $3 AND network_digest IS NOT NULL
                     GROUP BY network_digest HAVING COUNT(DISTINCT person_id) BETWEEN 5 AND $4)
                 GROUP BY t.network_digest, t.person_id, s.lesson_id, (t.opened_at + $1) / $2
                 ORDER BY t.network_digest, t.person_id",
            )
            .bind(span.zone_ms)
            .bind(DAY_MS)
            .bind(span.from_ms)
            .bind(NETWORK_PEOPLE_MAX)
            .fetch_all(pool)
            .await
        })?;
        let mut found = Vec::new();
        for network in rows.chunk_by(|a, b| a.0 == b.0) {
            let people: Vec<Openings> = network.chunk_by(|a, b| a.1 == b.1).map(openings).collect();
            let Some((people, evidence)) = signal::lockstep(&people) else { continue };
            found.push(Found {
                kind: SignalKind::Lockstep,
                subject: format!("network:{}", hex::encode(&network[0].0[..8])),
                class: None,
                day: None,
                people: people.into_iter().map(PersonId::from).collect(),
                evidence,
            });
        }
        Ok(found)
    }

    /// Many people registered from one device or network within a day, with neighbouring numbers.
    pub(super) async fn serial_registrations(&self, span: Span) -> Result<Vec<Found>> {
        // Place, day, person, neighbourhood of the number.
        let rows: Vec<(Vec<u8>, i64, String, Vec<u8>)> = read_db!(self, |pool| {
            sqlx::query_as(
                "SELECT place, day, person_id, number_digest FROM (
                     SELECT device_digest AS place, (at_ms + $1) / $2 AS day, person_id, number_digest
                     FROM registration_trace WHERE at_ms >= $3 AND device_digest IS NOT NULL
                     UNION ALL
                     SELECT network_digest, (at_ms + $1) / $2, person_id, number_digest
                     FROM registration_trace WHERE at_ms >= $3 AND network_digest IS NOT NULL) AS places
                 ORDER BY place, day, number_digest, person_id",
            )
            .bind(span.zone_ms)
            .bind(DAY_MS)
            .bind(span.from_ms)
            .fetch_all(pool)
            .await
        })?;
        let mut found: Vec<Found> = Vec::new();
        for day in rows.chunk_by(|a, b| (&a.0, a.1) == (&b.0, b.1)) {
            let beside = day.chunk_by(|a, b| a.3 == b.3).filter(|same| same.len() > 1).map(<[_]>::len).sum();
            let count = |many: usize| i64::try_from(many).unwrap_or(i64::MAX);
            let Some(evidence) = signal::serial_registration(count(day.len()), count(beside)) else {
                continue;
            };
            let people: Vec<PersonId> =
                day.iter().map(|(_, _, person, _)| PersonId(person.clone())).collect();
            // A device and its network tell of the same people.
            if found.iter().any(|known| people.iter().all(|one| known.people.contains(one))) {
                continue;
            }
            found.push(Found {
                kind: SignalKind::SerialRegistration,
                subject: format!("registration:{}:{}", hex::encode(&day[0].0[..8]), day[0].1),
                class: None,
                day: None,
                people,
                evidence,
            });
        }
        Ok(found)
    }

    pub(super) async fn night_networks(&self, span: Span) -> Result<Vec<Found>> {
        let rows: Vec<(Vec<u8>, i64)> = read_db!(self, |pool| {
            sqlx::query_as(
                "SELECT network_digest, COUNT(DISTINCT person_id) FROM study_trace
                 WHERE opened_at >= $1 AND network_digest IS NOT NULL
                   AND (device_digest IS NULL OR device_digest NOT IN (
                        SELECT o.device_digest FROM study_trace AS o
                        WHERE o.opened_at >= $1 AND o.device_digest IS NOT NULL
                        GROUP BY o.device_digest HAVING COUNT(*) >= 2 AND COUNT(DISTINCT o.person_id) <= 2))
                   AND ((opened_at + $2) % $3) / $4 >= $5 AND ((opened_at + $2) % $3) / $4 < $6
                 GROUP BY network_digest, (opened_at + $2) / $3 ORDER BY network_digest",
            )
            .bind(span.from_ms)
            .bind(span.zone_ms)
            .bind(DAY_MS)
            .bind(HOUR_MS)
            .bind(NIGHT_HOURS[0])
            .bind(NIGHT_HOURS[1])
            .fetch_all(pool)
            .await
        })?;
        let mut found = Vec::new();
        for nights in rows.chunk_by(|a, b| a.0 == b.0) {
            let people: Vec<i64> = nights.iter().map(|(_, people)| *people).collect();
            let Some(evidence) = signal::night_network(&people) else { continue };
            let network = &nights[0].0;
            let people: Vec<String> = read_db!(self, |pool| {
                sqlx::query_scalar(
                    "SELECT DISTINCT person_id FROM study_trace
                     WHERE network_digest = $1 AND opened_at >= $2 ORDER BY person_id LIMIT 50",
                )
                .bind(network)
                .bind(span.from_ms)
                .fetch_all(pool)
                .await
            })?;
            found.push(Found {
                kind: SignalKind::NightNetwork,
                subject: format!("network:{}", hex::encode(&network[..8])),
                class: None,
                day: None,
                people: people.into_iter().map(PersonId).collect(),
                evidence,
            });
        }
        Ok(found)
    }
}

/// What one person opened over a network.
fn openings(rows: &[Opening]) -> Openings {
    Openings {
        person: rows[0].1.clone(),
        own_device: rows.iter().all(|row| row.5 == 1),
        at_ms: rows.iter().map(|row| ((row.2.clone(), row.3), row.4)).collect(),
    }
}
