//! Which questions a class is asked: never one twice in a row, the least known first, and the report that says so.

use std::collections::{BTreeMap, BTreeSet};

use domain::id::{CheckId, PersonId, SessionId};
use domain::policy::Policies;
use domain::time::{CHINA, DAY_MS};
use domain::wire::{Beat, CheckResult, OpenSession, PlayState};
use domain::working_day::Calendar;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use store::Db;
use store::course::NewQuestion;
use store::exposure::EXPOSURE_MS;
use store::study::{BeatArrived, RuleInput};
use vault::Keys;

use crate::fixture::city::a_city;
use crate::fixture::courses::{class, course, policies};
use crate::fixture::databases::on_both;

const PEOPLE: usize = 5;
const QUESTIONS: i64 = 6;
/// A beat as long as the credit budget is deep.
const BEAT_MS: i64 = 120_000;

fn person(one: usize) -> PersonId {
    PersonId(format!("p{}", one + 1))
}

/// A class that studies one lesson of an hour with six questions in its first six minutes.
struct TestClass<'a> {
    db: &'a Db,
    policies: Policies,
    now_ms: i64,
    beats: BTreeMap<usize, i64>,
    /// What the class was asked, in order: who, and which question.
    asked: Vec<(usize, String)>,
    /// In which words.
    prompts: BTreeSet<String>,
}

impl<'a> TestClass<'a> {
    async fn begins(db: &'a Db) -> Self {
        a_city(db, PEOPLE as u32).await;
        let mut crab = course("crab", "大闸蟹养殖");
        let lesson = &mut crab.lessons[0];
        lesson.duration_ms = 3_600_000;
        let first = lesson.questions[0].clone();
        let question = |n: i64| NewQuestion {
            id: format!("q{n}").into(),
            at_ms: n * 60_000,
            prompt: "{n:1..4000} 只又来一只，一共几只？".into(),
            options: ["{n+1}", "{n+2}", "{n*2+2}"].map(Into::into).to_vec(),
            ..first.clone()
        };
        lesson.questions = (1..=QUESTIONS).map(question).collect();
        db.publish_course(&crab, 1_000).await.unwrap();
        db.open_class(&class("crab"), 1_000).await.unwrap();
        let now_ms = CHINA.day_start_ms("2026-11-02").unwrap() + 9 * 3_600_000;
        let mut class = Self {
            db,
            policies: policies(),
            now_ms,
            beats: BTreeMap::new(),
            asked: Vec::new(),
            prompts: BTreeSet::new(),
        };
        for one in 0..PEOPLE {
            let (enrolment, person) = (format!("e{one}").as_str().into(), person(one));
            db.enrol(&enrolment, &"crab-k".into(), &person, "2026-11-02", now_ms).await.unwrap();
            let open = OpenSession { enrolment, lesson: "crab-1".into() };
            db.open_session(
                &person,
                &open,
                SessionId(format!("s{one}")),
                &class.input(),
                &Calendar::default(),
            )
            .await
            .unwrap();
            class.beats.insert(one, 0);
        }
        class
    }

    fn input(&self) -> RuleInput<'_> {
        let fresh_check = CheckId(format!("check-{}", self.now_ms));
        // Even enough for the choice, and always the shortest interval.
        RuleInput {
            now_ms: self.now_ms,
            fresh_check,
            draw: self.now_ms.unsigned_abs(),
            policies: &self.policies,
        }
    }

    /// One studies on; answers a check that comes, after so many wrong ones.
    async fn studies(&mut self, one: usize, wrong: usize) {
        let seq = self.beats[&one] + 1;
        self.beats.insert(one, seq);
        self.now_ms += BEAT_MS;
        let played = vec![[(seq - 1) * BEAT_MS, seq * BEAT_MS]];
        let beat = Beat {
            session: SessionId(format!("s{one}")),
            seq,
            played,
            position_ms: seq * BEAT_MS,
            state: PlayState::Playing,
        };
        let RuleInput { now_ms: at_ms, fresh_check, draw, .. } = self.input();
        let arrived = BeatArrived { person: person(one), beat, at_ms, fresh_check, draw };
        let answer = self.db.record_beats(&[arrived], &self.policies).await.unwrap().remove(0).unwrap();
        let mut open = answer.check.map(|check| check.id);
        for turn in 0.. {
            let Some(check) = open else { return };
            open = self.answers(one, &check, turn >= wrong).await;
        }
    }

    /// One answers an open check; the one that is open then.
    async fn answers(&mut self, one: usize, check: &CheckId, right: bool) -> Option<CheckId> {
        let person = person(one);
        self.now_ms += 60_000;
        let (shown, _) = self.db.show_check(&person, check, &self.input()).await.unwrap();
        let item = shown.item.unwrap();
        self.asked.push((one, item.question.expect("a question fits").0));
        let options = item.options.unwrap_or_default();
        let sum: i64 = options[item.key.parse::<usize>().unwrap()].parse().unwrap();
        assert_eq!(item.prompt, format!("{} 只又来一只，一共几只？", sum - 1), "{options:?}");
        self.prompts.insert(item.prompt);
        self.now_ms += 5_000 + 1_000 * one as i64;
        let given = if right { item.key } else { "9".to_owned() };
        let keys = Keys::from_master(&[1; 32]);
        let answered =
            self.db.answer_check(&person, check, &given, None, &self.input(), &keys).await.unwrap();
        assert_eq!(answered.result == CheckResult::Passed, right);
        answered.next.map(|next| next.id)
    }
}

/// Whose turn it is, and whether they err first.
fn turns() -> Vec<(usize, bool)> {
    let mut runner = TestRunner::deterministic();
    // Each studies about as much, in any order.
    let order = (0..PEOPLE).flat_map(|one| [one; 25]).collect::<Vec<_>>();
    let order = Just(order).prop_shuffle().new_tree(&mut runner).unwrap().current();
    let errs = prop::collection::vec(prop::bool::weighted(0.3), order.len());
    order.into_iter().zip(errs.new_tree(&mut runner).unwrap().current()).collect()
}

#[tokio::test]
async fn no_class_is_asked_the_same_question_twice_in_a_row_whatever_the_order() {
    let turns = turns();
    on_both(async |db| {
        let mut class = TestClass::begins(db).await;
        for (one, errs) in &turns {
            class.studies(*one, usize::from(*errs)).await;
        }
        let asked = &class.asked;
        assert!(asked.len() > 3 * QUESTIONS as usize, "{asked:?}");
        // Each is asked about numbers of their own.
        assert!(class.prompts.len() > asked.len() / 2, "{:?}", class.prompts);
        assert!(asked.windows(2).all(|two| two[0].1 != two[1].1), "{asked:?}");
        // Nobody is asked one again before they had all of them, but the one the class just had; nor is one asked far more
        // than another.
        let count = |question: &str| asked.iter().filter(|(_, one)| one == question).count();
        let counts: Vec<usize> = (1..=QUESTIONS).map(|n| count(&format!("q{n}"))).collect();
        let (least, most) = (counts.iter().min().unwrap(), counts.iter().max().unwrap());
        assert!(most - least <= 3, "{counts:?}");
        for one in 0..PEOPLE {
            let mine: Vec<&String> = asked.iter().filter(|(who, _)| *who == one).map(|(_, q)| q).collect();
            let first: BTreeSet<&String> = mine.iter().copied().take(QUESTIONS as usize).collect();
            assert!(first.len() + 1 >= mine.len().min(QUESTIONS as usize), "{mine:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn exposure_says_how_often_a_question_was_asked_and_known_before_and_after_its_checks_left_the_list() {
    let turns = turns();
    on_both(async |db| {
        let mut class = TestClass::begins(db).await;
        for (one, errs) in &turns {
            class.studies(*one, usize::from(*errs)).await;
        }
        let now_ms = class.now_ms;
        let id = "crab-k".into();
        let before = db.exposure(&id, now_ms - EXPOSURE_MS).await.unwrap();
        assert_eq!(before.iter().map(|one| one.shown).sum::<i64>(), class.asked.len() as i64);
        assert!(before.is_sorted_by_key(|one| std::cmp::Reverse(one.shown)));
        for one in before.iter().filter(|one| one.lesson == 1) {
            assert_eq!((one.shown, one.shown), (one.in_class, one.answered));
            assert!(
                one.right <= one.answered
                    && one.median_s.is_some_and(|s| (5..5 + PEOPLE as i64).contains(&s))
            );
        }
        let unasked = before.iter().filter(|one| one.lesson > 1).collect::<Vec<_>>();
        assert!(unasked.len() == 2 && unasked.iter().all(|one| (one.shown, one.median_s) == (0, None)));
        let banks = db.lesson_banks(&id).await.unwrap();
        assert_eq!(banks.iter().map(|bank| bank.questions).collect::<Vec<_>>(), [QUESTIONS, 1, 1]);

        while db.compact_checks(now_ms + DAY_MS, 7).await.unwrap() > 0 {}
        let mut after = db.exposure(&id, now_ms - EXPOSURE_MS).await.unwrap();
        assert!(after.iter().all(|one| one.in_class == 0), "of late the class was asked nothing");
        for one in &mut after {
            one.in_class = if one.lesson == 1 { one.shown } else { 0 };
        }
        assert_eq!(after, before);
        // Nothing is told of what lies farther back, and at last it is forgotten.
        let later = db.exposure(&id, now_ms + 8 * DAY_MS).await.unwrap();
        assert!(later.iter().all(|one| one.shown == 0));
        db.forget_exposure(now_ms + 8 * DAY_MS).await.unwrap();
        let gone = db.exposure(&id, now_ms - EXPOSURE_MS).await.unwrap();
        assert!(gone.iter().all(|one| one.shown == 0));
    })
    .await;
}
