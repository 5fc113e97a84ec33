//! What is frozen, drawn: the sums, then each learner.

use std::collections::HashMap;

use app::format;
use app::words::Words;
use leptos::prelude::*;
use store::class_closing::ClosingLine;
use web::parts::{
    Cell, Chip, ColumnKind, DataTable, Empty, HeadCell, KeyFigure, KeyFigures, Pager, Row, Status,
};

use super::Frozen;
use super::page::pages_of;

/// Lines of a page.
pub(super) const LINES_A_PAGE: i64 = 50;

/// Which lines are shown.
#[derive(Clone, Copy, Debug)]
pub(super) enum Turn {
    /// From 1.
    Page(i64),
    /// Everybody.
    All,
}

/// Credit hours in tenths; `hour_ms` is one of them.
fn tenths(ms: i64, hour_ms: i64) -> i64 {
    if hour_ms == 0 { 0 } else { ms * 10 / hour_ms }
}

/// The sums.
pub(super) fn figures(w: Words, frozen: &Frozen, hour_ms: i64) -> impl IntoView + use<> {
    let people = frozen.lines.len() as i64;
    let completed = frozen.lines.iter().filter(|line| line.completed).count() as i64;
    let hours: i64 = frozen.lines.iter().map(|line| line.credit_tenths).sum();
    let ready = frozen.lines.iter().filter(|line| line.completed && line.identity_seen).count() as i64;
    let required = frozen.lines.first().map_or(0, |line| tenths(line.required_ms, hour_ms));
    let note = match w {
        Words::Zh => format!("每人应学 {} 学时", format::tenths(required)),
        Words::En => format!("{} required of each", format::tenths(required)),
    };
    view! {
        <KeyFigures>
            <KeyFigure label=w.t("学员", "Learners") value=format::count(people) unit=w.t("人", "") />
            <KeyFigure
                label=w.t("学完", "Completed")
                value=format::count(completed)
                unit=w.t("人", "")
            />
            <KeyFigure
                label=w.t("学完且证件已核对", "Completed, document seen")
                value=format::count(ready)
                unit=w.t("人", "")
            />
            <KeyFigure
                label=w.t("认定学时", "Verified hours")
                value=format::many_tenths(hours)
                unit=w.t("学时", "")
                note=note
            />
        </KeyFigures>
    }
}

/// What the lines are judged by: an hour in milliseconds, the percent of hours that completes, the mark that passes.
pub(super) type Rules = (i64, i64, i64);

/// What a learner lacks, in words.
fn lacks(w: Words, line: &ClosingLine, (hour_ms, percent, least): Rules) -> Vec<String> {
    let mut lacks = Vec::new();
    let needed_ms = (line.required_ms * percent + 99) / 100;
    if line.verified_ms < needed_ms && hour_ms > 0 {
        // Rounded up: what is short is never nothing.
        let short = ((needed_ms - line.verified_ms).max(0) * 10 + hour_ms - 1) / hour_ms;
        let hours = format::credit_hours(w, short);
        lacks.push(match w {
            Words::Zh => format!("差 {hours}"),
            Words::En => format!("{hours} short"),
        });
    }
    match (line.test_mark, w) {
        (Some(Some(mark)), Words::Zh) if mark < least => lacks.push(format!("结业考试 {mark} 分，没有合格")),
        (Some(Some(mark)), Words::En) if mark < least => lacks.push(format!("final test {mark}, not passed")),
        (Some(None), _) => lacks.push(w.t("没有参加结业考试", "final test not sat").to_owned()),
        _ => {}
    }
    if !line.identity_seen {
        lacks.push(w.t("证件没有核对", "document not seen").to_owned());
    }
    match (&line.category, line.category_proved) {
        (None, _) => lacks.push(w.t("报名时没有人员类别", "no category when enrolling").to_owned()),
        (Some(_), false) => {
            lacks.push(w.t("人员类别没有证明材料", "category not proved").to_owned());
        }
        _ => {}
    }
    lacks
}

/// Each learner.
pub(super) fn lines_table(
    w: Words,
    here: &str,
    frozen: Frozen,
    policy: Rules,
    turn: Turn,
) -> impl IntoView + use<> {
    let people = frozen.lines.len();
    if people == 0 {
        return view! {
            <Empty title=w.t("这个班没有学员", "Nobody is in this class")>
                <p>{w.t("也可以结班，结班后不能申领补贴。", "It can be closed all the same; nothing is claimed for it.")}</p>
            </Empty>
        }
        .into_any();
    }
    let pages = pages_of(people).max(1);
    let (page, skip, take) = match turn {
        Turn::All => (1, 0, people),
        Turn::Page(page) => {
            let page = page.clamp(1, pages);
            (page, ((page - 1) * LINES_A_PAGE) as usize, LINES_A_PAGE as usize)
        }
    };
    let names: HashMap<String, (String, String)> = frozen
        .names
        .into_iter()
        .map(|named| (named.enrolment.0, (named.name, named.document_masked)))
        .collect();
    let shown: Vec<&ClosingLine> = frozen.lines.iter().skip(skip).take(take).collect();
    let (first, last) = (skip + 1, skip + shown.len());
    let (closed, certificates) = (frozen.closing.is_some(), &frozen.certificates);
    let rows = shown
        .into_iter()
        .map(|line| {
            let certificate = (closed && line.completed)
                .then(|| certificate_says(w, certificates.get(&line.enrolment).copied()));
            row(w, here, line, &names, policy, certificate)
        })
        .collect_view();
    let pages = if matches!(turn, Turn::All) { 1 } else { pages };
    let summary = match w {
        Words::Zh => format!("第 {first}–{last} 人，共 {people} 人"),
        Words::En => format!("{first}–{last} of {people}"),
    };
    let list = format!("{here}/closing");
    let all = (pages > 1).then(|| {
        view! {
            <p>
                <a class="button button-quiet" href=format!("{list}?all=1")>
                    {w.t("全部显示在一页，方便打印", "Show everyone on one page, for printing")}
                </a>
            </p>
        }
    });
    view! {
        <DataTable
            caption=w.t("每名学员", "Each learner")
            columns=vec![
                (w.t("学员", "Learner").to_owned(), ColumnKind::Text),
                (w.t("认定学时和天数", "Verified, and days").to_owned(), ColumnKind::Short),
                (w.t("学完没有，还缺什么", "Completed, and what is missing").to_owned(), ColumnKind::Text),
            ]
        >
            {rows}
        </DataTable>
        <Pager words=w page=page pages=pages list=list.clone() summary=summary />
        {all}
    }
    .into_any()
}

/// What is said of the certificate of completion of somebody who may have one: whether it was issued, and taken back.
fn certificate_says(w: Words, revoked: Option<bool>) -> &'static str {
    match revoked {
        None => w.t("可以开结业证明", "may have a certificate of completion"),
        Some(false) => w.t("已开结业证明", "certificate of completion issued"),
        Some(true) => w.t("结业证明已作废", "certificate of completion revoked"),
    }
}

fn row(
    w: Words,
    here: &str,
    line: &ClosingLine,
    names: &HashMap<String, (String, String)>,
    policy: Rules,
    certificate: Option<&'static str>,
) -> impl IntoView + use<> {
    let (name, document) = names.get(line.enrolment.as_str()).cloned().unwrap_or_default();
    let name = if name.is_empty() { w.t("已注销", "Account closed").to_owned() } else { name };
    let href = format!("{here}/learners/{}", line.enrolment);
    let (hours, days) = (format::credit_hours(w, line.credit_tenths), line.days_studied);
    let hours = match (w, days) {
        (Words::Zh, days) => format!("{hours}，学了 {days} 天"),
        (Words::En, 1) => format!("{hours} on 1 day"),
        (Words::En, days) => format!("{hours} on {days} days"),
    };
    let mark = line.test_mark.flatten().filter(|mark| *mark >= policy.2).map(|mark| match w {
        Words::Zh => format!("结业考试 {mark} 分"),
        Words::En => format!("final test {mark}"),
    });
    let mut says: Vec<String> = mark.into_iter().chain(lacks(w, line, policy)).collect();
    says.extend(certificate.map(str::to_owned));
    let says = says.join(w.t("；", "; "));
    let chip = if line.completed {
        view! { <Chip status=Status::Verified>{w.t("学完", "Completed")}</Chip> }.into_any()
    } else if line.test_mark.is_some() {
        view! { <Chip status=Status::Neutral>{w.t("没有结业", "Not completed")}</Chip> }.into_any()
    } else {
        view! { <Chip status=Status::Neutral>{w.t("没有学完", "Not completed")}</Chip> }.into_any()
    };
    view! {
        <Row>
            <HeadCell>
                <a href=href>{name}</a>
                " "
                <span class="soft small nowrap">{document}</span>
            </HeadCell>
            <Cell label=w.t("认定", "Verified") kind=ColumnKind::Short>
                {hours}
            </Cell>
            <Cell label=w.t("学完没有", "Completed")>
                <span>{chip} " " {says}</span>
            </Cell>
        </Row>
    }
}
