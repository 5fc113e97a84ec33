//! The document reader: one page at a time, whose time runs while it can be seen.

pub mod pages;
mod stage;

use std::rc::Rc;

use gloo_timers::callback::Interval;
use leptos::prelude::*;

use self::pages::{Block, blocks, page_at};
use self::stage::DocumentStage;
use super::check_dialog::{CheckDialog, sound};
use super::page_events::PageEvents;
use super::parts::{Ending, LessonHours, MainButton, Notice, RecordingLine, with};
use super::player_props::{PlayerLesson, PlayerPage};
use super::recording::board::{Board, Remark, Status, Stop};
use super::recording::recorder::{Recorder, Stage};
use super::say::{PlayerWords, Say};

const TICK_MS: u32 = 1000;

/// A document lesson: read page by page, recorded like a video.
#[island]
pub fn DocumentReader(
    /// The lesson and how far it has come.
    lesson: PlayerLesson,
    /// Its pages in order.
    pages: Vec<PlayerPage>,
    /// The sentences.
    words: PlayerWords,
) -> impl IntoView {
    let board = Board::new(lesson.waiting_ms, lesson.verified_ms, lesson.position_ms);
    let duration_ms = lesson.duration_ms;
    let start = if lesson.position_ms > 0 { Say::GoOn } else { Say::Start };
    let sign_in_url = lesson.sign_in_url.clone();
    let count = pages.len();
    let first = page_at(&pages, lesson.position_ms.min(duration_ms - 1));
    let page = RwSignal::new(first);
    let left_ms = RwSignal::new(pages.get(first).map_or(0, |page| page.to_ms - page.from_ms));
    let lesson = StoredValue::new(lesson);
    let pages = StoredValue::new(pages);
    let words = StoredValue::new(words);
    let own = move |say| words.with_value(|words| words.own(say));
    let desk = StoredValue::new_local(None::<Recorder>);
    let stage = StoredValue::new_local(None::<Rc<DocumentStage>>);
    let alive = StoredValue::new_local(None::<(PageEvents, Interval)>);
    let reopen = RwSignal::new(0_u32);
    let awake = RwSignal::new(false);
    let heading = NodeRef::<leptos::html::H2>::new();

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
    let toggle = move |()| {
        if board.running.get_untracked() {
            on_stage(&|stage| stage.pause(false));
        } else {
            start_or_resume();
        }
    };
    let go = move |why| match why {
        Stop::OfflineTooLong | Stop::NoStorage => {
            with(desk, Recorder::try_now);
        }
        _ => {
            sound::allow();
            with(desk, Recorder::begin);
        }
    };
    let turn_to = move |index: usize| {
        board.remark.set(None);
        on_stage(&|stage| stage.turn_to(index));
        if let Some(heading) = heading.get_untracked() {
            heading.scroll_into_view();
            let _focused = heading.focus();
        }
    };
    let may_turn = move || begun() && left_ms.get() == 0 && page.get() + 1 < count;
    let next = move |_| {
        if may_turn() {
            turn_to(page.get_untracked() + 1);
        } else {
            board.remark.set(Some(Remark::ReadOn));
        }
    };
    let before = move |_| turn_to(page.get_untracked().saturating_sub(1));
    // A page that is read through has nothing to pause: its button gives way to the next page's.
    let toggle_is_main = Signal::derive(move || !may_turn());
    let next_class = move || if may_turn() { "player-button player-button-main" } else { "player-button" };
    let page_of = move || {
        words.with_value(|words| {
            let n = (page.get() + 1).to_string();
            words.say(Say::PageOf).replace("{n}", &n).replace("{count}", &count.to_string())
        })
    };
    let rest = move || {
        words.with_value(|words| match left_ms.get() {
            0 => words.own(Say::PageRead),
            left_ms => words.with_time(Say::PageLeft, left_ms),
        })
    };
    let length_ms =
        move || pages.with_value(|pages| pages.get(page.get()).map_or(0, |page| page.to_ms - page.from_ms));
    let text = move || pages.with_value(|pages| pages.get(page.get()).map(|page| article(page, heading)));

    view! {
        <div class="player" data-awake=move || awake.get().to_string()>
            <div class="reading-stage">
                {text}
                <Notice board words sign_in_url go />
            </div>
            <div class="progress">
                <p class="progress-text">
                    <span>{page_of}</span>
                    <span>{rest}</span>
                </p>
                <progress aria-hidden="true" max=length_ms value=move || length_ms() - left_ms.get()></progress>
            </div>
            <RecordingLine board words />
            <div class="player-controls">
                <MainButton board words start go_on=Say::GoOn main=toggle_is_main press=toggle />
                <button
                    type="button"
                    class="player-button"
                    aria-disabled=move || (page.get() == 0).to_string()
                    on:click=before
                >
                    {own(Say::PageBefore)}
                </button>
                <button
                    type="button"
                    class=next_class
                    data-next=""
                    aria-disabled=move || (!may_turn()).to_string()
                    on:click=next
                >
                    {own(Say::PageAfter)}
                </button>
            </div>
            <Ending
                board
                words
                lesson
                fill=move |()| {
                    with(desk, Recorder::fill_hole);
                }
            />
            <LessonHours board words duration_ms />
            <CheckDialog desk board words reopen />
        </div>
    }
}

fn article(page: &PlayerPage, heading: NodeRef<leptos::html::H2>) -> impl IntoView + use<> {
    let body = blocks(&page.body).into_iter().map(|block| match block {
        Block::Paragraph(text) => view! { <p>{text}</p> }.into_any(),
        Block::List(items) => {
            let items = items.into_iter().map(|item| view! { <li>{item}</li> }).collect_view();
            view! { <ul>{items}</ul> }.into_any()
        }
    });
    view! {
        <article class="reading">
            <h2 node_ref=heading tabindex="-1">{page.title.clone()}</h2>
            {body.collect_view()}
        </article>
    }
}
