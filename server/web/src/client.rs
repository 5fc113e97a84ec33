//! The browser or program that asks: its network address, its kind, its headers.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;

use crate::{Address, Device, Site};

/// What is known of whoever signs in before they have said who they are.
#[derive(Clone, Debug)]
pub struct Client {
    pub address: Address,
    pub device: Device,
    pub headers: HeaderMap,
}

impl FromRequestParts<Site> for Client {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &Site) -> Result<Self, Infallible> {
        let address = Address::from_request_parts(parts, state).await?;
        let device = Device::from_request_parts(parts, state).await?;
        Ok(Self { address, device, headers: parts.headers.clone() })
    }
}
