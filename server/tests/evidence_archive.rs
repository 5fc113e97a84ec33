//! Evidence of months long over is put into archives, and says what it said.

use domain::study::KeptRecord;
use server::jobs::compact;
use store_read::evidence::Records;

use crate::site::{TestSite, on_both};
use crate::store_fixture::city::{run, try_run};
use crate::store_learner::StoreLearner;

const DAY_S: i64 = 86_400;

/// Every record of a person that lies in closed segments.
async fn records(site: &TestSite, person: &str) -> Vec<KeptRecord> {
    let mut books = site.site.db.snapshot().await.unwrap();
    let mut all: Vec<KeptRecord> = Vec::new();
    loop {
        let after = all.last().map_or(0, |record| record.n);
        let Some(Records::Closed { records, .. }) = books.records(person, after).await.unwrap() else {
            return all;
        };
        all.extend(records);
    }
}

async fn kept_in(site: &TestSite) -> (i64, i64) {
    (
        site.number("SELECT COUNT(*) FROM evidence").await,
        site.number("SELECT COUNT(*) FROM evidence_archive").await,
    )
}

#[tokio::test]
async fn a_month_that_is_long_over_becomes_one_archive_for_each_who_studied() {
    on_both(async |site| {
        site.with_crab_class().await;
        run(&site.site.db, "UPDATE training_class SET ends_on = '2099-12-31'").await;
        site.adopt_rows().await;
        let mut li = StoreLearner::enrolled(site, "li").await;
        let mut wang = StoreLearner::enrolled(site, "wang").await;
        let mut first = Vec::new();
        for learner in [&mut li, &mut wang] {
            for lesson in ["crab-1", "crab-3"] {
                learner.open(lesson).await;
                site.clock.forward_s(15);
                first.push(learner.beat(&[[0, 15_000]]).await);
                learner.watch(45).await;
                learner.close().await;
                learner.answer_check(true).await;
            }
        }
        let before = [records(site, "person-li").await, records(site, "person-wang").await];
        let report = site.verify(&[]).await.unwrap();
        site.clock.forward_s(25 * DAY_S);
        assert!(!compact::evidence(&site.site).await.unwrap());
        assert_eq!(kept_in(site).await, (4, 0));

        // One of them studies on; what is new stays by itself.
        site.clock.forward_s(36 * DAY_S);
        li.open("crab-2").await;
        li.watch(60).await;
        li.close().await;
        li.answer_check(true).await;
        assert!(compact::evidence(&site.site).await.unwrap());
        assert!(!compact::evidence(&site.site).await.unwrap());
        assert_eq!(kept_in(site).await, (1, 2));
        let after = [records(site, "person-li").await, records(site, "person-wang").await];
        assert_eq!(after[0][..before[0].len()], before[0]);
        assert_eq!(after[1], before[1]);
        let later = site.verify(&[]).await.unwrap();
        assert_eq!(later.tree.entries, report.tree.entries + 1);

        // A beat from then that comes again is answered as it was.
        assert_eq!(Some(&wang.beat_again(1, &[[0, 15_000]]).await), first.last());
    })
    .await;
}

#[tokio::test]
async fn only_what_an_archive_holds_leaves_and_a_forged_archive_is_found() {
    on_both(async |site| {
        site.with_crab_class().await;
        let mut li = StoreLearner::enrolled(site, "li").await;
        li.open("crab-1").await;
        li.watch(60).await;
        li.close().await;
        li.answer_check(true).await;
        let db = &site.site.db;
        assert!(try_run(db, "DELETE FROM evidence").await.is_err());
        run(
            db,
            "INSERT INTO evidence_archive (person_id, first_n, last_n, last_at, body)
             SELECT person_id, first_n, last_n - 1, last_at, body FROM evidence",
        )
        .await;
        // An archive that holds less than all of a segment.
        assert!(try_run(db, "DELETE FROM evidence").await.is_err());
        for change in ["UPDATE evidence_archive SET last_n = last_n + 1", "DELETE FROM evidence_archive"] {
            assert!(try_run(db, change).await.unwrap_err().to_string().contains("append-only"), "{change}");
        }
        assert!(site.verify(&[]).await.is_err(), "records that stand twice");
    })
    .await;
}
