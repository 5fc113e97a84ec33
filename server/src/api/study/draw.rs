//! Chance for the rules: they have no dice of their own.

use app::request::Site;
use store::study::Moment;

/// An even draw.
pub fn drawn(site: &Site) -> u64 {
    let mut bytes = [0; 8];
    site.dice.fill(&mut bytes);
    u64::from_le_bytes(bytes)
}

/// Now, with a fresh name and a fresh draw.
pub fn fresh(site: &Site) -> Moment<'_> {
    Moment {
        now_ms: site.now(),
        fresh_check: site.new_id().into(),
        draw: drawn(site),
        policies: &site.policies,
    }
}
