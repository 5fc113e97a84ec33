//! Lines of the audit log for what comes in a request.

use domain::audit::AuditAction;
use domain::id::AccountId;
use store::audit::AuditEvent;

use crate::{Address, Site, Viewer};

impl Site {
    /// A line for what somebody signed in does, and why in their words; an empty reason where none is asked.
    pub fn event(
        &self,
        viewer: &Viewer,
        from: &Address,
        action: AuditAction,
        reason: impl Into<String>,
    ) -> AuditEvent {
        AuditEvent { reason: reason.into(), ..self.event_of(&viewer.account, from, action) }
    }

    /// A line for what is done with an account nobody is signed in to yet.
    pub fn event_of(&self, account: &AccountId, from: &Address, action: AuditAction) -> AuditEvent {
        AuditEvent {
            id: self.new_id(),
            at_ms: self.now(),
            account: Some(account.clone()),
            action,
            reason: String::new(),
            address: from.0.clone(),
        }
    }

    /// A line for what the site does by itself.
    pub fn event_by_system(&self, action: AuditAction) -> AuditEvent {
        AuditEvent::by_system(self.new_id(), self.now(), action)
    }
}
