//! Classes, rosters and plans.

use domain::class::EnrolRefusal;
use store::{Db, StoreError};

use crate::fixture::city::a_city;
use crate::fixture::courses::{a_crab_class, class};
use crate::fixture::databases::on_both;

async fn enrol(db: &Db, id: &str, class: &str, person: &str, today: &str) -> Result<(), StoreError> {
    db.enrol(&id.into(), &class.into(), &person.into(), today, 1_000).await
}

#[tokio::test]
async fn a_class_takes_each_person_once_on_its_days() {
    on_both(async |db| {
        a_city(db, 2).await;
        a_crab_class(db).await;
        let refused = |result: Result<(), StoreError>| match result {
            Err(StoreError::Enrol(refusal)) => refusal,
            other => panic!("not refused by the rules: {other:?}"),
        };
        assert_eq!(refused(enrol(db, "e0", "crab-k", "p1", "2026-10-31").await), EnrolRefusal::NotBegun);
        assert_eq!(refused(enrol(db, "e0", "crab-k", "p1", "2027-01-01").await), EnrolRefusal::Over);
        enrol(db, "e1", "crab-k", "p1", "2026-11-02").await.unwrap();
        assert_eq!(refused(enrol(db, "e2", "crab-k", "p1", "2026-11-02").await), EnrolRefusal::Already);
        assert!(matches!(enrol(db, "e3", "no-such", "p1", "2026-11-02").await, Err(StoreError::NotFound)));
        let open = db.open_classes(&"crab".into(), "2026-11-02").await.unwrap();
        assert_eq!((open.len(), open[0].seats().left()), (1, 29));
        assert_eq!(db.open_classes(&"crab".into(), "2027-01-01").await.unwrap().len(), 0);
        let plan = db.plans(&"crab".into(), "2026-11-02").await.unwrap();
        let due: Vec<_> = plan.iter().map(|line| line.due_on.as_str()).collect();
        assert_eq!(due, ["2026-11-07", "2026-11-14", "2026-11-21"]);
    })
    .await;
}

#[tokio::test]
async fn the_last_seat_is_taken_once() {
    on_both(async |db| {
        a_city(db, 8).await;
        a_crab_class(db).await;
        let mut small = class("crab");
        (small.id, small.code, small.capacity) = ("small".into(), "small".into(), 3);
        db.open_class(&small, 1_000).await.unwrap();
        let tries: Vec<_> = (1..=8)
            .map(|n| {
                let db = db.clone();
                tokio::spawn(async move {
                    enrol(&db, &format!("e{n}"), "small", &format!("p{n}"), "2026-11-02").await
                })
            })
            .collect();
        let mut taken = 0;
        for attempt in tries {
            match attempt.await.unwrap() {
                Ok(()) => taken += 1,
                Err(StoreError::Enrol(EnrolRefusal::Full)) => {}
                Err(other) => panic!("{other}"),
            }
        }
        assert_eq!(taken, 3);
    })
    .await;
}
