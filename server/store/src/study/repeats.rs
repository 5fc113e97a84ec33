//! Beats that come again. What was answered to the beats of a session lies in the log of the open segment and in the
//! evidence; evidence is unpacked once and remembered, so that sending the same beat a thousand times costs no more than
//! sending it twice.

use std::collections::HashMap;

use domain::id::{PersonId, SessionId};
use domain::study::{KeptRecord, RecordBody, within_lesson};
use domain::wire::{Beat, BeatAnswer};

use super::evidence;
use super::json::stored;
use super::unit_of_work::StudyUnitOfWork;
use crate::db::Tx;
use crate::error::Result;

/// So many answers are remembered; beyond it, those of the sessions that were not asked about for longest are forgotten.
const ANSWERS_MAX: usize = 50_000;

/// A person's session.
pub(super) type Place = (PersonId, SessionId);

/// What was stored of a beat, and the answer to it.
type Answered = (RecordBody, BeatAnswer);

/// The answers to beats of sessions of which some came again.
#[derive(Debug, Default)]
pub struct Repeats {
    sessions: HashMap<Place, Remembered>,
    /// Counts how often somebody asked.
    turn: u64,
}

#[derive(Debug, Default)]
struct Remembered {
    of_session: OfSession,
    opened_at: i64,
    /// The last record of the person that was read.
    through_n: i64,
    turn: u64,
}

/// What is known of a session's beats.
#[derive(Clone, Debug, Default)]
pub(super) struct OfSession {
    /// The length of its lesson.
    duration_ms: Option<i64>,
    answers: HashMap<i64, Answered>,
}

impl OfSession {
    /// Takes in what was recorded of the session.
    fn read(&mut self, session: &SessionId, records: Vec<KeptRecord>) -> Result<()> {
        for record in records.into_iter().filter(|record| record.session == *session) {
            match (record.seq, record.answer) {
                (Some(seq), Some(answer)) => {
                    let answered = (stored("beat", &record.body)?, stored("answer to a beat", &answer)?);
                    self.answers.insert(seq, answered);
                }
                (None, _) => {
                    if let RecordBody::Open { duration_ms, .. } = stored("record", &record.body)? {
                        self.duration_ms = Some(duration_ms);
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// The answer to a beat that was stored before; `Err` if it was stored with other contents.
    pub fn answer(&self, beat: &Beat) -> Option<Result<BeatAnswer, ()>> {
        let (body, answer) = self.answers.get(&beat.seq)?;
        let same = match self.duration_ms {
            Some(duration_ms) => *body == body_of(beat, duration_ms),
            None => false,
        };
        Some(if same { Ok(answer.clone()) } else { Err(()) })
    }

    /// Whether all of these numbers are known.
    fn knows(&self, seqs: &[i64]) -> bool {
        self.duration_ms.is_some() && seqs.iter().all(|seq| self.answers.contains_key(seq))
    }

    /// Remembers an answer just given.
    pub fn note(&mut self, beat: &Beat, duration_ms: i64, answer: &BeatAnswer) {
        self.duration_ms = Some(duration_ms);
        self.answers.entry(beat.seq).or_insert_with(|| (body_of(beat, duration_ms), answer.clone()));
    }
}

/// What is stored of a beat.
fn body_of(beat: &Beat, duration_ms: i64) -> RecordBody {
    RecordBody::Beat {
        played: within_lesson(&beat.played, duration_ms),
        position_ms: beat.position_ms.min(duration_ms),
        state: beat.state,
    }
}

impl Repeats {
    /// What was answered to these numbers of a session, as far as they were sent before.
    pub(super) async fn of(
        &mut self,
        tx: &mut Tx,
        work: &StudyUnitOfWork,
        place: &Place,
        seqs: &[i64],
    ) -> Result<OfSession> {
        let (person, session) = place;
        let mut of_session = OfSession::default();
        let live = work.states.get(person).and_then(|study| study.live.as_ref());
        of_session.duration_ms = live.filter(|live| live.session == *session).map(|live| live.duration_ms);
        if let Some(log) = work.log(person) {
            of_session.read(session, log.read().map_err(|error| evidence::damaged(person, error))?)?;
        }
        // The usual beat that comes again is one of the last.
        if of_session.knows(seqs) {
            return Ok(of_session);
        }
        let Some(before) = self.of_evidence(tx, place).await? else { return Ok(of_session) };
        of_session.duration_ms = of_session.duration_ms.or(before.duration_ms);
        for seq in seqs {
            if let Some(answered) = before.answers.get(seq) {
                of_session.answers.entry(*seq).or_insert_with(|| answered.clone());
            }
        }
        Ok(of_session)
    }

    /// What the evidence says of a session: what is new of it is unpacked. Nothing if the session is not theirs.
    async fn of_evidence(&mut self, tx: &mut Tx, place: &Place) -> Result<Option<&OfSession>> {
        let (person, session) = place;
        self.turn += 1;
        if !self.sessions.contains_key(place) {
            let Some(opened_at) = evidence::opened_at(tx, person, session).await? else { return Ok(None) };
            self.make_room();
            self.sessions.insert(place.clone(), Remembered { opened_at, ..Remembered::default() });
        }
        let Some(known) = self.sessions.get_mut(place) else { return Ok(None) };
        known.turn = self.turn;
        let new = evidence::after(tx, person, known.opened_at, known.through_n).await?;
        known.through_n = new.last().map_or(known.through_n, |last| last.n);
        known.of_session.read(session, new)?;
        Ok(Some(&known.of_session))
    }

    fn make_room(&mut self) {
        let size = |known: &Remembered| known.of_session.answers.len() + 1;
        let mut all: usize = self.sessions.values().map(size).sum();
        while all > ANSWERS_MAX {
            let oldest =
                self.sessions.iter().min_by_key(|(_, known)| known.turn).map(|(place, _)| place.clone());
            let Some(known) = oldest.and_then(|place| self.sessions.remove(&place)) else { return };
            all -= size(&known);
        }
    }
}
