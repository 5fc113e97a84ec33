//! The credit budget (a token bucket): real time that may still be credited, and what a beat may take from it.

use crate::coverage::Ranges;
use crate::policy::Policy;
use crate::study::{LessonProgress, PersonStudy, RefusalCode};

/// Within this time of an answer that carries a check, the player cannot have heard of it yet: the
/// beats queued behind, sent together, are not cut short by it.
const NOT_TOLD_YET_MS: i64 = 1000;
/// Play that begins this close behind what was credited last is contiguous.
const CONTIGUOUS_MS: i64 = 2000;

impl PersonStudy {
    /// Fills the credit budget with the real time since the last sign of life, as far as study counts at
    /// that time of day, and after a silence the offline pool with what does not fit.
    pub(super) fn fill_credit_budget(&mut self, policy: &Policy, now_ms: i64) {
        let was_at_ms = self.last_at_ms;
        let passed_ms = policy.countable_ms(was_at_ms, now_ms);
        let filled_ms = self.credit_budget_ms + passed_ms;
        self.credit_budget_ms = filled_ms.min(policy.credit_budget_ms_max());
        if now_ms - was_at_ms > policy.credit_budget_ms_max() {
            let today = policy.utc_offset_minutes.day(now_ms);
            let left_ms = policy.credit.offline_seconds_a_day.value * 1000 - self.day_use(&today).offline_ms;
            // What had gathered in the credit budget before cannot have been a silence: only time since
            // the last beat is offline time.
            self.offline_ms = (filled_ms - self.credit_budget_ms).min(passed_ms).min(left_ms.max(0));
            self.offline_until_ms = now_ms + policy.credit_budget_ms_max();
        } else if now_ms > self.offline_until_ms {
            self.offline_ms = 0;
        }
        self.last_at_ms = now_ms;
    }

    /// Takes from the credit budget what may be credited of `fresh`, split by local day, and says why the
    /// rest was refused.
    pub(super) fn take(
        &mut self,
        fresh: &Ranges,
        progress: &LessonProgress,
        policy: &Policy,
        now_ms: i64,
    ) -> (Vec<(String, Ranges)>, Option<RefusalCode>) {
        let want_ms = fresh.total_ms();
        if want_ms == 0 {
            return (Vec::new(), None);
        }
        if self.held {
            return (Vec::new(), Some(RefusalCode::Held));
        }
        // What was played before the window closed may arrive after it, from the credit budget only.
        let was_open = policy.window_is_open(now_ms - policy.credit_budget_ms_max());
        let is_open = policy.window_is_open(now_ms);
        if !is_open && !was_open {
            return (Vec::new(), Some(RefusalCode::OutsideWindow));
        }
        let contiguous_ms = contiguous_ms(fresh, progress).min(self.credit_budget_ms + self.offline_ms);
        let afforded_ms = want_ms.min(self.credit_budget_ms).max(contiguous_ms);

        let room_ms = self.room_ms(policy, now_ms);
        let allowed_ms = afforded_ms.min(room_ms);

        // No more than the time since midnight can belong to today: what is left was gathered
        // before it, however late it arrives. Each second lies in exactly one day (invariant I5).
        let zone = policy.utc_offset_minutes;
        let (today, midnight_ms) = (zone.day(now_ms), zone.midnight_ms(now_ms));
        let today_used_ms = self.day_use(&today).credited_ms;
        let today_clock_ms = (now_ms - midnight_ms - today_used_ms).max(0);
        let for_today_ms = allowed_ms.min(today_clock_ms);
        let to_today_ms = for_today_ms.min((policy.day_cap_ms() - today_used_ms).max(0));
        let mut parts = Vec::new();
        let mut rest = fresh.clone();
        if allowed_ms > for_today_ms {
            let yesterday = zone.day(midnight_ms - 1);
            let yesterday_left_ms = (policy.day_cap_ms() - self.day_use(&yesterday).credited_ms).max(0);
            let to_yesterday_ms = (allowed_ms - for_today_ms).min(yesterday_left_ms);
            let (first, remaining) = rest.split_first(to_yesterday_ms);
            parts.push((yesterday, first));
            rest = remaining;
        }
        parts.push((today.clone(), rest.split_first(to_today_ms).0));
        parts.retain(|(_, ranges)| !ranges.is_empty());

        let taken_ms: i64 = parts.iter().map(|(_, ranges)| ranges.total_ms()).sum();
        for (day, ranges) in &parts {
            self.use_day(day, ranges.total_ms(), 0);
        }
        let from_offline_ms = (taken_ms - self.credit_budget_ms).max(0);
        self.credit_budget_ms -= taken_ms - from_offline_ms;
        self.offline_ms -= from_offline_ms;
        if from_offline_ms > 0 {
            self.use_day(&today, 0, from_offline_ms);
        }
        let reason = if taken_ms == want_ms {
            None
        } else if taken_ms < allowed_ms {
            Some(RefusalCode::DayCap)
        } else if room_ms < afforded_ms {
            Some(RefusalCode::CheckWaiting)
        } else if !is_open || !was_open {
            Some(RefusalCode::OutsideWindow)
        } else {
            Some(RefusalCode::FasterThanTime)
        };
        (parts, reason)
    }

    /// Person-time that may still be credited before the next check is passed.
    fn room_ms(&self, policy: &Policy, now_ms: i64) -> i64 {
        let unchecked_left_ms = policy.unchecked_ms_max() - self.waiting_ms();
        let left_ms = match &self.check {
            Some(check) if check.told_at_ms.is_some_and(|told_ms| now_ms - told_ms > NOT_TOLD_YET_MS) => {
                let allowance_ms = policy.check.told_allowance_seconds.value * 1000;
                unchecked_left_ms.min(check.due_ms + allowance_ms - self.person_time_ms)
            }
            _ => unchecked_left_ms,
        };
        left_ms.max(0)
    }

    /// The answer that first carried the check may have been lost on the way: whoever sends one
    /// more beat gets it again, and only from then on knows of it.
    pub(super) fn tell_of_check(&mut self, now_ms: i64) {
        if let Some(check) = &mut self.check
            && now_ms - check.issued_at_ms > NOT_TOLD_YET_MS
        {
            check.told_at_ms.get_or_insert(now_ms);
        }
    }
}

/// How much of `fresh` goes on from what was credited last, through what was seen before.
fn contiguous_ms(fresh: &Ranges, progress: &LessonProgress) -> i64 {
    let from_ms = progress.credited_to_ms;
    match fresh.as_slice().first() {
        Some(first) if first[0] >= from_ms => {
            let reach_ms = progress.covered.union(fresh).reach_ms(from_ms, CONTIGUOUS_MS);
            fresh.within(from_ms, reach_ms).total_ms()
        }
        _ => 0,
    }
}
