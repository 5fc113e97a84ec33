//! The city's last eight weeks, lived through: a clock that walks from then to now, and people who study, answer, appeal
//! and decide through the functions that the site calls for them.

mod appeals;
mod claims;
mod exam;
mod floor;
mod format;
mod luck;
mod opening;
mod papers;
mod sitter;
mod staff_actions;
mod stories;
mod timetable;

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::{Context, Result};
use assets::Files;
use domain::exam::BankQuestion;
use domain::id::{AccountId, AppealId, ClassId, LessonId, RegionId};
use domain::time::DAY_MS;
use store::signal::Trace;
use web::Site;

use super::format::City;
use super::people::Officials;
use super::{classes, filing, people, standard};
use crate::jobs::{look_for_signals, make_checkpoint};
use crate::progress::Progress;
use crate::tools::studying::{MovedClock, Seat};
use format::Living;
use luck::{Luck, SeededRng};
use sitter::Sitter;
use staff_actions::StaffAction;
use timetable::{Sitting, Span};

/// How many days ago the city begins.
const DAYS: i64 = 56;
const HOUR_MS: i64 = 3_600_000;
/// Before midnight each day's checkpoint is made.
const BEFORE_MIDNIGHT_MS: i64 = 30_000;
/// On the last evening, so long before that, some sit the final test of their class.
const EXAM_BEFORE_NIGHT_MS: i64 = 20 * 60_000;
/// On every third night signals are looked for: they look back for two weeks.
const SIGNALS_EVERY: i64 = 3;
/// The same city each time.
const SEED: u64 = 20_261_129;

/// The city while it is filled.
struct World {
    /// With the moved clock and the seeded rng.
    site: Site,
    clock: Arc<MovedClock>,
    luck: Luck,
    staff: Officials,
    classes: Vec<Classroom>,
    pupils: Vec<Pupil>,
    /// How many learners were made up.
    made_up: u32,
    /// Appeals and papers that were made, by their places in `living.toml`.
    appeals: BTreeMap<usize, AppealId>,
    papers: BTreeMap<usize, String>,
    /// How much play a beat reports.
    beat_ms: i64,
    /// How long people think at most.
    answer_ms_max: i64,
    /// The day of loading, and its moment.
    today_ms: i64,
    now_ms: i64,
}

/// A class, as its people know it.
struct Classroom {
    /// Its name in `living.toml`.
    key: String,
    id: ClassId,
    /// What people call it.
    code: String,
    region: RegionId,
    teacher: String,
    lessons: Vec<LessonId>,
    /// What its final test is drawn from, if it has one.
    exam: Option<Vec<BankQuestion>>,
    span: Span,
    /// Its learners, by their places among all: first those who are made up, then those of `city.toml`.
    pupils: Vec<usize>,
}

/// A learner in a class.
struct Pupil {
    seat: Seat,
    account: AccountId,
    login: String,
    class: usize,
    trace: Trace,
}

/// What happens on which day, by days since the first.
#[derive(Default)]
struct Calendar {
    sittings: BTreeMap<i64, Vec<Sitting>>,
    staff_actions: BTreeMap<i64, Vec<(i64, StaffAction)>>,
}

/// Fills the city.
pub async fn fill(site: &Site, city: &City, public: &Files, hash: &str, class_max: usize) -> Result<()> {
    let living = Living::built_in()?;
    let now_ms = site.now();
    let today_ms = site.zone().midnight_ms(now_ms);
    let first_ms = today_ms - DAYS * DAY_MS;
    let clock = Arc::new(MovedClock::at(first_ms + 9 * HOUR_MS));
    let mut past = site.clone();
    past.clock = clock.clone();
    past.rng = Arc::new(SeededRng::seeded(SEED));
    let people = people::add(&past, city, hash).await.context("the people of the demo city")?;
    filing::add(&past, city, &people.staff).await.context("the filings of the demo city")?;
    standard::add(&past, city, &people.staff).await.context("the standards of the demo city")?;
    let courses = classes::add_courses(&past, city, public).await?;
    let mut world = World {
        beat_ms: floor::beat_ms(site),
        answer_ms_max: floor::answer_ms_max(site),
        site: past,
        clock,
        luck: Luck::seeded(SEED),
        staff: people.staff.clone(),
        classes: Vec::new(),
        pupils: Vec::new(),
        made_up: 0,
        appeals: BTreeMap::new(),
        papers: BTreeMap::new(),
        today_ms,
        now_ms,
    };
    let mut openings = opening::all(&world, city, &living, &courses, class_max)?;
    let mut calendar = Calendar::default();
    let mut progress = Progress::of("days of the demo city");
    let mut there = Vec::new();
    for day in 0..=DAYS {
        progress.at(day as usize, Some(DAYS as usize + 1));
        let morning_ms = first_ms + day * DAY_MS + 8 * HOUR_MS;
        while openings.first().is_some_and(|opening| opening.at_ms <= morning_ms + HOUR_MS) {
            let opening = openings.remove(0);
            world.clock.set(morning_ms);
            world.open_class(opening, city, &living, &people.learners, hash, &mut calendar).await?;
        }
        if day == 0 {
            world.plan_staff_actions(&living, &mut calendar);
        }
        let end_ms = (first_ms + (day + 1) * DAY_MS - BEFORE_MIDNIGHT_MS).min(now_ms);
        there = world.live(day, &mut calendar, end_ms).await?;
        if day == DAYS - 1 {
            world.clock.set(end_ms - EXAM_BEFORE_NIGHT_MS);
            world.sit_exams().await?;
        }
        world.clock.set(end_ms);
        world.night(day).await?;
    }
    // Time went on while the city was filled.
    world.still_there(&mut there, site.now()).await
}

impl World {
    /// The midnight with which a day begins that is so many days from today.
    fn day_ms(&self, days: i64) -> i64 {
        self.today_ms + days * DAY_MS
    }

    /// Days since the first of a moment.
    fn day_of(&self, at_ms: i64) -> i64 {
        (at_ms - self.day_ms(-DAYS)).div_euclid(DAY_MS)
    }

    /// A class by its key.
    fn class(&self, key: &str) -> Option<&Classroom> {
        self.classes.iter().find(|class| class.key == key)
    }

    /// A learner by their place in a class, if the class has so many.
    fn pupil(&self, class: &str, learner: usize) -> Option<&Pupil> {
        let place = self.class(class)?.pupils.get(learner)?;
        self.pupils.get(*place)
    }

    /// Everything of a day up to a moment; those who sit there then.
    async fn live(&mut self, day: i64, calendar: &mut Calendar, until_ms: i64) -> Result<Vec<Sitter>> {
        let mut sittings = calendar.sittings.remove(&day).unwrap_or_default();
        sittings.sort_by_key(|sitting| (sitting.at_ms, sitting.pupil));
        let mut sitters: Vec<Sitter> = Vec::new();
        let mut staff_actions = calendar.staff_actions.remove(&day).unwrap_or_default();
        staff_actions.sort_by_key(|(at_ms, _)| *at_ms);
        staff_actions.retain(|(at_ms, _)| *at_ms <= until_ms);
        let mut staff_actions = staff_actions.into_iter().peekable();
        loop {
            self.go_ahead(&mut sitters, until_ms).await?;
            while self.admit(&mut sittings, &mut sitters) {
                self.go_ahead(&mut sitters, until_ms).await?;
            }
            let answer = sitters.iter_mut().filter_map(|sitter| Some((sitter.answers_at()?, sitter)));
            let answer = answer.min_by_key(|(at_ms, _)| *at_ms).filter(|(at_ms, _)| *at_ms <= until_ms);
            let action_at_ms = staff_actions.peek().map(|(at_ms, _)| *at_ms);
            match (answer, action_at_ms) {
                (Some((at_ms, sitter)), action) if action.is_none_or(|action_ms| at_ms <= action_ms) => {
                    self.answer_due(sitter).await?;
                }
                (_, Some(_)) => {
                    if let Some((at_ms, action)) = staff_actions.next() {
                        self.clock.set(at_ms);
                        let what = format!("{action:?}");
                        self.perform(action).await.context(what)?;
                    }
                }
                (_, None) => return Ok(sitters),
            }
        }
    }

    /// Lets those sit down who are at no other lesson; whether there were any. Nobody studies twice at a time.
    fn admit(&self, sittings: &mut Vec<Sitting>, sitters: &mut Vec<Sitter>) -> bool {
        let person = |pupil: usize| &self.pupils[pupil].seat.person;
        let before = sitters.len();
        sittings.retain(|sitting| {
            let mut mine = sitters.iter().filter(|sitter| person(sitter.pupil) == person(sitting.pupil));
            if mine.any(Sitter::is_here) {
                return true;
            }
            let mine = sitters.iter().filter(|sitter| person(sitter.pupil) == person(sitting.pupil));
            let free_ms = mine.map(Sitter::left_at).max().unwrap_or(0);
            let at_ms = sitting.at_ms.max(free_ms);
            sitters.push(Sitter::new(Sitting { at_ms, ..sitting.clone() }));
            false
        });
        sitters.len() > before
    }

    /// What the site's own work does at the end of a day.
    async fn night(&self, day: i64) -> Result<()> {
        if (DAYS - day) % SIGNALS_EVERY == 0 {
            look_for_signals::once(&self.site).await?;
        }
        make_checkpoint::once(&self.site, None).await?;
        Ok(())
    }
}
