//! Limits are said before they bite: the day's cap and the hours in which study counts.

use app::format;
use app::words::Words;
use domain::policy::Policy;
use leptos::prelude::*;
use web::parts::{Drawing, Icon};

/// Closer than this behind the end of the lesson a limit is worth a word.
const SOON_MS: i64 = 30 * 60_000;

/// What stands in the way of counting this lesson to its end today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Limit {
    /// The day is full.
    DayFull { credit_hours: i64 },
    /// So much of the day is left.
    DayEnds { left_ms: i64, credit_hours: i64 },
    /// Study does not count at this time of day.
    Closed { opens: String, closes: String },
    /// It will soon not count any more.
    Closes { left_ms: i64, closes: String },
}

/// The limit nearest to a learner with `rest_ms` of a lesson before them, if one is near.
pub fn near(policy: &Policy, used_today_ms: i64, rest_ms: i64, now_ms: i64) -> Option<Limit> {
    let credit_hours = policy.credit.day_cap_credit_hours.value;
    let day_left_ms = policy.day_cap_ms() - used_today_ms;
    let window = policy.credit.clock_window.as_ref().map(|window| window.value.clone());
    if let (Some([opens, closes]), false) = (&window, policy.window_is_open(now_ms)) {
        return Some(Limit::Closed { opens: opens.clone(), closes: closes.clone() });
    }
    if day_left_ms <= 0 {
        return Some(Limit::DayFull { credit_hours });
    }
    let wanted_ms = rest_ms + SOON_MS;
    let closes_in_ms = policy
        .window_minutes()
        .map(|(_, closes)| policy.utc_offset_minutes.midnight_ms(now_ms) + closes * 60_000 - now_ms);
    let closing = closes_in_ms.filter(|left_ms| *left_ms < wanted_ms.min(day_left_ms)).zip(window);
    if let Some((left_ms, [_, closes])) = closing {
        return Some(Limit::Closes { left_ms, closes });
    }
    (day_left_ms < wanted_ms).then_some(Limit::DayEnds { left_ms: day_left_ms, credit_hours })
}

/// The sentence above the player.
pub fn notice(w: Words, limit: Limit) -> impl IntoView {
    let time = |ms: i64| format::duration(w, ms);
    let said = match (w, limit) {
        (Words::Zh, Limit::DayFull { credit_hours }) => {
            format!("今天已经学满 {credit_hours} 学时，再看的不计入。可以接着看，要计学时请明天再学。")
        }
        (Words::En, Limit::DayFull { credit_hours }) => {
            format!(
                "Today's {credit_hours} credit hours are full. You may watch on; for hours that count come back tomorrow."
            )
        }
        (Words::Zh, Limit::DayEnds { left_ms, credit_hours }) => {
            format!("今天还能再计 {}，每天最多 {credit_hours} 学时，超过的不计入。", time(left_ms))
        }
        (Words::En, Limit::DayEnds { left_ms, credit_hours }) => {
            format!("{} more can count today: {credit_hours} credit hours a day at most.", time(left_ms))
        }
        (Words::Zh, Limit::Closed { opens, closes }) => {
            format!("现在看的不计入。每天 {opens} 到 {closes} 学习才计学时。")
        }
        (Words::En, Limit::Closed { opens, closes }) => {
            format!("What you watch now does not count. Study counts from {opens} to {closes}.")
        }
        (Words::Zh, Limit::Closes { left_ms, closes }) => {
            format!("今天还能再计 {}，{closes} 以后看的不计入。", time(left_ms))
        }
        (Words::En, Limit::Closes { left_ms, closes }) => {
            format!("{} more can count today: what you watch after {closes} does not.", time(left_ms))
        }
    };
    view! {
        <div class="flash flash-warning" data-limit="">
            <Icon of=Drawing::Clock />
            <p>{said}</p>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::time::CHINA;

    const MINUTE: i64 = 60_000;

    fn policy(window: bool) -> Policy {
        let text = include_str!("../../../../policies/2026-11-26.toml");
        let text = if window {
            text.replace(
                "[check]",
                "clock_window = { value = [\"06:00\", \"23:00\"], source = \"test\" }\n[check]",
            )
        } else {
            text.to_owned()
        };
        toml::from_str(&text).unwrap()
    }

    #[test]
    fn a_limit_is_said_when_it_is_near_and_not_before() {
        let noon = CHINA.day_start_ms("2026-11-26").unwrap() + 720 * MINUTE;
        let day = 360 * MINUTE;
        let at = |used, rest| near(&policy(false), used, rest, noon);
        assert_eq!(at(0, 40 * MINUTE), None);
        assert_eq!(at(day - 71 * MINUTE, 40 * MINUTE), None);
        let left_ms = 60 * MINUTE;
        assert_eq!(at(day - left_ms, 40 * MINUTE), Some(Limit::DayEnds { left_ms, credit_hours: 8 }));
        assert_eq!(at(day, 40 * MINUTE), Some(Limit::DayFull { credit_hours: 8 }));
    }

    #[test]
    fn the_hours_in_which_study_counts_are_said_before_they_end() {
        let at = |minute: i64| {
            let now_ms = CHINA.day_start_ms("2026-11-26").unwrap() + minute * MINUTE;
            near(&policy(true), 0, 40 * MINUTE, now_ms)
        };
        assert_eq!(at(720), None);
        assert_eq!(
            at(23 * 60 - 50),
            Some(Limit::Closes { left_ms: 50 * MINUTE, closes: "23:00".to_owned() })
        );
        let closed = Limit::Closed { opens: "06:00".to_owned(), closes: "23:00".to_owned() };
        assert_eq!((at(23 * 60), at(5 * 60)), (Some(closed.clone()), Some(closed)));
    }
}
