//! Chance for the rules: they have no randomness of their own.

use store::study::RuleInput;
use web::Site;

/// An even draw.
pub fn drawn(site: &Site) -> u64 {
    let mut bytes = [0; 8];
    site.rng.fill(&mut bytes);
    u64::from_le_bytes(bytes)
}

/// Now, with a fresh name and a fresh draw.
pub fn fresh(site: &Site) -> RuleInput<'_> {
    RuleInput {
        now_ms: site.now(),
        fresh_check: site.new_id().into(),
        draw: drawn(site),
        policies: &site.policies,
    }
}
