//! Attendance checks: what turns waiting seconds into verified ones (RULES.md, section 3).
//!
//! due → issued → shown (the deadline starts) → passed | wrong | late. A late or missing answer
//! loses nothing at first: the same check is offered again. It fails closed: while a check is
//! open, hardly anything more is credited, and nothing is ever verified without a pass.

mod segment;

pub use segment::{DaySegment, VerifiedSegment};

use crate::coverage::Ranges;
use crate::id::{CheckId, SessionId};
use crate::passkey::Proof;
use crate::study::{
    CheckItem, LessonKey, LiveSession, OpenCheck, PendingSpan, PersonStudy, Progresses, RawRecord,
    RecordBody, RuleContext, StudyRefusal,
};
use crate::wire::{CheckKind, CheckNotice, CheckResult};

/// What an answer did.
#[derive(Debug)]
pub struct Answered {
    /// The verdict.
    pub result: CheckResult,
    /// How it was answered.
    pub kind: CheckKind,
    /// What was verified by a pass, one segment a lesson.
    pub verified: Vec<VerifiedSegment>,
    /// What was given back because three offers had been ignored.
    pub expired: Vec<PendingSpan>,
    /// The item that was answered.
    pub item: CheckItem,
    /// The check to show next.
    pub next: Option<CheckNotice>,
    /// Raw records to store.
    pub records: Vec<RawRecord>,
}

/// Kind of a check in this lesson: a question if its bank has one on what was already taught.
fn kind_for(live: &LiveSession, covered: &Ranges) -> CheckKind {
    let taught = |at_ms: &i64| covered.contains((*at_ms - 1).max(0));
    if live.question_moments_ms.iter().any(taught) { CheckKind::Question } else { CheckKind::Number }
}

impl PersonStudy {
    /// Issues a check that confirms person-time up to `due_ms`.
    pub(crate) fn issue(
        &mut self,
        id: CheckId,
        live: &LiveSession,
        due_ms: i64,
        covered: &Ranges,
        now_ms: i64,
    ) -> RawRecord {
        let kind = kind_for(live, covered);
        self.check = Some(OpenCheck {
            id: id.clone(),
            kind,
            due_ms,
            offer: 1,
            issued_at_ms: now_ms,
            told_at_ms: None,
            policy: live.policy.clone(),
            session: live.session.clone(),
            enrolment: live.enrolment.clone(),
            lesson: live.lesson.clone(),
            item: None,
            answer_by_ms: None,
            extensions: 0,
        });
        self.record(now_ms, &live.session, None, RecordBody::Issue { check: id, check_kind: kind, due_ms })
    }

    /// Settles an offer whose deadline has passed unanswered: offers it again, or after the last
    /// offer expires the waiting segment and gives its coverage back to be studied again.
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
        if check.offer < policy.check.offers_max.value {
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
        let spans = std::mem::take(&mut self.waiting);
        for span in &spans {
            let progress = progresses.entry(span.key()).or_default();
            progress.covered = progress.covered.minus(&Ranges::union_of(vec![[span.from_ms, span.to_ms]]));
            progress.waiting_ms -= span.ms();
            progress.credited_to_ms = progress.credited_to_ms.min(span.from_ms);
            self.use_day(&span.day, -span.ms(), 0);
        }
        self.due_ms = self.person_time_ms + policy.interval_ms(context.draw);
        self.wrong_in_row = 0;
        let body = RecordBody::Expire { check: check.id, spans: spans.clone(), due_ms: self.due_ms };
        records.push(self.record(now_ms, &check.session, None, body));
        spans
    }

    /// The player shows the check: the deadline starts, once an offer. `item` is used only if
    /// nothing was chosen for this check before, so that a reload shows the same question.
    pub fn on_shown(
        &mut self,
        id: &CheckId,
        item: Option<CheckItem>,
        context: &RuleContext<'_>,
    ) -> Result<(OpenCheck, Vec<RawRecord>), StudyRefusal> {
        let Some(mut check) = self.check.take_if(|check| check.id == *id) else {
            return Err(StudyRefusal::NoSuchCheck);
        };
        let now_ms = self.time_ms(context);
        let mut records = Vec::new();
        if check.item.is_none() {
            check.item = item;
        }
        check.told_at_ms.get_or_insert(now_ms);
        if let (None, Some(item)) = (check.answer_by_ms, &check.item) {
            let answer_by_ms = now_ms + context.policy.check.answer_seconds.value * 1000;
            check.answer_by_ms = Some(answer_by_ms);
            let body = RecordBody::Shown {
                check: check.id.clone(),
                question: item.question.clone(),
                key: item.key.clone(),
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

    /// Judges an answer.
    pub fn on_answer(
        &mut self,
        id: &CheckId,
        answer: &str,
        context: &RuleContext<'_>,
        progresses: &mut Progresses,
    ) -> Result<Answered, StudyRefusal> {
        let answer = as_kept(answer);
        let given = plain_digits(&answer);
        self.judge(
            id,
            None,
            |item| given == plain_digits(&item.key),
            context,
            progresses,
            |check, result, due_ms| RecordBody::Answer { check, answer, result, due_ms },
        )
    }

    /// Takes what a device of the learner's signed in place of an answer. The caller has verified the signature, that it
    /// was asked for this check, and that the device verified its owner.
    pub fn on_passkey(
        &mut self,
        id: &CheckId,
        proof: Proof,
        context: &RuleContext<'_>,
        progresses: &mut Progresses,
    ) -> Result<Answered, StudyRefusal> {
        if !context.policy.check.takes_passkeys() {
            return Err(StudyRefusal::NotByPasskey);
        }
        let kind = Some(CheckKind::Passkey);
        self.judge(
            id,
            kind,
            |_| true,
            context,
            progresses,
            |check, result, due_ms| RecordBody::Passkey { check, proof, result, due_ms },
        )
    }

    /// Judges what was given for the open check; `kind` is how, where it is not what was asked.
    fn judge(
        &mut self,
        id: &CheckId,
        kind: Option<CheckKind>,
        right: impl FnOnce(&CheckItem) -> bool,
        context: &RuleContext<'_>,
        progresses: &mut Progresses,
        body: impl FnOnce(CheckId, CheckResult, i64) -> RecordBody,
    ) -> Result<Answered, StudyRefusal> {
        let Some(check) = self.check.clone().filter(|check| check.id == *id) else {
            return Err(StudyRefusal::NoSuchCheck);
        };
        let (Some(item), Some(by_ms)) = (check.item.clone(), check.answer_by_ms) else {
            return Err(StudyRefusal::NotShown);
        };
        let (now_ms, policy) = (self.time_ms(context), context.policy);
        let late = now_ms > by_ms + policy.check.answer_grace_seconds.value * 1000;
        let result = if late {
            CheckResult::Late
        } else if right(&item) {
            CheckResult::Passed
        } else if self.wrong_in_row + 1 >= policy.check.wrong_max.value {
            CheckResult::Hold
        } else {
            CheckResult::Wrong
        };
        let mut records = Vec::new();
        let mut verified = Vec::new();
        if result == CheckResult::Passed {
            verified = self.verify_up_to(check.due_ms, progresses);
            self.check = None;
            self.wrong_in_row = 0;
            self.due_ms = (check.due_ms + policy.interval_ms(context.draw)).max(self.person_time_ms + 1);
        }
        let kind = kind.unwrap_or(check.kind);
        records.push(self.record(now_ms, &check.session, None, body(check.id.clone(), result, self.due_ms)));
        let mut expired = Vec::new();
        match result {
            CheckResult::Passed => {}
            CheckResult::Late => expired = self.sweep(context, progresses, &mut records),
            CheckResult::Wrong => {
                self.wrong_in_row += 1;
                records.push(self.offer_anew(check, context));
            }
            CheckResult::Hold => {
                self.wrong_in_row += 1;
                self.held = true;
                self.check = Some(OpenCheck { item: None, answer_by_ms: None, ..check });
            }
        }
        Ok(Answered { result, kind, verified, expired, item, next: self.notice(), records })
    }

    /// Identity was confirmed after a hold, by a passkey with what its device signed: a new item is offered and nothing is lost.
    pub fn on_release(
        &mut self,
        by: &str,
        proof: Option<Proof>,
        context: &RuleContext<'_>,
    ) -> Result<Vec<RawRecord>, StudyRefusal> {
        let Some(check) = self.check.clone().filter(|_| self.held) else {
            return Err(StudyRefusal::NotHeld);
        };
        self.held = false;
        self.wrong_in_row = 0;
        let now_ms = self.time_ms(context);
        let body = RecordBody::Release { by: by.to_owned(), proof };
        let released = self.record(now_ms, &check.session, None, body);
        let offered = self.offer_anew(check, context);
        Ok(vec![released, offered])
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
            let key = LessonKey { enrolment: live.enrolment.clone(), lesson: live.lesson.clone() };
            let covered = progresses.entry(key).or_default().covered.clone();
            records.push(self.issue(
                context.fresh_check.clone(),
                &live,
                self.person_time_ms,
                &covered,
                now_ms,
            ));
        }
        Ok((records, expired))
    }

    fn offer_anew(&mut self, before: OpenCheck, context: &RuleContext<'_>) -> RawRecord {
        let (id, now_ms) = (context.fresh_check.clone(), self.time_ms(context));
        let body = RecordBody::Issue { check: id.clone(), check_kind: before.kind, due_ms: before.due_ms };
        let session = before.session.clone();
        let fresh = OpenCheck {
            id,
            offer: 1,
            issued_at_ms: now_ms,
            item: None,
            answer_by_ms: None,
            extensions: 0,
            ..before
        };
        self.check = Some(fresh);
        self.record(now_ms, &session, None, body)
    }
}

/// An answer as it is judged and kept: nothing that no keyboard types, and not a book.
pub fn as_kept(answer: &str) -> String {
    crate::typed::visible(answer).chars().filter(|c| !c.is_control()).take(64).collect()
}

/// Full-width digits, as Chinese keyboards type them, count as plain ones; spaces do not count.
fn plain_digits(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or(c),
            other => other,
        })
        .collect()
}
