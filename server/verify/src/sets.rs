//! Sets of milliseconds as plain intervals. Slow and obvious on purpose: a millisecond belongs to
//! the result if a rule says so about its membership in the two sets, and nothing else is assumed.

/// Half-open intervals `[from, to)`, ascending, apart from each other.
pub type Set = Vec<(i64, i64)>;

/// The milliseconds for which `keep(in a, in b)` holds.
pub fn combine(a: &[(i64, i64)], b: &[(i64, i64)], keep: fn(bool, bool) -> bool) -> Set {
    let mut cuts: Vec<i64> = a.iter().chain(b).flat_map(|&(from, to)| [from, to]).collect();
    cuts.sort_unstable();
    cuts.dedup();
    let mut result = Set::new();
    // Between two neighbouring cuts membership does not change.
    for pair in cuts.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let within = |set: &[(i64, i64)]| set.iter().any(|&(start, end)| start <= from && from < end);
        if keep(within(a), within(b)) {
            match result.last_mut() {
                Some(last) if last.1 == from => last.1 = to,
                _ => result.push((from, to)),
            }
        }
    }
    result
}

/// What is in either.
pub fn or(a: &[(i64, i64)], b: &[(i64, i64)]) -> Set {
    combine(a, b, |a, b| a || b)
}

/// What is in both.
pub fn and(a: &[(i64, i64)], b: &[(i64, i64)]) -> Set {
    combine(a, b, |a, b| a && b)
}

/// What is in the first only.
pub fn minus(a: &[(i64, i64)], b: &[(i64, i64)]) -> Set {
    combine(a, b, |a, b| a && !b)
}

/// How many milliseconds there are.
pub fn length(set: &[(i64, i64)]) -> i64 {
    set.iter().map(|(from, to)| to - from).sum()
}

/// The earliest `ms` milliseconds of a set.
pub fn earliest(set: &[(i64, i64)], ms: i64) -> Set {
    let mut left = ms;
    let mut result = Set::new();
    for &(from, to) in set {
        let take = left.min(to - from);
        if take > 0 {
            result.push((from, from + take));
            left -= take;
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_are_what_school_says() {
        let a = vec![(0, 10), (20, 30)];
        let b = vec![(5, 25)];
        assert_eq!(or(&a, &b), [(0, 30)]);
        assert_eq!(and(&a, &b), [(5, 10), (20, 25)]);
        assert_eq!(minus(&a, &b), [(0, 5), (25, 30)]);
        assert_eq!(minus(&a, &a), []);
        assert_eq!(or(&[(0, 5)], &[(5, 7)]), [(0, 7)]);
        assert_eq!(length(&a), 20);
        assert_eq!(earliest(&a, 13), [(0, 10), (20, 23)]);
        assert_eq!(earliest(&a, 99), a);
        assert_eq!(earliest(&a, 0), []);
    }
}
