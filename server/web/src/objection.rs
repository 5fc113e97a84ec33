//! Objections to published lists, from people who are asked for no name: where each reads what became of theirs, and how many a
//! network may file.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::id::ObjectionId;
use domain::sign_in::FREE_OBJECTIONS;
use store::digest::Purpose;

use crate::Site;
use crate::address::Address;
use crate::error::{AppError, Sentence};
use crate::sign_in::{in_words, tried};

/// Bytes of the mark in an address: too many to guess.
const MARK_BYTES: usize = 12;

/// The mark without which the address of an objection opens nothing.
pub fn mark(site: &Site, id: &ObjectionId) -> String {
    URL_SAFE_NO_PAD.encode(&site.keys.digest(Purpose::ObjectionAddress, id.as_str())[..MARK_BYTES])
}

/// Where whoever filed an objection reads what became of it.
pub fn address(site: &Site, id: &ObjectionId) -> String {
    format!("/objections/{id}/{}", mark(site, id))
}

/// Counts an objection from a network, or says how long to wait: a machine that files them holds up everybody's money.
pub async fn begin_objection(site: &Site, from: &Address) -> Result<(), AppError> {
    let key = tried(site, &format!("objection from {}", from.network()));
    let wait_ms = site.db.begin_try(&key, FREE_OBJECTIONS, site.now()).await?;
    if wait_ms == 0 {
        return Ok(());
    }
    let (wait_seconds, zh, en) = in_words(wait_ms);
    let say = Sentence::new(
        format!("从您所在的网络提得太多了，请等 {zh}再提，或者打 12333 反映。"),
        format!("Too many objections from your network. Please wait {en}, or ring 12333."),
    );
    Err(AppError::TooMany { code: "too_many_objections", wait_seconds, say })
}
