//! The demo's luck: seeded, so that the city is the same each time.

use std::sync::Mutex;

use rand::rngs::StdRng;
use rand::{Rng as _, RngCore, SeedableRng};
use web::Rng;

/// Draws of the timetable and of the people's moods.
pub struct Luck(StdRng);

impl Luck {
    pub fn seeded(seed: u64) -> Self {
        Self(StdRng::seed_from_u64(seed))
    }

    /// From the first up to, not including, the second; the first where there is nothing between.
    pub fn between(&mut self, from: i64, to: i64) -> i64 {
        if from < to { self.0.random_range(from..to) } else { from }
    }

    /// True so many times in a hundred.
    pub fn percent(&mut self, percent: i64) -> bool {
        self.between(0, 100) < percent
    }

    /// One of them.
    pub fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        let place = self.between(0, all.len() as i64) as usize;
        &all[place]
    }
}

/// The rng of the site while the city is filled: ids, and the moments of checks.
pub struct SeededRng(Mutex<StdRng>);

impl SeededRng {
    pub fn seeded(seed: u64) -> Self {
        Self(Mutex::new(StdRng::seed_from_u64(seed)))
    }
}

impl Rng for SeededRng {
    fn fill(&self, bytes: &mut [u8]) {
        let mut rng = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        rng.fill_bytes(bytes);
    }
}
