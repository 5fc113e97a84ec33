//! What an application's form asks, as it is typed and kept.

use std::collections::BTreeMap;

use domain::class_application::ApplicationPaperKind;
use domain::document::read_day;
use domain::id::CourseId;
use serde::{Deserialize, Serialize};
use web::received_file::SentFile;

/// Every field as it was typed: a draft keeps it so, whatever is wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ApplicationForm {
    pub course: String,
    pub title: String,
    pub starts_on: String,
    pub ends_on: String,
    pub capacity: String,
    pub place: String,
    pub teacher: String,
    pub assessment: String,
    pub programme: String,
    /// By lesson, the day by which it should be done.
    pub plan: BTreeMap<String, String>,
}

impl ApplicationForm {
    /// As it was kept; what cannot be read is empty.
    pub fn kept(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }

    /// As it is kept.
    pub fn to_text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        let Self { course, title, starts_on, ends_on, capacity, place, teacher, assessment, .. } = self;
        [course, title, starts_on, ends_on, capacity, place, teacher, assessment]
            .iter()
            .all(|text| text.trim().is_empty())
    }

    /// The course, where one is chosen.
    pub fn course(&self) -> Option<CourseId> {
        (!self.course.is_empty()).then(|| CourseId(self.course.clone()))
    }

    /// Both days, as far as they are days.
    pub fn days(&self) -> (String, String) {
        let read = |typed: &str| read_day(typed).unwrap_or_default();
        (read(&self.starts_on), read(&self.ends_on))
    }
}

/// A form as it was sent.
#[derive(Default)]
pub struct SentApplication {
    pub form: ApplicationForm,
    /// The id that the page of a new application has given it.
    pub id: String,
    /// The version that the page has shown; 0 where none was sent.
    pub version: i64,
    /// Whether the plan is to be spread anew.
    pub spread: bool,
    /// Files to be taken out.
    pub removed: Vec<String>,
    /// Whether it is to be looked over and submitted.
    pub next: bool,
    pub files: Vec<(ApplicationPaperKind, SentFile)>,
}

/// The name of the field of a lesson's day.
pub fn due_field(lesson: &str) -> String {
    format!("due-{lesson}")
}

/// The name of the field for files of a kind.
pub fn file_field(kind: ApplicationPaperKind) -> String {
    format!("file-{}", kind.as_str())
}
