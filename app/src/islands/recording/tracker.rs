//! What was really played, told from where the player stands and from nothing else.
//!
//! Positions come in as the player reports them. Two positions in a row make a played range only
//! if the player ran from one to the other; a jump makes none.

use domain::coverage::Ranges;

/// The fastest play that still counts as running: a little above normal for jitter of the events.
const SPEED_PERCENT_MAX: i64 = 130;
/// Events come late and in lumps: that much ahead of the clock is still running.
const SLACK_MS: i64 = 1500;

/// Collects played ranges between two beats.
#[derive(Clone, Debug, Default)]
pub struct Tracker {
    run: Option<Run>,
    done: Vec<[i64; 2]>,
}

/// A stretch that is being played.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_field_names, reason = "units stand last")]
struct Run {
    from_ms: i64,
    to_ms: i64,
    /// When `to_ms` was seen, on a clock that only goes forward.
    seen_at_ms: i64,
}

impl Tracker {
    /// The player runs and stands at `at_ms`. The first position after a stop begins a new run.
    pub fn stands_at(&mut self, at_ms: i64, now_ms: i64) {
        let at_ms = at_ms.max(0);
        if let Some(run) = &mut self.run {
            let clock_ms = (now_ms - run.seen_at_ms).max(0);
            let reach_ms = clock_ms * SPEED_PERCENT_MAX / 100 + SLACK_MS;
            if (0..=reach_ms).contains(&(at_ms - run.to_ms)) {
                run.to_ms = at_ms;
                run.seen_at_ms = now_ms;
                return;
            }
        }
        self.stop();
        self.run = Some(Run { from_ms: at_ms, to_ms: at_ms, seen_at_ms: now_ms });
    }

    /// The player does not run any more, or jumps: what comes next is not joined to what was.
    pub fn stop(&mut self) {
        if let Some(run) = self.run.take()
            && run.from_ms < run.to_ms
        {
            self.done.push([run.from_ms, run.to_ms]);
        }
    }

    /// What was played since the last beat.
    pub fn played(&self) -> Ranges {
        let running = self.run.map(|run| [run.from_ms, run.to_ms]);
        Ranges::union_of(self.done.iter().copied().chain(running).collect())
    }

    /// Hands over what was played since the last beat; a run goes on from where it is.
    pub fn take(&mut self) -> Ranges {
        let played = self.played();
        self.done.clear();
        if let Some(run) = &mut self.run {
            run.from_ms = run.to_ms;
        }
        played
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(tracker: &mut Tracker, from_ms: i64, to_ms: i64, clock_ms: i64) {
        for step in 0..=(to_ms - from_ms) / 250 {
            tracker.stands_at(from_ms + step * 250, clock_ms + step * 250);
        }
    }

    #[test]
    fn a_run_is_one_range() {
        let mut tracker = Tracker::default();
        run(&mut tracker, 0, 15_000, 1_000);
        assert_eq!(tracker.take().as_slice(), [[0, 15_000]]);
        run(&mut tracker, 15_000, 20_000, 16_000);
        assert_eq!(tracker.take().as_slice(), [[15_000, 20_000]]);
        assert!(tracker.take().is_empty());
    }

    #[test]
    fn a_jump_is_not_play_even_without_an_event_for_it() {
        let mut tracker = Tracker::default();
        run(&mut tracker, 0, 2_000, 0);
        run(&mut tracker, 60_000, 61_000, 2_250);
        run(&mut tracker, 1_000, 3_000, 4_000);
        assert_eq!(tracker.take().as_slice(), [[0, 3_000], [60_000, 61_000]]);
    }

    #[test]
    fn a_stop_ends_the_run_and_waiting_adds_nothing() {
        let mut tracker = Tracker::default();
        run(&mut tracker, 0, 2_000, 0);
        tracker.stop();
        assert_eq!(tracker.played().as_slice(), [[0, 2_000]]);
        tracker.stands_at(2_600, 90_000);
        tracker.stands_at(2_600, 95_000);
        tracker.stands_at(3_600, 96_000);
        assert_eq!(tracker.take().as_slice(), [[0, 2_000], [2_600, 3_600]]);
    }

    #[test]
    fn a_tab_throttled_to_one_event_a_minute_loses_nothing() {
        let mut tracker = Tracker::default();
        tracker.stands_at(0, 0);
        tracker.stands_at(60_000, 60_000);
        tracker.stands_at(120_000, 120_200);
        assert_eq!(tracker.take().as_slice(), [[0, 120_000]]);
    }

    #[test]
    fn a_machine_asleep_adds_no_more_than_was_played() {
        let mut tracker = Tracker::default();
        run(&mut tracker, 0, 1_000, 0);
        tracker.stands_at(1_250, 7_200_000);
        assert_eq!(tracker.take().as_slice(), [[0, 1_250]]);
    }
}
