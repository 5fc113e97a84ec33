//! The recorder's hands on a document: a page is what runs.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use domain::wire::PlayState;
use leptos::prelude::*;

use super::pages::{ReadingClock, page_at};
use crate::islands::erased_signal::ErasedSignal;
use crate::islands::player_props::PlayerPage;
use crate::islands::recording::recorder::{PlayerControl, Recorder, now_ms};
use crate::islands::recording::seek::HOLE_MS_MAX;

/// A document as the recorder sees it.
pub struct DocumentStage {
    pages: Vec<PlayerPage>,
    /// The page that is shown.
    page: ErasedSignal<usize>,
    /// How long it is still to be read before the next.
    left_ms: ErasedSignal<i64>,
    clock: RefCell<ReadingClock>,
    /// It ran when the page was hidden, and runs again when it is seen.
    runs_when_seen: Cell<bool>,
    recorder: RefCell<Option<Recorder>>,
}

impl DocumentStage {
    /// A document that stands still.
    pub fn new(pages: Vec<PlayerPage>, page: ErasedSignal<usize>, left_ms: ErasedSignal<i64>) -> Rc<Self> {
        Rc::new(Self {
            pages,
            page,
            left_ms,
            clock: RefCell::default(),
            runs_when_seen: Cell::new(false),
            recorder: RefCell::new(None),
        })
    }

    /// Tells it who records.
    pub fn recorded_by(&self, recorder: Recorder) {
        *self.recorder.borrow_mut() = Some(recorder);
    }

    fn recorder(&self) -> Option<Recorder> {
        self.recorder.borrow().clone()
    }

    /// Where the page that is shown lies.
    fn stretch(&self) -> [i64; 2] {
        let index = self.page.get_untracked();
        self.pages.get(index).map_or([0, 0], |page| [page.from_ms, page.to_ms])
    }

    /// About once a second: moves along, stands still while nobody can see the page.
    pub fn tick(&self) {
        let Some(recorder) = self.recorder() else { return };
        let [_, to_ms] = self.stretch();
        if document().hidden() {
            if self.clock.borrow().runs() {
                self.runs_when_seen.set(true);
                self.halt(PlayState::Hidden);
            }
            return;
        }
        if self.runs_when_seen.replace(false) {
            self.resume();
        }
        if !self.clock.borrow().runs() {
            return;
        }
        self.clock.borrow_mut().tick(now_ms(), to_ms);
        let at_ms = self.position_ms();
        recorder.runs(at_ms);
        self.show_rest();
        if at_ms >= to_ms {
            let last = self.page.get_untracked() + 1 >= self.pages.len();
            self.halt(if last { PlayState::Ended } else { PlayState::Paused });
        }
    }

    fn halt(&self, state: PlayState) {
        self.clock.borrow_mut().stop();
        if let Some(recorder) = self.recorder() {
            recorder.halts(self.position_ms(), state);
        }
    }

    /// Shows how long the page is still to be read.
    fn show_rest(&self) {
        let Some(page) = self.pages.get(self.page.get_untracked()) else { return };
        let seen_ms = self.recorder().map_or(0, |recorder| recorder.seen_ms(page.from_ms, page.to_ms));
        let left_ms = page.least_ms - seen_ms;
        self.left_ms.set(if left_ms <= HOLE_MS_MAX { 0 } else { left_ms });
    }

    /// Turns to a page and reads on there, at what is still to be read of it.
    pub fn turn_to(&self, index: usize) {
        if self.clock.borrow().runs() {
            self.halt(PlayState::Paused);
        }
        let Some(page) = self.pages.get(index) else { return };
        self.page.set(index);
        let unseen_ms = self.recorder().and_then(|recorder| recorder.unseen_from(page.from_ms, page.to_ms));
        self.stand_at(unseen_ms.unwrap_or(page.from_ms));
        if self.recorder().is_some_and(|recorder| recorder.may_run()) {
            self.resume();
        }
    }

    fn stand_at(&self, at_ms: i64) {
        *self.clock.borrow_mut() = ReadingClock::at(at_ms);
        if let Some(recorder) = self.recorder() {
            recorder.jumps();
        }
        self.show_rest();
    }
}

impl PlayerControl for DocumentStage {
    fn pause(&self, _attention: bool) {
        self.runs_when_seen.set(false);
        if self.clock.borrow().runs() {
            self.halt(PlayState::Paused);
        }
    }

    fn resume(&self) {
        self.show_rest();
        let [from_ms, to_ms] = self.stretch();
        let at_ms = self.position_ms();
        let Some(recorder) = self.recorder() else { return };
        // A page that is read through is only looked at again: nothing runs.
        let Some(unseen_ms) = recorder.unseen_from(from_ms, to_ms) else { return };
        if !(from_ms..to_ms).contains(&at_ms) || at_ms < unseen_ms {
            self.stand_at(unseen_ms);
        }
        self.clock.borrow_mut().start(now_ms());
        recorder.runs(self.position_ms());
    }

    fn go_to(&self, at_ms: i64) {
        self.page.set(page_at(&self.pages, at_ms));
        self.stand_at(at_ms);
    }

    fn position_ms(&self) -> i64 {
        self.clock.borrow().at_ms
    }
}
