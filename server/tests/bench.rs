//! The measurement itself: short, on both databases, and it leaves nothing behind.

use server::config::BenchBeats;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_short_measurement_ends_with_books_that_verify() {
    let postgres = std::env::var("PG_URL").ok();
    assert!(postgres.is_some(), "PG_URL names a PostgreSQL server for tests (`make test` starts one)");
    let options = BenchBeats { seconds: 1, clients: 2, rate: 20, learners: 6, postgres };
    server::bench::beats(&options).await.unwrap();
}
