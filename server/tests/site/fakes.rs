//! A clock that stands still until it is moved, and randomness that is the same every time.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use server::system::SteadyTime;
use web::{Clock, Rng};

/// 2026-11-22 09:00 in China, a Sunday within the class made by `with_crab_class`.
pub const START_MS: i64 = 1_795_276_800_000 + 9 * 3_600_000;

/// Time as the test says.
pub struct ManualClock {
    /// Real time.
    real_ms: AtomicI64,
    /// How far behind it the machine's clock was set.
    set_back_ms: AtomicI64,
    steady: SteadyTime,
    /// The largest step back that was not taken yet.
    stepped_ms: AtomicI64,
    /// By how much it goes on with each reading.
    tick_ms: AtomicI64,
}

impl Default for ManualClock {
    fn default() -> Self {
        Self::at(START_MS)
    }
}

impl ManualClock {
    pub fn at(now_ms: i64) -> Self {
        let clock = Self {
            real_ms: AtomicI64::new(now_ms),
            set_back_ms: AtomicI64::new(0),
            steady: SteadyTime::new(),
            stepped_ms: AtomicI64::new(0),
            tick_ms: AtomicI64::new(0),
        };
        clock.now_ms();
        clock
    }

    /// Whether it goes on with each reading: then who reads twice for one fact gets two times, as on any machine.
    pub fn ticks(&self, ticks: bool) {
        self.tick_ms.store(ticks.into(), Ordering::SeqCst);
    }

    pub fn forward_ms(&self, ms: i64) {
        self.real_ms.fetch_add(ms, Ordering::SeqCst);
    }

    /// Somebody sets the machine's clock back; real time goes on.
    pub fn is_set_back_s(&self, seconds: i64) {
        self.set_back_ms.fetch_add(seconds * 1000, Ordering::SeqCst);
    }

    pub fn forward_s(&self, seconds: i64) {
        self.forward_ms(seconds * 1000);
    }
}

impl Clock for ManualClock {
    fn now_ms(&self) -> i64 {
        let real_ms = self.real_ms.fetch_add(self.tick_ms.load(Ordering::SeqCst), Ordering::SeqCst);
        let (now_ms, step) = self.steady.now_ms(real_ms - self.set_back_ms.load(Ordering::SeqCst), real_ms);
        if let Some(step) = step {
            self.stepped_ms.fetch_max(step.behind_ms, Ordering::SeqCst);
        }
        now_ms
    }

    fn take_step(&self) -> Option<i64> {
        Some(self.stepped_ms.swap(0, Ordering::SeqCst)).filter(|behind_ms| *behind_ms > 0)
    }
}

/// A plain counter, well mixed (SplitMix64).
#[derive(Default)]
pub struct SeededRng(AtomicU64);

impl Rng for SeededRng {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let n = self.0.fetch_add(1, Ordering::SeqCst);
            let mut z = (n + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            let z = (z ^ (z >> 31)).to_le_bytes();
            chunk.copy_from_slice(&z[..chunk.len()]);
        }
    }
}
