//! Only pages of this site may change anything: the defence against forged requests.
//!
//! A browser says where a request comes from (`Sec-Fetch-Site`, `Origin`) and no page can change that. A program with a
//! bearer token and no cookies carries nothing that another page could borrow, so it is let through.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use web::Site;
use web::viewer::bearer;

/// Middleware: 403 for a changing request from another site.
pub async fn same_origin(State(site): State<Site>, request: Request, next: Next) -> Response {
    if request.method().is_safe() || is_ours(request.headers(), site.origin.as_deref()) {
        next.run(request).await
    } else {
        tracing::info!(path = request.uri().path(), "a changing request from elsewhere was refused");
        StatusCode::FORBIDDEN.into_response()
    }
}

fn is_ours(headers: &HeaderMap, own: Option<&str>) -> bool {
    let has_cookies = headers.contains_key(header::COOKIE);
    if bearer(headers).is_some() && !has_cookies {
        return true;
    }
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(from) = text(header::HeaderName::from_static("sec-fetch-site")) {
        // `none` is the reader typing an address or pressing reload.
        return matches!(from, "same-origin" | "none");
    }
    // No browser sends a changing request without one of the two; a program without cookies borrows nothing.
    let Some(origin) = text(header::ORIGIN) else { return !has_cookies };
    if let Some(own) = own {
        return origin == own;
    }
    let host = origin.split_once("://").map(|(_, host)| host);
    host.is_some() && host == text(header::HOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ours(pairs: &[(&'static str, &str)], own: Option<&str>) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(*name, value.parse().unwrap());
        }
        is_ours(&headers, own)
    }

    #[test]
    fn a_page_of_this_site_may_and_another_may_not() {
        let cookie = ("cookie", "xueshi_session=a");
        assert!(ours(&[cookie, ("sec-fetch-site", "same-origin")], None));
        assert!(!ours(&[cookie, ("sec-fetch-site", "cross-site")], None));
        assert!(!ours(&[cookie, ("sec-fetch-site", "same-site")], None));
        assert!(ours(&[cookie, ("origin", "http://localhost:3000"), ("host", "localhost:3000")], None));
        assert!(!ours(&[cookie, ("origin", "http://evil.example"), ("host", "localhost:3000")], None));
        assert!(!ours(&[cookie, ("origin", "null"), ("host", "localhost:3000")], None));
        assert!(!ours(&[cookie], None));
    }

    #[test]
    fn behind_a_proxy_the_configured_address_counts() {
        let own = Some("https://xueshi.example");
        assert!(ours(&[("origin", "https://xueshi.example"), ("host", "127.0.0.1:3000")], own));
        assert!(!ours(&[("origin", "https://evil.example"), ("host", "evil.example")], own));
    }

    #[test]
    fn a_program_that_carries_no_cookie_borrows_nothing() {
        assert!(ours(&[], None));
        assert!(ours(&[("authorization", "Bearer x"), ("origin", "http://elsewhere")], None));
        assert!(!ours(&[("authorization", "Bearer x"), ("cookie", "xueshi_session=a")], None));
        // Signing somebody else in from a foreign page is a forgery too.
        assert!(!ours(&[("sec-fetch-site", "cross-site")], None));
    }
}
