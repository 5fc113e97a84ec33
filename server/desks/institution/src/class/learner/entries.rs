//! The tables of a learner's page: entries of the ledger, and what was refused.

use app::format;
use app::words::Words;
use domain::ledger::Entry;
use domain::time::Zone;
use leptos::prelude::*;
use store::roster::{LearnerEntry, LearnerRefusal};
use web::parts::{Cell, ColumnKind, DataTable, Empty, HeadCell, Row};

/// Entries, newest first.
pub fn table(w: Words, zone: Zone, entries: Vec<LearnerEntry>) -> impl IntoView + use<> {
    if entries.is_empty() {
        return view! {
            <Empty title=w.t("还没有认定的学时", "No verified hours yet")>
                <p>{w.t("通过第一次抽查后，这里会有第一条。", "The first entry comes with the first check passed.")}</p>
            </Empty>
        }
        .into_any();
    }
    let read: Vec<(LearnerEntry, Option<Entry>)> = entries
        .into_iter()
        .map(|stored| {
            let entry = serde_json::from_str(&stored.body).ok();
            (stored, entry)
        })
        .collect();
    // One policy for all of them is said once, not in every row.
    let mut policies: Vec<&str> =
        read.iter().filter_map(|(_, entry)| Some(entry.as_ref()?.policy.as_str())).collect();
    policies.sort_unstable();
    policies.dedup();
    let several = policies.len() > 1;
    let by = policies.first().filter(|_| !several).map(|policy| match w {
        Words::Zh => format!("都按认定规则 {policy}。"),
        Words::En => format!("All by policy {policy}."),
    });
    let mut columns = vec![
        (w.t("条号", "No.").to_owned(), ColumnKind::Short),
        (w.t("课节", "Lesson").to_owned(), ColumnKind::Text),
        (w.t("日期和区间", "Day and interval").to_owned(), ColumnKind::Short),
        (w.t("秒数", "Seconds").to_owned(), ColumnKind::Number),
        (w.t("抽查或申诉", "Check or appeal").to_owned(), ColumnKind::Short),
    ];
    columns.extend(several.then(|| (w.t("规则", "Policy").to_owned(), ColumnKind::Short)));
    columns.push((w.t("证据", "Evidence").to_owned(), ColumnKind::Short));
    let rows = read.into_iter().map(|(stored, entry)| row(w, zone, stored, entry, several)).collect_view();
    view! {
        <p class="soft small">{by}</p>
        <DataTable caption=w.t("学时账条目", "Entries of the ledger") columns=columns>
            {rows}
        </DataTable>
    }
    .into_any()
}

fn row(
    w: Words,
    zone: Zone,
    stored: LearnerEntry,
    entry: Option<Entry>,
    with_policy: bool,
) -> impl IntoView + use<> {
    let lesson = match w {
        Words::Zh => format!("第 {} 课 {}", stored.lesson, stored.lesson_title),
        Words::En => format!("{} {}", stored.lesson, w.either(&stored.lesson_title, &stored.lesson_title_en)),
    };
    let number = format!("#{}", stored.entry_index);
    let Some(entry) = entry else {
        return view! {
            <Row>
                <HeadCell>{number}</HeadCell>
                <Cell label=w.t("课节", "Lesson")>{lesson}</Cell>
                <Cell label=w.t("证据", "Evidence")>{w.t("读不出来", "unreadable")}</Cell>
            </Row>
        }
        .into_any();
    };
    let days = entry.days.into_iter().map(|day| {
        let ranges: Vec<String> = day
            .ranges
            .as_slice()
            .iter()
            .map(|[from, to]| format!("{}–{}", format::clock(*from), format::clock(*to)))
            .collect();
        view! {
            <span>{day.day}</span>
            <small>{ranges.join(w.t("、", ", "))}</small>
        }
    });
    let days = days.collect_view();
    let chain = entry.evidence.chain;
    // A contra entry stands on no check but on an appeal that two people granted.
    let (how, check) = match (&entry.check, w) {
        (Some(check), Words::Zh) => (w.check_kind(check.kind), format!("第 {} 次提问通过", check.offer)),
        (Some(check), Words::En) => (w.check_kind(check.kind), format!("passed on offer {}", check.offer)),
        (None, _) => {
            let ground = entry.granted.as_ref().map_or("", |granted| w.ground(granted.ground));
            (w.t("申诉成立", "Appeal granted"), ground.to_owned())
        }
    };
    let record = match w {
        Words::Zh => format!("记录 {}", entry.evidence.record),
        Words::En => format!("record {}", entry.evidence.record),
    };
    let policy = with_policy.then(|| {
        view! {
            <Cell label=w.t("规则", "Policy") kind=ColumnKind::Short>
                {entry.policy}
            </Cell>
        }
    });
    view! {
        <Row>
            <HeadCell>
                {number}
                <small class="nowrap">{zone.minute(entry.at_ms)}</small>
            </HeadCell>
            <Cell label=w.t("课节", "Lesson")>{lesson}</Cell>
            <Cell label=w.t("区间", "Interval") kind=ColumnKind::Short>
                <span>{days}</span>
            </Cell>
            <Cell label=w.t("秒数", "Seconds") kind=ColumnKind::Number>
                {format!("{}.{:03}", entry.ms / 1000, entry.ms % 1000)}
            </Cell>
            <Cell label=w.t("抽查", "Check") kind=ColumnKind::Short>
                <span>{how} <small>{check}</small></span>
            </Cell>
            {policy}
            <Cell label=w.t("证据", "Evidence") kind=ColumnKind::Short>
                <span title=chain>{record}</span>
            </Cell>
        </Row>
    }
    .into_any()
}

/// What was refused, by day, lesson and reason.
pub fn refusals(w: Words, refusals: Vec<LearnerRefusal>) -> impl IntoView + use<> {
    let rows = refusals.into_iter().map(|refused| {
        let lesson = match w {
            Words::Zh => format!("第 {} 课", refused.lesson),
            Words::En => format!("Lesson {}", refused.lesson),
        };
        view! {
            <Row>
                <HeadCell>{refused.day}</HeadCell>
                <Cell label=w.t("课节", "Lesson") kind=ColumnKind::Short>
                    {lesson}
                </Cell>
                <Cell label=w.t("时长", "Time") kind=ColumnKind::Number>
                    {format::duration(w, refused.ms)}
                </Cell>
                <Cell label=w.t("原因", "Why")>{w.refused(&refused.code).why}</Cell>
            </Row>
        }
    });
    let rows = rows.collect_view();
    view! {
        <section class="stack">
            <h2>{w.t("未认定的时间", "Time not counted")}</h2>
            <DataTable
                caption=w.t("未认定的时间", "Time not counted")
                columns=vec![
                    (w.t("日期", "Day").to_owned(), ColumnKind::Short),
                    (w.t("课节", "Lesson").to_owned(), ColumnKind::Short),
                    (w.t("时长", "Time").to_owned(), ColumnKind::Number),
                    (w.t("原因", "Why").to_owned(), ColumnKind::Text),
                ]
            >
                {rows}
            </DataTable>
        </section>
    }
}
