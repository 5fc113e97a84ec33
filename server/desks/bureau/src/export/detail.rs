//! One export: how far it is, what the file holds, and the button to fetch it.

use app::format;
use app::words::Words;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderName, HeaderValue};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::access::Action;
use domain::export::{ExportFailure, Manifest, Rounding};
use domain::id::ExportId;
use leptos::prelude::*;
use store::export::ExportRun;
use store::job::JobKind;
use web::error::AppError;
use web::page::About;
use web::parts::{Crumbs, Fact, Facts, Flash, KeyFigure, KeyFigures, Kind, LinkButton, NavItem, Tone};
use web::{Site, Viewer, Visit};

use super::list::{content, state_chip};

pub fn routes() -> Router<Site> {
    Router::new().route("/exports/{id}", get(run))
}

/// A run of the reader's own; anybody else's does not exist for them.
pub(super) async fn own_run(site: &Site, viewer: &Viewer, id: &str) -> Result<ExportRun, AppError> {
    let run = site.db.export_run(&ExportId(id.to_owned())).await?;
    if run.account_id == viewer.account { Ok(run) } else { Err(AppError::NotFound) }
}

/// `GET /exports/{id}`: for whoever asked for it. Comes again by itself until the file is there.
async fn run(
    State(site): State<Site>,
    viewer: Viewer,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    viewer.require(Action::ExportMasked)?;
    let run = own_run(&site, &viewer, &id).await?;
    let (w, zone) = (visit.words, site.zone());
    let asked = format::moment(w, &zone.minute(run.requested_at));
    let done = run.finished_at.map(|at_ms| format::moment(w, &zone.minute(at_ms)));
    let under_way = matches!(run.state.as_str(), "waiting" | "building");
    let about = About::new(w.t("导出", "Export")).at(NavItem::Exports);
    let asker = viewer.name.clone();
    let erased = run.erased_at.map(|at_ms| format::moment(w, &zone.minute(at_ms)));
    let steps =
        if under_way { site.db.job_steps(JobKind::BuildExport, run.id.as_str()).await? } else { None };
    let page = visit.page(about, move || view(w, run, steps, asked, done, erased, asker));
    let mut response = page.into_response();
    if under_way {
        // The old header instead of a script: works everywhere, and ends by itself when the file is there.
        response.headers_mut().insert(HeaderName::from_static("refresh"), HeaderValue::from_static("2"));
    }
    Ok(response)
}

fn view(
    w: Words,
    run: ExportRun,
    steps: Option<(i64, i64)>,
    asked: String,
    done: Option<String>,
    erased: Option<String>,
    asker: String,
) -> impl IntoView + use<> {
    let manifest = run.manifest.as_deref().and_then(|text| serde_json::from_str::<Manifest>(text).ok());
    let title = manifest.as_ref().map_or_else(
        || w.t("正在准备台账", "The ledger is being prepared"),
        |_| w.t("实名制台账", "Real-name ledger"),
    );
    let failed = (run.state == "failed").then(|| {
        let failure =
            run.failure.as_deref().and_then(|text| serde_json::from_str::<ExportFailure>(text).ok());
        let sentence = w.export_failed(&failure.unwrap_or(ExportFailure::NotWritten));
        view! { <Flash tone=Tone::Danger>{sentence}</Flash> }
    });
    let waits = matches!(run.state.as_str(), "waiting" | "building").then(|| {
        view! {
            <p class="lead" role="status">
                {w.t(
                    "正在核对学时账并写文件，一般只要几秒。本页会自动刷新；离开也不影响，之后在“台账导出”里能找到。",
                    "The ledger is being compared and the file written; it takes seconds. This page refreshes by itself; you may leave and find it under Exports.",
                )}
            </p>
            {steps.map(|(done, all)| view! {
                <p>
                    <label>
                        {w.t("已完成 ", "Done so far ")}
                        <progress value=done.to_string() max=all.to_string()></progress>
                    </label>
                    {format!(" {}%", 100 * done / all.max(1))}
                </p>
            })}
        }
    });
    let erased = erased.map(|when| {
        let says = match w {
            Words::Zh => format!("文件已按期删除（{when}）。清单和校验码还在；要用的话，请重新导出。"),
            Words::En => format!("The file was erased as its time was over ({when}). Manifest and hash are still here; export again if you need it."),
        };
        view! { <Flash tone=Tone::Warning>{says}</Flash> }
    });
    let fetch = (run.state == "ready" && run.erased_at.is_none()).then(|| {
        view! {
            <LinkButton href=format!("/exports/{}/file", run.id) kind=Kind::Primary>
                {w.t("下载台账", "Download")}
            </LinkButton>
        }
    });
    let beside = (run.state == "ready").then(|| {
        view! {
            <p class="only-on-screen">
                <a href=format!("/exports/{}/manifest", run.id)>
                    {w.t("下载清单（.manifest.json）", "Download the manifest (.manifest.json)")}
                </a>
            </p>
        }
    });
    let figures = manifest.as_ref().map(|manifest| figures(w, manifest));
    let technical = manifest.map(|manifest| technical(w, manifest, run.ledger_size));
    let heading = if run.state == "failed" { w.t("台账没有生成", "The export failed") } else { title };
    let (chip, content) = (state_chip(w, &run.state), content(w, &run));
    view! {
        <Crumbs
            words=w
            above=vec![("/exports".to_owned(), w.t("台账导出", "Exports").to_owned())]
            here=asked.clone()
        />
        <div class="page-head is-wide">
            <div>
                <h1>{heading}</h1>
                <p>{chip} " " {content}</p>
            </div>
            {fetch}
        </div>
        {failed}
        {erased}
        {waits}
        {figures}
        <section class="sheet">
            <Facts>
                <Fact term=w.t("用途", "What for")>{run.reason}</Fact>
                <Fact term=w.t("申请人", "Asked by")>{asker}</Fact>
                <Fact term=w.t("申请时间", "Asked for")>{asked}</Fact>
                <Fact term=w.t("完成时间", "Finished")>{done.unwrap_or_else(|| "—".to_owned())}</Fact>
            </Facts>
        </section>
        {beside}
        {technical}
    }
}

fn size(w: Words, size: i64) -> String {
    match w {
        Words::Zh => format!("前 {} 条", format::count(size)),
        Words::En => format!("first {} entries", format::count(size)),
    }
}

/// What the file says, in the figures that people compare.
fn figures(w: Words, manifest: &Manifest) -> impl IntoView + use<> {
    let days = if manifest.day_rows > 0 { format::count(manifest.day_rows) } else { "—".to_owned() };
    let (rows, verified) = (format::count(manifest.rows), format::duration(w, manifest.verified_ms));
    let (amount, scope) = (format::money(manifest.amount_fen), manifest.scope.clone());
    view! {
        <section class="stack-s">
            <KeyFigures>
                <KeyFigure
                    label=w.t("人次", "Rows")
                    value=rows
                    note=w.t("每人每班一行", "one for each learner and class")
                />
                <KeyFigure label=w.t("认定时长", "Verified time") value=verified />
                <KeyFigure label=w.t("应补金额", "Amount") value=amount />
                <KeyFigure label=w.t("每日明细行数", "Rows of days") value=days />
            </KeyFigures>
            <p>{w.t("范围：", "Scope: ")} {scope}</p>
        </section>
    }
}

/// Hashes, checkpoint and the rest of the manifest, for whoever checks the file.
fn technical(w: Words, manifest: Manifest, ledger_size: i64) -> impl IntoView + use<> {
    let policies: Vec<String> = manifest.policies.iter().map(|policy| policy.version.clone()).collect();
    let Rounding::CreditHoursDownToATenth = manifest.rounding;
    let seconds = format!("{}.{:03}", manifest.verified_ms / 1000, manifest.verified_ms % 1000);
    view! {
        <details class="sheet">
            <summary>{w.t("技术信息", "Technical information")}</summary>
            <Facts>
                <Fact term=w.t("学时账", "Ledger")>{size(w, ledger_size)}</Fact>
                <Fact term=w.t("认定秒数合计", "Verified seconds")>{seconds}</Fact>
                <Fact term=w.t("认定规则版本", "Policy versions")>
                    {if policies.is_empty() { "—".to_owned() } else { policies.join(w.t("、", ", ")) }}
                </Fact>
                <Fact term=w.t("取整", "Rounding")>
                    {w.t(
                        "学时按每人每班向下取到 0.1，金额向下取到分",
                        "Credit hours down to 0.1 per learner and class, money down to the fen",
                    )}
                </Fact>
                <Fact term=w.t("文件名", "Name of the file")>
                    <span class="break-anywhere">{manifest.file}</span>
                </Fact>
                <Fact term=w.t("文件 SHA-256", "SHA-256 of the file")>
                    <code class="break-anywhere">{manifest.sha256}</code>
                </Fact>
                <Fact term=w.t("学时账根哈希", "Root of the ledger")>
                    <code class="break-anywhere">{manifest.ledger.root}</code>
                </Fact>
                <Fact term=w.t("签名检查点", "Signed checkpoint")>
                    <pre tabindex="0" class="checkpoint">{manifest.ledger.checkpoint}</pre>
                </Fact>
                <Fact term=w.t("生成程序", "Built by")>{manifest.generator}</Fact>
            </Facts>
        </details>
    }
}
