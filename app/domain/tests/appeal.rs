//! What appeals may give back, against every way of playing: never more than real time.

use domain::appeal::{Evidence, Inquiry};
use domain::study::RefusalCode;
use domain::time::CHINA;
use domain::wire::BeatAnswer;
use proptest::prelude::*;

use crate::test_learner::{TestLearner, standard};

const START_MS: i64 = 1_795_305_600_000;

/// The beats of a session at 0, as the records tell of them.
struct RecordedBeats(Vec<(i64, Vec<[i64; 2]>, BeatAnswer)>);

impl RecordedBeats {
    fn found(&self, code: RefusalCode, day: &str, now_s: i64) -> Option<Evidence> {
        let policy = standard();
        let mut inquiry = Inquiry::new("enrolment".into(), "lesson".into(), day.to_owned(), code);
        let whose = (&"enrolment".into(), &"lesson".into());
        inquiry.on_open(START_MS, &"first".into(), whose, 3_600_000, &policy);
        for (second, played, answer) in &self.0 {
            let played: Vec<_> = played.iter().map(|[from, to]| [from * 1000, to * 1000]).collect();
            let at_ms = START_MS + second * 1000;
            inquiry.on_beat(at_ms, &"first".into(), &played, answer.counted_ms, &answer.refused);
        }
        inquiry.found(START_MS + now_s * 1000)
    }
}

fn day() -> String {
    CHINA.day(START_MS)
}

#[test]
fn what_was_watched_without_network_can_be_given_back_as_far_as_it_was_refused() {
    let mut one = TestLearner::opens(standard());
    let mut recorded = RecordedBeats(Vec::new());
    let first = one.beat_at(15, &[[0, 15]]);
    recorded.0.push((15, vec![[0, 15]], first));
    // Five minutes of another part, of which the credit budget bears two.
    let answer = one.beat_at(315, &[[1000, 1300]]);
    assert_eq!(answer.refused[0].code, "faster_than_time");
    let refused_ms = answer.refused[0].ms;
    recorded.0.push((315, vec![[1000, 1300]], answer));
    let found = recorded.found(RefusalCode::FasterThanTime, &day(), 315 + 120).unwrap();
    assert_eq!((refused_ms, found.refused_ms, found.possible_ms), (180_000, 180_000, 180_000));
    // While the learner may still draw on the credit budget, nothing can be said.
    assert!(recorded.found(RefusalCode::FasterThanTime, &day(), 315 + 119).is_none());
    // Another day, another reason: nothing.
    assert_eq!(recorded.found(RefusalCode::DayCap, &day(), 9999).unwrap(), Evidence::default());
    assert_eq!(recorded.found(RefusalCode::FasterThanTime, "2026-01-01", 9999).unwrap(), Evidence::default());
}

#[test]
fn whoever_ran_ahead_of_time_gets_nothing_back() {
    let mut one = TestLearner::opens(standard());
    let mut recorded = RecordedBeats(Vec::new());
    for n in 1..=20 {
        let played = vec![[(n - 1) * 60, n * 60]];
        let answer = one.beat_at(n * 15, &played);
        recorded.0.push((n * 15, played, answer));
    }
    let found = recorded.found(RefusalCode::FasterThanTime, &day(), 9999).unwrap();
    assert!(found.refused_ms >= 45_000 && found.possible_ms == 0, "{found:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Credit and everything that appeals could ever give back, together, fit into real time.
    #[test]
    fn credit_and_grants_together_never_exceed_real_time(
        beats in prop::collection::vec((0i64..2500, prop::collection::vec((0i64..3600, 0i64..1500), 0..3)), 1..25),
    ) {
        let mut one = TestLearner::opens(standard());
        let mut recorded = RecordedBeats(Vec::new());
        let (mut second, mut counted_ms) = (0, 0);
        for (pause, ranges) in beats {
            second += pause;
            let played: Vec<_> = ranges.into_iter().map(|(from, length)| [from, from + length]).collect();
            let answer = one.beat_at(second, &played);
            counted_ms += answer.counted_ms;
            recorded.0.push((second, played, answer));
        }
        let mut possible_ms = 0;
        for days in 0..2 {
            for code in [RefusalCode::FasterThanTime, RefusalCode::DayCap] {
                let day = CHINA.day(START_MS + days * 86_400_000);
                let found = recorded.found(code, &day, second + 120).unwrap();
                prop_assert!(0 <= found.possible_ms && found.possible_ms <= found.refused_ms);
                possible_ms += found.possible_ms;
            }
        }
        prop_assert!(counted_ms + possible_ms <= second * 1000, "{counted_ms} + {possible_ms} > {second} s");
    }
}
