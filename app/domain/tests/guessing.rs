//! Two thousand days of guessing and of honest study under the default policy (RULES.md, section 3): what a guesser who
//! has the password gets, at any pace and with every dodge, and what somebody loses who is right 85 times in a hundred.

use domain::check::{Answered, Identity};
use domain::signal::{guessed_answers, hasty_answers};
use domain::study::{RecordBody, StudyRefusal};
use domain::wire::{CheckKind, CheckResult};

use crate::test_learner::{TestLearner, standard};

const ROUNDS: u64 = 2000;
/// A day's play: all that a day can credit.
const DAY_S: i64 = 8 * 45 * 60;
const LESSON_S: i64 = 3600;
/// Long beats keep the test short.
const BEAT_S: i64 = 120;

/// Draws from a seed (SplitMix64).
struct Luck(u64);

impl Luck {
    fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn percent(&mut self) -> i64 {
        (self.draw() % 100) as i64
    }
}

/// How somebody answers.
#[derive(Clone, Copy, Debug)]
struct Manner {
    /// Right answers in a hundred.
    right_percent: i64,
    /// From seeing a question to answering it.
    reads_s: i64,
    /// Whether somebody else can confirm who they are.
    has_teacher: bool,
    /// What they let go rather than answer.
    lets_go: LetsGo,
    /// How long their lessons are. Each is closed at its end.
    lesson_s: i64,
}

/// What somebody lets go: three offers unanswered, and another question comes after the next stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LetsGo {
    /// Nothing: who does not know guesses.
    Nothing,
    /// The second try at a check, so that no hold comes of it.
    SecondTries,
    /// Whatever they do not know.
    Unknown,
}

/// What came of it.
#[derive(Clone, Copy, Debug, Default)]
struct Outcome {
    played: i64,
    verified: i64,
    lost: i64,
    answers: i64,
    wrong: i64,
    hasty: i64,
    holds: i64,
}

impl Outcome {
    fn note(&mut self, answered: &Answered) {
        self.answers += 1;
        self.wrong += i64::from(matches!(answered.result, CheckResult::Wrong | CheckResult::Hold));
        self.holds += i64::from(answered.result == CheckResult::Hold);
        let is_hasty = |body: &RecordBody| matches!(body, RecordBody::Answer { hasty: true, .. });
        self.hasty += i64::from(answered.records.iter().any(|record| is_hasty(&record.body)));
        self.lost += answered.expired.iter().map(|span| span.ms() / 1000).sum::<i64>();
    }

    fn is_on_the_list(&self) -> bool {
        hasty_answers(self.answers, self.hasty).is_some()
            || guessed_answers(self.answers, self.wrong, self.holds).is_some()
    }
}

/// Answers the open check until it is passed, or nothing more can be done today; the time after it.
fn meet(
    learner: &mut TestLearner,
    mut at: i64,
    manner: Manner,
    luck: &mut Luck,
    seen: &mut Outcome,
) -> Option<i64> {
    loop {
        if learner.study.held {
            let by_password = learner.try_release_at(at, Identity::Password);
            if by_password == Err(StudyRefusal::StrongerProof) {
                if !manner.has_teacher {
                    return None;
                }
                learner.try_release_at(at, Identity::Supervisor).unwrap();
            }
            if learner.study.check.is_none() {
                return Some(at);
            }
        }
        while learner.try_shown_at(at).is_none() {
            at += 1;
        }
        at += manner.reads_s;
        let answered = if learner.study.check.as_ref()?.kind == CheckKind::Identity {
            let by_password = learner.try_identify_at(at, Identity::Password);
            if by_password.is_err() && !manner.has_teacher {
                return None;
            }
            by_password.or_else(|_| learner.try_identify_at(at, Identity::Supervisor)).unwrap()
        } else {
            let is_right = luck.percent() < manner.right_percent;
            let lets_go = match manner.lets_go {
                LetsGo::Nothing => false,
                LetsGo::SecondTries => learner.study.segment.wrong > 0,
                LetsGo::Unknown => !is_right,
            };
            if lets_go {
                return Some(lets_it_go(learner, at, seen));
            }
            learner.try_answer_at(at, if is_right { "2" } else { "0" }).unwrap()
        };
        seen.note(&answered);
        if answered.result == CheckResult::Passed {
            return Some(at);
        }
    }
}

/// Leaves the open check unanswered until it is over; the time after it.
fn lets_it_go(learner: &mut TestLearner, mut at: i64, seen: &mut Outcome) -> i64 {
    let waits_ms = learner.study.waiting_ms();
    while let Some(by_ms) = learner.study.check.as_ref().map(|check| check.answer_by_ms) {
        if by_ms.is_none() {
            learner.try_shown_at(at);
        }
        at += 186;
        learner.sweep_at(at);
    }
    seen.lost += waits_ms / 1000;
    at
}

/// Plays for some days, each as long as it counts.
fn plays(days: i64, manner: Manner, luck: &mut Luck) -> Outcome {
    let mut learner = TestLearner::opens(standard());
    let (mut seen, mut at) = (Outcome::default(), 0);
    learner.fresh = true;
    'day: for day in 0..days {
        at = at.max(day * 86_400);
        seen.played += DAY_S;
        for second in (0..DAY_S).step_by(BEAT_S as usize) {
            if second % manner.lesson_s == 0 {
                learner.lesson = format!("day {day} lesson {}", second / manner.lesson_s);
                learner.open_at(at, &format!("session {day} {second}"));
            }
            at += BEAT_S;
            learner.draw = luck.draw();
            let from = second % manner.lesson_s;
            let is_over = from + BEAT_S == manner.lesson_s;
            learner.beat_at(at, &[[from, from + BEAT_S]]);
            // What comes unannounced, and at the end the short check over the tail.
            for closes in [false, true] {
                if closes && is_over && learner.study.check.is_none() {
                    learner.close_at(at);
                }
                if learner.study.check.is_some() {
                    match meet(&mut learner, at, manner, luck, &mut seen) {
                        Some(then) => at = then,
                        None => continue 'day,
                    }
                }
            }
        }
    }
    seen.verified = learner.verified_ms / 1000;
    seen
}

#[test]
fn a_guesser_with_the_password_gets_a_tenth_of_a_day_at_most_and_is_on_the_list() {
    let mut luck = Luck(2026);
    // As fast as the line: no answer of theirs is ever taken.
    let fast = Manner {
        right_percent: 33,
        reads_s: 0,
        has_teacher: false,
        lets_go: LetsGo::Nothing,
        lesson_s: LESSON_S,
    };
    let days: Vec<Outcome> = (0..ROUNDS).map(|_| plays(1, fast, &mut luck)).collect();
    assert!(days.iter().all(|day| day.verified * 10 <= day.played && day.is_on_the_list()));
    // Those who have understood that, and take time.
    for right_percent in [33, 25] {
        // How slowly changes little.
        for (reads_s, rounds) in [(5, ROUNDS), (30, ROUNDS / 8), (60, ROUNDS / 8)] {
            for lets_go in [LetsGo::Nothing, LetsGo::SecondTries] {
                let manner = Manner { right_percent, reads_s, lets_go, ..fast };
                let (verified, played) = sums(rounds, manner, &mut luck);
                assert!(verified * 10 <= played, "{manner:?}: {verified} of {played}");
            }
        }
    }
    // Short lessons, each closed with its short check.
    let short = Manner { reads_s: 5, lesson_s: 360, ..fast };
    let (verified, played) = sums(ROUNDS, short, &mut luck);
    assert!(verified * 10 <= played, "{short:?}: {verified} of {played}");
}

/// What is verified and played in so many days of one manner.
fn sums(rounds: u64, manner: Manner, luck: &mut Luck) -> (i64, i64) {
    let days: Vec<Outcome> = (0..rounds).map(|_| plays(1, manner, luck)).collect();
    (days.iter().map(|day| day.verified).sum(), days.iter().map(|day| day.played).sum())
}

/// Nobody promises to withstand whoever knows the bank; but who knows two answers of five has no day of it, guessing the
/// others or letting them go: RULES.md, section 7.
#[test]
fn who_knows_two_answers_of_five_gets_a_part_of_a_day() {
    let mut luck = Luck(40);
    let guesses_the_others = Manner {
        right_percent: 60,
        reads_s: 30,
        has_teacher: false,
        lets_go: LetsGo::Nothing,
        lesson_s: LESSON_S,
    };
    let lets_the_others_go = Manner { right_percent: 40, lets_go: LetsGo::Unknown, ..guesses_the_others };
    for (manner, most_percent) in [(guesses_the_others, 42), (lets_the_others_go, 15)] {
        let (verified, played) = sums(ROUNDS, manner, &mut luck);
        assert!(verified * 100 <= played * most_percent, "{manner:?}: {verified} of {played}");
    }
}

#[test]
fn who_is_right_85_times_in_a_hundred_loses_nothing_and_is_hardly_ever_held() {
    let mut luck = Luck(85);
    let honest = Manner {
        right_percent: 85,
        reads_s: 20,
        has_teacher: true,
        lets_go: LetsGo::Nothing,
        lesson_s: LESSON_S,
    };
    for (lesson_s, learners) in [(LESSON_S, ROUNDS / 10), (720, ROUNDS / 40), (360, ROUNDS / 40)] {
        is_hardly_ever_held(Manner { lesson_s, ..honest }, learners, &mut luck);
    }
}

fn is_hardly_ever_held(honest: Manner, learners: u64, luck: &mut Luck) {
    let days = 10;
    let learners: Vec<Outcome> = (0..learners).map(|_| plays(days, honest, luck)).collect();
    assert_eq!(learners.iter().map(|one| one.lost).sum::<i64>(), 0);
    let hours = learners.iter().map(|one| one.played).sum::<i64>() / 3600;
    let holds: i64 = learners.iter().map(|one| one.holds).sum();
    assert!(holds * 20 <= hours, "{holds} holds in {hours} hours");
    // All is verified but what the last check of each left behind.
    assert!(learners.iter().all(|one| one.played - one.verified <= 900 * days));
    let listed = learners.iter().filter(|one| hasty_answers(one.answers, one.hasty).is_some()).count();
    assert_eq!(listed, 0);
}
