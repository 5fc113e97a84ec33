//! Marks on rows that open something: a code by the site's key over the whole row, checked whenever the row is used. A row
//! that somebody wrote beside the program bears none.

use domain::audit::RoleFact;
use serde::Serialize;
use vault::Keys;

use crate::digest::Purpose;

/// How long a mark is.
pub const MARK_BYTES: usize = 16;

/// The version of the form that is marked.
const VERSION: u8 = 1;

/// What of an account opens it.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Entered<'a> {
    pub account: &'a str,
    pub person: &'a str,
    pub login: &'a str,
    pub password_hash: &'a str,
    pub active: bool,
}

/// The mark of an account.
pub fn of_account(keys: &Keys, account: &Entered<'_>) -> [u8; MARK_BYTES] {
    mark(keys, &("account", VERSION, account))
}

/// The mark of a role of an account.
pub fn of_role(keys: &Keys, account: &str, role: &RoleFact) -> [u8; MARK_BYTES] {
    mark(keys, &("role_grant", VERSION, account, role))
}

/// A sign-in that is open.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Opened<'a> {
    pub token_digest: &'a [u8],
    pub account: &'a str,
    pub created_at: i64,
    pub expires_at: i64,
}

/// The mark of a sign-in: who it is of stands in no token.
pub fn of_sign_in(keys: &Keys, opened: &Opened<'_>) -> [u8; MARK_BYTES] {
    mark(keys, &("login_session", VERSION, opened))
}

/// The mark of a passkey: whose it is, what the device calls it, and the digest of its key.
pub fn of_passkey(keys: &Keys, account: &str, credential_id: &str, public_key: &str) -> [u8; MARK_BYTES] {
    let key_sha256 = super::passkey_sha256(credential_id, public_key);
    mark(keys, &("passkey", VERSION, account, credential_id, key_sha256))
}

/// The mark of a link to somebody at an outside provider.
pub fn of_identity_link(keys: &Keys, issuer: &str, subject: &str, account: &str) -> [u8; MARK_BYTES] {
    mark(keys, &("identity_link", VERSION, issuer, subject, account))
}

/// A phone that opens an account.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct PhoneOf<'a> {
    pub phone_digest: &'a [u8],
    pub account: &'a str,
    pub since: i64,
    pub verified_at: Option<i64>,
}

/// The mark of a phone: whose account it opens, and whether its owner has shown to hold it.
pub fn of_phone(keys: &Keys, phone: &PhoneOf<'_>) -> [u8; MARK_BYTES] {
    mark(keys, &("account_phone", VERSION, phone))
}

/// The mark of a second factor, over the secret itself: sealing it anew under another key changes nothing.
pub fn of_second_factor(keys: &Keys, account: &str, secret: &str, since: i64) -> [u8; MARK_BYTES] {
    mark(keys, &("second_factor", VERSION, account, secret, since))
}

/// The mark of a recovery code: whose it is, and whether it was used.
pub fn of_recovery_code(
    keys: &Keys,
    account: &str,
    code_digest: &[u8],
    used_at: Option<i64>,
) -> [u8; MARK_BYTES] {
    mark(keys, &("recovery_code", VERSION, account, code_digest, used_at))
}

fn mark(keys: &Keys, row: &impl Serialize) -> [u8; MARK_BYTES] {
    let text = serde_json::to_string(row).unwrap_or_default();
    let digest = keys.digest(Purpose::Mark, &text);
    let mut mark = [0; MARK_BYTES];
    mark.copy_from_slice(&digest[..MARK_BYTES]);
    mark
}
