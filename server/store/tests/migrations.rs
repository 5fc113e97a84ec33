//! What an older version kept is still there after the schema was brought up to date.

use store::{Db, read_db, write_db};
use store_read::evidence::Records;

use crate::fixture::databases::{in_postgres, in_sqlite};
use crate::fixture::rows;

/// The same with databases as they were before a migration.
async fn on_both_before(version: i64, test: impl AsyncFn(&Db)) {
    in_sqlite(async |db| {
        let mut before = sqlx::migrate!("./migrations/sqlite");
        before.migrations.to_mut().retain(|migration| migration.version < version);
        let Db::Sqlite(pools) = db else { panic!() };
        before.run(&pools.writer).await.unwrap();
        test(db).await;
    })
    .await;
    in_postgres(async |db| {
        let mut before = sqlx::migrate!("./migrations/postgres");
        before.migrations.to_mut().retain(|migration| migration.version < version);
        let Db::Postgres(pool) = db else { panic!() };
        before.run(pool).await.unwrap();
        test(db).await;
    })
    .await;
}

#[tokio::test]
async fn records_that_were_kept_one_row_each_are_still_there() {
    on_both_before(13, async |db| {
        rows::one_learner(db).await;
        let beat = r#"{"kind":"beat","played":[[0,15000]],"position_ms":15000,"state":"playing"}"#;
        for sql in [
            "INSERT INTO study_session (id, person_id, enrolment_id, lesson_id, policy_version, opened_at)
             VALUES ('s1', 'p1', 'e1', 'l1', '2026-01-01', 0)",
            "INSERT INTO attendance_check (id, person_id, session_id, enrolment_id, lesson_id, kind, offer, issued_at)
             VALUES ('c1', 'p1', 's1', 'e1', 'l1', 'number', 3, 2), ('c2', 'p1', 's1', 'e1', 'l1', 'number', 1, 2)",
            "INSERT INTO study_record (person_id, n, at_ms, session_id, seq, kind, body, answer)
             VALUES ('p1', 2, 5, 's1', NULL, 'ignored', '{\"kind\":\"ignored\",\"check\":\"c1\"}', NULL),
                    ('p1', 3, 7, 's1', NULL, 'ignored', '{\"kind\":\"ignored\",\"check\":\"c1\"}', NULL)",
        ] {
            write_db!(db, |pool| sqlx::query(sql).execute(pool).await.map(drop)).unwrap();
        }
        let first = "INSERT INTO study_record (person_id, n, at_ms, session_id, seq, kind, body, answer)
                     VALUES ('p1', 1, 4, 's1', 9, 'beat', $1, '{\"counted_ms\":15000}')";
        write_db!(db, |pool| sqlx::query(first).bind(beat).execute(pool).await.map(drop)).unwrap();

        db.migrate().await.unwrap();
        let mut books = db.snapshot().await.unwrap();
        let Some(Records::Closed { first: 1, last: 3, records }) = books.records("p1", 0).await.unwrap() else {
            panic!()
        };
        assert_eq!((records[0].body.as_str(), records[0].seq, records[0].at_ms), (beat, Some(9), 4));
        assert_eq!(records[0].answer.as_deref(), Some(r#"{"counted_ms":15000}"#));
        assert_eq!(records[1].n, 2);
        assert_eq!(books.records("p1", 3).await.unwrap(), None);
        let ignored: Vec<Option<String>> = read_db!(db, |pool| {
            sqlx::query_scalar("SELECT ignored_at FROM attendance_check ORDER BY id").fetch_all(pool).await
        })
        .unwrap();
        assert_eq!(ignored.iter().map(|text| text.as_deref().map(|t| t.replace(' ', ""))).collect::<Vec<_>>(), [Some("[5,7]".to_owned()), None]);
    })
    .await;
}

#[tokio::test]
async fn lessons_and_what_points_at_them_are_still_there_when_quizzes_come() {
    on_both_before(61, async |db| {
        rows::one_learner(db).await;
        for sql in [
            "INSERT INTO class_plan (class_id, lesson_id, due_on) VALUES ('k1', 'l1', '2026-12-01')",
            "INSERT INTO question (id, lesson_id, at_ms, prompt, options, explanation) VALUES ('q1', 'l1', 0, '', '[]', '')",
        ] {
            write_db!(db, |pool| sqlx::query(sql).execute(pool).await.map(drop)).unwrap();
        }
        db.migrate().await.unwrap();
        let sql = "SELECT l.code FROM lesson l JOIN class_plan p ON p.lesson_id = l.id JOIN question q ON q.lesson_id = l.id";
        let codes: Vec<String> = read_db!(db, |pool| sqlx::query_scalar(sql).fetch_all(pool).await).unwrap();
        assert_eq!(codes, ["crab-1"]);
        let lesson = |id: &str, kind: &str, position: i64| {
            format!(
                "INSERT INTO lesson (id, course_id, code, position, kind, title, title_en, summary, duration_ms, media_bytes,
                     pages) VALUES ('{id}', 'c1', '{id}', {position}, '{kind}', '', '', '', 1000, 0, '[]')"
            )
        };
        let run = async |sql: String| {
            write_db!(db, |pool| sqlx::query(sqlx::AssertSqlSafe(sql)).execute(pool).await.map(drop))
        };
        run(lesson("l2", "quiz", 2)).await.unwrap();
        run(lesson("l3", "game", 3)).await.unwrap_err();
        run(lesson("l3", "quiz", 2)).await.unwrap_err();
        // Nothing may point at a lesson that is not there, before or after.
        run("INSERT INTO class_plan (class_id, lesson_id, due_on) VALUES ('k1', 'l9', '2026-12-01')".to_owned()).await.unwrap_err();
        run("DELETE FROM lesson WHERE id = 'l1'".to_owned()).await.unwrap_err();
        if let Db::Sqlite(pools) = db {
            let broken = sqlx::query("PRAGMA foreign_key_check").fetch_all(&pools.writer).await.unwrap();
            assert!(broken.is_empty());
        }
    })
    .await;
}

#[tokio::test]
async fn people_registered_before_accounts_could_be_closed_are_who_they_were() {
    on_both_before(50, async |db| {
        rows::one_learner(db).await;
        let sql = "UPDATE person SET sex = 'm' WHERE id = 'p1'";
        write_db!(db, |pool| sqlx::query(sql).execute(pool).await.map(drop)).unwrap();
        db.migrate().await.unwrap();
        let found: (String, String, Option<i64>) = read_db!(db, |pool| {
            sqlx::query_as("SELECT name, sex, closed_at FROM person").fetch_one(pool).await
        })
        .unwrap();
        assert_eq!(found, ("王".to_owned(), "m".to_owned(), None));
        let odd = "UPDATE person SET sex = 'x' WHERE id = 'p1'";
        assert!(write_db!(db, |pool| sqlx::query(odd).execute(pool).await.map(drop)).is_err());
    })
    .await;
}

#[tokio::test]
async fn entries_made_before_there_were_folios_read_as_they_did() {
    on_both_before(71, async |db| {
        rows::one_learner(db).await;
        for sql in [
            "INSERT INTO ledger_entry (entry_index, person_id, enrolment_id, class_id, lesson_id, ms, at_ms, body)
             VALUES (0, 'p1', 'e1', 'k1', 'l1', 1000, 7, '{\"ms\":1000}'), (1, 'p1', 'e1', 'k1', 'l1', 3000, 8, '{\"ms\":3000}')",
            "INSERT INTO ledger_day (entry_index, day, ms)
             VALUES (0, '2026-11-01', 1000), (1, '2026-11-01', 1000), (1, '2026-11-02', 2000)",
            "UPDATE ledger_head SET size = 2",
            "INSERT INTO refusal (enrolment_id, lesson_id, day, code, ms, last_at)
             VALUES ('e1', 'l1', '2026-11-01', 'check_ignored', 5000, 1)",
        ] {
            write_db!(db, |pool| sqlx::query(sql).execute(pool).await.map(drop)).unwrap();
        }
        db.migrate().await.unwrap();
        let entries = db.ledger_entries(0, 9).await.unwrap();
        assert_eq!(entries.iter().map(|entry| &*entry.body).collect::<Vec<_>>(), [r#"{"ms":1000}"#, r#"{"ms":3000}"#]);
        let mut books = db.snapshot().await.unwrap();
        let rows = books.entries_of("p1").await.unwrap();
        let row = rows.last().unwrap();
        assert_eq!((&*row.enrolment_id, &*row.class_id, &*row.lesson_id), ("e1", "k1", "l1"));
        assert_eq!((row.person_id.as_str(), row.ms, row.at_ms), ("p1", 3000, 8));
        let days: Vec<(i64, String, i64)> =
            books.days(0, 9).await.unwrap().into_iter().map(|day| (day.entry_index, day.day, day.ms)).collect();
        let day = |day: &str| format!("2026-11-{day}");
        assert_eq!(days, [(0, day("01"), 1000), (1, day("01"), 1000), (1, day("02"), 2000)]);
        let hours = db.my_hours(&"p1".into(), "2026-11-02", "2026-11-30").await.unwrap();
        assert_eq!((hours[0].verified_ms, hours[0].entries), (2000, 1));
        if let Db::Sqlite(pools) = db {
            let broken = sqlx::query("PRAGMA foreign_key_check").fetch_all(&pools.writer).await.unwrap();
            assert!(broken.is_empty());
        }
    })
    .await;
}
