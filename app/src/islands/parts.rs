//! What both players show around their stage.

use leptos::prelude::*;

use super::live::{is, press, text};
use super::message::{MessageKey, PlayerWords};
use super::player_props::PlayerLesson;
use super::recording::recorder::Recorder;
use super::recording::state::{RecordingState, Remark, Status, Stop};
use crate::parts::{Drawing, Hours, HoursBar, HoursUnit};

/// The recorder, once the page is awake: it exists only in the browser.
pub type RecorderHandle = StoredValue<Option<Recorder>, LocalStorage>;
/// The sentences, shared by the parts.
pub type Messages = StoredValue<PlayerWords>;

/// Does something with the recorder, if the page is awake.
pub fn with<R>(handle: RecorderHandle, action: impl FnOnce(&Recorder) -> R) -> Option<R> {
    // Cloned out first: the action may come back to the handle.
    let recorder = handle.try_with_value(Clone::clone).flatten()?;
    Some(action(&recorder))
}

/// A sentence.
pub fn own(words: Messages, say: MessageKey) -> String {
    words.with_value(|words| words.own(say))
}

/// So many places are named; who misses more begins with these.
const HOLES_SAID: usize = 4;

/// The sentence for a stop, and what to do about it.
fn stop_says(stop: Stop) -> (MessageKey, MessageKey) {
    match stop {
        Stop::Superseded => (MessageKey::Superseded, MessageKey::SupersededHelp),
        Stop::Ended => (MessageKey::Ended, MessageKey::EndedHelp),
        Stop::SignedOut => (MessageKey::SignedOut, MessageKey::SignedOutHelp),
        Stop::CannotStart => (MessageKey::CannotStart, MessageKey::CannotStartHelp),
        Stop::OfflineTooLong => (MessageKey::OfflineTooLong, MessageKey::OfflineTooLongHelp),
        Stop::NoStorage => (MessageKey::NoStorage, MessageKey::NoStorageHelp),
        Stop::DayCap => (MessageKey::DayCap, MessageKey::DayCapHelp),
        Stop::OutsideWindow => (MessageKey::OutsideWindow, MessageKey::OutsideWindowHelp),
        Stop::Refused => (MessageKey::Refused, MessageKey::RefusedHelp),
        Stop::Media => (MessageKey::Media, MessageKey::MediaHelp),
    }
}

/// The line that always says whether study is recorded.
#[component]
pub fn RecordingLine(
    /// What to say.
    state: RecordingState,
    /// The sentences.
    words: Messages,
) -> impl IntoView {
    let recording = text(move || {
        let code = match state.status.get() {
            Status::On => "on",
            Status::Offline | Status::Stalled | Status::Check | Status::Opening => "waiting",
            Status::Stopped(_) => "stopped",
            Status::Ready | Status::Paused | Status::Finished => "paused",
        };
        code.to_owned()
    });
    let sentence = text(move || {
        let say = match state.status.get() {
            Status::Ready => MessageKey::Ready,
            Status::Opening => MessageKey::Opening,
            Status::On => MessageKey::On,
            Status::Paused => MessageKey::Paused,
            Status::Stalled => MessageKey::Stalled,
            Status::Offline => MessageKey::Offline,
            Status::Check => MessageKey::CheckWaits,
            Status::Finished => MessageKey::Finished,
            Status::Stopped(stop) => stop_says(stop).0,
        };
        own(words, say)
    });
    let remark = text(move || {
        let Some(remark) = state.remark.get() else { return String::new() };
        words.with_value(|words| match remark {
            Remark::NoJumpAhead => words.own(MessageKey::NoJumpAhead),
            Remark::OnlyRealTime => words.own(MessageKey::OnlyRealTime),
            Remark::CaughtUp => words.own(MessageKey::CaughtUp),
            Remark::StudyAgain(ms) => words.with_time(MessageKey::StudyAgain, ms),
            Remark::PressAgain => words.own(MessageKey::PressAgain),
            Remark::ReadOn => words.own(MessageKey::ReadOn),
            Remark::OnBreak if state.status.get() == Status::Paused => words.own(MessageKey::OnBreak),
            Remark::OnBreak => String::new(),
        })
    });
    // Ticks every second: beside the polite region, not in it.
    let so_far = text(move || {
        if !matches!(state.status.get(), Status::On | Status::Offline) {
            return String::new();
        }
        let seconds = (state.waiting_ms.get() + state.verified_ms.get()) / 1000;
        words.with_value(|words| words.with_time(MessageKey::SoFar, seconds * 1000))
    });
    view! {
        <div class="recording" data-state=recording>
            <span>
                <span role="status" prop:textContent=sentence></span>
                <span prop:textContent=so_far></span>
                <span class="recording-remark" role="status" prop:textContent=remark></span>
            </span>
        </div>
    }
}

/// The one big button: starts, pauses, goes on, or leads to the check that waits; and beside it, while
/// study runs, a break.
#[component]
pub fn MainButton(
    /// What it does depends on this.
    state: RecordingState,
    /// The sentences.
    words: Messages,
    /// What it says before anything was started.
    start: MessageKey,
    /// What it says while paused.
    go_on: MessageKey,
    /// Whether it is the main thing to press now.
    main: Signal<bool>,
    /// The press.
    toggle: Callback<()>,
) -> impl IntoView {
    let label = text(move || {
        let say = match state.status.get() {
            Status::Check => MessageKey::AnswerNow,
            _ if state.running.get() => MessageKey::Pause,
            Status::Ready | Status::Opening => start,
            Status::Stopped(_) => MessageKey::GoOn,
            _ => go_on,
        };
        own(words, say)
    });
    let shape = text(move || {
        let drawing = if state.running.get() { Drawing::Pause } else { Drawing::Play };
        drawing.paths().1.to_owned()
    });
    let class = text(move || main_class(main.get()));
    view! {
        <button type="button" class=class data-play="" on:click=press(move || toggle.run(()))>
            <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
                <path class="solid" d=shape></path>
            </svg>
            <span prop:textContent=label></span>
        </button>
        <button
            type="button"
            class="player-button"
            data-break=""
            hidden=is(move || !state.running.get())
            on:click=press(move || {
                toggle.run(());
                state.remark.set(Some(Remark::OnBreak));
            })
        >
            {own(words, MessageKey::Break)}
        </button>
    }
}

/// The class of a button under the stage.
pub fn main_class(main: bool) -> String {
    let class = if main { "player-button player-button-main" } else { "player-button" };
    class.to_owned()
}

/// What lies over the stage when nothing may run: why, and the way on.
#[component]
pub fn Notice(
    /// What to say.
    state: RecordingState,
    /// The sentences.
    words: Messages,
    /// The lesson.
    sign_in_url: String,
    /// Opens a session, or tries again.
    go: Callback<Stop>,
) -> impl IntoView {
    let stopped = move || match state.status.get() {
        Status::Stopped(stop) => Some(stop),
        _ => None,
    };
    let way_on = move || match stopped()? {
        Stop::DayCap | Stop::OutsideWindow | Stop::SignedOut => None,
        Stop::Superseded | Stop::Ended => Some(MessageKey::ContinueHere),
        _ => Some(MessageKey::TryAgain),
    };
    let says = move |say: Option<MessageKey>| say.map_or_else(String::new, |say| own(words, say));
    let title = text(move || says(stopped().map(|stop| stop_says(stop).0)));
    let help = text(move || {
        let detail = state.detail.get();
        if stopped() == Some(Stop::Refused) && !detail.is_empty() {
            return detail;
        }
        says(stopped().map(|stop| stop_says(stop).1))
    });
    let on = text(move || says(way_on()));
    let at_press = press(move || {
        if let Status::Stopped(stop) = state.status.get_untracked() {
            go.run(stop);
        }
    });
    view! {
        <div class="player-notice" role="alert" hidden=is(move || stopped().is_none())>
            <h2 prop:textContent=title></h2>
            <p prop:textContent=help></p>
            <button
                type="button"
                class="button button-primary"
                hidden=is(move || way_on().is_none())
                on:click=at_press
                prop:textContent=on
            ></button>
            <a
                class="button button-primary"
                href=sign_in_url
                hidden=is(move || stopped() != Some(Stop::SignedOut))
            >
                {own(words, MessageKey::SignIn)}
            </a>
        </div>
    }
}

/// The end of a lesson: what is missing, or what was reached and where to go next.
#[component]
pub fn Ending(
    /// What to say.
    state: RecordingState,
    /// The sentences.
    words: Messages,
    /// The lesson.
    lesson: StoredValue<PlayerLesson>,
    /// Goes to what is missing.
    fill: Callback<()>,
    /// Where something lies, as the learner finds it.
    place: Callback<[i64; 2], String>,
) -> impl IntoView {
    let missing = text(move || {
        let missing_ms = state.holes.with(|holes| holes.iter().map(|[from_ms, to_ms]| to_ms - from_ms).sum());
        words.with_value(|words| words.with_time(MessageKey::Hole, missing_ms))
    });
    let lies = text(move || {
        let mut places: Vec<String> =
            state.holes.with(|holes| holes.iter().take(HOLES_SAID).map(|hole| place.run(*hole)).collect());
        places.dedup();
        if state.holes.with(Vec::len) > HOLES_SAID {
            places.push("…".to_owned());
        }
        own(words, MessageKey::HoleWhere)
            .replace("{where}", &places.join(own(words, MessageKey::HoleAnd).as_str()))
    });
    let verified = text(move || {
        words.with_value(|words| words.with_time(MessageKey::DoneVerified, state.verified_ms.get()))
    });
    let waiting = text(move || match state.waiting_ms.get() {
        ..1000 => String::new(),
        waiting_ms => words.with_value(|words| words.with_time(MessageKey::DoneWaiting, waiting_ms)),
    });
    let (next, course) = lesson.with_value(|lesson| (lesson.next_url.clone(), lesson.course_url.clone()));
    let say = if next.is_some() { MessageKey::NextLesson } else { MessageKey::BackToCourse };
    view! {
        <section class="sheet finish" hidden=is(move || state.holes.with(Vec::is_empty))>
            <h2 prop:textContent=missing></h2>
            <p prop:textContent=lies></p>
            <p>{own(words, MessageKey::HoleHelp)}</p>
            <p class="actions">
                <button type="button" class="button button-primary" on:click=press(move || fill.run(()))>
                    {own(words, MessageKey::HoleGo)}
                </button>
            </p>
        </section>
        <section class="sheet finish" data-finished="" hidden=is(move || !state.finished.get())>
            <h2>{own(words, MessageKey::Done)}</h2>
            <p>
                <span prop:textContent=verified></span>
                <span prop:textContent=waiting></span>
            </p>
            <p class="actions">
                <a class="button button-primary button-large" href=next.unwrap_or(course)>
                    {own(words, say)}
                </a>
            </p>
        </section>
    }
}

/// The hours bar of this lesson, live.
#[component]
pub fn LessonHours(
    /// What to show.
    state: RecordingState,
    /// The sentences.
    words: Messages,
    /// The length of the lesson.
    duration_ms: i64,
) -> impl IntoView {
    // Whole seconds: what is drawn changes once a second, not with every event of the media.
    let hours = Signal::derive(move || {
        let [verified, waiting] = [state.verified_ms, state.waiting_ms].map(|ms| ms.get() / 1000 * 1000);
        Hours { required: duration_ms, verified, waiting: waiting.min(duration_ms - verified), refused: 0 }
    });
    let language = words.with_value(|words| words.language);
    view! {
        <section class="sheet">
            <div class="sheet-head">
                <h2>{own(words, MessageKey::Hours)}</h2>
            </div>
            <HoursBar words=language hours unit=HoursUnit::Time />
            <p class="small soft">{own(words, MessageKey::HoursNote)}</p>
        </section>
    }
}
