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
use crate::cookie::{SESSION_COOKIE, cookie_set, with_cookie};
use crate::known_device::{KNOWN_COOKIE, with_proof};

pub(crate) const DEVICE_COOKIE: &str = "xueshi_device";
const YEAR_SECONDS: i64 = 31_536_000;

/// The digest of the device cookie that a request carries.
pub fn device_digest(site: &Site, headers: &HeaderMap) -> Option<[u8; 32]> {
    site.cookie(headers, DEVICE_COOKIE)
        .filter(|value| value.len() <= 64)
        .map(|value| site.keys.digest(Purpose::Device, &value))
}

/// Middleware: a browser in which somebody signs in gets a device cookie if it has none, and the proof that this login was
/// opened on it.
pub async fn set_device_cookie(State(site): State<Site>, request: Request, next: Next) -> Response {
    let headers = request.headers().clone();
    let response = next.run(request).await;
    let Some(token) = cookie_set(&response, &site.cookie_name(SESSION_COOKIE)) else { return response };
    let (mark, response) = if let Some(mark) = site.cookie(&headers, DEVICE_COOKIE) {
        (mark, response)
    } else {
        let mut random = [0; 16];
        site.rng.fill(&mut random);
        let mark = hex::encode(random);
        let cookie = site.set_cookie(DEVICE_COOKIE, mark.clone(), Some(YEAR_SECONDS));
        (mark, with_cookie(response, &cookie))
    };
    match site.db.login_of_token(&site.keys.digest(Purpose::Token, &token)).await {
        Ok(Some(login)) => {
            let proofs = with_proof(&site, &headers, &mark, &login);
            with_cookie(response, &site.set_cookie(KNOWN_COOKIE, proofs, Some(YEAR_SECONDS)))
        }
        Ok(None) => response,
        Err(error) => {
            // The next sign-in here makes up for it.
            tracing::warn!(%error, "a device was not made known");
            response
        }
    }
}

/// Where a study session is opened from, as digests.
#[derive(Clone, Debug, Default)]
pub struct Traced(pub Trace);

impl FromRequestParts<Site> for Traced {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Infallible> {
        let network = Address::from_request_parts(parts, site).await?.network();
        let network = (!network.is_empty()).then(|| site.keys.digest(Purpose::Network, &network));
        Ok(Self(Trace { device: device_digest(site, &parts.headers), network }))
    }
}

/// Keeps from where somebody registered. What an auditor may want never stands in the way of it.
pub async fn trace_registration(site: &Site, person: &PersonId, number: &[u8; 32], trace: &Trace) {
    if let Err(error) = site.db.trace_registration(person, number, trace, site.now()).await {
        tracing::warn!(%error, "somebody was registered without a trace");
    }
}
