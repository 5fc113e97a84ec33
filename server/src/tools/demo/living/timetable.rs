//! Who studies when: evenings and weekends, more or less by the plan of the class.

use domain::time::{DAY_MS, Zone};

use super::luck::Luck;

const MINUTE_MS: i64 = 60_000;
/// Between two sittings of a day.
const BREAK_MS: i64 = 60 * MINUTE_MS;
/// Lessons that people watch in one go at most.
const LESSONS_AT_ONCE: usize = 3;

/// A lesson, or what is left of one, up to here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    pub lesson: usize,
    pub until_ms: i64,
}

/// Somebody's time in front of lessons.
#[derive(Clone, Debug)]
pub struct Sitting {
    /// Whose, by their place among all.
    pub pupil: usize,
    pub at_ms: i64,
    pub parts: Vec<Part>,
    pub manner: Manner,
}

/// How somebody studies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Manner {
    pub answers: Answers,
    /// Watches at twice the speed.
    pub hurries: bool,
    /// Always answers after so long.
    pub latency_ms: Option<i64>,
    /// Goes away without the short check at the end.
    pub leaves: bool,
}

/// How somebody answers the first check of a sitting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Answers {
    #[default]
    Right,
    WrongOnce,
    /// Wrong answers until identity is asked for, then the password and the code.
    WrongTwice,
    /// The same, and nobody has confirmed who it was.
    Held,
    Ignores,
}

/// How people keep up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Habit {
    Ahead,
    OnPlan,
    Behind,
    NotBegun,
}

impl Habit {
    /// One of the usual mixture.
    pub fn drawn(luck: &mut Luck) -> Self {
        match luck.between(0, 100) {
            0..10 => Self::Ahead,
            10..66 => Self::OnPlan,
            66..88 => Self::Behind,
            _ => Self::NotBegun,
        }
    }
}

/// The days of a class that are over, as midnights, and what its plan wants.
#[derive(Clone, Debug)]
pub struct Span {
    pub zone: Zone,
    pub first_ms: i64,
    /// The last day on which anybody may study: the class's last, or yesterday.
    pub last_ms: i64,
    /// By when each lesson is due.
    pub due_ms: Vec<i64>,
    /// How long each is.
    pub lessons_ms: Vec<i64>,
}

impl Span {
    /// Which lessons somebody has watched on which day.
    fn lessons_by_day(&self, luck: &mut Luck, habit: Habit) -> Vec<(i64, usize)> {
        let all = self.lessons_ms.len();
        let due = self.due_ms.iter().filter(|due| **due <= self.last_ms).count();
        let count = match habit {
            Habit::Ahead => all,
            Habit::OnPlan => (due + usize::from(luck.percent(40))).min(all),
            Habit::Behind => due.saturating_sub(1 + usize::from(luck.percent(40))),
            Habit::NotBegun => 0,
        };
        let mut days = Vec::new();
        let mut earliest = self.first_ms;
        let span = (self.last_ms - self.first_ms) / DAY_MS;
        for lesson in 0..count {
            let before = lesson.checked_sub(1).map_or(self.first_ms, |before| self.due_ms[before]);
            let (from, to) = match habit {
                Habit::Ahead => {
                    let share = |lesson: usize| self.first_ms + span * lesson as i64 / all as i64 * DAY_MS;
                    (share(lesson), share(lesson + 1))
                }
                Habit::Behind => (before + 2 * DAY_MS, self.due_ms[lesson] + 7 * DAY_MS),
                _ => (before + DAY_MS, self.due_ms[lesson]),
            };
            let day = self.day_between(luck, from.max(earliest), to);
            if day > self.last_ms || day < self.first_ms {
                break;
            }
            earliest = day;
            days.push((day, lesson));
        }
        days
    }

    /// A day between two, a day of rest rather than not.
    fn day_between(&self, luck: &mut Luck, from_ms: i64, to_ms: i64) -> i64 {
        let to_ms = to_ms.min(self.last_ms).max(from_ms);
        let mut draw = || from_ms + luck.between(0, (to_ms - from_ms) / DAY_MS + 1) * DAY_MS;
        let (one, other) = (draw(), draw());
        if is_weekend(self.zone, other) { other } else { one }
    }

    /// Somebody's sittings until yesterday.
    pub fn sittings(&self, luck: &mut Luck, pupil: usize, habit: Habit) -> Vec<Sitting> {
        let days = self.lessons_by_day(luck, habit);
        let mut sittings = self.sat(luck, pupil, &days);
        self.interrupt(luck, &mut sittings);
        for sitting in &mut sittings {
            sitting.manner = manner(luck);
        }
        sittings
    }

    /// The lessons one after the other on these days, with right answers.
    pub fn on_days(&self, luck: &mut Luck, pupil: usize, days_ms: &[i64]) -> Vec<Sitting> {
        let days: Vec<_> = days_ms.iter().copied().zip(0..self.lessons_ms.len()).collect();
        self.sat(luck, pupil, &days)
    }

    /// The lesson that comes after these sittings, if there is one.
    pub fn next_lesson(&self, sittings: &[Sitting]) -> Option<Part> {
        let last = sittings.last().and_then(|sitting| sitting.parts.last());
        let lesson =
            last.map_or(0, |part| part.lesson + usize::from(part.until_ms >= self.lessons_ms[part.lesson]));
        self.lessons_ms.get(lesson).map(|until_ms| Part { lesson, until_ms: *until_ms })
    }

    fn sat(&self, luck: &mut Luck, pupil: usize, days: &[(i64, usize)]) -> Vec<Sitting> {
        let mut sittings = Vec::new();
        for of_day in days.chunk_by(|a, b| a.0 == b.0) {
            let day_ms = of_day[0].0;
            let at_ms = day_ms + minute_of_day(luck, self.zone, day_ms) * MINUTE_MS;
            let at_ms = at_ms + luck.between(0, MINUTE_MS);
            for (place, lessons) in of_day.chunks(LESSONS_AT_ONCE).enumerate() {
                let whole = |(_, lesson): &(i64, usize)| self.whole(*lesson);
                let parts = lessons.iter().map(whole).collect();
                let at_ms = at_ms + place as i64 * BREAK_MS;
                sittings.push(Sitting { pupil, at_ms, parts, manner: Manner::default() });
            }
        }
        sittings
    }

    /// The whole of a lesson.
    pub fn whole(&self, lesson: usize) -> Part {
        Part { lesson, until_ms: self.lessons_ms[lesson] }
    }

    /// Now and then somebody is called away in the middle, and goes on the next time.
    fn interrupt(&self, luck: &mut Luck, sittings: &mut [Sitting]) {
        let mut left_over = None;
        for sitting in sittings {
            sitting.parts.splice(0..0, left_over.take());
            if luck.percent(12)
                && let Some(last) = sitting.parts.last_mut()
            {
                left_over = Some(self.whole(last.lesson));
                last.until_ms = last.until_ms * luck.between(45, 75) / 100;
            }
        }
    }
}

/// How people study who are like most.
fn manner(luck: &mut Luck) -> Manner {
    let answers = match luck.between(0, 100) {
        0..8 => Answers::WrongOnce,
        8 => Answers::WrongTwice,
        _ => Answers::Right,
    };
    Manner { answers, hurries: luck.percent(2), latency_ms: None, leaves: luck.percent(5) }
}

/// Saturday or Sunday.
pub fn is_weekend(zone: Zone, midnight_ms: i64) -> bool {
    // The first of January 1970 was a Thursday.
    let weekday = ((midnight_ms + zone.offset_minutes * MINUTE_MS) / DAY_MS + 4) % 7;
    weekday == 0 || weekday == 6
}

/// When of the day people sit down.
fn minute_of_day(luck: &mut Luck, zone: Zone, midnight_ms: i64) -> i64 {
    let [from, to] = match (is_weekend(zone, midnight_ms), luck.between(0, 100)) {
        (false, 0..12) => [6 * 60 + 20, 7 * 60 + 50],
        (false, 12..30) => [12 * 60, 13 * 60 + 10],
        (false, _) => [18 * 60 + 30, 21 * 60 + 40],
        (true, 0..35) => [8 * 60 + 30, 11 * 60 + 20],
        (true, 35..65) => [14 * 60, 17 * 60],
        (true, _) => [19 * 60, 21 * 60 + 40],
    };
    luck.between(from, to)
}

#[cfg(test)]
mod tests {
    use domain::time::CHINA;

    use super::*;

    fn span(days: i64) -> Span {
        let first_ms = CHINA.day_start_ms("2026-10-05").unwrap();
        Span {
            zone: CHINA,
            first_ms,
            last_ms: first_ms + days * DAY_MS,
            due_ms: (1..=5).map(|n| first_ms + n * 10 * DAY_MS).collect(),
            lessons_ms: vec![180_000; 5],
        }
    }

    fn watched(sittings: &[Sitting]) -> usize {
        let parts = sittings.iter().flat_map(|sitting| &sitting.parts);
        parts.filter(|part| part.until_ms == 180_000).map(|part| part.lesson).max().map_or(0, |last| last + 1)
    }

    #[test]
    fn people_keep_the_plan_run_ahead_or_fall_behind() {
        let mut luck = Luck::seeded(1);
        let mut most = [0; 4];
        for pupil in 0..100 {
            for (place, habit) in
                [Habit::Ahead, Habit::OnPlan, Habit::Behind, Habit::NotBegun].into_iter().enumerate()
            {
                let sittings = span(31).sittings(&mut luck, pupil, habit);
                most[place] = most[place].max(watched(&sittings));
                for sitting in &sittings {
                    assert!(sitting.at_ms >= span(31).first_ms);
                    assert!(sitting.at_ms < span(31).last_ms + DAY_MS);
                }
                let in_order = sittings.windows(2).all(|two| two[0].at_ms + 20 * MINUTE_MS < two[1].at_ms);
                assert!(in_order, "{sittings:?}");
            }
        }
        assert_eq!(most, [5, 4, 2, 0]);
    }

    #[test]
    fn the_fifth_of_october_2026_was_a_monday() {
        let days: Vec<bool> = (0..7).map(|day| is_weekend(CHINA, span(1).first_ms + day * DAY_MS)).collect();
        assert_eq!(days, [false, false, false, false, false, true, true]);
    }

    #[test]
    fn a_lesson_left_half_way_is_gone_on_with() {
        let mut luck = Luck::seeded(2);
        let mut halves = 0;
        for pupil in 0..50 {
            let sittings = span(60).sittings(&mut luck, pupil, Habit::Ahead);
            for two in sittings.windows(2) {
                let Some(last) = two[0].parts.last().filter(|part| part.until_ms < 180_000) else { continue };
                halves += 1;
                assert_eq!(two[1].parts[0], Part { lesson: last.lesson, until_ms: 180_000 });
            }
        }
        assert!(halves > 5);
    }
}
