//! How things stand: chip, flash message, empty state, progress, timeline.

use app::parts::{Drawing, Icon};
use leptos::prelude::*;

/// The meaning of a chip; its mark speaks the hours bar's language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Status {
    /// No judgement.
    #[default]
    Neutral,
    /// Proven, done, on time: solid.
    Verified,
    /// Open, under way: hatched.
    Waiting,
    /// Refused, late, wrong: outlined.
    Refused,
    /// Happening at this moment.
    Live,
}

/// A short word on how something stands. The words carry the meaning, colour and mark repeat it.
#[component]
pub fn Chip(#[prop(optional)] status: Status, children: Children) -> impl IntoView {
    let class = match status {
        Status::Neutral => "chip",
        Status::Verified => "chip chip-verified",
        Status::Waiting => "chip chip-waiting",
        Status::Refused => "chip chip-refused",
        Status::Live => "chip chip-live",
    };
    view! { <span class=class>{children()}</span> }
}

/// How serious a message is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// It worked.
    #[default]
    Done,
    /// It worked, but look here.
    Warning,
    /// It did not work.
    Danger,
}

/// What just happened, said once at the top of the page.
#[component]
pub fn Flash(#[prop(optional)] tone: Tone, children: Children) -> impl IntoView {
    let (class, role, icon) = match tone {
        Tone::Done => ("flash", "status", Drawing::Done),
        Tone::Warning => ("flash flash-warning", "status", Drawing::Alert),
        Tone::Danger => ("flash flash-danger", "alert", Drawing::Alert),
    };
    view! {
        <div class=class role=role>
            <Icon of=icon />
            <div>{children()}</div>
        </div>
    }
}

/// What an empty state draws.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EmptyMark {
    /// Nothing recorded yet: 日, the sun of 时, still hollow.
    #[default]
    Hours,
    /// Nothing found.
    Search,
    /// No such page, or not for this reader.
    Page,
}

/// Nothing here yet: says why in a sentence and offers the next step as children.
#[component]
pub fn Empty(
    #[prop(into)] title: String,
    #[prop(optional)] mark: EmptyMark,
    /// `<h1>` where the empty state is the whole page.
    #[prop(optional)]
    whole_page: bool,
    children: Children,
) -> impl IntoView {
    let lines = match mark {
        EmptyMark::Hours => {
            "M20 8h32a2 2 0 0 1 2 2v52a2 2 0 0 1-2 2H20a2 2 0 0 1-2-2V10a2 2 0 0 1 2-2zM18 36h36"
        }
        EmptyMark::Search => "M31 12a19 19 0 1 0 0 38 19 19 0 0 0 0-38zM45 45l16 16M23 31h16",
        EmptyMark::Page => {
            "M16 10h40a2 2 0 0 1 2 2v48a2 2 0 0 1-2 2H16a2 2 0 0 1-2-2V12a2 2 0 0 1 2-2zM14 36h44M29 43l14 12M43 43 29 55M24 20h24M24 28h14"
        }
    };
    let title = if whole_page {
        view! { <h1>{title}</h1> }.into_any()
    } else {
        view! { <h2>{title}</h2> }.into_any()
    };
    view! {
        <div class="empty">
            <svg class="empty-mark" viewBox="0 0 72 72" aria-hidden="true">
                <path d=lines></path>
            </svg>
            {title}
            {children()}
        </div>
    }
}

/// How far something is, with its words above.
#[component]
pub fn Progress(
    #[prop(into)] label: String,
    /// At the right, such as `3 / 4`.
    #[prop(optional, into)]
    figure: String,
    value: i64,
    max: i64,
) -> impl IntoView {
    view! {
        <label class="progress">
            <span class="progress-text">
                <span>{label}</span>
                <span>{figure}</span>
            </span>
            <progress value=value.clamp(0, max.max(0)) max=max.max(1)></progress>
        </label>
    }
}

/// Where a step of a course of events stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    Done,
    /// Under way: the reader's matter lies here.
    Now,
    /// Sent back, with a reason in the note.
    Returned,
    Ahead,
}

/// One step of a timeline.
#[derive(Clone, Debug)]
pub struct Step {
    pub state: StepState,
    pub title: String,
    /// Who holds it, since when, why returned; empty for none.
    pub note: String,
}

/// A course of events, first to last.
#[component]
pub fn Timeline(steps: Vec<Step>) -> impl IntoView {
    let steps = steps.into_iter().map(|step| {
        let (class, current) = match step.state {
            StepState::Done => ("is-done", None),
            StepState::Now => ("is-now", Some("step")),
            StepState::Returned => ("is-returned", Some("step")),
            StepState::Ahead => ("is-ahead", None),
        };
        let note = (!step.note.is_empty()).then(|| view! { <p class="timeline-note">{step.note}</p> });
        view! {
            <li class=class aria-current=current>
                <p class="timeline-title">{step.title}</p>
                {note}
            </li>
        }
    });
    view! { <ol class="timeline">{steps.collect_view()}</ol> }
}
