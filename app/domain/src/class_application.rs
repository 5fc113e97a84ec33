//! Applications to open a class (开班申请): an institution applies, the bureau approves or returns it, and what is approved is a
//! class.

mod field;

pub use field::ApplicationField;

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::access::Action;
use crate::audit::AuditKind;
use crate::codes::codes;
use crate::id::{AccountId, CourseId, LessonId, OrganisationId, RegionId};
use crate::task::TaskKind;
use crate::time::CHINA;
use crate::workflow::{Side, StepRule, Workflow};
use crate::working_day::Calendar;

/// The version of the commitment (真实性承诺) that is made with every submission. New words, new date.
pub const COMMITMENT_VERSION: &str = "2026-11-30";
/// How long the name of a class may be, in characters.
pub const TITLE_CHARS: RangeInclusive<usize> = 2..=60;
/// How long the place may be.
pub const PLACE_CHARS: RangeInclusive<usize> = 2..=100;
/// How long what is said of the assessment may be.
pub const ASSESSMENT_CHARS: RangeInclusive<usize> = 4..=500;
/// How long the reason of a return may be, for each field.
pub const REASON_CHARS: RangeInclusive<usize> = 4..=300;
/// How many places a class may have: more than one teacher can look after are two classes.
pub const CAPACITY: RangeInclusive<i64> = 1..=500;
/// How many files an application may have.
pub const PAPERS_MAX: usize = 12;
/// So many days before a class begins its application should be there: what cities ask (no refusal, only a notice).
pub const DAYS_BEFORE: i64 = 15;
/// The longest class, in days.
const DAYS_MAX: i64 = 731;

codes! {
    /// How an application stands.
    ApplicationState {
        /// It is being written.
        Draft = "draft",
        /// It waits for the bureau.
        Submitted = "submitted",
        /// The bureau wants something changed.
        Returned = "returned",
        /// The class is open; nothing of the application changes any more.
        Approved = "approved",
        /// The institution has given it up.
        Withdrawn = "withdrawn",
    }
}

codes! {
    /// What is done with an application.
    ApplicationStep {
        Submit = "submit",
        Return = "return",
        Approve = "approve",
        Withdraw = "withdraw",
    }
}

codes! {
    /// Under which programme a class is held.
    Programme {
        /// Subsidised training as it is usual.
        General = "general",
        /// 项目制: bought as a project.
        Project = "project",
        /// 金蓝领.
        GoldCollar = "gold_collar",
        Other = "other",
    }
}

codes! {
    /// What a file of an application is.
    ApplicationPaperKind {
        /// 教学计划.
        Plan = "plan",
        /// 师资证明.
        Teachers = "teachers",
        /// 教材.
        Materials = "materials",
        /// 考核方案.
        Assessment = "assessment",
    }
}

impl Workflow for ApplicationState {
    type Step = ApplicationStep;

    const BEGIN: Self = Self::Draft;

    fn rule(step: ApplicationStep) -> StepRule<Self> {
        let asks = StepRule {
            from: &[Self::Draft, Self::Returned],
            to: Self::Submitted,
            may: Action::ApplyForClass,
            side: Side::Asks,
            needs_reason: false,
            waits_as: Some(TaskKind::ClassApplicationReturned),
            audit: AuditKind::ApplicationSubmit,
        };
        let decides = StepRule {
            from: &[Self::Submitted],
            to: Self::Approved,
            may: Action::ReviewApplications,
            side: Side::Decides,
            needs_reason: false,
            waits_as: Some(TaskKind::ClassApplication),
            audit: AuditKind::ApplicationApprove,
        };
        match step {
            ApplicationStep::Submit => asks,
            ApplicationStep::Withdraw => StepRule {
                to: Self::Withdrawn,
                waits_as: None,
                audit: AuditKind::ApplicationWithdraw,
                ..asks
            },
            ApplicationStep::Approve => decides,
            ApplicationStep::Return => StepRule {
                to: Self::Returned,
                needs_reason: true,
                audit: AuditKind::ApplicationReturn,
                ..decides
            },
        }
    }
}

impl ApplicationState {
    /// Whether the institution may change it.
    pub fn is_open_to_change(self) -> bool {
        ApplicationState::rule(ApplicationStep::Submit).from.contains(&self)
    }
}

/// By which day a lesson should be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedLesson {
    pub lesson: LessonId,
    /// Local day.
    pub due_on: String,
}

/// A file, by what it is and its digest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubmittedPaper {
    pub id: String,
    pub kind: ApplicationPaperKind,
    pub sha256: String,
}

/// Exactly what is submitted: what the commitment is made for, what is decided on, and what the class becomes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    pub organisation: OrganisationId,
    pub region: RegionId,
    pub course: CourseId,
    pub title: String,
    /// Local days, both included.
    pub starts_on: String,
    pub ends_on: String,
    pub capacity: i64,
    pub place: String,
    pub teacher: AccountId,
    pub assessment: String,
    pub programme: Programme,
    /// In the order of the lessons.
    pub plan: Vec<PlannedLesson>,
    pub papers: Vec<SubmittedPaper>,
}

impl Content {
    /// The text whose digest the commitment and the approval name.
    pub fn canonical(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The parts in which it differs from another.
    pub fn differs_in(&self, other: &Self) -> Vec<ApplicationField> {
        let differs = |field: &ApplicationField| match field {
            ApplicationField::Course => self.course != other.course,
            ApplicationField::Title => self.title != other.title,
            ApplicationField::Dates => (&self.starts_on, &self.ends_on) != (&other.starts_on, &other.ends_on),
            ApplicationField::Capacity => self.capacity != other.capacity,
            ApplicationField::Place => self.place != other.place,
            ApplicationField::Teacher => self.teacher != other.teacher,
            ApplicationField::Assessment => self.assessment != other.assessment,
            ApplicationField::Programme => self.programme != other.programme,
            ApplicationField::Plan => self.plan != other.plan,
            ApplicationField::Papers => self.papers != other.papers,
        };
        ApplicationField::ALL.into_iter().filter(differs).collect()
    }
}

/// The SHA-256 of such a text, in hex.
pub fn digest(canonical: &str) -> String {
    hex::encode(Sha256::digest(canonical.as_bytes()))
}

/// Why a part of an application is returned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldReason {
    pub field: ApplicationField,
    pub reason: String,
}

/// Why the days of a class will not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DaysRefusal {
    /// It begins on a day that is past.
    Past,
    /// It ends before it begins.
    Backwards,
    /// It lasts too long to be one class.
    TooLong,
}

/// Whether a class may be held between these days, seen from today.
///
/// # Errors
///
/// [`DaysRefusal`] says why not.
pub fn days_fit(today: &str, starts_on: &str, ends_on: &str) -> Result<(), DaysRefusal> {
    let number = |day: &str| CHINA.day_start_ms(day).map_or(0, |at_ms| CHINA.day_number(at_ms));
    if starts_on < today {
        Err(DaysRefusal::Past)
    } else if ends_on < starts_on {
        Err(DaysRefusal::Backwards)
    } else if number(ends_on) - number(starts_on) >= DAYS_MAX {
        Err(DaysRefusal::TooLong)
    } else {
        Ok(())
    }
}

/// In how many days a class begins.
pub fn days_until(today: &str, starts_on: &str) -> i64 {
    let number = |day: &str| CHINA.day_start_ms(day).map_or(0, |at_ms| CHINA.day_number(at_ms));
    number(starts_on) - number(today)
}

/// The days by which so many lessons should be done: spread evenly over the working days of a class; over all its days where
/// none is a working day. None for what are no days.
pub fn spread(lessons: usize, starts_on: &str, ends_on: &str, holidays: &Calendar) -> Vec<String> {
    let number = |day: &str| CHINA.day_start_ms(day).map(|at_ms| CHINA.day_number(at_ms));
    let (Some(first), Some(last)) = (number(starts_on), number(ends_on)) else { return Vec::new() };
    let last = last.min(first + DAYS_MAX);
    let all: Vec<String> = (first..=last).map(|day| CHINA.day(CHINA.day_begins_ms(day))).collect();
    let working: Vec<String> = all.iter().filter(|day| holidays.is_working_day(day)).cloned().collect();
    let days = if working.is_empty() { all } else { working };
    let Some(end) = days.len().checked_sub(1) else { return Vec::new() };
    (1..=lessons)
        .map(|n| days[(n * days.len()).div_ceil(lessons).saturating_sub(1).min(end)].clone())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lessons_are_spread_over_working_days_and_end_with_the_class() {
        let calendar = Calendar::default();
        // Monday to Sunday.
        let days = spread(3, "2026-11-02", "2026-11-08", &calendar);
        assert_eq!(days, ["2026-11-03", "2026-11-05", "2026-11-06"]);
        assert_eq!(spread(7, "2026-11-06", "2026-11-06", &calendar), vec!["2026-11-06"; 7]);
        // A weekend alone.
        assert_eq!(spread(2, "2026-11-07", "2026-11-08", &calendar), ["2026-11-07", "2026-11-08"]);
        assert!(spread(2, "2026-11-08", "2026-11-07", &calendar).is_empty());
        assert!(spread(2, "soon", "2026-11-07", &calendar).is_empty());
        assert!(spread(0, "2026-11-07", "2026-11-08", &calendar).is_empty());
    }

    #[test]
    fn a_class_lies_ahead_and_ends_after_it_begins() {
        let fit = |starts, ends| days_fit("2026-11-30", starts, ends);
        assert_eq!(fit("2026-11-30", "2026-11-30"), Ok(()));
        assert_eq!(fit("2026-11-29", "2026-12-30"), Err(DaysRefusal::Past));
        assert_eq!(fit("2026-12-02", "2026-12-01"), Err(DaysRefusal::Backwards));
        assert_eq!(fit("2026-12-02", "2028-12-31"), Err(DaysRefusal::TooLong));
        assert_eq!(days_until("2026-11-30", "2026-12-14"), 14);
    }

    #[test]
    fn what_changed_is_named_by_its_field() {
        let content = Content {
            organisation: "school".into(),
            region: "county".into(),
            course: "crab".into(),
            title: "第 1 期".into(),
            starts_on: "2026-12-01".into(),
            ends_on: "2026-12-31".into(),
            capacity: 30,
            place: "一号教室".into(),
            teacher: "a1".into(),
            assessment: "闭卷考试".into(),
            programme: Programme::General,
            plan: vec![PlannedLesson { lesson: "crab-1".into(), due_on: "2026-12-07".into() }],
            papers: Vec::new(),
        };
        assert!(content.differs_in(&content).is_empty());
        let mut other = content.clone();
        other.ends_on = "2027-01-31".into();
        other.plan[0].due_on = "2026-12-08".into();
        assert_eq!(content.differs_in(&other), [ApplicationField::Dates, ApplicationField::Plan]);
        assert_ne!(digest(&content.canonical()), digest(&other.canonical()));
        assert_eq!(serde_json::from_str::<Content>(&content.canonical()).unwrap(), content);
    }
}
