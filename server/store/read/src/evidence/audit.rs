//! The audit log: the leaves of its tree, each with the event it stands for.

use super::Snapshot;
use crate::error::Result;

/// A leaf of the audit log with its event, none of whose columns is there if the event is gone.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct LeafRow {
    pub leaf_index: i64,
    pub event_id: String,
    pub mac: Vec<u8>,
    pub at_ms: Option<i64>,
    pub account_id: Option<String>,
    pub action: Option<String>,
    pub subject: Option<String>,
    pub reason: Option<String>,
    pub detail: Option<String>,
    pub before_value: Option<String>,
    pub after_value: Option<String>,
    pub address: Option<String>,
}

impl Snapshot {
    /// Leaves of the audit log from one on, in order, each with the event it stands for.
    pub async fn audit_leaves(&mut self, from: i64, limit: i64) -> Result<Vec<LeafRow>> {
        Ok(read!(self, |c| {
            sqlx::query_as(
                "SELECT f.leaf_index, f.event_id, f.mac, v.at_ms, v.account_id, v.action, v.subject, v.reason, v.detail,
                        v.before_value, v.after_value, v.address
                 FROM audit_leaf f LEFT JOIN audit_event v ON v.id = f.event_id
                 WHERE f.leaf_index >= $1 ORDER BY f.leaf_index LIMIT $2",
            )
            .bind(from)
            .bind(limit)
            .fetch_all(&mut **c)
            .await
        })?)
    }

    /// The first event of the audit log that is no leaf of its tree.
    pub async fn audit_stray(&mut self) -> Result<Option<String>> {
        Ok(read!(self, |c| {
            sqlx::query_scalar(
                "SELECT v.id FROM audit_event v
                 WHERE NOT EXISTS (SELECT 1 FROM audit_leaf f WHERE f.event_id = v.id) ORDER BY v.id LIMIT 1",
            )
            .fetch_optional(&mut **c)
            .await
        })?)
    }
}
