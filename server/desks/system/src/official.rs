//! Officials: who holds which post, who is invited, and one of them with what can be done.

mod detail;
mod invitation;
mod invite;
mod list;
mod submit;

use axum::Router;
use store::audit::AuditEvent;
use web::{Address, Site, Viewer};

/// Every page and button of this noun.
pub fn routes() -> Router<Site> {
    Router::new()
        .merge(list::routes())
        .merge(invite::routes())
        .merge(invitation::routes())
        .merge(detail::routes())
        .merge(submit::routes())
}

/// A line of the audit log about an official or an invitation.
fn event(
    site: &Site,
    viewer: &Viewer,
    from: &Address,
    action: &'static str,
    subject: String,
    reason: &str,
) -> AuditEvent {
    AuditEvent {
        id: site.new_id(),
        at_ms: site.now(),
        account: Some(viewer.account.clone()),
        action,
        subject,
        reason: reason.to_owned(),
        detail: "{}".to_owned(),
        address: from.0.clone(),
    }
}
