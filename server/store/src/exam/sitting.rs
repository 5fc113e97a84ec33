//! Sitting a final test: a paper is begun, each answer is saved at once, and it is handed in, by its learner or by the server
//! when its time is over. Whoever changes what a test is worth holds the person's study, as whoever verifies hours does.

use domain::class_closing::ClassClock;
use domain::exam::{GRACE_MS, StartRefusal, draw, mark, passes};
use domain::id::{ClassId, EnrolmentId, ExamPaperId, PersonId};
use domain::policy::{Policies, Policy};
use store_read::facts::exam_answers_sha256;

use super::{ExamPaper, PAPER};
use crate::db::{Db, Tx};
use crate::error::{Result, StoreError};
use crate::fact::FactKind;
use crate::{execute, read_db, tx};

/// Why an answer was not saved; nothing changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaveRefusal {
    /// The paper was handed in, or its time is over.
    Over,
    /// No such question or choice.
    Unknown,
}

/// Whose papers are handed in whose time is over.
#[derive(Clone, Copy, Debug)]
pub enum Over<'a> {
    Person(&'a PersonId),
    Class(&'a ClassId),
}

fn known<'a>(policies: &'a Policies, version: &str) -> Result<&'a Policy> {
    policies.version(version).ok_or_else(|| StoreError::Damaged(format!("unknown policy version {version}")))
}

impl Db {
    /// Begins the next try of somebody at the final test of a class they are in, drawn by this seed.
    pub async fn start_exam(
        &self,
        person: &PersonId,
        enrolment: &EnrolmentId,
        (id, seed): (ExamPaperId, u64),
        clock: ClassClock<'_>,
        policies: &Policies,
    ) -> Result<std::result::Result<ExamPaper, StartRefusal>> {
        let mut tx = self.begin().await?;
        // Of two who begin at once one waits.
        let lock = tx.text(
            "SELECT id FROM enrolment WHERE id = $1 AND person_id = $2",
            "SELECT id FROM enrolment WHERE id = $1 AND person_id = $2 FOR NO KEY UPDATE",
        );
        let _: String = tx!(&mut tx, |c| {
            sqlx::query_scalar(lock).bind(enrolment.as_str()).bind(person.as_str()).fetch_one(&mut **c).await
        })?;
        let exam = tx.my_exam(person, enrolment).await?;
        let policy = known(policies, &exam.policy_version)?;
        let ends_at = match exam.may_start(policy, clock) {
            Ok(ends_at) => ends_at,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let bank = tx.exam_bank(&exam.class_id).await?;
        let wanted = policy.exam.as_ref().map_or(0, |rules| rules.questions.value);
        let drawn = draw(seed, &bank, wanted);
        let questions =
            serde_json::to_string(&drawn).map_err(|error| StoreError::Damaged(error.to_string()))?;
        let sql = "INSERT INTO exam_paper (id, enrolment_id, n, seed, questions, count, started_at, ends_at)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        execute!(
            &mut tx,
            sql,
            id.as_str(),
            enrolment.as_str(),
            exam.papers.len() as i64 + 1,
            format!("{seed:016x}"),
            questions,
            drawn.len() as i64,
            clock.now_ms,
            ends_at
        )?;
        tx.changed(FactKind::ExamPaper, id.as_str(), clock.now_ms);
        let paper = tx.exam_paper(&id, false).await?;
        tx.commit().await?;
        Ok(Ok(paper))
    }

    /// Saves an answer to an open paper of somebody: to its question `n` (from 1) the choice at `place` (from 0).
    pub async fn save_exam_answer(
        &self,
        person: &PersonId,
        paper: &ExamPaperId,
        (n, place): (i64, i64),
        now_ms: i64,
    ) -> Result<std::result::Result<(), SaveRefusal>> {
        let mut tx = self.begin().await?;
        let held = tx.exam_paper(paper, true).await?;
        tx.is_theirs(person, &held).await?;
        if held.submitted_at.is_some() || now_ms > held.ends_at + GRACE_MS {
            return Ok(Err(SaveRefusal::Over));
        }
        let drawn = held.drawn()?;
        let question = usize::try_from(n - 1).ok().and_then(|at| drawn.get(at));
        if question.is_none_or(|drawn| usize::try_from(place).map_or(true, |at| at >= drawn.order.len())) {
            return Ok(Err(SaveRefusal::Unknown));
        }
        let sql = "INSERT INTO exam_answer (paper_id, seq, n, place, at_ms)
                   SELECT p.id, (SELECT COUNT(*) FROM exam_answer o WHERE o.paper_id = p.id) + 1, $1, $2, $3
                   FROM exam_paper p WHERE p.id = $4";
        // A clock that was set back never makes an answer older than its paper.
        execute!(&mut tx, sql, n, place, now_ms.max(held.started_at), paper.as_str())?;
        tx.commit().await?;
        Ok(Ok(()))
    }

    /// Hands in a paper of somebody. One that was handed in stays as it is.
    pub async fn hand_in_exam(
        &self,
        person: &PersonId,
        paper: &ExamPaperId,
        policies: &Policies,
        now_ms: i64,
    ) -> Result<ExamPaper> {
        let mut tx = self.begin().await?;
        tx.lock_study(person).await?;
        let held = tx.exam_paper(paper, true).await?;
        tx.is_theirs(person, &held).await?;
        if held.submitted_at.is_none() {
            tx.hand_in(&held, policies, now_ms).await?;
        }
        let paper = tx.exam_paper(paper, false).await?;
        tx.commit().await?;
        Ok(paper)
    }

    /// Hands in every open paper whose time is over, with what was saved.
    pub async fn hand_in_what_is_over(
        &self,
        whose: Over<'_>,
        policies: &Policies,
        now_ms: i64,
    ) -> Result<()> {
        let (column, id) = match whose {
            Over::Person(person) => ("e.person_id", person.as_str()),
            Over::Class(class) => ("e.class_id", class.as_str()),
        };
        let sql = format!(
            "SELECT e.person_id, p.id FROM exam_paper p JOIN enrolment e ON e.id = p.enrolment_id
             WHERE p.submitted_at IS NULL AND p.ends_at < $1 AND {column} = $2 ORDER BY p.id"
        );
        let over: Vec<(String, String)> = read_db!(self, |p| {
            sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(now_ms - GRACE_MS).bind(id).fetch_all(p).await
        })?;
        for (person, paper) in over {
            self.hand_in_exam(&PersonId(person), &ExamPaperId(paper), policies, now_ms).await?;
        }
        Ok(())
    }
}

impl Tx {
    pub(super) async fn exam_paper(&mut self, paper: &ExamPaperId, hold: bool) -> Result<ExamPaper> {
        let held = if hold { self.text("", " FOR UPDATE") } else { "" };
        let sql = format!("{PAPER} WHERE p.id = $1{held}");
        Ok(tx!(&mut *self, |c| {
            sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(paper.as_str()).fetch_one(&mut **c).await
        })?)
    }

    async fn is_theirs(&mut self, person: &PersonId, paper: &ExamPaper) -> Result<()> {
        let of: String = tx!(&mut *self, |c| {
            sqlx::query_scalar("SELECT person_id FROM enrolment WHERE id = $1")
                .bind(paper.enrolment_id.as_str())
                .fetch_one(&mut **c)
                .await
        })?;
        if of == person.as_str() { Ok(()) } else { Err(StoreError::NotFound) }
    }

    /// Marks an open paper by what was saved. The transaction holds the paper and the person's study.
    async fn hand_in(&mut self, paper: &ExamPaper, policies: &Policies, now_ms: i64) -> Result<()> {
        let (person, version): (String, String) = tx!(&mut *self, |c| {
            sqlx::query_as(
                "SELECT e.person_id, k.policy_version FROM enrolment e JOIN training_class k ON k.id = e.class_id
                 WHERE e.id = $1",
            )
            .bind(paper.enrolment_id.as_str())
            .fetch_one(&mut **c)
            .await
        })?;
        let policy = known(policies, &version)?;
        let answers = self.exam_answers(&paper.id).await?;
        let got = mark(&paper.drawn()?, &answers);
        let rows: Vec<(i64, i64, i64)> = answers.iter().map(|one| (one.n, one.place, one.at_ms)).collect();
        let sql = "UPDATE exam_paper SET submitted_at = $1, answers_sha256 = $2, mark = $3, passed = $4 WHERE id = $5";
        execute!(
            &mut *self,
            sql,
            now_ms.max(paper.started_at),
            exam_answers_sha256(&paper.seed, &rows),
            got,
            passes(got, policy),
            paper.id.as_str()
        )?;
        self.changed(FactKind::ExamPaper, paper.id.as_str(), now_ms);
        self.recompute_subsidies(&PersonId(person), policies, now_ms).await
    }

    /// Hands in every open paper of a class that is being closed. The transaction holds the study of everybody in it.
    pub(crate) async fn hand_in_all_of(
        &mut self,
        class: &ClassId,
        policies: &Policies,
        now_ms: i64,
    ) -> Result<()> {
        let open: Vec<String> = tx!(&mut *self, |c| {
            sqlx::query_scalar(
                "SELECT p.id FROM exam_paper p JOIN enrolment e ON e.id = p.enrolment_id
                 WHERE p.submitted_at IS NULL AND e.class_id = $1 ORDER BY p.id",
            )
            .bind(class.as_str())
            .fetch_all(&mut **c)
            .await
        })?;
        for id in open {
            let held = self.exam_paper(&ExamPaperId(id), true).await?;
            if held.submitted_at.is_none() {
                self.hand_in(&held, policies, now_ms).await?;
            }
        }
        Ok(())
    }
}
