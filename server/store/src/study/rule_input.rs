//! What a study function gets from outside, and the policy version it is judged by.

use domain::id::CheckId;
use domain::policy::{Policies, Policy};
use domain::study::RuleContext;

use crate::error::{Result, StoreError};

/// What a study function gets from outside besides its subject: time, chance and the policies.
#[derive(Clone, Debug)]
pub struct RuleInput<'a> {
    /// Server time, unix milliseconds.
    pub now_ms: i64,
    /// A name for a check that may be issued.
    pub fresh_check: CheckId,
    /// An even draw, for the next due point.
    pub draw: u64,
    /// Every policy version this server knows.
    pub policies: &'a Policies,
}

impl<'a> RuleInput<'a> {
    /// The same under one policy version.
    pub(super) fn under(&self, version: &str) -> Result<RuleContext<'a>> {
        let policy = known(self.policies, version)?;
        Ok(RuleContext { at_ms: self.now_ms, policy, fresh_check: self.fresh_check.clone(), draw: self.draw })
    }
}

/// A policy version that stored data refers to.
pub(super) fn known<'a>(policies: &'a Policies, version: &str) -> Result<&'a Policy> {
    policies.version(version).ok_or_else(|| StoreError::Damaged(format!("unknown policy version {version}")))
}
