//! The table at the end of a suite: printed once, when its last row is in.

use std::io::Write;
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};

use crate::site::{TestSite, on_both};

/// Rows of one suite, each made by a test of its own.
pub struct BoundsTable {
    heading: &'static str,
    /// How many tests the suite has.
    size: usize,
    rows: Mutex<Vec<(String, i64, i64)>>,
}

impl BoundsTable {
    pub const fn of(heading: &'static str, size: usize) -> Self {
        Self { heading, size, rows: Mutex::new(Vec::new()) }
    }

    /// Plays an item on both databases; the worse of the two, in seconds, must keep to its bound.
    pub async fn row(&self, item: &str, bound: i64, play: impl AsyncFn(&TestSite) -> i64) {
        let worst = AtomicI64::new(i64::MIN);
        on_both(async |site| {
            worst.fetch_max(play(site).await, Ordering::SeqCst);
        })
        .await;
        let seconds = worst.into_inner();
        self.add(item, seconds, bound);
        assert!(seconds <= bound, "{item}: {seconds} s, at most {bound} s");
    }

    fn add(&self, item: &str, seconds: i64, bound: i64) {
        let mut rows = self.rows.lock().unwrap();
        rows.push((item.to_owned(), seconds, bound));
        if rows.len() == self.size {
            rows.sort();
            let line =
                |(item, seconds, bound): &(String, i64, i64)| format!("{item:<64} {seconds:>8} {bound:>8}\n");
            let lines: String = rows.iter().map(line).collect();
            let text = format!("\n{:<64} {:>8} {:>8}\n{lines}", self.heading, "seconds", "at most");
            // Past the test runner, which keeps what tests print to itself.
            std::io::stderr().write_all(text.as_bytes()).unwrap();
        }
    }
}
