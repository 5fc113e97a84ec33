//! Ending a signing key when its overlap with the next is over.

use domain::audit::AuditAction;
use store::Result;

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
    let event = desk.event(AuditAction::SigningKeyEnd { ledger: desk.signer.origin().to_owned() });
    desk.db.end_overlap(&desk.signer, &event).await
}
