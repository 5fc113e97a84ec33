//! How much one person, or one network, may ask for: so much at once, and what is used up comes back with time. Far above
//! what an honest person needs, far below what slows others down.

/// So much at once; a unit comes back after so long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    pub at_once: i64,
    pub back_after_ms: i64,
}

/// Beats of a person's, within a quarter of an hour or so: a class's worth of an hour offline, told at once, and four a
/// second after it, where a player sends one every fifteen seconds.
pub const BEATS: Allowance = Allowance { at_once: 2000, back_after_ms: 250 };
/// Beats of a person's within a day: seventeen thousand, three times a player that never sleeps.
pub const BEATS_A_DAY: Allowance = Allowance { at_once: 20_000, back_after_ms: 5_000 };
/// Steps other than beats: whoever opens a lesson every few seconds for a minute looks round, and studies nothing.
pub const STEPS: Allowance = Allowance { at_once: 80, back_after_ms: 2_000 };
/// Such steps within a day: every one leaves rows for ever.
pub const STEPS_A_DAY: Allowance = Allowance { at_once: 800, back_after_ms: 120_000 };

/// What opening a session costs of the steps, in which most is written.
pub const OPENING: i64 = 2;
/// So many ranges of a beat cost as much as a beat more.
const RANGES_OF_A_BEAT: usize = 4;

/// What has been used of an allowance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Budget {
    /// When all of it is back.
    full_at_ms: i64,
}

impl Budget {
    /// Uses so much up, or says how long to wait until there is enough.
    pub fn spend(&mut self, allowance: Allowance, cost: i64, now_ms: i64) -> Result<(), i64> {
        let all_ms = allowance.at_once * allowance.back_after_ms;
        // A clock set back takes nothing from anybody but what they used.
        self.full_at_ms = self.full_at_ms.clamp(now_ms, now_ms.saturating_add(all_ms));
        let then_ms = self.full_at_ms + cost.min(allowance.at_once) * allowance.back_after_ms;
        let wait_ms = then_ms - now_ms - all_ms;
        if wait_ms > 0 {
            return Err(wait_ms);
        }
        self.full_at_ms = then_ms;
        Ok(())
    }

    /// Uses so much up, or all that is left.
    pub fn use_up(&mut self, allowance: Allowance, cost: i64, now_ms: i64) {
        let all_ms = allowance.at_once * allowance.back_after_ms;
        self.full_at_ms = self.full_at_ms.max(now_ms).saturating_add(cost * allowance.back_after_ms);
        self.full_at_ms = self.full_at_ms.min(now_ms.saturating_add(all_ms));
    }

    /// Gives back what was not needed after all.
    pub fn give_back(&mut self, allowance: Allowance, cost: i64) {
        self.full_at_ms -= cost * allowance.back_after_ms;
    }

    /// Whether all of it is there: then nothing need be remembered.
    pub fn is_full(&self, now_ms: i64) -> bool {
        self.full_at_ms <= now_ms
    }
}

/// What a beat with so many ranges costs.
pub fn beat_cost(ranges: usize) -> i64 {
    1 + i64::try_from(ranges / RANGES_OF_A_BEAT).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FEW: Allowance = Allowance { at_once: 3, back_after_ms: 1000 };

    #[test]
    fn what_is_used_up_comes_back_with_time() {
        let mut budget = Budget::default();
        for _ in 0..3 {
            assert_eq!(budget.spend(FEW, 1, 50_000), Ok(()));
        }
        assert_eq!(budget.spend(FEW, 1, 50_000), Err(1000));
        assert_eq!(budget.spend(FEW, 1, 50_400), Err(600));
        assert_eq!(budget.spend(FEW, 1, 51_000), Ok(()));
        assert_eq!(budget.spend(FEW, 2, 51_000), Err(2000));
        budget.give_back(FEW, 1);
        assert_eq!(budget.spend(FEW, 1, 51_000), Ok(()));
        assert!(!budget.is_full(53_999) && budget.is_full(54_000));
        // More than all of it is all of it.
        assert_eq!(budget.spend(FEW, 99, 54_000), Ok(()));
    }

    #[test]
    fn a_clock_set_back_makes_nobody_wait_longer_than_all_of_it_takes() {
        let mut budget = Budget::default();
        assert_eq!(budget.spend(FEW, 3, 9_000_000), Ok(()));
        assert_eq!(budget.spend(FEW, 1, 0), Err(1000));
        assert_eq!(budget.spend(FEW, 1, 1000), Ok(()));
    }

    #[test]
    fn an_honest_player_never_waits() {
        // A day without sleep, a beat every fifteen seconds and one more for each minute's pause, and an hour of beats kept
        // offline told at once in the middle of it.
        let (mut soon, mut day) = (Budget::default(), Budget::default());
        for second in 0..86_400 {
            let mut beats = i64::from(second % 15 == 0) + i64::from(second % 60 == 7);
            beats += if second == 43_200 { 400 } else { 0 };
            let now_ms = second * 1000;
            assert_eq!(soon.spend(BEATS, beats * beat_cost(3), now_ms), Ok(()));
            assert_eq!(day.spend(BEATS_A_DAY, beats * beat_cost(3), now_ms), Ok(()));
        }
        // A learner who opens and closes a lesson every four minutes for ten hours, and answers a check at each.
        let (mut soon, mut day) = (Budget::default(), Budget::default());
        for minute in (0..600).step_by(4) {
            for budget in [(&mut soon, STEPS), (&mut day, STEPS_A_DAY)] {
                assert_eq!(budget.0.spend(budget.1, OPENING + 1 + 2, minute * 60_000), Ok(()), "{minute}");
            }
        }
    }

    #[test]
    fn a_day_of_flooding_is_bounded() {
        let within_a_day = |allowance: Allowance| allowance.at_once + 86_400_000 / allowance.back_after_ms;
        assert!(within_a_day(BEATS_A_DAY) < 40_000);
        assert!(within_a_day(STEPS_A_DAY) / OPENING < 800);
        assert_eq!(beat_cost(3), 1);
        assert_eq!(beat_cost(200), 51);
    }
}
