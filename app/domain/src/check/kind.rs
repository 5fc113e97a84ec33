//! What a check asks: a question on what was seen, who the learner is, or a number where nothing else fits.

use crate::coverage::Ranges;
use crate::policy::Policy;
use crate::study::{
    Bank, IdentityDay, LessonKey, LiveSession, PendingSpan, PersonStudy, Progresses, RuleContext,
};
use crate::wire::CheckKind;

/// A question is about no more of the lesson before its moment than this.
const SPAN_MS_MAX: i64 = 120_000;
/// Among so many checks of a day one is of identity.
const IDENTITY_AMONG: u128 = 3;

/// The stretches of a lesson that its questions are about: what was taught between a moment and the one before it.
pub fn question_spans(moments_ms: &[i64]) -> impl Iterator<Item = [i64; 2]> + '_ {
    let before = std::iter::once(0).chain(moments_ms.iter().copied());
    before.zip(moments_ms).map(|(before_ms, &at_ms)| [before_ms.max(at_ms - SPAN_MS_MAX).min(at_ms), at_ms])
}

/// Whether most of a stretch was seen: leaving a moment out does not keep its question away.
pub fn was_seen(covered: &Ranges, [from_ms, to_ms]: [i64; 2], policy: &Policy) -> bool {
    let seen_ms = covered.within(from_ms, to_ms).total_ms();
    to_ms <= from_ms || seen_ms * 100 >= (to_ms - from_ms) * policy.check.question_seen_percent.value
}

/// How many questions a lesson lacks to be checked: as many for each shortest interval as may be wrong in a row, so that
/// a wrong answer is followed by another question.
pub fn questions_missing(duration_ms: i64, questions: i64, policy: &Policy) -> i64 {
    let interval_ms = policy.check.interval_seconds_min.value * 1000;
    let checks = (duration_ms + interval_ms - 1) / interval_ms;
    (checks * policy.check.wrong_max.value - questions).max(0)
}

impl PersonStudy {
    /// What the next check asks, and of which lesson. `None`: nothing may be asked now, and what waits goes on waiting.
    pub(super) fn kind_for(
        &mut self,
        live: &LiveSession,
        tail: bool,
        context: &RuleContext<'_>,
        progresses: &Progresses,
    ) -> Option<(CheckKind, LessonKey)> {
        let now_ms = self.time_ms(context);
        let studied = live.key();
        if !tail && self.identity_is_due(context, now_ms) {
            return Some((CheckKind::Identity, studied));
        }
        if self.wrong_in_row >= context.policy.check.wrong_max.value {
            return self.ask_identity(tail, studied);
        }
        if let Some(bank) = self.bank_that_fits(&studied, context.policy, progresses) {
            return Some((CheckKind::Question, bank));
        }
        let within_share =
            self.passes.by_number * 100 <= self.passes.all * context.policy.check.number_percent_max.value;
        if within_share { Some((CheckKind::Number, studied)) } else { self.ask_identity(tail, studied) }
    }

    /// Where neither a question nor a number may be asked: who the learner is. The tail of a lesson waits for the next check.
    fn ask_identity(&mut self, tail: bool, studied: LessonKey) -> Option<(CheckKind, LessonKey)> {
        self.identity.asked |= !tail;
        (!tail).then_some((CheckKind::Identity, studied))
    }

    /// Of the lesson before the learner and those that wait, where most of a question's stretch was seen, the one of which most
    /// waits: nobody chooses what they are asked about by opening another at the right moment.
    fn bank_that_fits(
        &self,
        studied: &LessonKey,
        policy: &Policy,
        progresses: &Progresses,
    ) -> Option<LessonKey> {
        let waits = |bank: &&Bank| self.waiting.iter().any(|span| span.key() == bank.key);
        let here = self.banks.iter().filter(|bank| bank.key == *studied);
        let elsewhere = self.banks.iter().filter(|bank| bank.key != *studied).filter(waits);
        let waiting_ms = |bank: &&Bank| {
            let spans = self.waiting.iter().filter(|span| span.key() == bank.key);
            spans.map(PendingSpan::ms).sum::<i64>()
        };
        let fits = |bank: &&Bank| {
            let covered = progresses.get(&bank.key).map(|progress| &progress.covered);
            covered.is_some_and(|covered| {
                question_spans(&bank.moments_ms).any(|span| was_seen(covered, span, policy))
            })
        };
        elsewhere.chain(here).filter(fits).max_by_key(waiting_ms).map(|bank| bank.key.clone())
    }

    /// Once a study day, at a check that nobody can foretell, the learner confirms who they are.
    fn identity_is_due(&mut self, context: &RuleContext<'_>, now_ms: i64) -> bool {
        if !context.policy.check.identity_once_a_day.value {
            return false;
        }
        let today = context.policy.utc_offset_minutes.day(now_ms);
        if self.identity.day != today {
            let mixed = context.draw.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29);
            let checks_before = i64::try_from((u128::from(mixed) * IDENTITY_AMONG) >> 64).unwrap_or(0);
            self.identity = IdentityDay { day: today, checks_before, asked: false };
        }
        if self.identity.asked || !self.password_is_enough(context.policy, now_ms) {
            return false;
        }
        self.identity.asked = self.identity.checks_before == 0;
        self.identity.checks_before -= 1;
        self.identity.asked
    }
}
