//! A database that a release left behind is brought up to date by today's program: everything in it is still there, it
//! verifies, and people study on.
//!
//! `server/tests/kept/RELEASE/` holds such a database of each engine, as a dump, and what was true of both. From a release on
//! its folder never changes, and the next one gets a folder of its own: add it to [`RELEASES`]. The digests of its
//! migrations stand in the dumps: whoever edits one of those afterwards is stopped here. This makes the newest anew:
//!
//! ```sh
//! KEEP_DATABASE=1 .ci/postgres run cargo test -p server upgrade
//! ```

use std::path::{Path, PathBuf};
use std::process::Command;

use domain::access::Role;
use domain::policy::Profile;
use domain::wire::CheckResult;
use server::jobs::{compact, make_checkpoint, work_once};
use sqlx::sqlite::SqlitePool;
use store::class::NewClass;
use store::sealed::DOCUMENT;
use store::{Db, read_db, write_db};
use verify::Report;

use crate::server_process::database_url;
use crate::site::{TestSite, on_both, on_sqlite};
use crate::store_fixture::courses::{class, course};
use crate::store_fixture::databases::{in_postgres, in_sqlite};
use crate::store_learner::StoreLearner;

/// Every release there was; the last is the one that is made anew.
const RELEASES: &[&str] = &["0.1.0"];

const DAY: &str = "2026-11-22";
const DAY_S: i64 = 86_400;

#[tokio::test]
async fn kept_databases_are_upgraded_and_verify() {
    if std::env::var_os("KEEP_DATABASE").is_some() {
        keep(&folder(RELEASES.last().unwrap())).await;
    }
    for release in RELEASES {
        let folder = folder(release);
        in_sqlite(async |db| is_upgraded(db, &folder).await).await;
        in_postgres(async |db| is_upgraded(db, &folder).await).await;
    }
}

fn folder(release: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/kept").join(release)
}

/// The file of a folder that holds a database of this engine.
fn dump_in(folder: &Path, db: &Db) -> PathBuf {
    folder.join(match db {
        Db::Sqlite(_) => "sqlite.sql",
        Db::Postgres(_) => "postgres.sql",
    })
}

/// Loads a kept database into an empty one, migrates it, and lives on in it.
async fn is_upgraded(db: &Db, folder: &Path) {
    let mut sql = std::fs::read_to_string(dump_in(folder, db)).unwrap();
    if let Db::Sqlite(_) = db {
        sql = format!("BEGIN; PRAGMA defer_foreign_keys = ON;\n{sql}\nCOMMIT;");
    }
    write_db!(db, |pool| sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(pool).await.map(drop)).unwrap();
    db.migrate().await.unwrap();

    let site = TestSite::bare(db.clone(), Profile::Standard);
    site.clock.forward_s(62 * DAY_S);
    db.refresh_keys(&site.site.keys, site.site.now()).await.unwrap();
    let kept = std::fs::read_to_string(folder.join("facts.txt")).unwrap();
    assert_eq!(facts(&site).await, kept, "{}", folder.display());

    // What was sealed then opens now; whoever studied then studies on.
    let (document, _) = db.sealed_numbers(&"person-li".into()).await.unwrap();
    assert_eq!(
        site.site.keys.open(DOCUMENT.of("person-li"), &document).as_deref(),
        Some("000000199001010000")
    );
    let before = verified(&site).await;
    let mut li = StoreLearner::of(&site, "li").await;
    li.open("crab-2").await;
    li.watch(60).await;
    li.close().await;
    assert_eq!(li.answer_check(true).await.result, CheckResult::Passed);
    let after = verified(&site).await;
    assert!(after.verified_ms >= before.verified_ms + 60_000);
    let hours = site.signed_in("li").await.get("/hours?month=2026-11").await;
    assert!(hours.is(200).text().contains("申诉成立"), "{}", hours.text());
}

async fn verified(site: &TestSite) -> Report {
    site.verify(&[]).await.expect("the kept database verifies")
}

/// What is true of a kept database, whichever engine it is in.
async fn facts(site: &TestSite) -> String {
    let report = verified(site).await;
    let mut facts = vec![
        ("ledger entries", report.tree.entries),
        ("ledger checkpoints", report.tree.checkpoints),
        ("audit events", report.audit.entries),
        ("people who studied", report.people),
        ("raw records", report.records),
        ("verified ms", report.verified_ms),
        ("waiting ms", report.waiting_ms),
        ("subsidies", report.subsidies),
        ("amount in fen", report.amount_fen),
    ];
    for (what, sql) in [
        ("people", "SELECT COUNT(*) FROM person"),
        ("segments", "SELECT COUNT(*) FROM evidence"),
        ("archives", "SELECT COUNT(*) FROM evidence_archive"),
        ("checks", "SELECT COUNT(*) FROM attendance_check"),
        ("compacted checks", "SELECT CAST(SUM(answered + unanswered) AS BIGINT) FROM check_tally"),
        ("refused ms", "SELECT CAST(SUM(ms) AS BIGINT) FROM refusal"),
        ("held", "SELECT COUNT(*) FROM person_study WHERE held"),
        ("appeals", "SELECT COUNT(*) FROM appeal"),
        ("granted ms", "SELECT CAST(SUM(ms) AS BIGINT) FROM appeal_grant"),
        ("rows of the export", "SELECT row_count FROM export_run WHERE state = 'ready'"),
    ] {
        let number = read_db!(&site.site.db, |pool| sqlx::query_scalar(sql).fetch_one(pool).await);
        facts.push((what, number.expect(sql)));
    }
    let lines: Vec<String> = facts.into_iter().map(|(what, number)| format!("{what}: {number}\n")).collect();
    lines.concat()
}

/// Lives through a few weeks of a small class on both engines and keeps what is there in the end.
async fn keep(folder: &Path) {
    std::fs::create_dir_all(folder).unwrap();
    // The hash of everybody's password is made once a process, with rng: from here on they fall alike on both engines.
    on_sqlite(async |site| drop(site.learner("nobody").await)).await;
    on_both(async |site| {
        a_few_weeks(site).await;
        let db = &site.site.db;
        let dump = match db {
            Db::Sqlite(pools) => dump_of_sqlite(&pools.readers).await,
            Db::Postgres(_) => dump_of_postgres(&database_url(db).await),
        };
        std::fs::write(dump_in(folder, db), dump).unwrap();
        std::fs::write(folder.join("facts.txt"), facts(site).await).unwrap();
    })
    .await;
}

/// Time that expired, an appeal that was granted and one that waits, a hold, somebody who completes, an export; two months
/// later old evidence is archived and one of them studies on.
async fn a_few_weeks(site: &TestSite) {
    let db = &site.site.db;
    site.has_a_data_key().await;
    db.publish_course(&course("crab", "大闸蟹养殖入门"), site.site.now()).await.unwrap();
    let class = NewClass { ends_on: "2027-06-30".to_owned(), ..class("crab") };
    db.open_class(&class, site.site.now()).await.unwrap();
    make_checkpoint::once(&site.site, None).await.unwrap();

    let zhou = site.reviewer("zhou").await;
    let wu = site.actor("wu", Role::CitySecondReviewer, Some("bureau"), Some("city")).await;
    for login in ["li", "wang"] {
        let enrolment = five_minutes_expire(site, login).await;
        let form = [
            ("enrolment", enrolment.as_str()),
            ("lesson", "crab-1"),
            ("day", DAY),
            ("code", "check_ignored"),
            ("reason", "村里停电，手机没电了"),
        ];
        site.signed_in(login).await.post("/hours/appeal", &form).await.is(303);
    }
    let appeal = db.my_appeals(&"person-li".into()).await.unwrap().remove(0);
    let form = [("verdict", "grant"), ("ground", "device"), ("reason", "供电公司有停电通知")];
    zhou.post(&format!("/appeals/{}/propose", appeal.id), &form).await.is(303);
    wu.post(&format!("/appeals/{}/confirm", appeal.id), &[("reason", "已核对，情况属实")]).await.is(303);

    let mut zhao = StoreLearner::enrolled(site, "zhao").await;
    zhao.open("crab-2").await;
    zhao.watch(300).await;
    zhao.close().await;
    assert_eq!(zhao.answer_check(false).await.result, CheckResult::Wrong);
    assert_eq!(zhao.answer_check(false).await.result, CheckResult::Hold);

    completes(site, "sun").await;

    let form = [("scope", "all"), ("format", "csv"), ("numbers", "masked"), ("reason", "月度核对")];
    zhou.post("/exports", &form).await.is(303);
    assert!(work_once(&site.site).await.unwrap());
    make_checkpoint::once(&site.site, None).await.unwrap();

    site.clock.forward_s(61 * DAY_S);
    while compact::checks(&site.site).await.unwrap() {}
    while compact::evidence(&site.site).await.unwrap() {}
    let mut li = StoreLearner::of(site, "li").await;
    li.open("crab-3").await;
    li.watch(60).await;
    li.close().await;
    assert_eq!(li.answer_check(true).await.result, CheckResult::Passed);
    li.open("crab-2").await;
    li.watch(45).await;
    make_checkpoint::once(&site.site, None).await.unwrap();
}

/// Somebody passes a check in one lesson and lets three go by in another; their enrolment.
async fn five_minutes_expire(site: &TestSite, login: &str) -> String {
    let mut learner = StoreLearner::enrolled(site, login).await;
    learner.open("crab-2").await;
    learner.watch(120).await;
    learner.close().await;
    assert_eq!(learner.answer_check(true).await.result, CheckResult::Passed);
    learner.open("crab-1").await;
    learner.watch(300).await;
    learner.close().await;
    for _ in 0..3 {
        learner.show_check().await;
        site.clock.forward_s(400);
    }
    learner.open("crab-1").await;
    site.clock.forward_s(200);
    let classes = site.site.db.my_classes(&format!("person-{login}").as_str().into()).await.unwrap();
    classes[0].enrolment_id.0.clone()
}

/// Somebody studies every lesson to its end.
async fn completes(site: &TestSite, login: &str) {
    let mut learner = StoreLearner::enrolled(site, login).await;
    for (lesson, seconds) in [("crab-1", 600), ("crab-2", 300), ("crab-3", 120)] {
        learner.open(lesson).await;
        while learner.at_ms < seconds * 1000 {
            learner.watch(seconds - learner.at_ms / 1000).await;
            if learner.check.is_some() {
                assert_eq!(learner.answer_check(true).await.result, CheckResult::Passed);
            }
        }
        learner.close().await;
        if learner.check.is_some() {
            assert_eq!(learner.answer_check(true).await.result, CheckResult::Passed);
        }
    }
}

/// Tables, their rows, and then what guards them.
async fn dump_of_sqlite(pool: &SqlitePool) -> String {
    let objects = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid";
    let objects: Vec<(String, String, String)> = sqlx::query_as(objects).fetch_all(pool).await.unwrap();
    let (tables, guards): (Vec<_>, Vec<_>) = objects.into_iter().partition(|(kind, ..)| kind == "table");
    let mut dump: Vec<String> = tables.iter().map(|(.., sql)| format!("{sql};")).collect();
    for (_, table, _) in &tables {
        let columns = "SELECT 'quote(\"' || name || '\")' FROM pragma_table_info($1)";
        let columns: Vec<String> = sqlx::query_scalar(columns).bind(table).fetch_all(pool).await.unwrap();
        let values = columns.join(" || ', ' || ");
        let rows = format!("SELECT 'INSERT INTO {table} VALUES (' || {values} || ');' FROM {table}");
        let rows: Vec<String> = sqlx::query_scalar(sqlx::AssertSqlSafe(rows)).fetch_all(pool).await.unwrap();
        dump.extend(rows);
    }
    dump.extend(guards.into_iter().map(|(.., sql)| format!("{sql};")));
    dump.join("\n") + "\n"
}

/// What `pg_dump` writes, without what it says to `psql` and to the session.
fn dump_of_postgres(url: &str) -> String {
    let options = ["--inserts", "--no-owner", "--no-privileges", "--dbname", url];
    let output = Command::new("pg_dump").args(options).output().expect("pg_dump is installed");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let needless = ["--", "\\", "SET ", "SELECT pg_catalog.set_config("];
    let text = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<&str> =
        text.lines().filter(|line| !needless.iter().any(|begin| line.starts_with(begin))).collect();
    let mut dump = lines.join("\n") + "\n";
    while dump.contains("\n\n\n") {
        dump = dump.replace("\n\n\n", "\n\n");
    }
    dump.trim_start().to_owned()
}
