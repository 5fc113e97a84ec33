//! The hours bar: one drawing for hours everywhere. Verified is solid, waiting hatched, refused outlined, the rest empty.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::format;
use crate::islands::live::{is, text};
use crate::words::Words;

/// Amounts of one kind, all in the bar's unit. `required` may be 0 where nothing is required.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    pub required: i64,
    pub verified: i64,
    pub waiting: i64,
    pub refused: i64,
}

impl Hours {
    /// What is still to be studied: what is verified or waiting will not have to be studied again.
    pub fn remaining(self) -> i64 {
        (self.required - self.verified - self.waiting).max(0)
    }

    /// Where verified, waiting and refused end on the bar, in percent of its length.
    ///
    /// A kind that is there at all gets at least a sliver, so that it can be seen.
    fn ends(self) -> [f64; 3] {
        let amounts = [self.verified, self.waiting, self.refused].map(|amount| amount.max(0) as f64);
        let whole = (self.required.max(0) as f64).max(amounts.iter().sum());
        if whole <= 0.0 {
            return [0.0; 3];
        }
        let shares =
            amounts.map(|amount| if amount > 0.0 { (amount / whole * 100.0).max(SLIVER) } else { 0.0 });
        // Slivers may add up to more than the bar; the longest kind gives way.
        let excess = (shares.iter().sum::<f64>() - 100.0).max(0.0);
        let longest = shares.iter().copied().fold(0.0, f64::max);
        let mut end = 0.0;
        let mut given = false;
        shares.map(|share| {
            end += share;
            if !given && share >= longest {
                given = true;
                end -= excess;
            }
            end
        })
    }
}

/// Least visible share of the bar, in percent.
const SLIVER: f64 = 1.2;

/// What the amounts of a bar count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum HoursUnit {
    /// Tenths of a credit hour.
    #[default]
    CreditTenths,
    /// Milliseconds, shown as hours, minutes and seconds.
    Time,
}

impl HoursUnit {
    /// Short, for the legend: its unit stands in the head.
    fn short(self, w: Words, amount: i64) -> String {
        match self {
            Self::CreditTenths => format::tenths(amount),
            Self::Time => format::duration(w, amount),
        }
    }

    fn full(self, w: Words, amount: i64) -> String {
        match self {
            Self::CreditTenths => format::credit_hours(w, amount),
            Self::Time => format::duration(w, amount),
        }
    }
}

/// How much room a bar takes: `Small` in a table row, `Medium` in a sheet, `Large` where hours are the page's subject.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum HoursSize {
    Small,
    #[default]
    Medium,
    Large,
}

impl HoursSize {
    fn class(self) -> &'static str {
        match self {
            Self::Small => "hours hours-small",
            Self::Medium => "hours",
            Self::Large => "hours hours-large",
        }
    }
}

/// The bar with its numbers. Fit for pages and islands: give it a value, or a signal that moves.
///
/// Drawn with attributes only (no inline styles), so it passes a strict content security policy.
#[component]
pub fn HoursBar(
    words: Words,
    /// The amounts.
    #[prop(into)]
    hours: Signal<Hours>,
    #[prop(optional)] unit: HoursUnit,
    #[prop(optional)] size: HoursSize,
) -> impl IntoView {
    let w = words;
    let ends = move || hours.get().ends();
    // Without the formatting of fractions, which every phone would have to load.
    let share = |percent: f64| {
        let hundredths = (percent * 100.0).round() as i64;
        let sign = if hundredths < 0 { "-" } else { "" };
        format!("{sign}{}.{:02}%", hundredths.abs() / 100, hundredths.abs() % 100)
    };
    // A cut between two kinds; out of sight where there is nothing on one of its sides.
    let cut = move |at: usize| {
        let end = ends()[at];
        share(if end > 0.0 && end < 99.99 { end } else { -10.0 })
    };
    let cuts = [0, 1, 2].map(|at| {
        let at = text(move || cut(at));
        view! { <line class="cut" x1=at x2=at y1="0" y2="100%"></line> }
    });
    let small = size == HoursSize::Small;
    let amount = move |pick: fn(Hours) -> i64| text(move || unit.short(w, pick(hours.get())));
    let key = move |class: &'static str, name: &'static str, pick: fn(Hours) -> i64, none: Signal<bool>| {
        let amount = amount(pick);
        view! {
            <span class=class hidden=none>
                {name} <b prop:textContent=amount>{amount.get_untracked()}</b>
            </span>
        }
    };
    let head = (size == HoursSize::Large).then(|| {
        let required = text(move || match hours.get().required {
            0 => String::new(),
            required => format!(" / {}", unit.full(w, required)),
        });
        view! {
            <p class="hours-head" aria-hidden="true">
                <span class="hours-sum">
                    {amount(|h| h.verified)}
                    <small>{required} " " {w.t("已认定", "verified")}</small>
                </span>
            </p>
        }
    });
    view! {
        <div class=size.class()>
            {head}
            <div class="hours-bar" role="img" aria-label=text(move || sentence(w, unit, hours.get()))>
                <svg aria-hidden="true">
                    <rect class="verified" width=text(move || share(ends()[0])) height="100%"></rect>
                    <svg
                        x=text(move || share(ends()[1]))
                        width=text(move || share(ends()[2] - ends()[1]))
                        height="100%"
                    >
                        <rect class="refused" width="100%" height="100%"></rect>
                        <rect class="refused-edge" width="100%" height="100%"></rect>
                    </svg>
                    <rect
                        class="remaining"
                        x=text(move || share(ends()[2]))
                        width=text(move || share(100.0 - ends()[2]))
                        height="100%"
                    ></rect>
                    {cuts}
                </svg>
            </div>
            <p class="hours-legend" aria-hidden="true">
                {key(
                    "hours-key hours-key-verified",
                    w.t("已认定", "verified"),
                    |h| h.verified,
                    is(|| false),
                )}
                {key(
                    "hours-key hours-key-waiting",
                    w.t("待确认", "waiting"),
                    |h| h.waiting,
                    is(move || small && hours.get().waiting == 0),
                )}
                {key(
                    "hours-key hours-key-refused",
                    w.t("未认定", "refused"),
                    |h| h.refused,
                    is(move || hours.get().refused == 0),
                )}
                {key(
                    "hours-key",
                    w.t("还差", "to go"),
                    Hours::remaining,
                    is(move || small || hours.get().required == 0),
                )}
            </p>
        </div>
    }
}

/// The whole bar in one sentence, for those who hear it.
fn sentence(w: Words, unit: HoursUnit, hours: Hours) -> String {
    let said = |amount| unit.full(w, amount);
    let mut parts = Vec::with_capacity(5);
    if hours.required > 0 {
        parts.push(format!("{} {}", w.t("要求", "required"), said(hours.required)));
    }
    parts.push(format!("{} {}", w.t("已认定", "verified"), said(hours.verified)));
    if hours.waiting > 0 {
        parts.push(format!("{} {}", w.t("待抽查确认", "waiting for a check"), said(hours.waiting)));
    }
    if hours.refused > 0 {
        parts.push(format!("{} {}", w.t("未认定", "refused"), said(hours.refused)));
    }
    if hours.required > 0 {
        parts.push(format!("{} {}", w.t("还差", "to go"), said(hours.remaining())));
    }
    parts.join(w.t("，", ", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(required: i64, verified: i64, waiting: i64, refused: i64) -> Hours {
        Hours { required, verified, waiting, refused }
    }

    #[test]
    fn the_bar_is_as_long_as_what_is_required() {
        assert_eq!(hours(100, 50, 10, 20).ends(), [50.0, 60.0, 80.0]);
    }

    #[test]
    fn more_than_required_fills_the_bar() {
        assert_eq!(hours(100, 150, 50, 0).ends(), [75.0, 100.0, 100.0]);
        assert_eq!(hours(100, 150, 0, 0).remaining(), 0);
    }

    #[test]
    fn nothing_at_all_is_an_empty_bar() {
        assert_eq!(hours(0, 0, 0, 0).ends(), [0.0; 3]);
        assert_eq!(hours(120, 0, 0, 0).ends(), [0.0; 3]);
    }

    #[test]
    fn a_little_is_seen_and_the_bar_never_overflows() {
        let ends = hours(1_000_000, 999_998, 1, 1).ends();
        assert!(ends[1] - ends[0] >= SLIVER - 1e-9);
        assert!(ends[2] - ends[1] >= SLIVER - 1e-9);
        assert!(ends[2] <= 100.0 + 1e-9);
    }

    #[test]
    fn the_sentence_names_every_amount_that_is_there() {
        assert_eq!(
            sentence(Words::Zh, HoursUnit::CreditTenths, hours(120, 52, 6, 3)),
            "要求 12 学时，已认定 5.2 学时，待抽查确认 0.6 学时，未认定 0.3 学时，还差 6.2 学时"
        );
        assert_eq!(sentence(Words::En, HoursUnit::Time, hours(0, 84_000, 0, 0)), "verified 1 min 24 s");
    }

    #[test]
    fn the_drawing_carries_no_inline_style() {
        let html = Owner::new().with(|| {
            view! { <HoursBar words=Words::Zh hours=hours(120, 52, 6, 3) size=HoursSize::Large /> }.to_html()
        });
        assert!(!html.contains("style="), "{html}");
        assert!(html.contains(r#"role="img""#) && html.contains("还差"), "{html}");
    }
}
