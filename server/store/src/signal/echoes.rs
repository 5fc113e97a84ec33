//! Whose answers are echoes of each other, in the last two weeks: within a class, over one network, on one device.

use std::collections::BTreeMap;

use domain::id::{ClassId, PersonId};
use domain::signal::{self, ANSWERING_PASSES_MIN, Answering, Evidence, FirstAnswer, SignalKind};
use domain::study::characters_of;
use domain::time::DAY_MS;

use super::facts::{Found, Span};
use super::places::NETWORK_PEOPLE_MAX;
use crate::db::Db;
use crate::error::Result;
use crate::read_db;
use crate::study::stored;

/// Person, question, shown, answered, outcome, prompt, choices as JSON.
type Asked = (String, String, i64, i64, String, String, String);

impl Db {
    /// Classes in which several people take the same time for one answer after another, and those that pass by numbers.
    pub(super) async fn class_echoes(&self, span: Span) -> Result<Vec<Found>> {
        // Class, checks passed, by a number.
        let classes: Vec<(String, i64, i64)> = read_db!(self, |pool| {
            sqlx::query_as(
                "SELECT e.class_id, COUNT(*),
                        CAST(SUM(CASE WHEN a.kind = 'number' AND a.given_answer IS NOT NULL THEN 1 ELSE 0 END) AS BIGINT)
                 FROM attendance_check AS a JOIN enrolment AS e ON e.id = a.enrolment_id
                 WHERE a.issued_at >= $1 AND a.outcome = 'passed' GROUP BY e.class_id ORDER BY e.class_id",
            )
            .bind(span.from_ms)
            .fetch_all(pool)
            .await
        })?;
        let mut found = Vec::new();
        for (class, passed, by_number) in classes {
            let of_class = |kind, people: Vec<&str>, evidence: Evidence| Found {
                kind,
                subject: format!("class:{class}"),
                class: Some(ClassId(class.clone())),
                day: None,
                people: people.into_iter().map(PersonId::from).collect(),
                evidence,
            };
            if let Some(evidence) = signal::number_class(passed, by_number) {
                found.push(of_class(SignalKind::NumberClass, Vec::new(), evidence));
            }
            let answering = self.answering(&class, span).await?;
            if let Some((people, evidence)) = signal::equal_latencies(&answering) {
                found.push(of_class(SignalKind::EqualLatencies, people, evidence));
            }
        }
        Ok(found)
    }

    /// How long everybody of a class took for what they passed.
    async fn answering(&self, class: &str, span: Span) -> Result<Vec<Answering>> {
        let rows: Vec<(String, i64)> = read_db!(self, |pool| {
            sqlx::query_as(
                "SELECT a.person_id, a.answered_at - a.shown_at
                 FROM enrolment AS e JOIN attendance_check AS a ON a.enrolment_id = e.id
                 WHERE e.class_id = $1 AND a.issued_at >= $2 AND a.outcome = 'passed' AND a.shown_at IS NOT NULL
                   AND a.given_answer IS NOT NULL
                 ORDER BY a.person_id, a.answered_at",
            )
            .bind(class)
            .bind(span.from_ms)
            .fetch_all(pool)
            .await
        })?;
        let one = |rows: &[(String, i64)]| Answering {
            person: rows[0].0.clone(),
            took_ms: rows.iter().map(|(_, ms)| *ms).collect(),
        };
        Ok(rows.chunk_by(|a, b| a.0 == b.0).map(one).collect())
    }

    /// Networks over which several people know at once what another was asked before.
    pub(super) async fn carried_answers(&self, span: Span) -> Result<Vec<Found>> {
        let networks: Vec<Vec<u8>> = read_db!(self, |pool| {
            sqlx::query_scalar(
                "SELECT network_digest FROM study_trace WHERE opened_at >= $1 AND network_digest IS NOT NULL
                 GROUP BY network_digest HAVING COUNT(DISTINCT person_id) BETWEEN 4 AND $2 ORDER BY network_digest",
            )
            .bind(span.from_ms)
            .bind(NETWORK_PEOPLE_MAX)
            .fetch_all(pool)
            .await
        })?;
        let mut found = Vec::new();
        for network in networks {
            let answers = self.first_answers(&network, span).await?;
            let Some((people, evidence)) = signal::carried_answers(&answers) else { continue };
            found.push(Found {
                kind: SignalKind::CarriedAnswers,
                subject: format!("network:{}", hex::encode(&network[..8])),
                class: None,
                day: None,
                people: people.into_iter().map(PersonId::from).collect(),
                evidence,
            });
        }
        Ok(found)
    }

    /// The first answer of everybody over a network to each question.
    async fn first_answers(&self, network: &[u8], span: Span) -> Result<Vec<FirstAnswer>> {
        let rows: Vec<Asked> = read_db!(self, |pool| {
            sqlx::query_as(
                "SELECT a.person_id, a.question_id, a.shown_at, a.answered_at, a.outcome, q.prompt, q.options
                 FROM study_trace AS t
                 JOIN attendance_check AS a ON a.session_id = t.session_id
                      AND a.person_id = t.person_id AND a.issued_at >= $1
                 JOIN question AS q ON q.id = a.question_id
                 WHERE t.network_digest = $2 AND t.opened_at >= $1
                   AND a.shown_at IS NOT NULL AND a.given_answer IS NOT NULL
                 ORDER BY a.answered_at, a.id",
            )
            .bind(span.from_ms)
            .bind(network)
            .fetch_all(pool)
            .await
        })?;
        let mut first: BTreeMap<(String, String), FirstAnswer> = BTreeMap::new();
        for (person, question, shown_at, answered_at, outcome, prompt, options) in rows {
            let options: Vec<String> = stored("choices", &options)?;
            first.entry((person.clone(), question.clone())).or_insert(FirstAnswer {
                person,
                question,
                characters: characters_of(&prompt, &options),
                shown_at,
                answered_at,
                right: outcome == "passed",
            });
        }
        Ok(first.into_values().collect())
    }

    /// Devices on which many people passed their checks for a good while each, on one day.
    pub(super) async fn answering_devices(&self, span: Span) -> Result<Vec<Found>> {
        // Device, day, person, checks passed.
        let rows: Vec<(Vec<u8>, i64, String, i64)> = read_db!(self, |pool| {
            sqlx::query_as(
                "SELECT t.device_digest, (a.answered_at + $1) / $2, t.person_id, COUNT(*)
                 FROM study_trace AS t
                 JOIN attendance_check AS a ON a.session_id = t.session_id
                      AND a.person_id = t.person_id AND a.issued_at >= $3
                 WHERE t.opened_at >= $3 AND a.outcome = 'passed' AND t.device_digest IN (
                     SELECT device_digest FROM study_trace WHERE opened_at >= $3 AND device_digest IS NOT NULL
                     GROUP BY device_digest HAVING COUNT(DISTINCT person_id) >= 4)
                 GROUP BY t.device_digest, (a.answered_at + $1) / $2, t.person_id
                 HAVING COUNT(*) >= $4
                 ORDER BY 1, 2, 3",
            )
            .bind(span.zone_ms)
            .bind(DAY_MS)
            .bind(span.from_ms)
            .bind(ANSWERING_PASSES_MIN)
            .fetch_all(pool)
            .await
        })?;
        let mut found: Vec<Found> = Vec::new();
        for day in rows.chunk_by(|a, b| (&a.0, a.1) == (&b.0, b.1)) {
            let passes = day.iter().map(|(.., passes)| passes).sum();
            let people: Vec<PersonId> =
                day.iter().map(|(_, _, person, _)| PersonId(person.clone())).collect();
            let count = i64::try_from(people.len()).unwrap_or(i64::MAX);
            let Some(evidence) = signal::answering_device(count, passes) else { continue };
            let subject = format!("device:{}", hex::encode(&day[0].0[..8]));
            // Once for a device: its fullest day.
            match found.iter_mut().find(|known| known.subject == subject) {
                Some(known) if known.evidence < evidence => {
                    (known.people, known.evidence) = (people, evidence);
                }
                Some(_) => {}
                None => found.push(Found {
                    kind: SignalKind::AnsweringDevice,
                    subject,
                    class: None,
                    day: None,
                    people,
                    evidence,
                }),
            }
        }
        Ok(found)
    }
}
