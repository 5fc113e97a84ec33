//! What is shown of papers: to whoever works on one, to whoever handed one in, and to the institution.

use std::collections::{BTreeMap, HashMap};

use domain::exam::{ExamQuestion, asked, counted, is_right};
use domain::id::{ClassId, EnrolmentId};
use domain::question::Bank;

use super::{ANSWERS, ExamPaper, saved};
use crate::db::Db;
use crate::error::{Result, StoreError};
use crate::read_db;

/// A question of a paper as it stands before its learner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExamQuestionText {
    pub prompt: String,
    /// In the order in which they stand.
    pub options: Vec<String>,
    /// Which of them was saved last, from 0.
    pub chosen: Option<i64>,
    /// Which one is right, and why; absent until the paper was handed in.
    pub solution: Option<(usize, String)>,
}

impl ExamQuestionText {
    /// Whether what was chosen is right; never before the paper was handed in.
    pub fn is_right(&self) -> bool {
        let right = self.solution.as_ref().map(|(right, _)| *right as i64);
        right.is_some() && self.chosen == right
    }
}

/// What a class sees of somebody's final test.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ClassExamLine {
    #[sqlx(try_from = "String")]
    pub enrolment: EnrolmentId,
    pub name: String,
    pub document_masked: String,
    pub tries: i64,
    /// The best one; absent while nothing was handed in.
    pub mark: Option<i64>,
    pub passed: bool,
    /// Whether a paper is being worked on.
    pub open: bool,
    /// When the last one was handed in.
    pub submitted_at: Option<i64>,
}

impl Db {
    /// Every question of a paper as its learner sees it. Nothing of what is right leaves the store before it was handed in.
    pub async fn exam_questions(&self, paper: &ExamPaper) -> Result<Vec<ExamQuestionText>> {
        let rows: Vec<(i64, i64, i64)> =
            read_db!(self, |p| sqlx::query_as(ANSWERS).bind(paper.id.as_str()).fetch_all(p).await)?;
        let chosen: BTreeMap<i64, i64> = counted(&rows.into_iter().map(saved).collect::<Vec<_>>());
        let sql = "SELECT q.id, q.prompt, q.options, q.explanation FROM question q JOIN lesson l ON l.id = q.lesson_id
                   JOIN training_class k ON k.course_id = l.course_id JOIN enrolment e ON e.class_id = k.id
                   WHERE e.id = $1";
        let bank: Vec<(String, String, String, String)> =
            read_db!(self, |p| { sqlx::query_as(sql).bind(paper.enrolment_id.as_str()).fetch_all(p).await })?;
        let bank: HashMap<String, (String, String, String)> =
            bank.into_iter().map(|(id, prompt, options, why)| (id, (prompt, options, why))).collect();
        let (seed, drawn) = (paper.seed()?, paper.drawn()?);
        let mut questions = Vec::with_capacity(drawn.len());
        for (place, one) in drawn.iter().enumerate() {
            let gone =
                || StoreError::Damaged(format!("question {} of exam paper {}", one.question, paper.id));
            let (prompt, options, explanation) = bank.get(one.question.as_str()).ok_or_else(gone)?;
            let options: Vec<String> = serde_json::from_str(options).map_err(|_| gone())?;
            let text = Bank { prompt, options: &options, explanation };
            let text = asked(seed, place, one, text).map_err(|_| gone())?;
            questions.push(ExamQuestionText {
                chosen: chosen.get(&(place as i64 + 1)).copied(),
                solution: paper.submitted_at.and_then(|_| solution(one, text.explanation)),
                prompt: text.prompt,
                options: text.options,
            });
        }
        Ok(questions)
    }

    /// Everybody of a class with a final test, in the order of enrolment.
    pub async fn class_exam_lines(&self, class: &ClassId) -> Result<Vec<ClassExamLine>> {
        let sql = "SELECT e.id AS enrolment, p.name, p.document_masked, COUNT(x.id) AS tries, MAX(x.mark) AS mark,
                          COALESCE(MAX(CASE WHEN x.passed THEN 1 ELSE 0 END), 0) = 1 AS passed,
                          COALESCE(MAX(CASE WHEN x.id IS NOT NULL AND x.submitted_at IS NULL THEN 1 ELSE 0 END), 0) = 1 AS open,
                          MAX(x.submitted_at) AS submitted_at
                   FROM enrolment e JOIN person p ON p.id = e.person_id LEFT JOIN exam_paper x ON x.enrolment_id = e.id
                   WHERE e.class_id = $1 GROUP BY e.id, e.enrolled_at, p.name, p.document_masked
                   ORDER BY e.enrolled_at, e.id";
        Ok(read_db!(self, |p| sqlx::query_as(sql).bind(class.as_str()).fetch_all(p).await)?)
    }
}

fn solution(drawn: &ExamQuestion, explanation: String) -> Option<(usize, String)> {
    let right = (0..drawn.order.len()).find(|place| is_right(drawn, *place as i64))?;
    Some((right, explanation))
}
