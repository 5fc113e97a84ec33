//! The measurements themselves: short, on both databases, and they leave nothing behind.

use server::tools::{Bench, BenchBeats, BenchChecks, BenchCity, BenchMoney, BenchWhat};

fn postgres() -> Option<String> {
    let url = std::env::var("PG_URL").ok();
    assert!(url.is_some(), "PG_URL names a PostgreSQL server for tests (`make test` starts one)");
    url
}

async fn measures(what: BenchWhat) {
    server::tools::bench::run(&Bench { what }).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_short_measurement_of_beats_ends_with_books_that_verify() {
    let options =
        BenchBeats { seconds: 1, clients: 2, rate: 20, learners: 6, flood: true, postgres: postgres() };
    measures(BenchWhat::Beats(options)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_short_measurement_of_checks_ends_with_books_that_verify() {
    measures(BenchWhat::Checks(BenchChecks { clients: 2, learners: 6, postgres: postgres() })).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_small_city_is_filled_read_verified_and_exported() {
    measures(BenchWhat::City(BenchCity { people: 120, entries: 400, copied: 1000, postgres: postgres() }))
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_small_class_is_closed_claimed_reviewed_and_published() {
    measures(BenchWhat::Money(BenchMoney { people: 20, postgres: postgres() })).await;
}
