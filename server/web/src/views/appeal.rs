//! What learners and reviewers share about appeals.

use app::words::Words;
use domain::appeal::{REASON_CHARS, Stage};
use leptos::prelude::*;
use store::appeal::Appeal;

use crate::form;
use crate::parts::{Chip, Status};

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

/// The reason of an appeal, or of a step of one.
pub fn reason(w: Words, typed: &str) -> Result<String, String> {
    let short = w.t("请写明理由，至少四个字。", "Please give a reason, in four characters or more.");
    form::reason(w, typed, REASON_CHARS, short)
}
