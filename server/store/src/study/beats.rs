//! Recording beats: all that wait, in one transaction.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::id::{CheckId, PersonId};
use domain::policy::Policies;
use domain::study::{LessonKey, RuleContext, StudyRefusal, well_formed};
use domain::wire::{Beat, BeatAnswer};

use super::repeats::{OfSession, Place, Repeats};
use super::rule_input::known;
use super::unit_of_work::{StudyUnitOfWork, forged};
use crate::db::{Db, Tx};
use crate::error::{Result, StoreError};
use crate::tx;

/// A beat as it reached the server.
#[derive(Clone, Debug)]
pub struct BeatArrived {
    /// Who sent it.
    pub person: PersonId,
    /// What they sent.
    pub beat: Beat,
    /// Server time of arrival.
    pub at_ms: i64,
    /// A name for a check it may meet.
    pub fresh_check: CheckId,
    /// An even draw.
    pub draw: u64,
}

impl Db {
    /// [`Db::record_beats_again`] for beats that seldom come again.
    pub async fn record_beats(
        &self,
        arrived: &[BeatArrived],
        policies: &Policies,
    ) -> Result<Vec<Result<BeatAnswer>>> {
        self.record_beats_again(arrived, policies, &mut Repeats::default()).await
    }

    /// Records beats in the order given and answers each; the outer error means that none was
    /// recorded. A repeated number gets the stored answer again and changes nothing.
    pub async fn record_beats_again(
        &self,
        arrived: &[BeatArrived],
        policies: &Policies,
        repeats: &mut Repeats,
    ) -> Result<Vec<Result<BeatAnswer>>> {
        let mut tx = self.begin().await?;
        let people: BTreeSet<PersonId> = arrived.iter().map(|beat| beat.person.clone()).collect();
        let mut work = StudyUnitOfWork::load(&mut tx, &people).await?;
        let mut known_beats = repeated(&mut tx, arrived, &work, repeats).await?;
        let mut answers = Vec::with_capacity(arrived.len());
        let mut latest_ms = 0;
        for one in arrived {
            latest_ms = latest_ms.max(one.at_ms);
            let place = (one.person.clone(), one.beat.session.clone());
            let before = known_beats.get(&place).and_then(|session| session.answer(&one.beat));
            let answer = match before {
                Some(before) => before.map_err(|()| StudyRefusal::ConflictingSeq.into()),
                None => count(&mut tx, one, &mut work, policies).await?,
            };
            let live = work.states.get(&one.person).and_then(|study| study.live.as_ref());
            let duration_ms = live.filter(|live| live.session == place.1).map(|live| live.duration_ms);
            if let (Ok(answer), Some(duration_ms)) = (&answer, duration_ms) {
                known_beats.entry(place).or_default().note(&one.beat, duration_ms, answer);
            }
            answers.push(answer);
        }
        work.save_beats(&mut tx, latest_ms).await?;
        tx.commit().await?;
        Ok(answers)
    }
}

/// Counts one beat in the unit of work.
async fn count(
    tx: &mut Tx,
    one: &BeatArrived,
    work: &mut StudyUnitOfWork,
    policies: &Policies,
) -> Result<Result<BeatAnswer>> {
    if let Err(refusal) = well_formed(&one.beat) {
        return Ok(Err(refusal.into()));
    }
    let Some(mut study) = work.states.remove(&one.person) else {
        let forged_study = work.forged.contains(&one.person);
        return Ok(Err(if forged_study { forged(&one.person) } else { StoreError::NotFound }));
    };
    let live = study.live.as_ref().filter(|live| live.session == one.beat.session);
    let Some((key, version)) = live.map(|live| {
        let key = LessonKey { enrolment: live.enrolment.clone(), lesson: live.lesson.clone() };
        (key, live.policy.clone())
    }) else {
        work.states.insert(one.person.clone(), study);
        return Ok(Err(why_not_live(tx, one).await?));
    };
    let policy = known(policies, &version)?;
    let now = RuleContext { at_ms: one.at_ms, policy, fresh_check: one.fresh_check.clone(), draw: one.draw };
    let counted = study.on_beat(&one.beat, &now, &mut work.progresses);
    work.states.insert(one.person.clone(), study);
    let counted = match counted {
        Ok(counted) => counted,
        Err(refusal) => return Ok(Err(refusal.into())),
    };
    work.expire(&counted.expired);
    let at_ms = counted.records.last().map_or(one.at_ms, |record| record.at_ms);
    work.refuse(&key, &policy.utc_offset_minutes.day(at_ms), &counted.answer.refused);
    work.keep(&one.person, counted.records, Some(&counted.answer))?;
    Ok(Ok(counted.answer))
}

/// Why a beat's session is not the person's live one.
async fn why_not_live(tx: &mut Tx, one: &BeatArrived) -> Result<StoreError> {
    let ended: Option<(Option<String>,)> = tx!(tx, |c| {
        sqlx::query_as("SELECT end_reason FROM study_session WHERE id = $1 AND person_id = $2")
            .bind(one.beat.session.as_str())
            .bind(one.person.as_str())
            .fetch_optional(&mut **c)
            .await
    })?;
    Ok(match ended {
        None => StoreError::NotFound,
        Some((Some(reason),)) if reason == "superseded" => StudyRefusal::Superseded.into(),
        Some(_) => StudyRefusal::Ended.into(),
    })
}

/// Stored answers to those beats that may have been sent before. A number above the highest of
/// the live session was never seen, so the usual beat costs no look-up.
async fn repeated(
    tx: &mut Tx,
    arrived: &[BeatArrived],
    work: &StudyUnitOfWork,
    repeats: &mut Repeats,
) -> Result<HashMap<Place, OfSession>> {
    let mut maybe_known: BTreeMap<Place, Vec<i64>> = BTreeMap::new();
    for one in arrived {
        let live = work.states.get(&one.person).and_then(|study| study.live.as_ref());
        if live.is_none_or(|live| live.session != one.beat.session || one.beat.seq <= live.seq_max) {
            let place = (one.person.clone(), one.beat.session.clone());
            maybe_known.entry(place).or_default().push(one.beat.seq);
        }
    }
    let mut found = HashMap::new();
    for (place, seqs) in maybe_known {
        let known = repeats.of(tx, work, &place, &seqs).await?;
        found.insert(place, known);
    }
    Ok(found)
}
