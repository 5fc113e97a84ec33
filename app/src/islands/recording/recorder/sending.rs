//! Beats on their way: sent oldest first, again and again until each has its answer.

use domain::study::RefusalCode;
use domain::wire::{Beat, BeatAnswer, PlayState};
use gloo_timers::callback::Timeout;
use gloo_timers::future::TimeoutFuture;
use leptos::task::spawn_local;

use super::{Recorder, now_ms};
use crate::islands::http::{Fail, Problem};
use crate::islands::recording::api::{self, BATCH_MAX};
use crate::islands::recording::seek::holes;
use crate::islands::recording::state::{Remark, Status, Stop};

/// The longest pause between two attempts to reach the server.
const RETRY_MS_MAX: u32 = 15_000;
/// The longest the server may ask to wait.
const WAIT_SECONDS_MAX: u32 = 3600;
/// How often a rest that jitter left over is offered at the end of a lesson.
const SETTLE_ATTEMPTS: usize = 4;

impl Recorder {
    /// Closes a beat and sends what is unanswered.
    pub fn beat(&self, state: PlayState) {
        let played = self.0.tracker.borrow_mut().take();
        {
            let mut tally = self.0.tally.borrow_mut();
            tally.add(&played);
            tally.cut(self.position_ms(), state);
        }
        self.0.beat_at_ms.set(now_ms());
        self.save(state == PlayState::Playing);
        self.send();
    }

    /// The page is hidden or goes away: everything is sent in a way that outlives it.
    pub fn leave(&self) {
        if self.0.tally.borrow().session().is_none() {
            return;
        }
        let played = self.0.tracker.borrow_mut().take();
        {
            let mut tally = self.0.tally.borrow_mut();
            tally.add(&played);
            if tally.has_pending() {
                tally.cut(self.position_ms(), PlayState::Hidden);
            }
        }
        self.save(false);
        let beats: Vec<Beat> = self.0.tally.borrow().queue().iter().cloned().collect();
        api::beats_and_leave(&beats);
    }

    /// The network may be back, or the page is seen again: tries at once.
    pub fn try_now(&self) {
        if now_ms() < self.0.not_before_ms.get() {
            return;
        }
        self.0.retry.borrow_mut().take();
        if !self.0.tally.borrow().queue().is_empty() {
            self.send();
        }
    }

    /// Sends until the queue is empty or the server cannot be reached. One at a time.
    fn send(&self) {
        if now_ms() < self.0.not_before_ms.get() || self.0.sending.replace(true) {
            return;
        }
        let this = self.clone();
        spawn_local(async move {
            this.send_all().await;
            this.0.sending.set(false);
            let quiet = this.0.tally.borrow().queue().is_empty();
            if quiet && (this.0.at_end.get() || this.newly_complete()) {
                this.settle();
            }
        });
    }

    async fn send_all(&self) {
        loop {
            let batch: Vec<Beat> = self.0.tally.borrow().queue().iter().take(BATCH_MAX).cloned().collect();
            if batch.is_empty() || self.0.tally.borrow().session().is_none() {
                return;
            }
            let results = api::beats(&batch).await;
            // The session may have been given up while this was on its way.
            let same = self.0.tally.borrow().session() == batch.first().map(|beat| &beat.session);
            if results.is_empty() || !same {
                return;
            }
            for result in results {
                let goes_on = match result {
                    Ok(answer) => self.answered(&answer),
                    Err(Fail::Refused(problem)) if problem.status == 429 => self.told_to_wait(&problem),
                    Err(fail) if fail.may_pass() => self.unreachable(),
                    Err(Fail::Refused(problem)) => self.refused(problem),
                    Err(Fail::Unreachable) => self.unreachable(),
                };
                if !goes_on {
                    return;
                }
            }
        }
    }

    fn answered(&self, answer: &BeatAnswer) -> bool {
        let verdict = self.0.tally.borrow_mut().answered(answer);
        let state = self.state();
        if answer.next_beat_in_ms > 0 {
            self.0.beat_every_ms.set(answer.next_beat_in_ms);
        }
        self.save(state.running.get_untracked());
        self.show_sums();
        if self.0.failures.replace(0) > 0 {
            self.back_online();
        }
        match verdict.refused {
            Some(RefusalCode::DayCap) => self.stop(Stop::DayCap),
            Some(RefusalCode::OutsideWindow) => self.stop(Stop::OutsideWindow),
            _ => {}
        }
        if answer.held {
            state.held.set_if_new(true);
            state.status.set(Status::Check);
            self.stage_pause(true);
        } else if let Some(notice) = answer.check.clone() {
            self.check_due(notice);
        }
        if verdict.out_of_step {
            self.ask_anew();
            return false;
        }
        true
    }

    fn back_online(&self) {
        let state = self.state();
        match state.status.get_untracked() {
            Status::Offline => state.status.set(Status::On),
            Status::Stopped(Stop::OfflineTooLong | Stop::NoStorage) => state.status.set(Status::Paused),
            _ => {}
        }
        self.remark(Remark::CaughtUp);
    }

    fn unreachable(&self) -> bool {
        let failures = self.0.failures.get() + 1;
        self.0.failures.set(failures);
        if self.state().status.get_untracked() == Status::On {
            self.state().status.set(Status::Offline);
        }
        let pause_ms = (1000 << failures.min(4)).min(RETRY_MS_MAX);
        let this = self.clone();
        *self.0.retry.borrow_mut() = Some(Timeout::new(pause_ms, move || this.send()));
        false
    }

    /// The server is there and wants the rest later: nothing is lost, and nothing is sent before that.
    fn told_to_wait(&self, problem: &Problem) -> bool {
        let wait_ms = problem.wait_seconds.unwrap_or(1).clamp(1, WAIT_SECONDS_MAX) * 1000;
        self.0.not_before_ms.set(now_ms() + i64::from(wait_ms));
        let this = self.clone();
        *self.0.retry.borrow_mut() = Some(Timeout::new(wait_ms + 50, move || this.send()));
        false
    }

    fn refused(&self, problem: Problem) -> bool {
        match (problem.status, problem.code.as_str()) {
            (401, _) => self.stop(Stop::SignedOut),
            (400, "malformed") => {
                // It says of this one that it can never be read; the others are as good as before.
                self.0.tally.borrow_mut().beat_was_refused();
                return true;
            }
            (409, code) if code.contains("seq") || code.contains("conflict") => {
                self.0.tally.borrow_mut().number_was_taken();
                return true;
            }
            (409, _) => self.session_lost(Stop::Superseded),
            (410, _) => self.session_lost(Stop::Ended),
            _ => {
                self.state().detail.set(problem.detail);
                self.session_lost(Stop::Refused);
            }
        }
        false
    }

    fn session_lost(&self, why: Stop) {
        self.stop(why);
        self.0.tally.borrow_mut().session_over();
    }

    fn newly_complete(&self) -> bool {
        !self.0.was_complete.get() && self.0.tally.borrow().complete()
    }

    /// The end is reached and everything is answered: offers what jitter left over until the lesson
    /// is complete, then closes it; or says what is missing.
    fn settle(&self) {
        if self.state().owes_answer() || self.0.settling.replace(true) {
            return;
        }
        let this = self.clone();
        spawn_local(async move {
            this.settle_rest().await;
            this.0.settling.set(false);
        });
    }

    async fn settle_rest(&self) {
        for _ in 0..SETTLE_ATTEMPTS {
            let rest_ms = {
                let tally = self.0.tally.borrow();
                if tally.session().is_none() || tally.complete() || !tally.has_pending() {
                    break;
                }
                tally.uncounted(&self.running()).total_ms()
            };
            TimeoutFuture::new((rest_ms + 300).clamp(300, 5000) as u32).await;
            self.beat(PlayState::Paused);
            while self.0.sending.get() {
                TimeoutFuture::new(100).await;
            }
            if self.0.failures.get() > 0 || self.state().owes_answer() {
                return;
            }
        }
        if self.0.tally.borrow().session().is_none() {
            return;
        }
        if self.0.tally.borrow().complete() {
            self.finish().await;
        } else if self.0.at_end.get() {
            let tally = self.0.tally.borrow();
            self.state().holes.set(holes(tally.covered(), tally.duration_ms()));
        }
    }
}
