//! Who studies when: most as people do, and those of whom `living.toml` has something to tell.

use domain::time::DAY_MS;
use store::signal::Trace;

use super::format::{AppealStory, Kind, Living};
use super::timetable::{Answers, Habit, Manner, Sitting};
use super::{Calendar, HOUR_MS, World};

const MINUTE_MS: i64 = 60_000;
/// Of so many learners of a class one studies right now, and another did today.
const EVERY: usize = 13;
const STUDIES_NOW: usize = 5;
const STUDIED_TODAY: usize = 9;
/// Recent days on which those study who make signals.
const RECENT: [i64; 5] = [-12, -9, -7, -4, -2];
/// Days between those, for the other course of whoever has two.
const BETWEEN: [i64; 5] = [-11, -8, -6, -5, -3];
const NIGHTS: [i64; 3] = [-9, -6, -3];
/// The lesson in which time is refused that is appealed.
pub const APPEALED_LESSON: usize = 1;
/// Always the same time, as of a script.
const STEADY_MS: i64 = 12_000;

impl World {
    /// Plans the sittings of a class's learners.
    pub fn plan_class(&mut self, class: usize, living: &Living, calendar: &mut Calendar) {
        let pupils = self.classes[class].pupils.clone();
        let mut is_somebody_here = false;
        for (place, pupil) in pupils.into_iter().enumerate() {
            let key = &self.classes[class].key;
            let is_here = |one: &&super::format::Story| one.class == *key && one.learner == place;
            let story = living.story.iter().find(is_here).map(|story| story.is);
            let appeal = living.appeal.iter().find(|one| one.class == *key && one.learner == place).cloned();
            let twin = living.story.iter().any(|one| {
                one.is == Kind::Twin && one.class == self.classes[class].key && one.learner + 1 == place
            });
            let sittings = match (story, appeal) {
                (Some(kind), _) => self.story(class, pupil, kind),
                (None, Some(appeal)) => self.appellant(class, pupil, &appeal),
                // They come with the learner before them.
                (None, None) if twin => Vec::new(),
                (None, None) => {
                    let mut sittings = self.usual(class, pupil);
                    if place % EVERY == STUDIES_NOW || place % EVERY == STUDIED_TODAY {
                        let is_now = place % EVERY == STUDIES_NOW;
                        let today = self.today(class, pupil, &sittings, is_now.then_some(is_somebody_here));
                        is_somebody_here |= is_now && today.is_some();
                        sittings.extend(today);
                    }
                    sittings
                }
            };
            for sitting in sittings {
                calendar.sittings.entry(self.day_of(sitting.at_ms)).or_default().push(sitting);
            }
        }
    }

    /// As most people study.
    fn usual(&mut self, class: usize, pupil: usize) -> Vec<Sitting> {
        let habit = Habit::drawn(&mut self.luck);
        self.classes[class].span.sittings(&mut self.luck, pupil, habit)
    }

    /// The next lesson: right now, for the first of a class so that it is not over yet; or earlier today.
    fn today(
        &mut self,
        class: usize,
        pupil: usize,
        before: &[Sitting],
        now_after: Option<bool>,
    ) -> Option<Sitting> {
        let span = &self.classes[class].span;
        let is_running = span.first_ms < self.today_ms && span.last_ms == self.day_ms(-1);
        let part = span.next_lesson(before).filter(|_| is_running)?;
        let since_midnight_ms = self.now_ms - self.today_ms;
        let at_ms = match now_after {
            Some(false) => self.now_ms - self.luck.between(40_000, 150_000),
            Some(true) => self.now_ms - self.luck.between(2 * MINUTE_MS, 25 * MINUTE_MS),
            None => self.today_ms + self.luck.between(6 * HOUR_MS, since_midnight_ms - HOUR_MS),
        };
        // Early in the morning nobody has studied yet today.
        let is_past = at_ms <= self.now_ms - if now_after.is_some() { 0 } else { HOUR_MS };
        is_past.then(|| Sitting { pupil, at_ms, parts: vec![part], manner: Manner::default() })
    }

    fn days(&self, days: &[i64]) -> Vec<i64> {
        days.iter().map(|day| self.day_ms(*day)).collect()
    }

    fn on_days(&mut self, class: usize, pupil: usize, days: &[i64], manner: Manner) -> Vec<Sitting> {
        let days = self.days(days);
        let mut sittings = self.classes[class].span.on_days(&mut self.luck, pupil, &days);
        for sitting in &mut sittings {
            sitting.manner = manner;
        }
        sittings
    }

    fn story(&mut self, class: usize, pupil: usize, kind: Kind) -> Vec<Sitting> {
        let usual = Manner::default();
        match kind {
            Kind::Twin => {
                let mut sittings = self.on_days(class, pupil, &RECENT, usual);
                let like = |sitting: &Sitting| Sitting {
                    pupil: pupil + 1,
                    at_ms: sitting.at_ms + 1700,
                    ..sitting.clone()
                };
                sittings.extend(sittings.iter().map(like).collect::<Vec<_>>());
                sittings
            }
            Kind::OnStaffDevice => {
                let device = device_of(&self.classes[class].teacher);
                self.pupils[pupil].trace = self.trace(&device, "school");
                self.on_days(class, pupil, &RECENT, usual)
            }
            Kind::OnSharedDevice => {
                self.pupils[pupil].trace = self.trace("one phone", "one home");
                self.on_days(class, pupil, &RECENT, usual)
            }
            Kind::AtNight => {
                // Nobody has a device of their own there.
                let network = self.trace("", "one network").network;
                self.pupils[pupil].trace = Trace { device: None, network };
                let mut sittings = self.on_days(class, pupil, &NIGHTS, usual);
                for sitting in &mut sittings {
                    let midnight_ms = self.site.zone().midnight_ms(sitting.at_ms);
                    sitting.at_ms = midnight_ms + self.luck.between(8 * MINUTE_MS, 80 * MINUTE_MS);
                }
                sittings
            }
            Kind::Steady => {
                let steady = Manner { latency_ms: Some(STEADY_MS), ..usual };
                let mut sittings = self.on_days(class, pupil, &RECENT, steady);
                if let Some((other_class, other)) = self.same_person(pupil) {
                    sittings.extend(self.on_days(other_class, other, &BETWEEN, steady));
                }
                sittings
            }
            Kind::AvoidsChecks => {
                let ignores = Manner { answers: Answers::Ignores, ..usual };
                self.on_days(class, pupil, &[-10, -6], ignores)
            }
            Kind::Held => {
                let mut sittings = self.on_days(class, pupil, &[-12, -5], usual);
                let span = &self.classes[class].span;
                let parts = span.next_lesson(&sittings).into_iter().collect();
                let since_midnight_ms = self.now_ms - self.today_ms;
                let at_ms = if since_midnight_ms > 8 * HOUR_MS {
                    self.now_ms - self.luck.between(HOUR_MS, 2 * HOUR_MS)
                } else {
                    self.day_ms(-1) + 20 * HOUR_MS
                };
                let manner = Manner { answers: Answers::Held, ..usual };
                sittings.push(Sitting { pupil, at_ms, parts, manner });
                sittings
            }
            Kind::HeldOnce => {
                let mut sittings = self.on_days(class, pupil, &[-24, HELD_ONCE, -14, -8, -3], usual);
                sittings[1].manner.answers = Answers::Held;
                sittings
            }
        }
    }

    /// Somebody to whom time is refused on the day of their appeal's story.
    fn appellant(&mut self, class: usize, pupil: usize, appeal: &AppealStory) -> Vec<Sitting> {
        let days = [appeal.day - 3, appeal.day, appeal.day + 4, appeal.day + 8];
        let days: Vec<i64> = days.into_iter().filter(|day| *day < 0).collect();
        let mut sittings = self.on_days(class, pupil, &days, Manner::default());
        if let Some(sitting) = sittings.get_mut(APPEALED_LESSON) {
            match appeal.cause.as_str() {
                "faster_than_time" => sitting.manner.hurries = true,
                _ => sitting.manner.answers = Answers::Ignores,
            }
        }
        sittings
    }

    /// The same person in another class.
    fn same_person(&self, pupil: usize) -> Option<(usize, usize)> {
        let person = &self.pupils[pupil].seat.person;
        let other = |(place, other): &(usize, &super::Pupil)| *place != pupil && other.seat.person == *person;
        self.pupils.iter().enumerate().find(other).map(|(place, other)| (other.class, place))
    }
}

/// The day on which somebody is held who is released the day after.
pub const HELD_ONCE: i64 = -21;

/// What the device of somebody of the staff is called.
pub fn device_of(login: &str) -> String {
    format!("device of {login}")
}

/// The moment of a day at this time.
pub fn at(day_ms: i64, hour: i64, minute: i64) -> i64 {
    debug_assert!(day_ms % MINUTE_MS == 0 && hour * 60 + minute < DAY_MS / MINUTE_MS);
    day_ms + hour * HOUR_MS + minute * MINUTE_MS
}
