//! Claims (补贴申领): an institution claims the subsidy of a class that was closed, two people of the bureau review it one after
//! the other (初审, 复核), and nobody takes part on two sides.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::access::Action;
use crate::audit::AuditKind;
use crate::codes::codes;
use crate::entitlement::{Candidate, Earlier, Entitlement, entitle};
use crate::id::{ClassId, EnrolmentId, OrganisationId, RegionId};
use crate::policy::Policy;
use crate::standard::{Standard, Training};
use crate::subsidy::Fen;
use crate::task::TaskKind;
use crate::workflow::{Side, StepRule, Workflow};

/// The version of the commitment (真实性承诺) that is made with every claim. New words, new date.
pub const COMMITMENT_VERSION: &str = "2026-11-30";
/// How long the reason of a return may be.
pub const REASON_CHARS: RangeInclusive<usize> = 4..=300;

codes! {
    /// How a claim stands.
    ClaimState {
        /// Where every claim begins; it is submitted in the same transaction.
        Draft = "draft",
        /// It waits for the first review (初审).
        Submitted = "submitted",
        /// It waits for the second review (复核).
        Reviewed = "reviewed",
        /// Both reviews passed it; nothing of it changes any more.
        Approved = "approved",
        /// The institution is to mend something.
        Returned = "returned",
        /// The institution has given it up.
        Withdrawn = "withdrawn",
    }
}

codes! {
    /// What is done with a claim.
    ClaimStep {
        Submit = "submit",
        Withdraw = "withdraw",
        /// The first review passes it.
        Pass = "pass",
        /// The first review returns it to the institution.
        Return = "return",
        /// The second review passes it.
        Confirm = "confirm",
        /// The second review sends it back to the first.
        SendBack = "send_back",
        /// The second review returns it to the institution.
        Refer = "refer",
    }
}

impl Workflow for ClaimState {
    type Step = ClaimStep;

    const BEGIN: Self = Self::Draft;

    fn rule(step: ClaimStep) -> StepRule<Self> {
        let asks = StepRule {
            from: &[Self::Draft, Self::Returned],
            to: Self::Submitted,
            may: Action::ClaimSubsidy,
            side: Side::Asks,
            needs_reason: false,
            waits_as: Some(TaskKind::ClaimReturned),
            audit: AuditKind::ClaimSubmit,
        };
        let first = StepRule {
            from: &[Self::Submitted],
            to: Self::Reviewed,
            may: Action::ReviewClaims,
            side: Side::Decides,
            needs_reason: false,
            waits_as: Some(TaskKind::ClaimFirst),
            audit: AuditKind::ClaimPass,
        };
        let second = StepRule {
            from: &[Self::Reviewed],
            to: Self::Approved,
            may: Action::ConfirmClaims,
            side: Side::Confirms,
            needs_reason: false,
            waits_as: Some(TaskKind::ClaimSecond),
            audit: AuditKind::ClaimConfirm,
        };
        match step {
            ClaimStep::Submit => asks,
            ClaimStep::Withdraw => StepRule {
                from: &[Self::Returned],
                to: Self::Withdrawn,
                waits_as: None,
                audit: AuditKind::ClaimWithdraw,
                ..asks
            },
            ClaimStep::Pass => first,
            ClaimStep::Return => {
                StepRule { to: Self::Returned, needs_reason: true, audit: AuditKind::ClaimReturn, ..first }
            }
            ClaimStep::Confirm => second,
            ClaimStep::SendBack => StepRule {
                to: Self::Submitted,
                needs_reason: true,
                audit: AuditKind::ClaimSendBack,
                ..second
            },
            ClaimStep::Refer => {
                StepRule { to: Self::Returned, needs_reason: true, audit: AuditKind::ClaimRefer, ..second }
            }
        }
    }
}

impl ClaimStep {
    /// Whether it goes back to somebody, and says why.
    pub fn goes_back(self) -> bool {
        ClaimState::rule(self).needs_reason
    }
}

/// What a claim is computed from, but for its learners.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimHead {
    pub class: ClassId,
    /// The digest of what the closing of the class froze.
    pub closing_sha256: String,
    pub organisation: OrganisationId,
    pub region: RegionId,
    pub training: Training,
    /// The version of the class's policy.
    pub policy: String,
    /// The standards that could apply, in the order of their ids.
    pub standards: Vec<Standard>,
}

/// A learner of a claim: what is known of them, what of it follows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimLine {
    pub enrolment: EnrolmentId,
    pub candidate: Candidate,
    /// What was claimed for the same person before, in the order of days.
    pub earlier: Vec<Earlier>,
    pub entitlement: Entitlement,
}

impl ClaimLine {
    /// Works out what a learner is owed.
    pub fn reckon(
        head: &ClaimHead,
        policy: &Policy,
        enrolment: EnrolmentId,
        candidate: Candidate,
        earlier: Vec<Earlier>,
    ) -> Self {
        let entitlement = entitle(&candidate, &head.training, &earlier, &head.standards, policy);
        Self { enrolment, candidate, earlier, entitlement }
    }

    /// Whether it says what follows from what it names.
    pub fn follows(&self, head: &ClaimHead, policy: &Policy) -> bool {
        entitle(&self.candidate, &head.training, &self.earlier, &head.standards, policy) == self.entitlement
    }
}

/// Exactly what is claimed: what the commitment is made for and what is reviewed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimContent {
    pub head: ClaimHead,
    /// In the order of the closing.
    pub lines: Vec<ClaimLine>,
}

/// What a claim comes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimSums {
    /// Learners of the class.
    pub people: i64,
    /// Learners who are owed something.
    pub paid: i64,
    pub amount: Fen,
}

impl ClaimContent {
    /// What it comes to.
    pub fn sums(&self) -> ClaimSums {
        let mut sums = ClaimSums::default();
        for line in &self.lines {
            sums.people += 1;
            sums.paid += i64::from(line.entitlement.amount.0 > 0);
            sums.amount.0 += line.entitlement.amount.0;
        }
        sums
    }

    /// The SHA-256, in hex, that stands for it: of its head and each of its lines as stored, in their order.
    pub fn digest(&self) -> String {
        let lines: Vec<String> = self.lines.iter().map(as_stored).collect();
        digest(&as_stored(&self.head), lines.iter().map(String::as_str))
    }
}

/// The text in which a head or a line is stored and hashed.
pub fn as_stored(part: &impl Serialize) -> String {
    serde_json::to_string(part).unwrap_or_default()
}

/// The digest of a claim from its texts as they are stored.
pub fn digest<'a>(head: &'a str, lines: impl IntoIterator<Item = &'a str>) -> String {
    let mut hasher = Sha256::new();
    for text in std::iter::once(head).chain(lines) {
        hasher.update(text.as_bytes());
        hasher.update(b"\n");
    }
    hex::encode(hasher.finalize())
}
