//! The recorder: fed by a player with where it stands, it sends beats and obeys the answers.

mod sending;
mod session;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use domain::coverage::Ranges;
use domain::wire::{CheckNotice, PlayState};
use gloo_timers::callback::Timeout;
use gloo_timers::future::TimeoutFuture;
use web_sys::js_sys;

use super::offline_queue::OfflineQueue;
use super::seek::{HOLE_MS_MAX, snap_back};
use super::state::{RecordingState, Remark, Status, Stop};
use super::tally::Tally;
use super::tracker::Tracker;
use super::wake::WakeLock;
use crate::islands::player_props::PlayerLesson;

/// Between two answers the running range is kept in storage this often.
const SAVE_EVERY_MS: i64 = 1000;
/// Study without network goes on as long as it can be made up for: the credit budget and the daily
/// allowance of the standard policy, cautiously rounded down.
const OFFLINE_MS_MAX: i64 = 15 * 60_000;
/// Beats until the server says otherwise.
const BEAT_MS: i64 = 15_000;

/// A passing remark stays long enough to be read slowly.
const REMARK_MS: u32 = 12_000;

/// An answer waits so many tenths of a second at most for a beat on its way.
const SETTLED_TRIES: u32 = 20;

/// What the recorder may ask of a player.
pub trait PlayerControl {
    /// Stops media; leaves full screen and picture-in-picture if `attention` is needed elsewhere.
    fn pause(&self, attention: bool);
    /// Runs media.
    fn resume(&self);
    /// Goes to a place on the timeline.
    fn go_to(&self, at_ms: i64);
    /// Where it stands.
    fn position_ms(&self) -> i64;
}

/// A handle on the recording of one lesson.
#[derive(Clone)]
pub struct Recorder(Rc<Inner>);

struct Inner {
    lesson: PlayerLesson,
    state: RecordingState,
    offline_queue: OfflineQueue,
    wake: WakeLock,
    stage: RefCell<Option<Rc<dyn PlayerControl>>>,
    tracker: RefCell<Tracker>,
    tally: RefCell<Tally>,
    beat_every_ms: Cell<i64>,
    beat_at_ms: Cell<i64>,
    /// Until then the server wants no beats.
    not_before_ms: Cell<i64>,
    saved_at_ms: Cell<i64>,
    /// Whether what is kept is safe from a crash.
    kept: Cell<bool>,
    /// Sends that failed in a row.
    failures: Cell<u32>,
    sending: Cell<bool>,
    settling: Cell<bool>,
    at_end: Cell<bool>,
    /// A lesson that was complete when it was opened is not closed before its end.
    was_complete: Cell<bool>,
    retry: RefCell<Option<Timeout>>,
    remark_ends: RefCell<Option<Timeout>>,
}

/// A clock that only goes forward.
pub fn now_ms() -> i64 {
    let performance = web_sys::window().and_then(|window| window.performance());
    performance.map_or_else(js_sys::Date::now, |performance| performance.now()) as i64
}

impl Recorder {
    /// A recorder for a lesson; nothing is sent before [`Recorder::begin`].
    pub fn new(lesson: PlayerLesson, state: RecordingState) -> Self {
        let offline_queue = OfflineQueue::new(&lesson.enrolment, &lesson.lesson);
        Self(Rc::new(Inner {
            lesson,
            state,
            offline_queue,
            wake: WakeLock::default(),
            stage: RefCell::default(),
            tracker: RefCell::default(),
            tally: RefCell::default(),
            beat_every_ms: Cell::new(BEAT_MS),
            beat_at_ms: Cell::new(0),
            not_before_ms: Cell::new(0),
            saved_at_ms: Cell::new(0),
            kept: Cell::new(true),
            failures: Cell::new(0),
            sending: Cell::new(false),
            settling: Cell::new(false),
            at_end: Cell::new(false),
            was_complete: Cell::new(false),
            retry: RefCell::default(),
            remark_ends: RefCell::default(),
        }))
    }

    /// Tells the recorder which player it records.
    pub fn attach(&self, stage: Rc<dyn PlayerControl>) {
        *self.0.stage.borrow_mut() = Some(stage);
    }

    /// Whether a session is open and nothing stands against playing.
    pub fn may_run(&self) -> bool {
        let open = self.0.tally.borrow().session().is_some();
        open && !self.state().owes_answer()
            && !matches!(self.state().status.get_untracked(), Status::Stopped(_))
    }

    /// The player runs and stands at `at_ms`. To be called at every sign of progress.
    pub fn runs(&self, at_ms: i64) {
        let state = self.state();
        if !self.may_run() {
            self.stage_pause(false);
            return;
        }
        let now = now_ms();
        self.0.at_end.set(false);
        self.0.tracker.borrow_mut().stands_at(at_ms, now);
        state.position_ms.set(at_ms);
        state.running.set_if_new(true);
        state.status.set_if_new(if self.0.failures.get() > 0 { Status::Offline } else { Status::On });
        self.0.wake.hold();
        self.show_sums();
        if now - self.0.saved_at_ms.get() >= SAVE_EVERY_MS {
            self.save(true);
        }
        if now - self.0.beat_at_ms.get() >= self.0.beat_every_ms.get() {
            self.beat(PlayState::Playing);
        }
        if self.0.failures.get() > 0 {
            let unsent_ms = self.0.tally.borrow().uncounted(&self.running()).total_ms();
            if unsent_ms > OFFLINE_MS_MAX {
                self.stop(Stop::OfflineTooLong);
            } else if !self.0.kept.get() {
                self.stop(Stop::NoStorage);
            }
        }
    }

    /// The player stands still at `at_ms`, having run up to there.
    pub fn halts(&self, at_ms: i64, play: PlayState) {
        let state = self.state();
        if state.running.get_untracked() {
            self.0.tracker.borrow_mut().stands_at(at_ms, now_ms());
        }
        state.position_ms.set(at_ms);
        if play == PlayState::Stalled {
            state.status.set_if_new(Status::Stalled);
            return;
        }
        self.0.tracker.borrow_mut().stop();
        let was_running = state.running.get_untracked();
        state.running.set(false);
        self.0.wake.release();
        if matches!(state.status.get_untracked(), Status::On | Status::Offline | Status::Stalled) {
            state.status.set(Status::Paused);
        }
        self.0.at_end.set(play == PlayState::Ended);
        if was_running || play == PlayState::Ended {
            self.beat(play);
        }
        self.show_sums();
    }

    /// The player jumps: what it shows next is not joined to what it showed.
    pub fn jumps(&self) {
        self.0.tracker.borrow_mut().stop();
    }

    /// Where a jump to `to_ms` must end instead, if it goes too far ahead.
    pub fn snap_back(&self, to_ms: i64) -> Option<i64> {
        let tally = self.0.tally.borrow();
        let seen = if tally.session().is_some() { tally.seen(&self.running()) } else { return None };
        let back_ms = snap_back(self.state().position_ms.get_untracked(), to_ms, &seen)?;
        self.remark(Remark::NoJumpAhead);
        Some(back_ms)
    }

    /// Whether this is the first time the lesson is watched, as far as is known.
    pub fn first_view(&self) -> bool {
        let covered_ms = self.0.tally.borrow().covered().total_ms();
        covered_ms < self.0.lesson.duration_ms - HOLE_MS_MAX
    }

    /// How much of `[from_ms, to_ms)` was played or counted already.
    pub fn seen_ms(&self, from_ms: i64, to_ms: i64) -> i64 {
        self.0.tally.borrow().seen(&self.running()).within(from_ms, to_ms).total_ms()
    }

    /// The first place in `[from_ms, to_ms)` that was not played yet; nothing if all of it was.
    pub fn unseen_from(&self, from_ms: i64, to_ms: i64) -> Option<i64> {
        let unseen =
            Ranges::union_of(vec![[from_ms, to_ms]]).minus(&self.0.tally.borrow().seen(&self.running()));
        unseen.as_slice().iter().find(|[from, to]| to - from > HOLE_MS_MAX).map(|range| range[0])
    }

    /// Waits a moment until no beat is on its way.
    pub async fn settled(&self) {
        for _ in 0..SETTLED_TRIES {
            if !self.0.sending.get() {
                return;
            }
            TimeoutFuture::new(100).await;
        }
    }

    /// The signals.
    pub fn state(&self) -> RecordingState {
        self.0.state
    }

    /// Says something in passing, for a while.
    pub fn remark(&self, remark: Remark) {
        let shown = self.state().remark;
        shown.set(Some(remark));
        *self.0.remark_ends.borrow_mut() = Some(Timeout::new(REMARK_MS, move || shown.set(None)));
    }

    /// Stops everything, and says why.
    pub fn stop(&self, why: Stop) {
        self.state().status.set(Status::Stopped(why));
        self.stage_pause(true);
        self.save(false);
    }

    /// A check is due, or still open.
    fn check_due(&self, notice: CheckNotice) {
        let state = self.state();
        if state.check.with_untracked(|open| open.as_ref() != Some(&notice)) {
            state.check.set(Some(notice));
        }
        state.status.set(Status::Check);
        self.stage_pause(true);
    }

    fn stage(&self) -> Option<Rc<dyn PlayerControl>> {
        self.0.stage.borrow().clone()
    }

    fn stage_pause(&self, attention: bool) {
        if let Some(stage) = self.stage() {
            stage.pause(attention);
        }
    }

    fn position_ms(&self) -> i64 {
        self.stage().map_or(0, |stage| stage.position_ms())
    }

    fn running(&self) -> Ranges {
        self.0.tracker.borrow().played()
    }

    /// Shows the sums, counted on since the server's last word.
    fn show_sums(&self) {
        let tally = self.0.tally.borrow();
        if tally.session().is_some() || self.state().finished.get_untracked() {
            self.state().waiting_ms.set_if_new(tally.waiting_ms(&self.running()));
            self.state().verified_ms.set_if_new(tally.verified_ms());
        }
    }

    /// Keeps unanswered beats, and what runs, in the browser's storage.
    fn save(&self, at_work: bool) {
        let tally = self.0.tally.borrow();
        let mut beats: Vec<_> = tally.queue().iter().cloned().collect();
        let state = if at_work { PlayState::Playing } else { PlayState::Paused };
        let draft = tally.draft(&self.running(), self.position_ms(), state);
        beats.extend(draft.filter(|draft| !draft.played.is_empty()));
        self.0.kept.set(self.0.offline_queue.keep(beats, at_work));
        self.0.saved_at_ms.set(now_ms());
    }
}
