//! What an evidence bundle is made of: whose enrolment it is, and where its class stands.

use std::collections::HashMap;

use domain::device::given_sha256;
use domain::id::{ClassId, EnrolmentId, OrganisationId, PersonId, RegionId};
use domain::ledger::SignedSegment;
use domain::study::RecordBody;
use domain::wire::Beat;
use store_read::records::unsealed;

use crate::db::Db;
use crate::error::{Result, StoreError};
use crate::read_db;
use crate::study::{stored, to_store};

/// Whose an enrolment is, and where its class stands.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Holder {
    #[sqlx(try_from = "String")]
    pub person: PersonId,
    #[sqlx(try_from = "String")]
    pub class: ClassId,
    #[sqlx(try_from = "String")]
    pub organisation: OrganisationId,
    #[sqlx(try_from = "String")]
    pub region: RegionId,
}

impl Db {
    /// What devices of a person's signed with checks that were passed, in the order of the records.
    pub async fn signed_segments(&self, person: &PersonId) -> Result<Vec<SignedSegment>> {
        let keys: Vec<(String, String)> = read_db!(self, |pool| {
            sqlx::query_as(
                "SELECT k.id, k.public_key FROM device_key k JOIN account a ON a.id = k.account_id
                 WHERE a.person_id = $1",
            )
            .bind(person.as_str())
            .fetch_all(pool)
            .await
        })?;
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let keys: HashMap<String, String> = keys.into_iter().collect();
        let (mut segments, mut beats) = (Vec::new(), Vec::new());
        // Whoever examines the bundle believes the signatures, not this database.
        let logs: Vec<(Vec<u8>,)> = read_db!(self, |pool| {
            sqlx::query_as("SELECT body FROM evidence_kept WHERE person_id = $1 ORDER BY first_n")
                .bind(person.as_str())
                .fetch_all(pool)
                .await
        })?;
        let unreadable = |error| StoreError::Damaged(format!("the evidence of person {person}: {error}"));
        let logs = logs.iter().map(|(body,)| unsealed(body).map_err(unreadable));
        for record in logs.collect::<Result<Vec<_>>>()?.into_iter().flatten() {
            let body: RecordBody = stored("record of study", &record.body)?;
            let passed = body.closes_segment();
            match (body, record.seq) {
                (RecordBody::Beat { played, position_ms, state }, Some(seq)) => {
                    let beat = Beat { session: record.session, seq, played, position_ms, state };
                    beats.push(to_store(&beat)?);
                }
                (body, _) => {
                    let Some((check, given, signed)) = body.given().filter(|_| passed) else { continue };
                    let beats = std::mem::take(&mut beats);
                    let Some(signed) = signed else { continue };
                    let public_key = keys.get(signed.key.as_str()).cloned().unwrap_or_default();
                    let given_sha256 = given_sha256(&given);
                    segments.push(SignedSegment { check, given_sha256, public_key, signed, beats });
                }
            }
        }
        Ok(segments)
    }

    /// Whose an enrolment is; `NotFound` if there is none.
    pub async fn holder(&self, enrolment: &EnrolmentId) -> Result<Holder> {
        Ok(read_db!(self, |pool| {
            sqlx::query_as(
                "SELECT e.person_id AS person, k.id AS class, k.organisation_id AS organisation, k.region_id AS region
                 FROM enrolment AS e JOIN training_class AS k ON k.id = e.class_id WHERE e.id = $1",
            )
            .bind(enrolment.as_str())
            .fetch_one(pool)
            .await
        })?)
    }
}
