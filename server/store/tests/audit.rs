//! The audit log read page by page: every line once, by an index, however deep.

use store::audit::{AuditSearch, Bound, COUNT_MAX, Statement};
use store::{Db, read_db};

use crate::fixture::city::{a_city, run};
use crate::fixture::databases::on_both;

/// Lines in the log.
const LINES: i64 = 20_000;

/// Fills the log: three lines in every second, by `a1` to `a8` in turn and seldom by `a9`, about a thousand objects, of twenty kinds and a rare one.
async fn a_long_log(db: &Db) {
    a_city(db, 9).await;
    let numbers =
        format!("WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {LINES})");
    // One transaction: PostgreSQL takes no line without its leaf.
    run(
        db,
        &format!(
            "INSERT INTO audit_event (id, at_ms, account_id, action, subject, reason, detail, address)
             {numbers}
             SELECT 'v' || i, (i / 3) * 1000, CASE WHEN i % 4000 = 13 THEN 'a9' ELSE 'a' || (1 + i % 8) END,
                    CASE WHEN i % 4000 = 11 THEN 'deed.rare' ELSE 'deed.' || (i % 20) END, 'person:p' || (i % 1000),
                    CASE WHEN i = 7 THEN '只此一条' ELSE '' END, '', '10.0.0.' || (i % 50) FROM n;
             INSERT INTO audit_leaf (leaf_index, event_id) {numbers} SELECT i, 'v' || i FROM n"
        ),
    )
    .await;
    run(db, "ANALYZE").await;
}

fn everything() -> AuditSearch {
    AuditSearch { until_ms: i64::MAX, ..AuditSearch::default() }
}

/// How the database goes about a statement.
async fn plan(db: &Db, statement: &Statement) -> String {
    let explain = if matches!(db, Db::Sqlite(_)) { "EXPLAIN QUERY PLAN" } else { "EXPLAIN" };
    let column = usize::from(matches!(db, Db::Sqlite(_))) * 3;
    let sql = format!("{explain} {}", statement.sql);
    let lines: Vec<String> = read_db!(db, |pool| {
        let mut query = sqlx::query(sqlx::AssertSqlSafe(sql.clone()));
        for bound in &statement.bound {
            query = match bound {
                Bound::Number(number) => query.bind(*number),
                Bound::Text(text) => query.bind(text.clone()),
            };
        }
        let rows = query.fetch_all(pool).await.unwrap();
        rows.iter().map(|row| sqlx::Row::get::<String, _>(row, column)).collect()
    });
    lines.join("\n")
}

#[tokio::test]
async fn pages_follow_each_other_without_a_gap_or_a_double_also_within_one_moment() {
    on_both(async |db| {
        a_long_log(db).await;
        let search = AuditSearch { action: "deed.3".to_owned(), ..everything() };
        let (mut before, mut seen) = (None, Vec::new());
        loop {
            let (lines, count) = db.search_audit(&search, 170, before).await.unwrap();
            assert_eq!(count, COUNT_MAX.min(LINES / 20));
            let Some(last) = lines.last() else { break };
            before = Some(last.place());
            seen.extend(lines.iter().map(|line| line.leaf_index.unwrap()));
        }
        let expected: Vec<i64> = (0..LINES).rev().filter(|i| i % 20 == 3).collect();
        assert_eq!(seen, expected);
        // Across a moment that three lines share.
        let (lines, _) = db.search_audit(&everything(), 2, None).await.unwrap();
        let (next, _) = db.search_audit(&everything(), 2, Some(lines[1].place())).await.unwrap();
        let places: Vec<_> = lines.iter().chain(&next).map(|line| line.leaf_index.unwrap()).collect();
        assert_eq!(places, [LINES - 1, LINES - 2, LINES - 3, LINES - 4]);
        // A row that this program did not write is shown too, and pages go on after it.
        if matches!(db, Db::Postgres(_)) {
            run(db, "ALTER TABLE audit_event DISABLE TRIGGER audit_event_has_leaf").await;
        }
        run(
            db,
            "INSERT INTO audit_event (id, at_ms, action, subject, reason, detail, address)
             VALUES ('stranger', 6666000, 'deed.3', 'x', '', '', '')",
        )
        .await;
        let around = AuditSearch { from_ms: 6_665_000, until_ms: 6_667_000, ..everything() };
        let (lines, count) = db.search_audit(&around, 10, None).await.unwrap();
        let stranger = lines.iter().position(|line| line.leaf_index.is_none()).unwrap();
        let (rest, _) = db.search_audit(&around, 10, Some(lines[stranger].place())).await.unwrap();
        assert_eq!((lines.len() as i64, rest.len()), (count, lines.len() - stranger - 1));
    })
    .await;
}

#[tokio::test]
async fn every_search_that_narrows_reads_an_index_and_never_the_whole_log() {
    on_both(async |db| {
        a_long_log(db).await;
        let deep = Some(store::audit::AuditPlace { at_ms: 3_000_000, leaf_index: 9000 });
        let of = |change: fn(&mut AuditSearch)| {
            let mut search = everything();
            change(&mut search);
            search
        };
        for (search, who, index) in [
            (everything(), None, "audit_event_by_time"),
            (of(|s| (s.from_ms, s.until_ms) = (1_000_000, 1_100_000)), None, "audit_event_by_time"),
            (of(|s| s.action = "deed.rare".to_owned()), None, "audit_event_by_action"),
            (of(|s| s.subject = "person:p77".to_owned()), None, "audit_event_by_subject"),
            (of(|s| s.actor = "learner9".to_owned()), Some("a9"), "audit_event_by_account"),
        ] {
            for before in [None, deep] {
                let plan = plan(db, &search.page(who, 50, before)).await;
                assert!(plan.contains(index), "{search:?}: {plan}");
                assert!(
                    !plan.contains("SCAN v") && !plan.contains("Seq Scan on audit_event"),
                    "{search:?}: {plan}"
                );
            }
        }
    })
    .await;
}

#[tokio::test]
async fn words_people_and_objects_are_found_and_wildcards_are_plain_letters() {
    on_both(async |db| {
        a_long_log(db).await;
        let count = async |search: AuditSearch| db.search_audit(&search, 10, None).await.unwrap().1;
        assert_eq!(count(AuditSearch { text: "只此".to_owned(), ..everything() }).await, 1);
        assert_eq!(count(AuditSearch { text: "1_0%".to_owned(), ..everything() }).await, 0);
        assert_eq!(
            count(AuditSearch { subject: " person:p77 ".to_owned(), ..everything() }).await,
            LINES / 1000
        );
        assert_eq!(count(AuditSearch { subject: "person:p".to_owned(), ..everything() }).await, 0);
        assert_eq!(count(AuditSearch { actor: "nobody".to_owned(), ..everything() }).await, 0);
        let (lines, _) = db
            .search_audit(&AuditSearch { actor: "LEARNER7".to_owned(), ..everything() }, 5, None)
            .await
            .unwrap();
        assert!(lines.iter().all(|line| line.login.as_deref() == Some("learner7")) && lines.len() == 5);
        // Several people are meant.
        let both = AuditSearch { actor: "learner".to_owned(), from_ms: 0, until_ms: 3000, ..everything() };
        assert_eq!(count(both).await, 9);
        let actions = db.audit_actions().await.unwrap();
        assert_eq!((actions.len(), actions[0].as_str()), (21, "deed.0"));
    })
    .await;
}
