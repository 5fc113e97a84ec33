//! Signals for a human look (RULES.md, section 9): patterns that time arithmetic cannot forbid.
//!
//! A signal never withholds a second and never raises one (invariant I7). Each says what was seen, in
//! numbers that can be looked up, and which honest study looks the same.

mod echo;

use crate::codes::codes;

pub use echo::{Answering, FirstAnswer, carried_answers, equal_latencies};

codes! {
    /// What a controller makes of a signal.
    SignalVerdict {
        /// Honest study that looks like it.
        Nothing = "nothing",
        /// Somebody is to be asked.
        FollowUp = "follow_up",
    }
}

codes! {
    /// What was seen.
    SignalKind {
        /// One person answers every check after nearly the same time.
        SteadyAnswers = "steady_answers",
        /// Several people study on one device, day after day.
        SharedDevice = "shared_device",
        /// Two people open the same lessons at the same moments.
        TwinTimelines = "twin_timelines",
        /// One person studies for hours in several nights.
        NightRuns = "night_runs",
        /// Several people study over one network at night.
        NightNetwork = "night_network",
        /// One person lets most checks pass unanswered.
        AvoidedChecks = "avoided_checks",
        /// Learners study on a device on which somebody of the staff signs in.
        StaffDevice = "staff_device",
        /// A class verifies far more in a day than before.
        SuddenVolume = "sudden_volume",
        /// A witness outside refuses to cosign the books: found when it is asked, not by looking back.
        WitnessRefuses = "witness_refuses",
        /// One person answers faster than anybody can read.
        HastyAnswers = "hasty_answers",
        /// One person guesses: mostly wrong, or held again and again.
        GuessedAnswers = "guessed_answers",
        /// One person passes mostly by numbers, which a program reads best.
        NumberChecks = "number_checks",
        /// Several people over one network do the same at the same distance from each other, again and again.
        Lockstep = "lockstep",
        /// A class has hours that no device of the learners signed, far more than browsers that cannot.
        UnsignedHours = "unsigned_hours",
        /// Many people are registered from one place within a day, with neighbouring document numbers.
        SerialRegistration = "serial_registration",
        /// Several people take the same time for one answer after another.
        EqualLatencies = "equal_latencies",
        /// Several people know at once, each time, what somebody beside them was asked before.
        CarriedAnswers = "carried_answers",
        /// Many people pass their checks for hours on one device, on one day.
        AnsweringDevice = "answering_device",
        /// A class passes many of its checks by numbers.
        NumberClass = "number_class",
    }
}

/// How many days back are looked at.
pub const DAYS: i64 = 14;
/// Night, in hours of the local day: from the first up to the second.
pub const NIGHT_HOURS: [i64; 2] = [0, 5];

/// Fewer answers show no habit.
const ANSWERS_MIN: i64 = 8;
/// Answers that differ by less than this share of their mean are as a machine gives them.
const SPREAD_PERCENT_MAX: i64 = 8;
/// Whoever answers faster than this each time has not read.
const READ_MS_MIN: i64 = 1500;
/// A family shares a phone; more than two people on one device on several days is worth a question.
const DEVICE_PEOPLE_MIN: i64 = 3;
const DEVICE_DAYS_MIN: i64 = 3;
/// Openings at the same moment that are no chance.
const TWIN_OPENINGS_MIN: i64 = 5;
/// Two openings this close are at the same moment.
pub const TWIN_WITHIN_MS: i64 = 5000;
/// More people who open within the same moment are a class that begins together.
pub const CLASSROOM_MIN: i64 = 4;
/// Hours of a night and nights that make a run.
const NIGHT_MS_MIN: i64 = 3 * 3_600_000;
const NIGHTS_MIN: usize = 3;
/// People over one network in a night.
const NETWORK_PEOPLE_MIN: i64 = 4;
/// Checks shown, and the share of them left unanswered.
const OFFERS_MIN: i64 = 6;
const AVOIDED_PERCENT_MIN: i64 = 50;
/// Learners on a device of the staff.
const STAFF_LEARNERS_MIN: i64 = 2;
/// How many times the usual day, and how much at least.
const VOLUME_TIMES: i64 = 3;
const VOLUME_MS_MIN: i64 = 20 * 3_600_000;
const VOLUME_DAYS_MIN: i64 = 3;
/// Answers faster than reading that are no slip of a finger.
const HASTY_MIN: i64 = 2;
/// Answers, and the share of wrong ones among them, that are guesses; holds that are.
const GUESSED_MIN: i64 = 6;
const GUESSED_PERCENT_MIN: i64 = 50;
const HOLDS_MIN: i64 = 2;
/// Checks passed, and the share of numbers among them.
const BY_NUMBER_MIN: i64 = 6;
const BY_NUMBER_PERCENT_MIN: i64 = 50;
/// Checks that a class passed, and the share of numbers among them: more than the policy lets anybody have for long.
const CLASS_PASSES_MIN: i64 = 20;
const CLASS_NUMBER_PERCENT_MIN: i64 = 30;
/// People who each pass so many checks on one device on one day: half an hour, and no open day with one tablet.
const ANSWERING_PEOPLE_MIN: i64 = 4;
/// So many checks of somebody are half an hour.
pub const ANSWERING_PASSES_MIN: i64 = 3;
/// Openings two people have in common, and how even the time between them is, to move in step.
const STEP_OPENINGS_MIN: usize = 3;
const STEP_WITHIN_MS: i64 = 2000;
/// People in step with one.
const STEP_PEOPLE_MIN: usize = 5;
/// People registered from one place within a day, and the share of them with neighbouring numbers.
const SERIAL_MIN: i64 = 10;
const SERIAL_PERCENT_MIN: i64 = 50;

/// Verified time of a class, and the share of it that no device of its learner signed.
const UNSIGNED_OF_MS_MIN: i64 = 10 * 3_600_000;
const UNSIGNED_PERCENT_MIN: i64 = 30;

/// How a signal is explained: numbers of its sentence, in the order of the sentence.
pub type Evidence = Vec<i64>;

/// Times from showing a check to its right answer, as sums.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Latencies {
    /// How many.
    pub count: i64,
    /// Their sum, in milliseconds.
    pub sum_ms: i64,
    /// The sum of their squares.
    pub squares: i64,
    /// The longest.
    pub slowest_ms: i64,
}

/// Answers of one person → how many, their mean, their spread.
pub fn steady_answers(answers: Latencies) -> Option<Evidence> {
    if answers.count < ANSWERS_MIN {
        return None;
    }
    let mean = answers.sum_ms / answers.count;
    let spread = (answers.squares / answers.count - mean * mean).max(0).isqrt();
    let seen = spread * 100 < mean * SPREAD_PERCENT_MAX || answers.slowest_ms < READ_MS_MIN;
    seen.then_some(vec![answers.count, mean, spread])
}

/// People and days of one device → the same.
pub fn shared_device(people: i64, days: i64) -> Option<Evidence> {
    (people >= DEVICE_PEOPLE_MIN && days >= DEVICE_DAYS_MIN).then_some(vec![people, days])
}

/// Openings of two people at the same moments, classrooms left out, and lessons → the same.
pub fn twin_timelines(openings: i64, lessons: i64) -> Option<Evidence> {
    (openings >= TWIN_OPENINGS_MIN && lessons > 1).then_some(vec![openings, lessons])
}

/// Time verified in each night → nights, the longest, all together.
pub fn night_runs(nights_ms: &[i64]) -> Option<Evidence> {
    let long: Vec<i64> = nights_ms.iter().copied().filter(|ms| *ms >= NIGHT_MS_MIN).collect();
    let longest = long.iter().copied().max()?;
    (long.len() >= NIGHTS_MIN).then(|| vec![long.len() as i64, longest, long.iter().sum()])
}

/// People who studied over one network in each night → nights, most people in one.
pub fn night_network(people_by_night: &[i64]) -> Option<Evidence> {
    let crowded = people_by_night.iter().filter(|people| **people >= NETWORK_PEOPLE_MIN).count();
    let most = people_by_night.iter().copied().max()?;
    (crowded >= NIGHTS_MIN).then_some(vec![crowded as i64, most])
}

/// Checks offered and offers left unanswered → the same.
pub fn avoided_checks(offers: i64, unanswered: i64) -> Option<Evidence> {
    (offers >= OFFERS_MIN && unanswered * 100 >= offers * AVOIDED_PERCENT_MIN)
        .then_some(vec![offers, unanswered])
}

/// Learners on a device of the staff, and their sessions on it → the same.
pub fn staff_device(learners: i64, sessions: i64) -> Option<Evidence> {
    (learners >= STAFF_LEARNERS_MIN).then_some(vec![learners, sessions])
}

/// Verified by a class on a day; on the days before, and how many those were → the day, the usual day.
pub fn sudden_volume(day_ms: i64, before_ms: i64, days_before: i64) -> Option<Evidence> {
    if days_before < VOLUME_DAYS_MIN || day_ms < VOLUME_MS_MIN {
        return None;
    }
    let usual = before_ms / days_before;
    (day_ms >= usual * VOLUME_TIMES).then_some(vec![day_ms, usual])
}

/// Answers, and those faster than reading → the same.
pub fn hasty_answers(answers: i64, hasty: i64) -> Option<Evidence> {
    (hasty >= HASTY_MIN).then_some(vec![answers, hasty])
}

/// Answers, wrong ones and holds → the same.
pub fn guessed_answers(answers: i64, wrong: i64, holds: i64) -> Option<Evidence> {
    let guesses = answers >= GUESSED_MIN && wrong * 100 >= answers * GUESSED_PERCENT_MIN;
    (guesses || holds >= HOLDS_MIN).then_some(vec![answers, wrong, holds])
}

/// Checks passed, and by a number → the same.
pub fn number_checks(passed: i64, by_number: i64) -> Option<Evidence> {
    (passed >= BY_NUMBER_MIN && by_number * 100 >= passed * BY_NUMBER_PERCENT_MIN)
        .then_some(vec![passed, by_number])
}

/// Verified time of a class, and of it without a fitting signature of the learner's device → the same, and the percentage.
pub fn unsigned_hours(verified_ms: i64, unsigned_ms: i64) -> Option<Evidence> {
    let percent = unsigned_ms * 100 / verified_ms.max(1);
    (verified_ms >= UNSIGNED_OF_MS_MIN && percent >= UNSIGNED_PERCENT_MIN).then_some(vec![
        verified_ms,
        unsigned_ms,
        percent,
    ])
}

/// Checks that a class passed, and by a number → the same.
pub fn number_class(passed: i64, by_number: i64) -> Option<Evidence> {
    (passed >= CLASS_PASSES_MIN && by_number * 100 >= passed * CLASS_NUMBER_PERCENT_MIN)
        .then_some(vec![passed, by_number])
}

/// People who each passed [`ANSWERING_PASSES_MIN`] checks on one device on one day, and their passes → the same.
pub fn answering_device(people: i64, passes: i64) -> Option<Evidence> {
    (people >= ANSWERING_PEOPLE_MIN).then_some(vec![people, passes])
}

/// People registered from one place within a day, and of them with numbers next to each other → the same.
pub fn serial_registration(people: i64, neighbours: i64) -> Option<Evidence> {
    (people >= SERIAL_MIN && neighbours * 100 >= people * SERIAL_PERCENT_MIN)
        .then_some(vec![people, neighbours])
}

/// Somebody's openings of lessons over one network.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Openings {
    /// Who.
    pub person: String,
    /// Whether they have a device of their own that they come back with.
    pub own_device: bool,
    /// When which lesson was first opened on a day: lesson, day, moment.
    pub at_ms: std::collections::BTreeMap<(String, i64), i64>,
}

/// Those who move in step over one network: who, and how many openings they have in common at least. A class that begins
/// together is near each other, and each time otherwise; machines keep their distance.
pub fn lockstep(all: &[Openings]) -> Option<(Vec<&str>, Evidence)> {
    let groups = all.iter().map(|one| {
        let with: Vec<(&Openings, usize)> =
            all.iter().filter_map(|other| in_step(one, other).map(|openings| (other, openings))).collect();
        (one, with)
    });
    let (one, with) = groups.max_by_key(|(_, with)| with.len())?;
    if with.len() + 1 < STEP_PEOPLE_MIN {
        return None;
    }
    let openings = with.iter().map(|(_, openings)| *openings).min().unwrap_or(0);
    let mut people: Vec<&str> = with.iter().map(|(other, _)| other.person.as_str()).collect();
    people.push(&one.person);
    people.sort_unstable();
    let evidence = vec![people.len() as i64, openings as i64];
    Some((people, evidence))
}

/// Openings that two people have in common, if the second always comes as long after the first.
fn in_step(one: &Openings, other: &Openings) -> Option<usize> {
    if one.person == other.person {
        return None;
    }
    let distances: Vec<i64> = one
        .at_ms
        .iter()
        .filter_map(|(opening, at_ms)| other.at_ms.get(opening).map(|other_ms| other_ms - at_ms))
        .collect();
    let (least, most) = (distances.iter().min()?, distances.iter().max()?);
    // A class that begins at a word is together within a moment, each on a device of their own.
    let together = most.abs().max(least.abs()) <= TWIN_WITHIN_MS && one.own_device && other.own_device;
    (distances.len() >= STEP_OPENINGS_MIN && most - least <= STEP_WITHIN_MS && !together)
        .then_some(distances.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_answers_evenly_and_a_person_does_not() {
        let seen = |all: &[i64]| {
            steady_answers(Latencies {
                count: all.len() as i64,
                sum_ms: all.iter().sum(),
                squares: all.iter().map(|ms| ms * ms).sum(),
                slowest_ms: all.iter().copied().max().unwrap_or(0),
            })
        };
        let machine: Vec<i64> = (0..10).map(|n| 12_000 + n % 3 * 100).collect();
        assert_eq!(seen(&machine).map(|seen| seen[0]), Some(10));
        let person = [6_000, 19_000, 9_500, 41_000, 12_000, 7_200, 15_900, 28_000, 11_000];
        assert_eq!(seen(&person), None);
        assert_eq!(seen(&machine[..7]), None, "too few to show a habit");
        assert!(seen(&[700, 1400, 300, 900, 1100, 400, 1300, 800]).is_some(), "nobody reads that fast");
    }

    #[test]
    fn a_couple_with_one_phone_and_a_school_evening_are_nothing() {
        assert_eq!(shared_device(2, 14), None);
        assert_eq!(shared_device(30, 1), None, "an open day with one tablet");
        assert!(shared_device(3, 3).is_some());
        assert_eq!(night_network(&[30]), None);
        assert!(night_network(&[4, 5, 4]).is_some());
        assert_eq!(night_runs(&[4 * 3_600_000, 1000, 4 * 3_600_000]), None);
        assert_eq!(avoided_checks(5, 5), None);
        assert_eq!(sudden_volume(90 * 3_600_000, 40 * 3_600_000, 1), None, "a class that has just begun");
        assert_eq!(staff_device(1, 9), None, "a teacher who studies too, or helps one");
    }

    /// People who open three lessons on three days, each so long after the first.
    fn opening(people: i64, own_device: bool, after_ms: impl Fn(i64, i64) -> i64) -> Vec<Openings> {
        let one = |n: i64| Openings {
            person: format!("p{n}"),
            own_device,
            at_ms: (0..3).map(|k| ((format!("l{k}"), k), k * 86_400_000 + after_ms(n, k))).collect(),
        };
        (0..people).map(one).collect()
    }

    #[test]
    fn machines_keep_their_distance_and_a_class_does_not() {
        let farm = opening(30, false, |n, k| n * 11_000 + k * 300);
        assert_eq!(lockstep(&farm).map(|(people, seen)| (people.len(), seen)), Some((30, vec![30, 3])));
        assert!(lockstep(&opening(30, true, |n, _| n * 11_000)).is_some(), "with marks of their own as well");
        // Everybody sits down within a minute and a half, each time otherwise.
        let class = opening(60, true, |n, k| (n * 7919 + k * 104_729 * (n + 3)) % 90_000);
        assert_eq!(lockstep(&class), None);
        assert_eq!(lockstep(&opening(60, true, |n, _| n * 50)), None, "all at a word");
        assert_eq!(lockstep(&farm[..4]), None, "a family");
    }

    #[test]
    fn guesses_are_seen_and_a_hard_question_is_not() {
        assert!(hasty_answers(3, 3).is_some() && hasty_answers(40, 1).is_none());
        assert!(guessed_answers(8, 5, 1).is_some() && guessed_answers(3, 2, 2).is_some());
        assert_eq!(guessed_answers(40, 6, 1), None, "85 of 100 right");
        assert!(number_checks(6, 3).is_some() && number_checks(20, 5).is_none());
        assert!(serial_registration(60, 59).is_some());
        assert_eq!(serial_registration(60, 4), None, "an enrolment day at a school");
        assert!(number_class(40, 16).is_some());
        assert_eq!(number_class(40, 10), None, "as much as the policy allows");
        assert_eq!(answering_device(3, 40), None, "a family, and a visitor");
        assert!(answering_device(24, 96).is_some(), "a helper who sits in for a class");
    }

    #[test]
    fn every_kind_has_its_own_code() {
        for kind in SignalKind::ALL {
            assert_eq!(SignalKind::from_code(kind.as_str()), Some(kind));
        }
    }
}
