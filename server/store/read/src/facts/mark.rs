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

fn mark(keys: &Keys, row: &impl Serialize) -> [u8; MARK_BYTES] {
    let text = serde_json::to_string(row).unwrap_or_default();
    let digest = keys.digest(Purpose::Mark, &text);
    let mut mark = [0; MARK_BYTES];
    mark.copy_from_slice(&digest[..MARK_BYTES]);
    mark
}
