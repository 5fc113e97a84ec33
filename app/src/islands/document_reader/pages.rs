//! The timeline of a document: each page has its stretch, and its time runs only while it is read.

use crate::islands::player_props::PlayerPage;

/// The page on which a place of the timeline lies.
pub fn page_at(pages: &[PlayerPage], at_ms: i64) -> usize {
    pages.iter().position(|page| at_ms < page.to_ms).unwrap_or(pages.len().saturating_sub(1))
}

/// The clock of a document: moves along one page at a time, and never past its end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReadingClock {
    /// Where it stands on the timeline.
    pub at_ms: i64,
    /// When it was read last; nothing while it stands still.
    ticked_at_ms: Option<i64>,
}

/// A tick that took longer was a machine asleep, not reading.
const TICK_MS_MAX: i64 = 3000;

impl ReadingClock {
    /// Stands at a place.
    pub fn at(at_ms: i64) -> Self {
        Self { at_ms, ticked_at_ms: None }
    }

    /// Whether it runs.
    pub fn runs(&self) -> bool {
        self.ticked_at_ms.is_some()
    }

    /// Runs from now on.
    pub fn start(&mut self, now_ms: i64) {
        self.ticked_at_ms.get_or_insert(now_ms);
    }

    /// Stands still.
    pub fn stop(&mut self) {
        self.ticked_at_ms = None;
    }

    /// Moves on to now, but not past `end_ms`.
    pub fn tick(&mut self, now_ms: i64, end_ms: i64) {
        if let Some(then_ms) = self.ticked_at_ms {
            let passed_ms = (now_ms - then_ms).clamp(0, TICK_MS_MAX);
            self.at_ms = (self.at_ms + passed_ms).min(end_ms.max(self.at_ms));
            self.ticked_at_ms = Some(now_ms);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_lies_on_one_page() {
        let page = |from_ms, to_ms| PlayerPage { from_ms, to_ms, least_ms: 5_000 };
        let pages = [page(0, 60_000), page(60_000, 90_000)];
        assert_eq!([0, 59_999, 60_000, 90_000, 99_000].map(|at_ms| page_at(&pages, at_ms)), [0, 0, 1, 1, 1]);
        assert_eq!(page_at(&[], 5), 0);
    }

    #[test]
    fn reading_time_is_real_time_and_ends_with_the_page() {
        let mut clock = ReadingClock::at(10_000);
        clock.tick(1_000, 60_000);
        assert_eq!(clock.at_ms, 10_000, "it did not run");
        clock.start(1_000);
        clock.tick(2_000, 60_000);
        clock.tick(7_202_000, 60_000);
        assert_eq!(clock.at_ms, 14_000, "two hours asleep are not reading");
        clock.tick(7_204_500, 15_000);
        assert_eq!(clock.at_ms, 15_000);
        clock.stop();
        assert!(!clock.runs());
    }
}
