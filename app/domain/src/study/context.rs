//! What the rules are told of the world outside.

use crate::id::CheckId;
use crate::policy::Policy;

/// What a transition gets from outside: the rules have no clock and no randomness of their own.
#[derive(Clone, Debug)]
pub struct RuleContext<'a> {
    /// Server time.
    pub at_ms: i64,
    /// The policy of the session concerned.
    pub policy: &'a Policy,
    /// A name for a check that this transition may issue.
    pub fresh_check: CheckId,
    /// An even draw, for the next due point.
    pub draw: u64,
}
