//! The demo city: loaded once, whole, with numbers that belong to nobody.

use domain::person::ResidentId;
use domain::policy::Profile;
use server::config::Demo;
use server::demo::{PASSWORD, load};
use store::read_db;

use crate::site::TestSite;
use crate::store_fixture::databases;

fn options(once: bool, learners: u32) -> Demo {
    Demo { once, learners, public: None }
}

#[tokio::test]
async fn the_city_is_loaded_once_and_everybody_can_sign_in() {
    databases::on_both(async |db| {
        let site = TestSite::bare(db.clone(), Profile::Compressed);
        load(&site.site, &options(true, 0)).await.unwrap();
        load(&site.site, &options(true, 0)).await.unwrap();
        assert!(load(&site.site, &options(false, 0)).await.is_err(), "twice without --once");
        assert_eq!(site.number("SELECT COUNT(*) FROM account").await, 46);
        assert!(site.number("SELECT COUNT(*) FROM enrolment").await > 0);
        let compressed = "SELECT COUNT(*) FROM training_class WHERE policy_version <> '2026-01-01-compressed'";
        assert_eq!(site.number(compressed).await, 0);
        // Every question comes within its lesson.
        let late = "SELECT COUNT(*) FROM question q JOIN lesson l ON l.id = q.lesson_id WHERE q.at_ms >= l.duration_ms";
        assert_eq!(site.number(late).await, 0);
        for (login, front) in [("learner01", "/learn"), ("school01", "/classes"), ("city01", "/hours-ledger")] {
            let fields = [("account", login), ("password", PASSWORD)];
            assert_eq!(site.stranger().post("/sign-in", &fields).await.is(303).location(), Some(front));
        }
    })
    .await;
}

#[tokio::test]
async fn every_made_up_number_is_valid_in_form_and_nobodys() {
    databases::on_sqlite(async |db| {
        let site = TestSite::bare(db.clone(), Profile::Standard);
        load(&site.site, &options(true, 700)).await.unwrap();
        let sealed: Vec<(Vec<u8>, Vec<u8>, String)> = read_db!(&site.site.db, |p| {
            let sql = "SELECT document_sealed, phone_sealed, document_masked FROM person";
            sqlx::query_as(sql).fetch_all(p).await.unwrap()
        });
        assert_eq!(sealed.len(), 746);
        let mut phones = std::collections::BTreeSet::new();
        for (document, phone, masked) in sealed {
            let number = ResidentId::read(&site.site.keys.open(&document).unwrap()).unwrap().number;
            assert!(number.starts_with("00000"), "{number}");
            assert!(masked.starts_with("0000**********"), "{masked}");
            let phone = site.site.keys.open(&phone).unwrap();
            assert!(phone.len() == 11 && phone.starts_with("100"), "{phone}");
            assert!(phones.insert(phone));
        }
    })
    .await;
}

#[tokio::test]
async fn a_crowd_is_added_in_seconds_and_may_grow() {
    databases::on_both(async |db| {
        let site = TestSite::bare(db.clone(), Profile::Standard);
        load(&site.site, &options(true, 600)).await.unwrap();
        load(&site.site, &options(true, 10)).await.unwrap();
        assert_eq!(site.number("SELECT COUNT(*) FROM account WHERE login LIKE 'load%'").await, 610);
        let enrolled = "SELECT COUNT(*) FROM enrolment e JOIN account a ON a.person_id = e.person_id WHERE a.login LIKE 'load%'";
        assert_eq!(site.number(enrolled).await, 610);
        let fields = [("account", "load000610"), ("password", PASSWORD)];
        site.stranger().post("/sign-in", &fields).await.is(303);
    })
    .await;
}
