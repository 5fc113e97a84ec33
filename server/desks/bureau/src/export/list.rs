//! Exports of the real-name ledger: the form, the reader's runs, one run, its file.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use domain::access::Action;
use domain::export::Manifest;
use domain::id::ClassId;
use leptos::prelude::*;
use serde::Deserialize;
use store::class_hours::Named;
use store::export::ExportRun;
use store::roster::ClassChoice;
use web::error::AppError;
use web::form::FormState;
use web::page::{About, Page};
use web::parts::{
    Button, Cell, Chip, Choice, Choices, ColumnKind, DataTable, Empty, ErrorSummary, HeadCell, Kind, NavItem,
    Row, Select, Status, TextArea,
};
use web::views::class::class_name;
use web::{Site, Viewer, Visit};

pub fn routes() -> Router<Site> {
    Router::new().route("/exports", get(exports))
}

/// Runs shown in the list; older ones stay reachable by their address.
const RUNS_SHOWN: i64 = 30;

/// What the form asks.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ExportForm {
    /// `all`, `region:…` or `class:…`.
    pub scope: String,
    /// The first and the last month in which a class ends; empty for any.
    pub from: String,
    pub until: String,
    pub format: String,
    /// `masked` or `full`.
    pub numbers: String,
    pub reason: String,
}

/// `GET /exports`: for whoever may export.
async fn exports(State(site): State<Site>, viewer: Viewer, visit: Visit) -> Result<Page, AppError> {
    viewer.require(Action::ExportMasked)?;
    exports_page(&site, &viewer, &visit, FormState::default()).await
}

/// The form with what was typed and what was wrong with it, and the reader's runs.
pub async fn exports_page(
    site: &Site,
    viewer: &Viewer,
    visit: &Visit,
    state: FormState<ExportForm>,
) -> Result<Page, AppError> {
    let scope_filter = viewer.scope_filter(Action::ExportMasked);
    let choices = Scopes {
        classes: site.db.class_choices(&scope_filter).await?,
        regions: if scope_filter.all {
            site.db.regions_with_classes(&scope_filter).await?
        } else {
            Vec::new()
        },
    };
    let runs = site.db.export_runs_of(&viewer.account, RUNS_SHOWN).await?;
    let (w, zone) = (visit.words, site.zone());
    let may_see_full = viewer.may(Action::ExportFull);
    let asker = viewer.name.clone();
    let codes: Vec<(ClassId, String)> =
        choices.classes.iter().map(|class| (class.id.clone(), class.code.clone())).collect();
    let about = About::new(w.t("导出实名制台账", "Export the real-name ledger")).at(NavItem::Exports);
    Ok(visit.page(about, move || {
        let rows = runs
            .iter()
            .map(|run| {
                let code = run
                    .class_id
                    .as_ref()
                    .and_then(|id| codes.iter().find(|(known, _)| known == id))
                    .map(|(_, code)| code.clone());
                run_row(w, run, code, &asker, format::moment(w, &zone.minute(run.requested_at)))
            })
            .collect_view();
        let list = if runs.is_empty() {
            view! {
                <Empty title=w.t("还没有导出过", "Nothing exported yet")>
                    <p>
                        {w.t(
                            "填好上面的表，生成的台账会列在这里。",
                            "Fill in the form above; what is built will be listed here.",
                        )}
                    </p>
                </Empty>
            }
            .into_any()
        } else {
            view! {
                <DataTable
                    lines=true
                    caption=w.t("我的导出", "My exports")
                    columns=vec![
                        (w.t("状态", "State").to_owned(), ColumnKind::Short),
                        (w.t("范围", "Scope").to_owned(), ColumnKind::Text),
                        (w.t("内容", "Content").to_owned(), ColumnKind::Short),
                        (w.t("人次", "Rows").to_owned(), ColumnKind::Number),
                        (w.t("认定时长", "Verified").to_owned(), ColumnKind::Number),
                        (w.t("应补金额", "Amount").to_owned(), ColumnKind::Number),
                        (w.t("用途", "What for").to_owned(), ColumnKind::Text),
                        (w.t("申请人", "Asked by").to_owned(), ColumnKind::Short),
                        (w.t("申请时间", "When").to_owned(), ColumnKind::Short),
                    ]
                >
                    {rows}
                </DataTable>
            }
            .into_any()
        };
        view! {
            <div class="page-head is-wide">
                <div>
                    <h1>{w.t("导出实名制台账", "Export the real-name ledger")}</h1>
                    <p>
                        {w.t(
                            "同样的范围、同一本学时账，导出多少次都一字不差。每次导出和下载都记入操作记录。",
                            "The same scope of the same ledger gives the same file every time. Every export and download is in the audit log.",
                        )}
                    </p>
                </div>
            </div>
            {form(w, &choices, state, may_see_full)}
            <section class="stack">
                <h2>{w.t("我的导出", "My exports")}</h2>
                {list}
            </section>
        }
    }))
}

/// What can be chosen.
struct Scopes {
    classes: Vec<ClassChoice>,
    regions: Vec<Named>,
}

fn form(
    w: Words,
    scopes: &Scopes,
    state: FormState<ExportForm>,
    may_see_full: bool,
) -> impl IntoView + use<> {
    let all = match w {
        Words::Zh => format!("我能查看的全部班级（{} 个）", scopes.classes.len()),
        Words::En => format!("All classes I may see ({})", scopes.classes.len()),
    };
    let mut options = vec![Choice::new("all", all)];
    options.extend(scopes.regions.iter().map(|region| {
        let name = w.either(&region.name, &region.name_en);
        let label = match w {
            Words::Zh => format!("{name}的全部班级"),
            Words::En => format!("All classes of {name}"),
        };
        Choice::new(format!("region:{}", region.id), label)
    }));
    options.extend(scopes.classes.iter().map(|class| {
        let course = w.either(&class.course_title, &class.course_title_en);
        Choice::new(
            format!("class:{}", class.id),
            format!("{} · {course} {}", class.code, class_name(&class.course_title, &class.title)),
        )
    }));
    let (errors, scope_error, reason_error) = (state.errors(), state.error("scope"), state.error("reason"));
    let from_error = state.error("from");
    let mut ends: Vec<&str> = scopes.classes.iter().filter_map(|class| class.ends_on.get(..7)).collect();
    ends.sort_unstable();
    ends.dedup();
    let mut months = vec![Choice::new("", w.t("不限", "Any"))];
    months.extend(ends.iter().map(|month| Choice::new(*month, format::month(w, month))));
    let typed = state.form;
    let or = |typed: &str, default: &str| if typed.is_empty() { default } else { typed }.to_owned();
    let numbers = if may_see_full {
        let masked = Choice::new("masked", w.t("遮挡中间位数", "Masked"))
            .note(w.t("日常核对用这个", "For everyday work"));
        let full = Choice::new("full", w.t("完整显示", "In full"))
            .note(w.t("只在必须时用，文件请妥善保管", "Only where needed; keep the file safe"));
        view! {
            <Choices
                name="numbers"
                label=w.t("证件号和电话", "Identity and phone numbers")
                options=vec![masked, full]
                chosen=vec![or(&typed.numbers, "masked")]
            />
        }
        .into_any()
    } else {
        view! {
            <p class="field-hint">
                {w.t(
                    "证件号和电话会遮挡中间位数。要完整号码，请找复核或财务岗位导出。",
                    "Identity and phone numbers are masked. Second reviewers and finance officers can export them in full.",
                )}
            </p>
        }
        .into_any()
    };
    view! {
        <form class="form form-grid sheet" method="post" action="/exports">
            <ErrorSummary
                title=w.t("还不能生成，请看这几处", "Not sent yet, please look here")
                errors=errors
            />
            <div>
            <Select
                name="scope"
                label=w.t("班级", "Classes")
                error=scope_error
                options=options
                chosen=or(&typed.scope, "all")
            />
            <div class="field-pair">
            <Select
                name="from"
                label=w.t("结束月份，从", "Ending from")
                error=from_error
                options=months.clone()
                chosen=typed.from
            />
            <Select
                name="until"
                label=w.t("到", "until")
                options=months
                chosen=typed.until
            />
            </div>
            <TextArea
                name="reason"
                label=w.t("用途", "What it is for")
                hint=w.t(
                    "例如：11 月补贴初审核对。会记入操作记录。",
                    "For example: first review of November. It goes into the audit log.",
                )
                error=reason_error
                value=typed.reason
            />
            </div>
            <Choices
                name="format"
                label=w.t("格式", "Format")
                options=vec![
                    Choice::new("xlsx", "Excel")
                        .note(
                            w
                                .t(
                                    "台账、每日明细、清单三张表，适合核对和打印",
                                    "Three sheets: ledger, days, manifest; for checking and printing",
                                ),
                        ),
                    Choice::new("csv", w.t("CSV（用 Excel、WPS 打开）", "CSV for spreadsheets"))
                        .note(
                            w
                                .t(
                                    "只有台账一张表；长号码前面加了看不见的空位，打开不会变成 3.7E+17",
                                    "The ledger only; a tab that nobody sees keeps long numbers from becoming 3.7E+17",
                                ),
                        ),
                    Choice::new("csv_raw", w.t("CSV（导入其他系统）", "CSV for programs"))
                        .note(
                            w
                                .t(
                                    "号码原样，前后什么都不加；不要用 Excel 直接打开再保存",
                                    "Numbers as they are; do not open and save it in a spreadsheet",
                                ),
                        ),
                ]
                chosen=vec![or(&typed.format, "xlsx")]
            />
            <div>
            {numbers}
            <div class="actions">
                <Button kind=Kind::Primary>{w.t("生成台账", "Build the export")}</Button>
            </div>
            </div>
        </form>
    }
}

fn run_row(
    w: Words,
    run: &ExportRun,
    code: Option<String>,
    asker: &str,
    asked: String,
) -> impl IntoView + use<> {
    let manifest = run.manifest.as_deref().and_then(|text| serde_json::from_str::<Manifest>(text).ok());
    let scope = code.unwrap_or_else(|| scope_of(w, run, manifest.as_ref()));
    // In Chinese the scope of a finished file says it itself.
    let period = (w == Words::En || manifest.is_none() || run.class_id.is_some())
        .then(|| w.ending_in(&run.ended_from, &run.ended_until))
        .flatten();
    let sum = |of: fn(&Manifest) -> String| manifest.as_ref().map_or_else(|| "—".to_owned(), of);
    let verified = manifest.as_ref().map_or_else(|| "—".to_owned(), |m| format::duration(w, m.verified_ms));
    let (rows, amount) = (sum(|m| format::count(m.rows)), sum(|m| format::money(m.amount_fen)));
    let (content, chip) = (content(w, run), state_chip(w, &run.state));
    let (href, reason, asker) = (format!("/exports/{}", run.id), run.reason.clone(), asker.to_owned());
    view! {
        <Row>
            <HeadCell>
                <a href=href>{chip}</a>
            </HeadCell>
            <Cell label=w.t("范围", "Scope")>{scope} {period}</Cell>
            <Cell label=w.t("内容", "Content") kind=ColumnKind::Short>
                {content}
            </Cell>
            <Cell label=w.t("人次", "Rows") kind=ColumnKind::Number>
                {rows}
            </Cell>
            <Cell label=w.t("认定时长", "Verified") kind=ColumnKind::Number>
                {verified}
            </Cell>
            <Cell label=w.t("应补金额", "Amount") kind=ColumnKind::Number>
                {amount}
            </Cell>
            <Cell label=w.t("用途", "What for")>
                <span class="is-wide-only">{reason}</span>
            </Cell>
            <Cell label=w.t("申请人", "Asked by") kind=ColumnKind::Short>
                <span class="is-wide-only">{asker}</span>
            </Cell>
            <Cell label=w.t("申请时间", "When") kind=ColumnKind::Short>
                {asked}
            </Cell>
        </Row>
    }
}

/// Which classes, in a few words: how many they were once that is known. The run's page names them.
pub fn scope_of(w: Words, run: &ExportRun, manifest: Option<&Manifest>) -> String {
    let classes = manifest.and_then(|manifest| manifest.scope.split_once('：'));
    if let (Words::Zh, Some((classes, _))) = (w, classes) {
        return classes.to_owned();
    }
    let said = match (&run.class_id, &run.region_id) {
        (Some(_), _) => w.t("一个班级", "One class"),
        (None, Some(_)) => w.t("一个县区", "One county"),
        (None, None) => w.t("全部班级", "All classes"),
    };
    said.to_owned()
}

pub fn content(w: Words, run: &ExportRun) -> String {
    let format = match run.format.as_str() {
        "csv" => "CSV",
        "csv_raw" => w.t("CSV（导入用）", "CSV for programs"),
        _ => "Excel",
    };
    let numbers =
        if run.full_numbers { w.t("完整号码", "full numbers") } else { w.t("号码遮挡", "masked") };
    format!("{format} · {numbers}")
}

/// Where a run stands, in a word.
pub fn state_chip(w: Words, state: &str) -> impl IntoView + use<> {
    let (status, word) = match state {
        "ready" => (Status::Verified, w.t("可下载", "Ready")),
        "failed" => (Status::Refused, w.t("没有生成", "Failed")),
        "building" => (Status::Live, w.t("正在生成", "Being built")),
        _ => (Status::Waiting, w.t("排队中", "Waiting")),
    };
    view! { <Chip status=status>{word}</Chip> }
}
