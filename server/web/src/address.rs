//! Where a request comes from.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;

/// Where a request comes from: for the audit log, and to slow down what is asked for in bulk (`domain::sign_in`). Passwords
/// are never throttled by it.
#[derive(Clone, Debug, Default)]
pub struct Address(pub String);

impl Address {
    /// Whether the request comes from the machine the server runs on. A proxy there says for whom it asks.
    pub fn is_this_machine(&self) -> bool {
        self.0.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Address {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let Some(ConnectInfo(peer)) = parts.extensions.get::<ConnectInfo<SocketAddr>>() else {
            return Ok(Self::default());
        };
        // Only a proxy on this very machine is believed about where a request came from, and only its own entry, the last.
        let forwarded = parts
            .headers
            .get("x-forwarded-for")
            .filter(|_| peer.ip().is_loopback())
            .and_then(|value| value.to_str().ok()?.rsplit(',').next()?.trim().parse::<IpAddr>().ok());
        Ok(Self(forwarded.unwrap_or(peer.ip()).to_string()))
    }
}
