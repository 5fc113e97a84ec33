//! Reading a roster into invitations: what the class knows of each document already, and what is new. The same roster twice
//! changes nothing, and nothing that a person decided is undone.

use std::collections::HashMap;

use domain::document::DocumentKind;
use domain::id::{ClassId, ClassInvitationId, RosterId};

use crate::audit::{self, AuditEvent};
use crate::document_exchange::list;
use crate::error::Result;
use crate::{Db, execute, read_db, tx};

/// So many documents are looked up by one statement.
const LOOKED_UP: usize = 2_000;
/// So many rows are added by one statement.
const ADDED: usize = 200;
/// The values of a row.
const VALUES: usize = 15;

/// A row of a roster that is new to the class.
#[derive(Clone, Debug)]
pub struct NewClassInvitation {
    pub id: ClassInvitationId,
    pub kind: DocumentKind,
    pub document_digest: [u8; 32],
    pub document_masked: String,
    pub said: RosterSaid,
    pub code_digest: [u8; 32],
    pub place: i64,
}

/// What a roster says of somebody besides their document.
#[derive(Clone, Debug)]
pub struct RosterSaid {
    pub name_sealed: Vec<u8>,
    pub phone_sealed: Vec<u8>,
    pub phone_masked: String,
    pub category: Option<String>,
    pub row_digest: [u8; 32],
}

/// What is known of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownDocument {
    /// Its holder is in this class.
    pub in_class: bool,
    /// Its holder is in another class whose days overlap.
    pub overlaps: bool,
    /// The class has invited them.
    pub invitation: Option<KnownInvitation>,
}

/// An invitation that is there.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct KnownInvitation {
    #[sqlx(try_from = "String")]
    pub id: ClassInvitationId,
    pub is_open: bool,
    pub is_withdrawn: bool,
    pub row_digest: Vec<u8>,
}

/// The same with the document it is of.
#[derive(sqlx::FromRow)]
struct InvitedRow {
    document_type: String,
    document_digest: Vec<u8>,
    #[sqlx(flatten)]
    invitation: KnownInvitation,
}

/// A roster on its way in.
#[derive(Clone, Debug)]
pub struct NewRoster {
    pub id: RosterId,
    pub class: ClassId,
    pub file_sealed: Vec<u8>,
    /// The end of the class.
    pub until_ms: i64,
    pub new: Vec<NewClassInvitation>,
    /// Open invitations of which the roster says something else.
    pub changed: Vec<(ClassInvitationId, RosterSaid)>,
}

/// What came of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Invited {
    pub invited: u64,
    pub changed: u64,
}

/// A roster that was sent.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct RosterImport {
    #[sqlx(try_from = "String")]
    pub id: RosterId,
    pub made_at: i64,
    pub made_by: Option<String>,
    pub invited: i64,
    pub changed: i64,
}

/// By kind and digest.
pub type KnownDocuments = HashMap<(String, Vec<u8>), KnownDocument>;

impl Db {
    /// What is known of documents: whether their holders are in this class or in another at the same time, and whether they are
    /// invited.
    pub async fn known_documents(
        &self,
        class: &ClassId,
        (starts_on, ends_on): (&str, &str),
        digests: &[[u8; 32]],
    ) -> Result<KnownDocuments> {
        let mut known = KnownDocuments::new();
        let in_classes = self.text(
            "SELECT p.document_type, p.document_digest,
                 MAX(CASE WHEN k.id = $1 THEN 1 ELSE 0 END), MAX(CASE WHEN k.id <> $1 THEN 1 ELSE 0 END)
             FROM person p JOIN enrolment e ON e.person_id = p.id JOIN training_class k ON k.id = e.class_id
             WHERE p.closed_at IS NULL AND (k.id = $1 OR k.starts_on <= $3 AND k.ends_on >= $2)
                 AND p.document_digest IN (SELECT unhex(value) FROM json_each($4))
             GROUP BY p.document_type, p.document_digest",
            "SELECT p.document_type, p.document_digest,
                 CAST(MAX(CASE WHEN k.id = $1 THEN 1 ELSE 0 END) AS BIGINT),
                 CAST(MAX(CASE WHEN k.id <> $1 THEN 1 ELSE 0 END) AS BIGINT)
             FROM person p JOIN enrolment e ON e.person_id = p.id JOIN training_class k ON k.id = e.class_id
             WHERE p.closed_at IS NULL AND (k.id = $1 OR k.starts_on <= $3 AND k.ends_on >= $2)
                 AND p.document_digest = ANY (ARRAY(SELECT decode(value, 'hex')
                                                    FROM jsonb_array_elements_text(CAST($4 AS jsonb)) AS value))
             GROUP BY p.document_type, p.document_digest",
        );
        let invited = self.text(
            "SELECT document_type, document_digest, id,
                 accepted_at IS NULL AND withdrawn_at IS NULL AS is_open, withdrawn_at IS NOT NULL AS is_withdrawn, row_digest
             FROM class_invitation WHERE class_id = $1
                 AND document_digest IN (SELECT unhex(value) FROM json_each($2))",
            "SELECT document_type, document_digest, id,
                 accepted_at IS NULL AND withdrawn_at IS NULL AS is_open, withdrawn_at IS NOT NULL AS is_withdrawn, row_digest
             FROM class_invitation WHERE class_id = $1
                 AND document_digest = ANY (ARRAY(SELECT decode(value, 'hex')
                                                  FROM jsonb_array_elements_text(CAST($2 AS jsonb)) AS value))",
        );
        for some in digests.chunks(LOOKED_UP) {
            let some = list(some);
            let rows: Vec<(String, Vec<u8>, i64, i64)> = read_db!(self, |p| sqlx::query_as(in_classes)
                .bind(class.as_str())
                .bind(starts_on)
                .bind(ends_on)
                .bind(&some)
                .fetch_all(p)
                .await)?;
            for (kind, digest, here, elsewhere) in rows {
                let one = known.entry((kind, digest)).or_default();
                (one.in_class, one.overlaps) = (here > 0, elsewhere > 0);
            }
            let rows: Vec<InvitedRow> = read_db!(self, |p| sqlx::query_as(invited)
                .bind(class.as_str())
                .bind(&some)
                .fetch_all(p)
                .await)?;
            for row in rows {
                let one = known.entry((row.document_type, row.document_digest)).or_default();
                one.invitation = Some(row.invitation);
            }
        }
        Ok(known)
    }

    /// Codes of the categories for which the course of a class is meant; none: for all.
    pub async fn meant_categories(&self, class: &ClassId) -> Result<Vec<String>> {
        let sql =
            "SELECT a.category_code FROM course_audience a JOIN training_class k ON k.course_id = a.course_id
                   WHERE k.id = $1 ORDER BY a.category_code";
        Ok(read_db!(self, |p| sqlx::query_scalar(sql).bind(class.as_str()).fetch_all(p).await)?)
    }

    /// Takes a roster in: whoever is new is invited, what it says anew of open invitations is kept, nothing else changes. The
    /// event tells what came of it.
    pub async fn import_roster(
        &self,
        roster: &NewRoster,
        event: impl Fn(Invited) -> AuditEvent,
    ) -> Result<Invited> {
        let by = event(Invited::default());
        let (at_ms, account) = (by.at_ms, by.account.map(|account| account.0).unwrap_or_default());
        let mut tx = self.begin().await?;
        let mut came = Invited::default();
        for some in roster.new.chunks(ADDED) {
            let rows: Vec<String> = (0..some.len())
                .map(|at| {
                    let values: Vec<String> =
                        (1..=VALUES).map(|value| format!("${}", at * VALUES + value)).collect();
                    format!("({})", values.join(", "))
                })
                .collect();
            let sql = format!(
                "INSERT INTO class_invitation (id, class_id, document_type, document_digest, document_masked, name_sealed,
                     phone_sealed, phone_masked, category_code, row_digest, code_digest, place, invited_at, invited_by,
                     until_ms)
                 VALUES {} ON CONFLICT (class_id, document_type, document_digest) DO NOTHING",
                rows.join(", ")
            );
            came.invited += tx!(&mut tx, |c| {
                let mut query = sqlx::query(sqlx::AssertSqlSafe(sql));
                for one in some {
                    query = query
                        .bind(one.id.as_str())
                        .bind(roster.class.as_str())
                        .bind(one.kind.as_str())
                        .bind(&one.document_digest[..])
                        .bind(&one.document_masked)
                        .bind(&one.said.name_sealed)
                        .bind(&one.said.phone_sealed)
                        .bind(&one.said.phone_masked)
                        .bind(&one.said.category)
                        .bind(&one.said.row_digest[..])
                        .bind(&one.code_digest[..])
                        .bind(one.place)
                        .bind(at_ms)
                        .bind(&account)
                        .bind(roster.until_ms);
                }
                query.execute(&mut **c).await.map(|done| done.rows_affected())
            })?;
        }
        for (id, said) in &roster.changed {
            let sql = "UPDATE class_invitation SET name_sealed = $1, phone_sealed = $2, phone_masked = $3,
                           category_code = $4, row_digest = $5
                       WHERE id = $6 AND class_id = $7 AND accepted_at IS NULL AND withdrawn_at IS NULL";
            came.changed += execute!(
                &mut tx,
                sql,
                &said.name_sealed,
                &said.phone_sealed,
                &said.phone_masked,
                &said.category,
                &said.row_digest[..],
                id.as_str(),
                roster.class.as_str()
            )?;
        }
        let sql = "INSERT INTO roster_import (id, class_id, file_sealed, made_by, made_at, invited, changed)
                   VALUES ($1, $2, $3, $4, $5, $6, $7)";
        execute!(
            &mut tx,
            sql,
            roster.id.as_str(),
            roster.class.as_str(),
            &roster.file_sealed,
            &account,
            at_ms,
            came.invited as i64,
            came.changed as i64
        )?;
        audit::write(&mut tx, &event(came)).await?;
        tx.commit().await?;
        Ok(came)
    }

    /// A roster that was sent to a class, with its sealed file.
    pub async fn roster_import(&self, class: &ClassId, id: &RosterId) -> Result<(RosterImport, Vec<u8>)> {
        let sql = format!("{IMPORT} WHERE i.class_id = $1 AND i.id = $2");
        let import = read_db!(self, |p| sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(class.as_str())
            .bind(id.as_str())
            .fetch_one(p)
            .await)?;
        let sql = "SELECT file_sealed FROM roster_import WHERE class_id = $1 AND id = $2";
        let file = read_db!(self, |p| sqlx::query_scalar(sql)
            .bind(class.as_str())
            .bind(id.as_str())
            .fetch_one(p)
            .await)?;
        Ok((import, file))
    }

    /// The rosters that were sent to a class and are still there, the latest first.
    pub async fn roster_imports(&self, class: &ClassId) -> Result<Vec<RosterImport>> {
        let sql = format!("{IMPORT} WHERE i.class_id = $1 ORDER BY i.made_at DESC, i.id DESC LIMIT 10");
        Ok(read_db!(self, |p| sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(class.as_str())
            .fetch_all(p)
            .await)?)
    }
}

const IMPORT: &str = "SELECT i.id, i.made_at, i.invited, i.changed,
        (SELECT p.name FROM account a JOIN person p ON p.id = a.person_id WHERE a.id = i.made_by) AS made_by
    FROM roster_import i";
