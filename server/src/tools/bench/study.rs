//! The people of a measurement at their lessons.

use anyhow::Result;
use domain::id::CheckId;
use domain::wire::CheckResult;
use futures_util::stream::{self, StreamExt, TryStreamExt};
use web::Site;

use super::city::{self, Learner, Plan};
use crate::api::study::draw::fresh;
use crate::progress::Progress;
use crate::tools::studying::MovedClock;

/// Beats recorded in one transaction, as the server does under load.
const BATCH: usize = 512;
/// Checks and sessions at once: SQLite lets one after the other write, PostgreSQL several.
const AT_ONCE: usize = 8;
/// Within a day no measurement comes near the daily cap.
const DAY_MS_MAX: i64 = 5 * 3_600_000;

/// A crowd in front of its lessons.
pub struct Crowd<'a> {
    pub site: &'a Site,
    pub clock: &'a MovedClock,
    pub plan: &'a Plan,
}

impl Crowd<'_> {
    /// Opens each learner's next lesson.
    pub async fn open(&self, learners: impl IntoIterator<Item = &mut Learner>) -> Result<()> {
        stream::iter(learners.into_iter().map(Ok))
            .try_for_each_concurrent(AT_ONCE, |learner: &mut Learner| async move {
                learner.lesson = learner.lesson % self.plan.lessons + 1;
                learner.seat.open(self.site, city::lesson(learner.lesson).as_str().into()).await?;
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
                let mut now = fresh(self.site);
                // Nothing arrives to the millisecond: a player is a little behind, and so is the network.
                let to_ms = learner.seat.position_ms + ms - (now.draw % 40) as i64;
                now.now_ms += (now.draw >> 32) as i64 % 300;
                arrived.push(learner.seat.beat(to_ms.min(self.plan.lesson_ms), now));
            }
            let answers = self.site.db.record_beats(&arrived, &self.site.policies).await?;
            for (place, (learner, answer)) in learners.iter_mut().zip(answers).enumerate() {
                let answer = answer?;
                learner.seat.position_ms += answer.counted_ms;
                if let Some(check) = answer.check {
                    due.push((group * BATCH + place, check.id));
                }
            }
        }
        Ok(due)
    }

    /// Looks at a check and passes it; how much was verified.
    async fn pass(&self, learner: &Learner, check: &CheckId) -> Result<i64> {
        let item = learner.seat.show(self.site, check).await?;
        // Nobody's device signs here.
        let said = learner.seat.clone().answer(self.site, check, &item.key).await?;
        anyhow::ensure!(said.result == CheckResult::Passed, "a right answer did not pass");
        Ok(said.newly_verified_ms)
    }

    /// Lets everybody study until so many checks were passed by them; how much was verified.
    pub async fn study(&self, learners: &mut [Learner], beat_ms: i64, checks: usize) -> Result<i64> {
        let (mut passed, mut verified_ms, mut today_ms) = (0, 0, 0);
        let mut progress = Progress::of("checks passed");
        self.open(learners.iter_mut()).await?;
        while passed < checks {
            let due = self.watch(learners, beat_ms).await?;
            today_ms += beat_ms;
            passed += due.len();
            progress.at(passed, Some(checks));
            verified_ms += stream::iter(due)
                .map(|(place, check)| {
                    let learner = &learners[place];
                    async move { self.pass(learner, &check).await }
                })
                .buffer_unordered(AT_ONCE)
                .try_fold(0, |sum, ms| async move { Ok(sum + ms) })
                .await?;
            let at_the_end =
                learners.iter_mut().filter(|learner| learner.seat.position_ms >= self.plan.lesson_ms);
            self.open(at_the_end).await?;
            if today_ms > DAY_MS_MAX {
                self.clock.forward_us((86_400_000 - today_ms) * 1000);
                today_ms = 0;
            }
        }
        Ok(verified_ms)
    }
}
