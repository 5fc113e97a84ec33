//! The files of the demo city, as their authors write them (`server/demo`).

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use domain::course::ExerciseOption;
use include_dir::{Dir, include_dir};
use serde::Deserialize;

/// The courses that come with this version: `<code>/course.toml` and `<code>/timings.toml`.
static COURSES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/demo/courses");
const CITY: &str = include_str!("../../../demo/city.toml");

/// `city.toml`.
#[derive(Debug, Deserialize)]
pub struct City {
    pub name: String,
    pub region: Vec<Region>,
    pub organisation: Vec<Organisation>,
    pub trade: Vec<Trade>,
    pub filing: Vec<Filing>,
    pub fund: Vec<Fund>,
    pub standard: Vec<StandardLine>,
    pub staff: Vec<Staff>,
    pub learner: Vec<Learner>,
    pub class: Vec<Class>,
}

#[derive(Debug, Deserialize)]
pub struct Region {
    pub id: String,
    pub name: String,
    pub name_en: String,
    pub kind: String,
    pub parent: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct Organisation {
    pub id: String,
    pub kind: String,
    pub name: String,
    pub name_en: String,
    pub region: String,
    pub credit_code: String,
    pub phone: String,
}

/// A trade of the bureau's own catalogue, beside those of the national classification.
#[derive(Debug, Deserialize)]
pub struct Trade {
    pub code: String,
    pub name: String,
    pub name_en: String,
}

/// What an institution is filed for.
#[derive(Debug, Deserialize)]
pub struct Filing {
    pub organisation: String,
    pub trade: String,
    pub level: String,
    pub number: String,
    pub valid_from: String,
    /// The last day, so many days after the city is loaded; absent until further notice.
    pub ends_in_days: Option<i64>,
    /// Whoever of the staff recorded it.
    pub by: String,
    /// Why it is suspended, where it is.
    pub suspended: Option<String>,
}

/// Money for a purpose in a year.
#[derive(Debug, Deserialize)]
pub struct Fund {
    pub code: String,
    pub name: String,
    pub name_en: String,
    pub year: i64,
    pub budget_yuan: i64,
    /// Whoever of the staff recorded it.
    pub by: String,
}

/// A standard as somebody would type it: each field by its code (`domain::standard_line`).
#[derive(Debug, Deserialize)]
pub struct StandardLine {
    /// Whoever of the staff recorded it.
    pub by: String,
    #[serde(flatten)]
    pub fields: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
pub struct Staff {
    pub login: String,
    pub name: String,
    pub role: String,
    pub organisation: String,
    /// Pages where there is something for them to do or to see, at the first of each role.
    pub look_at: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct Learner {
    pub login: String,
    pub name: String,
    pub sex: String,
    pub birth: String,
    pub category: String,
    pub region: String,
    /// Codes of the courses whose classes they are in.
    #[serde(default)]
    pub enrol: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub struct Class {
    pub code: String,
    pub course: String,
    pub organisation: String,
    pub title: String,
    pub region: String,
    pub starts_on: String,
    pub ends_on: String,
    pub capacity: i64,
    pub teacher: String,
    pub plan: Vec<PlanLine>,
}

#[derive(Debug, Deserialize)]
pub struct PlanLine {
    pub lesson: String,
    pub due_on: String,
}

/// `course.toml`.
#[derive(Debug, Deserialize)]
pub struct Course {
    pub code: String,
    pub title: String,
    pub title_en: String,
    pub summary: String,
    pub summary_en: String,
    pub outcomes: Vec<String>,
    pub outcomes_en: Vec<String>,
    pub trade_code: String,
    pub trade: String,
    pub trade_en: String,
    pub level: String,
    pub mode: String,
    pub audience: Vec<String>,
    pub cover: String,
    pub lesson: Vec<Lesson>,
    pub question: Vec<Question>,
}

#[derive(Debug, Deserialize)]
pub struct Lesson {
    pub code: String,
    pub kind: String,
    pub title: String,
    pub title_en: String,
    pub summary: String,
    /// File name of the video.
    pub media: Option<String>,
    #[serde(default)]
    pub page: Vec<Page>,
    /// Items of a quiz.
    #[serde(default)]
    pub item: Vec<Item>,
}

#[derive(Debug, Deserialize)]
pub struct Item {
    pub title: String,
    /// So much of it counts at most.
    pub seconds: i64,
    /// So long it is shown at least before the next.
    pub seconds_min: Option<i64>,
    /// What happened; a blank line ends a paragraph.
    pub body: String,
    pub question: String,
    /// In the order in which they are shown.
    pub options: Vec<ExerciseOption>,
}

#[derive(Debug, Deserialize)]
pub struct Page {
    pub title: String,
    pub seconds: i64,
    pub body: String,
}

#[derive(Debug, Deserialize)]
pub struct Question {
    pub lesson: String,
    /// The slide, page or item after which it may be asked; counted from 1.
    #[serde(alias = "page", alias = "item")]
    pub slide: usize,
    pub prompt: String,
    /// The first is right.
    pub options: Vec<String>,
    pub explain: String,
}

impl City {
    pub fn built_in() -> Result<Self> {
        toml::from_str(CITY).context("server/demo/city.toml")
    }
}

/// The codes of the built-in courses.
pub fn course_codes() -> Vec<String> {
    let folders = COURSES.dirs().filter_map(|dir| dir.path().file_name()?.to_str().map(str::to_owned));
    let mut codes: Vec<String> = folders.collect();
    codes.sort();
    codes
}

/// A built-in course.
pub fn course(code: &str) -> Result<Course> {
    let text = file(code, "course.toml")?;
    toml::from_str(text).with_context(|| format!("server/demo/courses/{code}/course.toml"))
}

/// When each slide of each video begins, in milliseconds; the last number is the end.
pub fn timings(code: &str) -> Result<BTreeMap<String, Vec<i64>>> {
    let text = file(code, "timings.toml")?;
    toml::from_str(text).with_context(|| format!("server/demo/courses/{code}/timings.toml"))
}

fn file(code: &str, name: &str) -> Result<&'static str> {
    let path = format!("{code}/{name}");
    COURSES
        .get_file(&path)
        .and_then(include_dir::File::contents_utf8)
        .with_context(|| format!("server/demo/courses/{path} is missing"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::access::Role;

    #[test]
    fn the_city_has_staff_of_every_role_and_a_class_for_every_course() {
        let city = City::built_in().unwrap();
        for role in Role::ALL.into_iter().filter(|role| *role != Role::Learner) {
            assert!(city.staff.iter().any(|staff| staff.role == role.as_str()), "{role:?}");
        }
        assert!(city.learner.len() >= 30);
        for code in course_codes() {
            assert!(city.class.iter().any(|class| class.course == code), "{code}");
        }
    }

    #[test]
    fn every_course_has_enough_lessons_and_questions() {
        for code in course_codes() {
            let course = course(&code).unwrap();
            assert_eq!(course.code, code);
            assert!(course.lesson.iter().filter(|lesson| lesson.kind == "video").count() >= 3, "{code}");
            for kind in ["document", "quiz"] {
                assert!(course.lesson.iter().any(|lesson| lesson.kind == kind), "{code}: {kind}");
            }
            assert!(course.question.len() >= 12, "{code}");
            for question in &course.question {
                assert!(
                    course.lesson.iter().any(|lesson| lesson.code == question.lesson),
                    "{}",
                    question.prompt
                );
                assert!((3..=4).contains(&question.options.len()), "{}", question.prompt);
            }
        }
    }

    #[test]
    fn no_check_is_practised_before_it_is_asked() {
        for code in course_codes() {
            let course = course(&code).unwrap();
            let items = course.lesson.iter().flat_map(|lesson| &lesson.item);
            for item in items {
                let right = item.options.iter().find(|option| option.right).unwrap();
                for check in &course.question {
                    assert_ne!(check.prompt, item.question);
                    assert_ne!(check.options[0], right.text, "{}", check.prompt);
                }
            }
            // The right answer does not always stand in the same place.
            let places: std::collections::BTreeSet<_> = course
                .lesson
                .iter()
                .flat_map(|lesson| &lesson.item)
                .map(|item| item.options.iter().position(|option| option.right))
                .collect();
            assert!(places.len() >= 3, "{code}: {places:?}");
        }
    }
}
