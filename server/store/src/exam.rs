//! The final test of a class (结业考试): giving a class one, and what is to be read of it. Sitting it is `exam/sitting.rs`.

mod reading;
mod sitting;

pub use reading::{ClassExamLine, ExamQuestionText};
pub use sitting::{Over, SaveRefusal};

use domain::class_closing::ClassClock;
use domain::exam::{BankQuestion, ExamQuestion, SavedAnswer, Sitting, Standing, counting_mark};
use domain::id::{AccountId, ClassId, EnrolmentId, ExamPaperId, PersonId};
use domain::policy::Policy;
use domain::subsidy::{Facts, study_completes};
use domain::time::DAY_MS;

use crate::audit::{self, AuditEvent};
use crate::db::{Db, Tx};
use crate::error::{Result, StoreError};
use crate::fact::FactKind;
use crate::{execute, read_db, tx};

/// One try of one learner at a final test.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ExamPaper {
    #[sqlx(try_from = "String")]
    pub id: ExamPaperId,
    #[sqlx(try_from = "String")]
    pub enrolment_id: EnrolmentId,
    /// Which try, from 1.
    pub n: i64,
    seed: String,
    questions: String,
    /// How many questions it has.
    pub count: i64,
    pub started_at: i64,
    pub ends_at: i64,
    pub submitted_at: Option<i64>,
    pub mark: Option<i64>,
    pub passed: Option<bool>,
}

const PAPER: &str =
    "SELECT p.id, p.enrolment_id, p.n, p.seed, p.questions, p.count, p.started_at, p.ends_at, p.submitted_at,
        p.mark, p.passed FROM exam_paper p";

impl ExamPaper {
    /// What the next try depends on.
    pub fn sitting(&self) -> Sitting {
        Sitting { ends_at: self.ends_at, submitted_at: self.submitted_at, passed: self.passed }
    }

    fn seed(&self) -> Result<u64> {
        u64::from_str_radix(&self.seed, 16)
            .map_err(|_| StoreError::Damaged(format!("the seed of exam paper {}", self.id)))
    }

    fn drawn(&self) -> Result<Vec<ExamQuestion>> {
        serde_json::from_str(&self.questions).map_err(|error| StoreError::Damaged(error.to_string()))
    }
}

/// A class with a final test, as somebody who is in it sees it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct MyExam {
    #[sqlx(try_from = "String")]
    pub enrolment_id: EnrolmentId,
    #[sqlx(try_from = "String")]
    pub class_id: ClassId,
    pub class_title: String,
    pub course_title: String,
    pub course_title_en: String,
    pub organisation: String,
    pub organisation_en: String,
    pub organisation_phone: String,
    pub policy_version: String,
    pub starts_on: String,
    pub ends_on: String,
    pub closed: bool,
    pub required_ms: i64,
    pub verified_ms: i64,
    /// Questions that the bank of the course has.
    pub bank: i64,
    /// Tries so far, the first one first.
    #[sqlx(skip)]
    pub papers: Vec<ExamPaper>,
}

const MINE: &str = "SELECT e.id AS enrolment_id, k.id AS class_id, k.title AS class_title, c.title AS course_title,
        c.title_en AS course_title_en, o.name AS organisation, o.name_en AS organisation_en, o.phone AS organisation_phone,
        k.policy_version, k.starts_on, k.ends_on,
        EXISTS (SELECT 1 FROM class_closing z WHERE z.class_id = k.id) AS closed,
        (SELECT CAST(COALESCE(SUM(l.duration_ms), 0) AS BIGINT) FROM lesson l WHERE l.course_id = k.course_id) AS required_ms,
        (SELECT CAST(COALESCE(SUM(y.ms), 0) AS BIGINT) FROM ledger_line y WHERE y.enrolment_id = e.id) AS verified_ms,
        (SELECT COUNT(*) FROM question q JOIN lesson l ON l.id = q.lesson_id WHERE l.course_id = k.course_id) AS bank
    FROM enrolment e JOIN training_class k ON k.id = e.class_id JOIN class_exam x ON x.class_id = k.id
    JOIN course c ON c.id = k.course_id JOIN organisation o ON o.id = k.organisation_id
    WHERE e.id = $1 AND e.person_id = $2";

const PAPERS: &str = " WHERE p.enrolment_id = $1 ORDER BY p.n";

impl MyExam {
    /// Whether the hours complete the class, whatever the test.
    pub fn studied(&self, policy: &Policy) -> bool {
        let facts = Facts {
            verified_ms: self.verified_ms,
            required_ms: self.required_ms,
            test_mark: None,
            identity_seen: true,
        };
        study_completes(&facts, policy)
    }

    /// The mark that counts; absent while nothing was handed in.
    pub fn mark(&self) -> Option<i64> {
        counting_mark(self.papers.iter().map(|paper| paper.mark))
    }

    /// Whether it was passed.
    pub fn passed(&self) -> bool {
        self.papers.iter().any(|paper| paper.passed == Some(true))
    }

    /// The paper that is being worked on.
    pub fn open(&self) -> Option<&ExamPaper> {
        self.papers.iter().find(|paper| paper.submitted_at.is_none())
    }

    /// The rule's answer to whether the next try may begin; until when it may be worked on.
    ///
    /// # Errors
    /// Why not.
    pub fn may_start(
        &self,
        policy: &Policy,
        clock: ClassClock<'_>,
    ) -> std::result::Result<i64, domain::exam::StartRefusal> {
        let papers: Vec<Sitting> = self.papers.iter().map(ExamPaper::sitting).collect();
        let admits = clock.stage((&self.starts_on, &self.ends_on), self.closed).admits_study();
        let last = clock.make_up(&self.ends_on).day;
        let open_until_ms = clock.zone.day_start_ms(&last).filter(|_| admits).map(|at_ms| at_ms + DAY_MS);
        let standing =
            Standing { papers: &papers, bank: self.bank, studied: self.studied(policy), open_until_ms };
        domain::exam::may_start(&standing, policy, clock.now_ms)
    }
}

/// Why a class is not given a final test; nothing changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GiveRefusal {
    /// It has one.
    Already,
    /// Somebody is in it: they came without one.
    SomebodyIn,
    /// Its course has no questions.
    NoQuestions,
}

/// What of a class decides whether it may have a test.
#[derive(sqlx::FromRow)]
struct Bare {
    has_exam: bool,
    taken: bool,
    questions: bool,
}

const BARE: &str = "SELECT EXISTS (SELECT 1 FROM class_exam x WHERE x.class_id = k.id) AS has_exam,
        EXISTS (SELECT 1 FROM enrolment e WHERE e.class_id = k.id) AS taken,
        EXISTS (SELECT 1 FROM question q JOIN lesson l ON l.id = q.lesson_id WHERE l.course_id = k.course_id) AS questions
    FROM training_class k WHERE k.id = $1";

impl Bare {
    fn may(&self) -> std::result::Result<(), GiveRefusal> {
        if self.has_exam {
            Err(GiveRefusal::Already)
        } else if self.taken {
            Err(GiveRefusal::SomebodyIn)
        } else if self.questions {
            Ok(())
        } else {
            Err(GiveRefusal::NoQuestions)
        }
    }
}

impl Db {
    /// Gives a class a final test, as long as nobody is in it. It is never taken away again.
    pub async fn give_exam(
        &self,
        class: &ClassId,
        by: &AccountId,
        event: &AuditEvent,
    ) -> Result<std::result::Result<(), GiveRefusal>> {
        let mut tx = self.begin().await?;
        // Whoever enrols holds the class too.
        let lock = tx.text(
            "SELECT id FROM training_class WHERE id = $1",
            "SELECT id FROM training_class WHERE id = $1 FOR NO KEY UPDATE",
        );
        let _: String =
            tx!(&mut tx, |c| sqlx::query_scalar(lock).bind(class.as_str()).fetch_one(&mut **c).await)?;
        let bare: Bare =
            tx!(&mut tx, |c| sqlx::query_as(BARE).bind(class.as_str()).fetch_one(&mut **c).await)?;
        if let Err(refusal) = bare.may() {
            return Ok(Err(refusal));
        }
        let sql = "INSERT INTO class_exam (class_id, set_by, set_at) VALUES ($1, $2, $3)";
        execute!(&mut tx, sql, class.as_str(), by.as_str(), event.at_ms)?;
        tx.changed(FactKind::ClassExam, class.as_str(), event.at_ms);
        audit::write(&mut tx, event).await?;
        tx.commit().await?;
        Ok(Ok(()))
    }

    /// Whether a class has a final test, and if not, whether it may still be given one.
    pub async fn class_exam(&self, class: &ClassId) -> Result<std::result::Result<(), GiveRefusal>> {
        let bare: Bare = read_db!(self, |p| sqlx::query_as(BARE).bind(class.as_str()).fetch_one(p).await)?;
        Ok(bare.may())
    }

    /// The final test of a class somebody is in, with their tries. Another's, or a class without a test, is not found.
    pub async fn my_exam(&self, person: &PersonId, enrolment: &EnrolmentId) -> Result<MyExam> {
        let mut exam: MyExam = read_db!(self, |p| {
            sqlx::query_as(MINE).bind(enrolment.as_str()).bind(person.as_str()).fetch_one(p).await
        })?;
        let sql = format!("{PAPER}{PAPERS}");
        exam.papers = read_db!(self, |p| {
            sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(enrolment.as_str()).fetch_all(p).await
        })?;
        Ok(exam)
    }
}

impl Tx {
    /// The same in a transaction.
    async fn my_exam(&mut self, person: &PersonId, enrolment: &EnrolmentId) -> Result<MyExam> {
        let mut exam: MyExam = tx!(&mut *self, |c| {
            sqlx::query_as(MINE).bind(enrolment.as_str()).bind(person.as_str()).fetch_one(&mut **c).await
        })?;
        let sql = format!("{PAPER}{PAPERS}");
        exam.papers = tx!(&mut *self, |c| {
            sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(enrolment.as_str()).fetch_all(&mut **c).await
        })?;
        Ok(exam)
    }

    /// The questions of the course of a class, as far as drawing goes.
    async fn exam_bank(&mut self, class: &ClassId) -> Result<Vec<BankQuestion>> {
        let sql = "SELECT q.id, q.options FROM question q JOIN lesson l ON l.id = q.lesson_id
                   JOIN training_class k ON k.course_id = l.course_id WHERE k.id = $1";
        let rows: Vec<(String, String)> =
            tx!(&mut *self, |c| sqlx::query_as(sql).bind(class.as_str()).fetch_all(&mut **c).await)?;
        let mut bank = Vec::with_capacity(rows.len());
        for (id, options) in rows {
            let options: Vec<String> =
                serde_json::from_str(&options).map_err(|error| StoreError::Damaged(error.to_string()))?;
            bank.push(BankQuestion { question: id.into(), choices: options.len() });
        }
        Ok(bank)
    }

    /// The answers to a paper as they were saved.
    async fn exam_answers(&mut self, paper: &ExamPaperId) -> Result<Vec<SavedAnswer>> {
        let rows: Vec<(i64, i64, i64)> =
            tx!(&mut *self, |c| { sqlx::query_as(ANSWERS).bind(paper.as_str()).fetch_all(&mut **c).await })?;
        Ok(rows.into_iter().map(saved).collect())
    }
}

const ANSWERS: &str = "SELECT n, place, at_ms FROM exam_answer WHERE paper_id = $1 ORDER BY seq";

fn saved((n, place, at_ms): (i64, i64, i64)) -> SavedAnswer {
    SavedAnswer { n, place, at_ms }
}
