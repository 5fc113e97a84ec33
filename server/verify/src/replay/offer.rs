//! Offers of a check that nobody answered: made again, or after the last one expired.

use domain::policy::Policy;
use domain::study::KeptRecord;
use domain::study::PendingSpan;
use domain::study::RefusalCode;
use domain::wire::CheckKind;

use super::{Check, Replay, Waiting, drawn, seconds};
use crate::error::{Mismatch, holds, same};
use crate::sets::minus;

impl Replay<'_> {
    pub(super) fn ignored(&mut self, place: &str, row: &KeptRecord, id: &str) -> Result<(), Mismatch> {
        let mut check = self.open_as(place, row, id)?;
        // Whoever noticed it may study under another policy than the check was issued under.
        let lawful = |policy: &Policy| {
            let once_more = check.kind == CheckKind::Identity || check.offer < policy.check.offers_max.value;
            overdue(&check, row.at_ms, policy) && once_more
        };
        let truth = self.policies.all().iter().any(lawful);
        holds(place, "an ignored offer", truth, "one whose time is over, not the last", row.at_ms)?;
        check.offer += 1;
        check.answer_by = None;
        check.extensions = 0;
        self.check = Some(check);
        Ok(())
    }

    pub(super) fn expire(
        &mut self,
        place: &str,
        row: &KeptRecord,
        id: &str,
        spans: &[PendingSpan],
        due: i64,
    ) -> Result<(), Mismatch> {
        let check = self.open_as(place, row, id)?;
        let expires = check.kind != CheckKind::Identity;
        holds(
            place,
            "an expired check",
            expires,
            "none of identity: it is offered until it is confirmed",
            id,
        )?;
        let lawful = |policy: &&Policy| {
            overdue(&check, row.at_ms, policy) && check.offer >= policy.check.offers_max.value
        };
        // Whoever noticed it may study under another policy than the check was issued under.
        let mut lawful: Vec<&Policy> = self.policies.all().iter().filter(lawful).collect();
        let truth = !lawful.is_empty();
        holds(place, "an expired check", truth, "one whose last offer is over", row.at_ms)?;
        if check.tail {
            same(place, "the next due point", &self.due.max(self.person_time + 1), &due)?;
        } else {
            lawful.retain(|policy| drawn(place, policy, self.person_time, due).is_ok());
            let truth = !lawful.is_empty();
            holds(place, "the next due point", truth, "one drawn from the interval of a policy", due)?;
        }
        self.take_back(place, spans, RefusalCode::CheckIgnored)?;
        self.due = due;
        self.one_missed();
        (self.wrong, self.holds) = (0, 0);
        self.check = None;
        Ok(())
    }

    /// All that waits is given back, as the record tells.
    pub(super) fn take_back(
        &mut self,
        place: &str,
        spans: &[PendingSpan],
        code: RefusalCode,
    ) -> Result<(), Mismatch> {
        let waiting = std::mem::take(&mut self.waiting);
        self.given_back(place, waiting, spans, code)
    }

    /// A class is closed: what waits of it is given back, and what waits of others stays.
    pub(super) fn class_closed(
        &mut self,
        place: &str,
        class: &str,
        spans: &[PendingSpan],
    ) -> Result<(), Mismatch> {
        let (of_class, others) =
            std::mem::take(&mut self.waiting).into_iter().partition(|span| span.class == class);
        self.waiting = others;
        holds(place, "what is given back", !spans.is_empty(), "something", "nothing")?;
        self.class_closed.push((self.records, class.to_owned()));
        self.given_back(place, of_class, spans, RefusalCode::ClassClosed)
    }

    fn given_back(
        &mut self,
        place: &str,
        waiting: Vec<Waiting>,
        spans: &[PendingSpan],
        code: RefusalCode,
    ) -> Result<(), Mismatch> {
        let told: Vec<Waiting> = spans.iter().cloned().map(Waiting::from).collect();
        same(place, "what is given back", &waiting, &told)?;
        for span in waiting {
            let ms = span.to - span.from;
            let lesson = (span.enrolment.clone(), span.lesson.clone());
            let progress = self.progress.entry(lesson).or_default();
            progress.covered = minus(&progress.covered, &[(span.from, span.to)]);
            progress.waiting -= ms;
            progress.credited_to = progress.credited_to.min(span.from);
            self.give_back(place, &span.day, ms)?;
            self.refusal_of_expired(&span, code);
        }
        Ok(())
    }

    /// An offer whose time is over is settled before anything else is counted.
    pub(super) fn nothing_overdue(&self, place: &str, at: i64, policy: &Policy) -> Result<(), Mismatch> {
        let open = self.check.as_ref().filter(|check| overdue(check, at, policy));
        let found = open.map_or(String::new(), |check| check.id.clone());
        holds(place, "checks left unsettled", found.is_empty(), "none", found)
    }
}

fn overdue(check: &Check, at: i64, policy: &Policy) -> bool {
    check.answer_by.is_some_and(|by| at > by + seconds(policy.check.answer_grace_seconds.value))
}
