//! Every store test runs on both databases, each in a fresh one of its own.
#![allow(dead_code, clippy::allow_attributes, reason = "not every test file uses every function")]

pub mod city;
pub mod courses;
pub mod rows;

use sqlx::postgres::PgPoolOptions;
use store::Db;

/// Runs a test on SQLite, then on PostgreSQL. `PG_URL` must name a server on which databases may be
/// created: skipping PostgreSQL would hide half of the product.
pub async fn on_both(test: impl AsyncFn(&Db)) {
    on_sqlite(&test).await;
    on_postgres(&test).await;
}

pub async fn on_sqlite(test: impl AsyncFn(&Db)) {
    in_sqlite(async |db| {
        db.migrate().await.unwrap();
        test(db).await;
    })
    .await;
}

pub async fn on_postgres(test: impl AsyncFn(&Db)) {
    in_postgres(async |db| {
        db.migrate().await.unwrap();
        test(db).await;
    })
    .await;
}

/// On an empty SQLite database.
pub async fn in_sqlite(test: impl AsyncFn(&Db)) {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::connect(&format!("sqlite:{}/test.db", folder.path().display())).await.unwrap();
    test(&db).await;
    db.close().await;
}

/// On an empty PostgreSQL database.
pub async fn in_postgres(test: impl AsyncFn(&Db)) {
    let url =
        std::env::var("PG_URL").expect("PG_URL names a PostgreSQL server for tests (`make test` starts one)");
    // One connection: the server is shared by many tests.
    let admin = PgPoolOptions::new().max_connections(1).connect(&url).await.unwrap();
    // The server draws the name, so that tests need no dice.
    let name: String = sqlx::query_scalar("SELECT 'test_' || replace(gen_random_uuid()::text, '-', '')")
        .fetch_one(&admin)
        .await
        .unwrap();
    sqlx::query(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"))).execute(&admin).await.unwrap();
    let (server, _) = url.rsplit_once('/').unwrap();
    let db = Db::connect(&format!("{server}/{name}")).await.unwrap();
    test(&db).await;
    db.close().await;
    sqlx::query(sqlx::AssertSqlSafe(format!("DROP DATABASE {name} WITH (FORCE)")))
        .execute(&admin)
        .await
        .unwrap();
}
