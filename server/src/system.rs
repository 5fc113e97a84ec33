//! The system's clock and rng: the one file that may use them.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use rand::TryRngCore;
use web::{Clock, Rng};

/// Two machines that are kept in time differ by less; a clock that was set differs by more.
const STEP_MS: i64 = 2000;

/// Time as the machine has it, and never backwards: when its clock is set back, real time goes on.
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is where the site's clock comes from")]
    fn now_ms(&self) -> i64 {
        static STARTED: LazyLock<Instant> = LazyLock::new(Instant::now);
        let monotonic = i64::try_from(STARTED.elapsed().as_millis()).unwrap_or(i64::MAX);
        let wall = SystemTime::now().duration_since(UNIX_EPOCH);
        let wall_ms = wall.map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(i64::MAX));
        let wall_ms = wall_ms.saturating_add(AHEAD_MS.load(Ordering::Relaxed));
        let (now_ms, step) = STEADY.now_ms(wall_ms, monotonic);
        if let Some(Step { behind_ms }) = step {
            STEPPED_MS.fetch_max(behind_ms, Ordering::SeqCst);
            tracing::warn!(
                seconds = behind_ms / 1000,
                "this machine's clock was set back; real time goes on and nobody's study is cut. Set the clock right (NTP)"
            );
        }
        now_ms
    }

    fn take_step(&self) -> Option<i64> {
        Some(STEPPED_MS.swap(0, Ordering::SeqCst)).filter(|behind_ms| *behind_ms > 0)
    }
}

impl SystemClock {
    /// Runs so many days ahead of the machine from now on: for a rehearsal.
    pub fn run_ahead(days: i64) {
        AHEAD_MS.store(days * domain::time::DAY_MS, Ordering::Relaxed);
    }

    /// What time it is on the machine, as its database would say.
    pub fn machine_ms(&self) -> i64 {
        self.now_ms() - AHEAD_MS.load(Ordering::Relaxed)
    }

    /// Goes on from a time that stands in the database, if the machine's clock was set back to before it while nothing ran:
    /// within a day, which no mistake in a time zone exceeds. Says by how much.
    pub fn go_on_from(&self, known_ms: i64) -> Option<i64> {
        let behind_ms = known_ms - self.now_ms();
        (STEP_MS..=domain::time::DAY_MS).contains(&behind_ms).then(|| {
            STEADY.lead(behind_ms);
            STEPPED_MS.fetch_max(behind_ms, Ordering::SeqCst);
            behind_ms
        })
    }
}

static STEADY: SteadyTime = SteadyTime::new();
/// How far a rehearsal runs ahead of the machine.
static AHEAD_MS: AtomicI64 = AtomicI64::new(0);
/// The largest step back that the log has no line of yet.
static STEPPED_MS: AtomicI64 = AtomicI64::new(0);

/// The machine's clock was set back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// By how much it is behind real time since.
    pub behind_ms: i64,
}

/// Time from two clocks: the one on the wall, which people and programs set, and one that only counts on. It follows the wall
/// when that goes ahead (a machine that slept), and the counter when it is set back.
#[derive(Debug)]
pub struct SteadyTime {
    /// The most that the wall ever was ahead of the counter.
    ahead_ms: AtomicI64,
    /// How far behind the wall was when that was told last.
    told_ms: AtomicI64,
}

impl SteadyTime {
    /// One that has seen no clock yet.
    pub const fn new() -> Self {
        Self { ahead_ms: AtomicI64::new(i64::MIN), told_ms: AtomicI64::new(0) }
    }

    /// What time it is, and once for each step back that there was one.
    pub fn now_ms(&self, wall_ms: i64, counter_ms: i64) -> (i64, Option<Step>) {
        let here_ms = wall_ms - counter_ms;
        let ahead_ms = self.ahead_ms.fetch_max(here_ms, Ordering::SeqCst).max(here_ms);
        let behind_ms = ahead_ms - here_ms;
        // Small corrections make no word; a step is told when it is seen first, and again when it grows.
        let told_ms = if behind_ms < STEP_MS {
            self.told_ms.swap(0, Ordering::SeqCst)
        } else {
            self.told_ms.fetch_max(behind_ms, Ordering::SeqCst)
        };
        let is_new = behind_ms >= STEP_MS && behind_ms - told_ms >= STEP_MS;
        (counter_ms + ahead_ms, is_new.then_some(Step { behind_ms }))
    }

    /// Goes on so much later than it would.
    fn lead(&self, ms: i64) {
        self.ahead_ms.fetch_add(ms, Ordering::SeqCst);
    }
}

impl Default for SteadyTime {
    fn default() -> Self {
        Self::new()
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

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3_600_000;

    #[test]
    fn real_time_goes_on_when_the_clock_is_set_back_and_the_step_is_told_once() {
        let time = SteadyTime::new();
        assert_eq!(time.now_ms(10 * HOUR, 0), (10 * HOUR, None));
        assert_eq!(
            time.now_ms(9 * HOUR + 15_000, 15_000),
            (10 * HOUR + 15_000, Some(Step { behind_ms: HOUR }))
        );
        assert_eq!(time.now_ms(9 * HOUR + 30_000, 30_000), (10 * HOUR + 30_000, None));
        // A second step back.
        assert_eq!(
            time.now_ms(8 * HOUR + 45_000, 45_000),
            (10 * HOUR + 45_000, Some(Step { behind_ms: 2 * HOUR }))
        );
    }

    #[test]
    fn back_and_forward_again_and_again_makes_no_time() {
        let time = SteadyTime::new();
        time.now_ms(10 * HOUR, 0);
        for minute in 1..100 {
            let counter_ms = minute * 60_000;
            let wall_ms = 10 * HOUR + counter_ms - if minute % 2 == 0 { 0 } else { HOUR };
            assert_eq!(time.now_ms(wall_ms, counter_ms).0, 10 * HOUR + counter_ms);
        }
    }

    #[test]
    fn a_machine_that_slept_and_small_corrections_are_followed_without_a_word() {
        let time = SteadyTime::new();
        time.now_ms(10 * HOUR, 0);
        assert_eq!(time.now_ms(12 * HOUR, 1000), (12 * HOUR, None), "the counter stood still while it slept");
        assert_eq!(
            time.now_ms(12 * HOUR + 500, 2000),
            (12 * HOUR + 1000, None),
            "half a second back is none"
        );
    }
}
