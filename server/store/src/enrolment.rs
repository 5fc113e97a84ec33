//! A learner's own enrolments: classes, lessons, how far each has come, and what a lesson holds.

use std::collections::BTreeMap;

use domain::class_closing::{ClassClock, ClassStage};
use domain::course::DocumentPage;
use domain::id::{ClassId, CourseId, EnrolmentId, LessonId, PersonId};
use domain::study::LessonProgress;

use crate::db::Db;
use crate::error::{Result, StoreError};
use crate::read_db;
use crate::study::stored;

/// Less than this is missing: the lesson is done. Players and probes differ by a frame or two about a length.
const DONE_WITHIN_MS: i64 = 1_000;

/// A class somebody is enrolled in, with every lesson of its course.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct MyClass {
    #[sqlx(try_from = "String")]
    pub enrolment_id: EnrolmentId,
    pub enrolled_at: i64,
    #[sqlx(try_from = "String")]
    pub class_id: ClassId,
    pub class_title: String,
    pub starts_on: String,
    pub ends_on: String,
    pub policy_version: String,
    #[sqlx(try_from = "String")]
    pub course_id: CourseId,
    pub course_code: String,
    pub course_title: String,
    pub course_title_en: String,
    pub cover: String,
    pub organisation: String,
    pub organisation_en: String,
    pub organisation_phone: String,
    /// When the class was closed, and with how many tenths of a credit hour of theirs.
    pub closed_at: Option<i64>,
    pub closed_tenths: Option<i64>,
    /// Whether it has a final test, and the mark that counts.
    pub has_exam: bool,
    pub exam_mark: Option<i64>,
    /// In the order in which they are taught.
    #[sqlx(skip)]
    pub lessons: Vec<MyLesson>,
}

/// A lesson under an enrolment, and how far it has come.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct MyLesson {
    #[sqlx(try_from = "String")]
    pub enrolment_id: EnrolmentId,
    #[sqlx(try_from = "String")]
    pub lesson_id: LessonId,
    pub code: String,
    pub position: i64,
    pub kind: String,
    pub title: String,
    pub title_en: String,
    pub duration_ms: i64,
    pub media_bytes: i64,
    /// By when the plan wants it done.
    pub due_on: Option<String>,
    /// Where the learner stood last.
    pub position_ms: i64,
    pub waiting_ms: i64,
    pub verified_ms: i64,
    /// Over all time, whether or not it was studied again since.
    pub refused_ms: i64,
    /// When it was studied last; 0 for never.
    pub studied_at: i64,
    /// How far it has come, if it is the live lesson: newer than its row.
    live_progress: Option<String>,
}

impl MyLesson {
    /// Credited, confirmed or not.
    pub fn counted_ms(&self) -> i64 {
        self.waiting_ms + self.verified_ms
    }

    /// Whether nothing of it is left to study. What waits for its check is studied.
    pub fn is_done(&self) -> bool {
        self.duration_ms - self.counted_ms() < DONE_WITHIN_MS
    }

    /// What was refused and not made up for: studying it again pays the debt.
    pub fn still_refused_ms(&self) -> i64 {
        self.refused_ms.min(self.duration_ms - self.counted_ms()).max(0)
    }
}

impl MyClass {
    /// Where to go on: the lesson studied last if it is not done, else the first that is not. `None` when all are.
    pub fn next_lesson(&self) -> Option<&MyLesson> {
        let last =
            self.lessons.iter().filter(|lesson| lesson.studied_at > 0).max_by_key(|lesson| lesson.studied_at);
        last.filter(|lesson| !lesson.is_done())
            .or_else(|| self.lessons.iter().find(|lesson| !lesson.is_done()))
    }

    /// What was closed of it: when, and with how many tenths of a credit hour.
    pub fn closed(&self) -> Option<(i64, i64)> {
        self.closed_at.map(|at_ms| (at_ms, self.closed_tenths.unwrap_or(0)))
    }

    /// The mark of the final test, if the class has one; `None` inside if it was not taken.
    pub fn test_mark(&self) -> Option<Option<i64>> {
        self.has_exam.then_some(self.exam_mark)
    }

    /// How far the class has come.
    pub fn stage(&self, clock: ClassClock<'_>) -> ClassStage {
        clock.stage((&self.starts_on, &self.ends_on), self.closed_at.is_some())
    }

    /// When anything in it was studied last; 0 for never.
    pub fn studied_at(&self) -> i64 {
        self.lessons.iter().map(|lesson| lesson.studied_at).max().unwrap_or(0)
    }

    /// The length of all lessons: what the class requires.
    pub fn required_ms(&self) -> i64 {
        self.lessons.iter().map(|lesson| lesson.duration_ms).sum()
    }

    pub fn verified_ms(&self) -> i64 {
        self.lessons.iter().map(|lesson| lesson.verified_ms).sum()
    }

    pub fn waiting_ms(&self) -> i64 {
        self.lessons.iter().map(|lesson| lesson.waiting_ms).sum()
    }

    pub fn still_refused_ms(&self) -> i64 {
        self.lessons.iter().map(MyLesson::still_refused_ms).sum()
    }
}

/// What a lesson is taught with.
#[derive(Clone, Debug)]
pub struct LessonMaterial {
    pub summary: String,
    /// File names below the media folder.
    pub media_path: Option<String>,
    pub captions_path: Option<String>,
    pub poster_path: Option<String>,
    /// Empty for a video.
    pub pages: Vec<DocumentPage>,
}

/// The classes of `$1`, all of them or the one under enrolment `$2`.
const CLASSES: &str = "SELECT e.id AS enrolment_id, e.enrolled_at, k.id AS class_id, k.title AS class_title, k.starts_on, \
    k.ends_on, k.policy_version, c.id AS course_id, c.code AS course_code, c.title AS course_title, \
    c.title_en AS course_title_en, c.cover, o.name AS organisation, o.name_en AS organisation_en, \
    o.phone AS organisation_phone, x.at_ms AS closed_at, y.credit_tenths AS closed_tenths, \
    EXISTS (SELECT 1 FROM class_exam v WHERE v.class_id = e.class_id) AS has_exam, \
    (SELECT MAX(v.mark) FROM exam_paper v WHERE v.enrolment_id = e.id) AS exam_mark \
    FROM enrolment e JOIN training_class k ON k.id = e.class_id JOIN course c ON c.id = k.course_id \
    JOIN organisation o ON o.id = k.organisation_id \
    LEFT JOIN class_closing x ON x.class_id = k.id LEFT JOIN class_closing_line y ON y.enrolment_id = e.id \
    WHERE e.person_id = $1 AND ($2 = '' OR e.id = $2) ORDER BY e.enrolled_at DESC, e.id";

/// Their lessons with progress.
const LESSONS: &str = "SELECT e.id AS enrolment_id, l.id AS lesson_id, l.code, l.position, l.kind, l.title, l.title_en, \
    l.duration_ms, l.media_bytes, p.due_on, COALESCE(g.position_ms, 0) AS position_ms, \
    COALESCE(g.waiting_ms, 0) AS waiting_ms, COALESCE(g.verified_ms, 0) AS verified_ms, s.live_progress, \
    CASE WHEN s.live_counted_ms > 0 THEN s.last_beat_at ELSE COALESCE(g.updated_at, 0) END AS studied_at, \
    (SELECT CAST(COALESCE(SUM(r.ms), 0) AS BIGINT) FROM refusal r \
     WHERE r.enrolment_id = e.id AND r.lesson_id = l.id) AS refused_ms \
    FROM enrolment e JOIN training_class k ON k.id = e.class_id JOIN lesson l ON l.course_id = k.course_id \
    LEFT JOIN class_plan p ON p.class_id = k.id AND p.lesson_id = l.id \
    LEFT JOIN lesson_progress g ON g.enrolment_id = e.id AND g.lesson_id = l.id \
    LEFT JOIN person_study s ON s.person_id = e.person_id AND s.live_enrolment_id = e.id AND s.live_lesson_id = l.id \
    WHERE e.person_id = $1 AND ($2 = '' OR e.id = $2) ORDER BY l.position";

impl Db {
    /// Every class a person is enrolled in, the latest enrolment first.
    pub async fn my_classes(&self, person: &PersonId) -> Result<Vec<MyClass>> {
        self.classes_of(person, "").await
    }

    /// One of a person's classes. Another person's enrolment is not found.
    pub async fn my_class(&self, person: &PersonId, enrolment: &EnrolmentId) -> Result<MyClass> {
        if enrolment.as_str().is_empty() {
            return Err(StoreError::NotFound);
        }
        self.classes_of(person, enrolment.as_str()).await?.pop().ok_or(StoreError::NotFound)
    }

    async fn classes_of(&self, person: &PersonId, enrolment: &str) -> Result<Vec<MyClass>> {
        let mut classes: Vec<MyClass> = read_db!(self, |pool| {
            sqlx::query_as(CLASSES).bind(person.as_str()).bind(enrolment).fetch_all(pool).await
        })?;
        let lessons: Vec<MyLesson> = read_db!(self, |pool| {
            sqlx::query_as(LESSONS).bind(person.as_str()).bind(enrolment).fetch_all(pool).await
        })?;
        let mut by_enrolment: BTreeMap<EnrolmentId, Vec<MyLesson>> = BTreeMap::new();
        for mut lesson in lessons {
            if let Some(live) = lesson.live_progress.take() {
                let live: LessonProgress = stored("progress of the live lesson", &live)?;
                lesson.position_ms = live.position_ms;
                lesson.waiting_ms = live.waiting_ms;
                lesson.verified_ms = live.verified_ms;
            }
            by_enrolment.entry(lesson.enrolment_id.clone()).or_default().push(lesson);
        }
        for class in &mut classes {
            class.lessons = by_enrolment.remove(&class.enrolment_id).unwrap_or_default();
        }
        Ok(classes)
    }

    /// What a lesson of one of a person's classes is taught with.
    pub async fn my_lesson_material(
        &self,
        person: &PersonId,
        enrolment: &EnrolmentId,
        lesson: &LessonId,
    ) -> Result<LessonMaterial> {
        type Material = (String, Option<String>, Option<String>, Option<String>, String);
        let (summary, media_path, captions_path, poster_path, pages): Material = read_db!(self, |pool| {
            sqlx::query_as(
            "SELECT l.summary, l.media_path, l.captions_path, l.poster_path, l.pages \
             FROM enrolment e JOIN training_class k ON k.id = e.class_id JOIN lesson l ON l.course_id = k.course_id \
             WHERE e.person_id = $1 AND e.id = $2 AND l.id = $3"
        )
        .bind(person.as_str())
        .bind(enrolment.as_str())
        .bind(lesson.as_str())
        .fetch_one(pool)
        .await
        })?;
        let pages = serde_json::from_str(&pages).map_err(|error| StoreError::Damaged(error.to_string()))?;
        Ok(LessonMaterial { summary, media_path, captions_path, poster_path, pages })
    }
}
