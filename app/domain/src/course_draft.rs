//! Courses as institutions make them (课程制作): written as a draft, looked over by the bureau, and published as a version that
//! never changes again. A class keeps the version with which it was opened.

mod question;

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::access::Action;
use crate::audit::AuditKind;
use crate::codes::codes;
use crate::course::{DocumentPage, LessonKind, Level, Mode};
use crate::id::{LessonId, OrganisationId};
use crate::task::TaskKind;
use crate::typed::plain;
use crate::workflow::{Side, StepRule, Workflow};

pub use question::{QuestionFault, QuestionField, WrittenQuestion};

/// How long the title of a course or lesson may be, in characters.
pub const TITLE_CHARS: RangeInclusive<usize> = 2..=60;
/// How long what is said of a course or lesson may be.
pub const SUMMARY_CHARS: RangeInclusive<usize> = 4..=500;
/// How long a line of what is learnt may be.
pub const OUTCOME_CHARS: RangeInclusive<usize> = 2..=100;
/// How many such lines a course may have.
pub const OUTCOMES: RangeInclusive<usize> = 1..=12;
/// How many lessons a course may have.
pub const LESSONS_MAX: usize = 60;
/// How many pages a document or items a quiz may have.
pub const PAGES_MAX: usize = 30;
/// How long the text of a page may be.
pub const BODY_CHARS_MAX: usize = 3_000;
/// How long a page may take, in seconds: nobody is paid for looking at one for ever.
pub const PAGE_SECONDS: RangeInclusive<i64> = 10..=1800;
/// How many questions a lesson may have.
pub const QUESTIONS_MAX: usize = 500;
/// How long a question, an answer to it or its explanation may be.
pub const QUESTION_CHARS: RangeInclusive<usize> = 1..=300;
/// How many answers a question may have, the right one among them.
pub const QUESTION_OPTIONS: RangeInclusive<usize> = 2..=4;
/// How long the reason of a return may be, for each part.
pub const REASON_CHARS: RangeInclusive<usize> = 4..=300;
/// A question is asked this long before the end of its lesson at the latest, so that its moment is reached.
pub const BEFORE_END_MS: i64 = 1_000;

codes! {
    /// How a draft stands.
    CourseDraftState {
        /// It is being written.
        Draft = "draft",
        /// It waits for the bureau.
        Submitted = "submitted",
        /// The bureau wants something changed.
        Returned = "returned",
        /// It is a course; nothing of it changes any more.
        Published = "published",
        /// The institution has given it up.
        Withdrawn = "withdrawn",
    }
}

codes! {
    /// What is done with a draft.
    CourseDraftStep {
        Submit = "submit",
        Return = "return",
        Publish = "publish",
        Withdraw = "withdraw",
    }
}

impl Workflow for CourseDraftState {
    type Step = CourseDraftStep;

    const BEGIN: Self = Self::Draft;

    fn rule(step: CourseDraftStep) -> StepRule<Self> {
        let asks = StepRule {
            from: &[Self::Draft, Self::Returned],
            to: Self::Submitted,
            may: Action::MakeCourses,
            side: Side::Asks,
            needs_reason: false,
            waits_as: Some(TaskKind::CourseReturned),
            audit: AuditKind::CourseSubmit,
        };
        let decides = StepRule {
            from: &[Self::Submitted],
            to: Self::Published,
            may: Action::ReviewCourses,
            side: Side::Decides,
            needs_reason: false,
            waits_as: Some(TaskKind::CourseReview),
            audit: AuditKind::CoursePublish,
        };
        match step {
            CourseDraftStep::Submit => asks,
            CourseDraftStep::Withdraw => {
                StepRule { to: Self::Withdrawn, waits_as: None, audit: AuditKind::CourseWithdraw, ..asks }
            }
            CourseDraftStep::Publish => decides,
            CourseDraftStep::Return => {
                StepRule { to: Self::Returned, needs_reason: true, audit: AuditKind::CourseReturn, ..decides }
            }
        }
    }
}

impl CourseDraftState {
    /// Whether the institution may change it.
    pub fn is_open_to_change(self) -> bool {
        Self::rule(CourseDraftStep::Submit).from.contains(&self)
    }
}

/// What a course is, whole: what is written, submitted, decided on and published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourseContent {
    pub organisation: OrganisationId,
    pub title: String,
    pub summary: String,
    /// What one can do afterwards, a line each.
    pub outcomes: Vec<String>,
    pub trade_code: String,
    pub level: Level,
    pub mode: Mode,
    /// Codes of the person categories it suits, sorted.
    pub audience: Vec<String>,
    /// In the order in which they are taught.
    pub lessons: Vec<LessonContent>,
}

/// A lesson of such a course.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessonContent {
    /// The lesson keeps it when it is published.
    pub id: LessonId,
    pub kind: LessonKind,
    pub title: String,
    pub summary: String,
    /// Of a video lesson, once it is chosen.
    pub film: Option<LessonFilm>,
    /// Of a document or quiz.
    pub pages: Vec<DocumentPage>,
    /// What may be asked while it is studied, in the order of their moments.
    pub questions: Vec<QuestionContent>,
}

/// A film, as the server measured it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessonFilm {
    /// Of the file, in hexadecimal.
    pub sha256: String,
    pub duration_ms: i64,
    pub bytes: i64,
}

/// Something to be asked while a lesson is studied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionContent {
    /// Only after this moment of the lesson was studied.
    pub at_ms: i64,
    pub prompt: String,
    /// The first is right.
    pub options: Vec<String>,
    pub explanation: String,
}

impl LessonContent {
    /// How long it is: what the server measured, or the sum of its pages.
    pub fn duration_ms(&self) -> i64 {
        match self.kind {
            LessonKind::Video => self.film.as_ref().map_or(0, |film| film.duration_ms),
            LessonKind::Document | LessonKind::Quiz => {
                self.pages.iter().map(|page| page.seconds * 1000).sum()
            }
        }
    }

    /// The last moment at which something may be asked.
    pub fn last_moment_ms(&self) -> i64 {
        (self.duration_ms() - BEFORE_END_MS).max(0)
    }

    /// Keeps questions within a lesson that became shorter, in the order of their moments.
    pub fn settle(&mut self) {
        let last = self.last_moment_ms();
        for question in &mut self.questions {
            question.at_ms = question.at_ms.clamp(0, last);
        }
        self.questions.sort_by_key(|question| question.at_ms);
    }
}

/// A part of a course: reasons and differences are told by it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CoursePart {
    /// Title, trade, level and what is said of it.
    About,
    /// A lesson.
    Lesson(LessonId),
}

/// Why a part of a course is returned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartReason {
    pub part: CoursePart,
    pub reason: String,
}

/// What a course lacks before it can be submitted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lack {
    /// It has no lesson.
    Lessons,
    /// The video lesson has no film.
    Film(LessonId),
    /// The document or quiz has no page.
    Pages(LessonId),
    /// So many questions more, so that nobody can be asked the same again and again.
    Questions(LessonId, i64),
}

impl CourseContent {
    /// The text whose digest submission and publication name.
    pub fn canonical(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The SHA-256 of that text, in hexadecimal.
    pub fn digest(&self) -> String {
        hex::encode(Sha256::digest(self.canonical().as_bytes()))
    }

    /// How long it is altogether.
    pub fn duration_ms(&self) -> i64 {
        self.lessons.iter().map(LessonContent::duration_ms).sum()
    }

    /// A lesson by its id.
    pub fn lesson(&self, id: &LessonId) -> Option<&LessonContent> {
        self.lessons.iter().find(|lesson| lesson.id == *id)
    }

    /// Moves a lesson one place up or down; nothing where there is no place.
    pub fn move_lesson(&mut self, id: &LessonId, up: bool) {
        let Some(at) = self.lessons.iter().position(|lesson| lesson.id == *id) else { return };
        let to = if up { at.checked_sub(1) } else { Some(at + 1).filter(|to| *to < self.lessons.len()) };
        if let Some(to) = to {
            self.lessons.swap(at, to);
        }
    }

    /// What it lacks. `missing` says how many questions a lesson of this length with so many lacks by the policy.
    pub fn lacks(&self, missing: impl Fn(i64, i64) -> i64) -> Vec<Lack> {
        let mut lacks = Vec::new();
        if self.lessons.is_empty() {
            lacks.push(Lack::Lessons);
        }
        for lesson in &self.lessons {
            let id = lesson.id.clone();
            match lesson.kind {
                LessonKind::Video if lesson.film.is_none() => lacks.push(Lack::Film(id)),
                LessonKind::Document | LessonKind::Quiz if lesson.pages.is_empty() => {
                    lacks.push(Lack::Pages(id));
                }
                _ => {
                    let missing = missing(lesson.duration_ms(), lesson.questions.len() as i64);
                    lacks.extend((missing > 0).then_some(Lack::Questions(id, missing)));
                }
            }
        }
        lacks
    }

    /// For each lesson the one of another version that it continues: the same one, or one of this kind and title.
    pub fn continues<'a>(&self, lesson: &LessonContent, before: &'a Self) -> Option<&'a LessonContent> {
        before.lesson(&lesson.id).or_else(|| {
            before.lessons.iter().find(|was| {
                was.kind == lesson.kind && was.title == lesson.title && self.lesson(&was.id).is_none()
            })
        })
    }
}

/// A length of time or a moment of a lesson as people type it, in milliseconds: `2` are minutes, `1:30` minutes and seconds,
/// `1:02:00` with hours.
pub fn read_clock(typed: &str) -> Option<i64> {
    let typed = plain(typed).replace('：', ":");
    let parts: Vec<i64> = typed
        .split(':')
        .map(|part| part.parse().ok().filter(|number| (0..=10_000).contains(number)))
        .collect::<Option<_>>()?;
    let below_60 = |number: &i64| *number < 60;
    let seconds = match parts[..] {
        [minutes] => minutes * 60,
        [minutes, seconds] if below_60(&seconds) => minutes * 60 + seconds,
        [hours, minutes, seconds] if below_60(&minutes) && below_60(&seconds) => {
            hours * 3600 + minutes * 60 + seconds
        }
        _ => return None,
    };
    Some(seconds * 1000)
}

/// The same as it is shown to be typed again: `1:30`.
pub fn typed_clock(ms: i64) -> String {
    format!("{}:{:02}", ms / 60_000, ms / 1000 % 60)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn lesson(id: &str, seconds: i64, questions: usize) -> LessonContent {
        LessonContent {
            id: id.into(),
            kind: LessonKind::Document,
            title: format!("第{id}课"),
            summary: String::new(),
            film: None,
            pages: vec![DocumentPage { title: "一".into(), seconds, ..DocumentPage::default() }],
            questions: (0..questions)
                .map(|n| QuestionContent {
                    at_ms: n as i64 * 10_000,
                    prompt: format!("问{n}"),
                    options: vec!["对".into(), "错".into()],
                    explanation: "因为".into(),
                })
                .collect(),
        }
    }

    fn course(lessons: Vec<LessonContent>) -> CourseContent {
        CourseContent {
            organisation: "school".into(),
            title: "大闸蟹养殖".into(),
            summary: "从放苗到起捕".into(),
            outcomes: vec!["会看水".into()],
            trade_code: "5-04-01-02".into(),
            level: Level::Five,
            mode: Mode::Online,
            audience: Vec::new(),
            lessons,
        }
    }

    #[test]
    fn what_a_course_lacks_is_named_by_its_lesson() {
        let missing = |duration_ms: i64, questions: i64| (duration_ms / 60_000 - questions).max(0);
        assert_eq!(course(Vec::new()).lacks(missing), [Lack::Lessons]);
        let mut film = lesson("b", 60, 1);
        film.kind = LessonKind::Video;
        let mut empty = lesson("c", 60, 1);
        empty.pages.clear();
        let whole = course(vec![lesson("a", 120, 2), film, empty, lesson("d", 180, 1)]);
        let lacks = [Lack::Film("b".into()), Lack::Pages("c".into()), Lack::Questions("d".into(), 2)];
        assert_eq!(whole.lacks(missing), lacks);
        assert_eq!(whole.duration_ms(), 300_000);
    }

    #[test]
    fn a_question_stays_within_its_lesson() {
        let mut short = lesson("a", 15, 3);
        short.questions.reverse();
        short.settle();
        let moments: Vec<i64> = short.questions.iter().map(|question| question.at_ms).collect();
        assert_eq!(moments, [0, 10_000, 14_000]);
    }

    #[test]
    fn a_lesson_of_a_new_version_finds_the_one_it_continues() {
        let before = course(vec![lesson("a", 60, 0), lesson("b", 60, 0)]);
        let mut again = lesson("x", 90, 0);
        again.title = "第b课".into();
        let after = course(vec![again, lesson("a", 60, 0), lesson("y", 60, 0)]);
        let of = |n: usize| after.continues(&after.lessons[n], &before).map(|was| was.id.0.clone());
        assert_eq!((of(0), of(1), of(2)), (Some("b".into()), Some("a".into()), None));
    }

    #[test]
    fn a_time_is_read_as_people_write_it() {
        let read = |typed| read_clock(typed);
        assert_eq!(
            (read("2"), read("1:30"), read(" １：０５ ")),
            (Some(120_000), Some(90_000), Some(65_000))
        );
        assert_eq!((read("1:02:03"), read("0:00")), (Some(3_723_000), Some(0)));
        for wrong in ["", "1:60", "1:2:60", "-1", "1:", "a", "1:1:1:1", "99999999999"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    proptest! {
        /// What is shown is read as what it was, to the second.
        #[test]
        fn a_time_comes_back_as_it_went(seconds in 0i64..500_000) {
            prop_assert_eq!(read_clock(&typed_clock(seconds * 1000)), Some(seconds * 1000));
        }

        /// Moving never loses or doubles a lesson, and there and back is where it was.
        #[test]
        fn moving_keeps_every_lesson(moves in prop::collection::vec((0usize..4, any::<bool>()), 0..20)) {
            let all = ["a", "b", "c", "d"];
            let mut course = course(all.iter().map(|id| lesson(id, 60, 0)).collect());
            for (which, up) in moves {
                course.move_lesson(&all[which].into(), up);
            }
            let mut ids: Vec<&str> = course.lessons.iter().map(|lesson| lesson.id.as_str()).collect();
            ids.sort_unstable();
            prop_assert_eq!(ids, all);
            let second = course.lessons[1].id.clone();
            let was = course.clone();
            course.move_lesson(&second, true);
            course.move_lesson(&second, false);
            prop_assert_eq!(course, was);
        }
    }
}
