//! Where a request comes from.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use ipnet::IpNet;

use crate::Site;

/// By what a proxy says for whom it asks.
const FORWARDED: &str = "x-forwarded-for";
/// What one household or school gets of the newer addresses: all of them are one network.
const NETWORK_BITS: u32 = 64;

/// Where a request comes from: for the audit log, and to slow down what is tried or asked for in bulk (`domain::sign_in`).
#[derive(Clone, Debug, Default)]
pub struct Address(pub String);

/// The proxies that are believed about whom they ask for.
#[derive(Clone, Debug, Default)]
pub struct TrustedProxies(pub Vec<IpNet>);

impl TrustedProxies {
    /// Whether this is one of them.
    pub fn holds(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|proxies| proxies.contains(&address))
    }
}

impl Address {
    /// Of a peer and what it says. Only a trusted proxy is believed, and only its own entry, the last.
    fn of(peer: IpAddr, headers: &HeaderMap, trusted: &TrustedProxies) -> Self {
        let last = headers.get_all(FORWARDED).iter().next_back();
        let forwarded = last
            .filter(|_| trusted.holds(peer))
            .and_then(|value| value.to_str().ok()?.rsplit(',').next()?.trim().parse::<IpAddr>().ok());
        Self(forwarded.unwrap_or(peer).to_canonical().to_string())
    }

    /// Whether the request comes from the machine the server runs on.
    pub fn is_this_machine(&self) -> bool {
        self.0.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
    }

    /// The network it lies in, under which is counted what comes from there.
    pub fn network(&self) -> String {
        self.0.parse().map_or_else(|_| self.0.clone(), network_of)
    }
}

/// The network of an address: itself, or of the newer addresses the half that a household is given.
pub fn network_of(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let mask = u128::MAX << (128 - NETWORK_BITS);
            format!("{}/{NETWORK_BITS}", Ipv6Addr::from(u128::from(address) & mask))
        }
    }
}

/// Whether somebody passed the request on.
pub fn is_passed_on(headers: &HeaderMap) -> bool {
    headers.contains_key(FORWARDED)
}

impl FromRequestParts<Site> for Address {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
        Ok(peer.map(|peer| Self::of(peer, &parts.headers, &site.trusted_proxies)).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(lines: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(FORWARDED, line.parse().unwrap());
        }
        headers
    }

    #[test]
    fn only_a_configured_proxy_is_believed_and_only_its_last_word() {
        let trusted = TrustedProxies(vec!["10.0.0.0/24".parse().unwrap(), "::1/128".parse().unwrap()]);
        let of = |peer: &str, lines: &[&str]| Address::of(peer.parse().unwrap(), &headers(lines), &trusted).0;
        assert_eq!(of("10.0.0.9", &["198.51.100.1, 192.0.2.7"]), "192.0.2.7");
        assert_eq!(of("10.0.0.9", &["198.51.100.1", "192.0.2.8"]), "192.0.2.8");
        assert_eq!(of("::ffff:10.0.0.9", &["192.0.2.7"]), "192.0.2.7");
        assert_eq!(of("::1", &["2001:db8::7"]), "2001:db8::7");
        // Nobody else says where they come from: not this machine either, unless it was configured.
        assert_eq!(of("10.0.1.9", &["192.0.2.7"]), "10.0.1.9");
        assert_eq!(of("127.0.0.1", &["192.0.2.7"]), "127.0.0.1");
        assert_eq!(of("10.0.0.9", &["nonsense"]), "10.0.0.9");
        assert_eq!(of("10.0.0.9", &[]), "10.0.0.9");
    }

    #[test]
    fn a_household_with_many_addresses_is_one_network() {
        let network = |text: &str| Address(text.to_owned()).network();
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), network("2001:db8:1:2:ffff::1"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_eq!(network("::ffff:192.0.2.7"), network("192.0.2.7"));
        assert_ne!(network("192.0.2.7"), network("192.0.2.8"));
        assert_eq!(network(""), "");
    }
}
