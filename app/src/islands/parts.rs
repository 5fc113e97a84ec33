//! What both players show around their stage.

use leptos::prelude::*;

use super::player_props::PlayerLesson;
use super::recording::board::{Board, Remark, Status, Stop};
use super::recording::recorder::Recorder;
use super::say::{PlayerWords, Say};
use crate::parts::{Drawing, Hours, HoursBar, HoursUnit, Icon};

/// The recorder, once the page is awake: it exists only in the browser.
pub type Desk = StoredValue<Option<Recorder>, LocalStorage>;
/// The sentences, shared by the parts.
pub type Said = StoredValue<PlayerWords>;

/// Does something with the recorder, if the page is awake.
pub fn with<R>(desk: Desk, deed: impl FnOnce(&Recorder) -> R) -> Option<R> {
    // Cloned out first: the deed may come back to the desk.
    let recorder = desk.try_with_value(Clone::clone).flatten()?;
    Some(deed(&recorder))
}

/// The sentence for a stop, and what to do about it.
fn stop_says(stop: Stop) -> (Say, Say) {
    match stop {
        Stop::Superseded => (Say::Superseded, Say::SupersededHelp),
        Stop::Ended => (Say::Ended, Say::EndedHelp),
        Stop::SignedOut => (Say::SignedOut, Say::SignedOutHelp),
        Stop::CannotStart => (Say::CannotStart, Say::CannotStartHelp),
        Stop::OfflineTooLong => (Say::OfflineTooLong, Say::OfflineTooLongHelp),
        Stop::NoStorage => (Say::NoStorage, Say::NoStorageHelp),
        Stop::DayCap => (Say::DayCap, Say::DayCapHelp),
        Stop::OutsideWindow => (Say::OutsideWindow, Say::OutsideWindowHelp),
        Stop::Refused => (Say::Refused, Say::RefusedHelp),
        Stop::Media => (Say::Media, Say::MediaHelp),
    }
}

/// The line that always says whether study is recorded.
#[component]
pub fn RecordingLine(
    /// What to say.
    board: Board,
    /// The sentences.
    words: Said,
) -> impl IntoView {
    let state = move || match board.status.get() {
        Status::On => "on",
        Status::Offline | Status::Stalled | Status::Check | Status::Opening => "waiting",
        Status::Stopped(_) => "stopped",
        Status::Ready | Status::Paused | Status::Finished => "paused",
    };
    let sentence = move || {
        let say = match board.status.get() {
            Status::Ready => Say::Ready,
            Status::Opening => Say::Opening,
            Status::On => Say::On,
            Status::Paused => Say::Paused,
            Status::Stalled => Say::Stalled,
            Status::Offline => Say::Offline,
            Status::Check => Say::CheckWaits,
            Status::Finished => Say::Finished,
            Status::Stopped(stop) => stop_says(stop).0,
        };
        words.with_value(|words| words.own(say))
    };
    let remark = move || {
        let remark = board.remark.get()?;
        Some(words.with_value(|words| match remark {
            Remark::NoJumpAhead => words.own(Say::NoJumpAhead),
            Remark::OnlyRealTime => words.own(Say::OnlyRealTime),
            Remark::CaughtUp => words.own(Say::CaughtUp),
            Remark::StudyAgain(ms) => words.with_time(Say::StudyAgain, ms),
            Remark::PressAgain => words.own(Say::PressAgain),
            Remark::ReadOn => words.own(Say::ReadOn),
        }))
    };
    // Ticks every second: beside the polite region, not in it.
    let so_far = move || {
        let counts = matches!(board.status.get(), Status::On | Status::Offline);
        let seconds = (board.waiting_ms.get() + board.verified_ms.get()) / 1000;
        counts.then(|| words.with_value(|words| words.with_time(Say::SoFar, seconds * 1000)))
    };
    view! {
        <div class="recording" data-state=state>
            <span>
                <span role="status">{sentence}</span>
                {so_far}
                <span class="recording-remark" role="status">{remark}</span>
            </span>
        </div>
    }
    .into_any()
}

/// The one big button: starts, pauses, goes on, or leads to the check that waits.
#[component]
pub fn MainButton(
    /// What it does depends on this.
    board: Board,
    /// The sentences.
    words: Said,
    /// What it says before anything was started.
    start: Say,
    /// What it says while paused.
    go_on: Say,
    /// Whether it is the main thing to press now.
    #[prop(into)]
    main: Signal<bool>,
    /// The press.
    #[prop(into)]
    press: Callback<()>,
) -> impl IntoView {
    let running = move || board.running.get();
    let label = move || {
        let say = match board.status.get() {
            Status::Check => Say::AnswerNow,
            _ if running() => Say::Pause,
            Status::Ready | Status::Opening => start,
            Status::Stopped(_) => Say::GoOn,
            _ => go_on,
        };
        words.with_value(|words| words.own(say))
    };
    let icon = move || {
        if running() {
            view! { <Icon of=Drawing::Pause /> }
        } else {
            view! { <Icon of=Drawing::Play /> }
        }
    };
    let class = move || if main.get() { "player-button player-button-main" } else { "player-button" };
    view! {
        <button type="button" class=class data-play="" on:click=move |_| press.run(())>
            {icon}
            {label}
        </button>
    }
    .into_any()
}

/// What lies over the stage when nothing may run: why, and the way on.
#[component]
pub fn Notice(
    /// What to say.
    board: Board,
    /// The sentences.
    words: Said,
    /// The lesson.
    #[prop(into)]
    sign_in_url: String,
    /// Opens a session, or tries again.
    #[prop(into)]
    go: Callback<Stop>,
) -> impl IntoView {
    let stopped = move || match board.status.get() {
        Status::Stopped(stop) => Some(stop),
        _ => None,
    };
    let notice = move || {
        let stop = stopped()?;
        let (title, help) = stop_says(stop);
        let detail = board.detail.get();
        let sign_in_url = sign_in_url.clone();
        Some(words.with_value(|words| {
            let help = if stop == Stop::Refused && !detail.is_empty() { detail } else { words.own(help) };
            let button = match stop {
                Stop::DayCap | Stop::OutsideWindow | Stop::SignedOut => None,
                Stop::Superseded | Stop::Ended => Some(Say::ContinueHere),
                _ => Some(Say::TryAgain),
            };
            view! {
                <div class="player-notice" role="alert">
                    <h2>{words.own(title)}</h2>
                    <p>{help}</p>
                    {button
                        .map(|say| {
                            view! {
                                <button type="button" class="button button-primary" on:click=move |_| go.run(stop)>
                                    {words.own(say)}
                                </button>
                            }
                        })}
                    {(stop == Stop::SignedOut)
                        .then(|| {
                            view! {
                                <a class="button button-primary" href=sign_in_url>
                                    {words.own(Say::SignIn)}
                                </a>
                            }
                        })}
                </div>
            }
        }))
    };
    view! { {notice} }.into_any()
}

/// The end of a lesson: what is missing, or what was reached and where to go next.
#[component]
pub fn Ending(
    /// What to say.
    board: Board,
    /// The sentences.
    words: Said,
    /// The lesson.
    lesson: StoredValue<PlayerLesson>,
    /// Goes to what is missing.
    #[prop(into)]
    fill: Callback<()>,
) -> impl IntoView {
    let hole = move || {
        let [from_ms, to_ms] = board.hole.get()?;
        Some(words.with_value(|words| {
            view! {
                <section class="sheet finish">
                    <h2>{words.with_time(Say::Hole, to_ms - from_ms)}</h2>
                    <p>{words.own(Say::HoleHelp)}</p>
                    <p class="actions">
                        <button type="button" class="button button-primary" on:click=move |_| fill.run(())>
                            {words.own(Say::HoleGo)}
                        </button>
                    </p>
                </section>
            }
        }))
    };
    let sums = move || {
        words.with_value(|words| {
            let waiting_ms = board.waiting_ms.get();
            let verified = words.with_time(Say::DoneVerified, board.verified_ms.get());
            let waiting = (waiting_ms >= 1000).then(|| words.with_time(Say::DoneWaiting, waiting_ms));
            (verified, waiting)
        })
    };
    let done = move || {
        board.finished.get().then(|| {
            let (next, course) =
                lesson.with_value(|lesson| (lesson.next_url.clone(), lesson.course_url.clone()));
            let say = if next.is_some() { Say::NextLesson } else { Say::BackToCourse };
            view! {
                <section class="sheet finish" data-finished="">
                    <h2>{words.with_value(|words| words.own(Say::Done))}</h2>
                    <p>{sums}</p>
                    <p class="actions">
                        <a class="button button-primary button-large" href=next.unwrap_or(course)>
                            {words.with_value(|words| words.own(say))}
                        </a>
                    </p>
                </section>
            }
        })
    };
    view! {
        {hole}
        {done}
    }
    .into_any()
}

/// The hours bar of this lesson, live.
#[component]
pub fn LessonHours(
    /// What to show.
    board: Board,
    /// The sentences.
    words: Said,
    /// The length of the lesson.
    duration_ms: i64,
) -> impl IntoView {
    // Whole seconds: the page changes once a second, not with every event of the media.
    let hours = Memo::new(move |_| {
        let [verified, waiting] = [board.verified_ms, board.waiting_ms].map(|ms| ms.get() / 1000 * 1000);
        Hours { required: duration_ms, verified, waiting: waiting.min(duration_ms - verified), refused: 0 }
    });
    let language = words.with_value(|words| words.language);
    view! {
        <section class="sheet">
            <div class="sheet-head">
                <h2>{words.with_value(|words| words.own(Say::Hours))}</h2>
            </div>
            <HoursBar words=language hours unit=HoursUnit::Time />
            <p class="small soft">{words.with_value(|words| words.own(Say::HoursNote))}</p>
        </section>
    }
    .into_any()
}
