//! Facts that hours are worth something by: a row, and beside it a leaf of the audit log that says the same.
//!
//! Whoever writes such a row says so ([`Tx::changed`]). When the transaction ends, each row is read back, marked where it opens
//! something, and its leaf added: no row is without its leaf, and the head of the log is held no longer than that takes.

use domain::audit::{AuditAction, AuditKind, AuditSubject};
use domain::policy::Policy;
pub use store_read::facts::FactKind;
use store_read::facts::{Reader, Which, of_policy};
use vault::Keys;

use crate::audit;
use crate::db::{Db, Tx, TxConnection};
use crate::error::{Result, StoreError};
use crate::execute;

/// A row that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Changed {
    kind: FactKind,
    id: String,
    at_ms: i64,
    /// Whether it is an account whose own row or roles were written: only these get fresh marks.
    marks: bool,
}

/// A policy of a version that was served before with other content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherPolicy {
    pub version: String,
    /// Digests of what it said when it was served first, and of what it says now.
    pub was_sha256: String,
    pub is_sha256: String,
}

impl Tx {
    /// A row that states a fact was written, changed or deleted: its leaf is written with it.
    pub(crate) fn changed(&mut self, kind: FactKind, id: &str, now_ms: i64) {
        self.note(Changed { kind, id: id.to_owned(), at_ms: now_ms, marks: false });
    }

    /// The row of an account, or a role of it, is about to be changed. Refused of one that was changed beside the program:
    /// a fresh mark would make it look like the program's own.
    pub(crate) async fn changes_account(&mut self, account: &str, now_ms: i64) -> Result<()> {
        let lock = self
            .text("SELECT id FROM account WHERE id = $1", "SELECT id FROM account WHERE id = $1 FOR UPDATE");
        execute!(&mut *self, lock, account)?;
        let keys = self.keys()?;
        let found = self.reader().facts(FactKind::Account, Which::One(account), Some(&keys)).await?;
        found.into_iter().try_for_each(|fact| fits(fact.unmarked))?;
        self.marks_account(account, now_ms);
        Ok(())
    }

    /// The row of an account and its roles are all written in this transaction.
    pub(crate) fn marks_account(&mut self, account: &str, now_ms: i64) {
        self.note(Changed { kind: FactKind::Account, id: account.to_owned(), at_ms: now_ms, marks: true });
    }

    fn note(&mut self, changed: Changed) {
        if self.changed.last() != Some(&changed) {
            self.changed.push(changed);
        }
    }

    pub(crate) fn reader(&mut self) -> Reader<'_> {
        match self.connection() {
            TxConnection::Sqlite(connection) => Reader::Sqlite(connection),
            TxConnection::Postgres(connection) => Reader::Postgres(connection),
        }
    }

    /// What the last leaf of a kind says of a subject.
    pub(crate) async fn last_fact(
        &mut self,
        kind: AuditKind,
        subject: &AuditSubject,
    ) -> Result<Option<String>> {
        Ok(self.reader().last_leaf(kind, subject).await?)
    }

    /// Marks an account and its roles as written by the program.
    async fn mark_account(&mut self, account: &str, keys: &Keys) -> Result<()> {
        let Some((mark, roles)) = self.reader().marks(account, keys).await? else { return Ok(()) };
        execute!(&mut *self, "UPDATE account SET mark = $1 WHERE id = $2", &mark[..], account)?;
        for (role, mark) in roles {
            let sql = "UPDATE role_grant SET mark = $1 WHERE account_id = $2 AND role = $3";
            execute!(&mut *self, sql, &mark[..], account, role)?;
        }
        Ok(())
    }
}

/// Refuses what bears no mark that fits.
fn fits(unmarked: Option<String>) -> Result<()> {
    match unmarked {
        None => Ok(()),
        Some(what) => Err(StoreError::Damaged(format!("{what} was written beside the program"))),
    }
}

/// Adds the leaves of all facts that changed in a transaction, which ends now.
pub(crate) async fn write_changed(tx: &mut Tx) -> Result<()> {
    let changed = std::mem::take(&mut tx.changed);
    if changed.is_empty() {
        return Ok(());
    }
    let keys = tx.keys()?;
    for Changed { id, .. } in changed.iter().filter(|changed| changed.marks) {
        tx.mark_account(id, &keys).await?;
    }
    let mut facts = Vec::with_capacity(changed.len());
    for Changed { kind, id, at_ms, .. } in changed {
        let found = match tx.reader().facts(kind, Which::One(&id), Some(&keys)).await?.pop() {
            Some(fact) => {
                fits(fact.unmarked)?;
                Some(fact.action)
            }
            None => None,
        };
        let action = found.or_else(|| kind.end(&id));
        let gone = || StoreError::Damaged(format!("the row of {kind:?} {id} is gone"));
        facts.push((action.ok_or_else(gone)?, at_ms));
    }
    audit::write_facts(tx, &facts).await
}

impl Db {
    /// Puts down what each policy says when it is served first; names one of a version that said something else then.
    pub async fn state_policies(&self, policies: &[Policy], now_ms: i64) -> Result<Option<OtherPolicy>> {
        let mut tx = self.begin().await?;
        let mut facts = Vec::new();
        for policy in policies {
            let action = of_policy(policy);
            let (subject, is) = (action.subject(), action.detail());
            match tx.last_fact(AuditKind::FactPolicy, &subject).await? {
                Some(was) if was == is => {}
                Some(was) => {
                    let sha256 = |detail: &str| match AuditAction::read(
                        AuditKind::FactPolicy.code(),
                        &subject.to_string(),
                        detail,
                    ) {
                        Some(AuditAction::FactPolicy { sha256, .. }) => sha256,
                        _ => String::new(),
                    };
                    let (was_sha256, is_sha256) = (sha256(&was), sha256(&is));
                    return Ok(Some(OtherPolicy { version: policy.version.clone(), was_sha256, is_sha256 }));
                }
                None => facts.push((action, now_ms)),
            }
        }
        if !facts.is_empty() {
            audit::write_facts(&mut tx, &facts).await?;
        }
        tx.commit().await?;
        Ok(None)
    }
}
