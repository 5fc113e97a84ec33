//! A published list and the objections to it, as everybody sees them.

use app::format;
use app::words::Words;
use domain::publication::ObjectionState;
use domain::time::Zone;
use domain::working_day::{Deadline, Standing};
use leptos::prelude::*;

use crate::parts::{Chip, Status};

/// People on a page of a list.
pub const LINES_A_PAGE: i64 = 50;

/// What a list is called: by the day on which it was published.
pub fn published_on(w: Words, zone: Zone, at_ms: i64) -> String {
    let day = format::date(w, &zone.day(at_ms));
    match w {
        Words::Zh => format!("{day}公示的名单"),
        Words::En => format!("List of {day}"),
    }
}

/// Until when a list is shown, or that it is over.
pub fn until(w: Words, last: &Deadline) -> AnyView {
    let day = format::short_day(w, &last.day);
    match (w, last.standing) {
        (_, Standing::Overdue { .. }) => {
            view! { <Chip status=Status::Neutral>{w.t("公示已结束", "Over")}</Chip> }.into_any()
        }
        (Words::Zh, _) => view! { <span class="nowrap">{format!("到{day}")}</span> }.into_any(),
        (Words::En, _) => view! { <span class="nowrap">{format!("until {day}")}</span> }.into_any(),
    }
}

/// How an objection stands, as a chip.
pub fn objection_chip(w: Words, state: ObjectionState) -> impl IntoView {
    let status = match state {
        ObjectionState::Open => Status::Waiting,
        ObjectionState::Upheld => Status::Refused,
        ObjectionState::Dismissed => Status::Neutral,
    };
    view! { <Chip status=status>{w.objection_state(state)}</Chip> }
}
