//! Showing, extending and answering attendance checks.

mod identity;

pub use domain::check::Identity;
use domain::check::{Answered, as_kept};
use domain::device::{SignatureState, statement};
use domain::id::{CheckId, PersonId};
use domain::ledger::{Entry, EntryForm, Evidence, PassedCheck};
use domain::passkey::Proof;
use domain::study::{OpenCheck, PersonStudy, RawRecord, RefusalCode, StudyRefusal};
use domain::wire::{CheckAnswered, CheckResult, DeviceSignature};
use store_read::digest::Purpose;
use vault::Keys;

use super::items::choose_item;
use super::json::{stored, to_store};
use super::rule_input::RuleInput;
use super::unit_of_work::StudyUnitOfWork;
use crate::db::{Db, Tx};
use crate::error::{Result, StoreError};
use crate::ledger::{self, NewEntry};
use crate::{device_key, subsidy, tx};
pub use identity::vouch_within;

/// What the learner gives.
enum Given<'a> {
    /// An option or a number.
    Answer(&'a str),
    /// What their device signed.
    Passkey(Proof),
    /// Who they are.
    Identity(Identity),
}

impl Given<'_> {
    /// What a device signs of it: nobody has a password in a record.
    fn text(&self) -> String {
        match self {
            Self::Answer(answer) => as_kept(answer),
            Self::Passkey(proof) => proof.signature.clone(),
            Self::Identity(_) => String::new(),
        }
    }
}

impl Db {
    /// The check is on the learner's screen: chooses what to ask, once a check, and starts the
    /// deadline, once an offer. A check that is not this person's is `NotFound`.
    pub async fn show_check(
        &self,
        person: &PersonId,
        id: &CheckId,
        input: &RuleInput<'_>,
    ) -> Result<(OpenCheck, bool)> {
        let mut tx = self.begin().await?;
        let mut work = StudyUnitOfWork::load_one(&mut tx, person).await?;
        let (mut study, version) = open_check(&mut tx, &mut work, person, id).await?;
        let now = input.under(&version)?;
        settle_overdue(&mut study, &now, &mut work, person)?;
        let item = match study.check.as_ref().filter(|check| check.id == *id && check.item.is_none()) {
            Some(check) => Some(choose_item(&mut tx, person, check, &work, now.policy, input.draw).await?),
            None => None,
        };
        let shown = study.on_shown(id, item, &now);
        let extendable = now.policy.check.extensions_max.value > 0;
        finish(tx, work, person, study, shown, input.now_ms).await.map(|check| {
            let more = extendable && check.extensions < now.policy.check.extensions_max.value;
            (check, more)
        })
    }

    /// Gives more time to answer.
    pub async fn extend_check(
        &self,
        person: &PersonId,
        id: &CheckId,
        input: &RuleInput<'_>,
    ) -> Result<(OpenCheck, bool)> {
        let mut tx = self.begin().await?;
        let mut work = StudyUnitOfWork::load_one(&mut tx, person).await?;
        let (mut study, version) = open_check(&mut tx, &mut work, person, id).await?;
        let now = input.under(&version)?;
        settle_overdue(&mut study, &now, &mut work, person)?;
        let extended = study.on_extend(id, &now);
        let check = finish(tx, work, person, study, extended, input.now_ms).await?;
        let more = check.extensions < now.policy.check.extensions_max.value;
        Ok((check, more))
    }

    /// Judges an answer. A pass appends the verified segments to the ledger and recomputes the
    /// subsidy records they belong to, in the same transaction. The same answer sent again gets
    /// the same reply.
    pub async fn answer_check(
        &self,
        person: &PersonId,
        id: &CheckId,
        answer: &str,
        signed: Option<DeviceSignature>,
        input: &RuleInput<'_>,
        keys: &Keys,
    ) -> Result<CheckAnswered> {
        self.give(person, id, (Given::Answer(answer), signed), input, keys).await
    }

    /// The same for what a device of the learner's signed for this check; the caller has verified it.
    pub async fn confirm_check(
        &self,
        person: &PersonId,
        id: &CheckId,
        proof: Proof,
        signed: Option<DeviceSignature>,
        input: &RuleInput<'_>,
        keys: &Keys,
    ) -> Result<CheckAnswered> {
        self.give(person, id, (Given::Passkey(proof), signed), input, keys).await
    }

    /// The same for a check of identity: the caller has seen the password, and the code where one was sent.
    pub async fn identify(
        &self,
        person: &PersonId,
        id: &CheckId,
        how: Identity,
        signed: Option<DeviceSignature>,
        input: &RuleInput<'_>,
        keys: &Keys,
    ) -> Result<CheckAnswered> {
        self.give(person, id, (Given::Identity(how), signed), input, keys).await
    }

    async fn give(
        &self,
        person: &PersonId,
        id: &CheckId,
        given: (Given<'_>, Option<DeviceSignature>),
        input: &RuleInput<'_>,
        keys: &Keys,
    ) -> Result<CheckAnswered> {
        let mut tx = self.begin().await?;
        let reply = give_within(&mut tx, person, id, given, input, keys).await?;
        tx.commit().await?;
        Ok(reply)
    }
}

/// Judges what is given for a check, inside a caller's transaction.
async fn give_within(
    tx: &mut Tx,
    person: &PersonId,
    id: &CheckId,
    (given, signed): (Given<'_>, Option<DeviceSignature>),
    input: &RuleInput<'_>,
    keys: &Keys,
) -> Result<CheckAnswered> {
    let mut work = StudyUnitOfWork::load_one(tx, person).await?;
    if let Given::Answer(answer) = given
        && let Some(reply) = answered_before(tx, person, id, answer).await?
    {
        return Ok(reply);
    }
    let (mut study, version) = open_check(tx, &mut work, person, id).await?;
    let check = study.check.clone().filter(|check| check.id == *id).ok_or(StudyRefusal::NoSuchCheck)?;
    let now = input.under(&version)?;
    let stated = statement(id, &given.text(), &study.device.head);
    let judged = match given {
        Given::Answer(answer) => study.on_answer(id, answer, signed.clone(), &now, &mut work.progresses),
        Given::Passkey(proof) => study.on_passkey(id, proof, signed.clone(), &now, &mut work.progresses),
        Given::Identity(how) => study.on_identity(id, how, signed.clone(), &now, &mut work.progresses),
    }?;
    let vouched = match judged.records.iter().find(|record| record.body.closes_segment()) {
        Some(passed) => device_key::vouches(tx, person, &stated, signed.as_ref(), passed.at_ms).await?,
        None => SignatureState::Unsigned,
    };
    let is_given_back = judged.result == CheckResult::Hold && !judged.expired.is_empty();
    let key = domain::study::LessonKey { enrolment: check.enrolment.clone(), lesson: check.lesson.clone() };
    let progress = work.progresses.get(&key).cloned().unwrap_or_default();
    let reply = CheckAnswered {
        result: judged.result,
        newly_verified_ms: judged.verified.iter().map(domain::check::VerifiedSegment::ms).sum(),
        verified_ms: progress.verified_ms,
        waiting_ms: progress.waiting_ms,
        // A question that was not answered keeps its answer to itself: it may come again.
        explain: judged
            .item
            .explain
            .clone()
            .filter(|_| judged.result == CheckResult::Passed && judged.kind == check.kind),
        next: judged.next.clone(),
        given_back: is_given_back,
    };
    let entries = entries(&judged, person, (&check, vouched), now.policy.version.as_str(), keys);
    let code = if is_given_back { RefusalCode::CheckFailed } else { RefusalCode::CheckIgnored };
    work.give_back(&judged.expired, code);
    work.keep(person, judged.records, None)?;
    work.states.insert(person.clone(), study);
    work.save(tx, input.now_ms).await?;
    if judged.result != CheckResult::Late {
        keep_reply(tx, id, &reply).await?;
    }
    if !entries.is_empty() {
        let size = ledger::append(tx, &entries).await?;
        for entry in &entries {
            subsidy::recompute(tx, &entry.entry.enrolment, input.policies, size, input.now_ms).await?;
        }
    }
    Ok(reply)
}

/// Takes the person's study from the unit of work if the check is theirs; says which policy it is under.
async fn open_check(
    tx: &mut Tx,
    work: &mut StudyUnitOfWork,
    person: &PersonId,
    id: &CheckId,
) -> Result<(PersonStudy, String)> {
    let study = work.states.remove(person).ok_or(StoreError::NotFound)?;
    let version = study.check.as_ref().filter(|check| check.id == *id).map(|check| check.policy.clone());
    match version {
        Some(version) if !study.held => Ok((study, version)),
        _ => {
            // Theirs but over, or not theirs at all?
            let mine: Option<(i64,)> = tx!(tx, |c| sqlx::query_as(
                "SELECT issued_at FROM attendance_check WHERE id = $1 AND person_id = $2",
            )
            .bind(id.as_str())
            .bind(person.as_str())
            .fetch_optional(&mut **c)
            .await)?;
            Err(mine.map_or(StoreError::NotFound, |_| StudyRefusal::NoSuchCheck.into()))
        }
    }
}

/// An offer whose time ran out is settled before anything else happens to the check.
fn settle_overdue(
    study: &mut PersonStudy,
    now: &domain::study::RuleContext<'_>,
    work: &mut StudyUnitOfWork,
    person: &PersonId,
) -> Result<()> {
    let mut records = Vec::new();
    let expired = study.sweep(now, &mut work.progresses, &mut records);
    work.expire(&expired);
    work.keep(person, records, None)
}

/// Writes the study back, whatever the rule said, and commits; then says it.
async fn finish(
    mut tx: Tx,
    mut work: StudyUnitOfWork,
    person: &PersonId,
    study: PersonStudy,
    outcome: std::result::Result<(OpenCheck, Vec<RawRecord>), StudyRefusal>,
    now_ms: i64,
) -> Result<OpenCheck> {
    let said = match outcome {
        Ok((check, records)) => {
            work.keep(person, records, None)?;
            Ok(check)
        }
        Err(refusal) => Err(refusal.into()),
    };
    work.states.insert(person.clone(), study);
    work.save(&mut tx, now_ms).await?;
    tx.commit().await?;
    said
}

async fn answered_before(
    tx: &mut Tx,
    person: &PersonId,
    id: &CheckId,
    answer: &str,
) -> Result<Option<CheckAnswered>> {
    let row: Option<(Option<String>, Option<String>)> = tx!(tx, |c| sqlx::query_as(
        "SELECT given_answer, reply FROM attendance_check WHERE id = $1 AND person_id = $2",
    )
    .bind(id.as_str())
    .bind(person.as_str())
    .fetch_optional(&mut **c)
    .await)?;
    match row {
        None => Err(StoreError::NotFound),
        Some((Some(given), Some(reply))) if given == as_kept(answer) => stored("reply", &reply).map(Some),
        Some((_, Some(_))) => Err(StudyRefusal::NoSuchCheck.into()),
        Some(_) => Ok(None),
    }
}

async fn keep_reply(tx: &mut Tx, id: &CheckId, reply: &CheckAnswered) -> Result<()> {
    let reply = to_store(reply)?;
    tx!(tx, |c| sqlx::query("UPDATE attendance_check SET reply = $1 WHERE id = $2")
        .bind(reply)
        .bind(id.as_str())
        .execute(&mut **c)
        .await
        .map(drop))?;
    Ok(())
}

/// The ledger entries of a pass: one a lesson.
fn entries(
    judged: &Answered,
    person: &PersonId,
    (check, signed): (&OpenCheck, SignatureState),
    policy: &str,
    keys: &Keys,
) -> Vec<NewEntry> {
    let Some(record) = judged.records.iter().find(|record| record.body.closes_segment()) else {
        return Vec::new();
    };
    let person_digest = hex::encode(keys.digest(Purpose::LedgerPerson, person.as_str()));
    let entry = |segment: &domain::check::VerifiedSegment| NewEntry {
        person: person.clone(),
        entry: Entry {
            v: EntryForm,
            person_digest: person_digest.clone(),
            enrolment: segment.enrolment.clone(),
            class: segment.class.clone(),
            lesson: segment.lesson.clone(),
            days: segment.days.clone(),
            ms: segment.ms(),
            check: Some(PassedCheck { id: check.id.clone(), kind: judged.kind, offer: check.offer, signed }),
            granted: None,
            policy: policy.to_owned(),
            at_ms: record.at_ms,
            evidence: Evidence { record: record.n, chain: record.chain.clone() },
        },
    };
    judged.verified.iter().map(entry).collect()
}
