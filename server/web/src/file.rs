//! Files on their way: one that somebody sends, and a sealed one to somebody who may open it.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use domain::paper::PaperKind;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use store::paper::Paper;
use store::sealed::{PAPER_CONTENT, PAPER_NAME, SealedColumn};

use tokio::sync::{Semaphore, SemaphorePermit};

use crate::Site;
use crate::error::{AppError, Sentence};

/// Files that people send, held in memory at once.
static RECEIVING: Semaphore = Semaphore::const_new(24);

/// A place for a file that is being received, until it is dropped; a sentence while too many others are.
pub fn place_to_receive() -> Result<SemaphorePermit<'static>, AppError> {
    RECEIVING.try_acquire().map_err(|_| AppError::TooMany {
        code: "too_many_files",
        wait_seconds: 20,
        say: Sentence::new(
            "正在收别人的文件，请等 20 秒再交一次。",
            "Other files are being received. Please send it again in 20 seconds.",
        ),
    })
}

/// A workbook to be saved under a name; browsers that know no such name save it under a plain one.
pub fn workbook(bytes: Vec<u8>, name: &str, plain: &str) -> Response {
    let encoded = utf8_percent_encode(name, NON_ALPHANUMERIC);
    let says = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}");
    let says = HeaderValue::from_str(&says).unwrap_or(HeaderValue::from_static("attachment"));
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::CONTENT_DISPOSITION, says),
    ];
    (headers, bytes).into_response()
}

/// What somebody is told whose file broke off.
pub fn not_whole() -> AppError {
    AppError::invalid(
        "malformed",
        "文件没有收全，请再交一次。",
        "The file did not arrive whole. Please send it again.",
    )
}

/// What browsers do with a file that came from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disposition {
    /// They save it and show nothing of it by themselves.
    Saved,
    /// They show it, as what its content says it is, on pages of this site only.
    Shown,
}

/// Nothing in a file that somebody sent may run.
const POLICY: HeaderValue =
    HeaderValue::from_static("sandbox; default-src 'none'; style-src 'unsafe-inline'");
/// The same for a PDF that is shown: no browser's viewer works in a sandbox of ours, and each has one of its own.
const POLICY_OF_SHOWN_PDF: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'",
);

/// A sealed file, and what it is.
#[derive(Clone, Copy, Debug)]
pub struct SealedFile<'a> {
    /// The id of its row.
    pub id: &'a str,
    /// What its content was when it came.
    pub kind: &'a str,
    pub name: (SealedColumn, &'a [u8]),
    pub content: (SealedColumn, &'a [u8]),
}

/// The file of a paper, opened.
pub async fn handed_out(
    site: &Site,
    paper: &Paper,
    content_sealed: &[u8],
    disposition: Disposition,
) -> Result<Response, AppError> {
    let file = SealedFile {
        id: &paper.id,
        kind: &paper.kind,
        name: (PAPER_NAME, &paper.name_sealed),
        content: (PAPER_CONTENT, content_sealed),
    };
    hand_out(site, file, disposition).await
}

/// A file, opened. Its kind was decided by its content when it came, and browsers do not guess another.
pub async fn hand_out(
    site: &Site,
    file: SealedFile<'_>,
    disposition: Disposition,
) -> Result<Response, AppError> {
    let SealedFile { id, kind, name, content } = file;
    let broken = || AppError::Internal(anyhow::anyhow!("the file of {} {id} does not open", content.0.table));
    let name = site.open(name.0.of(id), name.1).await?.ok_or_else(broken)?;
    let bytes = site.open_bytes(content.0.of(id), content.1).await?.ok_or_else(broken)?;
    let kind = PaperKind::from_code(kind).ok_or_else(broken)?;
    let shown = disposition == Disposition::Shown;
    let says = format!(
        "{}; filename=\"paper.{}\"; filename*=UTF-8''{}",
        if shown { "inline" } else { "attachment" },
        kind.as_str(),
        utf8_percent_encode(&name, NON_ALPHANUMERIC)
    );
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind.media_type()));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::CONTENT_SECURITY_POLICY, POLICY);
    if shown && kind == PaperKind::Pdf {
        headers.insert(header::CONTENT_SECURITY_POLICY, POLICY_OF_SHOWN_PDF);
        headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN"));
    }
    if let Ok(value) = HeaderValue::from_str(&says) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
}
