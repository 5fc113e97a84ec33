//! What a record is worth, as a chip.

use app::words::Words;
use domain::certificate::CertificateStanding;
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
