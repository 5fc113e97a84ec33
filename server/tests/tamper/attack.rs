//! How a kind of attack is run: on a copy of books that were honest, past every trigger, before the auditor looks.

use std::path::{Path, PathBuf};
use std::pin::Pin;

use domain::policy::Profile;
use sqlx::postgres::PgPoolOptions;
use sqlx::{AssertSqlSafe, PgPool};
use store::{Db, read_db};

use crate::site::TestSite;
use crate::store_fixture::city::run;
use crate::store_fixture::databases;

/// What somebody does to the books.
#[derive(Clone, Copy)]
pub enum Attack {
    /// Statements, which both databases understand.
    Sql(&'static str),
    /// More than statements.
    Steps(for<'a> fn(&'a TestSite) -> Pin<Box<dyn Future<Output = ()> + 'a>>),
}

/// What `verify` must say.
#[derive(Clone, Copy)]
pub enum Named {
    /// These words.
    As(&'static str),
    /// Nothing: the kind is listed in PROOFS.md with its bound.
    Nowhere,
}

/// A kind of attack.
#[derive(Clone, Copy)]
pub struct Kind {
    pub name: &'static str,
    pub attack: Attack,
    pub named: Named,
}

/// Lets `study` happen once on each database, and then each kind to a copy of it: the untouched copy must hold, and of each
/// kind `verify` must say what the table says.
pub async fn all_are_caught(study: impl AsyncFn(&TestSite), kinds: &[Kind]) {
    let folder = tempfile::tempdir().unwrap();
    databases::in_sqlite(async |db| {
        let base = folder.path().join("base.db");
        let now_ms = studied(db, &study).await;
        run(db, &format!("VACUUM INTO '{}'", base.display())).await;
        one_by_one(&Books::File(base), now_ms, kinds).await;
    })
    .await;
    databases::in_postgres(async |db| {
        let now_ms = studied(db, &study).await;
        let name: String = read_db!(db, |pool| sqlx::query_scalar("SELECT CAST(current_database() AS TEXT)")
            .fetch_one(pool)
            .await)
        .unwrap();
        // Only a database that nobody is connected to can be copied.
        db.close().await;
        let url = std::env::var("PG_URL").unwrap();
        let admin = PgPoolOptions::new().max_connections(1).connect(&url).await.unwrap();
        one_by_one(&Books::Database { admin, url, name }, now_ms, kinds).await;
    })
    .await;
}

async fn studied(db: &Db, study: &impl AsyncFn(&TestSite)) -> i64 {
    db.migrate().await.unwrap();
    let site = TestSite::on(db.clone(), Profile::Standard).await;
    // A fact and the line of the log about it have one time, however long their making takes.
    site.clock.ticks(true);
    study(&site).await;
    site.site.now()
}

/// Honest books, to be copied.
enum Books {
    File(PathBuf),
    Database { admin: PgPool, url: String, name: String },
}

impl Books {
    async fn copy(&self, n: usize) -> Db {
        match self {
            Self::File(base) => {
                let copy = base.with_file_name(format!("copy-{n}.db"));
                std::fs::copy(base, &copy).unwrap();
                Db::open_file(Path::new(&copy)).await.unwrap()
            }
            Self::Database { admin, url, name } => {
                let sql = format!("CREATE DATABASE {name}_{n} TEMPLATE {name}");
                sqlx::query(AssertSqlSafe(sql)).execute(admin).await.unwrap();
                let (server, _) = url.rsplit_once('/').unwrap();
                Db::connect(&format!("{server}/{name}_{n}")).await.unwrap()
            }
        }
    }

    async fn drop(&self, n: usize) {
        match self {
            Self::File(base) => std::fs::remove_file(base.with_file_name(format!("copy-{n}.db"))).unwrap(),
            Self::Database { admin, name, .. } => {
                let sql = format!("DROP DATABASE {name}_{n} WITH (FORCE)");
                sqlx::query(AssertSqlSafe(sql)).execute(admin).await.unwrap();
            }
        }
    }
}

async fn one_by_one(books: &Books, now_ms: i64, kinds: &[Kind]) {
    let untouched = Kind { name: "nothing at all", attack: Attack::Sql("SELECT 1"), named: Named::Nowhere };
    let mut wrong = Vec::new();
    for (n, kind) in [&untouched].into_iter().chain(kinds).enumerate() {
        let db = books.copy(n).await;
        let site = TestSite::bare(db, Profile::Standard);
        site.clock.forward_ms(now_ms - site.site.now());
        attacked(&site, kind.attack).await;
        let said = match site.verify(&[]).await {
            Ok(report) => match verify::schema::verify(&mut site.site.db.snapshot().await.unwrap()).await {
                Ok(_) => report.to_string(),
                Err(mismatch) => mismatch.to_string(),
            },
            Err(mismatch) => mismatch.to_string(),
        };
        let fits = match kind.named {
            Named::As(words) => said.contains(words),
            Named::Nowhere => said.ends_with("OK"),
        };
        if !fits {
            wrong.push(format!("{}: verify says\n{said}", kind.name));
        }
        site.site.db.close().await;
        books.drop(n).await;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

async fn attacked(site: &TestSite, attack: Attack) {
    let db = &site.site.db;
    match attack {
        Attack::Sql(sql) => owner(db, sql).await,
        Attack::Steps(steps) => steps(site).await,
    }
}

/// Runs statements as the owner of the database can: no trigger and no foreign key is in the way, and afterwards all of them
/// stand as before.
pub async fn owner(db: &Db, sql: &str) {
    match db {
        Db::Sqlite(_) => {
            let triggers: Vec<(String, String)> = read_db!(db, |pool| {
                sqlx::query_as("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
                    .fetch_all(pool)
                    .await
            })
            .unwrap();
            run(db, "PRAGMA foreign_keys = OFF").await;
            for (name, _) in &triggers {
                run(db, &format!("DROP TRIGGER {name}")).await;
            }
            run(db, sql).await;
            for (_, again) in &triggers {
                run(db, again).await;
            }
            run(db, "PRAGMA foreign_keys = ON").await;
        }
        Db::Postgres(_) => {
            let past = "SET session_replication_role = replica";
            run(db, &format!("{past}; {sql}; SET session_replication_role = DEFAULT")).await;
        }
    }
}

/// The literal of some bytes: the databases spell it differently.
pub fn blob(db: &Db, bytes: &[u8]) -> String {
    match db {
        Db::Sqlite(_) => format!("x'{}'", hex::encode(bytes)),
        Db::Postgres(_) => format!("CAST('\\x{}' AS BYTEA)", hex::encode(bytes)),
    }
}
