//! The file of an export and its manifest, handed to whoever asked for it and still has the right.

use std::path::PathBuf;

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::access::Action;
use domain::audit::AuditAction;
use domain::export::Manifest;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use sha2::{Digest, Sha256};
use store::export::ExportRun;
use tokio_util::io::ReaderStream;
use web::address::Address;
use web::error::AppError;
use web::{Site, Viewer};

use super::detail::own_run;

pub fn routes() -> Router<Site> {
    Router::new().route("/exports/{id}/file", get(file)).route("/exports/{id}/manifest", get(manifest))
}

/// The right to this run's content as it stands today: a right may have been taken away since the request.
fn must_still(viewer: &Viewer, run: &ExportRun) -> Result<(), AppError> {
    let action = if run.full_numbers { Action::ExportFull } else { Action::ExportMasked };
    viewer.require(action)?;
    let scope_filter = viewer.scope_filter(action);
    let reaches = scope_filter.all || run.region_id.is_some() && run.region_id == scope_filter.region;
    if reaches { Ok(()) } else { Err(AppError::NotFound) }
}

async fn ready(site: &Site, viewer: &Viewer, id: &str) -> Result<(ExportRun, Manifest), AppError> {
    viewer.require(Action::ExportMasked)?;
    let run = own_run(site, viewer, id).await?;
    must_still(viewer, &run)?;
    let manifest = run.manifest.as_deref().filter(|_| run.state == "ready").ok_or(AppError::NotFound)?;
    let manifest =
        serde_json::from_str(manifest).map_err(|error| AppError::Internal(anyhow::Error::new(error)))?;
    Ok((run, manifest))
}

/// `GET /exports/{id}/file`: for whoever asked for it. The download stands in the audit log before the first byte goes.
async fn file(
    State(site): State<Site>,
    viewer: Viewer,
    from: Address,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let (run, manifest) = ready(&site, &viewer, &id).await?;
    if run.erased_at.is_some() {
        return Err(AppError::conflict(
            "file_erased",
            "这份文件已按期删除。要用的话，请重新导出。",
            "This file was erased as its time was over. Export again if you need it.",
        ));
    }
    let ending = domain::export::ExportFormat::ending_of(&run.format);
    let path = site.exports.join(format!("{}.{ending}", run.id));
    if sha256_of(path.clone()).await.as_ref() != Some(&manifest.sha256) {
        tracing::error!(export = %run.id, path = %path.display(), "an exported file is gone or was changed");
        return Err(AppError::conflict(
            "file_changed",
            "服务器上的这份文件和生成时的校验码不一致，不能下载。请重新导出，并通知系统管理员。",
            "The file on the server no longer fits the hash it was built with and is not handed out. Export again and tell the system administrator.",
        ));
    }
    let action =
        AuditAction::ExportDownload { export: run.id.as_str().into(), sha256: manifest.sha256.clone() };
    let event = site.event(&viewer, &from, action, run.reason.as_str());
    site.db.write_audit(&event).await?;
    let file = tokio::fs::File::open(&path).await.map_err(|error| AppError::Internal(error.into()))?;
    let length = file.metadata().await.map_err(|error| AppError::Internal(error.into()))?.len();
    let kind = match ending {
        "csv" => "text/csv; charset=utf-8",
        _ => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    };
    let mut response = attached(Body::from_stream(ReaderStream::new(file)), kind, &manifest.file, ending);
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    Ok(response)
}

/// `GET /exports/{id}/manifest`: the manifest as it stands beside the file.
async fn manifest(
    State(site): State<Site>,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let (run, manifest) = ready(&site, &viewer, &id).await?;
    let name = format!("{}.manifest.json", manifest.file);
    let text = run.manifest.unwrap_or_default();
    Ok(attached(Body::from(text), "application/json", &name, "manifest.json"))
}

/// A response that browsers save under a Chinese name, and old ones under a plain one.
fn attached(body: Body, kind: &'static str, name: &str, ending: &str) -> Response {
    let encoded = utf8_percent_encode(name, NON_ALPHANUMERIC);
    let disposition = format!("attachment; filename=\"ledger.{ending}\"; filename*=UTF-8''{encoded}");
    let disposition = HeaderValue::from_str(&disposition).unwrap_or(HeaderValue::from_static("attachment"));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (headers, body).into_response()
}

/// The hash of the file as it stands now; `None` if it cannot be read.
async fn sha256_of(path: PathBuf) -> Option<String> {
    let hashed = tokio::task::spawn_blocking(move || {
        let mut file = std::fs::File::open(path)?;
        let mut hash = Sha256::new();
        std::io::copy(&mut file, &mut hash)?;
        Ok::<_, std::io::Error>(hex::encode(hash.finalize()))
    });
    hashed.await.ok()?.ok()
}
