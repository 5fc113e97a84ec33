//! One line for the next page: what the button just pressed has done.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::cookie::cookie;

/// Name of the cookie that carries the line to the next page.
pub const FLASH_COOKIE: &str = "flash";

/// A line and how it is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flash {
    pub kind: FlashKind,
    pub text: String,
}

/// How a line is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlashKind {
    /// It is done.
    Done,
    /// Something the reader should know.
    Notice,
}

impl Flash {
    pub fn done(text: impl Into<String>) -> Self {
        Self { kind: FlashKind::Done, text: text.into() }
    }

    pub fn notice(text: impl Into<String>) -> Self {
        Self { kind: FlashKind::Notice, text: text.into() }
    }

    /// What the request brought along.
    pub fn read(headers: &HeaderMap) -> Option<Self> {
        let (kind, text) = cookie(headers, FLASH_COOKIE)?.split_once('.')?;
        let kind = if kind == "d" { FlashKind::Done } else { FlashKind::Notice };
        let text = percent_decode_str(text).decode_utf8().ok()?.into_owned();
        Some(Self { kind, text })
    }

    /// The end of a form that worked: 303 to the page that shows the result, with this line on it.
    pub fn then(&self, to: &str) -> Response {
        let kind = match self.kind {
            FlashKind::Done => "d",
            FlashKind::Notice => "n",
        };
        let text = utf8_percent_encode(&self.text, NON_ALPHANUMERIC);
        // Sixty seconds: long enough for a slow phone, short enough not to surprise tomorrow.
        let cookie = format!("{FLASH_COOKIE}={kind}.{text}; Path=/; Max-Age=60; HttpOnly; SameSite=Lax");
        let mut response = see_other(to);
        if let Ok(value) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
        response
    }

    /// The header that takes the line away once it was shown.
    pub fn clear() -> HeaderValue {
        HeaderValue::from_static("flash=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax")
    }
}

/// 303 to a page of this site; anything that is no plain path of ours leads to the front door instead.
pub fn see_other(to: &str) -> Response {
    let to = HeaderValue::from_str(own_path(to)).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response()
}

/// The same answer setting a cookie too.
pub fn with_cookie(mut response: Response, cookie: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

/// The path, if it stays on this site: `//host`, `/\host` and schemes would leave it.
pub fn own_path(path: &str) -> &str {
    let leaves = !path.starts_with('/')
        || path[1..].starts_with(['/', '\\'])
        || path.chars().any(|c| c.is_control() || c == '\\');
    if leaves { "/" } else { path }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_survives_the_way_through_the_cookie() {
        let flash = Flash::done("已报名: \"大闸蟹\"; ok");
        let response = flash.then("/learn");
        assert_eq!(response.headers()[header::LOCATION], "/learn");
        let set = response.headers()[header::SET_COOKIE].to_str().unwrap();
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, set.split(';').next().unwrap().parse().unwrap());
        assert_eq!(Flash::read(&headers), Some(flash));
    }

    #[test]
    fn no_redirect_leaves_the_site() {
        for path in ["//evil.example", "https://evil.example", "/\\evil.example", "", "javascript:1", "/a\nb"]
        {
            assert_eq!(own_path(path), "/", "{path:?}");
        }
        assert_eq!(own_path("/learn?x=1"), "/learn?x=1");
    }
}
