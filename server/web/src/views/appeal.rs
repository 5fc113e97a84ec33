//! What learners and reviewers share about appeals.

use app::words::Words;
use domain::appeal::{REASON_CHARS, Stage};
use domain::id::AppealId;
use leptos::prelude::*;
use store::appeal::Appeal;
use store::audit::AuditEvent;

use crate::address::Address;
use crate::parts::{Chip, Status};
use crate::{Site, Viewer};

/// The lesson in the reader’s language.
pub fn lesson_of(w: Words, appeal: &Appeal) -> String {
    w.either(&appeal.lesson_title, &appeal.lesson_title_en)
}

/// Where an appeal stands, as a chip.
pub fn chip(w: Words, stage: Stage) -> impl IntoView + use<> {
    let status = match stage {
        Stage::First | Stage::Second => Status::Waiting,
        Stage::Granted => Status::Verified,
        Stage::Refused => Status::Refused,
    };
    view! { <Chip status=status>{w.stage(stage)}</Chip> }
}

/// What is wrong with a reason, if anything.
pub fn wrong_reason(w: Words, reason: &str) -> Option<String> {
    let length = reason.trim().chars().count();
    if length < *REASON_CHARS.start() {
        Some(w.t("请写明理由，至少四个字。", "Please give a reason, in four characters or more.").to_owned())
    } else if length > *REASON_CHARS.end() {
        Some(w.t("理由太长，请控制在 500 字以内。", "Please keep it below 500 characters.").to_owned())
    } else {
        None
    }
}

/// A line of the audit log about an appeal.
pub fn event(
    site: &Site,
    viewer: &Viewer,
    from: Address,
    action: &'static str,
    appeal: &AppealId,
    reason: &str,
) -> AuditEvent {
    AuditEvent {
        id: site.new_id(),
        at_ms: site.now(),
        account: Some(viewer.account.clone()),
        action,
        subject: format!("appeal:{appeal}"),
        reason: reason.to_owned(),
        detail: "{}".to_owned(),
        address: from.0,
    }
}
