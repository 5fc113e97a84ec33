//! What a change of policy would change, for a city with more classes than fit on a page.

use crate::site::{TestSite, on_both};
use crate::store_fixture::city::run;

const CLASSES: i64 = 32;

/// Classes with one record each: an hour and a half of two hours.
async fn many_classes(site: &TestSite) {
    site.with_crab_class().await;
    site.learner("li").await;
    let values = |of: &dyn Fn(i64) -> String| (1..=CLASSES).map(of).collect::<Vec<_>>().join(", ");
    let classes = values(&|n| {
        format!(
            "('c{n}', 'c{n}', 'crab', 'school', 'county', '第 {n} 班', '2026-11-01', '2026-12-31', 30, '2026-01-01', 0)"
        )
    });
    let enrolments = values(&|n| format!("('e{n}', 'c{n}', 'person-li', 0)"));
    let records = values(&|n| {
        format!(
            "('e{n}', 'c{n}', 'person-li', '2026-01-01', 5400000, 7200000, 20, TRUE, FALSE, 'hours_only', 0, '[]', 0, 0)"
        )
    });
    run(
        &site.site.db,
        &format!(
            "INSERT INTO training_class (id, code, course_id, organisation_id, region_id, title, starts_on, ends_on, capacity,
                 policy_version, opened_at) VALUES {classes};
             INSERT INTO enrolment (id, class_id, person_id, enrolled_at) VALUES {enrolments};
             INSERT INTO subsidy_record (enrolment_id, class_id, person_id, policy_version, verified_ms, required_ms,
                 credit_tenths, identity_seen, completed, pay_mode, amount_fen, reasoning, ledger_size, computed_at) VALUES {records}"
        ),
    )
    .await;
    site.adopt_rows().await;
}

#[tokio::test]
async fn every_class_is_on_one_page_and_all_of_them_in_the_sum() {
    on_both(async |site| {
        let reviewer = site.reviewer("zhou").await;
        assert!(reviewer.get("/policies").await.is(200).text().contains("还没有认定的学时"));
        many_classes(site).await;
        let rows = |text: &str| text.matches("href=\"/classes/c").count();
        let first = reviewer.get("/policies").await;
        let text = first.is(200).text();
        assert_eq!(rows(text), 30);
        // 90 minutes are two credit hours each.
        for part in ["共 32 个班", "全部班级合计", ">64<", "page=2"] {
            assert!(text.contains(part), "{part} is missing in {text}");
        }
        assert_eq!(rows(reviewer.get("/policies?page=2").await.is(200).text()), 2);
        assert_eq!(rows(reviewer.get("/policies?page=99999").await.is(200).text()), 2);
        assert_eq!(rows(reviewer.get("/policies?page=0").await.is(200).text()), 30);
        // Nobody sees what lies beyond their reach.
        let other = site.county_reviewer("sun", "county2").await;
        assert!(other.get("/policies").await.is(200).text().contains("还没有认定的学时"));
    })
    .await;
}

#[tokio::test]
async fn the_numbers_are_for_everybody_and_what_classes_are_worth_is_not() {
    on_both(async |site| {
        many_classes(site).await;
        let stranger = site.stranger();
        let page = stranger.get("/policies").await;
        let text = page.is(200).text();
        assert!(
            text.contains("规则的数字") && text.contains("2026-01-01") && text.contains("href=\"/rules"),
            "{text}"
        );
        assert!(!text.contains("按两个版本各算多少") && !text.contains("/classes/"), "{text}");
        assert!(
            stranger.in_english().get("/policies").await.is(200).text().contains("Numbers of the policies")
        );
        let learner = site.signed_in("li").await;
        assert!(!learner.get("/policies").await.is(200).text().contains("按两个版本各算多少"));
    })
    .await;
}
