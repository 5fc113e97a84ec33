//! Holds, and identities confirmed: after a hold, or because a check asked for it.

use domain::passkey::Proof;
use domain::policy::Policy;
use domain::study::{KeptRecord, PendingSpan, RefusalCode};
use domain::wire::{CheckKind, CheckResult};

use super::{Check, Next, Replay, Verified, drawn};
use crate::error::{Mismatch, holds, same};

impl Replay<'_> {
    /// Too many wrong answers: nothing counts from here on.
    pub(super) fn begin_hold(&mut self, check: Check, policy: &Policy) {
        self.one_missed();
        self.wrong += 1;
        self.holds += 1;
        self.held = true;
        self.check = Some(Check { key: None, shown_at: None, answer_by: None, ..check });
        if self.holds >= policy.check.holds_max.value {
            self.next = Some(Next::GivenBack);
        }
    }

    /// After the last hold of a segment its time is given back, while the hold goes on.
    pub(super) fn give_back_held(
        &mut self,
        place: &str,
        row: &KeptRecord,
        id: &str,
        spans: &[PendingSpan],
        due: i64,
    ) -> Result<(), Mismatch> {
        let check = self.open_as(place, row, id)?;
        drawn(place, self.policy(place, &check.policy)?, self.person_time, due)?;
        self.due = due;
        self.take_back(place, spans, RefusalCode::CheckFailed)
    }

    pub(super) fn release(
        &mut self,
        place: &str,
        row: &KeptRecord,
        by: &str,
        proof: Option<&Proof>,
    ) -> Result<(), Mismatch> {
        holds(place, "a confirmed identity", self.held, "one that was asked for", "none was asked for")?;
        let Some(check) = self.check.clone() else {
            return Err(Mismatch::new(place, "the check under the hold", "one", "none"));
        };
        same(place, "the session of the check", &check.session, &row.session.0)?;
        let known = ["password", "code", "passkey", "supervisor"].contains(&by);
        holds(place, "how it was confirmed", known, "a way that is known", by)?;
        holds(
            place,
            "how it was confirmed",
            proof.is_some() == (by == "passkey"),
            "signed by a passkey alone",
            by,
        )?;
        if let Some(proof) = proof {
            self.signed(place, row, proof)?;
        }
        let policy = self.policy(place, &check.policy)?;
        if by == "password" {
            self.password_used(place, policy, row.at_ms)?;
        } else {
            // Known by more than the password: nobody takes the next mistakes for a stranger's.
            let most = policy.check.spare_tries_max.value;
            self.spare = self.spare.max(most.min(policy.check.wrong_max.value));
        }
        self.held = false;
        self.wrong_in_row = 0;
        if self.holds < policy.check.holds_max.value {
            self.next = Some(Next::IssueAnew(check, 0));
        } else {
            self.check = None;
            (self.wrong, self.holds) = (0, 0);
        }
        Ok(())
    }

    /// A check of identity, confirmed by password, by code or by a supervisor.
    pub(super) fn identity(
        &mut self,
        place: &str,
        row: &KeptRecord,
        id: &str,
        by: &str,
        told: (CheckResult, i64),
    ) -> Result<Option<Verified>, Mismatch> {
        let mut check = self.open_as(place, row, id)?;
        same(place, "what the check asks", &CheckKind::Identity, &check.kind)?;
        match by {
            "password" => {
                let policy = self.policy(place, &check.policy)?;
                self.password_used(place, policy, row.at_ms)?;
            }
            // Whoever looks at the learner needs nothing on their screen.
            "supervisor" => {
                check.key.get_or_insert_default();
                check.answer_by = Some(row.at_ms);
            }
            other => same(place, "how identity was confirmed", &"code", &other)?,
        }
        self.judge(place, row, check, CheckKind::Identity, |_| true, told)
    }
}
