//! How often the questions of a course were asked of late, and how they were answered: what is asked often is soon known.

use std::collections::BTreeMap;

use domain::id::ClassId;
use domain::time::{DAY_MS, WEEK_MS};

use crate::db::Db;
use crate::error::Result;
use crate::read_db;

/// How far back is looked.
pub const EXPOSURE_MS: i64 = 90 * DAY_MS;

/// A lesson of the course, and how many questions it has.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct LessonBank {
    pub position: i64,
    pub duration_ms: i64,
    pub questions: i64,
}

/// A question, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuestionExposure {
    /// Its lesson, and the moment in it.
    pub lesson: i64,
    pub at_ms: i64,
    pub prompt: String,
    /// How often it was on a screen, in all classes.
    pub shown: i64,
    /// The same in one class, of late: since the list of checks begins.
    pub in_class: i64,
    /// How often it was answered, and rightly.
    pub answered: i64,
    pub right: i64,
    /// The middle one of the times to the right answers, in whole seconds.
    pub median_s: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct Question {
    id: String,
    lesson: i64,
    at_ms: i64,
    prompt: String,
}

/// Question, seconds to the right answer (-1 wrong, -2 none), how often, how often in the class.
type Times = (String, i64, i64, i64);

impl Db {
    /// The lessons of a class's course, and how many questions each has.
    pub async fn lesson_banks(&self, class: &ClassId) -> Result<Vec<LessonBank>> {
        Ok(read_db!(self, |pool| {
            sqlx::query_as(
                "SELECT l.position, l.duration_ms,
                        (SELECT COUNT(*) FROM question AS q WHERE q.lesson_id = l.id) AS questions
                 FROM training_class AS k JOIN lesson AS l ON l.course_id = k.course_id
                 WHERE k.id = $1 ORDER BY l.position",
            )
            .bind(class.as_str())
            .fetch_all(pool)
            .await
        })?)
    }

    /// Every question of a class's course since a moment, the most often asked first.
    pub async fn exposure(&self, class: &ClassId, since_ms: i64) -> Result<Vec<QuestionExposure>> {
        let questions: Vec<Question> = read_db!(self, |pool| {
            sqlx::query_as(
                "SELECT q.id, l.position AS lesson, q.at_ms, q.prompt
                 FROM training_class AS k JOIN lesson AS l ON l.course_id = k.course_id
                 JOIN question AS q ON q.lesson_id = l.id
                 WHERE k.id = $1 ORDER BY l.position, q.at_ms, q.id",
            )
            .bind(class.as_str())
            .fetch_all(pool)
            .await
        })?;
        let mut times: BTreeMap<String, Vec<Times>> = BTreeMap::new();
        for row in self
            .listed_times(class, since_ms)
            .await?
            .into_iter()
            .chain(self.tallied_times(class, since_ms).await?)
        {
            times.entry(row.0.clone()).or_default().push(row);
        }
        let exposed = |question: Question| {
            let times = times.remove(&question.id).unwrap_or_default();
            let sum = |of: fn(&Times) -> bool| times.iter().filter(|row| of(row)).map(|row| row.2).sum();
            QuestionExposure {
                lesson: question.lesson,
                at_ms: question.at_ms,
                prompt: question.prompt,
                shown: sum(|_| true),
                in_class: times.iter().map(|row| row.3).sum(),
                answered: sum(|row| row.1 >= -1),
                right: sum(|row| row.1 >= 0),
                median_s: median(&times),
            }
        };
        let mut exposed: Vec<QuestionExposure> = questions.into_iter().map(exposed).collect();
        exposed.sort_by_key(|question| std::cmp::Reverse(question.shown));
        Ok(exposed)
    }

    /// Of checks that are on the list.
    async fn listed_times(&self, class: &ClassId, since_ms: i64) -> Result<Vec<Times>> {
        Ok(read_db!(self, |pool| {
            sqlx::query_as(
                "SELECT a.question_id,
                        CASE WHEN a.given_answer IS NULL THEN -2
                             WHEN a.outcome = 'passed' THEN (a.answered_at - a.shown_at) / 1000 ELSE -1 END AS took_s,
                        COUNT(*), CAST(SUM(CASE WHEN a.class_id = $1 THEN 1 ELSE 0 END) AS BIGINT)
                 FROM training_class AS k JOIN lesson AS l ON l.course_id = k.course_id
                 JOIN question AS q ON q.lesson_id = l.id
                 JOIN attendance_check AS a ON a.question_id = q.id AND a.shown_at >= $2
                 WHERE k.id = $1 GROUP BY 1, 2",
            )
            .bind(class.as_str())
            .bind(since_ms)
            .fetch_all(pool)
            .await
        })?)
    }

    /// Of checks that have left the list.
    async fn tallied_times(&self, class: &ClassId, since_ms: i64) -> Result<Vec<Times>> {
        Ok(read_db!(self, |pool| {
            sqlx::query_as(
                "SELECT t.question_id, t.took_s, CAST(SUM(t.shown) AS BIGINT), CAST(0 AS BIGINT)
                 FROM training_class AS k JOIN lesson AS l ON l.course_id = k.course_id
                 JOIN question AS q ON q.lesson_id = l.id
                 JOIN question_tally AS t ON t.question_id = q.id AND t.week >= $1
                 WHERE k.id = $2 GROUP BY 1, 2",
            )
            .bind(since_ms / WEEK_MS)
            .bind(class.as_str())
            .fetch_all(pool)
            .await
        })?)
    }
}

/// The time that half of the right answers took at most.
fn median(times: &[Times]) -> Option<i64> {
    let mut right: Vec<(i64, i64)> =
        times.iter().filter(|row| row.1 >= 0).map(|row| (row.1, row.2)).collect();
    right.sort_unstable();
    let mut left = (right.iter().map(|(_, count)| count).sum::<i64>() + 1) / 2;
    right.into_iter().find_map(|(took_s, count)| {
        left -= count;
        (left <= 0).then_some(took_s)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_time_is_that_of_the_right_answers_alone() {
        let row = |took_s: i64, shown: i64| ("q".to_owned(), took_s, shown, 0);
        assert_eq!(median(&[row(-1, 9), row(-2, 9)]), None);
        assert_eq!(median(&[row(12, 1), row(-1, 9), row(3, 1), row(8, 1)]), Some(8));
        assert_eq!(median(&[row(12, 5), row(3, 2), row(8, 1)]), Some(12));
    }
}
