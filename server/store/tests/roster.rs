//! What those who look after classes see: the roster with live facts, and sums by class within a right's reach.

use domain::access::ScopeFilter;
use store::class_hours::ClassHoursSearch;
use store::{Db, StoreError};

use crate::fixture::city::{a_city, run};
use crate::fixture::courses::{a_crab_class, class, course};
use crate::fixture::databases::on_both;

/// Three learners in `crab-k` of `county`, one in `electric-k` of `county2`.
async fn two_classes(db: &Db) {
    a_city(db, 4).await;
    a_crab_class(db).await;
    run(
        db,
        "INSERT INTO region (id, name, name_en, kind, parent_id) VALUES ('county2', '广饶县', 'Guangrao', 'county', 'city');
         INSERT INTO organisation (id, kind, name, name_en, region_id, credit_code, phone)
         VALUES ('school2', 'institution', '乐创学校', 'Lechuang', 'county2', 'C2', '')",
    )
    .await;
    db.publish_course(&course("electric", "安全用电常识"), 1_000).await.unwrap();
    let mut other = class("electric");
    (other.region, other.organisation) = ("county2".into(), "school2".into());
    db.open_class(&other, 1_000).await.unwrap();
    for statement in [
        "INSERT INTO enrolment (id, class_id, person_id, enrolled_at) VALUES ('e1', 'crab-k', 'p1', 10),
             ('e2', 'crab-k', 'p2', 20), ('e3', 'crab-k', 'p3', 30), ('e4', 'electric-k', 'p4', 40),
             ('e5', 'electric-k', 'p1', 50)",
        "INSERT INTO lesson_progress (enrolment_id, lesson_id, covered, position_ms, credited_to_ms, waiting_ms,
             verified_ms, updated_at)
         VALUES ('e1', 'crab-1', '[]', 0, 0, 0, 600000, 5), ('e1', 'crab-2', '[]', 0, 0, 30000, 60000, 9),
             ('e2', 'crab-1', '[]', 0, 0, 1000, 0, 7), ('e4', 'electric-1', '[]', 0, 0, 500, 450000, 8)",
        "INSERT INTO subsidy_record (enrolment_id, class_id, person_id, policy_version, verified_ms, required_ms,
             credit_tenths, identity_seen, completed, pay_mode, amount_fen, reasoning, ledger_size, computed_at)
         VALUES ('e1', 'crab-k', 'p1', '2026-01-01', 660000, 1020000, 2, TRUE, FALSE, 'hours_only', 0, '[]', 1, 0),
             ('e4', 'electric-k', 'p4', '2026-01-01', 450000, 1020000, 1, TRUE, TRUE, 'full', 100, '[]', 1, 0)",
        "INSERT INTO refusal (enrolment_id, lesson_id, day, code, ms, last_at)
         VALUES ('e1', 'crab-1', '2026-11-08', 'faster_than_time', 4000, 0)",
        "INSERT INTO study_session (id, person_id, enrolment_id, lesson_id, policy_version, opened_at)
         VALUES ('s1', 'p1', 'e1', 'crab-2', '2026-01-01', 0), ('s2', 'p2', 'e2', 'crab-1', '2026-01-01', 0)",
        "INSERT INTO attendance_check (id, person_id, session_id, enrolment_id, lesson_id, kind, offer, issued_at, shown_at)
         VALUES ('k2', 'p2', 's2', 'e2', 'crab-1', 'question', 1, 100, 120)",
        "INSERT INTO person_study (person_id, state, live_enrolment_id, live_lesson_id, last_beat_at, open_check_id, held)
         VALUES ('p1', '{}', 'e1', 'crab-2', 90, NULL, FALSE), ('p2', '{}', NULL, NULL, 80, 'k2', TRUE)",
    ] {
        run(db, statement).await;
    }
}

fn region(id: &str) -> ScopeFilter {
    ScopeFilter { all: false, organisation: None, region: Some(id.into()) }
}

const ALL: ScopeFilter = ScopeFilter { all: true, organisation: None, region: None };

#[tokio::test]
async fn a_roster_says_how_far_everyone_has_come_and_what_they_do_now() {
    on_both(async |db: &Db| {
        two_classes(db).await;
        let roster = db.roster(&"crab-k".into()).await.unwrap();
        assert_eq!(roster.iter().map(|line| line.enrolment.as_str()).collect::<Vec<_>>(), ["e1", "e2", "e3"]);
        let [one, two, three] = &roster[..] else { panic!() };
        assert_eq!(
            (one.verified_ms, one.waiting_ms, one.refused_ms, one.credit_tenths),
            (660_000, 30_000, 4_000, 2)
        );
        assert_eq!(
            (one.live_here, one.live_lesson, one.last_lesson, one.last_beat_at),
            (true, Some(2), Some(2), 90)
        );
        assert_eq!((one.check_here, one.held, one.last_study_at), (false, false, Some(9)));
        assert_eq!(
            (two.live_here, two.check_here, two.check_shown_at, two.held),
            (false, true, Some(120), true)
        );
        assert_eq!((three.last_study_at, three.last_beat_at, three.pay_mode.clone()), (None, 0, None));
        // The same person in another class: what happens in this one is not there.
        let elsewhere = db.roster(&"electric-k".into()).await.unwrap();
        assert_eq!(
            (elsewhere[1].person.as_str(), elsewhere[1].live_here, elsewhere[1].verified_ms),
            ("p1", false, 0)
        );
        assert_eq!(db.roster_line(&"crab-k".into(), &"e2".into()).await.unwrap(), *two);
        let wrong = db.roster_line(&"crab-k".into(), &"e4".into()).await;
        assert!(matches!(wrong, Err(StoreError::NotFound)), "{wrong:?}");
        assert_eq!(db.learner_refusals(&"e1".into()).await.unwrap()[0].ms, 4_000);
    })
    .await;
}

#[tokio::test]
async fn the_plan_says_what_should_be_done_by_today() {
    on_both(async |db: &Db| {
        two_classes(db).await;
        // Lessons of ten, five and two minutes are due on 7, 14 and 21 November.
        for (today, before, by) in [
            ("2026-11-06", 0, 0),
            ("2026-11-07", 0, 600_000),
            ("2026-11-08", 600_000, 600_000),
            ("2026-11-21", 900_000, 1_020_000),
        ] {
            let class = db.watched_class(&"crab-k".into(), today).await.unwrap();
            assert_eq!((class.due_before_ms, class.due_by_ms, class.learners), (before, by, 3), "{today}");
            assert_eq!(class.required_ms, 1_020_000);
        }
        let seen = |scope_filter: ScopeFilter| async move {
            db.watched_classes(&scope_filter, "2026-11-22", 50, 0).await.unwrap().len()
        };
        assert_eq!(seen(ALL).await, 2);
        assert_eq!(db.count_watched_classes(&ALL).await.unwrap(), 2);
        let (first, all) =
            (db.watched_classes(&ALL, "2026-11-22", 1, 0), db.watched_classes(&ALL, "2026-11-22", 1, 1));
        assert_ne!(first.await.unwrap()[0].id, all.await.unwrap()[0].id);
        assert_eq!(db.class_choices(&ALL).await.unwrap().len(), 2);
        assert_eq!(seen(region("county")).await, 1);
        assert_eq!(seen(ScopeFilter::default()).await, 0);
        let school = ScopeFilter { organisation: Some("school2".into()), ..ScopeFilter::default() };
        assert_eq!(
            db.watched_classes(&school, "2026-11-22", 50, 0).await.unwrap()[0].id.as_str(),
            "electric-k"
        );
    })
    .await;
}

#[tokio::test]
async fn sums_by_class_stay_within_the_right_and_fit_their_total() {
    on_both(async |db: &Db| {
        two_classes(db).await;
        let search = ClassHoursSearch { scope_filter: ALL, ..ClassHoursSearch::default() };
        let classes = db.class_hours(&search, 20, 0).await.unwrap();
        let crab = classes.iter().find(|class| class.id.as_str() == "crab-k").unwrap();
        assert_eq!((crab.learners, crab.completed, crab.verified_ms, crab.credit_tenths), (3, 0, 660_000, 2));
        assert_eq!((crab.waiting_ms, crab.refused_ms, crab.amount_fen), (31_000, 4_000, 0));
        let totals = db.hours_totals(&search).await.unwrap();
        assert_eq!((totals.classes, totals.learners, totals.completed), (2, 5, 1));
        let sum = |of: fn(&store::class_hours::ClassHours) -> i64| classes.iter().map(of).sum::<i64>();
        assert_eq!(totals.verified_ms, sum(|class| class.verified_ms));
        assert_eq!(totals.amount_fen, sum(|class| class.amount_fen));

        let county = ClassHoursSearch { scope_filter: region("county"), ..ClassHoursSearch::default() };
        assert_eq!(db.class_hours(&county, 20, 0).await.unwrap().len(), 1);
        assert_eq!(db.hours_totals(&county).await.unwrap().learners, 3);
        // A filter narrows the right and never widens it.
        let beyond = ClassHoursSearch { region: "county2".into(), ..county.clone() };
        assert!(db.class_hours(&beyond, 20, 0).await.unwrap().is_empty());
        assert_eq!(db.hours_totals(&beyond).await.unwrap(), store::class_hours::HoursTotals::default());
        let school = ClassHoursSearch { organisation: "school2".into(), ..search };
        assert_eq!(db.class_hours(&school, 20, 0).await.unwrap()[0].id.as_str(), "electric-k");
        assert_eq!(db.regions_with_classes(&county.scope_filter).await.unwrap()[0].id, "county");
        assert_eq!(db.organisations_with_classes(&ALL).await.unwrap().len(), 2);
    })
    .await;
}
