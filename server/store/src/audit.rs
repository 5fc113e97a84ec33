//! The audit log: who did what, when, from where and why. Only ever added to.

use domain::id::AccountId;

use crate::db::{Db, Tx};
use crate::error::Result;
use crate::{on, within};

/// One line of the log, to be written. No personal number belongs in it.
#[derive(Clone, Debug)]
pub struct AuditEvent {
    pub id: String,
    pub at_ms: i64,
    /// Who; absent for what the system does by itself.
    pub account: Option<AccountId>,
    /// What, as a stable code: `export.request`.
    pub action: &'static str,
    /// To what, as `noun:id`.
    pub subject: String,
    /// Why, in the words of whoever did it.
    pub reason: String,
    pub detail: String,
    /// The network address it came from.
    pub address: String,
}

/// One line of the log, to be read.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct AuditLine {
    pub id: String,
    pub at_ms: i64,
    pub login: Option<String>,
    pub name: Option<String>,
    pub action: String,
    pub subject: String,
    pub reason: String,
    pub detail: String,
    pub address: String,
}

/// What to look for; an empty text looks for everything.
#[derive(Clone, Debug, Default)]
pub struct AuditSearch {
    /// In what, to what, why and detail.
    pub text: String,
    /// In sign-in and name of who did it.
    pub actor: String,
    pub from_ms: i64,
    pub until_ms: i64,
}

/// Adds a line inside a transaction, so that no deed is without its line and no line without its deed.
pub async fn write(tx: &mut Tx, event: &AuditEvent) -> Result<()> {
    within!(tx, |c| {
        sqlx::query(
            "INSERT INTO audit_event (id, at_ms, account_id, action, subject, reason, detail, address)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(&event.id)
        .bind(event.at_ms)
        .bind(event.account.as_ref().map(AccountId::as_str))
        .bind(event.action)
        .bind(&event.subject)
        .bind(&event.reason)
        .bind(&event.detail)
        .bind(&event.address)
        .execute(&mut **c)
        .await
        .map(drop)
    })?;
    Ok(())
}

impl Db {
    /// Adds a line on its own, for what changes nothing else: a download, a refused attempt.
    pub async fn write_audit(&self, event: &AuditEvent) -> Result<()> {
        let mut tx = self.begin().await?;
        write(&mut tx, event).await?;
        tx.commit().await
    }

    /// A page of the log, newest first, and how many lines there are in all.
    pub async fn search_audit(
        &self,
        search: &AuditSearch,
        limit: i64,
        offset: i64,
    ) -> Result<(Vec<AuditLine>, i64)> {
        let (text, actor) = (pattern(&search.text), pattern(&search.actor));
        let lines = on!(self, |pool| {
            sqlx::query_as(
                "SELECT v.id, v.at_ms, a.login, p.name, v.action, v.subject, v.reason, v.detail, v.address
                 FROM audit_event v
                 LEFT JOIN account a ON a.id = v.account_id
                 LEFT JOIN person p ON p.id = a.person_id
                 WHERE v.at_ms >= $1 AND v.at_ms < $2
                   AND (LOWER(v.action) LIKE $3 ESCAPE '\\' OR LOWER(v.subject) LIKE $3 ESCAPE '\\'
                        OR LOWER(v.reason) LIKE $3 ESCAPE '\\' OR LOWER(v.detail) LIKE $3 ESCAPE '\\')
                   AND LOWER(COALESCE(a.login, '') || ' ' || COALESCE(p.name, '')) LIKE $4 ESCAPE '\\'
                 ORDER BY v.at_ms DESC, v.id DESC LIMIT $5 OFFSET $6",
            )
            .bind(search.from_ms)
            .bind(search.until_ms)
            .bind(&text)
            .bind(&actor)
            .bind(limit)
            .bind(offset)
            .fetch_all(pool)
            .await
        })?;
        let count = on!(self, |pool| {
            sqlx::query_scalar(
                "SELECT COUNT(*) FROM audit_event v
                 LEFT JOIN account a ON a.id = v.account_id
                 LEFT JOIN person p ON p.id = a.person_id
                 WHERE v.at_ms >= $1 AND v.at_ms < $2
                   AND (LOWER(v.action) LIKE $3 ESCAPE '\\' OR LOWER(v.subject) LIKE $3 ESCAPE '\\'
                        OR LOWER(v.reason) LIKE $3 ESCAPE '\\' OR LOWER(v.detail) LIKE $3 ESCAPE '\\')
                   AND LOWER(COALESCE(a.login, '') || ' ' || COALESCE(p.name, '')) LIKE $4 ESCAPE '\\'",
            )
            .bind(search.from_ms)
            .bind(search.until_ms)
            .bind(&text)
            .bind(&actor)
            .fetch_one(pool)
            .await
        })?;
        Ok((lines, count))
    }
}

/// A text to be found anywhere, with the wildcards of LIKE taken as themselves.
fn pattern(text: &str) -> String {
    let mut pattern = String::from("%");
    for c in text.trim().to_lowercase().chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}
