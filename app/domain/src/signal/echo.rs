//! People whose answers are echoes of each other: the same times, or what one was asked known at once by the others.

use std::collections::BTreeMap;

use super::Evidence;

/// Answers in a row that two people give after the same time, and how near is the same: nobody's hand is so even.
const EQUAL_MIN: usize = 6;
const EQUAL_WITHIN_MS: i64 = 60;
/// Times so short or so even by themselves show a quick reader twice, not a copy: what is compared must vary.
const EQUAL_SPREAD_MS_MIN: i64 = 1500;
/// Questions that somebody beside them had before, the share known at once, and how many people know so.
const CARRIED_MIN: i64 = 4;
const CARRIED_PERCENT_MIN: i64 = 75;
const CARRIED_PEOPLE_MIN: usize = 3;
/// An item is seen, and read as the fastest reader does ([`crate::policy::CheckPolicy`] has the same numbers for what is too fast
/// at all); whoever has the answer at hand needs little more.
const SEEN_MS: i64 = 600;
const CHARACTERS_A_SECOND: i64 = 40;
const AT_HAND_MS: i64 = 2000;

/// How long somebody took for the checks they passed, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answering {
    /// Who.
    pub person: String,
    /// From showing to passing, in milliseconds.
    pub took_ms: Vec<i64>,
}

/// The first answer of somebody to a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstAnswer {
    /// Who.
    pub person: String,
    /// Which question.
    pub question: String,
    /// How much there is to read.
    pub characters: i64,
    /// When it was shown and answered.
    pub shown_at: i64,
    pub answered_at: i64,
    /// Whether it was right.
    pub right: bool,
}

/// People of one class or network who take the same time for one answer after another: who, and the longest such row.
pub fn equal_latencies(all: &[Answering]) -> Option<(Vec<&str>, Evidence)> {
    let mut people: Vec<&str> = Vec::new();
    let mut longest = 0;
    for (place, one) in all.iter().enumerate() {
        for other in &all[place + 1..] {
            let row = longest_equal(&one.took_ms, &other.took_ms);
            if row >= EQUAL_MIN {
                people.extend([one.person.as_str(), other.person.as_str()]);
                longest = longest.max(row);
            }
        }
    }
    people.sort_unstable();
    people.dedup();
    let evidence = vec![people.len() as i64, longest as i64];
    (!people.is_empty()).then_some((people, evidence))
}

/// The longest row of answers, at the same place for both, that took the same time and are not all alike.
fn longest_equal(one: &[i64], other: &[i64]) -> usize {
    let near: Vec<bool> = one.iter().zip(other).map(|(a, b)| (a - b).abs() <= EQUAL_WITHIN_MS).collect();
    let mut from = 0;
    let rows = near.chunk_by(|a, b| a == b).filter_map(|row| {
        let times = &one[from..from + row.len()];
        from += row.len();
        let spread = times.iter().max()? - times.iter().min()?;
        (row[0] && spread >= EQUAL_SPREAD_MS_MIN).then_some(row.len())
    });
    rows.max().unwrap_or(0)
}

/// People of one network who know at once what somebody beside them was asked before: who, of how many such questions, and how
/// many of these they knew at once.
pub fn carried_answers(all: &[FirstAnswer]) -> Option<(Vec<&str>, Evidence)> {
    // Question → when somebody had first answered it, and who.
    let mut first: BTreeMap<&str, &FirstAnswer> = BTreeMap::new();
    for answer in all {
        let known = first.entry(&answer.question).or_insert(answer);
        if answer.answered_at < known.answered_at {
            *known = answer;
        }
    }
    // Person → questions that another had before, and those known at once.
    let mut people: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
    for answer in all {
        let before = first[answer.question.as_str()];
        if before.person == answer.person || before.answered_at > answer.shown_at {
            continue;
        }
        let read_ms = SEEN_MS + answer.characters * 1000 / CHARACTERS_A_SECOND;
        let took_ms = answer.answered_at - answer.shown_at;
        let (had, known) = people.entry(&answer.person).or_default();
        *had += 1;
        *known += i64::from(answer.right && took_ms <= read_ms + AT_HAND_MS);
    }
    people.retain(|_, (had, known)| *had >= CARRIED_MIN && *known * 100 >= *had * CARRIED_PERCENT_MIN);
    if people.len() < CARRIED_PEOPLE_MIN {
        return None;
    }
    let sum = |part: fn(&(i64, i64)) -> i64| people.values().map(part).sum::<i64>();
    let evidence = vec![people.len() as i64, sum(|(had, _)| *had), sum(|(_, known)| *known)];
    Some((people.into_keys().collect(), evidence))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Times as people have them: from four to forty seconds.
    fn human(n: i64, k: i64) -> i64 {
        4000 + (n * 7919 + k * 104_729 + n * k * 1543) % 36_000
    }

    fn answering(people: i64, answers: i64, took_ms: impl Fn(i64, i64) -> i64) -> Vec<Answering> {
        let one = |n: i64| Answering {
            person: format!("p{n}"),
            took_ms: (0..answers).map(|k| took_ms(n, k)).collect(),
        };
        (0..people).map(one).collect()
    }

    #[test]
    fn the_same_times_one_after_another_are_a_copy_and_a_class_is_not() {
        // One script with one list of pauses, a few milliseconds of network apart.
        let farm = answering(30, 12, |n, k| human(0, k) + n % 7);
        assert_eq!(
            equal_latencies(&farm).map(|(people, seen)| (people.len(), seen)),
            Some((30, vec![30, 12]))
        );
        assert_eq!(equal_latencies(&answering(60, 60, human)), None);
        assert_eq!(
            equal_latencies(&answering(2, 5, |_, k| human(0, k))),
            None,
            "too few to be more than chance"
        );
        // Two who are quick each time are quick, not the same.
        assert_eq!(equal_latencies(&answering(2, 20, |n, k| 2_000 + (n + k) % 3 * 20)), None);
    }

    /// Everybody's first answers to eight questions, one person after another.
    fn firsts(
        people: i64,
        took_ms: impl Fn(i64, i64) -> i64,
        right: impl Fn(i64, i64) -> bool,
    ) -> Vec<FirstAnswer> {
        let one = |n: i64, k: i64| {
            let shown_at = k * 600_000 + n * 60_000;
            FirstAnswer {
                person: format!("p{n}"),
                question: format!("q{k}"),
                characters: 60,
                shown_at,
                answered_at: shown_at + took_ms(n, k),
                right: right(n, k),
            }
        };
        (0..people).flat_map(|n| (0..8).map(move |k| (n, k))).map(|(n, k)| one(n, k)).collect()
    }

    #[test]
    fn answers_carried_to_others_are_seen_and_a_class_that_knows_them_is_not() {
        // The first of the farm finds out, and the others press at once.
        let farm =
            firsts(10, |n, k| if n == 0 { human(n, k) } else { 3000 + k * 50 }, |n, k| n > 0 || k % 2 == 0);
        let (people, evidence) = carried_answers(&farm).unwrap();
        assert_eq!((people.len(), &evidence[..]), (9, &[9, 72, 72][..]));
        assert!(!people.contains(&"p0"), "who was asked first had it from nobody");
        // Sixty in a room who read, nearly all of them right.
        assert_eq!(carried_answers(&firsts(60, human, |n, k| (n + k) % 9 != 0)), None);
        // Two who whisper are no farm; nor are guesses that are quick and mostly wrong.
        assert_eq!(carried_answers(&firsts(3, |_, _| 2500, |_, _| true)), None);
        assert_eq!(carried_answers(&firsts(20, |_, _| 2500, |n, k| (n + k) % 3 == 0)), None);
    }
}
