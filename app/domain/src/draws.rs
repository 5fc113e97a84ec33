//! Several even draws out of one seed.

/// Draws by SplitMix64; unpredictable because its seed is, and the same again for whoever has the seed.
#[derive(Clone, Debug)]
pub struct Draws(u64);

impl Draws {
    /// Draws of this seed.
    pub fn of(seed: u64) -> Self {
        Self(seed)
    }

    /// An even draw below a count; 0 for none.
    pub fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        ((u128::from(mixed) * count as u128) >> 64) as usize
    }

    /// Puts things in a drawn order.
    pub fn shuffle<T>(&mut self, all: &mut [T]) {
        for last in (1..all.len()).rev() {
            all.swap(last, self.below(last + 1));
        }
    }
}
