//! The audit log, recomputed: every event is a leaf of its tree, in its place and unchanged.

use domain::audit::{AuditKind, Leaf};
use store_read::evidence::{LeafRow, Snapshot};
use store_read::row_mac::RowText;
use store_read::tree::AUDIT;

use crate::error::{Mismatch, VerifyError};
use crate::facts::Facts;
use crate::keys::{Chain, HandOverCounts};
use crate::options::Options;
use crate::tree::{Kept, TreeReport, Walk};
use crate::witness::Watch;

const PAGE: i64 = 500;

/// Recomputes the tree of the audit log from its events.
pub async fn verify(
    books: &mut Snapshot,
    keys: Option<&Chain>,
    kept: &[&Kept],
    options: &Options<'_>,
    watch: Watch,
) -> Result<(TreeReport, HandOverCounts, Facts), VerifyError> {
    let mut hand_overs = HandOverCounts::default();
    let mut facts = Facts::new(options.keys);
    let mut walk = Walk::begin(books, &AUDIT, keys, kept, watch).await?;
    loop {
        let page = books.audit_leaves(walk.size(), PAGE).await?;
        if page.is_empty() {
            break;
        }
        for row in page {
            let (place, index) = (format!("audit line {}", row.leaf_index), row.leaf_index);
            let mac = row.mac.clone();
            let Some(leaf) = leaf_of(row) else {
                return Err(
                    Mismatch::new(place, "its event", "one in the log", "none: it was taken out").into()
                );
            };
            let text = leaf.canonical();
            walk.add(books, &place, index, &text).await?;
            options.mac(&place, &RowText::audit_line(index, &text), &mac)?;
            facts.take(&place, &leaf)?;
            hand_overs.begun += usize::from(leaf.action == AuditKind::SigningKeyBegin.code());
            hand_overs.ended += usize::from(leaf.action == AuditKind::SigningKeyEnd.code());
        }
    }
    if let Some(id) = books.audit_stray().await? {
        let place = format!("audit event {id}");
        return Err(Mismatch::new(place, "its leaf in the tree", "one", "none: it was slipped in").into());
    }
    Ok((walk.end(books, "the audit log", options).await?, hand_overs, facts))
}

/// The event as it was hashed; `None` if it is gone.
fn leaf_of(row: LeafRow) -> Option<Leaf> {
    Some(Leaf {
        id: row.event_id,
        at_ms: row.at_ms?,
        account: row.account_id,
        action: row.action?,
        subject: row.subject?,
        reason: row.reason?,
        detail: row.detail?,
        before: row.before_value?,
        after: row.after_value?,
        address: row.address?,
    })
}
