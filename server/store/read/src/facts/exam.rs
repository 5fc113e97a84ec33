//! The final test of a class: that it has one, and each try at it.

use domain::audit::AuditAction;
use sqlx::FromRow;
use vault::Keys;

use super::rows::{FactRow, sha256};

#[derive(FromRow)]
pub(super) struct ClassExamRow {
    id: String,
    set_by: String,
    set_at: i64,
}

impl FactRow for ClassExamRow {
    const SELECT: &'static str =
        "SELECT id, set_by, set_at FROM (SELECT x.*, x.class_id AS id FROM class_exam x) AS x";

    fn action(self, _: Option<&Keys>) -> AuditAction {
        AuditAction::FactClassExam {
            class: self.id.into(),
            set_by: self.set_by.into(),
            set_at_ms: self.set_at,
        }
    }
}

#[derive(FromRow)]
pub(super) struct ExamPaperRow {
    id: String,
    enrolment_id: String,
    n: i64,
    seed: String,
    questions: String,
    started_at: i64,
    ends_at: i64,
    submitted_at: Option<i64>,
    answers_sha256: Option<String>,
    mark: Option<i64>,
    passed: Option<bool>,
}

impl FactRow for ExamPaperRow {
    const SELECT: &'static str = "SELECT id, enrolment_id, n, seed, questions, started_at, ends_at, submitted_at, \
                                  answers_sha256, mark, passed FROM exam_paper";

    fn action(self, _: Option<&Keys>) -> AuditAction {
        AuditAction::FactExamPaper {
            paper_sha256: exam_paper_sha256(&self.seed, &self.questions),
            paper: self.id.into(),
            enrolment: self.enrolment_id.into(),
            n: self.n,
            started_at_ms: self.started_at,
            ends_at_ms: self.ends_at,
            submitted_at_ms: self.submitted_at,
            answers_sha256: self.answers_sha256,
            mark: self.mark,
            passed: self.passed,
        }
    }
}

/// The digest of a paper: of its seed and of what was drawn by it.
pub fn exam_paper_sha256(seed: &str, questions: &str) -> String {
    sha256(&["exam paper", seed, questions])
}

/// The digest of all answers to a paper in the order of saving: question, place of the choice, time. The seed is in it, so
/// that nobody finds the answers by trying all.
pub fn exam_answers_sha256(seed: &str, answers: &[(i64, i64, i64)]) -> String {
    let lines: Vec<String> = answers.iter().map(|(n, place, at_ms)| format!("{n} {place} {at_ms}")).collect();
    sha256(&["exam answers", seed, &lines.join("\n")])
}
