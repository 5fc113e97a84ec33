//! Both databases have the same schema: tables, columns, keys and indexes, and the tables that never change.

use std::cell::RefCell;
use std::collections::BTreeSet;

use store::{Db, read_db};

use crate::fixture::city::{run, try_run};
use crate::fixture::databases::on_both;

/// One fact of a schema a line, asked of an engine in its own way.
async fn facts(db: &Db, of_sqlite: &'static str, of_postgres: &'static str) -> BTreeSet<String> {
    let sql = match db {
        Db::Sqlite(_) => of_sqlite,
        Db::Postgres(_) => of_postgres,
    };
    let facts: Vec<String> = read_db!(db, |pool| sqlx::query_scalar(sql).fetch_all(pool).await).unwrap();
    facts.into_iter().collect()
}

/// Asks both engines; what is true of both, which is so much at least.
async fn same(least: usize, of_sqlite: &'static str, of_postgres: &'static str) -> BTreeSet<String> {
    let found = RefCell::new(Vec::new());
    on_both(async |db| {
        let facts = facts(db, of_sqlite, of_postgres).await;
        found.borrow_mut().push(facts);
    })
    .await;
    let [sqlite, postgres]: [BTreeSet<String>; 2] = found.into_inner().try_into().unwrap();
    let odd: Vec<_> = sqlite.symmetric_difference(&postgres).collect();
    assert!(odd.is_empty(), "only one of them has {odd:#?}");
    assert!(sqlite.len() >= least, "{} is too few: {sqlite:#?}", sqlite.len());
    sqlite
}

#[tokio::test]
async fn tables_and_columns_are_the_same() {
    same(
        300,
        "SELECT t.name || '.' || c.name
                || CASE c.type WHEN 'INTEGER' THEN ' number' WHEN 'BIGINT' THEN ' number' WHEN 'BLOB' THEN ' bytes'
                               ELSE ' ' || lower(c.type) END
                || CASE WHEN c.\"notnull\" OR c.pk > 0 THEN ' needed' ELSE '' END
         FROM sqlite_master t JOIN pragma_table_xinfo(t.name) c
         WHERE t.type = 'table' AND t.name NOT IN ('_sqlx_migrations', 'sqlite_sequence')",
        "SELECT table_name || '.' || column_name
                || CASE data_type WHEN 'integer' THEN ' number' WHEN 'bigint' THEN ' number' WHEN 'bytea' THEN ' bytes'
                                  ELSE ' ' || data_type END
                || CASE is_nullable WHEN 'NO' THEN ' needed' ELSE '' END
         FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
         WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name <> '_sqlx_migrations'",
    )
    .await;
}

#[tokio::test]
async fn views_have_the_same_columns() {
    same(
        19,
        "SELECT v.name || '.' || c.name FROM sqlite_master v JOIN pragma_table_xinfo(v.name) c WHERE v.type = 'view'",
        "SELECT table_name || '.' || column_name
         FROM information_schema.columns JOIN information_schema.views USING (table_schema, table_name)
         WHERE table_schema = 'public'",
    )
    .await;
}

#[tokio::test]
async fn foreign_keys_are_the_same() {
    same(
        80,
        "SELECT from_table || ' (' || columns || ') REFERENCES ' || to_table || '(' || to_columns || ')' FROM (
             SELECT t.name AS from_table, group_concat(f.\"from\", ', ') AS columns, f.\"table\" AS to_table,
                    group_concat(f.\"to\", ', ') AS to_columns
             FROM sqlite_master t JOIN pragma_foreign_key_list(t.name) f
             WHERE t.type = 'table' GROUP BY t.name, f.id)",
        "SELECT CAST(CAST(conrelid AS regclass) AS TEXT) || SUBSTR(pg_get_constraintdef(oid), LENGTH('FOREIGN KEY') + 1)
         FROM pg_constraint WHERE contype = 'f'",
    )
    .await;
}

#[tokio::test]
async fn keys_and_indexes_are_the_same() {
    // The key of a table whose rows are numbered is no index on SQLite.
    same(
        110,
        "SELECT t.name || CASE WHEN i.\"unique\" THEN ' unique (' ELSE ' (' END
                || (SELECT group_concat(name, ', ') FROM pragma_index_info(i.name))
                || CASE WHEN i.partial THEN ') partial' ELSE ')' END
         FROM sqlite_master t JOIN pragma_index_list(t.name) i
         WHERE t.type = 'table' AND t.name <> '_sqlx_migrations'
         UNION SELECT t.name || ' unique (' || c.name || ')'
         FROM sqlite_master t JOIN pragma_table_xinfo(t.name) c
         WHERE t.type = 'table' AND t.name <> '_sqlx_migrations' AND c.pk = 1 AND c.type = 'INTEGER'
           AND NOT EXISTS (SELECT 1 FROM pragma_table_xinfo(t.name) d WHERE d.pk = 2)",
        "SELECT CAST(CAST(i.indrelid AS regclass) AS TEXT) || CASE WHEN i.indisunique THEN ' unique (' ELSE ' (' END
                || (SELECT string_agg(a.attname, ', ' ORDER BY k.place)
                    FROM unnest(CAST(i.indkey AS SMALLINT[])) WITH ORDINALITY k (number, place)
                    JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number)
                || CASE WHEN i.indpred IS NOT NULL THEN ') partial' ELSE ')' END
         FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = 'public' AND c.relname <> '_sqlx_migrations'",
    )
    .await;
}

#[tokio::test]
async fn the_same_tables_never_change() {
    let tables = same(
        18,
        "SELECT t.tbl_name FROM sqlite_master t WHERE t.type = 'trigger' AND t.name = t.tbl_name || '_no_update'
           AND EXISTS (SELECT 1 FROM sqlite_master r WHERE r.type = 'trigger' AND r.name = t.tbl_name || '_no_replace')",
        "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
         WHERE t.tgname = c.relname || '_append_only'
           AND EXISTS (SELECT 1 FROM pg_trigger e WHERE e.tgrelid = c.oid AND e.tgname = c.relname || '_no_truncate')",
    )
    .await;
    for table in ["ledger_entry", "evidence", "audit_event", "appeal_step", "consent"] {
        assert!(tables.contains(table), "{table}");
    }
}

/// What `INSERT OR REPLACE` puts in the place of a row passes the triggers that refuse to delete it.
#[tokio::test]
async fn no_row_that_never_changes_is_replaced() {
    on_both(async |db| {
        let checkpoint = async |root: &str, how: &str| {
            let blob = match db {
                Db::Sqlite(_) => format!("x'{root}'"),
                Db::Postgres(_) => format!("'\\x{root}'"),
            };
            let verb = if how == "REPLACE" { "INSERT OR REPLACE" } else { "INSERT" };
            let end = if how == "REPLACE" { "" } else { how };
            let sql = format!(
                "{verb} INTO ledger_checkpoint (size, root, note, made_at) VALUES (0, {blob}, 'n', 0) {end}"
            );
            try_run(db, &sql).await
        };
        checkpoint("aa", "").await.unwrap();
        let repeats: &[&str] = match db {
            Db::Sqlite(_) => &[
                "REPLACE",
                "ON CONFLICT DO NOTHING",
                "ON CONFLICT (size) DO UPDATE SET root = excluded.root",
            ],
            Db::Postgres(_) => {
                &["ON CONFLICT DO NOTHING", "ON CONFLICT (size) DO UPDATE SET root = excluded.root"]
            }
        };
        for how in repeats {
            drop(checkpoint("bb", how).await);
            let root: Vec<u8> = read_db!(db, |pool| sqlx::query_scalar("SELECT root FROM ledger_checkpoint")
                .fetch_one(pool)
                .await)
            .unwrap();
            assert_eq!(root, [0xaa], "{how}");
        }
        run(db, "INSERT INTO ledger_key_note (n, note, made_at) VALUES (0, 'one', 0)").await;
        let other = match db {
            Db::Sqlite(_) => {
                "INSERT OR REPLACE INTO ledger_key_note (n, note, made_at) VALUES (0, 'other', 0)"
            }
            Db::Postgres(_) => {
                "INSERT INTO ledger_key_note (n, note, made_at) VALUES (0, 'other', 0)
                 ON CONFLICT (n) DO UPDATE SET note = excluded.note"
            }
        };
        assert!(try_run(db, other).await.is_err());
        if let Db::Postgres(_) = db {
            assert!(try_run(db, "TRUNCATE ledger_key_note").await.is_err());
        }
    })
    .await;
}

/// What `verify` holds a database against. After a change of the migrations, XUESHI_WRITE_SCHEMA=1 writes it anew.
#[tokio::test]
async fn the_schema_that_verify_expects_is_the_one_that_the_migrations_make() {
    on_both(async |db| {
        let mut books = db.snapshot().await.unwrap();
        let (found, expected) = (books.schema().await.unwrap(), books.expected_schema());
        let file = match db {
            Db::Sqlite(_) => "read/src/schema/sqlite.txt",
            Db::Postgres(_) => "read/src/schema/postgres.txt",
        };
        if std::env::var_os("XUESHI_WRITE_SCHEMA").is_some() {
            let text: String = found
                .iter()
                .flat_map(|(name, definition)| {
                    [
                        name, ": ", definition, "
",
                    ]
                })
                .collect();
            std::fs::write(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(file), text).unwrap();
            return;
        }
        assert!(found.len() > 100, "{}", found.len());
        assert_eq!(found, expected, "{file} is not current: run this test with XUESHI_WRITE_SCHEMA=1");
    })
    .await;
}
