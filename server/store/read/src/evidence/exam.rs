//! Papers of final tests, what was answered, and the questions they were drawn from.

use super::Snapshot;
use crate::error::Result;

/// A try at a final test, and whose it is.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ExamPaperEvidence {
    pub id: String,
    pub enrolment_id: String,
    pub class_id: String,
    pub course_id: String,
    pub n: i64,
    pub seed: String,
    pub questions: String,
    pub count: i64,
    pub started_at: i64,
    pub ends_at: i64,
    pub submitted_at: Option<i64>,
    pub answers_sha256: Option<String>,
    pub mark: Option<i64>,
    pub passed: Option<bool>,
    /// When the try before it was handed in, and until when it could be worked on; and whether it was passed.
    pub before_submitted_at: Option<i64>,
    pub before_ends_at: Option<i64>,
    pub before_passed: Option<bool>,
}

impl Snapshot {
    /// Papers after one, in the database's order.
    pub async fn exam_papers(&mut self, after: &str, limit: i64) -> Result<Vec<ExamPaperEvidence>> {
        Ok(read!(self, |c| {
            sqlx::query_as(
                "SELECT p.id, p.enrolment_id, e.class_id, k.course_id, p.n, p.seed, p.questions, p.count, p.started_at,
                        p.ends_at, p.submitted_at, p.answers_sha256, p.mark, p.passed,
                        b.submitted_at AS before_submitted_at, b.ends_at AS before_ends_at, b.passed AS before_passed
                 FROM exam_paper p JOIN enrolment e ON e.id = p.enrolment_id JOIN training_class k ON k.id = e.class_id
                 LEFT JOIN exam_paper b ON b.enrolment_id = p.enrolment_id AND b.n = p.n - 1
                 WHERE p.id > $1 ORDER BY p.id LIMIT $2",
            )
            .bind(after)
            .bind(limit)
            .fetch_all(&mut **c)
            .await
        })?)
    }

    /// The answers to a paper in the order of saving: question, place of the choice, time.
    pub async fn exam_answers(&mut self, paper: &str) -> Result<Vec<(i64, i64, i64)>> {
        Ok(read!(self, |c| {
            sqlx::query_as("SELECT n, place, at_ms FROM exam_answer WHERE paper_id = $1 ORDER BY seq")
                .bind(paper)
                .fetch_all(&mut **c)
                .await
        })?)
    }

    /// The questions of a course by id, each with its choices as JSON.
    pub async fn exam_bank(&mut self, course: &str) -> Result<Vec<(String, String)>> {
        Ok(read!(self, |c| {
            sqlx::query_as(
                "SELECT q.id, q.options FROM question q JOIN lesson l ON l.id = q.lesson_id WHERE l.course_id = $1",
            )
            .bind(course)
            .fetch_all(&mut **c)
            .await
        })?)
    }

    /// The mark that counts under each enrolment of a person that has one.
    pub async fn exam_marks(&mut self, person: &str) -> Result<Vec<(String, i64)>> {
        Ok(read!(self, |c| {
            sqlx::query_as(
                "SELECT p.enrolment_id, MAX(p.mark) FROM exam_paper p JOIN enrolment e ON e.id = p.enrolment_id
                 WHERE e.person_id = $1 AND p.mark IS NOT NULL GROUP BY p.enrolment_id",
            )
            .bind(person)
            .fetch_all(&mut **c)
            .await
        })?)
    }

    /// How many answers belong to no paper.
    pub async fn stray_exam_answers(&mut self) -> Result<i64> {
        Ok(read!(self, |c| {
            sqlx::query_scalar(
                "SELECT COUNT(*) FROM exam_answer a WHERE NOT EXISTS (SELECT 1 FROM exam_paper p WHERE p.id = a.paper_id)",
            )
            .fetch_one(&mut **c)
            .await
        })?)
    }
}
