//! The lesson player: a native `<video>` that counts what was really watched.

mod stage;

use std::rc::Rc;

use crate::islands::slot::Slot;
use domain::wire::PlayState;
use leptos::prelude::*;
use web_sys::HtmlVideoElement;

use self::stage::VideoStage;
use super::check_dialog::{CheckDialog, sound};
use super::live::{element, press, text};
use super::page_events::PageEvents;
use super::parcel;
use super::parts::{Ending, LessonHours, MainButton, Notice, RecordingLine, own, with};
use super::player_props::{PlayerLesson, PlayerMedia};
use super::recording::board::{Board, Remark, Status, Stop};
use super::recording::recorder::{Recorder, Stage};
use super::say::{PlayerWords, Say};
use crate::format::clock;
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
    let (lesson, media, words): Handed = parcel::taken();
    let board = Board::new(lesson.waiting_ms, lesson.verified_ms, lesson.position_ms);
    let duration_ms = lesson.duration_ms;
    let start = if lesson.position_ms > 0 { Say::GoOn } else { Say::Start };
    let sign_in_url = lesson.sign_in_url.clone();
    let lesson = StoredValue::new(lesson);
    let words = StoredValue::new(words);
    let video = || element::<HtmlVideoElement>(VIDEO);
    let desk = StoredValue::new_local(None::<Recorder>);
    let stage = StoredValue::new_local(None::<Rc<VideoStage>>);
    let page_events = StoredValue::new_local(None::<PageEvents>);
    let reopen = Slot::new(0_u32);
    let captions_on = Slot::new(media.captions.is_some());
    let awake = Slot::new(false);

    Effect::new(move |_| {
        let Some(video) = video() else { return };
        if desk.with_value(Option::is_some) {
            return;
        }
        let hands = Rc::new(VideoStage::new(video, board));
        let recorder = Recorder::new(lesson.get_value(), board);
        recorder.attach(hands.clone());
        recorder.wake_up();
        page_events.set_value(Some(PageEvents::watch(&recorder)));
        stage.set_value(Some(hands));
        desk.set_value(Some(recorder));
        awake.set(true);
    });

    let on_stage = move |deed: &dyn Fn(&VideoStage)| {
        if let Some(stage) = stage.get_value() {
            deed(&stage);
        }
    };
    let here_ms = move || stage.get_value().map_or(0, |stage| stage.position_ms());
    let runs = move || video().is_some_and(|video| !video.paused() && !video.seeking() && !video.ended());
    let start_or_resume = move || {
        sound::allow();
        if board.owes_answer() {
            reopen.update(|times| *times += 1);
        } else if with(desk, Recorder::may_run).unwrap_or(false) {
            on_stage(&|stage| stage.resume());
        } else {
            with(desk, Recorder::begin);
        }
    };
    let at_play = move |_| {
        if !with(desk, Recorder::may_run).unwrap_or(false) {
            on_stage(&|stage| stage.pause(false));
            if !matches!(board.status.get_untracked(), Status::Stopped(_) | Status::Opening) {
                start_or_resume();
            }
        }
    };
    let at_progress = move |_| {
        if runs() {
            with(desk, |recorder| recorder.runs(here_ms()));
        } else {
            board.position_ms.set(here_ms());
        }
    };
    let at_pause = move |_| {
        // At the end comes another event, which says more.
        if !video().is_some_and(|video| video.ended()) {
            with(desk, |recorder| recorder.halts(here_ms(), PlayState::Paused));
        }
    };
    let at_end = move |_| {
        let end_ms = if duration_ms - here_ms() <= END_MS { duration_ms } else { here_ms() };
        with(desk, |recorder| recorder.halts(end_ms, PlayState::Ended));
    };
    let at_jump = move |_| {
        let Some(stage) = stage.get_value() else { return };
        with(desk, |recorder| {
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
        if video.playback_rate() > 1.0 && with(desk, Recorder::first_view).unwrap_or(true) {
            video.set_playback_rate(1.0);
            with(desk, |recorder| recorder.remark(Remark::OnlyRealTime));
        }
    };
    let at_error = move |_| {
        with(desk, |recorder| {
            if recorder.may_run() {
                recorder.halts(board.position_ms.get_untracked(), PlayState::Stalled);
            }
            recorder.stop(Stop::Media);
        });
    };
    let go = Callback::new(move |why| match why {
        Stop::Media => {
            board.status.set(Status::Paused);
            on_stage(&|stage| stage.reload(board.position_ms.get_untracked()));
        }
        Stop::OfflineTooLong | Stop::NoStorage => {
            with(desk, Recorder::try_now);
        }
        _ => {
            sound::allow();
            with(desk, Recorder::begin);
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
        with(desk, Recorder::fill_hole);
    });
    let no_captions = media.captions.is_none();

    view! {
        <div class="player" data-awake=text(move || awake.get().to_string())>
            <div class="player-stage">
                <video
                    id=VIDEO
                    controls
                    playsinline
                    preload="metadata"
                    poster=media.poster
                    src=media.url
                    on:play=at_play
                    on:playing=at_progress
                    on:timeupdate=at_progress
                    on:waiting=move |_| {
                        with(desk, |recorder| recorder.halts(here_ms(), PlayState::Stalled));
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
                        .map(|url| view! { <track kind="captions" src=url srclang="zh" label=own(words, Say::Captions) default /> })}
                </video>
                <Notice board words sign_in_url go />
            </div>
            <RecordingLine board words />
            <div class="player-controls">
                <MainButton board words start go_on=Say::Play main=Signal::stored(true) toggle=toggle />
                <button type="button" class="player-button" on:click=back>
                    <Icon of=Drawing::BackTen />
                    {own(words, Say::Back10)}
                </button>
                <button
                    type="button"
                    class="player-button"
                    hidden=no_captions
                    aria-pressed=text(move || captions_on.get().to_string())
                    on:click=captions
                >
                    <Icon of=Drawing::Captions />
                    {own(words, Say::Captions)}
                </button>
                <span class="player-time">
                    {text(move || [&clock(board.position_ms.get()), " / ", &clock(duration_ms)].concat())}
                </span>
            </div>
            <Ending board words lesson fill />
            <LessonHours board words duration_ms />
            <CheckDialog desk board words reopen />
        </div>
    }
}
