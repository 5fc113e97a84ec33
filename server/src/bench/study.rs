//! People who study through the store, without HTTP: how a city's books are filled.

use anyhow::{Context, Result};
use domain::id::{CheckId, SessionId};
use domain::wire::{Beat, CheckResult, OpenSession, PlayState};
use futures_util::stream::{self, StreamExt, TryStreamExt};
use store::study::{BeatArrived, Moment};
use web::Site;

use super::BeatClock;
use super::city::{self, Learner, Plan};

/// Beats recorded in one transaction, as the server does under load.
const BATCH: usize = 512;
/// Checks and sessions at once: SQLite lets one after the other write, PostgreSQL several.
const AT_ONCE: usize = 8;
/// Within a day no measurement comes near the daily cap.
const DAY_MS_MAX: i64 = 5 * 3_600_000;

/// A crowd in front of its lessons.
pub struct Crowd<'a> {
    pub site: &'a Site,
    pub clock: &'a BeatClock,
    pub plan: &'a Plan,
}

/// A moment of the site's, with chance of its own.
fn moment(site: &Site) -> Moment<'_> {
    let mut draw = [0; 8];
    site.rng.fill(&mut draw);
    Moment {
        now_ms: site.now(),
        fresh_check: site.new_id().into(),
        draw: u64::from_le_bytes(draw),
        policies: &site.policies,
    }
}

impl Crowd<'_> {
    /// Opens each learner's next lesson.
    pub async fn open(&self, learners: impl IntoIterator<Item = &mut Learner>) -> Result<()> {
        stream::iter(learners.into_iter().map(Ok))
            .try_for_each_concurrent(AT_ONCE, |learner: &mut Learner| async move {
                learner.lesson = learner.lesson % self.plan.lessons + 1;
                let lesson = city::lesson(learner.lesson).as_str().into();
                let open = OpenSession { enrolment: learner.enrolment.clone(), lesson };
                let session = SessionId(self.site.new_id());
                let opened =
                    self.site.db.open_session(&learner.person, &open, session, &moment(self.site)).await?;
                learner.session = opened.session;
                learner.seq = 0;
                learner.position_ms = opened.position_ms;
                Ok(())
            })
            .await
    }

    /// Lets everybody watch on for so long and send a beat about it; the checks that are due then.
    pub async fn watch(&self, learners: &mut [Learner], ms: i64) -> Result<Vec<(usize, CheckId)>> {
        self.clock.forward_us(ms * 1000);
        let mut due = Vec::new();
        for (group, learners) in learners.chunks_mut(BATCH).enumerate() {
            let mut arrived = Vec::with_capacity(learners.len());
            for learner in learners.iter_mut() {
                let now = moment(self.site);
                learner.seq += 1;
                let from = learner.position_ms;
                // Nothing arrives to the millisecond: a player is a little behind, and so is the network.
                let to = (from + ms - (now.draw % 40) as i64).min(self.plan.lesson_ms);
                arrived.push(BeatArrived {
                    person: learner.person.clone(),
                    beat: Beat {
                        session: learner.session.clone(),
                        seq: learner.seq,
                        played: vec![[from, to]],
                        position_ms: to,
                        state: PlayState::Playing,
                    },
                    at_ms: now.now_ms + (now.draw >> 32) as i64 % 300,
                    fresh_check: now.fresh_check,
                    draw: now.draw,
                });
            }
            let answers = self.site.db.record_beats(&arrived, &self.site.policies).await?;
            for (place, (learner, answer)) in learners.iter_mut().zip(answers).enumerate() {
                let answer = answer?;
                learner.position_ms += answer.counted_ms;
                if let Some(check) = answer.check {
                    due.push((group * BATCH + place, check.id));
                }
            }
        }
        Ok(due)
    }

    /// Looks at a check and passes it; how much was verified.
    async fn pass(&self, learner: &Learner, check: &CheckId) -> Result<i64> {
        let (shown, _) = self.site.db.show_check(&learner.person, check, &moment(self.site)).await?;
        let key = shown.item.context("a check that was shown")?.key;
        let keys = &self.site.keys;
        let said = self.site.db.answer_check(&learner.person, check, &key, &moment(self.site), keys).await?;
        anyhow::ensure!(said.result == CheckResult::Passed, "a right answer did not pass");
        Ok(said.newly_verified_ms)
    }

    /// Lets everybody study until so many checks were passed by them; how much was verified.
    pub async fn study(&self, learners: &mut [Learner], beat_ms: i64, checks: usize) -> Result<i64> {
        let (mut passed, mut verified_ms, mut today_ms) = (0, 0, 0);
        self.open(learners.iter_mut()).await?;
        while passed < checks {
            let due = self.watch(learners, beat_ms).await?;
            today_ms += beat_ms;
            passed += due.len();
            verified_ms += stream::iter(due)
                .map(|(place, check)| {
                    let learner = &learners[place];
                    async move { self.pass(learner, &check).await }
                })
                .buffer_unordered(AT_ONCE)
                .try_fold(0, |sum, ms| async move { Ok(sum + ms) })
                .await?;
            let at_the_end = learners.iter_mut().filter(|learner| learner.position_ms >= self.plan.lesson_ms);
            self.open(at_the_end).await?;
            if today_ms > DAY_MS_MAX {
                self.clock.forward_us((86_400_000 - today_ms) * 1000);
                today_ms = 0;
            }
        }
        Ok(verified_ms)
    }
}
