//! How a check goes: fetched when the learner can see it, answered in the server's time, and never
//! lost to a poor network.

use domain::wire::{CheckKind, CheckNotice, CheckShown};
use gloo_timers::callback::Interval;
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{HtmlDialogElement, HtmlElement};

use super::sound;
use crate::islands::erased_signal::ErasedSignal;
use crate::islands::http::Fail;
use crate::islands::live::element;
use crate::islands::message::MessageKey;
use crate::islands::parts::{RecorderHandle, with};
use crate::islands::recording::api;
use crate::islands::recording::recorder::now_ms;
use crate::islands::recording::state::{RecordingState, Stop};

/// The dialog's id.
pub const DIALOG: &str = "check";

fn dialog() -> Option<HtmlDialogElement> {
    element(DIALOG)
}

fn is_open() -> bool {
    dialog().is_some_and(|dialog| dialog.has_attribute("open"))
}

fn put_up() {
    if let Some(dialog) = dialog()
        && !is_open()
        && dialog.show_modal().is_err()
    {
        let _bare = dialog.set_attribute("open", "");
    }
}

/// Puts the reader's place on what is new in the dialog.
pub fn lead_reader() {
    let Some(dialog) = dialog() else { return };
    let seen = ".check-part:not([hidden]) :not([hidden]) > [data-focus]";
    if let Ok(Some(heading)) = dialog.query_selector(seen) {
        let _focused = heading.unchecked_into::<HtmlElement>().focus();
    }
}

/// It rings again after each third of the time: 0, 60 and 120 s of the standard 180 s.
const RINGS: i64 = 3;
const TICK_MS: u32 = 500;

/// Where a check stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// The question is on its way.
    Loading,
    /// It is on the screen.
    Asking,
    /// The answer was right.
    Passed,
    /// It was wrong: one more.
    Wrong,
    /// The time was over.
    Late,
    /// Identity has to be confirmed, after a hold.
    Hold,
    /// The check itself is one of identity.
    Identity,
}

/// The state of the dialog.
#[derive(Clone, Copy)]
pub struct Flow {
    pub recorder_handle: RecorderHandle,
    pub state: RecordingState,
    pub phase: ErasedSignal<Phase>,
    pub item: ErasedSignal<Option<CheckShown>>,
    /// The chosen index or the typed number; kept when sending fails.
    pub choice: ErasedSignal<String>,
    /// What is typed after a hold: the password, then the code where one was sent.
    pub password: ErasedSignal<String>,
    /// The right password, while its code is asked for.
    pub kept: ErasedSignal<String>,
    pub left_ms: ErasedSignal<i64>,
    /// The rest at the start and at each ring, for those who hear the page.
    pub reminder_ms: ErasedSignal<Option<i64>>,
    pub window_ms: ErasedSignal<i64>,
    pub busy: ErasedSignal<bool>,
    pub trouble: ErasedSignal<Option<MessageKey>>,
    pub confirmed_ms: ErasedSignal<i64>,
    pub explain: ErasedSignal<Option<String>>,
    /// Whether the hold gave back what waited.
    pub given_back: ErasedSignal<bool>,
    pub(super) showing: ErasedSignal<Option<CheckNotice>>,
    pub(super) next: ErasedSignal<Option<CheckNotice>>,
    deadline_ms: ErasedSignal<i64>,
    rung: ErasedSignal<i64>,
    ticker: StoredValue<Option<Interval>, LocalStorage>,
}

impl Flow {
    /// A closed dialog.
    pub fn new(recorder_handle: RecorderHandle, state: RecordingState) -> Self {
        Self {
            recorder_handle,
            state,
            phase: ErasedSignal::new(Phase::Loading),
            item: ErasedSignal::new(None),
            choice: ErasedSignal::new(String::new()),
            password: ErasedSignal::new(String::new()),
            kept: ErasedSignal::new(String::new()),
            left_ms: ErasedSignal::new(0),
            reminder_ms: ErasedSignal::new(None),
            window_ms: ErasedSignal::new(1),
            busy: ErasedSignal::new(false),
            trouble: ErasedSignal::new(None),
            confirmed_ms: ErasedSignal::new(0),
            explain: ErasedSignal::new(None),
            given_back: ErasedSignal::new(false),
            showing: ErasedSignal::new(None),
            next: ErasedSignal::new(None),
            deadline_ms: ErasedSignal::new(0),
            rung: ErasedSignal::new(0),
            ticker: StoredValue::new_local(None),
        }
    }

    /// Opens the dialog with what is owed now; to be called again after the learner closed it.
    pub fn open(self) {
        let was_open = is_open();
        put_up();
        if self.state.held.get_untracked() {
            self.enter(Phase::Hold);
            return;
        }
        // A verdict on the screen is read in peace; its button leads on.
        if was_open && !matches!(self.phase.get_untracked(), Phase::Loading | Phase::Asking | Phase::Identity)
        {
            return;
        }
        if let Some(next) = self.next.get_untracked() {
            self.lead_to(next);
            return;
        }
        let Some(notice) = self.state.check.get_untracked() else { return };
        let same = was_open && self.showing.get_untracked().as_ref() == Some(&notice);
        if !same {
            spawn_local(self.show(notice));
        }
    }

    /// Takes the dialog down.
    pub fn shut(self) {
        self.stop_clock();
        sound::hush();
        if let Some(dialog) = dialog()
            && is_open()
        {
            dialog.close();
            // Browsers without dialogs know only the attribute.
            let _bare = dialog.remove_attribute("open");
        }
    }

    /// The learner closed it (Escape). What is owed stays owed: the line under the stage says so, and
    /// the clock goes on ringing.
    pub fn closed(self) {
        sound::hush();
        if self.phase.get_untracked() == Phase::Passed {
            self.go_on();
        }
    }

    pub(super) fn enter(self, phase: Phase) {
        if !matches!(phase, Phase::Asking | Phase::Identity) {
            self.stop_clock();
        }
        self.busy.set(false);
        self.trouble.set(None);
        self.phase.set(phase);
    }

    pub(super) async fn show(self, notice: CheckNotice) {
        if self.showing.get_untracked().as_ref().map(|shown| &shown.id) != Some(&notice.id) {
            self.choice.set(String::new());
            self.item.set(None);
        }
        self.showing.set(Some(notice.clone()));
        self.enter(Phase::Loading);
        sound::ring();
        // The time runs from when the check is on the screen: not while the page is hidden.
        while document().hidden() {
            TimeoutFuture::new(TICK_MS).await;
        }
        self.busy.set(true);
        let mut shown = api::shown(&notice.id).await;
        // After a wrong answer the next item comes a few seconds later.
        while matches!(&shown, Err(Fail::Refused(problem)) if problem.code == "not_yet") {
            TimeoutFuture::new(2 * TICK_MS).await;
            if self.showing.get_untracked().as_ref() != Some(&notice) {
                return;
            }
            shown = api::shown(&notice.id).await;
        }
        if self.showing.get_untracked().as_ref() != Some(&notice) {
            return;
        }
        self.busy.set(false);
        match shown {
            Ok(shown) if shown.answer_in_ms > 0 => {
                self.start_clock(shown.answer_in_ms);
                let is_identity = shown.kind == CheckKind::Identity;
                self.item.set(Some(shown));
                self.enter(if is_identity { Phase::Identity } else { Phase::Asking });
            }
            Ok(_) => self.enter(Phase::Late),
            Err(fail) => self.failed(&fail),
        }
    }

    /// Tries again to fetch the question.
    pub fn fetch_again(self) {
        if let Some(notice) = self.state.check.get_untracked() {
            spawn_local(self.show(notice));
        }
    }

    pub(super) fn failed(self, fail: &Fail) {
        match fail {
            fail if fail.may_pass() => self.trouble.set(Some(MessageKey::Trouble)),
            Fail::Refused(problem) if problem.status == 401 => {
                with(self.recorder_handle, |recorder| recorder.stop(Stop::SignedOut));
            }
            // The check is not open any more: another device answered it, or its time ran out.
            _ => spawn_local(self.find_open_check()),
        }
    }

    pub(super) fn start_clock(self, left_ms: i64) {
        self.window_ms.set(left_ms);
        self.rung.set(1);
        self.reminder_ms.set(Some(left_ms));
        self.deadline_ms.set(now_ms() + left_ms);
        self.left_ms.set(left_ms);
        self.ticker.set_value(Some(Interval::new(TICK_MS, move || self.tick())));
    }

    fn stop_clock(self) {
        self.ticker.try_set_value(None);
    }

    fn tick(self) {
        let left_ms = self.deadline_ms.get_untracked() - now_ms();
        self.left_ms.set(left_ms.max(0));
        if left_ms <= 0 {
            // An answer on its way may still be in time: the server judges it.
            if !self.busy.get_untracked() {
                self.enter(Phase::Late);
            }
            return;
        }
        let window_ms = self.window_ms.get_untracked().max(1);
        let thirds = (window_ms - left_ms) * RINGS / window_ms;
        if thirds >= self.rung.get_untracked() {
            self.rung.set(thirds + 1);
            self.reminder_ms.set(Some(left_ms));
            sound::ring();
        }
    }
}
