//! The demo city: loaded once, whole, with numbers that belong to nobody.

use domain::person::ResidentId;
use domain::policy::Profile;
use domain::time::DAY_MS;
use server::tools::Demo;
use server::tools::demo::{PASSWORD, load, load_small};
use store::read_db;
use store::sealed::{DOCUMENT, PHONE};
use verify::Report;

use crate::site::TestSite;
use crate::store_fixture::databases;

fn options(once: bool, learners: u32) -> Demo {
    Demo { empty: true, once, learners, public: None }
}

/// Learners of each class of a small living city, beside those with a name: all of whom there is something to tell.
const SMALL: usize = 5;

async fn live(site: &TestSite) {
    load_small(&site.site, &Demo { empty: false, ..options(false, 0) }, SMALL)
        .await
        .map_err(|error| format!("{error:#}"))
        .unwrap();
}

/// What a second opinion says of the books.
async fn verified(site: &TestSite) -> Report {
    site.verify(&[]).await.unwrap()
}

#[tokio::test]
async fn the_city_is_loaded_once_and_everybody_can_sign_in() {
    databases::on_both(async |db| {
        let site = TestSite::bare(db.clone(), Profile::Compressed);
        load(&site.site, &options(true, 0)).await.unwrap();
        load(&site.site, &options(true, 0)).await.unwrap();
        assert!(load(&site.site, &options(false, 0)).await.is_err(), "twice without --once");
        if let store::Db::Sqlite(pools) = db {
            let level: i64 = sqlx::query_scalar("PRAGMA synchronous").fetch_one(&pools.writer).await.unwrap();
            assert_eq!(level, 2, "what is acknowledged after loading survives a power cut");
        }
        assert_eq!(site.number("SELECT COUNT(*) FROM account").await, 47);
        assert!(site.number("SELECT COUNT(*) FROM enrolment").await > 0);
        let compressed = "SELECT COUNT(*) FROM training_class WHERE policy_version <> '2026-01-01-compressed'";
        assert_eq!(site.number(compressed).await, 0);
        // Every question comes within its lesson.
        let late = "SELECT COUNT(*) FROM question q JOIN lesson l ON l.id = q.lesson_id WHERE q.at_ms >= l.duration_ms";
        assert_eq!(site.number(late).await, 0);
        for (login, front) in [("learner01", "/learn"), ("school01", "/tasks"), ("city01", "/tasks")] {
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
        let sealed: Vec<(String, Vec<u8>, Vec<u8>, String)> = read_db!(&site.site.db, |p| {
            let sql = "SELECT id, document_sealed, phone_sealed, document_masked FROM person";
            sqlx::query_as(sql).fetch_all(p).await.unwrap()
        });
        assert_eq!(sealed.len(), 747);
        let mut phones = std::collections::BTreeSet::new();
        for (id, document, phone, masked) in sealed {
            let number =
                ResidentId::read(&site.site.keys.open(DOCUMENT.of(&id), &document).unwrap()).unwrap().number;
            assert!(number.starts_with("00000"), "{number}");
            assert!(masked.starts_with("0000**********"), "{masked}");
            let phone = site.site.keys.open(PHONE.of(&id), &phone).unwrap();
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

#[tokio::test]
async fn the_living_city_verifies_and_there_is_something_for_everybody_to_see() {
    databases::on_both(async |db| {
        let site = TestSite::bare(db.clone(), Profile::Standard);
        live(&site).await;
        let report = verified(&site).await;
        assert!(report.people > 40 && report.tree.entries > 100, "{report}");
        assert!(report.tree.checkpoints > 40 && report.audit.checkpoints > 10, "{report}");
        let stages =
            "SELECT COUNT(DISTINCT COALESCE((SELECT s.kind || COALESCE(s.verdict, '') FROM appeal_step s
                          WHERE s.appeal_id = p.id AND s.kind <> 'comment' ORDER BY s.n DESC LIMIT 1), ''))
                      FROM appeal p";
        assert_eq!(site.number(stages).await, 4, "first review, second, granted, refused");
        for (at_least, sql) in [
            (1, "SELECT COUNT(*) FROM appeal_grant"),
            (2, "SELECT COUNT(*) FROM person_study WHERE held"),
            (6, "SELECT COUNT(DISTINCT kind) FROM signal"),
            (1, "SELECT COUNT(*) FROM signal WHERE looked_at IS NOT NULL"),
            (3, "SELECT COUNT(DISTINCT standing) FROM category_paper"),
            (2, "SELECT COUNT(*) FROM export_run WHERE state = 'ready'"),
            (1, "SELECT COUNT(*) FROM subsidy_record WHERE completed"),
            (20, "SELECT COUNT(*) FROM person WHERE identity_seen_at IS NOT NULL"),
            (1, "SELECT COUNT(*) FROM subsidy_record WHERE NOT identity_seen"),
            (1, "SELECT COUNT(*) FROM person WHERE category_paper_id IS NOT NULL"),
            (1, "SELECT COUNT(*) FROM attendance_check WHERE outcome = 'expired'"),
            (1, "SELECT COUNT(*) FROM refusal WHERE code = 'faster_than_time'"),
            (1, "SELECT COUNT(*) FROM class_closing"),
            (2, "SELECT COUNT(*) FROM class_closing_line"),
            (1, "SELECT COUNT(*) FROM claim WHERE state = 'reviewed'"),
            (1, "SELECT COUNT(*) FROM publication_line"),
            (6, "SELECT COUNT(DISTINCT account_id) FROM audit_event"),
        ] {
            assert!(site.number(sql).await >= at_least, "{sql}");
        }
        let idle = "SELECT COUNT(*) FROM enrolment e
                    WHERE NOT EXISTS (SELECT 1 FROM study_session s WHERE s.enrolment_id = e.id)";
        assert!(site.number(idle).await > 5);
        let now_ms = site.site.now();
        let live: i64 = read_db!(&site.site.db, |p| {
            let sql = "SELECT COUNT(*) FROM person_study WHERE live_counted_ms > 0 AND last_beat_at = $1";
            sqlx::query_scalar(sql).bind(now_ms).fetch_one(p).await.unwrap()
        });
        assert!(live > 0, "somebody studies right now");
        // The ledger is in the order of time.
        let times: Vec<i64> = read_db!(&site.site.db, |p| {
            let sql = "SELECT at_ms FROM ledger_entry ORDER BY entry_index";
            sqlx::query_scalar(sql).fetch_all(p).await.unwrap()
        });
        assert!(times.is_sorted() && times.last().unwrap() - times[0] > 49 * DAY_MS);
        assert!(times.iter().all(|at_ms| *at_ms <= now_ms));
    })
    .await;
}

#[tokio::test]
async fn the_living_city_is_the_same_each_time() {
    let mut roots = Vec::new();
    for _ in 0..2 {
        let root = std::sync::Mutex::new(None);
        databases::on_sqlite(async |db| {
            let site = TestSite::bare(db.clone(), Profile::Standard);
            live(&site).await;
            *root.lock().unwrap() = Some(verified(&site).await.tree.root);
        })
        .await;
        roots.push(root.into_inner().unwrap());
    }
    assert_eq!(roots[0], roots[1]);
}

#[tokio::test]
async fn a_living_city_holds_on_whatever_day_and_hour_it_is_loaded() {
    const HOUR_MS: i64 = DAY_MS / 24;
    // From a Sunday morning on: each day of the week, and most hours of the day.
    for step in 1..=7 {
        databases::on_sqlite(async |db| {
            let site = TestSite::bare(db.clone(), Profile::Standard);
            site.clock.forward_ms(step * (DAY_MS + 4 * HOUR_MS) - 9 * HOUR_MS + 61_000);
            live(&site).await;
            assert_eq!(site.number("SELECT COUNT(*) FROM appeal").await, 5);
            assert!(verified(&site).await.tree.entries > 100);
        })
        .await;
    }
}
