//! The lines that a search finds, as a CSV file that ends with the checkpoint they lie under.

use app::words::Words;
use axum::Router;
use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::access::Action;
use domain::audit::AuditAction;
use domain::export::{ExportFormat, formula_safe};
use domain::time::Zone;
use store::Db;
use store::audit::{AuditLine, AuditNames, AuditSearch, leaf_hash};
use store::ledger::checkpoint::Checkpoint;
use store::tree::AUDIT;
use tokio::io::AsyncWriteExt;
use tokio_util::io::ReaderStream;
use web::address::Address;
use web::error::AppError;
use web::{Site, Viewer};

use super::list::QueryParams;
use super::naming::Naming;

pub fn routes() -> Router<Site> {
    Router::new().route("/audit/file", get(file))
}

/// Lines read at once; the file goes out as it is read, however long the log is.
const LINES_AT_ONCE: i64 = 500;
const COLUMNS: usize = 14;

/// `GET /audit/file`: for controllers and auditors. The download stands in the log before the first byte goes.
async fn file(
    State(site): State<Site>,
    viewer: Viewer,
    w: Words,
    from: Address,
    Query(query): Query<QueryParams>,
) -> Result<Response, AppError> {
    viewer.require(Action::ReadAudit)?;
    let zone = site.zone();
    let search = query.search(zone);
    // The checkpoint first: the line about this download lies behind it, so the file is what was asked for.
    let checkpoint = site.db.make_checkpoint_of(&AUDIT, &site.signer.audit(), site.now()).await?;
    let action = AuditAction::AuditDownload {
        format: ExportFormat::Csv,
        lines_before: checkpoint.size,
        search: query.for_the_log(),
    };
    let event = site.event(&viewer, &from, action, "");
    site.db.write_audit(&event).await?;
    let name = format!("attachment; filename=\"audit-{}.csv\"", checkpoint.size);
    let (mut to, from) = tokio::io::duplex(64 * 1024);
    let db = site.db.clone();
    tokio::spawn(async move {
        if let Err(error) = pour(&db, w, zone, &search, &checkpoint, &mut to).await {
            // The reader sees a file without its last line, the checkpoint.
            tracing::warn!(error = format!("{error:#}"), "a download of the audit log was cut off");
        }
    });
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_str(&name).unwrap_or(HeaderValue::from_static("attachment")),
        ),
    ];
    Ok((headers, Body::from_stream(ReaderStream::new(from))).into_response())
}

async fn pour(
    db: &Db,
    w: Words,
    zone: Zone,
    search: &AuditSearch,
    checkpoint: &Checkpoint,
    to: &mut tokio::io::DuplexStream,
) -> anyhow::Result<()> {
    // Excel reads a CSV file without the mark as GBK.
    to.write_all("\u{feff}".as_bytes()).await?;
    to.write_all(&record(&heads(w).map(str::to_owned))?).await?;
    let mut after = -1;
    // As the log has it: ids stay ids, for whoever compares the file with others.
    let naming = Naming { words: w, zone, names: AuditNames::default() };
    loop {
        let lines = db.audit_lines(search, after, checkpoint.size, LINES_AT_ONCE).await?;
        let Some(last) = lines.last().and_then(|line| line.leaf_index) else { break };
        after = last;
        for line in &lines {
            to.write_all(&record(&cells(&naming, line))?).await?;
        }
    }
    let mut closing = [const { String::new() }; COLUMNS];
    w.t("检查点", "checkpoint").clone_into(&mut closing[0]);
    closing[1].clone_from(&checkpoint.note);
    to.write_all(&record(&closing)?).await?;
    to.shutdown().await?;
    Ok(())
}

fn heads(w: Words) -> [&'static str; COLUMNS] {
    [
        w.t("条号", "line"),
        w.t("时间", "when"),
        w.t("姓名", "name"),
        w.t("账号", "account"),
        w.t("做了什么", "what"),
        w.t("代码", "code"),
        w.t("对象", "subject"),
        w.t("理由", "reason"),
        w.t("改动前", "before"),
        w.t("改动后", "after"),
        w.t("补充", "detail"),
        w.t("补充（原文）", "detail as stored"),
        w.t("来自", "from"),
        w.t("叶子哈希", "leaf hash"),
    ]
}

fn cells(naming: &Naming, line: &AuditLine) -> [String; COLUMNS] {
    [
        line.leaf_index.map_or_else(String::new, |index| index.to_string()),
        naming.zone.second(line.at_ms),
        line.name.clone().unwrap_or_default(),
        line.login.clone().unwrap_or_default(),
        naming.words.action(&line.action),
        line.action.clone(),
        line.subject.clone(),
        line.reason.clone(),
        line.before_value.clone(),
        line.after_value.clone(),
        naming.detail(line),
        line.detail.clone(),
        line.address.clone(),
        leaf_hash(&line.leaf()),
    ]
}

fn record(cells: &[String; COLUMNS]) -> anyhow::Result<Vec<u8>> {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::with_capacity(256));
    writer.write_record(cells.iter().map(|cell| formula_safe(cell).into_owned()))?;
    writer.into_inner().map_err(|error| anyhow::anyhow!("{}", error.error()))
}
