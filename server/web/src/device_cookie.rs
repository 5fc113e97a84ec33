//! The device cookie: a random value that says which sessions were opened on one device, and nothing else. It is
//! given at signing in; only its keyed digest is kept.

use std::convert::Infallible;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::Response;
use domain::id::PersonId;
use store::digest::Purpose;
use store::signal::Trace;

use crate::Site;
use crate::address::Address;
use crate::cookie::{SESSION_COOKIE, sets_cookie, with_cookie};

const DEVICE_COOKIE: &str = "xueshi_device";
const YEAR_SECONDS: i64 = 31_536_000;

/// The digest of the device cookie that a request carries.
pub fn device_digest(site: &Site, headers: &HeaderMap) -> Option<[u8; 32]> {
    site.cookie(headers, DEVICE_COOKIE)
        .filter(|value| value.len() <= 64)
        .map(|value| site.keys.digest(Purpose::Device, &value))
}

/// Middleware: a browser that signs in and has no device cookie yet gets one.
pub async fn set_device_cookie(State(site): State<Site>, request: Request, next: Next) -> Response {
    let has_one = site.cookie(request.headers(), DEVICE_COOKIE).is_some();
    let session = site.cookie_name(SESSION_COOKIE);
    let response = next.run(request).await;
    if has_one || !sets_cookie(&response, &session) {
        return response;
    }
    let mut random = [0; 16];
    site.rng.fill(&mut random);
    with_cookie(response, &site.set_cookie(DEVICE_COOKIE, hex::encode(random), Some(YEAR_SECONDS)))
}

/// Where a study session is opened from, as digests.
#[derive(Clone, Debug, Default)]
pub struct Traced(pub Trace);

impl FromRequestParts<Site> for Traced {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Infallible> {
        let Address(address) = Address::from_request_parts(parts, site).await?;
        let network = (!address.is_empty()).then(|| site.keys.digest(Purpose::Network, &address));
        Ok(Self(Trace { device: device_digest(site, &parts.headers), network }))
    }
}

/// Keeps from where somebody registered. What an auditor may want never stands in the way of it.
pub async fn trace_registration(site: &Site, person: &PersonId, number: &[u8; 32], trace: &Trace) {
    if let Err(error) = site.db.trace_registration(person, number, trace, site.now()).await {
        tracing::warn!(%error, "somebody was registered without a trace");
    }
}
