//! Unions of half-open intervals on a lesson's timeline, in milliseconds.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A set of media milliseconds, kept as sorted, disjoint, non-touching `[from, to)` intervals.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(transparent)]
pub struct Ranges(Vec<[i64; 2]>);

impl<'de> Deserialize<'de> for Ranges {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::<[i64; 2]>::deserialize(deserializer).map(Self::union_of)
    }
}

impl Ranges {
    /// The union of any intervals; empty and reversed ones contribute nothing.
    pub fn union_of(mut intervals: Vec<[i64; 2]>) -> Self {
        intervals.retain(|[from, to]| from < to);
        intervals.sort_unstable();
        let mut joined: Vec<[i64; 2]> = Vec::with_capacity(intervals.len());
        for [from, to] in intervals {
            match joined.last_mut() {
                Some(last) if from <= last[1] => last[1] = last[1].max(to),
                _ => joined.push([from, to]),
            }
        }
        Self(joined)
    }

    /// The intervals in order.
    pub fn as_slice(&self) -> &[[i64; 2]] {
        &self.0
    }

    /// Whether nothing is covered.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The measure of the set in milliseconds.
    pub fn total_ms(&self) -> i64 {
        self.0.iter().map(|[from, to]| to - from).sum()
    }

    /// Whether the millisecond `at_ms` is covered.
    pub fn contains(&self, at_ms: i64) -> bool {
        self.0.iter().any(|[from, to]| (*from..*to).contains(&at_ms))
    }

    /// The end of the stretch that begins at the start of the timeline: how far a learner has
    /// come without a hole longer than `hole_ms`.
    pub fn frontier_ms(&self, hole_ms: i64) -> i64 {
        self.reach_ms(0, hole_ms)
    }

    /// How far one gets from a place without meeting a hole longer than `hole_ms`.
    pub fn reach_ms(&self, from_ms: i64, hole_ms: i64) -> i64 {
        self.0.iter().fold(from_ms, |end, [from, to]| if *from <= end + hole_ms { end.max(*to) } else { end })
    }

    /// This set and another together.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self::union_of(self.0.iter().chain(&other.0).copied().collect())
    }

    /// What of this set is not in `other`.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        let mut rest = Vec::new();
        for &[from, to] in &self.0 {
            let mut start = from;
            for &[hole_from, hole_to] in &other.0 {
                if hole_to <= start || hole_from >= to {
                    continue;
                }
                if start < hole_from {
                    rest.push([start, hole_from]);
                }
                start = start.max(hole_to);
            }
            if start < to {
                rest.push([start, to]);
            }
        }
        Self(rest)
    }

    /// What of this set lies in `[from_ms, to_ms)`.
    #[must_use]
    pub fn within(&self, from_ms: i64, to_ms: i64) -> Self {
        Self(
            self.0
                .iter()
                .map(|[from, to]| [(*from).max(from_ms), (*to).min(to_ms)])
                .filter(|[from, to]| from < to)
                .collect(),
        )
    }

    /// The first `ms` milliseconds of the set, and the rest.
    #[must_use]
    pub fn split_first(&self, ms: i64) -> (Self, Self) {
        let (mut first, mut rest, mut left) = (Vec::new(), Vec::new(), ms.max(0));
        for &[from, to] in &self.0 {
            let taken = left.min(to - from);
            left -= taken;
            if taken > 0 {
                first.push([from, from + taken]);
            }
            if from + taken < to {
                rest.push([from + taken, to]);
            }
        }
        (Self(first), Self(rest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sets() -> impl Strategy<Value = Ranges> {
        prop::collection::vec((0i64..200, 0i64..40), 0..12).prop_map(|pairs| {
            Ranges::union_of(pairs.into_iter().map(|(from, length)| [from, from + length]).collect())
        })
    }

    fn members(set: &Ranges) -> Vec<i64> {
        (0..300).filter(|at| set.contains(*at)).collect()
    }

    proptest! {
        #[test]
        fn the_operations_are_those_of_sets(a in sets(), b in sets(), cut in 0i64..260) {
            let in_either: Vec<i64> = (0..300).filter(|at| a.contains(*at) || b.contains(*at)).collect();
            let only_a: Vec<i64> = (0..300).filter(|at| a.contains(*at) && !b.contains(*at)).collect();
            prop_assert_eq!(members(&a.union(&b)), in_either);
            prop_assert_eq!(members(&a.minus(&b)), only_a);
            prop_assert_eq!(a.total_ms() as usize, members(&a).len());
            let (first, rest) = a.split_first(cut);
            prop_assert_eq!(first.total_ms(), cut.min(a.total_ms()));
            prop_assert_eq!(first.union(&rest), a.clone());
            prop_assert_eq!(members(&a.within(50, 150)), members(&a).into_iter().filter(|at| (50..150).contains(at)).collect::<Vec<_>>());
        }
    }
}
