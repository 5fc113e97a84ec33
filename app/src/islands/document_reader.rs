//! The document reader: one page at a time, whose time runs while it can be seen.

pub mod pages;
mod stage;

use std::rc::Rc;

use gloo_timers::callback::Interval;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use self::pages::page_at;
use self::stage::DocumentStage;
use super::check_dialog::{CheckDialog, sound};
use super::island_props;
use super::live::{element, is, press, text};
use super::message::{MessageKey, PlayerWords};
use super::page_events::PageEvents;
use super::parts::{Ending, LessonHours, MainButton, Notice, RecordingLine, main_class, own, with};
use super::player_props::{PlayerLesson, PlayerPage};
use super::recording::recorder::{PlayerControl, Recorder};
use super::recording::state::{RecordingState, Remark, Status, Stop};
use crate::islands::erased_signal::ErasedSignal;

const TICK_MS: u32 = 1000;
/// Where the pages lie.
const SHEETS: &str = "sheets";

/// What a document lesson is handed: the lesson and how far it has come, its pages in order, and the sentences.
pub type Handed = (PlayerLesson, Vec<PlayerPage>, PlayerWords);

/// A document lesson: read page by page, recorded like a video. Its children are the pages, each in an element with
/// `data-page`, written by the server and shown one at a time.
#[island]
pub fn DocumentReader(children: Children) -> impl IntoView {
    let (lesson, pages, words): Handed = island_props::taken();
    let state = RecordingState::new(lesson.waiting_ms, lesson.verified_ms, lesson.position_ms);
    let duration_ms = lesson.duration_ms;
    let start = if lesson.position_ms > 0 { MessageKey::GoOn } else { MessageKey::Start };
    let sign_in_url = lesson.sign_in_url.clone();
    let count = pages.len();
    let first = page_at(&pages, lesson.position_ms.min(duration_ms - 1));
    let page = ErasedSignal::new(first);
    let left_ms = ErasedSignal::new(pages.get(first).map_or(0, |page| page.least_ms));
    let lesson = StoredValue::new(lesson);
    let pages = StoredValue::new(pages);
    let words = StoredValue::new(words);
    let recorder_handle = StoredValue::new_local(None::<Recorder>);
    let stage = StoredValue::new_local(None::<Rc<DocumentStage>>);
    let alive = StoredValue::new_local(None::<(PageEvents, Interval)>);
    let reopen = ErasedSignal::new(0_u32);
    let awake = ErasedSignal::new(false);
    let sheets = || element::<web_sys::Element>(SHEETS);

    Effect::new(move |_| {
        let hands = DocumentStage::new(pages.get_value(), page, left_ms);
        let recorder = Recorder::new(lesson.get_value(), state);
        recorder.attach(hands.clone());
        hands.recorded_by(recorder.clone());
        recorder.wake_up();
        let ticking = hands.clone();
        alive.set_value(Some((PageEvents::watch(&recorder), Interval::new(TICK_MS, move || ticking.tick()))));
        stage.set_value(Some(hands));
        recorder_handle.set_value(Some(recorder));
        awake.set(true);
    });
    Effect::new(move |before: Option<usize>| {
        let now = page.get();
        let Some(sheets) = sheets() else { return now };
        for (index, hide) in before.map(|before| (before, true)).into_iter().chain([(now, false)]) {
            if let Ok(Some(sheet)) = sheets.query_selector(&sheet_of(index)) {
                let _same = sheet.toggle_attribute_with_force("hidden", hide);
            }
        }
        now
    });

    let on_stage = move |action: &dyn Fn(&DocumentStage)| {
        if let Some(stage) = stage.get_value() {
            action(&stage);
        }
    };
    let begun = move || !matches!(state.status.get(), Status::Ready | Status::Opening);
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
    let toggle = Callback::new(move |()| {
        if state.running.get_untracked() {
            on_stage(&|stage| stage.pause(false));
        } else {
            start_or_resume();
        }
    });
    let go = Callback::new(move |why| match why {
        Stop::OfflineTooLong | Stop::NoStorage => {
            with(recorder_handle, Recorder::try_now);
        }
        _ => {
            sound::allow();
            with(recorder_handle, Recorder::begin);
        }
    });
    let fill = Callback::new(move |()| {
        with(recorder_handle, Recorder::fill_hole);
    });
    let turn_to = move |index: usize| {
        state.remark.set(None);
        on_stage(&|stage| stage.turn_to(index));
        // What was pressed may be far below: lead the reader's place to the new page once it is shown.
        request_animation_frame(move || {
            let Some(sheets) = sheets() else { return };
            let heading = [&sheet_of(page.get_untracked()), " [tabindex]"].concat();
            if let Ok(Some(heading)) = sheets.query_selector(&heading) {
                heading.scroll_into_view();
                let _focused = heading.unchecked_into::<web_sys::HtmlElement>().focus();
            }
        });
    };
    let may_turn = move || begun() && left_ms.get() == 0 && page.get() + 1 < count;
    let next = press(move || {
        if may_turn() {
            turn_to(page.get_untracked() + 1);
        } else {
            state.remark.set(Some(Remark::ReadOn));
        }
    });
    let before = press(move || turn_to(page.get_untracked().saturating_sub(1)));
    // A page that may be turned needs no pause: its button gives way to the next page's.
    let toggle_is_main = is(move || !may_turn());
    let page_number = move |index: usize| {
        let n = (index + 1).to_string();
        own(words, MessageKey::PageOf).replace("{n}", &n).replace("{count}", &count.to_string())
    };
    let page_of = text(move || page_number(page.get()));
    let place = Callback::new(move |[from_ms, _]: [i64; 2]| {
        page_number(pages.with_value(|pages| page_at(pages, from_ms)))
    });
    let rest = text(move || {
        words.with_value(|words| match left_ms.get() {
            0 => words.own(MessageKey::PageRead),
            left_ms => words.with_time(MessageKey::PageLeft, left_ms),
        })
    });
    let length_ms = move || pages.with_value(|pages| pages.get(page.get()).map_or(0, |page| page.least_ms));

    view! {
        <div class="player" data-awake=text(move || awake.get().to_string())>
            <div class="reading-stage" id=SHEETS>
                {children()}
                <Notice state words sign_in_url go />
            </div>
            <div class="progress">
                <p class="progress-text">
                    <span prop:textContent=page_of></span>
                    <span prop:textContent=rest></span>
                </p>
                <progress aria-hidden="true" max=text(move || length_ms().to_string()) value=text(move || (length_ms() - left_ms.get()).to_string())></progress>
            </div>
            <RecordingLine state words />
            <div class="player-controls">
                <MainButton state words start go_on=MessageKey::GoOn main=toggle_is_main toggle=toggle />
                <button
                    type="button"
                    class="player-button"
                    aria-disabled=text(move || (page.get() == 0).to_string())
                    on:click=before
                >
                    {own(words, MessageKey::PageBefore)}
                </button>
                <button
                    type="button"
                    class=text(move || main_class(may_turn()))
                    data-next=""
                    aria-disabled=text(move || (!may_turn()).to_string())
                    on:click=next
                >
                    {own(words, MessageKey::PageAfter)}
                </button>
            </div>
            <Ending state words lesson fill place />
            <LessonHours state words duration_ms />
            <CheckDialog recorder_handle state words reopen />
        </div>
    }
}

/// Where a page's text stands.
fn sheet_of(index: usize) -> String {
    format!("[data-page='{index}']")
}
