//! Uploading by the tus protocol 1.0.0 (https://tus.io), with creation, expiration, termination and checksums by SHA-256. Written
//! here: it is small, and the crate for it keeps its own state beside the row, drops what a cut left behind, and brings MD5, SHA-1
//! and CRC-32 for its checksums.

use app::words::Words;
use axum::Router;
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{head, post};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::film::{BYTES_MAX, FilmState, SLICE_BYTES_MAX, UploadRefusal, shown_name};
use domain::id::FilmId;
use futures_util::StreamExt;
use store::film::{Film, NewFilm};
use web::cookie::cookie;
use web::error::AppError;
use web::film::http_date;
use web::visit::LANG_COOKIE;
use web::{Site, Viewer};

use super::film_of;
use super::receive::{Part, Received, durable, receive};
use crate::maker_for;

const VERSION: &str = "1.0.0";
const EXTENSIONS: &str = "creation,expiration,termination,checksum";
const CONTENT: &str = "application/offset+octet-stream";
/// The protocol's own status for a part that is not what its sender said.
const WRONG_CHECKSUM: u16 = 460;

pub fn routes() -> Router<Site> {
    Router::new()
        .route("/films/uploads", post(begin).options(options))
        .route("/films/uploads/{id}", head(offset).patch(part).delete(end).options(options_of))
}

/// `OPTIONS /films/uploads`: for whoever makes courses of the institution.
async fn options(viewer: Viewer) -> Result<Response, AppError> {
    maker_for(&viewer)?;
    Ok(answer(
        StatusCode::NO_CONTENT,
        [
            ("tus-version", VERSION.to_owned()),
            ("tus-extension", EXTENSIONS.to_owned()),
            ("tus-max-size", BYTES_MAX.to_string()),
            ("tus-checksum-algorithm", "sha256".to_owned()),
        ],
    ))
}

/// `OPTIONS /films/uploads/{id}`: the same.
async fn options_of(viewer: Viewer) -> Result<Response, AppError> {
    options(viewer).await
}

/// `POST /films/uploads`: for whoever makes courses of the institution.
async fn begin(State(site): State<Site>, viewer: Viewer, headers: HeaderMap) -> Result<Response, AppError> {
    let organisation = maker_for(&viewer)?;
    if let Some(refused) = other_version(&headers) {
        return Ok(refused);
    }
    let w = words(&headers);
    let Some(bytes) = number(&headers, "upload-length") else {
        return Ok(say(
            StatusCode::BAD_REQUEST,
            w.t("没有说文件有多大。", "How large the file is was not said."),
        ));
    };
    let name = shown_name(&file_name(&headers).unwrap_or_default());
    let id = FilmId(site.new_id());
    let new = NewFilm { id: id.clone(), organisation, name, bytes, by: viewer.account.clone() };
    if let Err(why) = site.db.begin_film(&new, site.now()).await? {
        let status = match why {
            UploadRefusal::Empty => StatusCode::BAD_REQUEST,
            UploadRefusal::TooLarge | UploadRefusal::Quota => StatusCode::PAYLOAD_TOO_LARGE,
        };
        return Ok(say(status, &w.upload_refusal(why)));
    }
    let film = site.db.film(&id).await?;
    let location = ("location", format!("/films/uploads/{id}"));
    Ok(answer(StatusCode::CREATED, [location].into_iter().chain(expires(&film))))
}

/// `HEAD /films/uploads/{id}`: for whoever makes courses of the institution.
async fn offset(
    State(site): State<Site>,
    viewer: Viewer,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    let film = upload_of(&site, &viewer, id).await?;
    if let Some(refused) = other_version(&headers) {
        return Ok(refused);
    }
    if is_over(&site, &film) {
        return Ok(StatusCode::GONE.into_response());
    }
    let known = [
        ("upload-offset", durable(&site, &film).await?.to_string()),
        ("upload-length", film.bytes_total.to_string()),
    ];
    Ok(answer(StatusCode::OK, known.into_iter().chain(expires(&film))))
}

/// `PATCH /films/uploads/{id}`: for whoever makes courses of the institution.
async fn part(
    State(site): State<Site>,
    viewer: Viewer,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response, AppError> {
    let film = upload_of(&site, &viewer, id).await?;
    let (parts, body) = request.into_parts();
    match wanted(&site, &film, &parts.headers).await? {
        Ok(part) => take(&site, film, part, body, &parts.headers).await,
        Err(refused) => {
            drain(body).await;
            Ok(*refused)
        }
    }
}

/// The part that is sent, unless it cannot be taken as it is.
async fn wanted(
    site: &Site,
    film: &Film,
    headers: &HeaderMap,
) -> Result<Result<Part, Box<Response>>, AppError> {
    let w = words(headers);
    let no =
        |status: StatusCode, zh: &'static str, en: &'static str| Ok(Err(Box::new(say(status, w.t(zh, en)))));
    if let Some(refused) = other_version(headers) {
        return Ok(Err(Box::new(refused)));
    }
    if text(headers, header::CONTENT_TYPE.as_str()) != Some(CONTENT) {
        let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
        return no(status, "发送的内容的格式不对。", "What was sent is of the wrong type.");
    }
    if is_over(site, film) {
        return no(
            StatusCode::GONE,
            "太久没有接着传，已经清除。请从头上传。",
            "Nothing came for too long. Upload it anew.",
        );
    }
    let Some(offset) = number(headers, "upload-offset") else {
        return no(StatusCode::BAD_REQUEST, "没有说从哪里接着传。", "Where the part begins was not said.");
    };
    let checksum = match text(headers, "upload-checksum").map(digest_of) {
        Some(None) => {
            return no(StatusCode::BAD_REQUEST, "校验码看不懂。", "The checksum cannot be understood.");
        }
        checksum => checksum.flatten(),
    };
    let have = durable(site, film).await?;
    if film.state() != FilmState::Receiving || offset != have {
        let mut refused = say(
            StatusCode::CONFLICT,
            w.t("接着传的位置不对。", "The part does not begin where the last one ended."),
        );
        put(&mut refused, [("upload-offset", have.to_string())]);
        return Ok(Err(Box::new(refused)));
    }
    let most = SLICE_BYTES_MAX.min(film.bytes_total - offset);
    if number(headers, "content-length").is_some_and(|bytes| bytes > most) {
        return no(StatusCode::PAYLOAD_TOO_LARGE, "一次发送的内容太多。", "The part is too large.");
    }
    Ok(Ok(Part { offset, most, checksum }))
}

async fn take(
    site: &Site,
    film: Film,
    part: Part,
    body: Body,
    headers: &HeaderMap,
) -> Result<Response, AppError> {
    let w = words(headers);
    let Some(held) = site.films.receive(&film.id) else {
        drain(body).await;
        let says = w.t("同一个文件正在另一处上传。", "The same film is being uploaded elsewhere.");
        return Ok(say(StatusCode::LOCKED, says));
    };
    // Between the look and the lock another request may have gone on with it.
    let film = site.db.film(&film.id).await?;
    if film.state() != FilmState::Receiving || film.bytes_received != part.offset {
        drain(body).await;
        let says = w.t("接着传的位置不对。", "The part does not begin where the last one ended.");
        return Ok(say(StatusCode::CONFLICT, says));
    }
    // Whoever sends may be gone before the end: what arrived is kept all the same.
    let (all, expiry) = (site.clone(), expires(&film));
    let task = tokio::spawn(async move {
        let received = receive(&all, &film, &part, body).await;
        drop(held);
        received
    });
    let received = task.await.map_err(anyhow::Error::from)??;
    Ok(match received {
        Received::Until(offset) => {
            let now = ("upload-offset", offset.to_string());
            answer(StatusCode::NO_CONTENT, [now].into_iter().chain(expiry))
        }
        Received::WrongChecksum => {
            let status = StatusCode::from_u16(WRONG_CHECKSUM).unwrap_or(StatusCode::BAD_REQUEST);
            say(
                status,
                w.t("这一段在路上坏了，会再传一次。", "This part was damaged on its way and is sent again."),
            )
        }
        Received::TooMuch => {
            say(StatusCode::PAYLOAD_TOO_LARGE, w.t("一次发送的内容太多。", "The part is too large."))
        }
        Received::Overtaken => say(
            StatusCode::CONFLICT,
            w.t("同一个文件正在另一处上传。", "The same film is being uploaded elsewhere."),
        ),
    })
}

/// `DELETE /films/uploads/{id}`: for whoever makes courses of the institution. A film that is whole is deleted on its page.
async fn end(
    State(site): State<Site>,
    viewer: Viewer,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    let film = upload_of(&site, &viewer, id).await?;
    if let Some(refused) = other_version(&headers) {
        return Ok(refused);
    }
    let w = words(&headers);
    let held = site.films.receive(&film.id);
    if held.is_none() || !site.db.end_upload(&film.id).await? {
        let says = w.t(
            "已经传完，或者正在传，不能取消。",
            "It is whole, or being sent just now, and cannot be ended.",
        );
        return Ok(say(StatusCode::CONFLICT, says));
    }
    drop(tokio::fs::remove_file(site.films.part(&film.id)).await);
    Ok(answer(StatusCode::NO_CONTENT, []))
}

/// The same as `film_of`; a deleted film is no upload any more.
async fn upload_of(site: &Site, viewer: &Viewer, id: String) -> Result<Film, AppError> {
    let film = film_of(site, viewer, id).await?;
    if film.deleted_at.is_none() { Ok(film) } else { Err(AppError::NotFound) }
}

fn is_over(site: &Site, film: &Film) -> bool {
    film.state() == FilmState::Receiving && !film.receives(site.now())
}

/// A browser whose part is refused hears why only once all of it is sent.
async fn drain(body: Body) {
    let (mut stream, mut left) = (body.into_data_stream(), SLICE_BYTES_MAX);
    while let Some(Ok(bytes)) = stream.next().await {
        left -= bytes.len() as i64;
        if left < 0 {
            return;
        }
    }
}

fn words(headers: &HeaderMap) -> Words {
    Words::of(cookie(headers, LANG_COOKIE).as_deref())
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

fn number(headers: &HeaderMap, name: &str) -> Option<i64> {
    text(headers, name)?.parse().ok().filter(|number| *number >= 0)
}

/// `filename` of `Upload-Metadata: filename d29ybGQ=,filetype …`.
fn file_name(headers: &HeaderMap) -> Option<String> {
    let pairs = text(headers, "upload-metadata")?.split(',').filter_map(|pair| pair.trim().split_once(' '));
    let (_, value) = pairs.into_iter().find(|(key, _)| *key == "filename")?;
    String::from_utf8(STANDARD.decode(value.trim()).ok()?).ok()
}

/// `sha256 BASE64`.
fn digest_of(checksum: &str) -> Option<[u8; 32]> {
    let (algorithm, digest) = checksum.split_once(' ')?;
    (algorithm == "sha256").then(|| STANDARD.decode(digest.trim()).ok()?.try_into().ok()).flatten()
}

fn expires(film: &Film) -> Option<(&'static str, String)> {
    film.expires_at.map(|at_ms| ("upload-expires", http_date(at_ms)))
}

/// Refuses whoever speaks another version of the protocol.
fn other_version(headers: &HeaderMap) -> Option<Response> {
    (text(headers, "tus-resumable") != Some(VERSION)).then(|| {
        let mut refused = say(StatusCode::PRECONDITION_FAILED, "Tus-Resumable: 1.0.0");
        put(&mut refused, [("tus-version", VERSION.to_owned())]);
        refused
    })
}

fn answer(status: StatusCode, headers: impl IntoIterator<Item = (&'static str, String)>) -> Response {
    let mut response = status.into_response();
    put(&mut response, headers);
    put(&mut response, [("tus-resumable", VERSION.to_owned())]);
    response
}

/// A refusal that the script shows as it is.
fn say(status: StatusCode, sentence: &str) -> Response {
    let mut response = (status, axum::Json(serde_json::json!({ "say": sentence }))).into_response();
    put(&mut response, [("tus-resumable", VERSION.to_owned())]);
    response
}

fn put(response: &mut Response, headers: impl IntoIterator<Item = (&'static str, String)>) {
    for (name, value) in headers {
        if let Ok(value) = value.parse() {
            response.headers_mut().insert(name, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_and_a_checksum_are_read_from_their_headers() {
        let mut headers = HeaderMap::new();
        headers.insert(
            "upload-metadata",
            "filetype dmlkZW8vbXA0,filename 56ys5LiA6K++Lm1wNA==".parse().unwrap(),
        );
        assert_eq!(file_name(&headers).as_deref(), Some("第一课.mp4"));
        headers.insert("upload-metadata", "filename ?".parse().unwrap());
        assert_eq!(file_name(&headers), None);
        assert_eq!(digest_of(&format!("sha256 {}", STANDARD.encode([7; 32]))), Some([7; 32]));
        for wrong in ["sha256 AAAA", "md5 AAAA", "sha256", ""] {
            assert_eq!(digest_of(wrong), None, "{wrong}");
        }
    }
}
