//! Phones that open accounts, and consents that cannot be rewritten.

use domain::audit::AuditAction;
use domain::consent::{Purpose, missing};
use store::audit::AuditEvent;

use crate::fixture::city::{a_city, try_run};
use crate::fixture::databases::on_both;

#[tokio::test]
async fn a_phone_opens_the_account_of_whoever_came_first() {
    on_both(async |db| {
        a_city(db, 2).await;
        let mut tx = db.begin().await.unwrap();
        assert!(tx.add_account_phone(&"a1".into(), &[1; 32], 0).await.unwrap());
        assert!(!tx.add_account_phone(&"a2".into(), &[1; 32], 0).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(db.login_of_phone(&[1; 32]).await.unwrap().as_deref(), Some("learner1"));
        assert_eq!(db.login_of_phone(&[2; 32]).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn an_agreement_is_taken_back_by_another_line_and_never_rewritten() {
    on_both(async |db| {
        a_city(db, 1).await;
        for (n, given) in [(1, true), (2, false)] {
            let (person, purpose) = ("p1".into(), Purpose::Subsidy);
            let action = if given {
                AuditAction::ConsentGive { person, purpose }
            } else {
                AuditAction::ConsentWithdraw { person, purpose }
            };
            let event = AuditEvent {
                account: Some("a1".into()),
                ..AuditEvent::by_system(format!("event-{n}"), n, action)
            };
            db.record_consent(&format!("c{n}"), &"p1".into(), Purpose::Subsidy, given, &event).await.unwrap();
        }
        let records = db.consents(&"p1".into()).await.unwrap();
        assert_eq!((records.len(), missing(&records)), (2, vec![Purpose::Subsidy]));
        for sql in ["UPDATE consent SET given = TRUE", "DELETE FROM consent"] {
            let refused = try_run(db, sql).await.unwrap_err();
            assert!(refused.to_string().contains("append-only"), "{sql}: {refused}");
        }
    })
    .await;
}

#[tokio::test]
async fn household_places_are_counties_and_elsewhere_comes_last() {
    on_both(async |db| {
        a_city(db, 0).await;
        let places: Vec<_> =
            db.household_places().await.unwrap().into_iter().map(|place| place.code).collect();
        assert_eq!(places, ["county", "elsewhere"]);
        assert_eq!(db.categories_on("2026-11-22").await.unwrap().len(), 4);
        assert!(db.categories_on("2019-12-31").await.unwrap().is_empty());
    })
    .await;
}
