//! A line on standard error that says how far a long piece of work has come: one that is written over on a terminal,
//! now and then a new one elsewhere. What is over within two seconds says nothing.

use std::io::{IsTerminal, Write};
use std::path::Path;
use std::time::{Duration, Instant};

/// Work that takes no longer says nothing.
const SILENT: Duration = Duration::from_secs(2);
/// How often the line of a terminal changes.
const ON_TERMINAL: Duration = Duration::from_millis(200);
/// How often a log gets a line.
const IN_LOG: Duration = Duration::from_secs(10);
/// Back to the beginning of the line, and erases it.
const ERASE: &str = "\r\x1b[2K";

/// Tells of a file that grows until the work is over: how much of how many bytes, where that is known.
pub async fn while_grows<T>(what: &str, file: &Path, bytes: Option<u64>, work: impl Future<Output = T>) -> T {
    let mut progress = Progress::of(&format!("megabytes {what}"));
    let mut looks = tokio::time::interval(ON_TERMINAL);
    let mut work = std::pin::pin!(work);
    loop {
        tokio::select! {
            done = &mut work => return done,
            _ = looks.tick() => {
                let there = tokio::fs::metadata(file).await.map_or(0, |file| file.len());
                progress.at(megabytes(there), bytes.map(megabytes));
            }
        }
    }
}

/// Whole ones, a begun one too, so that a small file is not nothing.
fn megabytes(bytes: u64) -> usize {
    usize::try_from(bytes.div_ceil(1_000_000)).unwrap_or(usize::MAX)
}

/// How far a piece of work has come.
pub struct Progress {
    what: String,
    is_terminal: bool,
    shown: Shown,
}

impl Progress {
    /// Of work that begins now, counted in these: `days of the city`.
    pub fn of(what: &str) -> Self {
        let is_terminal = std::io::stderr().is_terminal();
        Self { what: what.to_owned(), is_terminal, shown: Shown { began: now(), last: None } }
    }

    /// So many are done, of all of them where that is known.
    pub fn at(&mut self, done: usize, all: Option<usize>) {
        let now = now();
        let every = if self.is_terminal { ON_TERMINAL } else { IN_LOG };
        if !self.shown.is_due(now, every) {
            return;
        }
        self.shown.last = Some(now);
        let line = line(&self.what, done, all);
        let mut out = std::io::stderr().lock();
        // Where nobody can be told, the work goes on.
        drop(if self.is_terminal { write!(out, "{ERASE}{line}") } else { writeln!(out, "{line}") });
        drop(out.flush());
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.is_terminal && self.shown.last.is_some() {
            let mut out = std::io::stderr().lock();
            drop(write!(out, "{ERASE}"));
            drop(out.flush());
        }
    }
}

/// When the work began, and when it was last spoken of.
struct Shown {
    began: Instant,
    last: Option<Instant>,
}

impl Shown {
    fn is_due(&self, now: Instant, every: Duration) -> bool {
        match self.last {
            Some(last) => now.duration_since(last) >= every,
            None => now.duration_since(self.began) >= SILENT,
        }
    }
}

fn line(what: &str, done: usize, all: Option<usize>) -> String {
    match all {
        Some(all) => format!("{what}: {done} of {all} ({} %)", done.min(all) * 100 / all.max(1)),
        None => format!("{what}: {done}"),
    }
}

#[expect(clippy::disallowed_methods, reason = "how long people wait is the machine's time, not the site's")]
fn now() -> Instant {
    Instant::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_over_soon_says_nothing_and_then_not_too_often() {
        let began = now();
        let mut shown = Shown { began, last: None };
        let after = |ms| began + Duration::from_millis(ms);
        assert!(!shown.is_due(after(1999), IN_LOG));
        assert!(shown.is_due(after(2000), IN_LOG));
        shown.last = Some(after(2000));
        assert!(!shown.is_due(after(11_999), IN_LOG));
        assert!(shown.is_due(after(12_000), IN_LOG) && shown.is_due(after(2200), ON_TERMINAL));
    }

    #[tokio::test]
    async fn a_file_that_grows_hinders_nobody_and_the_work_gives_what_it_has() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("copy");
        let work = async {
            tokio::time::sleep(ON_TERMINAL * 2).await;
            std::fs::write(&file, "done").unwrap();
            std::fs::read_to_string(&file).unwrap()
        };
        assert_eq!(while_grows("copied", &file, Some(4), work).await, "done");
        assert_eq!([0, 4, 1_000_000, 1_000_001].map(megabytes), [0, 1, 1, 2]);
    }

    #[test]
    fn a_line_says_how_much_of_how_many() {
        assert_eq!(line("people", 20, Some(80)), "people: 20 of 80 (25 %)");
        assert_eq!(line("people", 90, Some(80)), "people: 90 of 80 (100 %)");
        assert_eq!(line("people", 0, Some(0)), "people: 0 of 0 (0 %)");
        assert_eq!(line("people", 20, None), "people: 20");
    }
}
