//! Classes of the living city: when they are opened, and who is on their rosters.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use domain::access::{Grant, Role};
use domain::exam::BankQuestion;
use domain::id::{AccountId, ClassId, EnrolmentId, LessonId};
use domain::person::Sex;
use domain::time::DAY_MS;
use store::class::NewClass;
use store::digest::Purpose;
use store::person::RosterLine;
use store::signal::Trace;

use super::format::{Kind, Living, LivingClass};
use super::staff_actions::StaffAction;
use super::stories::at;
use super::timetable::{Span, is_weekend};
use super::{Calendar, Classroom, HOUR_MS, Pupil, Seat, World};
use crate::tools::demo::classes::{self, Published};
use crate::tools::demo::format::{self, City};
use crate::tools::demo::made_up;
use crate::tools::demo::people::{CityLearner, Facts, account, person};

/// Of so many learners in a hundred the browser signs.
const SIGNS_PERCENT: i64 = 92;
/// So many days before it begins a class is opened and has its roster.
const BEFORE_DAYS: i64 = 8;
/// The numbers of made-up learners begin here, after everybody of `city.toml`.
const FIRST_NUMBER: u32 = 100;
/// The last login of `city.toml`, after which theirs go on.
const LAST_LOGIN: u32 = 30;
/// Of so many learners of a class one has not shown the document, at this place.
const UNSEEN_EVERY: usize = 9;
const UNSEEN: usize = 3;
/// A class takes more than are in it.
const SEATS_LEFT: i64 = 8;

/// A class about to be opened.
pub struct Opening {
    pub at_ms: i64,
    key: String,
    new: NewClass,
    teacher: String,
    learners: usize,
    lessons: Vec<(LessonId, i64)>,
    audience: Vec<String>,
    exam: Option<Vec<BankQuestion>>,
}

/// All classes, the earliest first.
pub fn all(
    world: &World,
    city: &City,
    living: &Living,
    courses: &BTreeMap<String, Published>,
    class_max: usize,
) -> Result<Vec<Opening>> {
    let mut openings = Vec::new();
    for new in classes::of_city(&world.site, city, courses, &world.staff, world.now_ms)? {
        let class = city.class.iter().find(|class| class.code == new.code).context("a class of the city")?;
        let more = living.more.iter().find(|more| more.class == new.code);
        let learners = more.map_or(0, |more| more.learners).min(class_max);
        openings.push(opening(world, courses, new, (&class.code, &class.course, &class.teacher), learners)?);
    }
    for class in &living.class {
        let Some(course) = courses.get(&class.course) else { continue };
        let new = new_class(world, class, course)?;
        let names = (class.key.as_str(), class.course.as_str(), class.teacher.as_str());
        let mut opening = opening(world, courses, new, names, class.learners.min(class_max))?;
        opening.exam = class.exam.then(|| course.bank.clone());
        openings.push(opening);
    }
    openings.sort_by_key(|opening| opening.at_ms);
    Ok(openings)
}

fn opening(
    world: &World,
    courses: &BTreeMap<String, Published>,
    new: NewClass,
    (key, course, teacher): (&str, &str, &str),
    learners: usize,
) -> Result<Opening> {
    let starts_ms = world.site.zone().day_start_ms(&new.starts_on).context("starts_on is no date")?;
    let published = courses.get(course).with_context(|| format!("no course {course}"))?;
    Ok(Opening {
        at_ms: starts_ms - BEFORE_DAYS * DAY_MS,
        key: key.to_owned(),
        new,
        teacher: teacher.to_owned(),
        learners,
        lessons: published.lessons.iter().map(|lesson| (lesson.id.clone(), lesson.duration_ms)).collect(),
        audience: format::course(course)?.audience,
        exam: None,
    })
}

fn new_class(world: &World, class: &LivingClass, course: &Published) -> Result<NewClass> {
    let zone = world.site.zone();
    let starts_on = zone.day(world.day_ms(class.starts));
    let lessons = course.lessons.len() as i64;
    let due = |n: i64| zone.day(world.day_ms(class.starts + (class.days - 2) * n / lessons));
    Ok(NewClass {
        id: ClassId(world.site.new_id()),
        code: class.code.replace("{month}", starts_on.get(..7).unwrap_or_default()),
        course: course.id.clone(),
        organisation: class.organisation.as_str().into(),
        region: class.region.as_str().into(),
        teacher: world.staff.get(&class.teacher).map(|teacher| teacher.account.clone()),
        title: class.title.clone(),
        ends_on: zone.day(world.day_ms(class.starts + class.days - 1)),
        policy_version: classes::policy_on(&world.site, &starts_on)?,
        starts_on,
        capacity: class.learners as i64 + SEATS_LEFT,
        plan: course.lessons.iter().zip(1..).map(|(lesson, n)| (lesson.id.clone(), due(n))).collect(),
    })
}

impl World {
    /// Opens a class, takes its roster and plans who studies when.
    pub async fn open_class(
        &mut self,
        opening: Opening,
        city: &City,
        living: &Living,
        named: &[CityLearner],
        hash: &str,
        calendar: &mut Calendar,
    ) -> Result<()> {
        let Opening { key, new, teacher, learners, lessons, audience, exam, .. } = opening;
        let class = self.classes.len();
        self.site.db.open_class(&new, self.site.now()).await.with_context(|| new.code.clone())?;
        if exam.is_some() {
            self.give_exam(&new.id, &new.code, new.organisation.as_str()).await?;
        }
        let span = self.span(&new, lessons.iter().map(|(_, ms)| *ms).collect())?;
        self.classes.push(Classroom {
            key: key.clone(),
            id: new.id.clone(),
            code: new.code.clone(),
            region: new.region.clone(),
            teacher,
            lessons: lessons.into_iter().map(|(id, _)| id).collect(),
            exam,
            span,
            pupils: Vec::new(),
        });
        let mut roster = Vec::with_capacity(learners);
        for place in 0..learners {
            let paper = living.paper.iter().find(|paper| paper.class == key && paper.learner == place);
            let category =
                paper.map_or_else(|| self.luck.pick(&audience).clone(), |paper| paper.category.clone());
            let is_steady = living
                .story
                .iter()
                .any(|one| one.class == key && one.learner == place && one.is == Kind::Steady);
            let mut line = self.made_up(new.region.as_str(), &category, hash);
            if paper.is_some() {
                // Theirs is still to be proved.
                line.person.category = None;
            }
            line.enrolments.push((EnrolmentId(self.site.new_id()), new.id.clone()));
            // Whoever is steady is in another course too: many answers show a habit.
            if is_steady && let Some(other) = self.other_class(class) {
                line.enrolments.push((EnrolmentId(self.site.new_id()), self.classes[other].id.clone()));
            }
            roster.push(line);
        }
        self.site.db.register_roster(&roster, self.site.now() + HOUR_MS).await?;
        for line in &roster {
            self.take_on(line).await?;
        }
        self.enrol_named(class, &new, city, named).await?;
        self.plan_class(class, living, calendar);
        self.plan_documents(class, calendar);
        Ok(())
    }

    /// On an office day of its first week the teacher sees the documents of a class; some had left theirs at home.
    fn plan_documents(&self, class: usize, calendar: &mut Calendar) {
        let span = &self.classes[class].span;
        let mut day_ms = span.first_ms + 2 * DAY_MS;
        while is_weekend(span.zone, day_ms) {
            day_ms += DAY_MS;
        }
        let with_them = (0..self.classes[class].pupils.len()).filter(|place| place % UNSEEN_EVERY != UNSEEN);
        for (place, minute) in with_them.zip(1..) {
            let at_ms = at(day_ms, 9, 0) + minute * 40_000;
            let action = StaffAction::SeesDocument { class, place };
            calendar.staff_actions.entry(self.day_of(at_ms)).or_default().push((at_ms, action));
        }
    }

    /// A class of another course that was opened before.
    fn other_class(&self, class: usize) -> Option<usize> {
        let lessons = &self.classes[class].lessons;
        self.classes.iter().position(|other| {
            other.lessons != *lessons
                && other.span.first_ms < self.day_ms(-14)
                && other.span.last_ms == self.day_ms(-1)
        })
    }

    /// The learners of `city.toml` whose class this is.
    async fn enrol_named(
        &mut self,
        class: usize,
        new: &NewClass,
        city: &City,
        named: &[CityLearner],
    ) -> Result<()> {
        let first_ms = self.classes[class].span.first_ms + 9 * HOUR_MS;
        for learner in named.iter().filter(|learner| learner.wants(city, new)) {
            let enrolment = EnrolmentId(self.site.new_id());
            let day = &new.starts_on;
            self.site.db.enrol(&enrolment, &new.id, &learner.person, day, first_ms).await?;
            let seat = Seat::new(learner.person.clone(), enrolment);
            self.sit_down(class, seat, (learner.account.clone(), &learner.login)).await?;
        }
        Ok(())
    }

    fn span(&self, new: &NewClass, lessons_ms: Vec<i64>) -> Result<Span> {
        let zone = self.site.zone();
        let midnight = |day: &str| zone.day_start_ms(day).with_context(|| format!("{day} is no date"));
        Ok(Span {
            zone,
            first_ms: midnight(&new.starts_on)?,
            last_ms: midnight(&new.ends_on)?.min(self.day_ms(-1)),
            due_ms: new.plan.iter().map(|(_, day)| midnight(day)).collect::<Result<_>>()?,
            lessons_ms,
        })
    }

    /// Somebody who does not exist.
    fn made_up(&mut self, region: &str, category: &str, hash: &str) -> RosterLine {
        self.made_up += 1;
        let n = FIRST_NUMBER + self.made_up;
        let sex = if self.luck.percent(54) { Sex::Female } else { Sex::Male };
        let years = match category {
            "graduate" => [22, 25],
            "young_leaver" => [17, 20],
            _ => [28, 58],
        };
        let age_days = self.luck.between(years[0] * 365, years[1] * 365);
        let [family, given] = [self.luck.between(0, 1000) as usize, self.luck.between(0, 1000) as usize];
        let facts = Facts {
            name: &made_up::name_of(sex, family, given),
            sex,
            birth_date: self.site.zone().day(self.day_ms(-age_days)),
            region,
            category: Some(category),
            birthdays: 1,
        };
        let person = person(&self.site, facts, made_up::CITY, n);
        let grant = Grant { role: Role::Learner, organisation: None, region: Some(person.region.clone()) };
        let login = format!("learner{}", LAST_LOGIN + self.made_up);
        let account = account(&self.site, &person, &login, hash, grant);
        RosterLine { person, account, enrolments: Vec::new() }
    }

    /// Gives the people of a roster's line their places.
    async fn take_on(&mut self, line: &RosterLine) -> Result<()> {
        for (enrolment, class) in &line.enrolments {
            let Some(class) = self.classes.iter().position(|one| one.id == *class) else { continue };
            let seat = Seat::new(line.person.id.clone(), enrolment.clone());
            self.sit_down(class, seat, (line.account.id.clone(), &line.account.login)).await?;
        }
        Ok(())
    }

    /// Most browsers can sign; some are too old.
    async fn sit_down(
        &mut self,
        class: usize,
        mut seat: Seat,
        (account, login): (AccountId, &str),
    ) -> Result<()> {
        if self.luck.percent(SIGNS_PERCENT) {
            let kind = self.luck.pick(&["android/wechat", "android/chrome", "harmony/other", "windows/edge"]);
            seat.sign_on(&self.site, &account, kind).await?;
        }
        let trace = self.trace(&format!("device of {account}"), &format!("home of {account}"));
        self.classes[class].pupils.push(self.pupils.len());
        self.pupils.push(Pupil { seat, account, login: login.to_owned(), class, trace });
        Ok(())
    }

    /// Where somebody studies.
    pub fn trace(&self, device: &str, network: &str) -> Trace {
        let keys = &self.site.keys;
        Trace {
            device: Some(keys.digest(Purpose::Device, device)),
            network: Some(keys.digest(Purpose::Network, network)),
        }
    }
}
