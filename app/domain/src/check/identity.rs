//! Who sits there: confirmed after a hold, and in a check of identity.

use crate::check::Answered;
use crate::id::CheckId;
use crate::passkey::Proof;
use crate::policy::Policy;
use crate::study::{
    CheckItem, PasswordDay, PersonStudy, Progresses, RawRecord, RecordBody, RuleContext, StudyRefusal,
};
use crate::wire::{CheckKind, DeviceSignature};

/// How identity was confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Identity {
    /// By the learner's password alone.
    Password,
    /// By the password, and a code that was sent to the phone.
    Code,
    /// By a device of the learner's that verified them and signed this.
    Passkey(Proof),
    /// By a teacher or administrator; the audit log has name and reason.
    Supervisor,
}

impl Identity {
    /// The stable code of the raw records.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Code => "code",
            Self::Passkey(_) => "passkey",
            Self::Supervisor => "supervisor",
        }
    }

    /// What was signed.
    fn proof(self) -> Option<Proof> {
        match self {
            Self::Passkey(proof) => Some(proof),
            Self::Password | Self::Code | Self::Supervisor => None,
        }
    }
}

impl PersonStudy {
    /// Whether the password alone still confirms identity today: whoever has it can be anybody.
    pub(super) fn password_is_enough(&self, policy: &Policy, now_ms: i64) -> bool {
        let today = policy.utc_offset_minutes.day(now_ms);
        let used = if self.password.day == today { self.password.used } else { 0 };
        used < policy.check.password_alone_a_day.value
    }

    /// Counts a use of the password alone.
    fn use_password(&mut self, policy: &Policy, now_ms: i64) -> Result<(), StudyRefusal> {
        if !self.password_is_enough(policy, now_ms) {
            return Err(StudyRefusal::StrongerProof);
        }
        let today = policy.utc_offset_minutes.day(now_ms);
        if self.password.day != today {
            self.password = PasswordDay { day: today, used: 0 };
        }
        self.password.used += 1;
        Ok(())
    }

    /// Identity was confirmed after a hold: a new item is offered and nothing is lost. After the last hold of a segment,
    /// which has expired, there is nothing left to ask.
    pub fn on_release(
        &mut self,
        by: Identity,
        context: &RuleContext<'_>,
    ) -> Result<Vec<RawRecord>, StudyRefusal> {
        let Some(check) = self.check.clone().filter(|_| self.held) else {
            return Err(StudyRefusal::NotHeld);
        };
        let (now_ms, policy) = (self.time_ms(context), context.policy);
        if by == Identity::Password {
            self.use_password(policy, now_ms)?;
        } else {
            // Whoever is known for sure has as many tries more as may be wrong in a row.
            let more = policy.check.wrong_max.value.min(policy.check.spare_tries_max.value);
            self.spare_tries = self.spare_tries.max(more);
        }
        self.held = false;
        self.wrong_in_row = 0;
        let body = RecordBody::Release { by: by.as_str().to_owned(), proof: by.proof() };
        let released = self.record(now_ms, &check.session, None, body);
        if self.segment.holds >= policy.check.holds_max.value {
            self.check = None;
            self.begin_segment();
            return Ok(vec![released]);
        }
        let offered = self.offer_anew(check, 0, context);
        Ok(vec![released, offered])
    }

    /// A supervisor looks now, whatever the learner's screen shows.
    fn put_before_supervisor(&mut self, context: &RuleContext<'_>) {
        let now_ms = self.time_ms(context);
        if let Some(check) = &mut self.check {
            check.item.get_or_insert_with(CheckItem::of_identity);
            check.answer_by_ms = Some(now_ms);
        }
    }

    /// Takes the confirmed identity that the open check asks for: by password, by code, or by the word of a supervisor, for
    /// which it need not be on the screen.
    pub fn on_identity(
        &mut self,
        id: &CheckId,
        by: Identity,
        signed: Option<DeviceSignature>,
        context: &RuleContext<'_>,
        progresses: &mut Progresses,
    ) -> Result<Answered, StudyRefusal> {
        let check = self.check.as_ref().filter(|check| check.id == *id && !self.held);
        let check = check.ok_or(StudyRefusal::NoSuchCheck)?;
        if check.kind != CheckKind::Identity || matches!(by, Identity::Passkey(_)) {
            return Err(StudyRefusal::NoSuchCheck);
        }
        if by == Identity::Supervisor {
            self.put_before_supervisor(context);
        } else if check.answer_by_ms.is_none() {
            return Err(StudyRefusal::NotShown);
        }
        if by == Identity::Password {
            self.use_password(context.policy, self.time_ms(context))?;
        }
        let by = by.as_str().to_owned();
        self.judge(
            id,
            None,
            |_| true,
            context,
            progresses,
            |check, verdict| RecordBody::Identity {
                check,
                by,
                result: verdict.result,
                due_ms: verdict.due_ms,
                signed,
            },
        )
    }
}
