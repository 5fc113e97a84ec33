//! Invitations to a class, each a row of its roster: made by an import, withdrawn with a reason, accepted by the one who is meant.

use domain::class::EnrolRefusal;
use domain::id::{ClassId, ClassInvitationId, EnrolmentId, PersonId};

use crate::audit::{self, AuditEvent};
use crate::error::{Result, StoreError};
use crate::{Db, Tx, execute, read_db, tx};

/// How an invitation stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stands {
    /// The one who is meant has not accepted it.
    #[default]
    Open,
    Accepted,
    Withdrawn,
}

/// One of a list.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ClassInvitation {
    #[sqlx(try_from = "String")]
    pub id: ClassInvitationId,
    pub document_masked: String,
    /// Empty once it is accepted.
    pub name_sealed: Vec<u8>,
    pub phone_masked: String,
    pub category: Option<String>,
    pub category_en: Option<String>,
    pub invited_at: i64,
    pub withdrawn_at: Option<i64>,
    /// Who withdrew it.
    pub withdrawn_by: Option<String>,
    pub reason: String,
    pub enrolment_id: Option<String>,
    /// What the person is called who accepted it.
    pub learner: Option<String>,
}

/// How many invitations of a class stand how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct InvitationCounts {
    pub open: i64,
    pub accepted: i64,
    pub withdrawn: i64,
    pub enrolled: i64,
    pub capacity: i64,
}

/// What a link leads to.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct InvitationByCode {
    #[sqlx(try_from = "String")]
    pub id: ClassInvitationId,
    #[sqlx(try_from = "String")]
    pub class_id: ClassId,
    pub name_sealed: Vec<u8>,
    pub class_code: String,
    pub class_title: String,
    pub starts_on: String,
    pub ends_on: String,
    pub course_title: String,
    pub course_title_en: String,
    pub organisation: String,
    pub organisation_en: String,
    pub organisation_phone: String,
    pub accepted_at: Option<i64>,
    pub withdrawn_at: Option<i64>,
}

/// What came of accepting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accepting {
    Done,
    /// The person was in the class already; the invitation is theirs.
    Already,
    /// It is of another document.
    Another,
    /// Withdrawn, or accepted before.
    Over,
}

const LISTED: &str = "SELECT v.id, v.document_masked, v.name_sealed, v.phone_masked, k.name AS category,
        k.name_en AS category_en, v.invited_at, v.withdrawn_at,
        (SELECT p.name FROM account a JOIN person p ON p.id = a.person_id WHERE a.id = v.withdrawn_by) AS withdrawn_by,
        v.reason, v.enrolment_id,
        (SELECT p.name FROM enrolment e JOIN person p ON p.id = e.person_id WHERE e.id = v.enrolment_id) AS learner
    FROM class_invitation v LEFT JOIN person_category k ON k.code = v.category_code";

impl Stands {
    fn place(self) -> &'static str {
        match self {
            Self::Open => "v.accepted_at IS NULL AND v.withdrawn_at IS NULL",
            Self::Accepted => "v.accepted_at IS NOT NULL",
            Self::Withdrawn => "v.withdrawn_at IS NOT NULL",
        }
    }
}

impl Db {
    /// The invitations of a class that stand so, in the order of their rosters.
    pub async fn class_invitations(
        &self,
        class: &ClassId,
        stands: Stands,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<ClassInvitation>> {
        let sql = format!(
            "{LISTED} WHERE v.class_id = $1 AND {} ORDER BY v.invited_at, v.place, v.id LIMIT $2 OFFSET $3",
            stands.place()
        );
        Ok(read_db!(self, |p| sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(class.as_str())
            .bind(limit)
            .bind(offset)
            .fetch_all(p)
            .await)?)
    }

    /// One invitation of a class.
    pub async fn class_invitation(&self, class: &ClassId, id: &ClassInvitationId) -> Result<ClassInvitation> {
        let sql = format!("{LISTED} WHERE v.class_id = $1 AND v.id = $2");
        Ok(read_db!(self, |p| sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(class.as_str())
            .bind(id.as_str())
            .fetch_one(p)
            .await)?)
    }

    /// How the invitations of a class stand.
    pub async fn invitation_counts(&self, class: &ClassId) -> Result<InvitationCounts> {
        let sql = "SELECT COUNT(CASE WHEN v.accepted_at IS NULL AND v.withdrawn_at IS NULL AND v.id IS NOT NULL THEN 1 END) AS open,
                       COUNT(v.accepted_at) AS accepted, COUNT(v.withdrawn_at) AS withdrawn,
                       (SELECT COUNT(*) FROM enrolment e WHERE e.class_id = k.id) AS enrolled, k.capacity
                   FROM training_class k LEFT JOIN class_invitation v ON v.class_id = k.id
                   WHERE k.id = $1 GROUP BY k.id, k.capacity";
        Ok(read_db!(self, |p| sqlx::query_as(sql).bind(class.as_str()).fetch_one(p).await)?)
    }

    /// What the link with this code leads to, however it stands.
    pub async fn invitation_by_code(&self, code_digest: &[u8; 32]) -> Result<Option<InvitationByCode>> {
        let sql = "SELECT v.id, v.class_id, v.name_sealed, k.code AS class_code, k.title AS class_title, k.starts_on,
                       k.ends_on, c.title AS course_title, c.title_en AS course_title_en, o.name AS organisation,
                       o.name_en AS organisation_en, o.phone AS organisation_phone, v.accepted_at, v.withdrawn_at
                   FROM class_invitation v JOIN training_class k ON k.id = v.class_id
                   JOIN course c ON c.id = k.course_id JOIN organisation o ON o.id = k.organisation_id
                   WHERE v.code_digest = $1";
        Ok(read_db!(self, |p| sqlx::query_as(sql).bind(&code_digest[..]).fetch_optional(p).await)?)
    }

    /// Whether a person's document, as it is or was before it was renewed, is the one that an invitation means.
    pub async fn is_invited(&self, id: &ClassInvitationId, person: &PersonId) -> Result<bool> {
        let count: i64 = read_db!(self, |p| sqlx::query_scalar(IS_MEANT)
            .bind(id.as_str())
            .bind(person.as_str())
            .fetch_one(p)
            .await)?;
        Ok(count > 0)
    }

    /// Withdraws an invitation that is open; `false` if it is not. The event's reason is kept with it.
    pub async fn withdraw_class_invitation(
        &self,
        class: &ClassId,
        id: &ClassInvitationId,
        event: &AuditEvent,
    ) -> Result<bool> {
        let mut tx = self.begin().await?;
        let by = event.account.as_ref().ok_or(StoreError::NotFound)?;
        let sql = "UPDATE class_invitation SET withdrawn_at = $1, withdrawn_by = $2, reason = $3
                   WHERE id = $4 AND class_id = $5 AND accepted_at IS NULL AND withdrawn_at IS NULL";
        let done =
            execute!(&mut tx, sql, event.at_ms, by.as_str(), &event.reason, id.as_str(), class.as_str())?;
        if done == 1 {
            audit::write(&mut tx, event).await?;
        }
        tx.commit().await?;
        Ok(done == 1)
    }

    /// Lets a withdrawn invitation hold again; `false` if it is not withdrawn.
    pub async fn restore_class_invitation(
        &self,
        class: &ClassId,
        id: &ClassInvitationId,
        event: &AuditEvent,
    ) -> Result<bool> {
        let mut tx = self.begin().await?;
        let sql = "UPDATE class_invitation SET withdrawn_at = NULL, withdrawn_by = NULL, reason = ''
                   WHERE id = $1 AND class_id = $2 AND withdrawn_at IS NOT NULL";
        let done = execute!(&mut tx, sql, id.as_str(), class.as_str())?;
        if done == 1 {
            audit::write(&mut tx, event).await?;
        }
        tx.commit().await?;
        Ok(done == 1)
    }

    /// The one who is meant accepts, and is in the class, if its rules let them; name and phone of the roster go. The event is of
    /// the enrolment that came of it.
    pub async fn accept_class_invitation(
        &self,
        invitation: &InvitationByCode,
        enrolment: &EnrolmentId,
        person: &PersonId,
        (today, now_ms): (&str, i64),
        event: impl FnOnce(&EnrolmentId) -> AuditEvent,
    ) -> Result<Accepting> {
        let mut tx = self.begin().await?;
        let meant: i64 = tx!(&mut tx, |c| sqlx::query_scalar(IS_MEANT)
            .bind(invitation.id.as_str())
            .bind(person.as_str())
            .fetch_one(&mut **c)
            .await)?;
        if meant == 0 {
            return Ok(Accepting::Another);
        }
        let (enrolment, came) =
            match tx.enrol(enrolment, &invitation.class_id, person, (true, today, now_ms)).await {
                Ok(()) => (enrolment.clone(), Accepting::Done),
                Err(StoreError::Enrol(EnrolRefusal::Already)) => {
                    (tx.enrolment_in(&invitation.class_id, person).await?, Accepting::Already)
                }
                Err(other) => return Err(other),
            };
        let sql = "UPDATE class_invitation SET accepted_at = $1, enrolment_id = $2, name_sealed = $3, phone_sealed = $3,
                       phone_masked = ''
                   WHERE id = $4 AND accepted_at IS NULL AND withdrawn_at IS NULL";
        let nothing = &[][..] as &[u8];
        if execute!(&mut tx, sql, now_ms, enrolment.as_str(), nothing, invitation.id.as_str())? == 0 {
            return Ok(Accepting::Over);
        }
        audit::write(&mut tx, &event(&enrolment)).await?;
        tx.commit().await?;
        Ok(came)
    }
}

/// Whether invitation `$1` means the document of person `$2`.
const IS_MEANT: &str = "SELECT COUNT(*) FROM class_invitation v JOIN person p ON p.id = $2
    WHERE v.id = $1 AND (p.document_type = v.document_type AND p.document_digest = v.document_digest
        OR EXISTS (SELECT 1 FROM former_document f WHERE f.person_id = p.id
                   AND f.document_type = v.document_type AND f.document_digest = v.document_digest))";

impl Tx {
    async fn enrolment_in(&mut self, class: &ClassId, person: &PersonId) -> Result<EnrolmentId> {
        let sql = "SELECT id FROM enrolment WHERE class_id = $1 AND person_id = $2";
        let id: String = tx!(self, |c| sqlx::query_scalar(sql)
            .bind(class.as_str())
            .bind(person.as_str())
            .fetch_one(&mut **c)
            .await)?;
        Ok(EnrolmentId(id))
    }
}
