//! Sessions: opened, and closed by the learner.

use domain::study::KeptRecord;

use super::{Next, Opened, Replay, Session, drawn, seconds};
use crate::error::{Mismatch, holds, same};

impl Replay<'_> {
    pub(super) fn open(
        &mut self,
        place: &str,
        row: &KeptRecord,
        session: Session,
        due: i64,
    ) -> Result<(), Mismatch> {
        let policy = self.policy(place, &session.policy)?;
        self.nothing_overdue(place, row.at_ms, policy)?;
        holds(
            place,
            "the length of the lesson",
            session.duration > 0,
            "more than nothing",
            session.duration,
        )?;
        let goes_on = match &self.live {
            Some((_, older)) => row.at_ms - older.seen_at <= seconds(policy.credit.budget_seconds_max.value),
            None => false,
        };
        if goes_on {
            self.fill_the_credit_budget(policy, row.at_ms);
        } else {
            // Idle time is no study: the credit budget starts empty.
            self.credit_budget = 0;
            self.last_at = row.at_ms;
        }
        self.offline = 0;
        self.refusals_from(row.at_ms, policy.credit.budget_seconds_max.value);
        if let Some(check) = &mut self.check {
            check.told_at = check.told_at.or(Some(row.at_ms));
        }
        if self.due == 0 {
            drawn(place, policy, self.person_time, due)?;
            self.due = due;
        }
        same(place, "the next due point", &self.due, &due)?;
        self.resumed_at = row.at_ms;
        self.opened = Some(Opened {
            enrolment: session.enrolment.clone(),
            class: session.class.clone(),
            lesson: session.lesson.clone(),
            duration_ms: session.duration,
        });
        self.live = Some((row.session.0.clone(), session));
        Ok(())
    }

    pub(super) fn close(&mut self, place: &str, row: &KeptRecord) -> Result<(), Mismatch> {
        let session = self.live_as(place, &row.session.0)?;
        let policy = self.policy(place, &session.policy)?;
        self.nothing_overdue(place, row.at_ms, policy)?;
        self.live = None;
        let tail = self.waiting_total();
        let asked = self.check.is_none() && !self.held && self.tail_is_asked(&session, policy);
        if asked && tail >= seconds(policy.check.tail_seconds_min.value) {
            self.next = Some(Next::IssueOfTail(session));
        }
        Ok(())
    }
}
