//! Accounts with their roles, passkeys and links: the fact is one, its rows stand in several tables.

use domain::audit::{AuditAction, LinkFact, PasskeyFact, RoleFact};
use serde_json::Value;
use sqlx::FromRow;
use vault::Keys;

use super::mark::{self, Entered, MARK_BYTES};
use super::rows::{FactRow, sha256};
use super::{Fact, keyed};

#[derive(FromRow)]
pub(super) struct AccountRow {
    pub id: String,
    person_id: String,
    login: String,
    password_hash: String,
    active: bool,
    mark: Vec<u8>,
    second_factor_since: Option<i64>,
}

impl FactRow for AccountRow {
    const SELECT: &'static str = "SELECT id, person_id, login, password_hash, active, mark, \
         (SELECT f.since FROM second_factor f WHERE f.account_id = account.id) AS second_factor_since FROM account";

    fn action(self, keys: Option<&Keys>) -> AuditAction {
        self.fact(Parts::default(), keys).action
    }
}

/// A role of an account.
#[derive(FromRow)]
pub(super) struct GrantRow {
    pub account_id: String,
    role: String,
    organisation_id: Option<String>,
    region_id: Option<String>,
    granted_at: i64,
    ends_at: Option<i64>,
    invited_by: Option<String>,
    confirmed_at: Option<i64>,
    confirmed_by: Option<String>,
    mark: Vec<u8>,
}

/// A passkey of an account.
#[derive(FromRow)]
pub(super) struct PasskeyRow {
    pub account_id: String,
    id: String,
    credential_id: String,
    public_key: String,
    created_at: i64,
    removed_at: Option<i64>,
}

/// A link of an account to somebody at an outside provider.
#[derive(FromRow)]
pub(super) struct LinkRow {
    pub account_id: String,
    issuer: String,
    subject: String,
    linked_at: i64,
}

/// What else an account is made of.
#[derive(Default)]
pub(super) struct Parts {
    pub grants: Vec<GrantRow>,
    pub passkeys: Vec<PasskeyRow>,
    pub links: Vec<LinkRow>,
}

impl GrantRow {
    pub const SELECT: &'static str = "SELECT account_id, role, organisation_id, region_id, granted_at, ends_at, invited_by, confirmed_at, confirmed_by, \
         mark FROM role_grant";

    pub fn role(self) -> (RoleFact, Vec<u8>) {
        let role = RoleFact {
            role: self.role,
            organisation: self.organisation_id.map(Into::into),
            region: self.region_id.map(Into::into),
            granted_at_ms: self.granted_at,
            ends_at_ms: self.ends_at,
            invited_by: self.invited_by.map(Into::into),
            confirmed_at_ms: self.confirmed_at,
            confirmed_by: self.confirmed_by.map(Into::into),
        };
        (role, self.mark)
    }
}

impl PasskeyRow {
    pub const SELECT: &'static str =
        "SELECT account_id, id, credential_id, public_key, created_at, removed_at FROM passkey";

    fn passkey(self) -> PasskeyFact {
        PasskeyFact {
            key_sha256: passkey_sha256(&self.credential_id, &self.public_key),
            passkey: self.id.into(),
            added_at_ms: self.created_at,
            removed_at_ms: self.removed_at,
        }
    }
}

impl LinkRow {
    pub const SELECT: &'static str = "SELECT account_id, issuer, subject, linked_at FROM identity_link";

    fn link(self, keys: Option<&Keys>) -> LinkFact {
        LinkFact {
            identity: keyed(keys, &["identity_link", &self.account_id, &self.issuer, &self.subject]),
            linked_at_ms: self.linked_at,
        }
    }
}

/// The SHA-256 of the key of a passkey and of what the device calls it. Beside the key stands what changes with every use.
pub fn passkey_sha256(credential_id: &str, public_key: &str) -> String {
    let kept: Value = serde_json::from_str(public_key).unwrap_or_default();
    let key = kept.pointer("/cred/cred").unwrap_or(&kept).to_string();
    sha256(&[credential_id, &key])
}

impl AccountRow {
    /// The mark that the row should bear.
    pub fn mark(&self, keys: &Keys) -> [u8; MARK_BYTES] {
        let entered = Entered {
            account: &self.id,
            person: &self.person_id,
            login: &self.login,
            password_hash: &self.password_hash,
            active: self.active,
        };
        mark::of_account(keys, &entered)
    }

    /// What an account is with these parts of it.
    pub fn fact(self, parts: Parts, keys: Option<&Keys>) -> Fact {
        let Parts { grants, passkeys, links } = parts;
        let is_odd = keys.is_some_and(|keys| self.mark(keys)[..] != self.mark);
        let mut unmarked = is_odd.then(|| format!("account {}", self.id));
        let mut roles = Vec::with_capacity(grants.len());
        for grant in grants {
            let (role, marked) = grant.role();
            if keys.is_some_and(|keys| mark::of_role(keys, &self.id, &role)[..] != marked) {
                unmarked = Some(format!("role {} of account {}", role.role, self.id));
            }
            roles.push(role);
        }
        let action = AuditAction::FactAccount {
            sign_in: keyed(keys, &["sign_in", &self.id, &self.login, &self.password_hash]),
            account: self.id.into(),
            person: self.person_id.into(),
            active: self.active,
            roles,
            passkeys: passkeys.into_iter().map(PasskeyRow::passkey).collect(),
            links: links.into_iter().map(|link| link.link(keys)).collect(),
            second_factor_since_ms: self.second_factor_since,
        };
        Fact { action, unmarked }
    }
}
