//! Devices on which somebody has signed in before. The browser itself keeps the proof, in a cookie that only this server can
//! make and that says nothing to anybody else: a digest of the device's mark and the login. Nothing is stored here.

use axum::http::HeaderMap;
use store::digest::Purpose;

use crate::Site;
use crate::device_cookie::DEVICE_COOKIE;

/// The cookie with the proofs.
pub(crate) const KNOWN_COOKIE: &str = "xueshi_known";
/// How many people's device one browser may be: a family's, or a reading room's. The newest stay.
const LOGINS_MAX: usize = 12;
/// Hexadecimal digits of a proof: 128 bits.
const PROOF_DIGITS: usize = 32;
/// Between proofs.
const BETWEEN: char = '.';

/// What the device is counted by, if the account's owner has signed in on it before.
pub fn is_known(site: &Site, headers: &HeaderMap, login: &str) -> Option<String> {
    let mark = site.cookie(headers, DEVICE_COOKIE)?;
    let proof = proof(site, &mark, login);
    let known = site.cookie(headers, KNOWN_COOKIE)?;
    known.split(BETWEEN).take(LOGINS_MAX).any(|one| one == proof).then_some(proof)
}

/// The proofs of a browser in which this login has just been opened.
pub(crate) fn with_proof(site: &Site, headers: &HeaderMap, mark: &str, login: &str) -> String {
    let proof = proof(site, mark, login);
    let before = site.cookie(headers, KNOWN_COOKIE).unwrap_or_default();
    let others = before.split(BETWEEN).filter(|one| one.len() == PROOF_DIGITS && *one != proof);
    let all: Vec<&str> = std::iter::once(proof.as_str()).chain(others).take(LOGINS_MAX).collect();
    all.join(&BETWEEN.to_string())
}

fn proof(site: &Site, mark: &str, login: &str) -> String {
    let mut proof = hex::encode(site.keys.digest(Purpose::KnownDevice, &format!("{mark}\n{login}")));
    proof.truncate(PROOF_DIGITS);
    proof
}
