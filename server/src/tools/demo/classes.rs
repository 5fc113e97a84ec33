//! Publishing the courses and opening the classes of `city.toml`.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use assets::Files;
use domain::exam::BankQuestion;
use domain::id::{ClassId, CourseId, LessonId};
use domain::time::{CHINA, DAY_MS};
use store::class::NewClass;
use store::course::NewCourse;
use web::Site;

use super::course;
use super::format::{City, Class};
use super::people::Officials;

/// On the day of loading a class is at least so old, so that its plan has a past and a future.
const CLASS_AGE_DAYS: i64 = 14;

/// A published course.
pub struct Published {
    pub id: CourseId,
    pub lessons: Vec<PublishedLesson>,
    /// Its questions, as far as drawing papers goes.
    pub bank: Vec<BankQuestion>,
}

/// One of its lessons.
pub struct PublishedLesson {
    pub id: LessonId,
    pub code: String,
    pub duration_ms: i64,
}

/// Publishes every course whose files are there, each by the institution that opens its first class.
pub async fn add_courses(site: &Site, city: &City, public: &Files) -> Result<BTreeMap<String, Published>> {
    let mut published = BTreeMap::new();
    for code in course::codes() {
        let Some(class) = city.class.iter().find(|class| class.course == code) else { continue };
        let new = match course::read(site, &code, &class.organisation, public) {
            Ok(new) => new,
            // A city with two courses is better than none: an author at work has not all the videos yet.
            Err(error) => {
                eprintln!("xueshi: the course {code} is left out: {error:#}");
                continue;
            }
        };
        site.db.publish_course(&new, site.now()).await.with_context(|| format!("publishing {code}"))?;
        let bank = bank_of(&new);
        let lessons = new.lessons.into_iter().map(|lesson| PublishedLesson {
            id: lesson.id,
            code: lesson.code,
            duration_ms: lesson.duration_ms,
        });
        published.insert(code, Published { id: new.id, lessons: lessons.collect(), bank });
    }
    Ok(published)
}

/// The questions of a course, as far as drawing goes.
fn bank_of(course: &NewCourse) -> Vec<BankQuestion> {
    let questions = course.lessons.iter().flat_map(|lesson| &lesson.questions);
    let drawn = questions
        .map(|question| BankQuestion { question: question.id.clone(), choices: question.options.len() });
    drawn.collect()
}

/// The classes of the published courses, as they are opened in a city loaded at a moment.
pub fn of_city(
    site: &Site,
    city: &City,
    courses: &BTreeMap<String, Published>,
    staff: &Officials,
    loaded_ms: i64,
) -> Result<Vec<NewClass>> {
    let mut classes = Vec::new();
    for class in &city.class {
        let Some(course) = courses.get(&class.course) else { continue };
        let days = days_to_move(loaded_ms, class)?;
        let move_day = |day: &str| moved(day, days).with_context(|| format!("{day} is no date"));
        let plan = class.plan.iter().map(|line| {
            let lesson = course.lessons.iter().find(|lesson| lesson.code == line.lesson);
            let lesson = lesson.with_context(|| format!("no lesson {}", line.lesson))?;
            Ok((lesson.id.clone(), move_day(&line.due_on)?))
        });
        let starts_on = move_day(&class.starts_on)?;
        classes.push(NewClass {
            id: ClassId(site.new_id()),
            code: class.code.clone(),
            course: course.id.clone(),
            organisation: class.organisation.as_str().into(),
            region: class.region.as_str().into(),
            teacher: staff.get(&class.teacher).map(|teacher| teacher.account.clone()),
            title: class.title.clone(),
            ends_on: move_day(&class.ends_on)?,
            policy_version: policy_on(site, &starts_on)?,
            starts_on,
            capacity: class.capacity,
            plan: plan.collect::<Result<_>>()?,
        });
    }
    Ok(classes)
}

/// The policy under which a class that begins on a day is opened.
pub fn policy_on(site: &Site, day: &str) -> Result<String> {
    let policy = site.policies.on(site.profile, day);
    Ok(policy.with_context(|| format!("no policy is in force on {day}"))?.version.clone())
}

/// How many days the dates of a class are moved, so that a city loaded next year is not a city of classes that are over.
fn days_to_move(loaded_ms: i64, class: &Class) -> Result<i64> {
    let start = CHINA.day_start_ms(&class.starts_on).context("starts_on is no date")?;
    let middle = CHINA.day_start_ms(&class.ends_on).context("ends_on is no date")?.midpoint(start);
    let today = CHINA.midnight_ms(loaded_ms);
    let begun = start + CLASS_AGE_DAYS * DAY_MS;
    Ok(if (begun..middle).contains(&today) { 0 } else { (today - begun) / DAY_MS })
}

fn moved(day: &str, days: i64) -> Option<String> {
    Some(CHINA.day(CHINA.day_start_ms(day)? + days * DAY_MS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_moves_by_days() {
        assert_eq!(moved("2026-12-31", 1).unwrap(), "2027-01-01");
        assert_eq!(moved("2026-03-01", -1).unwrap(), "2026-02-28");
        assert_eq!(moved("soon", 1), None);
    }
}
