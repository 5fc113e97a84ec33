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

/// Under this name stands how many events were there before the log had a tree.
const ADOPTED: &str = "audit_adopted";
/// How many older events become leaves at once.
const ADOPT_AT_ONCE: i64 = 500;

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
    append(tx, &[leaf]).await
}

async fn append(tx: &mut Tx, leaves: &[Leaf]) -> Result<()> {
    let bodies: Vec<String> = leaves.iter().map(Leaf::canonical).collect();
    let first = tree::append(tx, &AUDIT, &bodies).await?;
    for (index, leaf) in (first..).zip(leaves) {
        within!(tx, |c| {
            sqlx::query("INSERT INTO audit_leaf (leaf_index, event_id) VALUES ($1, $2)")
                .bind(index)
                .bind(&leaf.id)
                .execute(&mut **c)
                .await
                .map(drop)
        })?;
    }
    Ok(())
}

/// An event as it stands in the table.
#[derive(sqlx::FromRow)]
struct Stored {
    id: String,
    at_ms: i64,
    account_id: Option<String>,
    action: String,
    subject: String,
    reason: String,
    detail: String,
    before_value: String,
    after_value: String,
    address: String,
}

impl From<Stored> for Leaf {
    fn from(row: Stored) -> Self {
        Self {
            id: row.id,
            at_ms: row.at_ms,
            account: row.account_id,
            action: row.action,
            subject: row.subject,
            reason: row.reason,
            detail: row.detail,
            before: row.before_value,
            after: row.after_value,
            address: row.address,
        }
    }
}

/// Makes leaves of the events written before the log had a tree: once, in the order of time. An event
/// that turns up later without its leaf was not written by this program and stays a stranger.
pub(crate) async fn adopt(db: &Db) -> Result<()> {
    if db.setting(ADOPTED).await?.is_some() {
        return Ok(());
    }
    let mut tx = db.begin().await?;
    // Of two servers that start at once the second waits here, and finds the work done.
    tree::append(&mut tx, &AUDIT, &[]).await?;
    let done: Option<String> = within!(&mut tx, |c| {
        sqlx::query_scalar("SELECT value FROM setting WHERE name = $1")
            .bind(ADOPTED)
            .fetch_optional(&mut **c)
            .await
    })?;
    if done.is_some() {
        return Ok(());
    }
    let (mut count, mut after) = (0, (i64::MIN, String::new()));
    loop {
        let rows: Vec<Stored> = within!(&mut tx, |c| {
            sqlx::query_as(
                "SELECT v.id, v.at_ms, v.account_id, v.action, v.subject, v.reason, v.detail, v.before_value,
                        v.after_value, v.address
                 FROM audit_event v
                 WHERE (v.at_ms > $1 OR (v.at_ms = $1 AND v.id > $2))
                   AND NOT EXISTS (SELECT 1 FROM audit_leaf f WHERE f.event_id = v.id)
                 ORDER BY v.at_ms, v.id LIMIT $3",
            )
            .bind(after.0)
            .bind(&after.1)
            .bind(ADOPT_AT_ONCE)
            .fetch_all(&mut **c)
            .await
        })?;
        let Some(last) = rows.last() else { break };
        after = (last.at_ms, last.id.clone());
        count += rows.len();
        let leaves: Vec<Leaf> = rows.into_iter().map(Leaf::from).collect();
        append(&mut tx, &leaves).await?;
    }
    within!(&mut tx, |c| {
        sqlx::query("INSERT INTO setting (name, value) VALUES ($1, $2)")
            .bind(ADOPTED)
            .bind(count.to_string())
            .execute(&mut **c)
            .await
            .map(drop)
    })?;
    tx.commit().await
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
