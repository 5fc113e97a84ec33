//! A day on which people study. Whatever waits for nobody goes ahead for all of them together; what writes into the
//! ledger, answers and decisions, happens in the order of time, as the ledger is kept.

use anyhow::{Context, Result, ensure};
use domain::id::CheckId;
use domain::study::CheckItem;
use domain::study::StudyRefusal;
use domain::wire::{CheckNotice, CheckResult};
use store::StoreError;
use store::study::Identity;
use web::Site;

use super::World;
use super::luck::Luck;
use super::sitter::{Sitter, Step};
use super::timetable::Answers;
use crate::api::study::draw::fresh;
use crate::tools::studying::asks_identity;

/// The longest play that one beat reports here: as from a poor line, within what the bank holds.
const BEAT_MS_MAX: i64 = 60_000;
/// Beats between two checks at least.
const BEATS_A_CHECK: i64 = 8;
/// A beat takes so long to arrive.
const LATE_MS: [i64; 2] = [60, 400];
/// Whoever is steady differs by less than this.
const STEADY_WITHIN_MS: i64 = 1_300;
/// Offers of a check, which is gone after the last.
const OFFERS: usize = 3;

/// What people have in mind after something was answered to them.
struct Reply<'a> {
    check: Option<&'a CheckNotice>,
    held: bool,
}

/// When an item that was not shown yet can be.
fn comes_later(error: &anyhow::Error) -> Option<i64> {
    match error.downcast_ref::<StoreError>() {
        Some(StoreError::Study(StudyRefusal::NotYet { wait_ms })) => Some(*wait_ms),
        _ => None,
    }
}

impl World {
    /// Lets everybody go on by themselves until something has to wait for its turn.
    pub async fn go_ahead(&mut self, sitters: &mut [Sitter], until_ms: i64) -> Result<()> {
        loop {
            let mut went = false;
            let mut beats = Vec::new();
            for (place, sitter) in sitters.iter_mut().enumerate() {
                if !sitter.goes_ahead(until_ms) {
                    continue;
                }
                let Some((at_ms, step)) = sitter.next.take() else { continue };
                sitter.since_ms = at_ms;
                went = true;
                self.clock.set(at_ms);
                match step {
                    Step::Beat => beats.push((place, at_ms)),
                    other => self.step(sitter, at_ms, other).await?,
                }
            }
            self.beat(sitters, &beats).await?;
            if !went {
                return Ok(());
            }
        }
    }

    /// Takes a step that is no beat.
    async fn step(&mut self, sitter: &mut Sitter, at_ms: i64, step: Step) -> Result<()> {
        match step {
            Step::Beat => {}
            Step::Open => self.open(sitter, at_ms).await?,
            Step::Close => {
                let closed = self.pupils[sitter.pupil].seat.close(&self.site).await?;
                sitter.is_closed = true;
                if let Some(check) = closed.check.filter(|_| !sitter.manner.leaves) {
                    sitter.then(at_ms + 1500, Step::Show(check.id));
                }
            }
            Step::Show(check) => self.show(sitter, at_ms, check).await?,
            Step::Release => {
                let seat = &self.pupils[sitter.pupil].seat;
                let next =
                    self.site.db.release_hold(&seat.person, Identity::Code, &fresh(&self.site)).await?;
                self.go_on(sitter, at_ms, &Reply { check: next.as_ref(), held: false });
            }
            Step::Answer(check, item) => self.answer(sitter, at_ms, &check, &item).await?,
        }
        Ok(())
    }

    async fn open(&mut self, sitter: &mut Sitter, at_ms: i64) -> Result<()> {
        let part = sitter.parts[sitter.part];
        let pupil = &mut self.pupils[sitter.pupil];
        let lesson = self.classes[pupil.class].lessons[part.lesson].clone();
        let opened = pupil.seat.open(&self.site, lesson).await?;
        self.site.db.trace_session(&opened.session, &pupil.seat.person, &pupil.trace, at_ms).await?;
        self.go_on(sitter, at_ms, &Reply { check: opened.check.as_ref(), held: opened.held });
        Ok(())
    }

    async fn show(&mut self, sitter: &mut Sitter, at_ms: i64, check: CheckId) -> Result<()> {
        let seat = &self.pupils[sitter.pupil].seat;
        sitter.shown += 1;
        if sitter.manner.answers == Answers::Ignores {
            let input = fresh(&self.site);
            return match self.site.db.show_check(&seat.person, &check, &input).await {
                Ok((shown, _)) => {
                    let by_ms = shown.answer_by_ms.context("a check without a deadline")?;
                    sitter.then(by_ms + self.luck.between(9_000, 60_000), Step::Show(check));
                    Ok(())
                }
                Err(StoreError::Study(StudyRefusal::NoSuchCheck)) => {
                    ensure!(sitter.shown == OFFERS + 1, "a check was gone after {} offers", sitter.shown - 1);
                    Ok(())
                }
                Err(error) => Err(error.into()),
            };
        }
        let item = match seat.show(&self.site, &check).await {
            Ok(item) => item,
            Err(error) => {
                let Some(wait_ms) = comes_later(&error) else { return Err(error) };
                sitter.then(at_ms + wait_ms, Step::Show(check));
                return Ok(());
            }
        };
        let latency_ms = match sitter.manner.latency_ms {
            Some(ms) => ms + self.luck.between(0, STEADY_WITHIN_MS),
            None => latency_ms(&mut self.luck),
        };
        sitter.then(at_ms + latency_ms.min(self.answer_ms_max), Step::Answer(check, item));
        Ok(())
    }

    /// Gives the answer that is due.
    pub async fn answer_due(&mut self, sitter: &mut Sitter) -> Result<()> {
        if let Some((at_ms, step)) = sitter.next.take() {
            sitter.since_ms = at_ms;
            self.clock.set(at_ms);
            self.step(sitter, at_ms, step).await?;
        }
        Ok(())
    }

    async fn answer(
        &mut self,
        sitter: &mut Sitter,
        at_ms: i64,
        check: &CheckId,
        item: &CheckItem,
    ) -> Result<()> {
        let seat = &mut self.pupils[sitter.pupil].seat;
        let wrong = sitter.wrong > 0 && !asks_identity(item);
        let given = if wrong { wrong_answer(item) } else { item.key.clone() };
        let said = if asks_identity(item) {
            seat.identify(&self.site, check).await?
        } else {
            seat.answer(&self.site, check, &given).await?
        };
        ensure!(wrong != (said.result == CheckResult::Passed), "{given:?} was judged {:?}", said.result);
        let held = said.result == CheckResult::Hold;
        sitter.wrong = if held { 0 } else { sitter.wrong.saturating_sub(usize::from(wrong)) };
        self.go_on(sitter, at_ms, &Reply { check: said.next.as_ref(), held });
        Ok(())
    }

    /// What comes after an answer of the site's.
    fn go_on(&mut self, sitter: &mut Sitter, at_ms: i64, reply: &Reply<'_>) {
        if reply.held {
            if sitter.manner.answers != Answers::Held {
                sitter.then(at_ms + self.luck.between(40_000, 150_000), Step::Release);
            }
            return;
        }
        if let Some(check) = reply.check {
            sitter.then(at_ms + self.luck.between(1200, 4000), Step::Show(check.id.clone()));
            return;
        }
        if sitter.is_closed {
            return;
        }
        let pupil = &self.pupils[sitter.pupil];
        let left_ms = sitter.parts[sitter.part].until_ms - pupil.seat.position_ms;
        if left_ms > 0 {
            let plays_ms = left_ms.min(self.beat_ms);
            let takes_ms = if sitter.manner.hurries { plays_ms / 2 } else { plays_ms };
            let late_ms = self.luck.between(LATE_MS[0], LATE_MS[1]);
            sitter.then(at_ms + takes_ms + late_ms, Step::Beat);
        } else if sitter.part + 1 < sitter.parts.len() {
            sitter.part += 1;
            sitter.then(at_ms + self.luck.between(4000, 40_000), Step::Open);
        } else {
            sitter.then(at_ms + self.luck.between(1500, 9000), Step::Close);
        }
    }

    /// Records the beats of all who watch, in one transaction.
    async fn beat(&mut self, sitters: &mut [Sitter], beats: &[(usize, i64)]) -> Result<()> {
        let mut arrived = Vec::with_capacity(beats.len());
        for (place, at_ms) in beats {
            let sitter = &sitters[*place];
            let seat = &mut self.pupils[sitter.pupil].seat;
            let to_ms = (seat.position_ms + self.beat_ms).min(sitter.parts[sitter.part].until_ms);
            self.clock.set(*at_ms);
            arrived.push(seat.beat(to_ms, fresh(&self.site)));
            seat.position_ms = to_ms;
        }
        if arrived.is_empty() {
            return Ok(());
        }
        let answers = self.site.db.record_beats(&arrived, &self.site.policies).await?;
        for ((place, at_ms), answer) in beats.iter().zip(answers) {
            let answer = answer?;
            let reply = Reply { check: answer.check.as_ref(), held: answer.held };
            self.go_on(&mut sitters[*place], *at_ms, &reply);
        }
        Ok(())
    }

    /// Those who are in the middle of a lesson say so once more, at this moment.
    pub async fn still_there(&mut self, sitters: &mut [Sitter], now_ms: i64) -> Result<()> {
        self.clock.set(now_ms);
        let mut arrived = Vec::new();
        for sitter in sitters.iter().filter(|sitter| sitter.is_watching()) {
            let seat = &mut self.pupils[sitter.pupil].seat;
            let played_ms = (now_ms - sitter.since_ms).clamp(0, self.beat_ms);
            let to_ms = (seat.position_ms + played_ms).min(sitter.parts[sitter.part].until_ms);
            arrived.push(seat.beat(to_ms, fresh(&self.site)));
            seat.position_ms = to_ms;
        }
        for answer in self.site.db.record_beats(&arrived, &self.site.policies).await? {
            answer?;
        }
        Ok(())
    }
}

/// How much play a beat reports under the policies of a site.
pub fn beat_ms(site: &Site) -> i64 {
    let mine = site.policies.all().iter().filter(|policy| policy.profile == site.profile);
    let shortest = mine.map(|policy| policy.check.interval_seconds_min.value * 1000 / BEATS_A_CHECK).min();
    shortest.map_or(BEAT_MS_MAX, |ms| ms.min(BEAT_MS_MAX))
}

/// How long people think at most under the policies of a site: half the time they have.
pub fn answer_ms_max(site: &Site) -> i64 {
    let mine = site.policies.all().iter().filter(|policy| policy.profile == site.profile);
    mine.map(|policy| policy.check.answer_seconds.value * 500).min().unwrap_or(i64::MAX)
}

/// How long people think: mostly some seconds, now and then most of a minute.
fn latency_ms(luck: &mut Luck) -> i64 {
    let longer = if luck.percent(15) { 45_000 } else { 1 };
    luck.between(5_500, 19_000) + luck.between(0, longer)
}

/// Another choice than the right one, or another number.
fn wrong_answer(item: &CheckItem) -> String {
    match &item.options {
        Some(options) => (0..options.len()).map(|n| n.to_string()).find(|n| *n != item.key),
        None => ["1234", "4321"].map(str::to_owned).into_iter().find(|n| *n != item.key),
    }
    .unwrap_or_default()
}
