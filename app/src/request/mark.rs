//! The mark of a browser: a random cookie that says which sessions were opened on one device, and nothing else. It is
//! given at signing in; only its keyed digest is kept.

use std::convert::Infallible;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use store::keys::Purpose;
use store::signal::Trace;

use super::sign_in::Address;
use super::viewer::SESSION_COOKIE;
use crate::request::Site;

const MARK_COOKIE: &str = "xueshi_device";
const YEAR_SECONDS: i64 = 31_536_000;

/// The digest of the mark that a request carries.
pub fn mark(site: &Site, headers: &HeaderMap) -> Option<[u8; 32]> {
    site.cookie(headers, MARK_COOKIE)
        .filter(|mark| mark.len() <= 64)
        .map(|mark| site.keys.digest(Purpose::Device, mark))
}

/// Middleware: a browser that signs in and has no mark yet gets one.
pub async fn give_mark(State(site): State<Site>, request: Request, next: Next) -> Response {
    let has_one = site.cookie(request.headers(), MARK_COOKIE).is_some();
    let session = site.cookie_name(SESSION_COOKIE);
    let mut response = next.run(request).await;
    let signs_in = |value: &HeaderValue| {
        value.to_str().is_ok_and(|text| {
            text.strip_prefix(&session).is_some_and(|rest| rest.len() > 1 && !rest.starts_with("=;"))
        })
    };
    if !has_one && response.headers().get_all(header::SET_COOKIE).iter().any(signs_in) {
        let mut random = [0; 16];
        site.dice.fill(&mut random);
        let line = site.set_cookie(MARK_COOKIE, &hex::encode(random), Some(YEAR_SECONDS));
        if let Ok(line) = line.parse() {
            response.headers_mut().append(header::SET_COOKIE, line);
        }
    }
    response
}

/// Where a study session is opened from, as digests.
#[derive(Clone, Debug, Default)]
pub struct Traced(pub Trace);

impl FromRequestParts<Site> for Traced {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Infallible> {
        let Address(address) = Address::from_request_parts(parts, site).await?;
        let network = (!address.is_empty()).then(|| site.keys.digest(Purpose::Network, &address));
        Ok(Self(Trace { device: mark(site, &parts.headers), network }))
    }
}
