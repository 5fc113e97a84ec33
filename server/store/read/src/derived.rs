//! What is kept for lists and pages and follows from the raw records: rows that may be thrown away and made anew.

/// A session of study.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct SessionRow {
    pub id: String,
    pub enrolment_id: String,
    pub lesson_id: String,
    pub policy_version: String,
    pub opened_at: i64,
    pub ended_at: Option<i64>,
    pub end_reason: Option<String>,
}

/// A check on the list of checks.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct CheckRow {
    pub id: String,
    pub session_id: String,
    pub enrolment_id: String,
    pub lesson_id: String,
    pub kind: String,
    pub question_id: Option<String>,
    pub offer: i64,
    pub issued_at: i64,
    pub shown_at: Option<i64>,
    pub ignored_at: Option<String>,
    pub answered_at: Option<i64>,
    pub outcome: Option<String>,
    pub given_answer: Option<String>,
    /// Answered faster than it can be read.
    pub hasty: bool,
}

/// How many old checks of an enrolment have left the list.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct TallyRow {
    pub enrolment_id: String,
    pub answered: i64,
    pub unanswered: i64,
}

/// Milliseconds that were refused, by day and reason.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct RefusalRow {
    pub enrolment_id: String,
    pub lesson_id: String,
    pub day: String,
    pub code: String,
    pub ms: i64,
    /// When the last of them was refused; the writer's own column says when it was written.
    #[sqlx(default)]
    pub last_at: i64,
}

/// How far a lesson has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LessonRow {
    pub enrolment_id: String,
    pub lesson_id: String,
    /// JSON of `domain::coverage::Ranges`.
    pub covered: String,
    pub position_ms: i64,
    pub credited_to_ms: i64,
    pub waiting_ms: i64,
    pub verified_ms: i64,
}

/// All that follows from one person's raw records.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DerivedRows {
    /// How many records they follow from.
    pub records: i64,
    pub sessions: Vec<SessionRow>,
    pub checks: Vec<CheckRow>,
    pub refusals: Vec<RefusalRow>,
    pub lessons: Vec<LessonRow>,
}

impl CheckRow {
    /// What it adds to the tally of its enrolment once it has left the list; `None` while it is undecided.
    pub fn tallied(&self) -> Option<(i64, i64)> {
        let expired = i64::from(self.outcome.as_deref()? == "expired");
        Some((1 - expired, self.offer - 1 + expired))
    }
}
