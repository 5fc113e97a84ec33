//! Files inside the binary, answered as tower-http's `ServeDir` answers for those of a folder: precompressed kinds, ranges,
//! and a tag in place of the time of the last change.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// A file inside the binary.
#[derive(Debug)]
pub struct Carried {
    /// Its path in the folder that was carried.
    pub path: &'static str,
    /// Its entity tag, made from its content.
    pub tag: &'static str,
    /// What it holds.
    pub content: &'static [u8],
}

/// What browsers may accept, best first, with the ending of such a file.
const ENCODINGS: [(&str, &str); 2] = [("br", ".br"), ("gzip", ".gz")];

/// The file of a path in a sorted list.
pub fn find(files: &'static [Carried], path: &str) -> Option<&'static Carried> {
    files.binary_search_by(|file| file.path.cmp(path)).ok().map(|at| &files[at])
}

/// Answers for all files under a folder.
pub fn routes(files: &'static [Carried], under: &'static str, compressed: bool) -> Router {
    Router::new().fallback(async move |request: Request| {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET,HEAD")]).into_response();
        }
        let path = format!("{under}{}", request.uri().path());
        // No name of a carried file needs an escape in an address.
        let path = path.trim_start_matches('/');
        answer(files, path, compressed, request.headers())
            .unwrap_or_else(|| StatusCode::NOT_FOUND.into_response())
    })
}

fn answer(files: &'static [Carried], path: &str, compressed: bool, asked: &HeaderMap) -> Option<Response> {
    let plain = find(files, path)?;
    let mut read = ENCODINGS.iter().filter(|(name, _)| compressed && accepts(asked, name));
    let encoded = read.find_map(|(name, end)| Some((*name, find(files, &format!("{path}{end}"))?)));
    let (encoding, file) = encoded.map_or((None, plain), |(name, file)| (Some(name), file));
    let mut told = HeaderMap::new();
    let kind = mime_guess::from_path(path).first_raw().unwrap_or("application/octet-stream");
    told.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    told.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    told.insert(header::ETAG, HeaderValue::from_static(file.tag));
    if let Some(encoding) = encoding {
        told.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    if words(asked, &header::IF_NONE_MATCH).any(|tag| tag == "*" || tag.trim_start_matches("W/") == file.tag)
    {
        return Some((StatusCode::NOT_MODIFIED, told).into_response());
    }
    Some(in_part(file, asked, told))
}

/// The whole content, or the part that was asked for.
fn in_part(file: &'static Carried, asked: &HeaderMap, mut told: HeaderMap) -> Response {
    let size = file.content.len() as u64;
    let range = asked.get(header::RANGE).and_then(|range| range.to_str().ok());
    // A part of what the asker has in another version is of no use to them.
    let range = range.filter(|_| words(asked, &header::IF_RANGE).all(|tag| tag == file.tag));
    // Several parts in one answer are read by no player: the whole is an answer to them too.
    let Some(range) = range.filter(|range| !range.contains(',')) else {
        return (told, Body::from(Bytes::from_static(file.content))).into_response();
    };
    let ranges = http_range_header::parse_range_header(range).and_then(|ranges| ranges.validate(size));
    let (status, text, part) = if let Ok([range]) = ranges.as_deref() {
        let part = &file.content[*range.start() as usize..=*range.end() as usize];
        (StatusCode::PARTIAL_CONTENT, format!("bytes {}-{}/{size}", range.start(), range.end()), part)
    } else {
        (StatusCode::RANGE_NOT_SATISFIABLE, format!("bytes */{size}"), &file.content[..0])
    };
    told.extend(HeaderValue::try_from(text).map(|value| (header::CONTENT_RANGE, value)));
    (status, told, Body::from(Bytes::from_static(part))).into_response()
}

/// The words of a header that are separated by commas.
fn words<'a>(asked: &'a HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'a str> {
    let lines = asked.get_all(name).into_iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).map(str::trim)
}

/// Whether the browser can read an encoding: it is named, and not with a weight of zero.
fn accepts(asked: &HeaderMap, encoding: &str) -> bool {
    words(asked, &header::ACCEPT_ENCODING).any(|word| {
        let (name, weight) = word.split_once(';').unwrap_or((word, ""));
        let weight = weight.trim().strip_prefix("q=").map_or(Ok(1.0), str::parse::<f32>);
        name.trim().eq_ignore_ascii_case(encoding) && weight.is_ok_and(|weight| weight > 0.0)
    })
}
