//! Exports of the real-name ledger: the form, the reader's runs, one run, its file.

mod file;
mod run;

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use domain::access::Action;
use leptos::prelude::*;
use store::class_hours::Named;
use store::export::ExportRun;
use store::roster::ClassChoice;

use crate::error::AppError;
use crate::format;
use crate::page::{About, Page};
use crate::pages::learn::class_name;
use crate::parts::{
    Button, Cell, Chip, Choice, Choices, DataTable, Empty, ErrorSummary, HeadCell, Holds, Kind, Place, Row,
    Select, Standing, TextArea,
};
use crate::request::{Site, Viewer, Visit};
use crate::words::Words;

pub fn routes() -> Router<Site> {
    Router::new().route("/exports", get(exports)).merge(run::routes()).merge(file::routes())
}

/// Runs shown in the list; older ones stay reachable by their address.
const RUNS_SHOWN: i64 = 30;

/// What the form holds, as typed.
#[derive(Debug, Default)]
pub struct Typed {
    pub scope: String,
    pub format: String,
    pub numbers: String,
    pub reason: String,
    /// Field and sentence.
    pub errors: Vec<(String, String)>,
}

/// `GET /exports`: for whoever may export.
async fn exports(State(site): State<Site>, viewer: Viewer, visit: Visit) -> Result<Page, AppError> {
    viewer.must(Action::ExportMasked)?;
    exports_page(&site, &viewer, &visit, Typed::default()).await
}

/// The form with what was typed and what was wrong with it, and the reader's runs.
pub async fn exports_page(
    site: &Site,
    viewer: &Viewer,
    visit: &Visit,
    typed: Typed,
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
    let codes: Vec<(String, String)> =
        choices.classes.iter().map(|class| (class.id.to_string(), class.code.clone())).collect();
    let about = About::new(w.t("导出实名制台账", "Export the real-name ledger")).at(Place::Exports);
    Ok(visit.page(about, move || {
        let rows = runs
            .iter()
            .map(|run| {
                let code = run
                    .class_id
                    .as_ref()
                    .and_then(|id| codes.iter().find(|(known, _)| known == id))
                    .map(|(_, code)| code.clone());
                run_row(w, run, code, format::moment(w, &zone.minute(run.requested_at)))
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
                    caption=w.t("我的导出", "My exports")
                    columns=vec![
                        (w.t("申请时间", "Asked for").to_owned(), Holds::Short),
                        (w.t("范围", "Scope").to_owned(), Holds::Text),
                        (w.t("内容", "Content").to_owned(), Holds::Short),
                        (w.t("状态", "State").to_owned(), Holds::Short),
                        (w.t("行数", "Rows").to_owned(), Holds::Number),
                        (w.t("校验码", "Hash").to_owned(), Holds::Short),
                    ]
                >
                    {rows}
                </DataTable>
            }
            .into_any()
        };
        view! {
            <div class="page-head">
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
            {form(w, &choices, typed, may_see_full)}
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

fn form(w: Words, scopes: &Scopes, typed: Typed, may_see_full: bool) -> impl IntoView + use<> {
    let all = match w {
        Words::Zh => format!("我能查看的全部班期（{} 个）", scopes.classes.len()),
        Words::En => format!("All classes I may see ({})", scopes.classes.len()),
    };
    let mut options = vec![Choice::new("all", all)];
    options.extend(scopes.regions.iter().map(|region| {
        let name = w.either(&region.name, &region.name_en);
        let label = match w {
            Words::Zh => format!("{name}的全部班期"),
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
    let error = |field: &str| {
        typed.errors.iter().find(|(name, _)| name == field).map(|(_, sentence)| sentence.clone())
    };
    let (scope_error, reason_error) = (error("scope"), error("reason"));
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
                    "证件号和电话会遮挡中间位数。要完整号码，请找复审或财务岗位导出。",
                    "Identity and phone numbers are masked. Second reviewers and finance officers can export them in full.",
                )}
            </p>
        }
        .into_any()
    };
    view! {
        <form class="form sheet" method="post" action="/exports">
            <ErrorSummary
                title=w.t("还不能生成，请看这几处", "Not sent yet, please look here")
                errors=typed.errors.clone()
            />
            <Select
                name="scope"
                label=w.t("班期", "Classes")
                error=scope_error
                options=options
                chosen=or(&typed.scope, "all")
            />
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
                    Choice::new("csv", "CSV")
                        .note(
                            w
                                .t(
                                    "只有台账一张表，适合导入其他系统",
                                    "The ledger only; for other systems",
                                ),
                        ),
                ]
                chosen=vec![or(&typed.format, "xlsx")]
            />
            {numbers}
            <TextArea
                name="reason"
                label=w.t("用途", "What it is for")
                hint=w.t(
                    "例如:11 月补贴初审核对。会记入操作记录。",
                    "For example: first review of November. It goes into the audit log.",
                )
                error=reason_error
                value=typed.reason
            />
            <div class="actions">
                <Button kind=Kind::Primary>{w.t("生成台账", "Build the export")}</Button>
            </div>
        </form>
    }
}

fn run_row(w: Words, run: &ExportRun, code: Option<String>, asked: String) -> impl IntoView + use<> {
    let scope = match (&run.class_id, &run.region_id) {
        (Some(_), _) => code.unwrap_or_else(|| w.t("一个班期", "One class").to_owned()),
        (None, Some(_)) => w.t("一个县区", "One county").to_owned(),
        (None, None) => w.t("全部班期", "All classes").to_owned(),
    };
    let rows = run.row_count.map_or_else(|| "—".to_owned(), format::count);
    let hash = run.sha256.as_deref().map_or("—", |hash| hash.get(..12).unwrap_or(hash)).to_owned();
    let content = content(w, run);
    let href = format!("/exports/{}", run.id);
    let chip = state_chip(w, &run.state);
    view! {
        <Row>
            <HeadCell>
                <a href=href>{asked}</a>
            </HeadCell>
            <Cell label=w.t("范围", "Scope")>{scope}</Cell>
            <Cell label=w.t("内容", "Content") holds=Holds::Short>
                {content}
            </Cell>
            <Cell label=w.t("状态", "State") holds=Holds::Short>
                {chip}
            </Cell>
            <Cell label=w.t("行数", "Rows") holds=Holds::Number>
                {rows}
            </Cell>
            <Cell label=w.t("校验码", "Hash") holds=Holds::Short>
                <code>{hash}</code>
            </Cell>
        </Row>
    }
}

fn content(w: Words, run: &ExportRun) -> String {
    let format = if run.format == "csv" { "CSV" } else { "Excel" };
    let numbers =
        if run.full_numbers { w.t("完整号码", "full numbers") } else { w.t("脱敏", "masked") };
    format!("{format} · {numbers}")
}

/// Where a run stands, in a word.
fn state_chip(w: Words, state: &str) -> impl IntoView + use<> {
    let (standing, word) = match state {
        "ready" => (Standing::Verified, w.t("可下载", "Ready")),
        "failed" => (Standing::Refused, w.t("没有生成", "Failed")),
        "building" => (Standing::Live, w.t("正在生成", "Being built")),
        _ => (Standing::Waiting, w.t("排队中", "Waiting")),
    };
    view! { <Chip standing=standing>{word}</Chip> }
}
