//! The system's clock and rng: the one file that may use them.

use rand::TryRngCore;
use web::{Clock, Rng};

/// Time as the machine has it.
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is where the site's clock comes from")]
    fn now_ms(&self) -> i64 {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        since.map_or(0, |d| i64::try_from(d.as_millis()).unwrap_or(i64::MAX))
    }
}

/// Randomness from the operating system.
pub struct SystemRng;

impl Rng for SystemRng {
    fn fill(&self, bytes: &mut [u8]) {
        // Without randomness no sign-in is safe: stop rather than go on with zeros.
        if let Err(error) = rand::rngs::OsRng.try_fill_bytes(bytes) {
            tracing::error!(%error, "the operating system gave no randomness");
            std::process::abort();
        }
    }
}
