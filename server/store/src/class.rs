//! Classes: opening one with its plan, and taking people onto its roster.

use domain::class::{EnrolRefusal, Seats};
use domain::id::{AccountId, ClassId, CourseId, EnrolmentId, LessonId, OrganisationId, PersonId, RegionId};

use crate::db::{Db, Tx};
use crate::error::Result;
use crate::fact::FactKind;
use crate::{execute, read_db, tx};

/// A class about to be opened.
#[derive(Clone, Debug)]
pub struct NewClass {
    pub id: ClassId,
    pub code: String,
    pub course: CourseId,
    pub organisation: OrganisationId,
    pub region: RegionId,
    pub teacher: Option<AccountId>,
    pub title: String,
    /// Local days, both included.
    pub starts_on: String,
    pub ends_on: String,
    pub capacity: i64,
    /// Under which policy its subsidy is computed.
    pub policy_version: String,
    /// By which local day each lesson should be done.
    pub plan: Vec<(LessonId, String)>,
}

/// A class that can still be joined, now or later.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct OpenClass {
    #[sqlx(try_from = "String")]
    pub id: ClassId,
    pub code: String,
    pub title: String,
    pub starts_on: String,
    pub ends_on: String,
    pub capacity: i64,
    pub policy_version: String,
    pub enrolled: i64,
    /// Whether it has a final test.
    pub has_exam: bool,
    pub organisation: String,
    pub organisation_en: String,
    pub organisation_phone: String,
}

impl OpenClass {
    /// What matters for enrolling.
    pub fn seats(&self) -> Seats<'_> {
        Seats {
            starts_on: &self.starts_on,
            ends_on: &self.ends_on,
            capacity: self.capacity,
            enrolled: self.enrolled,
        }
    }
}

/// By when a lesson of a class should be done.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct PlanLine {
    #[sqlx(try_from = "String")]
    pub class_id: ClassId,
    #[sqlx(try_from = "String")]
    pub lesson_id: LessonId,
    pub due_on: String,
}

impl Db {
    /// Opens a class with its plan.
    pub async fn open_class(&self, class: &NewClass, now_ms: i64) -> Result<()> {
        let mut tx = self.begin().await?;
        tx.open_class(class, now_ms).await?;
        tx.commit().await
    }

    /// The classes of a course that are not over on this local day, the earliest first.
    pub async fn open_classes(&self, course: &CourseId, today: &str) -> Result<Vec<OpenClass>> {
        Ok(read_db!(self, |pool| sqlx::query_as(
            "SELECT k.id, k.code, k.title, k.starts_on, k.ends_on, k.capacity, k.policy_version, \
             (SELECT COUNT(*) FROM enrolment e WHERE e.class_id = k.id) AS enrolled, \
             EXISTS (SELECT 1 FROM class_exam x WHERE x.class_id = k.id) AS has_exam, \
             o.name AS organisation, o.name_en AS organisation_en, o.phone AS organisation_phone \
             FROM training_class k JOIN organisation o ON o.id = k.organisation_id \
             WHERE k.course_id = $1 AND k.ends_on >= $2 ORDER BY k.starts_on, k.code"
        )
        .bind(course.as_str())
        .bind(today)
        .fetch_all(pool)
        .await)?)
    }

    /// The plan of every class of a course that is not over, in the order of the lessons.
    pub async fn plans(&self, course: &CourseId, today: &str) -> Result<Vec<PlanLine>> {
        Ok(read_db!(self, |pool| sqlx::query_as(
            "SELECT p.class_id, p.lesson_id, p.due_on FROM class_plan p \
             JOIN training_class k ON k.id = p.class_id JOIN lesson l ON l.id = p.lesson_id \
             WHERE k.course_id = $1 AND k.ends_on >= $2 ORDER BY p.class_id, l.position"
        )
        .bind(course.as_str())
        .bind(today)
        .fetch_all(pool)
        .await)?)
    }

    /// The code of the course that a class teaches.
    pub async fn course_of_class(&self, class: &ClassId) -> Result<String> {
        Ok(read_db!(self, |pool| sqlx::query_scalar(
            "SELECT c.code FROM training_class k JOIN course c ON c.id = k.course_id WHERE k.id = $1"
        )
        .bind(class.as_str())
        .fetch_one(pool)
        .await)?)
    }

    /// Takes a person onto the roster of a class, if the rules let them: once, on a day of the class, while seats last.
    pub async fn enrol(
        &self,
        enrolment: &EnrolmentId,
        class: &ClassId,
        person: &PersonId,
        today: &str,
        now_ms: i64,
    ) -> Result<()> {
        let mut tx = self.begin().await?;
        tx.enrol(enrolment, class, person, (false, today, now_ms)).await?;
        tx.commit().await
    }

    /// Gives a class more seats.
    pub async fn widen_class(&self, class: &ClassId, seats: i64, now_ms: i64) -> Result<()> {
        let mut tx = self.begin().await?;
        let sql = "UPDATE training_class SET capacity = capacity + $1 WHERE id = $2";
        execute!(&mut tx, sql, seats, class.as_str())?;
        tx.changed(FactKind::Class, class.as_str(), now_ms);
        tx.commit().await
    }
}

impl Tx {
    /// Opens a class with its plan within a transaction.
    pub(crate) async fn open_class(&mut self, class: &NewClass, now_ms: i64) -> Result<()> {
        tx!(&mut *self, |c| sqlx::query(
            "INSERT INTO training_class (id, code, course_id, organisation_id, region_id, teacher_id, title, \
             starts_on, ends_on, capacity, policy_version, opened_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
        )
        .bind(class.id.as_str())
        .bind(&class.code)
        .bind(class.course.as_str())
        .bind(class.organisation.as_str())
        .bind(class.region.as_str())
        .bind(class.teacher.as_ref().map(AccountId::as_str))
        .bind(&class.title)
        .bind(&class.starts_on)
        .bind(&class.ends_on)
        .bind(class.capacity)
        .bind(&class.policy_version)
        .bind(now_ms)
        .execute(&mut **c)
        .await
        .map(drop))?;
        self.changed(FactKind::Class, class.id.as_str(), now_ms);
        for (lesson, due_on) in &class.plan {
            tx!(&mut *self, |c| sqlx::query(
                "INSERT INTO class_plan (class_id, lesson_id, due_on) VALUES ($1, $2, $3)"
            )
            .bind(class.id.as_str())
            .bind(lesson.as_str())
            .bind(due_on)
            .execute(&mut **c)
            .await
            .map(drop))?;
        }
        Ok(())
    }

    /// Takes a person onto the roster within a transaction; whom the class invited also before it begins.
    pub(crate) async fn enrol(
        &mut self,
        enrolment: &EnrolmentId,
        class: &ClassId,
        person: &PersonId,
        (invited, today, now_ms): (bool, &str, i64),
    ) -> Result<()> {
        // Whoever enrols holds the class, so that two people never take the last seat together.
        let lock = self.text(
            "SELECT starts_on, ends_on, capacity FROM training_class WHERE id = $1",
            "SELECT starts_on, ends_on, capacity FROM training_class WHERE id = $1 FOR UPDATE",
        );
        let (starts_on, ends_on, capacity): (String, String, i64) =
            tx!(self, |c| sqlx::query_as(lock).bind(class.as_str()).fetch_one(&mut **c).await)?;
        let (enrolled, mine): (i64, i64) = tx!(self, |c| {
            sqlx::query_as(
            "SELECT COUNT(*), COUNT(CASE WHEN person_id = $1 THEN 1 END) FROM enrolment WHERE class_id = $2"
        )
        .bind(person.as_str())
        .bind(class.as_str())
        .fetch_one(&mut **c)
        .await
        })?;
        if mine > 0 {
            return Err(EnrolRefusal::Already.into());
        }
        let seats = Seats { starts_on: &starts_on, ends_on: &ends_on, capacity, enrolled };
        if invited { seats.may_accept(today) } else { seats.may_enrol(today) }?;
        self.add_enrolment(enrolment, class, person, now_ms).await
    }

    /// Puts a person on the roster of a class. The caller has seen to it that there is a seat.
    pub(crate) async fn add_enrolment(
        &mut self,
        enrolment: &EnrolmentId,
        class: &ClassId,
        person: &PersonId,
        now_ms: i64,
    ) -> Result<()> {
        let sql = "INSERT INTO enrolment (id, class_id, person_id, enrolled_at) VALUES ($1, $2, $3, $4)";
        execute!(&mut *self, sql, enrolment.as_str(), class.as_str(), person.as_str(), now_ms)?;
        self.changed(FactKind::Enrolment, enrolment.as_str(), now_ms);
        Ok(())
    }
}
