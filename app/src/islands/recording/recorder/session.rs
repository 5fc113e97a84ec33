//! Sessions: opening, closing, and what a check changes.

use domain::wire::{BeatAnswer, CheckAnswered, CheckNotice, OpenSession, PlayState, SessionOpened};
use gloo_timers::future::TimeoutFuture;
use leptos::task::spawn_local;

use super::{Recorder, now_ms};
use crate::islands::http::Fail;
use crate::islands::recording::api;
use crate::islands::recording::seek::{HOLE_MS_MAX, go_on_at};
use crate::islands::recording::state::{Remark, Status, Stop};

/// How often closing is tried before it is left to the next visit.
const CLOSE_ATTEMPTS: u32 = 4;

impl Recorder {
    /// The page was loaded: stands where the learner stood, shows the check that waits for its answer, and sends what waits
    /// from an earlier visit.
    pub fn wake_up(&self) {
        let (state, lesson) = (self.state(), &self.0.lesson);
        let stood_ms = self.0.offline_queue.stood_at_ms().unwrap_or(lesson.position_ms);
        if (1..lesson.duration_ms - HOLE_MS_MAX).contains(&stood_ms) {
            state.position_ms.set(stood_ms);
            if let Some(stage) = self.stage() {
                stage.go_to(stood_ms);
            }
        }
        self.owes(lesson.held, lesson.check.clone());
        let this = self.clone();
        spawn_local(async move {
            let told = |answer| this.delivered(answer);
            this.0.offline_queue.deliver(false, &told).await;
        });
    }

    /// What an earlier visit left was counted: shows the sums as they are now.
    fn delivered(&self, answer: BeatAnswer) {
        if self.0.tally.borrow().session().is_none() {
            self.state().waiting_ms.set(answer.waiting_ms);
            self.state().verified_ms.set(answer.verified_ms);
            self.owes(answer.held, answer.check);
        }
    }

    /// Shows what the learner owes before anything runs; says whether that is nothing.
    fn owes(&self, held: bool, check: Option<CheckNotice>) -> bool {
        let state = self.state();
        if held {
            state.held.set_if_new(true);
            state.status.set(Status::Check);
        } else if let Some(notice) = check {
            self.check_due(notice);
        } else {
            return true;
        }
        false
    }

    /// Opens a session and runs the player from where the learner stood. Only ever called at the
    /// learner's own press: it takes over from other devices.
    pub fn begin(&self) {
        let state = self.state();
        if state.status.get_untracked() == Status::Opening {
            return;
        }
        state.status.set(Status::Opening);
        state.remark.set(None);
        state.holes.set(Vec::new());
        state.finished.set(false);
        let this = self.clone();
        spawn_local(async move {
            let Some(opened) = this.open().await else { return };
            this.0.was_complete.set(this.0.tally.borrow().complete());
            let at_ms = go_on_at(opened.position_ms, &opened.covered, opened.duration_ms);
            state.position_ms.set(at_ms);
            if let Some(stage) = this.stage() {
                stage.go_to(at_ms);
                if this.take_check(&opened) {
                    state.status.set(Status::Paused);
                    stage.resume();
                }
            }
        });
    }

    /// The learner is back after a check's time ran out: asks which check is open now. Says
    /// whether one is.
    pub async fn back_for_check(&self) -> bool {
        let before_ms = self.0.tally.borrow().covered().total_ms();
        let Some(opened) = self.open().await else { return false };
        self.state().check.set(None);
        let lost_ms = before_ms - opened.covered.total_ms();
        if lost_ms > HOLE_MS_MAX {
            self.remark(Remark::StudyAgain(lost_ms));
        }
        if self.take_check(&opened) {
            self.state().status.set(Status::Paused);
            if let Some(stage) = self.stage() {
                let stands_ms = stage.position_ms();
                let at_ms = go_on_at(stands_ms, &opened.covered, opened.duration_ms);
                if (at_ms - stands_ms).abs() > HOLE_MS_MAX {
                    stage.go_to(at_ms);
                }
            }
            return false;
        }
        true
    }

    /// The server's sums do not fit: takes its view, and goes where study has to go on.
    pub(super) fn ask_anew(&self) {
        let this = self.clone();
        spawn_local(async move {
            this.back_for_check().await;
        });
    }

    async fn open(&self) -> Option<SessionOpened> {
        if !self.0.offline_queue.deliver(true, &|_| ()).await {
            self.stop(Stop::CannotStart);
            return None;
        }
        let body =
            OpenSession { enrolment: self.0.lesson.enrolment.clone(), lesson: self.0.lesson.lesson.clone() };
        match api::open(&body).await {
            Ok(opened) => {
                self.0.tally.borrow_mut().opened(&opened);
                self.0.beat_every_ms.set(opened.beat_seconds.max(1) * 1000);
                self.0.beat_at_ms.set(now_ms());
                self.0.failures.set(0);
                self.show_sums();
                Some(opened)
            }
            Err(fail) => {
                match fail {
                    Fail::Refused(problem) if problem.status == 401 => self.stop(Stop::SignedOut),
                    Fail::Refused(problem) if matches!(problem.status, 400..=428 | 430..=499) => {
                        self.state().detail.set(problem.detail);
                        self.stop(Stop::Refused);
                    }
                    Fail::Refused(_) | Fail::Unreachable => self.stop(Stop::CannotStart),
                }
                None
            }
        }
    }

    /// Shows what an opened session owes; says whether nothing stands against playing.
    fn take_check(&self, opened: &SessionOpened) -> bool {
        self.state().held.set(opened.held);
        self.owes(opened.held, opened.check.clone())
    }

    /// A check was answered: takes over the sums it changed.
    pub fn check_answered(&self, answered: &CheckAnswered) {
        self.0.tally.borrow_mut().confirmed(answered.waiting_ms, answered.verified_ms);
        self.show_sums();
    }

    /// The check is done with: goes on where it interrupted.
    pub fn check_done(&self) {
        let state = self.state();
        state.check.set(None);
        state.held.set(false);
        if state.finished.get_untracked() {
            state.status.set(Status::Finished);
            // Coming back to a check of the tail opened a session anew.
            if self.0.tally.borrow().session().is_some() {
                let this = self.clone();
                spawn_local(async move { this.finish().await });
            }
            return;
        }
        state.status.set(Status::Paused);
        // It had waited since an earlier visit: this is the press that begins.
        if self.0.tally.borrow().session().is_none() {
            self.begin();
            return;
        }
        // Takes along what the check held back, and brings this lesson's own sums.
        self.beat(PlayState::Paused);
        if !self.0.at_end.get()
            && let Some(stage) = self.stage()
        {
            stage.resume();
        }
    }

    /// Closes the complete lesson; the tail's check comes with the answer.
    pub(super) async fn finish(&self) {
        let Some(session) = self.0.tally.borrow().session().cloned() else { return };
        let state = self.state();
        self.stage_pause(false);
        for attempt in 1..=CLOSE_ATTEMPTS {
            match api::close(&session).await {
                Ok(closed) => {
                    {
                        let mut tally = self.0.tally.borrow_mut();
                        tally.confirmed(closed.waiting_ms, closed.verified_ms);
                        tally.session_over();
                    }
                    state.finished.set(true);
                    state.status.set(Status::Finished);
                    self.show_sums();
                    self.save(false);
                    if let Some(notice) = closed.check {
                        self.check_due(notice);
                    }
                    return;
                }
                Err(fail) if fail.may_pass() => TimeoutFuture::new(attempt * 2000).await,
                Err(_) => break,
            }
        }
        // What lies after the last check waits for the next one: nothing is lost.
        state.finished.set(true);
        state.status.set(Status::Finished);
    }

    /// Goes to what is still missing.
    pub fn fill_hole(&self) {
        let Some([from_ms, _]) = self.state().holes.with_untracked(|holes| holes.first().copied()) else {
            return;
        };
        self.state().holes.set(Vec::new());
        self.0.at_end.set(false);
        if let Some(stage) = self.stage() {
            stage.go_to(from_ms);
            stage.resume();
        }
    }
}
