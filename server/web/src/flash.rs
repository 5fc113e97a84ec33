//! One line for the next page: what the button just pressed has done.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::cookie::{cookie, new_cookie, with_cookie};

/// Name of the cookie that carries the line to the next page.
pub const FLASH_COOKIE: &str = "flash";
/// Long enough for a slow phone, short enough not to surprise tomorrow.
const LINE_SECONDS: i64 = 60;

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
        let line = cookie(headers, FLASH_COOKIE)?;
        let (kind, text) = line.split_once('.')?;
        let kind = if kind == "d" { FlashKind::Done } else { FlashKind::Notice };
        Some(Self { kind, text: text.to_owned() })
    }

    /// The end of a form that worked: 303 to the page that shows the result, with this line on it.
    pub fn then(&self, to: &str) -> Response {
        let kind = match self.kind {
            FlashKind::Done => "d",
            FlashKind::Notice => "n",
        };
        let line = format!("{kind}.{}", self.text);
        with_cookie(see_other(to), &new_cookie(FLASH_COOKIE, line, Some(LINE_SECONDS)))
    }

    /// The answer that has shown the line and takes it away.
    pub fn taken_away(response: Response) -> Response {
        with_cookie(response, &new_cookie(FLASH_COOKIE, "", Some(0)))
    }
}

/// 303 to a page of this site; anything that is no plain path of ours leads to the front door instead.
pub fn see_other(to: &str) -> Response {
    let to = HeaderValue::from_str(own_path(to)).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response()
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
        let flash = Flash::done("已报名: \"大闸蟹\", 100%; a=b.c\n+ok");
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
