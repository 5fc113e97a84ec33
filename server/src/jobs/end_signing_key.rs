//! Ending a signing key when its overlap with the next is over.

use domain::audit::AuditAction;
use store::Result;
use web::Site;

/// Ends the old signing key if its time is over. Of several servers one does it.
pub async fn once(site: &Site) -> Result<bool> {
    if site.keys.signing().outgoing.is_none() {
        return Ok(false);
    }
    let now_ms = site.now();
    match site.db.overlap_until(&site.signer).await? {
        Some(until_ms) if until_ms <= now_ms => {}
        _ => return Ok(false),
    }
    let event = site.event_by_system(AuditAction::SigningKeyEnd { ledger: site.signer.origin().to_owned() });
    site.db.end_overlap(&site.signer, &event).await
}
