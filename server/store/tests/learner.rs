//! What a learner sees of their own study: classes, lessons, hours by day, subsidy.

use domain::id::{CheckId, PersonId, SessionId};
use domain::policy::Policies;
use domain::subsidy::Reason;
use domain::time::CHINA;
use domain::wire::{Beat, CheckResult, OpenSession, PlayState};
use domain::working_day::Calendar;
use store::study::{BeatArrived, RuleInput};
use store::{Db, StoreError};
use vault::Keys;

use crate::fixture::city::a_city;
use crate::fixture::courses::{a_crab_class, policies};
use crate::fixture::databases::on_both;

/// Person `p1` in enrolment `e1`, with a clock.
struct TestLearner<'a> {
    db: &'a Db,
    policies: Policies,
    now_ms: i64,
    seq: i64,
}

impl TestLearner<'_> {
    fn rule_input(&self) -> RuleInput<'_> {
        // An even draw of zero: the next check is due after the shortest interval, eight minutes.
        let fresh_check = CheckId(format!("check-{}", self.now_ms));
        RuleInput { now_ms: self.now_ms, fresh_check, draw: 0, policies: &self.policies }
    }

    async fn open(&mut self, lesson: &str) {
        let open = OpenSession { enrolment: "e1".into(), lesson: lesson.into() };
        let session = SessionId(format!("s-{lesson}"));
        self.db
            .open_session(&"p1".into(), &open, session, &self.rule_input(), &Calendar::default())
            .await
            .unwrap();
        self.seq = 0;
    }

    /// Plays a stretch of a lesson in real time, a beat every fifteen seconds; returns the check that came due.
    async fn play(&mut self, lesson: &str, from: i64, to: i64) -> Option<CheckId> {
        let mut due = None;
        let mut at = from;
        while at < to {
            let end = (at + 15).min(to);
            self.now_ms += (end - at) * 1000;
            self.seq += 1;
            let beat = Beat {
                session: SessionId(format!("s-{lesson}")),
                seq: self.seq,
                played: vec![[at * 1000, end * 1000]],
                position_ms: end * 1000,
                state: PlayState::Playing,
            };
            let RuleInput { now_ms: at_ms, fresh_check, draw, .. } = self.rule_input();
            let arrived = BeatArrived { person: "p1".into(), beat, at_ms, fresh_check, draw };
            let answer = self.db.record_beats(&[arrived], &self.policies).await.unwrap().remove(0).unwrap();
            due = answer.check.map(|check| check.id).or(due);
            at = end;
        }
        due
    }

    async fn pass(&mut self, check: &CheckId) {
        let person: PersonId = "p1".into();
        let (shown, _) = self.db.show_check(&person, check, &self.rule_input()).await.unwrap();
        let key = shown.item.expect("something is asked").key;
        // Read, and answered.
        self.now_ms += 1_000;
        let keys = Keys::from_master(&[1; 32]);
        let answered =
            self.db.answer_check(&person, check, &key, None, &self.rule_input(), &keys).await.unwrap();
        assert_eq!(answered.result, CheckResult::Passed);
    }
}

#[tokio::test]
async fn a_learner_sees_where_to_go_on_and_only_their_own() {
    on_both(async |db| {
        a_city(db, 2).await;
        a_crab_class(db).await;
        let (mine, other): (PersonId, PersonId) = ("p1".into(), "p2".into());
        assert_eq!(db.my_classes(&mine).await.unwrap().len(), 0);
        let now_ms = CHINA.day_start_ms("2026-11-02").unwrap() + 9 * 3_600_000;
        db.enrol(&"e1".into(), &"crab-k".into(), &mine, "2026-11-02", now_ms).await.unwrap();
        let class = db.my_classes(&mine).await.unwrap().remove(0);
        assert_eq!(
            class.next_lesson().unwrap().lesson_id.as_str(),
            "crab-1",
            "nothing studied: from the beginning"
        );
        assert_eq!(class.lessons[1].due_on.as_deref(), Some("2026-11-14"));
        assert_eq!(class.required_ms(), 1_020_000);

        let mut learner = TestLearner { db, policies: policies(), now_ms, seq: 0 };
        learner.open("crab-2").await;
        learner.play("crab-2", 0, 60).await;
        let class = db.my_class(&mine, &"e1".into()).await.unwrap();
        assert_eq!(
            class.next_lesson().unwrap().lesson_id.as_str(),
            "crab-2",
            "the lesson studied last is not done"
        );
        assert_eq!((class.waiting_ms(), class.verified_ms()), (60_000, 0));
        learner.play("crab-2", 60, 300).await;
        let class = db.my_class(&mine, &"e1".into()).await.unwrap();
        assert!(class.lessons[1].is_done());
        assert_eq!(class.next_lesson().unwrap().lesson_id.as_str(), "crab-1", "the first that is not done");

        let material = db.my_lesson_material(&mine, &"e1".into(), &"crab-3".into()).await.unwrap();
        assert_eq!((material.pages.len(), material.pages[0].seconds), (1, 120));
        assert!(matches!(db.my_class(&other, &"e1".into()).await, Err(StoreError::NotFound)));
        let foreign = db.my_lesson_material(&other, &"e1".into(), &"crab-1".into()).await;
        assert!(matches!(foreign, Err(StoreError::NotFound)));
        assert!(db.my_hours(&other, "2026-01-01", "2026-12-31").await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn every_minute_stands_on_its_day_as_waiting_verified_or_refused() {
    on_both(async |db| {
        a_city(db, 1).await;
        a_crab_class(db).await;
        let mine: PersonId = "p1".into();
        // Seven minutes before midnight, so that the study goes on into the next day.
        let now_ms = CHINA.day_start_ms("2026-11-03").unwrap() - 420_000;
        db.enrol(&"e1".into(), &"crab-k".into(), &mine, "2026-11-02", now_ms).await.unwrap();
        assert_eq!(db.first_study_day(&mine).await.unwrap(), None);
        assert_eq!(db.my_subsidies(&mine).await.unwrap().len(), 0);

        let mut learner = TestLearner { db, policies: policies(), now_ms, seq: 0 };
        learner.open("crab-1").await;
        let check = learner.play("crab-1", 0, 480).await.expect("a check is due after eight minutes");
        let hours = db.my_hours(&mine, "2026-11-01", "2026-11-30").await.unwrap();
        let waiting: Vec<_> = hours.iter().map(|line| (line.day.as_str(), line.waiting_ms)).collect();
        assert_eq!(waiting, [("2026-11-03", 60_000), ("2026-11-02", 420_000)]);
        assert_eq!(db.first_study_day(&mine).await.unwrap().as_deref(), Some("2026-11-02"));

        learner.pass(&check).await;
        // A jump: half a minute of media in the one second that it took.
        learner.seq += 1;
        let beat = Beat {
            session: "s-crab-1".into(),
            seq: learner.seq,
            played: vec![[480_000, 590_000]],
            position_ms: 590_000,
            state: PlayState::Playing,
        };
        let RuleInput { now_ms: at_ms, fresh_check, draw, .. } = learner.rule_input();
        let arrived = BeatArrived { person: mine.clone(), beat, at_ms, fresh_check, draw };
        let answer = db.record_beats(&[arrived], &learner.policies).await.unwrap().remove(0).unwrap();
        let jumped_ms: i64 = answer.refused.iter().map(|refused| refused.ms).sum();
        assert!(jumped_ms > 0);

        let hours = db.my_hours(&mine, "2026-11-01", "2026-11-30").await.unwrap();
        let line = &hours[0];
        assert_eq!((line.verified_ms, line.waiting_ms, line.entries), (60_000, answer.waiting_ms, 1));
        assert_eq!((line.refused[0].code.as_str(), line.refused_ms()), ("faster_than_time", jumped_ms));
        assert_eq!(hours[1].verified_ms, 420_000);
        let only_first = db.my_hours(&mine, "2026-11-02", "2026-11-02").await.unwrap();
        assert_eq!((only_first.len(), only_first[0].last_entry), (1, Some(0)));

        let class = db.my_class(&mine, &"e1".into()).await.unwrap();
        assert_eq!(class.lessons[0].still_refused_ms(), jumped_ms);
        let subsidy = db.my_subsidies(&mine).await.unwrap().remove(0);
        assert_eq!((subsidy.verified_ms, subsidy.required_ms, subsidy.amount_fen), (480_000, 1_020_000, 0));
        assert!(matches!(subsidy.reasoning().unwrap()[0], Reason::Hours { verified_ms: 480_000, .. }));
    })
    .await;
}
