//! The audit log: who did what, when, from where and why. Only ever added to: every event is a leaf
//! of the tree [`AUDIT`], in the transaction of the action itself.

mod names;
mod search;

pub use names::AuditNames;
pub use search::{AuditLine, AuditPlace, AuditSearch, Bound, COUNT_MAX, Statement};

use domain::audit::{AuditAction, AuditState, Leaf};
use domain::id::AccountId;
use store_read::row_mac::RowText;

use crate::db::{Db, Tx};
use crate::error::Result;
use crate::tree::{self, AUDIT};
use crate::{execute, tx};

/// One line of the log, to be written. No personal number belongs in it.
#[derive(Clone, Debug)]
pub struct AuditEvent {
    pub id: String,
    pub at_ms: i64,
    /// Who; absent for what the system does by itself.
    pub account: Option<AccountId>,
    /// What, to what, and what else is to be known.
    pub action: AuditAction,
    /// Why, in the words of whoever did it.
    pub reason: String,
    /// The network address it came from.
    pub address: String,
}

impl AuditEvent {
    /// What the system does by itself, or at the word of whoever may run programs beside the database: who that was stands
    /// in the machine's own log.
    pub fn by_system(id: String, at_ms: i64, action: AuditAction) -> Self {
        Self { id, at_ms, account: None, action, reason: String::new(), address: String::new() }
    }
}

/// What an action changed: the value before and the value since. No personal number belongs in it.
#[derive(Clone, Debug, Default)]
pub struct Change {
    pub before: AuditState,
    pub after: AuditState,
}

/// Adds a line inside a transaction, so that no action is without its line and no line without its action.
/// Call it last: it holds the head of the log until the transaction ends.
pub async fn write(tx: &mut Tx, event: &AuditEvent) -> Result<()> {
    write_change(tx, event, Change::default()).await
}

/// The same for an action that changed a value.
pub async fn write_change(tx: &mut Tx, event: &AuditEvent, change: Change) -> Result<()> {
    let leaf = Leaf {
        id: event.id.clone(),
        at_ms: event.at_ms,
        account: event.account.as_ref().map(|account| account.0.clone()),
        action: event.action.code().to_owned(),
        subject: event.action.subject().to_string(),
        reason: event.reason.clone(),
        detail: event.action.detail(),
        before: change.before.to_string(),
        after: change.after.to_string(),
        address: event.address.clone(),
    };
    insert_event(tx, &leaf).await?;
    append(tx, &[leaf]).await
}

/// Adds lines that the program writes by itself beside the rows that say the same. They have no words of anybody's, and their
/// place in the log is their name.
pub(crate) async fn write_facts(tx: &mut Tx, facts: &[(AuditAction, i64)]) -> Result<()> {
    let lock = tx.text(
        "SELECT size FROM audit_head WHERE id = 1",
        "SELECT size FROM audit_head WHERE id = 1 FOR UPDATE",
    );
    let size: i64 = tx!(&mut *tx, |c| sqlx::query_scalar(lock).fetch_one(&mut **c).await)?;
    let leaves: Vec<Leaf> = (size..)
        .zip(facts)
        .map(|(index, (action, at_ms))| Leaf {
            id: format!("fact-{index}"),
            at_ms: *at_ms,
            account: None,
            action: action.code().to_owned(),
            subject: action.subject().to_string(),
            reason: String::new(),
            detail: action.detail(),
            before: String::new(),
            after: String::new(),
            address: String::new(),
        })
        .collect();
    for leaf in &leaves {
        insert_event(tx, leaf).await?;
    }
    append(tx, &leaves).await
}

async fn insert_event(tx: &mut Tx, leaf: &Leaf) -> Result<()> {
    execute!(
        tx,
        "INSERT INTO audit_event (id, at_ms, account_id, action, subject, reason, detail, before_value,
                                      after_value, address)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &leaf.id,
        leaf.at_ms,
        leaf.account.as_deref(),
        &leaf.action,
        &leaf.subject,
        &leaf.reason,
        &leaf.detail,
        &leaf.before,
        &leaf.after,
        &leaf.address
    )?;
    Ok(())
}

/// Makes events leaves of the tree.
async fn append(tx: &mut Tx, leaves: &[Leaf]) -> Result<()> {
    let texts: Vec<String> = leaves.iter().map(Leaf::canonical).collect();
    let first = tree::append(tx, &AUDIT, &texts).await?;
    for ((index, leaf), text) in (first..).zip(leaves).zip(&texts) {
        let mac = tx.row_keys().mac(&RowText::audit_line(index, text))?;
        let sql = "INSERT INTO audit_leaf (leaf_index, event_id, mac) VALUES ($1, $2, $3)";
        execute!(&mut *tx, sql, index, &leaf.id, &mac[..])?;
    }
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
    translog::leaf_hash(leaf.canonical().as_bytes()).to_string()
}
