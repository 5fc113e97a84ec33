//! What the learner does about a check, and what follows from each outcome.

use domain::wire::{CheckAnswered, CheckNotice, CheckResult};
use gloo_timers::future::TimeoutFuture;
use leptos::task::spawn_local;

use super::flow::{Flow, Phase};
use crate::islands::http::Fail;
use crate::islands::message::MessageKey;
use crate::islands::parts::with;
use crate::islands::recording::api::{self, Identified};
use crate::islands::recording::device;
use crate::islands::recording::recorder::Recorder;
use crate::islands::recording::state::Stop;

/// After its time a check is offered again within the server's grace.
const BACK_ATTEMPTS: usize = 6;
const BACK_EVERY_MS: u32 = 1500;

impl Flow {
    /// Asks for more time.
    pub fn more_time(self) {
        let Some(notice) = self.showing.get_untracked() else { return };
        self.busy.set(true);
        spawn_local(async move {
            match api::extend(&notice.id).await {
                Ok(extended) => {
                    self.item.update(|item| {
                        if let Some(item) = item {
                            item.extendable = extended.extendable;
                        }
                    });
                    self.start_clock(extended.answer_in_ms);
                    self.trouble.set(None);
                }
                Err(fail) => self.failed(&fail),
            }
            self.busy.set(false);
        });
    }

    /// Sends the answer. The server takes the same answer twice as one.
    pub fn answer(self) {
        let choice = self.choice.get_untracked().trim().to_owned();
        let Some(notice) = self.showing.get_untracked() else { return };
        if choice.is_empty() {
            self.trouble.set(Some(MessageKey::CheckChoose));
            return;
        }
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.trouble.set(None);
        spawn_local(async move {
            self.settled().await;
            let answered = api::answer(&notice.id, choice).await;
            self.busy.set(false);
            match answered {
                Ok(answered) => self.judged(answered),
                Err(fail) => self.failed(&fail),
            }
        });
    }

    /// Has the device confirm the learner instead: for the question, or for the password after a hold.
    pub fn by_passkey(self) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.trouble.set(None);
        let notice = self.showing.get_untracked();
        let held = self.phase.get_untracked() == Phase::Hold;
        spawn_local(async move {
            let mut done = false;
            if held {
                if let Some(identified) = api::identify_by_passkey().await {
                    self.identified(identified).await;
                    done = true;
                }
            } else if let Some(notice) = notice
                && let Some(answered) = api::confirm(&notice.id).await
            {
                self.judged(answered);
                done = true;
            }
            if !done {
                self.busy.set(false);
                self.trouble.set(Some(MessageKey::PasskeyFailed));
            }
        });
    }

    /// What was sent before the answer is answered first: the device signs what the server has.
    async fn settled(self) {
        if let Some(recorder) = with(self.recorder_handle, Clone::clone) {
            recorder.settled().await;
        }
    }

    async fn identified(self, identified: Identified) {
        self.busy.set(false);
        if let Some(passed) = identified.passed {
            self.judged(passed);
            return;
        }
        self.state.held.set(false);
        match identified.next {
            Some(next) => self.lead_to(next),
            None => self.find_open_check().await,
        }
    }

    fn judged(self, answered: CheckAnswered) {
        with(self.recorder_handle, |recorder| recorder.check_answered(&answered));
        self.next.set(answered.next);
        self.given_back.set(answered.given_back);
        let phase = match answered.result {
            CheckResult::Passed => {
                device::passed();
                self.confirmed_ms.set(answered.newly_verified_ms);
                self.explain.set(answered.explain);
                Phase::Passed
            }
            CheckResult::Wrong => Phase::Wrong,
            CheckResult::Late => Phase::Late,
            CheckResult::Hold => Phase::Hold,
        };
        self.enter(phase);
    }

    /// After a pass: back to the lesson.
    pub fn go_on(self) {
        self.showing.set(None);
        self.phase.set(Phase::Loading);
        self.shut();
        with(self.recorder_handle, Recorder::check_done);
        // A further check, if one is due already.
        if let Some(next) = self.next.get_untracked() {
            self.next.set(None);
            self.state.check.set(Some(next));
        }
    }

    /// After a wrong answer: the next question.
    pub fn next_question(self) {
        match self.next.get_untracked().or_else(|| self.state.check.get_untracked()) {
            Some(next) => self.lead_to(next),
            None => spawn_local(self.find_open_check()),
        }
    }

    /// After the time ran out: the same check again.
    pub fn back(self) {
        spawn_local(self.find_open_check());
    }

    pub(super) fn lead_to(self, notice: CheckNotice) {
        self.next.set(None);
        self.phase.set(Phase::Loading);
        self.showing.set(None);
        self.state.check.set(Some(notice));
        self.open();
    }

    pub(super) async fn find_open_check(self) {
        self.busy.set(true);
        let Some(recorder) = with(self.recorder_handle, Clone::clone) else { return };
        for attempt in 0..BACK_ATTEMPTS {
            if attempt > 0 {
                TimeoutFuture::new(BACK_EVERY_MS).await;
            }
            if !recorder.back_for_check().await {
                self.busy.set(false);
                self.showing.set(None);
                self.phase.set(Phase::Loading);
                self.shut();
                return;
            }
            if self.state.held.get_untracked() {
                self.enter(Phase::Hold);
                return;
            }
            let Some(notice) = self.state.check.get_untracked() else { continue };
            self.show(notice).await;
            if self.phase.get_untracked() != Phase::Late {
                return;
            }
            self.busy.set(true);
        }
        self.enter(Phase::Late);
    }

    /// Confirms identity by password, and by the code that the server may send then.
    pub fn identify(self) {
        let typed = self.password.get_untracked();
        if typed.is_empty() || self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.trouble.set(None);
        let kept = self.kept.get_untracked();
        let notice = self.showing.get_untracked().filter(|_| self.phase.get_untracked() == Phase::Identity);
        let (password, code) = if kept.is_empty() { (typed, String::new()) } else { (kept, typed) };
        spawn_local(async move {
            self.settled().await;
            let asked = notice.as_ref().map(|notice| &notice.id);
            let identified = api::identify(asked, password.clone(), code).await;
            self.busy.set(false);
            self.password.set(String::new());
            match identified {
                Ok(identified) => {
                    self.kept.set(String::new());
                    self.identified(identified).await;
                }
                Err(fail) if fail.may_pass() => self.trouble.set(Some(MessageKey::Trouble)),
                Err(Fail::Refused(problem)) if problem.code == "code_needed" => self.kept.set(password),
                Err(Fail::Refused(problem)) if problem.code == "stronger_proof_needed" => {
                    self.kept.set(String::new());
                    self.trouble.set(Some(MessageKey::HoldStronger));
                }
                // Its time ran out, or another device was quicker.
                Err(Fail::Refused(problem)) if matches!(problem.code.as_str(), "not_held" | "not_shown") => {
                    self.kept.set(String::new());
                    self.find_open_check().await;
                }
                Err(Fail::Refused(problem)) if problem.code == "wrong_code" => {
                    self.trouble.set(Some(MessageKey::CodeWrong));
                }
                Err(Fail::Refused(problem))
                    if problem.status == 401 && !problem.code.contains("password") =>
                {
                    with(self.recorder_handle, |recorder| recorder.stop(Stop::SignedOut));
                }
                Err(_) => {
                    self.kept.set(String::new());
                    self.trouble.set(Some(MessageKey::PasswordWrong));
                }
            }
        });
    }
}
