//! Verified hours drawn: by month and by county, each bar a door, the exact numbers in a table beneath.

use std::collections::BTreeMap;

use app::format;
use app::words::Words;
use domain::policy::Policies;
use domain::subsidy::CreditHours;
use leptos::prelude::*;
use web::parts::{Cell, ColumnKind, DataTable, HeadCell, Row};

/// Verified time, by the policy under which it is worth credit hours.
#[derive(Clone, Debug, Default)]
pub struct Sum(BTreeMap<String, i64>);

impl Sum {
    pub fn add(&mut self, policy: &str, ms: i64) {
        *self.0.entry(policy.to_owned()).or_default() += ms;
    }

    pub fn ms(&self) -> i64 {
        self.0.values().sum()
    }

    /// What it is worth, cut off once a policy.
    pub fn tenths(&self, policies: &Policies) -> i64 {
        let worth = |(version, ms): (&String, &i64)| {
            policies.version(version).map_or(0, |policy| CreditHours::of_ms(*ms, policy).tenths)
        };
        self.0.iter().map(worth).sum()
    }
}

/// One bar.
#[derive(Clone, Debug)]
pub struct Bar {
    pub name: String,
    /// The page of exactly these hours.
    pub href: String,
    pub sum: Sum,
}

/// The exact time behind the hours, as the ledger sums it.
pub fn seconds(w: Words, ms: i64) -> String {
    format!("{}.{:03} {}", format::count(ms / 1000), ms % 1000, w.t("秒", "s"))
}

/// Bars with their name and number, the longest as wide as there is room, and the table.
pub fn chart(
    w: Words,
    title: &'static str,
    by: &'static str,
    bars: Vec<Bar>,
    policies: &Policies,
) -> impl IntoView + use<> {
    let longest = bars.iter().map(|bar| bar.sum.ms()).max().unwrap_or(0).max(1);
    let mut total = Sum::default();
    for bar in &bars {
        for (policy, ms) in &bar.sum.0 {
            total.add(policy, *ms);
        }
    }
    let drawn = bars.iter().map(|bar| {
        let tenths = bar.sum.tenths(policies);
        // Tenths of a percent of the width, so that a little is still something.
        let width = (i128::from(bar.sum.ms()) * 1000 / i128::from(longest)).max(i128::from(bar.sum.ms() > 0) * 4);
        view! {
            <li>
                <a href=bar.href.clone()>
                    <span class="chart-name">{bar.name.clone()}</span>
                    <svg class="chart-bar" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">
                        <rect width=width.to_string() height="10"></rect>
                    </svg>
                    <span class="chart-number">{format::many_tenths(tenths)} <span class="visually-hidden">{w.t("学时", "credit hours")}</span></span>
                </a>
            </li>
        }
    });
    let drawn = drawn.collect_view();
    let line = |name: String, sum: &Sum| {
        let (tenths, exact) = (format::many_tenths(sum.tenths(policies)), seconds(w, sum.ms()));
        view! {
            <Row>
                <HeadCell>{name}</HeadCell>
                <Cell label=w.t("学时", "Credit hours") kind=ColumnKind::Number>{tenths}</Cell>
                <Cell label=w.t("精确时长", "Exact time") kind=ColumnKind::Number>{exact}</Cell>
            </Row>
        }
    };
    let rows = bars.iter().map(|bar| line(bar.name.clone(), &bar.sum)).collect_view();
    let foot = line(w.t("合计", "Total").to_owned(), &total);
    view! {
        <figure class="chart sheet">
            <figcaption>
                <h2>{title}</h2>
                <p class="soft">{w.t("单位：学时。点一条，只看这一部分。", "In credit hours. Choose a bar to see that part alone.")}</p>
            </figcaption>
            <ol class="chart-bars">{drawn}</ol>
            <details class="exact">
                <summary>{w.t("精确数字", "Exact numbers")}</summary>
                <DataTable
                    caption=title
                    columns=vec![
                        (by.to_owned(), ColumnKind::Text),
                        (w.t("学时", "Credit hours").to_owned(), ColumnKind::Number),
                        (w.t("精确时长", "Exact time").to_owned(), ColumnKind::Number),
                    ]
                    foot=move || foot
                >
                    {rows}
                </DataTable>
            </details>
        </figure>
    }
}
