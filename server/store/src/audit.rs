//! The audit log: who did what, when, from where and why. Only ever added to: every event is a leaf
//! of the tree [`AUDIT`], in the transaction of the deed itself.

mod search;

pub use search::{AuditLine, AuditPlace, AuditSearch, Bound, COUNT_MAX, Statement};

use domain::audit::Leaf;
use domain::id::AccountId;

use crate::db::{Db, Tx};
use crate::error::Result;
use crate::tree::{self, AUDIT};
use crate::within;

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

/// What a deed changed: the value before and the value since. No personal number belongs in it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Change<'a> {
    pub before: &'a str,
    pub after: &'a str,
}

/// Adds a line inside a transaction, so that no deed is without its line and no line without its deed.
/// Call it last: it holds the head of the log until the transaction ends.
pub async fn write(tx: &mut Tx, event: &AuditEvent) -> Result<()> {
    write_change(tx, event, Change::default()).await
}

/// The same for a deed that changed a value.
pub async fn write_change(tx: &mut Tx, event: &AuditEvent, change: Change<'_>) -> Result<()> {
    let leaf = Leaf {
        id: event.id.clone(),
        at_ms: event.at_ms,
        account: event.account.as_ref().map(|account| account.0.clone()),
        action: event.action.to_owned(),
        subject: event.subject.clone(),
        reason: event.reason.clone(),
        detail: event.detail.clone(),
        before: change.before.to_owned(),
        after: change.after.to_owned(),
        address: event.address.clone(),
    };
    within!(tx, |c| {
        sqlx::query(
            "INSERT INTO audit_event (id, at_ms, account_id, action, subject, reason, detail, before_value,
                                      after_value, address)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(&leaf.id)
        .bind(leaf.at_ms)
        .bind(leaf.account.as_deref())
        .bind(&leaf.action)
        .bind(&leaf.subject)
        .bind(&leaf.reason)
        .bind(&leaf.detail)
        .bind(&leaf.before)
        .bind(&leaf.after)
        .bind(&leaf.address)
        .execute(&mut **c)
        .await
        .map(drop)
    })?;
    let index = tree::append(tx, &AUDIT, &[leaf.canonical()]).await?;
    within!(tx, |c| {
        sqlx::query("INSERT INTO audit_leaf (leaf_index, event_id) VALUES ($1, $2)")
            .bind(index)
            .bind(&leaf.id)
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
}

/// The RFC 6962 hash of a leaf, base64.
pub fn leaf_hash(leaf: &Leaf) -> String {
    tlog_tiles::record_hash(leaf.canonical().as_bytes()).to_string()
}
