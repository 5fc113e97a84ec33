//! Judging what is given for the open check.

use crate::check::VerifiedSegment;
use crate::id::CheckId;
use crate::passkey::Proof;
use crate::policy::Policy;
use crate::study::{
    CheckItem, DeviceChain, OpenCheck, PendingSpan, PersonStudy, Progresses, RawRecord, RecordBody,
    RuleContext, SegmentMarks, StudyRefusal,
};
use crate::typed::number;
use crate::wire::{CheckKind, CheckNotice, CheckResult, DeviceSignature};

/// What an answer did.
#[derive(Debug)]
pub struct Answered {
    /// The verdict.
    pub result: CheckResult,
    /// How it was answered.
    pub kind: CheckKind,
    /// What was verified by a pass, one segment a lesson.
    pub verified: Vec<VerifiedSegment>,
    /// What was given back because three offers had been ignored, or after the last hold.
    pub expired: Vec<PendingSpan>,
    /// The item that was answered.
    pub item: CheckItem,
    /// The check to show next.
    pub next: Option<CheckNotice>,
    /// Raw records to store.
    pub records: Vec<RawRecord>,
}

/// What was decided about an answer.
pub(super) struct CheckVerdict {
    pub result: CheckResult,
    /// Whether it came faster than the item can be read.
    pub hasty: bool,
    /// The next due point, drawn on a pass.
    pub due_ms: i64,
}

impl PersonStudy {
    /// Judges an answer. One that comes faster than its item can be read is wrong, whatever it says.
    pub fn on_answer(
        &mut self,
        id: &CheckId,
        answer: &str,
        signed: Option<DeviceSignature>,
        context: &RuleContext<'_>,
        progresses: &mut Progresses,
    ) -> Result<Answered, StudyRefusal> {
        let is_asked = |check: &OpenCheck| check.id == *id && check.kind == CheckKind::Identity;
        if self.check.as_ref().is_some_and(is_asked) {
            return Err(StudyRefusal::NotByAnswer);
        }
        let answer = as_kept(answer);
        let given = number(&answer);
        self.judge(
            id,
            None,
            |item| given == number(&item.key),
            context,
            progresses,
            |check, verdict| RecordBody::Answer {
                check,
                answer,
                result: verdict.result,
                due_ms: verdict.due_ms,
                hasty: verdict.hasty,
                signed,
            },
        )
    }

    /// Takes what a device of the learner's signed in place of an answer. The caller has verified the signature, that it
    /// was asked for this check, and that the device verified its owner.
    pub fn on_passkey(
        &mut self,
        id: &CheckId,
        proof: Proof,
        signed: Option<DeviceSignature>,
        context: &RuleContext<'_>,
        progresses: &mut Progresses,
    ) -> Result<Answered, StudyRefusal> {
        let is_asked = |check: &OpenCheck| check.id == *id && check.kind == CheckKind::Identity;
        if !context.policy.check.takes_passkeys() && !self.check.as_ref().is_some_and(is_asked) {
            return Err(StudyRefusal::NotByPasskey);
        }
        let kind = Some(CheckKind::Passkey);
        self.judge(
            id,
            kind,
            |_| true,
            context,
            progresses,
            |check, verdict| RecordBody::Passkey {
                check,
                proof,
                result: verdict.result,
                due_ms: verdict.due_ms,
                signed,
            },
        )
    }

    /// Judges what was given for the open check; `kind` is how, where it is not what was asked.
    pub(super) fn judge(
        &mut self,
        id: &CheckId,
        kind: Option<CheckKind>,
        right: impl FnOnce(&CheckItem) -> bool,
        context: &RuleContext<'_>,
        progresses: &mut Progresses,
        body: impl FnOnce(CheckId, CheckVerdict) -> RecordBody,
    ) -> Result<Answered, StudyRefusal> {
        let Some(check) = self.check.clone().filter(|check| check.id == *id) else {
            return Err(StudyRefusal::NoSuchCheck);
        };
        let (Some(item), Some(by_ms)) = (check.item.clone(), check.answer_by_ms) else {
            return Err(StudyRefusal::NotShown);
        };
        let (now_ms, policy) = (self.time_ms(context), context.policy);
        let late = now_ms > by_ms + policy.check.answer_grace_seconds.value * 1000;
        let is_read = matches!(kind.unwrap_or(check.kind), CheckKind::Question | CheckKind::Number);
        let shown_ms = check.shown_at_ms.map_or(0, |shown_at_ms| now_ms - shown_at_ms);
        let hasty = is_read && !late && shown_ms < policy.read_ms(item.characters());
        let result = if late {
            CheckResult::Late
        } else if right(&item) && !hasty {
            CheckResult::Passed
        } else if self.spare_tries > 0 || self.wrong_in_row + 1 < policy.check.wrong_max.value {
            CheckResult::Wrong
        } else {
            CheckResult::Hold
        };
        let kind = kind.unwrap_or(check.kind);
        let mut records = Vec::new();
        let mut verified = Vec::new();
        if result == CheckResult::Passed {
            verified = self.verify_up_to(check.due_ms, progresses);
            self.due_ms = self.due_after(&check, context);
            self.check = None;
            self.passed(kind, !check.tail || item.fresh, policy);
        }
        let verdict = CheckVerdict { result, hasty, due_ms: self.due_ms };
        records.push(self.record(now_ms, &check.session, None, body(check.id.clone(), verdict)));
        let mut expired = Vec::new();
        match result {
            CheckResult::Passed => {}
            CheckResult::Late => expired = self.sweep(context, progresses, &mut records),
            CheckResult::Wrong => {
                self.segment.wrong += 1;
                self.missed();
                let pause_ms = self.segment.wrong * policy.check.wrong_pause_seconds.value * 1000;
                records.push(self.offer_anew(check, pause_ms, context));
            }
            CheckResult::Hold => expired = self.hold(check, context, progresses, &mut records),
        }
        Ok(Answered { result, kind, verified, expired, item, next: self.notice(), records })
    }

    /// The next due point after a pass. The short check at closing neither resets it nor stands in for it.
    fn due_after(&self, check: &OpenCheck, context: &RuleContext<'_>) -> i64 {
        let due_ms =
            if check.tail { self.due_ms } else { check.due_ms + context.policy.interval_ms(context.draw) };
        due_ms.max(self.person_time_ms + 1)
    }

    /// An answer was wrong, or a check was let go: a try put aside stands in for it, as far as there is one.
    pub(super) fn missed(&mut self) {
        self.right_in_row = 0;
        if self.spare_tries > 0 {
            self.spare_tries -= 1;
        } else {
            self.wrong_in_row += 1;
        }
    }

    /// A pass ends the segment; questions right at the first try, some in a row, put one try each aside for later: whoever
    /// guesses hardly ever gets one. The short check at closing can be had every second: it only counts by a question that is
    /// new to the person.
    fn passed(&mut self, kind: CheckKind, counts: bool, policy: &Policy) {
        self.device = DeviceChain { head: String::new(), passes: self.device.passes + 1 };
        let by_number = kind == CheckKind::Number;
        self.passes.all += i64::from(by_number || counts);
        self.passes.by_number += i64::from(by_number);
        if !counts {
            self.begin_segment();
            return;
        }
        if kind == CheckKind::Question && self.segment == SegmentMarks::default() {
            let row = policy.check.spare_from_row.value;
            self.right_in_row = (self.right_in_row + 1).min(row);
            if self.right_in_row == row {
                self.spare_tries = (self.spare_tries + 1).min(policy.check.spare_tries_max.value);
            }
        }
        self.wrong_in_row = 0;
        self.begin_segment();
    }

    /// Nothing counts until identity was confirmed. After the last hold of a segment what waits is given back: it can be
    /// studied again.
    fn hold(
        &mut self,
        check: OpenCheck,
        context: &RuleContext<'_>,
        progresses: &mut Progresses,
        records: &mut Vec<RawRecord>,
    ) -> Vec<PendingSpan> {
        let policy = context.policy;
        self.missed();
        self.segment.wrong += 1;
        self.segment.holds += 1;
        self.held = true;
        let (id, session) = (check.id.clone(), check.session.clone());
        self.check = Some(OpenCheck { item: None, shown_at_ms: None, answer_by_ms: None, ..check });
        if self.segment.holds < policy.check.holds_max.value {
            return Vec::new();
        }
        let spans = self.give_back(progresses);
        self.due_ms = self.person_time_ms + policy.interval_ms(context.draw);
        let body = RecordBody::Expire { check: id, spans: spans.clone(), due_ms: self.due_ms };
        records.push(self.record(self.time_ms(context), &session, None, body));
        spans
    }
}

/// An answer as it is judged and kept: nothing that no keyboard types, and not a book.
pub fn as_kept(answer: &str) -> String {
    crate::typed::visible(answer).chars().filter(|c| !c.is_control()).take(64).collect()
}
