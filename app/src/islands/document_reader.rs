//! The document reader: one page at a time, whose time runs while it can be seen.

pub mod pages;
mod stage;

use std::rc::Rc;

use crate::islands::slot::Slot;
use gloo_timers::callback::Interval;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use self::pages::page_at;
use self::stage::DocumentStage;
use super::check_dialog::{CheckDialog, sound};
use super::live::{element, is, press, text};
use super::page_events::PageEvents;
use super::parcel;
use super::parts::{Ending, LessonHours, MainButton, Notice, RecordingLine, main_class, own, with};
use super::player_props::{PlayerLesson, PlayerPage};
use super::recording::board::{Board, Remark, Status, Stop};
use super::recording::recorder::{Recorder, Stage};
use super::say::{PlayerWords, Say};

const TICK_MS: u32 = 1000;
/// Where the pages lie.
const SHEETS: &str = "sheets";

/// What a document lesson is handed: the lesson and how far it has come, its pages in order, and the sentences.
pub type Handed = (PlayerLesson, Vec<PlayerPage>, PlayerWords);

/// A document lesson: read page by page, recorded like a video. Its children are the pages, each in an element with
/// `data-page`, written by the server and shown one at a time.
#[island]
pub fn DocumentReader(children: Children) -> impl IntoView {
    let (lesson, pages, words): Handed = parcel::taken();
    let board = Board::new(lesson.waiting_ms, lesson.verified_ms, lesson.position_ms);
    let duration_ms = lesson.duration_ms;
    let start = if lesson.position_ms > 0 { Say::GoOn } else { Say::Start };
    let sign_in_url = lesson.sign_in_url.clone();
    let count = pages.len();
    let first = page_at(&pages, lesson.position_ms.min(duration_ms - 1));
    let page = Slot::new(first);
    let left_ms = Slot::new(pages.get(first).map_or(0, |page| page.least_ms));
    let lesson = StoredValue::new(lesson);
    let pages = StoredValue::new(pages);
    let words = StoredValue::new(words);
    let desk = StoredValue::new_local(None::<Recorder>);
    let stage = StoredValue::new_local(None::<Rc<DocumentStage>>);
    let alive = StoredValue::new_local(None::<(PageEvents, Interval)>);
    let reopen = Slot::new(0_u32);
    let awake = Slot::new(false);
    let sheets = || element::<web_sys::Element>(SHEETS);

    Effect::new(move |_| {
        let hands = DocumentStage::new(pages.get_value(), page, left_ms);
        let recorder = Recorder::new(lesson.get_value(), board);
        recorder.attach(hands.clone());
        hands.recorded_by(recorder.clone());
        recorder.wake_up();
        let ticking = hands.clone();
        alive.set_value(Some((PageEvents::watch(&recorder), Interval::new(TICK_MS, move || ticking.tick()))));
        stage.set_value(Some(hands));
        desk.set_value(Some(recorder));
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

    let on_stage = move |deed: &dyn Fn(&DocumentStage)| {
        if let Some(stage) = stage.get_value() {
            deed(&stage);
        }
    };
    let begun = move || !matches!(board.status.get(), Status::Ready | Status::Opening);
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
    let toggle = Callback::new(move |()| {
        if board.running.get_untracked() {
            on_stage(&|stage| stage.pause(false));
        } else {
            start_or_resume();
        }
    });
    let go = Callback::new(move |why| match why {
        Stop::OfflineTooLong | Stop::NoStorage => {
            with(desk, Recorder::try_now);
        }
        _ => {
            sound::allow();
            with(desk, Recorder::begin);
        }
    });
    let fill = Callback::new(move |()| {
        with(desk, Recorder::fill_hole);
    });
    let turn_to = move |index: usize| {
        board.remark.set(None);
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
            board.remark.set(Some(Remark::ReadOn));
        }
    });
    let before = press(move || turn_to(page.get_untracked().saturating_sub(1)));
    // A page that may be turned needs no pause: its button gives way to the next page's.
    let toggle_is_main = is(move || !may_turn());
    let page_of = text(move || {
        words.with_value(|words| {
            let n = (page.get() + 1).to_string();
            words.say(Say::PageOf).replace("{n}", &n).replace("{count}", &count.to_string())
        })
    });
    let rest = text(move || {
        words.with_value(|words| match left_ms.get() {
            0 => words.own(Say::PageRead),
            left_ms => words.with_time(Say::PageLeft, left_ms),
        })
    });
    let length_ms = move || pages.with_value(|pages| pages.get(page.get()).map_or(0, |page| page.least_ms));

    view! {
        <div class="player" data-awake=text(move || awake.get().to_string())>
            <div class="reading-stage" id=SHEETS>
                {children()}
                <Notice board words sign_in_url go />
            </div>
            <div class="progress">
                <p class="progress-text">
                    <span>{page_of}</span>
                    <span>{rest}</span>
                </p>
                <progress aria-hidden="true" max=text(move || length_ms().to_string()) value=text(move || (length_ms() - left_ms.get()).to_string())></progress>
            </div>
            <RecordingLine board words />
            <div class="player-controls">
                <MainButton board words start go_on=Say::GoOn main=toggle_is_main toggle=toggle />
                <button
                    type="button"
                    class="player-button"
                    aria-disabled=text(move || (page.get() == 0).to_string())
                    on:click=before
                >
                    {own(words, Say::PageBefore)}
                </button>
                <button
                    type="button"
                    class=text(move || main_class(may_turn()))
                    data-next=""
                    aria-disabled=text(move || (!may_turn()).to_string())
                    on:click=next
                >
                    {own(words, Say::PageAfter)}
                </button>
            </div>
            <Ending board words lesson fill />
            <LessonHours board words duration_ms />
            <CheckDialog desk board words reopen />
        </div>
    }
}

/// Where a page's text stands.
fn sheet_of(index: usize) -> String {
    format!("[data-page='{index}']")
}
