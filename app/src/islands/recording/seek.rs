//! Where the learner may go on the timeline: back anywhere, forward only where they have been.

use domain::coverage::Ranges;

/// Holes up to this length are rounding between two clocks, not missed teaching.
pub const HOLE_MS_MAX: i64 = 1000;
/// A player never lands exactly where it is sent.
const LANDING_MS: i64 = 700;

/// Where a jump from `from_ms` to `to_ms` must end instead; nothing if it may go ahead. `seen` is
/// what was credited or played.
pub fn snap_back(from_ms: i64, to_ms: i64, seen: &Ranges) -> Option<i64> {
    let been = seen.as_slice().iter().any(|[start, end]| (*start..=*end + LANDING_MS).contains(&to_ms));
    let frontier_ms = seen.frontier_ms(2 * HOLE_MS_MAX);
    if been || to_ms <= from_ms + LANDING_MS || to_ms <= frontier_ms + LANDING_MS {
        return None;
    }
    let ends = seen.as_slice().iter().map(|range| range[1]).filter(|end| *end <= to_ms);
    Some(ends.fold(from_ms, i64::max))
}

/// Everything that still has to be studied, in order; nothing once the lesson is complete.
pub fn holes(covered: &Ranges, duration_ms: i64) -> Vec<[i64; 2]> {
    let missing = Ranges::union_of(vec![[0, duration_ms]]).minus(covered);
    missing.as_slice().iter().filter(|[from, to]| to - from > HOLE_MS_MAX).copied().collect()
}

/// The first of these.
pub fn first_hole(covered: &Ranges, duration_ms: i64) -> Option<[i64; 2]> {
    holes(covered, duration_ms).first().copied()
}

/// Where to go on: where the learner stood if everything before it counts, else where it stops
/// counting. A complete lesson begins again from its start.
pub fn go_on_at(position_ms: i64, covered: &Ranges, duration_ms: i64) -> i64 {
    let Some([hole_ms, _]) = first_hole(covered, duration_ms) else {
        return if position_ms >= duration_ms - HOLE_MS_MAX { 0 } else { position_ms };
    };
    if position_ms >= duration_ms - HOLE_MS_MAX {
        return hole_ms;
    }
    snap_back(0, position_ms, covered).map_or(position_ms, |end_ms| end_ms.max(hole_ms))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(ranges: &[[i64; 2]]) -> Ranges {
        Ranges::union_of(ranges.to_vec())
    }

    #[test]
    fn back_is_free_and_forward_ends_where_the_learner_has_been() {
        let seen = set(&[[0, 60_000]]);
        assert_eq!(snap_back(60_000, 5_000, &seen), None);
        assert_eq!(snap_back(5_000, 60_300, &seen), None);
        assert_eq!(snap_back(5_000, 200_000, &seen), Some(60_000));
        assert_eq!(snap_back(0, 200_000, &set(&[])), Some(0));
    }

    #[test]
    fn what_was_seen_behind_a_hole_can_be_reached() {
        let seen = set(&[[0, 60_000], [90_000, 120_000]]);
        assert_eq!(snap_back(10_000, 100_000, &seen), None);
        assert_eq!(snap_back(10_000, 80_000, &seen), Some(60_000));
        assert_eq!(snap_back(100_000, 70_000, &seen), None, "back is free, into the hole too");
        assert_eq!(snap_back(10_000, 300_000, &seen), Some(120_000));
    }

    #[test]
    fn the_first_hole_ignores_pinholes() {
        assert_eq!(first_hole(&set(&[[0, 100], [400, 9_500]]), 10_000), None);
        assert_eq!(first_hole(&set(&[[0, 2_000], [5_000, 10_000]]), 10_000), Some([2_000, 5_000]));
        assert_eq!(first_hole(&set(&[]), 10_000), Some([0, 10_000]));
    }

    #[test]
    fn all_that_is_missing_is_found_and_not_only_its_beginning() {
        // Played at sixteen times the speed: a second of every sixteen counted.
        let counted: Vec<[i64; 2]> = (0..12).map(|n| [n * 16_000, n * 16_000 + 1_000]).collect();
        let missing = holes(&set(&counted), 192_000);
        assert_eq!(missing.len(), 12);
        assert_eq!(missing.iter().map(|[from, to]| to - from).sum::<i64>(), 180_000);
        assert_eq!(holes(&set(&[[0, 192_000]]), 192_000), [[0; 2]; 0]);
    }

    #[test]
    fn going_on_never_skips_what_does_not_count_yet() {
        assert_eq!(go_on_at(50_000, &set(&[[0, 50_000]]), 100_000), 50_000);
        assert_eq!(go_on_at(80_000, &set(&[[0, 50_000]]), 100_000), 50_000);
        assert_eq!(go_on_at(20_000, &set(&[[0, 50_000]]), 100_000), 20_000);
        assert_eq!(go_on_at(100_000, &set(&[[0, 100_000]]), 100_000), 0);
        assert_eq!(go_on_at(100_000, &set(&[[0, 20_000], [40_000, 100_000]]), 100_000), 20_000);
    }
}
