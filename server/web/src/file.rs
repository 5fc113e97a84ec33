//! A sealed file on its way to somebody who may open it.

use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use domain::paper::PaperKind;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use store::paper::Paper;
use store::sealed::{PAPER_CONTENT, PAPER_NAME};

use crate::Site;
use crate::error::AppError;

/// Nothing in a file that somebody sent may run.
const POLICY: HeaderName = header::CONTENT_SECURITY_POLICY;

/// The file of a paper, opened. Browsers save it and show nothing of it by themselves: it came from outside.
pub async fn handed_out(site: &Site, paper: &Paper, content_sealed: &[u8]) -> Result<Response, AppError> {
    let broken = || AppError::Internal(anyhow::anyhow!("the file of paper {} does not open", paper.id));
    let content = site.open_bytes(PAPER_CONTENT.of(&paper.id), content_sealed).await?.ok_or_else(broken)?;
    let name = site.open(PAPER_NAME.of(&paper.id), &paper.name_sealed).await?.ok_or_else(broken)?;
    let kind = PaperKind::from_code(&paper.kind).ok_or_else(broken)?;
    let disposition = format!(
        "attachment; filename=\"paper.{}\"; filename*=UTF-8''{}",
        kind.as_str(),
        utf8_percent_encode(&name, NON_ALPHANUMERIC)
    );
    let mut response = content.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind.media_type()));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(POLICY, HeaderValue::from_static("sandbox; default-src 'none'"));
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
}
