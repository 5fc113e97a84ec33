//! In which order learners stand: who needs somebody first, unless the reader asks for another.

use app::words::Words;

use super::{Doing, Pace, WallLine};

/// An order of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Held first, then who has stopped longest, then who is furthest behind.
    Need,
    Name,
    /// Fewest hours first.
    Hours,
    /// Whoever was away longest first.
    Last,
}

impl Order {
    pub const ALL: [Self; 4] = [Self::Need, Self::Name, Self::Hours, Self::Last];

    /// The order of a code in the address.
    pub fn of(code: &str) -> Self {
        Self::ALL.into_iter().find(|order| order.code() == code).unwrap_or(Self::Need)
    }

    /// As it stands in the address.
    pub fn code(self) -> &'static str {
        match self {
            Self::Need => "",
            Self::Name => "name",
            Self::Hours => "hours",
            Self::Last => "last",
        }
    }

    pub fn name(self, w: Words) -> &'static str {
        match self {
            Self::Need => w.t("先看要帮的", "Needs first"),
            Self::Name => w.t("按姓名", "By name"),
            Self::Hours => w.t("学时少的在前", "Fewest hours"),
            Self::Last => w.t("停得久的在前", "Away longest"),
        }
    }

    pub fn sort(self, lines: &mut [WallLine]) {
        match self {
            Self::Need => lines.sort_by_key(need),
            Self::Name => lines.sort_by(|one, other| one.name.cmp(&other.name)),
            Self::Hours => lines.sort_by_key(|line| line.hours.verified + line.hours.waiting),
            Self::Last => lines.sort_by_key(|line| line.idle_since),
        }
    }
}

/// The smaller, the more somebody is needed.
fn need(line: &WallLine) -> (u8, i64) {
    if line.now == Doing::Held {
        (0, line.idle_since)
    } else if line.stopped {
        (1, line.idle_since)
    } else if line.plan == Pace::Behind {
        (2, -line.behind_tenths)
    } else if line.now == Doing::CheckOpen {
        (3, 0)
    } else if line.plan == Pace::Completed {
        (5, 0)
    } else {
        (4, 0)
    }
}

#[cfg(test)]
mod tests {
    use web::parts::Hours;

    use super::*;

    fn line(
        name: &str,
        now: Doing,
        plan: Pace,
        stopped: bool,
        idle_since: i64,
        behind_tenths: i64,
    ) -> WallLine {
        WallLine {
            href: String::new(),
            name: name.to_owned(),
            document: String::new(),
            now,
            now_text: String::new(),
            lesson_text: String::new(),
            hours: Hours { verified: idle_since, ..Hours::default() },
            plan,
            plan_text: String::new(),
            last_text: String::new(),
            stopped,
            idle_since,
            behind_tenths,
        }
    }

    #[test]
    fn whoever_needs_somebody_stands_first() {
        let mut lines = vec![
            line("done", Doing::Away, Pace::Completed, false, 1, -9),
            line("well", Doing::Studying, Pace::OnPlan, false, 9, 0),
            line("asked", Doing::CheckOpen, Pace::OnPlan, false, 9, 0),
            line("behind", Doing::Away, Pace::Behind, false, 8, 3),
            line("further behind", Doing::Away, Pace::Behind, false, 8, 7),
            line("stopped", Doing::Away, Pace::Behind, true, 3, 9),
            line("stopped longer", Doing::Away, Pace::OnPlan, true, 2, 0),
            line("held", Doing::Held, Pace::OnPlan, false, 9, 0),
        ];
        let names = |lines: &[WallLine]| lines.iter().map(|line| line.name.clone()).collect::<Vec<_>>();
        Order::of("no such order").sort(&mut lines);
        assert_eq!(
            names(&lines),
            ["held", "stopped longer", "stopped", "further behind", "behind", "asked", "well", "done"]
        );
        Order::of("name").sort(&mut lines);
        assert_eq!(names(&lines)[..2], ["asked", "behind"]);
        for code in ["hours", "last"] {
            Order::of(code).sort(&mut lines);
            assert_eq!(names(&lines)[..2], ["done", "stopped longer"], "{code}");
        }
    }
}
