//! What a lesson page hands to its player.

use domain::id::{EnrolmentId, LessonId};
use domain::wire::CheckNotice;
use serde::{Deserialize, Serialize};

/// The lesson to study, and how far it has come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlayerLesson {
    /// Under which enrolment the study counts.
    pub enrolment: EnrolmentId,
    /// The lesson.
    pub lesson: LessonId,
    /// The length of its timeline.
    pub duration_ms: i64,
    /// Where the learner stood.
    pub position_ms: i64,
    /// Credited and not confirmed yet.
    pub waiting_ms: i64,
    /// Confirmed.
    pub verified_ms: i64,
    /// The check that waits for the learner's answer, in whichever lesson.
    #[serde(default)]
    pub check: Option<CheckNotice>,
    /// Whether identity must be confirmed before anything counts.
    #[serde(default)]
    pub held: bool,
    /// Address of the next lesson of the course.
    #[serde(default)]
    pub next_url: Option<String>,
    /// Address of the course, for after the last lesson.
    pub course_url: String,
    /// Address of the sign-in page that leads back here.
    pub sign_in_url: String,
}

/// What a video lesson plays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlayerMedia {
    /// Address of the video.
    pub url: String,
    /// Address of the still picture before it runs.
    #[serde(default)]
    pub poster: Option<String>,
    /// Address of the captions.
    #[serde(default)]
    pub captions: Option<String>,
}

/// A page of a document lesson, on the lesson's timeline.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlayerPage {
    /// Where its reading time begins.
    pub from_ms: i64,
    /// Where it ends.
    pub to_ms: i64,
    /// How much of it must run before the next page.
    pub least_ms: i64,
}
