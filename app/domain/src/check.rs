//! Attendance checks: what turns waiting seconds into verified ones (RULES.md, section 3).
//!
//! due → issued → shown (the deadline starts) → passed | wrong | late. A late or missing answer
//! loses nothing at first: the same check is offered again. It fails closed: while a check is
//! open, hardly anything more is credited, and nothing is ever verified without a pass.

mod answer;
mod closed;
mod identity;
mod kind;
mod segment;

pub use answer::{Answered, as_kept};
pub use identity::Identity;
pub use kind::{question_spans, questions_missing, was_seen};
pub use segment::{DaySegment, VerifiedSegment};

use crate::id::{CheckId, SessionId};
use crate::study::{
    CheckItem, LiveSession, OpenCheck, PendingSpan, PersonStudy, Progresses, RawRecord, RecordBody,
    RuleContext, SegmentMarks, StudyRefusal,
};
use crate::wire::CheckKind;

impl PersonStudy {
    /// Issues a check that confirms person-time up to `due_ms`, if anything may be asked.
    pub(crate) fn issue(
        &mut self,
        live: &LiveSession,
        due_ms: i64,
        tail: bool,
        context: &RuleContext<'_>,
        progresses: &Progresses,
    ) -> Option<RawRecord> {
        let now_ms = self.time_ms(context);
        let (kind, bank) = self.kind_for(live, tail, context, progresses)?;
        let id = context.fresh_check.clone();
        self.check = Some(OpenCheck {
            id: id.clone(),
            kind,
            due_ms,
            tail,
            offer: 1,
            issued_at_ms: now_ms,
            told_at_ms: None,
            policy: live.policy.clone(),
            session: live.session.clone(),
            enrolment: live.enrolment.clone(),
            lesson: live.lesson.clone(),
            bank,
            item: None,
            not_before_ms: 0,
            shown_at_ms: None,
            answer_by_ms: None,
            extensions: 0,
        });
        let body = RecordBody::Issue { check: id, check_kind: kind, due_ms };
        Some(self.record(now_ms, &live.session, None, body))
    }

    /// Settles an offer whose deadline has passed unanswered: offers it again, or after the last
    /// offer expires the waiting segment and gives its coverage back to be studied again. A check of
    /// identity is offered until somebody confirms it: nothing is lost, and nothing dodged.
    pub fn sweep(
        &mut self,
        context: &RuleContext<'_>,
        progresses: &mut Progresses,
        records: &mut Vec<RawRecord>,
    ) -> Vec<PendingSpan> {
        let (now_ms, policy) = (self.time_ms(context), context.policy);
        let grace_ms = policy.check.answer_grace_seconds.value * 1000;
        let Some(mut check) =
            self.check.take_if(|check| check.answer_by_ms.is_some_and(|by_ms| now_ms > by_ms + grace_ms))
        else {
            return Vec::new();
        };
        if check.kind == CheckKind::Identity || check.offer < policy.check.offers_max.value {
            records.push(self.record(
                now_ms,
                &check.session,
                None,
                RecordBody::Ignored { check: check.id.clone() },
            ));
            check.offer += 1;
            check.answer_by_ms = None;
            check.extensions = 0;
            self.check = Some(check);
            return Vec::new();
        }
        let spans = self.give_back(progresses);
        let drawn_ms = self.person_time_ms + policy.interval_ms(context.draw);
        self.due_ms = if check.tail { self.due_ms.max(self.person_time_ms + 1) } else { drawn_ms };
        self.missed();
        self.begin_segment();
        let body = RecordBody::Expire { check: check.id, spans: spans.clone(), due_ms: self.due_ms };
        records.push(self.record(now_ms, &check.session, None, body));
        spans
    }

    /// Gives back what waits: it is as if it had not been studied.
    pub(crate) fn give_back(&mut self, progresses: &mut Progresses) -> Vec<PendingSpan> {
        let spans = std::mem::take(&mut self.waiting);
        self.uncredit(&spans, progresses);
        spans
    }

    /// What waits was decided: mistakes are counted anew.
    pub(crate) fn begin_segment(&mut self) {
        self.segment = SegmentMarks::default();
    }

    /// The player shows the check: the deadline starts, once an offer. `item` is used only if
    /// nothing was chosen for this check before, so that a reload shows the same question.
    pub fn on_shown(
        &mut self,
        id: &CheckId,
        item: Option<CheckItem>,
        context: &RuleContext<'_>,
    ) -> Result<(OpenCheck, Vec<RawRecord>), StudyRefusal> {
        let now_ms = self.time_ms(context);
        let mine = self.check.as_ref().filter(|check| check.id == *id);
        let wait_ms = mine.ok_or(StudyRefusal::NoSuchCheck)?.not_before_ms - now_ms;
        if wait_ms > 0 {
            return Err(StudyRefusal::NotYet { wait_ms });
        }
        let Some(mut check) = self.check.take_if(|check| check.id == *id) else {
            return Err(StudyRefusal::NoSuchCheck);
        };
        let mut records = Vec::new();
        if check.item.is_none() {
            check.item = item;
        }
        check.shown_at_ms.get_or_insert(now_ms);
        check.told_at_ms.get_or_insert(now_ms);
        if let (None, Some(item)) = (check.answer_by_ms, &check.item) {
            let answer_by_ms = now_ms + context.policy.check.answer_seconds.value * 1000;
            check.answer_by_ms = Some(answer_by_ms);
            let body = RecordBody::Shown {
                check: check.id.clone(),
                question: item.question.clone(),
                key: item.key.clone(),
                characters: item.characters(),
                fresh: item.fresh,
                answer_by_ms,
            };
            records.push(self.record(now_ms, &check.session, None, body));
        }
        self.check = Some(check.clone());
        Ok((check, records))
    }

    /// Gives more time to answer.
    pub fn on_extend(
        &mut self,
        id: &CheckId,
        context: &RuleContext<'_>,
    ) -> Result<(OpenCheck, Vec<RawRecord>), StudyRefusal> {
        let Some(mut check) = self.check.clone().filter(|check| check.id == *id) else {
            return Err(StudyRefusal::NoSuchCheck);
        };
        let Some(by_ms) = check.answer_by_ms else {
            return Err(StudyRefusal::NotShown);
        };
        let now_ms = self.time_ms(context);
        if check.extensions >= context.policy.check.extensions_max.value || now_ms > by_ms {
            return Err(StudyRefusal::NotExtendable);
        }
        check.extensions += 1;
        let answer_by_ms = by_ms + context.policy.check.answer_seconds.value * 1000;
        check.answer_by_ms = Some(answer_by_ms);
        self.check = Some(check.clone());
        let record = self.record(
            now_ms,
            &check.session,
            None,
            RecordBody::Extend { check: check.id.clone(), answer_by_ms },
        );
        Ok((check, vec![record]))
    }

    /// Closes the live session; what lies after the last check is confirmed by a short one.
    pub fn on_close(
        &mut self,
        session: &SessionId,
        context: &RuleContext<'_>,
        progresses: &mut Progresses,
    ) -> Result<(Vec<RawRecord>, Vec<PendingSpan>), StudyRefusal> {
        let Some(live) = self.live.take_if(|live| live.session == *session) else {
            return Err(StudyRefusal::Ended);
        };
        let (now_ms, policy) = (self.time_ms(context), context.policy);
        let mut records = Vec::new();
        let expired = self.sweep(context, progresses, &mut records);
        records.push(self.record(now_ms, session, None, RecordBody::Close));
        let tail_is_worth_it = self.waiting_ms() >= policy.check.tail_seconds_min.value * 1000;
        if tail_is_worth_it && self.check.is_none() && !self.held {
            records.extend(self.issue(&live, self.person_time_ms, true, context, progresses));
        }
        Ok((records, expired))
    }

    /// Offers another item in place of the one before, after a pause.
    fn offer_anew(&mut self, before: OpenCheck, pause_ms: i64, context: &RuleContext<'_>) -> RawRecord {
        let (id, now_ms) = (context.fresh_check.clone(), self.time_ms(context));
        let body = RecordBody::Issue { check: id.clone(), check_kind: before.kind, due_ms: before.due_ms };
        let session = before.session.clone();
        let fresh = OpenCheck {
            id,
            offer: 1,
            issued_at_ms: now_ms,
            item: None,
            not_before_ms: now_ms + pause_ms,
            shown_at_ms: None,
            answer_by_ms: None,
            extensions: 0,
            ..before
        };
        self.check = Some(fresh);
        self.record(now_ms, &session, None, body)
    }
}
