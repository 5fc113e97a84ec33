//! PostgreSQL over the network: encrypted, and its certificate checked, where the address asks for it.

use store::Db;

async fn encrypted(url: &str) -> Result<bool, store::StoreError> {
    let db = Db::connect(url).await?;
    let Db::Postgres(store::PostgresPool { pool, .. }) = &db else { panic!() };
    let sql = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
    let found: bool = sqlx::query_scalar(sql).fetch_one(pool).await.unwrap();
    db.close().await;
    Ok(found)
}

#[tokio::test]
async fn a_connection_is_as_secret_and_as_sure_of_the_other_side_as_its_address_asks_for() {
    let url =
        std::env::var("PG_URL").expect("PG_URL names a PostgreSQL server for tests (`make test` starts one)");
    let certificate = std::env::var("PG_CERT").expect("PG_CERT is its certificate");
    assert!(!encrypted(&format!("{url}?sslmode=disable")).await.unwrap());
    assert!(encrypted(&format!("{url}?sslmode=require")).await.unwrap());
    assert!(encrypted(&format!("{url}?sslmode=verify-full&sslrootcert={certificate}")).await.unwrap());
    // Of nobody we know: refused, whoever answers.
    assert!(encrypted(&format!("{url}?sslmode=verify-full")).await.is_err());
}
