//! The lesson player: a native `<video>` that counts what was really watched.

mod stage;

use std::rc::Rc;

use domain::wire::PlayState;
use leptos::prelude::*;
use web_sys::HtmlVideoElement;

use self::stage::VideoStage;
use super::check_dialog::{CheckDialog, sound};
use super::island_props;
use super::live::{element, press, text};
use super::message::{MessageKey, PlayerWords};
use super::page_events::PageEvents;
use super::parts::{Ending, LessonHours, MainButton, Notice, RecordingLine, own, with};
use super::player_props::{PlayerLesson, PlayerMedia};
use super::recording::recorder::{PlayerControl, Recorder};
use super::recording::state::{RecordingState, Remark, Status, Stop};
use crate::format::clock;
use crate::islands::erased_signal::ErasedSignal;
use crate::parts::{Drawing, Icon};

const VIDEO: &str = "lesson-video";
/// How far the big button goes back.
const BACK_MS: i64 = 10_000;
/// A video may be a little shorter than its lesson; its end is the lesson's end.
const END_MS: i64 = 700;

/// What a video lesson is handed: the lesson and how far it has come, what plays, and the sentences.
pub type Handed = (PlayerLesson, PlayerMedia, PlayerWords);

/// A video lesson: plays, records what is really played, and shows what counts.
#[island]
pub fn LessonPlayer() -> impl IntoView {
    let (lesson, media, words): Handed = island_props::taken();
    let state = RecordingState::new(lesson.waiting_ms, lesson.verified_ms, lesson.position_ms);
    let duration_ms = lesson.duration_ms;
    let start = if lesson.position_ms > 0 { MessageKey::GoOn } else { MessageKey::Start };
    let sign_in_url = lesson.sign_in_url.clone();
    let lesson = StoredValue::new(lesson);
    let words = StoredValue::new(words);
    let poster = media.poster.clone();
    let video = || element::<HtmlVideoElement>(VIDEO);
    let recorder_handle = StoredValue::new_local(None::<Recorder>);
    let stage = StoredValue::new_local(None::<Rc<VideoStage>>);
    let page_events = StoredValue::new_local(None::<PageEvents>);
    let reopen = ErasedSignal::new(0_u32);
    let captions_on = ErasedSignal::new(media.captions.is_some());
    let awake = ErasedSignal::new(false);

    Effect::new(move |_| {
        let Some(video) = video() else { return };
        if recorder_handle.with_value(Option::is_some) {
            return;
        }
        // Not before: what plays while nothing is awake counts for nothing.
        video.set_controls(true);
        // Nor are film and picture asked for before, which would hold up what wakes the page.
        video.set_preload("metadata");
        if let Some(poster) = &poster {
            video.set_poster(poster);
        }
        let hands = Rc::new(VideoStage::new(video, state));
        let recorder = Recorder::new(lesson.get_value(), state);
        recorder.attach(hands.clone());
        recorder.wake_up();
        page_events.set_value(Some(PageEvents::watch(&recorder)));
        stage.set_value(Some(hands));
        recorder_handle.set_value(Some(recorder));
        awake.set(true);
    });

    let on_stage = move |action: &dyn Fn(&VideoStage)| {
        if let Some(stage) = stage.get_value() {
            action(&stage);
        }
    };
    let here_ms = move || stage.get_value().map_or(0, |stage| stage.position_ms());
    let runs = move || video().is_some_and(|video| !video.paused() && !video.seeking() && !video.ended());
    let start_or_resume = move || {
        sound::allow();
        if state.owes_answer() {
            reopen.update(|times| *times += 1);
        } else if with(recorder_handle, Recorder::may_run).unwrap_or(false) {
            on_stage(&|stage| stage.resume());
        } else {
            with(recorder_handle, Recorder::begin);
        }
    };
    let at_play = move |_| {
        if !with(recorder_handle, Recorder::may_run).unwrap_or(false) {
            on_stage(&|stage| stage.pause(false));
            if !matches!(state.status.get_untracked(), Status::Stopped(_) | Status::Opening) {
                start_or_resume();
            }
        }
    };
    let at_progress = move |_| {
        if runs() {
            with(recorder_handle, |recorder| recorder.runs(here_ms()));
        } else {
            state.position_ms.set(here_ms());
        }
    };
    let at_pause = move |_| {
        // At the end comes another event, which says more.
        if !video().is_some_and(|video| video.ended()) {
            with(recorder_handle, |recorder| recorder.halts(here_ms(), PlayState::Paused));
        }
    };
    let at_end = move |_| {
        let end_ms = if duration_ms - here_ms() <= END_MS { duration_ms } else { here_ms() };
        with(recorder_handle, |recorder| recorder.halts(end_ms, PlayState::Ended));
    };
    let at_jump = move |_| {
        let Some(stage) = stage.get_value() else { return };
        with(recorder_handle, |recorder| {
            recorder.jumps();
            if stage.took_own_jump() {
                return;
            }
            if let Some(back_ms) = recorder.snap_back(stage.position_ms()) {
                stage.go_to(back_ms);
            }
        });
    };
    let at_speed = move |_| {
        let Some(video) = video() else { return };
        if video.playback_rate() > 1.0 && with(recorder_handle, Recorder::first_view).unwrap_or(true) {
            video.set_playback_rate(1.0);
            with(recorder_handle, |recorder| recorder.remark(Remark::OnlyRealTime));
        }
    };
    let at_error = move |_| {
        with(recorder_handle, |recorder| {
            if recorder.may_run() {
                recorder.halts(state.position_ms.get_untracked(), PlayState::Stalled);
            }
            recorder.stop(Stop::Media);
        });
    };
    let go = Callback::new(move |why| match why {
        Stop::Media => {
            state.status.set(Status::Paused);
            on_stage(&|stage| stage.reload(state.position_ms.get_untracked()));
        }
        Stop::OfflineTooLong | Stop::NoStorage => {
            with(recorder_handle, Recorder::try_now);
        }
        _ => {
            sound::allow();
            with(recorder_handle, Recorder::begin);
        }
    });
    let back = press(move || {
        let to_ms = (here_ms() - BACK_MS).max(0);
        on_stage(&|stage| stage.go_to(to_ms));
    });
    let captions = press(move || on_stage(&|stage| captions_on.set(stage.toggle_captions())));
    let toggle = Callback::new(move |()| {
        if runs() {
            on_stage(&|stage| stage.pause(false));
        } else {
            start_or_resume();
        }
    });
    let fill = Callback::new(move |()| {
        with(recorder_handle, Recorder::fill_hole);
    });
    let time = text(move || [&clock(state.position_ms.get()), " / ", &clock(duration_ms)].concat());
    let place = Callback::new(|[from_ms, to_ms]: [i64; 2]| [&clock(from_ms), "–", &clock(to_ms)].concat());
    let no_captions = media.captions.is_none();

    view! {
        <div class="player" data-awake=text(move || awake.get().to_string())>
            <div class="player-stage">
                <video
                    id=VIDEO
                    playsinline
                    preload="none"
                    src=media.url
                    on:play=at_play
                    on:playing=at_progress
                    on:timeupdate=at_progress
                    on:waiting=move |_| {
                        with(recorder_handle, |recorder| recorder.halts(here_ms(), PlayState::Stalled));
                    }
                    on:pause=at_pause
                    on:ended=at_end
                    on:seeking=at_jump
                    on:ratechange=at_speed
                    on:error=at_error
                    on:loadedmetadata=move |_| on_stage(&|stage| stage.metadata_came())
                >
                    {media
                        .captions
                        .map(|url| view! { <track kind="captions" src=url srclang="zh" label=own(words, MessageKey::Captions) default /> })}
                </video>
                <Notice state words sign_in_url go />
            </div>
            <RecordingLine state words />
            <div class="player-controls">
                <MainButton state words start go_on=MessageKey::Play main=Signal::stored(true) toggle=toggle />
                <button type="button" class="player-button" on:click=back>
                    <Icon of=Drawing::BackTen />
                    {own(words, MessageKey::Back10)}
                </button>
                <button
                    type="button"
                    class="player-button"
                    hidden=no_captions
                    aria-pressed=text(move || captions_on.get().to_string())
                    on:click=captions
                >
                    <Icon of=Drawing::Captions />
                    {own(words, MessageKey::Captions)}
                </button>
                <span class="player-time" translate="no" prop:textContent=time></span>
            </div>
            <Ending state words lesson fill place />
            <LessonHours state words duration_ms />
            <CheckDialog recorder_handle state words reopen />
        </div>
    }
}
