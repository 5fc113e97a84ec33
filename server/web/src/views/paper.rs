//! How a paper stands.

use app::words::Words;
use domain::paper::PaperStanding;
use leptos::prelude::*;

use crate::parts::{Chip, Status};

/// How a paper stands, as a chip.
pub fn paper_chip(w: Words, standing: &str) -> AnyView {
    match PaperStanding::from_code(standing) {
        Some(PaperStanding::Accepted) => {
            view! { <Chip status=Status::Verified>{w.t("已通过", "Accepted")}</Chip> }.into_any()
        }
        Some(PaperStanding::Refused) => {
            view! { <Chip status=Status::Refused>{w.t("没有通过", "Refused")}</Chip> }.into_any()
        }
        _ => view! { <Chip status=Status::Waiting>{w.t("等待审核", "Waiting")}</Chip> }.into_any(),
    }
}
