//! Study over the store, on both databases: idempotent beats, the three outcomes of a check, and
//! that nothing of somebody else's can be reached.

use domain::id::{CheckId, PersonId, SessionId};
use domain::policy::Policies;
use domain::study::StudyRefusal;
use domain::wire::{Beat, BeatAnswer, CheckKind, CheckResult, OpenSession, PlayState};
use domain::working_day::Calendar;
use store::study::{BeatArrived, Identity, RuleInput};
use store::{Db, StoreError, read_db, write_db};
use store_read::evidence::Records;
use vault::Keys;

use crate::fixture::courses::policies;
use crate::fixture::databases::on_both;
use crate::fixture::rows;

const START_MS: i64 = 1_795_305_600_000;

/// A learner who studies through the store, whose clock the test moves.
struct TestLearner<'a> {
    db: &'a Db,
    policies: Policies,
    person: PersonId,
    session: SessionId,
    draws: u64,
}

impl<'a> TestLearner<'a> {
    async fn new(db: &'a Db) -> Self {
        rows::one_learner(db).await;
        let question = "INSERT INTO question (id, lesson_id, at_ms, prompt, options, explanation)
             VALUES ('q1', 'l1', 5000, '几度?', '[\"right\",\"wrong\",\"worse\"]', '因为'), ('q2', 'l1', 6000, '多少?', '[\"right\",\"no\",\"never\"]', '所以')";
        write_db!(db, |pool| sqlx::query(question).execute(pool).await.map(drop)).unwrap();
        let mut learner =
            Self { db, policies: policies(), person: "p1".into(), session: "".into(), draws: 0 };
        learner.open(0, "s1").await;
        learner
    }

    fn rule_input(&mut self, second: i64) -> RuleInput<'_> {
        self.draws += 1;
        let fresh_check = CheckId(format!("check-{}", self.draws));
        let draw = self.draws.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        RuleInput { now_ms: START_MS + second * 1000, fresh_check, draw, policies: &self.policies }
    }

    async fn open(&mut self, second: i64, session: &str) {
        self.session = session.into();
        let (db, person, session) = (self.db, self.person.clone(), self.session.clone());
        let open = OpenSession { enrolment: "e1".into(), lesson: "l1".into() };
        db.open_session(&person, &open, session, &self.rule_input(second), &Calendar::default())
            .await
            .unwrap();
    }

    fn arrived(&mut self, second: i64, seq: i64, played: &[[i64; 2]]) -> BeatArrived {
        let input = self.rule_input(second);
        let (at_ms, fresh_check, draw) = (input.now_ms, input.fresh_check.clone(), input.draw);
        let played = played.iter().map(|[from, to]| [from * 1000, to * 1000]).collect();
        let beat =
            Beat { session: self.session.clone(), seq, played, position_ms: 0, state: PlayState::Playing };
        BeatArrived { person: self.person.clone(), beat, at_ms, fresh_check, draw }
    }

    async fn beat(&mut self, second: i64, seq: i64, played: &[[i64; 2]]) -> Result<BeatAnswer, StoreError> {
        let arrived = self.arrived(second, seq, played);
        self.db.record_beats(&[arrived], &self.policies).await.unwrap().remove(0)
    }

    /// Plays on until a check is due; returns it and the second.
    async fn until_check(&mut self) -> (CheckId, i64) {
        for n in 1..100 {
            let answer = self.beat(n * 15, n, &[[n * 15 - 15, n * 15]]).await.unwrap();
            if let Some(check) = answer.check {
                return (check.id, n * 15);
            }
        }
        panic!("no check in 25 minutes");
    }

    /// What pages sum up as waiting.
    async fn waiting_ms(&self) -> i64 {
        self.number(
            "SELECT CAST(COALESCE((SELECT SUM(waiting_ms) FROM lesson_progress), 0)
                  + COALESCE((SELECT SUM(live_counted_ms) FROM person_study), 0) AS BIGINT)",
        )
        .await
    }

    /// How many beats are kept, in closed segments and the open one.
    async fn beats(&self) -> usize {
        let mut books = self.db.snapshot().await.unwrap();
        let (mut beats, mut after) = (0, 0);
        while let Some(stretch) = books.records(self.person.as_str(), after).await.unwrap() {
            let (Records::Closed { records, .. } | Records::Open(records)) = stretch else {
                panic!("unreadable")
            };
            beats += records.iter().filter(|record| record.answer.is_some()).count();
            after = records.last().unwrap().n;
        }
        beats
    }

    async fn shown(&mut self, id: &CheckId, second: i64) -> String {
        let (db, person) = (self.db, self.person.clone());
        let (check, _) = db.show_check(&person, id, &self.rule_input(second)).await.unwrap();
        check.item.expect("something is asked").key
    }

    async fn answer(
        &mut self,
        id: &CheckId,
        second: i64,
        answer: &str,
    ) -> Result<domain::wire::CheckAnswered, StoreError> {
        let (db, person, keys) = (self.db, self.person.clone(), Keys::from_master(&[1; 32]));
        db.answer_check(&person, id, answer, None, &self.rule_input(second), &keys).await
    }

    async fn number(&self, sql: &'static str) -> i64 {
        read_db!(self.db, |pool| sqlx::query_scalar(sql).fetch_one(pool).await).unwrap()
    }
}

fn wrong(key: &str) -> &'static str {
    if key == "0" { "1" } else { "0" }
}

#[tokio::test]
async fn v7_repeated_and_shuffled_beats_count_once() {
    on_both(async |db| {
        let mut learner = TestLearner::new(db).await;
        let mut batch = Vec::new();
        for round in 0..5 {
            for n in [2, 0, 1] {
                batch.push(learner.arrived(45 + round, n, &[[n * 15, n * 15 + 15]]));
            }
        }
        let answers = db.record_beats(&batch, &learner.policies).await.unwrap();
        assert!(answers.iter().all(|answer| answer.as_ref().is_ok_and(|answer| answer.counted_ms == 15_000)));
        assert_eq!(learner.waiting_ms().await, 45_000);
        assert_eq!(learner.beats().await, 3);
        let other_body = learner.beat(60, 1, &[[0, 10]]).await;
        assert!(matches!(other_body, Err(StoreError::Study(StudyRefusal::ConflictingSeq))));
    })
    .await;
}

#[tokio::test]
async fn v8_the_older_session_is_told_that_it_was_superseded() {
    on_both(async |db| {
        let mut learner = TestLearner::new(db).await;
        learner.beat(15, 1, &[[0, 15]]).await.unwrap();
        learner.open(16, "s2").await;
        learner.beat(30, 1, &[[15, 30]]).await.unwrap();
        learner.session = "s1".into();
        assert!(matches!(
            learner.beat(31, 2, &[[30, 31]]).await,
            Err(StoreError::Study(StudyRefusal::Superseded))
        ));
        assert_eq!(
            learner.beat(32, 1, &[[0, 15]]).await.unwrap().counted_ms,
            15_000,
            "a repeated beat keeps its answer"
        );
        learner.session = "s2".into();
        learner.beat(45, 2, &[[30, 45]]).await.unwrap();
        assert_eq!(learner.waiting_ms().await, 45_000);
    })
    .await;
}

#[tokio::test]
async fn a_pass_writes_the_ledger_and_the_subsidy_record() {
    on_both(async |db| {
        let mut learner = TestLearner::new(db).await;
        let (check, at) = learner.until_check().await;
        let key = learner.shown(&check, at + 1).await;
        let passed = learner.answer(&check, at + 20, &key).await.unwrap();
        assert_eq!(passed.result, CheckResult::Passed);
        assert!(passed.newly_verified_ms >= 480_000 && passed.explain.is_some());
        assert_eq!(
            learner.answer(&check, at + 25, &key).await.unwrap(),
            passed,
            "sent again, answered again"
        );
        assert!(learner.answer(&check, at + 26, wrong(&key)).await.is_err(), "answered once");
        let verified = passed.newly_verified_ms;
        assert_eq!(learner.number("SELECT CAST(SUM(ms) AS BIGINT) FROM ledger_entry").await, verified);
        assert_eq!(learner.number("SELECT CAST(SUM(ms) AS BIGINT) FROM ledger_line_day").await, verified);
        assert_eq!(learner.number("SELECT verified_ms FROM subsidy_record").await, verified);
        assert_eq!(
            learner.number("SELECT credit_tenths FROM subsidy_record").await,
            verified * 10 / 2_700_000
        );
        assert_eq!(learner.number("SELECT COUNT(*) FROM attendance_check WHERE outcome = 'passed'").await, 1);
    })
    .await;
}

#[tokio::test]
async fn two_wrong_answers_hold_and_a_release_loses_nothing() {
    on_both(async |db| {
        let mut learner = TestLearner::new(db).await;
        let (first, at) = learner.until_check().await;
        let key = learner.shown(&first, at + 1).await;
        let said = learner.answer(&first, at + 5, wrong(&key)).await.unwrap();
        assert_eq!(said.result, CheckResult::Wrong);
        let second = said.next.expect("a new item").id;
        let (person, db) = (learner.person.clone(), learner.db);
        let early = db.show_check(&person, &second, &learner.rule_input(at + 6)).await;
        assert!(matches!(early, Err(StoreError::Study(StudyRefusal::NotYet { wait_ms: 9000 }))));
        let key = learner.shown(&second, at + 15).await;
        assert_eq!(learner.answer(&second, at + 19, wrong(&key)).await.unwrap().result, CheckResult::Hold);
        assert!(learner.answer(&second, at + 20, &key).await.is_err(), "a hold is not answered away");
        let (person, db) = (learner.person.clone(), learner.db);
        let third = db
            .release_hold(&person, Identity::Password, &learner.rule_input(at + 60))
            .await
            .unwrap()
            .unwrap()
            .id;
        let key = learner.shown(&third, at + 61).await;
        let passed = learner.answer(&third, at + 70, &key).await.unwrap();
        assert_eq!(passed.verified_ms + passed.waiting_ms, at * 1000);
        assert!(db.release_hold(&person, Identity::Password, &learner.rule_input(at + 80)).await.is_err());
    })
    .await;
}

#[tokio::test]
async fn three_ignored_offers_give_the_coverage_back() {
    on_both(async |db| {
        let mut learner = TestLearner::new(db).await;
        let (check, mut at) = learner.until_check().await;
        let waiting = learner.waiting_ms().await;
        for seq in 200..203 {
            learner.shown(&check, at).await;
            at += 300;
            learner.beat(at, seq, &[]).await.unwrap();
        }
        assert_eq!(learner.waiting_ms().await, 0);
        assert_eq!(
            learner.number("SELECT CAST(SUM(ms) AS BIGINT) FROM refusal WHERE code = 'check_ignored'").await,
            waiting
        );
        assert_eq!(
            learner.number("SELECT COUNT(*) FROM attendance_check WHERE outcome = 'expired'").await,
            1
        );
        let moment_of = learner.person.clone();
        assert!(db.show_check(&moment_of, &check, &learner.rule_input(at + 1)).await.is_err());
        assert_eq!(learner.beat(at + 60, 300, &[[0, 60]]).await.unwrap().counted_ms, 60_000);
    })
    .await;
}

#[tokio::test]
async fn the_question_is_one_on_what_was_studied_and_the_least_seen() {
    on_both(async |db| {
        let mut learner = TestLearner::new(db).await;
        let mut seen = Vec::new();
        let (mut check, mut at) = learner.until_check().await;
        for _ in 0..2 {
            let (person, db) = (learner.person.clone(), learner.db);
            let (open, extendable) = db.show_check(&person, &check, &learner.rule_input(at)).await.unwrap();
            assert_eq!((open.kind, extendable), (CheckKind::Question, true));
            let item = open.item.unwrap();
            seen.push(item.question.unwrap());
            let options = item.options.unwrap();
            assert_eq!(options[item.key.parse::<usize>().unwrap()], "right");
            at += 5;
            let said = learner.answer(&check, at, wrong(&item.key)).await.unwrap();
            if let Some(next) = said.next {
                check = next.id;
                // The next item comes after a pause.
                at += 10;
            }
        }
        seen.sort();
        assert_eq!(seen, [domain::id::QuestionId::from("q1"), "q2".into()]);
    })
    .await;
}

#[tokio::test]
async fn the_tail_is_confirmed_at_close_and_closing_twice_is_harmless() {
    on_both(async |db| {
        let mut learner = TestLearner::new(db).await;
        learner.beat(15, 1, &[[0, 15]]).await.unwrap();
        let (person, session) = (learner.person.clone(), learner.session.clone());
        let closed = db.close_session(&person, &session, &learner.rule_input(16)).await.unwrap();
        assert_eq!((closed.counted_ms, closed.waiting_ms), (15_000, 15_000));
        let check = closed.check.expect("a tail check").id;
        let again = db.close_session(&person, &session, &learner.rule_input(17)).await.unwrap();
        assert_eq!(again.check.map(|check| check.id), Some(check.clone()));
        assert!(matches!(
            learner.beat(18, 2, &[[15, 18]]).await,
            Err(StoreError::Study(StudyRefusal::Ended))
        ));
        let key = learner.shown(&check, 20).await;
        assert_eq!(learner.answer(&check, 25, &key).await.unwrap().verified_ms, 15_000);
    })
    .await;
}

#[tokio::test]
async fn what_is_somebody_elses_is_not_found() {
    on_both(async |db| {
        let mut learner = TestLearner::new(db).await;
        learner.beat(15, 1, &[[0, 15]]).await.unwrap();
        let stranger = PersonId::from("nobody");
        let open = OpenSession { enrolment: "e1".into(), lesson: "l1".into() };
        assert!(matches!(
            db.open_session(&stranger, &open, "s9".into(), &learner.rule_input(16), &Calendar::default())
                .await,
            Err(StoreError::NotFound)
        ));
        let mut stolen = learner.arrived(16, 1, &[[0, 15]]);
        stolen.person = stranger.clone();
        let honest = learner.arrived(16, 1, &[[0, 15]]);
        let answers = db.record_beats(&[honest, stolen], &learner.policies).await.unwrap();
        assert!(answers[0].is_ok() && matches!(answers[1], Err(StoreError::NotFound)));
        let session = learner.session.clone();
        assert!(matches!(
            db.close_session(&stranger, &session, &learner.rule_input(17)).await,
            Err(StoreError::NotFound)
        ));
    })
    .await;
}

#[tokio::test]
async fn a_beat_of_a_closed_segment_still_gets_its_answer_and_the_segment_is_small() {
    on_both(async |db| {
        let mut learner = TestLearner::new(db).await;
        let (check, at) = learner.until_check().await;
        let key = learner.shown(&check, at + 1).await;
        learner.answer(&check, at + 20, &key).await.unwrap();
        learner.beat(at + 30, 900, &[]).await.unwrap();
        let beats = learner.beats().await;
        assert_eq!(learner.number("SELECT COUNT(*) FROM evidence").await, 1);
        let again = learner.beat(at + 31, 3, &[[30, 45]]).await.unwrap();
        assert_eq!((again.counted_ms, again.waiting_ms), (15_000, 45_000));
        let other = learner.beat(at + 32, 3, &[[30, 44]]).await;
        assert!(matches!(other, Err(StoreError::Study(StudyRefusal::ConflictingSeq))));
        // One that was never seen, out of order, is new.
        learner.beat(at + 33, 899, &[]).await.unwrap();
        assert_eq!(learner.beats().await, beats + 1);
        let bytes = learner.number("SELECT CAST(LENGTH(body) AS BIGINT) FROM evidence").await;
        assert!(bytes < 30 * at / 15, "{bytes} bytes for {} beats", at / 15);
    })
    .await;
}

#[tokio::test]
async fn books_cannot_be_rewritten() {
    on_both(async |db| {
        let mut learner = TestLearner::new(db).await;
        let (check, at) = learner.until_check().await;
        let key = learner.shown(&check, at + 1).await;
        learner.answer(&check, at + 20, &key).await.unwrap();
        for sql in ["UPDATE evidence SET last_n = 0", "DELETE FROM evidence"] {
            assert!(write_db!(db, |pool| sqlx::query(sql).execute(pool).await.map(drop)).is_err(), "{sql}");
        }
    })
    .await;
}
