//! Old checks leave the list of checks, and nobody can tell from the books.

use server::jobs::compact;
use store::export::contents::ExportChecks;
use store::read_db;
use verify::{Options, verify};

use crate::site::{TestSite, on_both};
use crate::store_learner::StoreLearner;

const DAY_S: i64 = 86_400;

/// Answered and unanswered checks of the class, learner by learner.
async fn counts(site: &TestSite) -> Vec<ExportChecks> {
    let mut counts = site.site.db.export_checks(&"crab-k".into(), i64::MAX).await.unwrap();
    counts.sort_by(|a, b| a.enrolment.cmp(&b.enrolment));
    counts
}

async fn on_the_list(site: &TestSite) -> i64 {
    let sql = "SELECT COUNT(*) FROM attendance_check";
    read_db!(&site.site.db, |pool| sqlx::query_scalar(sql).fetch_one(pool).await).unwrap()
}

#[tokio::test]
async fn checks_decided_a_month_ago_are_counted_and_leave_the_list() {
    on_both(async |site| {
        site.with_crab_class().await;
        let db = &site.site.db;
        // One who passes, one who answers wrongly and then passes, one who lets three offers run out.
        for (login, right) in [("li", true), ("wang", false)] {
            let mut one = StoreLearner::enrolled(site, login).await;
            one.open("crab-3").await;
            one.watch(60).await;
            one.close().await;
            one.answer_check(right).await;
            if !right {
                one.answer_check(true).await;
            }
        }
        let mut zhao = StoreLearner::enrolled(site, "zhao").await;
        zhao.open("crab-1").await;
        zhao.watch(300).await;
        zhao.close().await;
        for _ in 0..3 {
            zhao.show_check().await;
            site.clock.forward_s(400);
        }
        zhao.open("crab-1").await;
        // A day later one more passes.
        site.clock.forward_s(DAY_S);
        zhao.check = None;
        zhao.open("crab-3").await;
        zhao.watch(60).await;
        zhao.close().await;
        zhao.answer_check(true).await;
        let before = counts(site).await;
        let pairs: Vec<(i64, i64)> = before.iter().map(|one| (one.answered, one.unanswered)).collect();
        assert!(pairs.contains(&(1, 0)) && pairs.contains(&(2, 0)) && pairs.contains(&(1, 3)), "{pairs:?}");

        // Within the month nothing leaves; then those of the first day do.
        site.clock.forward_s(29 * DAY_S - 6 * 3600);
        assert!(!compact::checks(&site.site).await.unwrap());
        assert_eq!(on_the_list(site).await, 5);
        site.clock.forward_s(12 * 3600);
        // A few at a time give the same as all at once.
        while db.compact_checks(site.site.now() - 30 * DAY_S * 1000, 1).await.unwrap() > 0 {}
        assert_eq!(on_the_list(site).await, 1);
        assert_eq!(counts(site).await, before);
        assert!(!compact::checks(&site.site).await.unwrap());
        assert_eq!(counts(site).await, before);

        let options =
            Options { policies: &site.site.policies, keys: Some(&site.site.keys), key: None, kept: &[] };
        verify(&mut site.site.db.snapshot().await.unwrap(), &options).await.unwrap();
    })
    .await;
}
