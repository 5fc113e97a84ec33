//! The pages of an import: the form, what is wrong with a file, and what will be recorded of one with nothing wrong.

use std::collections::BTreeSet;

use app::format;
use app::words::Words;
use domain::roster::column_letters;
use domain::standard::Standard;
use domain::standard_line::StandardField;
use leptos::prelude::*;
use roster::{STANDARDS_MAX, standards_head};
use web::Visit;
use web::form::FormState;
use web::page::{About, Page};
use web::parts::{
    Button, Cell, Chip, ColumnKind, Crumbs, DataTable, ErrorSummary, FileField, Flash, HeadCell, KeyFigure,
    KeyFigures, Kind, LinkButton, Nothing, Row, Status, Tone,
};

use super::judged::{Judged, Line, Stands, Wrong};
use super::receive::MEGABYTES_MAX;
use crate::standard::known::Offered;
use crate::standard::list::short_days;
use crate::standard::{AT, named_by};

/// So many faults are shown: whoever mends these sends the file again anyway.
const WRONG_SHOWN: usize = 200;
/// So much of a cell is shown.
const CELL_CHARS: usize = 60;

fn title(w: Words) -> &'static str {
    w.t("从表格导入标准", "Import standards from a file")
}

fn crumbs(w: Words, here: &str) -> impl IntoView + use<> {
    let above = vec![("/standards".to_owned(), w.t("补贴标准", "Standards").to_owned())];
    view! { <Crumbs words=w above=above here=here.to_owned() /> }
}

/// The form.
pub fn form_page(visit: &Visit, has_funds: bool, state: FormState<()>) -> Page {
    let (w, title) = (visit.words, title(visit.words));
    visit.page(About::new(title).at(AT).narrow(), move || {
        let body = if has_funds {
            form(w, &state).into_any()
        } else {
            view! {
                <Nothing words=w yet=w.t("还没有登记资金渠道", "No funds yet") clear=None>
                    <p>{w.t("每条标准都从一个资金渠道支付，请先登记资金渠道。", "Each standard is paid out of a fund: please record one first.")}</p>
                    <LinkButton href="/standards/funds" kind=Kind::Primary>{w.t("登记资金渠道", "Record a fund")}</LinkButton>
                </Nothing>
            }
            .into_any()
        };
        view! {
            {crumbs(w, title)}
            <h1>{title}</h1>
            {body}
        }
    })
}

fn form(w: Words, state: &FormState<()>) -> impl IntoView + use<> {
    let heads = StandardField::ALL.map(standards_head).join("、");
    let hint = match w {
        Words::Zh => format!("Excel（.xlsx、.xls）或 CSV，最大 {MEGABYTES_MAX} MB、{STANDARDS_MAX} 条。"),
        Words::En => {
            format!("Excel (.xlsx, .xls) or CSV, at most {MEGABYTES_MAX} MB and {STANDARDS_MAX} standards.")
        }
    };
    view! {
        <form class="form sheet" method="post" action="/standards/import" enctype="multipart/form-data">
            <div class="sheet-head">
                <h2>{w.t("选择文件", "Choose a file")}</h2>
                <LinkButton href="/standards/import/template/file">{w.t("下载模板", "Download the template")}</LinkButton>
            </div>
            <ErrorSummary title=w.t("没有导入，请看这里", "Nothing was taken, please look here") errors=state.errors() />
            <FileField
                name="file"
                label=w.t("标准的表格", "File of standards")
                hint=hint
                error=state.error("file")
                accept=".xlsx,.xls,.csv,.txt"
            />
            <p>
                {w.t("表头要有这 14 列：", "The head names these 14 columns: ")} {heads}
                {w.t("。表头上面的标题、下面的说明不用删。", ". Titles above the head and notes below may stay.")}
            </p>
            <p class="soft">
                {w.t(
                    "先检查，再给您看要登记哪些，您确认以后才登记。有一处不对，整个文件都不登记。",
                    "It is checked and shown first, and recorded once you confirm it. With anything wrong in it, nothing is recorded.",
                )}
            </p>
            <div class="actions">
                <Button kind=Kind::Primary>{w.t("检查文件", "Check the file")}</Button>
            </div>
        </form>
    }
}

/// What is wrong, each at its cell.
pub fn wrong_page(visit: &Visit, found: Judged) -> Page {
    let (w, title) = (visit.words, title(visit.words));
    visit.page(About::new(title).at(AT), move || {
        let count = found.wrong.len();
        let rows: BTreeSet<u32> = found.wrong.iter().map(|one| one.row).collect();
        let says = match w {
            Words::Zh => format!(
                "没有登记：{} 行里有 {count} 处要改。请在表格里改好，再传一次；整个文件都对了才登记。",
                rows.len()
            ),
            Words::En => format!(
                "Nothing was recorded: {count} to correct, in {} rows. Correct them in the file and send it again.",
                rows.len()
            ),
        };
        let more = (count > WRONG_SHOWN).then(|| {
            let says = match w {
                Words::Zh => format!("共 {count} 处，这里只列前 {WRONG_SHOWN} 处。"),
                Words::En => format!("The first {WRONG_SHOWN} of {count} are shown."),
            };
            view! { <p class="soft">{says}</p> }
        });
        let lines = found.wrong.into_iter().take(WRONG_SHOWN).map(|one| wrong_row(w, one)).collect_view();
        view! {
            {crumbs(w, title)}
            <h1>{title}</h1>
            <Flash tone=Tone::Danger>{says}</Flash>
            <DataTable
                caption=w.t("哪一格、怎么办", "Which cell, and what to do")
                columns=vec![
                    (w.t("行", "Row").to_owned(), ColumnKind::Short),
                    (w.t("列", "Column").to_owned(), ColumnKind::Short),
                    (w.t("表里写的", "What stands there").to_owned(), ColumnKind::Text),
                    (w.t("怎么办", "What to do").to_owned(), ColumnKind::Text),
                ]
            >
                {lines}
            </DataTable>
            {more}
            <div class="actions">
                <LinkButton href="/standards/import" kind=Kind::Primary>{w.t("改好了，再传一次", "Send it again")}</LinkButton>
            </div>
        }
    })
}

fn wrong_row(w: Words, one: Wrong) -> impl IntoView {
    let row = match w {
        Words::Zh => format!("第 {} 行", one.row),
        Words::En => format!("Row {}", one.row),
    };
    let (column, text) = match one.cell {
        None => (w.t("整行", "The whole row").to_owned(), "—".to_owned()),
        Some((field, at, text)) => {
            let letters = at.map(|at| format!("{} ", column_letters(at))).unwrap_or_default();
            let empty = text.trim().is_empty();
            let text = if empty { w.t("（空）", "(empty)").to_owned() } else { cut(&text) };
            (format!("{letters}{}", standards_head(field)), text)
        }
    };
    let says = w.standard_fault(one.field, &one.fault);
    view! {
        <Row>
            <HeadCell><span class="nowrap">{row}</span></HeadCell>
            <Cell label=w.t("列", "Column") kind=ColumnKind::Short>{column}</Cell>
            <Cell label=w.t("表里写的", "What stands there")><span class="break-anywhere">{text}</span></Cell>
            <Cell label=w.t("怎么办", "What to do")>{says}</Cell>
        </Row>
    }
}

fn cut(text: &str) -> String {
    let shown: String = text.chars().take(CELL_CHARS).collect();
    if shown.len() < text.len() { format!("{shown}…") } else { shown }
}

/// What will be recorded, with the button that does.
pub fn preview_page(visit: &Visit, offered: &Offered, found: Judged, file: &str) -> Page {
    let (w, title) = (visit.words, title(visit.words));
    let named = |line: &Line| {
        let trade = offered.trades.iter().find(|one| Some(&one.code) == line.standard.trade.as_ref());
        let category =
            offered.categories.iter().find(|one| Some(&one.code) == line.standard.category.as_ref());
        let trade = trade.map(|one| w.either(&one.name, &one.name_en)).unwrap_or_default();
        let category = category.map(|one| w.either(&one.name, &one.name_en)).unwrap_or_default();
        named_by(w, &line.standard, trade, category)
    };
    let fund = |line: &Line| {
        let fund = offered.funds.iter().find(|one| one.id == line.standard.fund);
        fund.map(|one| w.either(&one.name, &one.name_en)).unwrap_or_default()
    };
    let names: Vec<(String, String)> = found.lines.iter().map(|line| (named(line), fund(line))).collect();
    let file = file.to_owned();
    visit.page(About::new(title).at(AT), move || {
        let (new, known) = (found.new_lines(), found.lines.len() - found.new_lines());
        let rows = found.lines.into_iter().zip(names).map(|(line, names)| line_row(w, line, names));
        let rows = rows.collect_view();
        let lead = if new == 0 {
            w.t("这个文件里的标准都登记过，没有要登记的。", "All of these are recorded already. There is nothing to do.")
        } else {
            w.t(
                "还没有登记。请看一遍，对了再按“登记”。登记后不能修改，只能停用。",
                "Nothing is recorded yet. Look them over, then press “Record”. They cannot be changed afterwards, only ended.",
            )
        };
        view! {
            {crumbs(w, title)}
            <div class="page-head">
                <div>
                    <h1>{title}</h1>
                    <p>{lead}</p>
                </div>
            </div>
            <KeyFigures>
                <KeyFigure label=w.t("要登记", "To be recorded") value=format::count(new as i64) />
                <KeyFigure label=w.t("原来就有", "Known before") value=format::count(known as i64) />
            </KeyFigures>
            {confirm(w, new, file)}
            {passed(w, found.passed, found.others)}
            <DataTable
                caption=w.t("文件里的标准", "Standards in the file")
                columns=vec![
                    (w.t("给什么培训", "For").to_owned(), ColumnKind::Text),
                    (w.t("补多少", "Pays").to_owned(), ColumnKind::Text),
                    (w.t("哪些天", "Days").to_owned(), ColumnKind::Short),
                    (w.t("资金和文号", "Fund and document").to_owned(), ColumnKind::Text),
                    (w.t("怎么处理", "What is done").to_owned(), ColumnKind::Short),
                ]
            >
                {rows}
            </DataTable>
        }
    })
}

fn confirm(w: Words, new: usize, file: String) -> impl IntoView {
    let record = match w {
        Words::Zh => format!("登记这 {new} 条"),
        Words::En => format!("Record them ({new})"),
    };
    let button = (new > 0).then(|| view! { <Button kind=Kind::Primary>{record}</Button> });
    view! {
        <form method="post" action="/standards/import" enctype="multipart/form-data">
            <input type="hidden" name="seen" value="1" />
            <input type="hidden" name="file" value=file />
            <div class="actions">
                {button} <LinkButton href="/standards/import">{w.t("换一个文件", "Another file")}</LinkButton>
            </div>
        </form>
    }
}

/// Rows and sheets that are no standards: nothing is passed over unseen.
fn passed(w: Words, rows: Vec<(u32, String)>, sheets: Vec<String>) -> impl IntoView {
    (!rows.is_empty() || !sheets.is_empty()).then(|| {
        let row = |(row, text): (u32, String)| match w {
            Words::Zh => format!("第 {row} 行：{}", cut(&text)),
            Words::En => format!("Row {row}: {}", cut(&text)),
        };
        let sheet = |name: String| match w {
            Words::Zh => format!("工作表“{name}”也有表头，没有读"),
            Words::En => format!("Sheet “{name}” has such a head too and was not read"),
        };
        let all = rows.into_iter().map(row).chain(sheets.into_iter().map(sheet));
        let all = all.map(|says| view! { <li class="break-anywhere">{says}</li> }).collect_view();
        view! {
            <section class="stack">
                <h2>{w.t("没有当作标准的行", "Rows that are not taken as standards")}</h2>
                <ul>{all}</ul>
            </section>
        }
    })
}

fn line_row(w: Words, line: Line, (name, fund): (String, String)) -> impl IntoView {
    let chip = match line.stands {
        Stands::New => {
            view! { <Chip status=Status::Waiting>{w.t("要登记", "To be recorded")}</Chip> }.into_any()
        }
        Stands::Already => {
            view! { <Chip status=Status::Neutral>{w.t("原来就有", "Known before")}</Chip> }.into_any()
        }
        Stands::AsRow(row) => {
            let says = match w {
                Words::Zh => format!("和第 {row} 行一样"),
                Words::En => format!("As row {row}"),
            };
            view! { <Chip status=Status::Neutral>{says}</Chip> }.into_any()
        }
    };
    let number = match w {
        Words::Zh => format!("第 {} 行 ", line.row),
        Words::En => format!("Row {} ", line.row),
    };
    let (pays, when) = (pays(w, &line.standard), short_days(w, &line.standard));
    view! {
        <Row>
            <HeadCell><small class="soft nowrap">{number}</small> {name}</HeadCell>
            <Cell label=w.t("补多少", "Pays")>{pays}</Cell>
            <Cell label=w.t("哪些天", "Days") kind=ColumnKind::Short>{when}</Cell>
            <Cell label=w.t("资金和文号", "Fund and document")>
                <span class="break-anywhere">{fund} " " {line.standard.source}</span>
            </Cell>
            <Cell label=w.t("怎么处理", "What is done") kind=ColumnKind::Short>{chip}</Cell>
        </Row>
    }
}

/// All that a standard pays, in a line.
fn pays(w: Words, one: &Standard) -> String {
    let partial = match (w, one.partial_percent) {
        (_, 0) => w.t("没学完不付", "nothing if not completed").to_owned(),
        (Words::Zh, percent) => format!("没学完付 {percent}%"),
        (Words::En, percent) => format!("{percent}% if not completed"),
    };
    let living = one.living.map(|living| {
        let (day, max) = (format::money(living.day_fen.0), format::money(living.max.0));
        match w {
            Words::Zh => format!("生活费每天 {day}、最多 {max}"),
            Words::En => format!("living allowance {day} a day, {max} at most"),
        }
    });
    let all: Vec<String> =
        [Some(w.standard_pay(one.pay)), Some(partial), living].into_iter().flatten().collect();
    all.join(w.t("；", "; "))
}
