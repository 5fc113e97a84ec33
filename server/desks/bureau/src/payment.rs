//! Payments: who can be paid, batches for the bank, and what the bank answered.

mod answer;
mod detail;
mod file;
mod list;
mod make;
mod waiting;

use axum::Router;
use domain::access::Role;
use domain::payment::PaymentState;
use leptos::prelude::*;
use store::appeal::Actor;
use web::error::AppError;
use web::parts::{Chip, Status};
use web::{Site, Viewer};

use app::words::Words;

/// Every page and button of this noun.
pub fn routes() -> Router<Site> {
    Router::new()
        .merge(list::routes())
        .merge(waiting::routes())
        .merge(make::routes())
        .merge(detail::routes())
        .merge(file::routes())
        .merge(answer::routes())
}

/// Whoever pays, in the role that has the right to it.
fn actor(viewer: &Viewer) -> Result<Actor, AppError> {
    viewer.actor(&[Role::FinanceOfficer])
}

/// How a line stands.
fn state_chip(w: Words, state: PaymentState) -> impl IntoView + use<> {
    let (status, says) = match state {
        PaymentState::Sent => (Status::Waiting, w.t("等银行答复", "With the bank")),
        PaymentState::Paid => (Status::Verified, w.t("已发放", "Paid")),
        PaymentState::Failed => (Status::Refused, w.t("没有发成", "Not paid")),
    };
    view! { <Chip status=status>{says}</Chip> }
}

/// How a batch is called.
fn batch(w: Words, number: i64) -> String {
    match w {
        Words::Zh => format!("第 {number} 批"),
        Words::En => format!("Batch {number}"),
    }
}

/// So many people.
fn people(w: Words, count: usize) -> String {
    match w {
        Words::Zh => format!("{count} 人"),
        Words::En => format!("{count}"),
    }
}
