//! A granted appeal: the one way in which refused time counts after all. What may count is recomputed here
//! from the raw records; nobody types a number of seconds.

use std::collections::BTreeSet;

use domain::appeal::{Evidence as Found, Ground, Inquiry, NotTaken};
use domain::check::DaySegment;
use domain::id::{AppealId, ClassId, EnrolmentId, LessonId, PersonId};
use domain::ledger::{Entry, EntryForm, Evidence, Granted};
use domain::policy::{Policies, Policy};
use domain::study::{Grant, KeptRecord, LessonKey, PersonStudy, RecordBody, RefusalCode};
use domain::wire::{BeatAnswer, CheckResult};
use store_read::digest::Purpose;
use vault::Keys;

use super::evidence;
use super::json::stored;
use super::rule_input::{RuleInput, known};
use super::unit_of_work::StudyUnitOfWork;
use crate::db::{Db, Tx};
use crate::error::{Result, StoreError};
use crate::ledger::{self, NewEntry};
use crate::{subsidy, tx};

/// What two people have agreed on.
pub struct Granting<'a> {
    pub appeal: &'a AppealId,
    pub ground: Ground,
    /// Persons, not accounts: whoever has two of those is still one.
    pub proposed_by: &'a PersonId,
    pub approved_by: &'a PersonId,
    pub reason: &'a str,
}

#[derive(sqlx::FromRow)]
struct Place {
    #[sqlx(try_from = "String")]
    person_id: PersonId,
    #[sqlx(try_from = "String")]
    enrolment_id: EnrolmentId,
    #[sqlx(try_from = "String")]
    lesson_id: LessonId,
    #[sqlx(try_from = "String")]
    class_id: ClassId,
    policy_version: String,
    day: String,
    code: String,
}

/// Enters a grant into study, ledger and subsidy; says how much counts since.
pub(crate) async fn grant_within(
    tx: &mut Tx,
    granting: &Granting<'_>,
    input: &RuleInput<'_>,
    keys: &Keys,
) -> Result<std::result::Result<i64, NotTaken>> {
    let place = place_of(tx, granting.appeal).await?;
    let mut work = StudyUnitOfWork::load_one(tx, &place.person_id).await?;
    let mut study = work.states.remove(&place.person_id).ok_or(StoreError::NotFound)?;
    let grant = match consider(tx, &mut work, &study, &place, granting.appeal, input).await? {
        Ok(grant) => grant,
        Err(why) => return Ok(Err(why)),
    };
    let ms = grant.ranges.total_ms();
    let days = vec![DaySegment { day: grant.day.clone(), ranges: grant.ranges.clone() }];
    let code = grant.code;
    let progress = work.progresses.entry(key_of(&place)).or_default();
    let record = study.on_grant(grant, &input.under(&place.policy_version)?, progress);
    let digest = |purpose, text: &str| hex::encode(keys.digest(purpose, text));
    let entry = Entry {
        v: EntryForm,
        person_digest: digest(Purpose::LedgerPerson, place.person_id.as_str()),
        enrolment: place.enrolment_id.clone(),
        class: place.class_id,
        lesson: place.lesson_id,
        days,
        ms,
        check: None,
        granted: Some(Granted {
            appeal: granting.appeal.clone(),
            code,
            ground: granting.ground,
            actor: digest(Purpose::LedgerPerson, granting.proposed_by.as_str()),
            approver: digest(Purpose::LedgerPerson, granting.approved_by.as_str()),
            reason: digest(Purpose::GrantReason, granting.reason),
        }),
        policy: place.policy_version,
        at_ms: record.at_ms,
        evidence: Evidence { record: record.n, chain: record.chain.clone() },
    };
    work.keep(&place.person_id, vec![record], None)?;
    work.states.insert(place.person_id.clone(), study);
    work.save(tx, input.now_ms).await?;
    let size = ledger::append(tx, &[NewEntry { person: place.person_id, entry }]).await?;
    tx!(tx, |c| {
        sqlx::query("INSERT INTO appeal_grant (appeal_id, entry_index, ms) VALUES ($1, $2, $3)")
            .bind(granting.appeal.as_str())
            .bind(size - 1)
            .bind(ms)
            .execute(&mut **c)
            .await
            .map(drop)
    })?;
    subsidy::recompute(tx, &place.enrolment_id, input.policies, size, input.now_ms).await?;
    Ok(Ok(ms))
}

impl Db {
    /// How much an appeal could still give back today, for those who decide it.
    pub async fn grantable_ms(
        &self,
        appeal: &AppealId,
        input: &RuleInput<'_>,
    ) -> Result<std::result::Result<i64, NotTaken>> {
        let mut tx = self.begin().await?;
        let place = place_of(&mut tx, appeal).await?;
        let mut work = StudyUnitOfWork::load_one(&mut tx, &place.person_id).await?;
        let Some(study) = work.states.remove(&place.person_id) else { return Ok(Err(NotTaken::NothingLeft)) };
        let grant = consider(&mut tx, &mut work, &study, &place, appeal, input).await?;
        Ok(grant.map(|grant| grant.ranges.total_ms()))
    }
}

fn key_of(place: &Place) -> LessonKey {
    LessonKey { enrolment: place.enrolment_id.clone(), lesson: place.lesson_id.clone() }
}

/// What would count, if the appeal were granted now.
async fn consider(
    tx: &mut Tx,
    work: &mut StudyUnitOfWork,
    study: &PersonStudy,
    place: &Place,
    appeal: &AppealId,
    input: &RuleInput<'_>,
) -> Result<std::result::Result<Grant, NotTaken>> {
    let policy = known(input.policies, &place.policy_version)?;
    let Some(found) = inquire(tx, work, place, input.policies, input.now_ms).await? else {
        return Ok(Err(NotTaken::Studying));
    };
    work.load_progress(tx, &BTreeSet::from([key_of(place)])).await?;
    let covered = work.progresses.get(&key_of(place)).map(|progress| progress.covered.clone());
    let room_ms = room_of_day(tx, study, place, policy).await?;
    let ranges = found.grantable(&covered.unwrap_or_default(), room_ms);
    if ranges.is_empty() {
        return Ok(Err(NotTaken::NothingLeft));
    }
    Ok(Ok(Grant {
        appeal: appeal.clone(),
        enrolment: place.enrolment_id.clone(),
        class: place.class_id.clone(),
        lesson: place.lesson_id.clone(),
        day: place.day.clone(),
        code: code_of(place)?,
        policy: place.policy_version.clone(),
        ranges,
    }))
}

fn code_of(place: &Place) -> Result<RefusalCode> {
    RefusalCode::from_code(&place.code).ok_or_else(|| StoreError::Damaged(format!("refusal {}", place.code)))
}

async fn place_of(tx: &mut Tx, appeal: &AppealId) -> Result<Place> {
    Ok(tx!(tx, |c| {
        sqlx::query_as(
            "SELECT p.person_id, p.enrolment_id, p.lesson_id, e.class_id, k.policy_version, p.day, p.code
             FROM appeal p JOIN enrolment e ON e.id = p.enrolment_id JOIN training_class k ON k.id = e.class_id
             WHERE p.id = $1",
        )
        .bind(appeal.as_str())
        .fetch_one(&mut **c)
        .await
    })?)
}

/// Credit that the day can still take: its cap without what is verified and what waits.
async fn room_of_day(tx: &mut Tx, study: &PersonStudy, place: &Place, policy: &Policy) -> Result<i64> {
    let verified_ms: i64 = tx!(tx, |c| {
        sqlx::query_scalar(
            "SELECT CAST(COALESCE(SUM(d.ms), 0) AS BIGINT) FROM ledger_line_day d
             JOIN enrolment e ON e.id = d.enrolment_id WHERE e.person_id = $1 AND d.day = $2",
        )
        .bind(place.person_id.as_str())
        .bind(&place.day)
        .fetch_one(&mut **c)
        .await
    })?;
    let waiting_ms: i64 =
        study.waiting.iter().filter(|span| span.day == place.day).map(domain::study::PendingSpan::ms).sum();
    Ok(policy.day_cap_ms() - verified_ms - waiting_ms)
}

/// Goes through the person's raw records. `None` while they are studying.
async fn inquire(
    tx: &mut Tx,
    work: &StudyUnitOfWork,
    place: &Place,
    policies: &Policies,
    now_ms: i64,
) -> Result<Option<Found>> {
    let mut records = evidence::since(tx, &place.person_id, 0).await?;
    if let Some(log) = work.log(&place.person_id) {
        records.extend(log.read().map_err(|error| evidence::damaged(&place.person_id, error))?);
    }
    let mut inquiry =
        Inquiry::new(place.enrolment_id.clone(), place.lesson_id.clone(), place.day.clone(), code_of(place)?);
    let mut held = false;
    for KeptRecord { at_ms, session, body, answer, .. } in records {
        match stored("record of study", &body)? {
            RecordBody::Open { enrolment, lesson, duration_ms, policy, .. } => {
                let policy = known(policies, &policy)?;
                inquiry.on_open(at_ms, &session, (&enrolment, &lesson), duration_ms, policy);
            }
            RecordBody::Beat { played, .. } => {
                let answer: BeatAnswer = stored("answer to a beat", &answer.unwrap_or_default())?;
                inquiry.on_beat(at_ms, &session, &played, answer.counted_ms, &answer.refused);
            }
            // What a hold gave back is no check that was ignored.
            RecordBody::Answer { result: CheckResult::Hold, .. } => held = true,
            RecordBody::Release { .. } => held = false,
            RecordBody::Expire { spans, .. } if !held => inquiry.on_expire(&spans),
            _ => {}
        }
    }
    Ok(inquiry.found(now_ms))
}
