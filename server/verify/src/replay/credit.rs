//! Credit: a credit budget that fills with real time (RULES.md, section 2).

use domain::policy::Policy;
use domain::study::KeptRecord;
use domain::study::RefusalCode;
use domain::wire::{BeatAnswer, CheckNotice, Refused};

use super::{Check, Next, Progress, Replay, Session, Waiting, seconds};
use crate::calendar::{day_of, time_in_window, window_holds};
use crate::error::{Mismatch, holds, same};
use crate::sets::{Set, and, earliest, length, minus, or};

/// A check counts as told this long after an answer that carried it.
const TOLD_AFTER: i64 = 1000;
/// Play that begins this close behind the last credit goes on from it.
const GOES_ON_WITHIN: i64 = 2000;
/// A longer silence ends with a resume.
const RESUME_AFTER: i64 = 60_000;
/// A smaller shortfall is not reported.
const REPORTED_FROM: i64 = 1000;

/// What of a beat counts, by local day in the order studied, and why the rest does not.
struct Take {
    days: Vec<(String, Set)>,
    why_not: Option<RefusalCode>,
}

impl Replay<'_> {
    pub(super) fn beat(
        &mut self,
        place: &str,
        row: &KeptRecord,
        played: &[[i64; 2]],
        position: i64,
    ) -> Result<(), Mismatch> {
        let now = row.at_ms;
        let session = self.live_as(place, &row.session.0)?;
        let policy = self.policy(place, &session.policy)?;
        self.nothing_overdue(place, now, policy)?;
        if let Some((_, live)) = &mut self.live {
            live.seen_at = now;
        }
        if self.last_at + RESUME_AFTER < now {
            self.resumed_at = now;
        }
        self.fill_the_credit_budget(policy, now);

        let lesson = (session.enrolment.clone(), session.lesson.clone());
        let progress = self.progress.entry(lesson.clone()).or_default().clone();
        let mut wanted = Set::new();
        for &[from, to] in played {
            let (from, to) = (from.max(0), to.min(session.duration));
            if from < to {
                wanted = or(&wanted, &[(from, to)]);
            }
        }
        let wanted = minus(&wanted, &progress.covered);
        let take = self.take(policy, &wanted, &progress, now);
        self.told(now);
        let counted: i64 = take.days.iter().map(|(_, set)| length(set)).sum();

        let mut progress = progress;
        for (day, set) in &take.days {
            progress.covered = or(&progress.covered, set);
            for &(from, to) in set {
                progress.credited_to = to;
                self.wait(&session, day, from, to);
            }
        }
        progress.waiting += counted;
        progress.position = position.min(session.duration);
        self.person_time += counted;
        let shortfall = length(&wanted) - counted;
        let refused = match take.why_not {
            Some(code) if shortfall >= REPORTED_FROM => {
                vec![Refused { code: code.as_str().to_owned(), ms: shortfall, text: String::new() }]
            }
            _ => Vec::new(),
        };
        let answer = BeatAnswer {
            counted_ms: counted,
            waiting_ms: progress.waiting,
            verified_ms: progress.verified,
            refused,
            next_beat_in_ms: seconds(policy.credit.beat_seconds.value),
            check: self.notice(),
            held: self.held,
        };
        self.progress.insert(lesson, progress);
        self.refusals_of(&session, now, played, counted, &answer.refused);

        let stored = row.answer.as_deref().unwrap_or_default();
        let stored: BeatAnswer = serde_json::from_str(stored)
            .map_err(|error| Mismatch::new(place, "the stored answer", "an answer to a beat", error))?;
        let asked = self.check.is_none() && !self.held && self.person_time >= self.due;
        if asked && self.spared(policy, now) {
            self.due = self.person_time + 1;
        } else if asked {
            // The answer announces the check, whose name the next record tells.
            self.next = Some(Next::IssueOfBeat { place: place.to_owned(), answer, stored });
            return Ok(());
        }
        same(place, "the stored answer", &answer, &stored)
    }

    /// Whether a check waits a little because study was taken up only now: as long as more than the
    /// allowance after being told is left of the longest interval.
    fn spared(&self, policy: &Policy, now: i64) -> bool {
        let quiet = policy.check.quiet_seconds.as_ref().map_or(0, |quiet| seconds(quiet.value));
        let most =
            seconds(policy.check.interval_seconds_max.value - policy.check.told_allowance_seconds.value);
        now < self.resumed_at + quiet && self.waiting_total() < most
    }

    /// The open check, as a learner is told of it.
    pub(super) fn notice(&self) -> Option<CheckNotice> {
        let check = self.check.as_ref()?;
        if self.held {
            return None;
        }
        Some(CheckNotice { id: check.id.as_str().into(), kind: check.kind, offer: check.offer })
    }

    /// Real time since the last beat, where it lies in the clock window, flows into the credit budget up to
    /// `G`; what flows over after a silence longer than `G` may be used by play that goes on without
    /// a jump, within the day's offline allowance.
    pub(super) fn fill_the_credit_budget(&mut self, policy: &Policy, now: i64) {
        let most = seconds(policy.credit.budget_seconds_max.value);
        let zone = policy.utc_offset_minutes.offset_minutes;
        let passed = match &policy.credit.clock_window {
            Some(window) => time_in_window(&window.value, self.last_at, now, zone),
            None => now - self.last_at,
        };
        let level = self.credit_budget + passed;
        self.credit_budget = level.min(most);
        let over = level - self.credit_budget;
        if now - self.last_at > most {
            let today = day_of(now, zone).0;
            let used = self.days.get(&today).map_or(0, |(_, offline)| *offline);
            let left = (seconds(policy.credit.offline_seconds_a_day.value) - used).max(0);
            self.offline = over.min(passed).min(left);
            self.offline_until = now + most;
        } else if now > self.offline_until {
            self.offline = 0;
        }
        self.last_at = now;
    }

    fn take(&mut self, policy: &Policy, wanted: &Set, progress: &Progress, now: i64) -> Take {
        let nothing = |why_not| Take { days: Vec::new(), why_not };
        let Some(&(starts, _)) = wanted.first() else {
            return nothing(None);
        };
        if self.held {
            return nothing(Some(RefusalCode::Held));
        }
        let zone = policy.utc_offset_minutes.offset_minutes;
        let counts = |at: i64| match &policy.credit.clock_window {
            Some(window) => window_holds(&window.value, at, zone),
            None => true,
        };
        let a_budget_ago = now - seconds(policy.credit.budget_seconds_max.value);
        if !counts(now) && !counts(a_budget_ago) {
            return nothing(Some(RefusalCode::OutsideWindow));
        }
        let want = length(wanted);
        // The allowance pays only for what is reached from the last credit without a jump.
        let mut goes_on = 0;
        if progress.credited_to <= starts {
            let mut end = progress.credited_to;
            for (from, to) in or(&progress.covered, wanted) {
                if from <= end + GOES_ON_WITHIN {
                    end = end.max(to);
                }
            }
            goes_on = length(&and(wanted, &[(progress.credited_to, end)]));
        }
        let affordable = want.min(self.credit_budget).max(goes_on.min(self.credit_budget + self.offline));
        let room = self.room(policy, now);
        let allowed = affordable.min(room);

        let cap = policy.credit.day_cap_credit_hours.value * policy.credit.credit_hour_minutes.value * 60_000;
        let (today, midnight) = day_of(now, zone);
        let (yesterday, _) = day_of(midnight - 1, zone);
        let credited = |day: &String| self.days.get(day).map_or(0, |(credited, _)| *credited);
        // Today cannot hold more than has passed of it; what is over was gathered yesterday.
        let fits_today = allowed.min((now - midnight - credited(&today)).max(0));
        let today_part = fits_today.min((cap - credited(&today)).max(0));
        let yesterday_part = (allowed - fits_today).min((cap - credited(&yesterday)).max(0));

        let first = earliest(wanted, yesterday_part);
        let second = earliest(&minus(wanted, &first), today_part);
        let taken = length(&first) + length(&second);
        let mut days = Vec::new();
        for (day, set) in [(yesterday, first), (today.clone(), second)] {
            if !set.is_empty() {
                self.days.entry(day.clone()).or_default().0 += length(&set);
                days.push((day, set));
            }
        }
        // The credit budget pays first, the offline allowance the rest.
        let from_budget = taken.min(self.credit_budget);
        self.credit_budget -= from_budget;
        self.offline -= taken - from_budget;
        if taken > from_budget {
            self.days.entry(today).or_default().1 += taken - from_budget;
        }
        let why_not = if taken == want {
            None
        } else if taken < allowed {
            Some(RefusalCode::DayCap)
        } else if room < affordable {
            Some(RefusalCode::CheckWaiting)
        } else if !(counts(now) && counts(a_budget_ago)) {
            Some(RefusalCode::OutsideWindow)
        } else {
            Some(RefusalCode::FasterThanTime)
        };
        Take { days, why_not }
    }

    /// What may still be credited before the next check is passed.
    fn room(&self, policy: &Policy, now: i64) -> i64 {
        let unchecked = seconds(policy.check.interval_seconds_max.value) - self.waiting_total();
        let told = match &self.check {
            Some(Check { told_at: Some(told), due, .. }) if now - told > TOLD_AFTER => {
                due + seconds(policy.check.told_allowance_seconds.value) - self.person_time
            }
            _ => unchecked,
        };
        unchecked.min(told).max(0)
    }

    /// An answer after the first one carries the check again: now the player knows.
    fn told(&mut self, now: i64) {
        if let Some(check) = &mut self.check
            && check.told_at.is_none()
            && now > check.issued_at + TOLD_AFTER
        {
            check.told_at = Some(now);
        }
    }

    fn wait(&mut self, session: &Session, day: &str, from: i64, to: i64) {
        if let Some(last) = self.waiting.last_mut() {
            let same_place =
                last.enrolment == session.enrolment && last.lesson == session.lesson && last.day == day;
            if same_place && last.to == from {
                last.to = to;
                return;
            }
        }
        self.waiting.push(Waiting {
            enrolment: session.enrolment.clone(),
            class: session.class.clone(),
            lesson: session.lesson.clone(),
            day: day.to_owned(),
            from,
            to,
        });
    }

    /// Gives back what a day had used.
    pub(super) fn give_back(&mut self, place: &str, day: &str, ms: i64) -> Result<(), Mismatch> {
        let used = self.days.entry(day.to_owned()).or_default();
        holds(place, "what the day had used", used.0 >= ms, &format!("at least {ms}"), used.0)?;
        used.0 -= ms;
        Ok(())
    }
}
