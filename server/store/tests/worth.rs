//! The database judges records under two policies as the rule does, learner by learner.

use domain::access::ScopeFilter;
use domain::policy::Policy;
use domain::policy::difference::Worth;
use domain::subsidy::{Facts, assess};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use crate::fixture::databases::on_both;
use crate::fixture::{city, courses};

const LEARNERS: u32 = 40;

fn policy() -> Policy {
    let text = include_str!("../../policies/2026-11-26.toml");
    toml::from_str::<Policy>(text).unwrap().checked().unwrap()
}

/// Policies whose edges lie near the records.
fn policies() -> impl Strategy<Value = Policy> {
    (1i64..90, 0i64..=100, 0i64..5_000, prop_oneof![Just(0i64), 0i64..=100], 0i64..20_000).prop_map(
        |(minutes, needed, rate, part, most)| {
            let mut policy = policy();
            policy.credit.credit_hour_minutes.value = minutes;
            policy.subsidy.completion_percent.value = needed;
            policy.subsidy.credit_hour_fen.value = rate;
            policy.subsidy.partial_percent.value = part;
            policy.subsidy.class_fen_max.value = most;
            policy
        },
    )
}

fn by_hand(records: &[(i64, i64, bool)], policy: &Policy) -> Worth {
    let mut worth = Worth::default();
    for &(verified_ms, required_ms, identity_seen) in records {
        let made = assess(&Facts { verified_ms, required_ms, test_mark: None, identity_seen }, policy);
        worth.people += 1;
        worth.completed += i64::from(made.completed);
        worth.credit_tenths += made.hours.tenths;
        worth.amount.0 += made.amount.0;
    }
    worth
}

#[tokio::test]
async fn sums_of_the_database_are_those_of_the_rule() {
    on_both(async |db| {
        city::a_city(db, LEARNERS).await;
        courses::a_crab_class(db).await;
        let everything = ScopeFilter { all: true, ..ScopeFilter::default() };
        assert!(db.worth(&everything, &policy(), &policy()).await.unwrap().is_empty(), "no records yet");
        for n in 1..=LEARNERS {
            let enrol = format!(
                "INSERT INTO enrolment (id, class_id, person_id, enrolled_at) VALUES ('w{n}', 'crab-k', 'p{n}', 0)"
            );
            city::run(db, &enrol).await;
        }
        let mut runner = TestRunner::deterministic();
        let strategy = (
            proptest::collection::vec(
                (0i64..20_000_000, prop_oneof![1 => Just(0i64), 9 => 1i64..20_000_000], proptest::bool::weighted(0.8)),
                1..LEARNERS as usize,
            ),
            policies(),
            policies(),
        );
        for _ in 0..40 {
            let (records, before, after) = strategy.new_tree(&mut runner).unwrap().current();
            city::run(db, "DELETE FROM subsidy_record").await;
            let rows: Vec<String> = (1..)
                .zip(&records)
                .map(|(n, (verified, required, seen))| {
                    format!("('w{n}', 'crab-k', 'p{n}', 'x', {verified}, {required}, 0, {seen}, FALSE, 'full', 0, '[]', 0, 0)")
                })
                .collect();
            let insert = format!(
                "INSERT INTO subsidy_record (enrolment_id, class_id, person_id, policy_version, verified_ms, required_ms,
                     credit_tenths, identity_seen, completed, pay_mode, amount_fen, reasoning, ledger_size, computed_at) VALUES {}",
                rows.join(", ")
            );
            city::run(db, &insert).await;
            let found = db.worth(&everything, &before, &after).await.unwrap();
            assert_eq!(found.len(), 1);
            assert_eq!((found[0].class_id.as_str(), found[0].policy_version.as_str()), ("crab-k", "2026-01-01"));
            assert_eq!(found[0].before, by_hand(&records, &before), "{records:?}");
            assert_eq!(found[0].after, by_hand(&records, &after), "{records:?}");
            let elsewhere = ScopeFilter { region: Some("nowhere".into()), ..ScopeFilter::default() };
            assert!(db.worth(&elsewhere, &before, &after).await.unwrap().is_empty());
        }
    })
    .await;
}
