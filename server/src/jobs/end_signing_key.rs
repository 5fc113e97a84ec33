//! Ending a signing key when its overlap with the next is over.

use store::Result;
use store::audit::AuditEvent;

use super::Desk;

/// Ends the old signing key if its time is over. Of several servers one does it.
pub async fn once(desk: &Desk) -> Result<bool> {
    if desk.keys.signing().outgoing.is_none() {
        return Ok(false);
    }
    let now_ms = desk.clock.now_ms();
    match desk.db.overlap_until(&desk.signer).await? {
        Some(until_ms) if until_ms <= now_ms => {}
        _ => return Ok(false),
    }
    let event = AuditEvent {
        id: desk.new_id(),
        at_ms: now_ms,
        account: None,
        action: "signing_key.end",
        subject: format!("ledger:{}", desk.signer.origin()),
        reason: String::new(),
        detail: String::new(),
        address: String::new(),
    };
    desk.db.end_overlap(&desk.signer, &event).await
}
