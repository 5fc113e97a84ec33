//! What a certificate is called, and what it is worth, as a chip.

use app::words::Words;
use domain::certificate::{CertificateKind, CertificateStanding};
use leptos::prelude::*;

use crate::parts::{Chip, Status};

/// Valid, replaced or revoked.
pub fn standing_chip(w: Words, standing: CertificateStanding) -> impl IntoView {
    let (status, word) = match standing {
        CertificateStanding::Valid => (Status::Verified, w.t("有效", "Valid")),
        CertificateStanding::Replaced => (Status::Waiting, w.t("有更新的", "Replaced")),
        CertificateStanding::Revoked => (Status::Refused, w.t("已作废", "Revoked")),
    };
    view! { <Chip status=status>{word}</Chip> }
}

/// What a kind is called within a sentence.
pub fn kind_name(w: Words, kind: CertificateKind) -> &'static str {
    match kind {
        CertificateKind::LearningRecord => w.t("学习记录", "learning record"),
        CertificateKind::Completion => w.t("结业证明", "certificate of completion"),
    }
}

/// The same as a heading.
pub fn kind_title(w: Words, kind: CertificateKind) -> &'static str {
    match kind {
        CertificateKind::LearningRecord => w.t("学习记录", "Learning record"),
        CertificateKind::Completion => w.t("结业证明", "Certificate of completion"),
    }
}
