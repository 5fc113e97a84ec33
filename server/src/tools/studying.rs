//! People who study through the store, without HTTP: how the books of a measurement and of the demo city are filled.
//! Whatever counts is counted by the same functions that the site calls.

use std::sync::atomic::{AtomicI64, Ordering};

use anyhow::{Context, Result};
use domain::id::{CheckId, EnrolmentId, LessonId, PersonId, SessionId};
use domain::study::CheckItem;
use domain::wire::{Beat, CheckAnswered, OpenSession, PlayState, SessionClosed, SessionOpened};
use store::study::{BeatArrived, Identity, RuleInput};
use web::{Clock, Site};

use crate::api::study::draw::fresh;

/// A site's time that is moved, not waited for.
pub struct MovedClock(AtomicI64);

impl Clock for MovedClock {
    fn now_ms(&self) -> i64 {
        self.0.load(Ordering::Relaxed) / 1000
    }
}

impl MovedClock {
    /// A clock that stands at this moment.
    pub fn at(now_ms: i64) -> Self {
        Self(AtomicI64::new(now_ms * 1000))
    }

    /// Moves on.
    pub fn forward_us(&self, us: i64) {
        self.0.fetch_add(us, Ordering::Relaxed);
    }

    /// Moves to a moment.
    pub fn set(&self, now_ms: i64) {
        self.0.store(now_ms * 1000, Ordering::Relaxed);
    }
}

/// Whether a check asks who the learner is.
pub fn asks_identity(item: &CheckItem) -> bool {
    item.key.is_empty()
}

/// Somebody in front of the lessons of a class.
#[derive(Clone, Debug)]
pub struct Seat {
    pub person: PersonId,
    pub enrolment: EnrolmentId,
    pub session: SessionId,
    pub seq: i64,
    pub position_ms: i64,
}

impl Seat {
    /// Before the first lesson.
    pub fn new(person: PersonId, enrolment: EnrolmentId) -> Self {
        Self { person, enrolment, session: SessionId::default(), seq: 0, position_ms: 0 }
    }

    /// Opens a lesson now.
    pub async fn open(&mut self, site: &Site, lesson: LessonId) -> Result<SessionOpened> {
        let open = OpenSession { enrolment: self.enrolment.clone(), lesson };
        let session = SessionId(site.new_id());
        let opened = site.db.open_session(&self.person, &open, session, &fresh(site)).await?;
        self.session = opened.session.clone();
        self.seq = 0;
        self.position_ms = opened.position_ms;
        Ok(opened)
    }

    /// The next beat, as it arrives at a moment: played from here to there.
    pub fn beat(&mut self, to_ms: i64, input: RuleInput<'_>) -> BeatArrived {
        self.seq += 1;
        BeatArrived {
            person: self.person.clone(),
            beat: Beat {
                session: self.session.clone(),
                seq: self.seq,
                played: vec![[self.position_ms, to_ms]],
                position_ms: to_ms,
                state: PlayState::Playing,
            },
            at_ms: input.now_ms,
            fresh_check: input.fresh_check,
            draw: input.draw,
        }
    }

    /// Closes the lesson now.
    pub async fn close(&self, site: &Site) -> Result<SessionClosed> {
        Ok(site.db.close_session(&self.person, &self.session, &fresh(site)).await?)
    }

    /// Looks at a check; what it asks.
    pub async fn show(&self, site: &Site, check: &CheckId) -> Result<CheckItem> {
        let (shown, _) = site.db.show_check(&self.person, check, &fresh(site)).await?;
        shown.item.context("a check that was shown asks nothing")
    }

    /// Confirms who they are, by password and code, as a check asks.
    pub async fn identify(&self, site: &Site, check: &CheckId) -> Result<CheckAnswered> {
        Ok(site.db.identify(&self.person, check, Identity::Code, &fresh(site), &site.keys).await?)
    }

    /// Answers a check.
    pub async fn answer(&self, site: &Site, check: &CheckId, answer: &str) -> Result<CheckAnswered> {
        Ok(site.db.answer_check(&self.person, check, answer, &fresh(site), &site.keys).await?)
    }
}
