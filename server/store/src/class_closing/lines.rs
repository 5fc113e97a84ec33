//! The lines of a closing: reckoned from the ledger while the class is open, read as they were frozen afterwards.

use domain::class_closing::{ClassClock, ClosingLine, category_on};
use domain::id::{ClassId, EnrolmentId, PersonId};
use domain::policy::{Policies, Policy};
use domain::subsidy::{Facts, assess};

use crate::db::{Db, Tx};
use crate::error::{Result, StoreError};
use crate::{read_db, tx};

/// What a line is reckoned from.
#[derive(sqlx::FromRow)]
struct Row {
    enrolment_id: String,
    person_id: String,
    enrolled_at: i64,
    policy_version: String,
    required_ms: i64,
    verified_ms: i64,
    days_studied: i64,
    identity_seen: bool,
    has_exam: bool,
    exam_mark: Option<i64>,
    category_code: Option<String>,
    category_since: Option<String>,
    category_proved: bool,
    valid_from: Option<String>,
    valid_to: Option<String>,
}

const ROWS: &str = "SELECT e.id AS enrolment_id, e.person_id, e.enrolled_at, k.policy_version,
        (SELECT CAST(COALESCE(SUM(l.duration_ms), 0) AS BIGINT) FROM lesson l
         WHERE l.course_id = k.course_id) AS required_ms,
        (SELECT CAST(COALESCE(SUM(y.ms), 0) AS BIGINT) FROM ledger_line y WHERE y.enrolment_id = e.id) AS verified_ms,
        (SELECT COUNT(DISTINCT d.day) FROM ledger_line_day d WHERE d.enrolment_id = e.id) AS days_studied,
        EXISTS (SELECT 1 FROM class_exam v WHERE v.class_id = e.class_id) AS has_exam,
        (SELECT MAX(v.mark) FROM exam_paper v WHERE v.enrolment_id = e.id) AS exam_mark,
        p.identity_seen_at IS NOT NULL AS identity_seen, p.category_code, p.category_since,
        p.category_paper_id IS NOT NULL AS category_proved, c.valid_from, c.valid_to
    FROM enrolment e JOIN training_class k ON k.id = e.class_id JOIN person p ON p.id = e.person_id
    LEFT JOIN person_category c ON c.code = p.category_code
    WHERE e.class_id = $1 ORDER BY e.enrolled_at, e.id";

fn reckon(rows: Vec<Row>, policies: &Policies, clock: ClassClock<'_>) -> Result<Vec<ClosingLine>> {
    let mut lines = Vec::with_capacity(rows.len());
    for (n, row) in (1..).zip(rows) {
        let unknown = || StoreError::Damaged(format!("unknown policy version {}", row.policy_version));
        let policy: &Policy = policies.version(&row.policy_version).ok_or_else(unknown)?;
        let facts = Facts {
            verified_ms: row.verified_ms,
            required_ms: row.required_ms,
            test_mark: row.has_exam.then_some(row.exam_mark),
            identity_seen: row.identity_seen,
        };
        let assessment = assess(&facts, policy);
        let category = category_on(
            &clock.zone.day(row.enrolled_at),
            (row.category_code.as_deref(), row.category_since.as_deref()),
            (row.valid_from.as_deref(), row.valid_to.as_deref()),
        );
        lines.push(ClosingLine {
            n,
            verified_ms: row.verified_ms,
            required_ms: row.required_ms,
            credit_tenths: assessment.hours.tenths,
            days_studied: row.days_studied,
            completed: assessment.completed,
            test_mark: facts.test_mark,
            identity_seen: row.identity_seen,
            category_proved: category.is_some() && row.category_proved,
            category: category.map(str::to_owned),
            enrolment: row.enrolment_id.into(),
            person: row.person_id.into(),
        });
    }
    Ok(lines)
}

/// A frozen line as it is stored.
#[derive(sqlx::FromRow)]
struct Stored {
    n: i64,
    enrolment_id: String,
    person_id: String,
    verified_ms: i64,
    required_ms: i64,
    credit_tenths: i64,
    days_studied: i64,
    completed: bool,
    has_exam: bool,
    exam_mark: Option<i64>,
    identity_seen: bool,
    category_code: Option<String>,
    category_proved: bool,
}

impl From<Stored> for ClosingLine {
    fn from(row: Stored) -> Self {
        Self {
            n: row.n,
            enrolment: EnrolmentId(row.enrolment_id),
            person: PersonId(row.person_id),
            verified_ms: row.verified_ms,
            required_ms: row.required_ms,
            credit_tenths: row.credit_tenths,
            days_studied: row.days_studied,
            completed: row.completed,
            test_mark: row.has_exam.then_some(row.exam_mark),
            identity_seen: row.identity_seen,
            category: row.category_code,
            category_proved: row.category_proved,
        }
    }
}

/// What pages say of a line beside what is frozen.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ClosingLineNamed {
    #[sqlx(try_from = "String")]
    pub enrolment: EnrolmentId,
    /// Empty once the account is closed.
    pub name: String,
    pub document_masked: String,
}

impl Tx {
    pub(super) async fn lines_of(
        &mut self,
        class: &ClassId,
        policies: &Policies,
        clock: ClassClock<'_>,
    ) -> Result<Vec<ClosingLine>> {
        let rows: Vec<Row> =
            tx!(self, |c| sqlx::query_as(ROWS).bind(class.as_str()).fetch_all(&mut **c).await)?;
        reckon(rows, policies, clock)
    }
}

impl Db {
    pub(super) async fn lines_now(
        &self,
        class: &ClassId,
        policies: &Policies,
        clock: ClassClock<'_>,
    ) -> Result<Vec<ClosingLine>> {
        let rows: Vec<Row> =
            read_db!(self, |p| sqlx::query_as(ROWS).bind(class.as_str()).fetch_all(p).await)?;
        reckon(rows, policies, clock)
    }

    /// What is frozen of a closed class, line by line in their order; nothing of one that is not closed.
    pub async fn closing_lines(&self, class: &ClassId) -> Result<Vec<ClosingLine>> {
        let sql = "SELECT n, enrolment_id, person_id, verified_ms, required_ms, credit_tenths, days_studied, completed,
                          has_exam, exam_mark, identity_seen, category_code, category_proved
                   FROM class_closing_line WHERE class_id = $1 ORDER BY n";
        let rows: Vec<Stored> =
            read_db!(self, |p| sqlx::query_as(sql).bind(class.as_str()).fetch_all(p).await)?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// The names of everybody in a class, for its closing.
    pub async fn closing_names(&self, class: &ClassId) -> Result<Vec<ClosingLineNamed>> {
        let sql = "SELECT e.id AS enrolment, p.name, p.document_masked FROM enrolment e
                   JOIN person p ON p.id = e.person_id WHERE e.class_id = $1";
        Ok(read_db!(self, |p| sqlx::query_as(sql).bind(class.as_str()).fetch_all(p).await)?)
    }
}
