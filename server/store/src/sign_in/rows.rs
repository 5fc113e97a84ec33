//! Rows behind a sign-in, each looked at before it opens anything: what the program did not write gives no right.

use domain::access::{Grant, Role};
use domain::audit::RoleFact;
use domain::id::{AccountId, OrganisationId, PersonId, RegionId};
use domain::official::stands;
use store_read::facts::mark::{self, Entered, Opened};
use vault::Keys;

use super::Credentials;
use crate::nullable_text::NullableText;

/// A sign-in that is open, and the account behind it.
#[derive(sqlx::FromRow)]
pub struct SessionRow {
    pub token_digest: Vec<u8>,
    #[sqlx(try_from = "String")]
    pub account_id: AccountId,
    #[sqlx(try_from = "String")]
    pub person_id: PersonId,
    pub login: String,
    pub name: String,
    pub password_hash: String,
    pub active: bool,
    pub mark: Vec<u8>,
    pub seen_at: i64,
    pub created_at: i64,
    pub expires_at: i64,
    pub opened_mark: Vec<u8>,
    pub factors: i64,
}

/// A role of an account.
#[derive(sqlx::FromRow)]
pub struct GrantRow {
    #[sqlx(try_from = "String")]
    pub account_id: AccountId,
    pub role: String,
    #[sqlx(try_from = "NullableText")]
    pub organisation_id: Option<OrganisationId>,
    #[sqlx(try_from = "NullableText")]
    pub region_id: Option<RegionId>,
    pub granted_at: i64,
    pub ends_at: Option<i64>,
    pub invited_by: Option<String>,
    pub confirmed_at: Option<i64>,
    pub confirmed_by: Option<String>,
    pub mark: Vec<u8>,
}

impl GrantRow {
    /// The role, if the program wrote this row (one that somebody put into the database gives no right) and a second person has
    /// confirmed it where that is needed.
    pub fn grant(self, keys: &Keys) -> Option<Grant> {
        let fact = RoleFact {
            role: self.role,
            organisation: self.organisation_id,
            region: self.region_id,
            granted_at_ms: self.granted_at,
            ends_at_ms: self.ends_at,
            invited_by: self.invited_by.map(Into::into),
            confirmed_at_ms: self.confirmed_at,
            confirmed_by: self.confirmed_by.map(Into::into),
        };
        if mark::of_role(keys, self.account_id.as_str(), &fact)[..] != self.mark {
            tracing::error!(account = %self.account_id, role = fact.role, "a role was not granted by the program: it gives no right");
            return None;
        }
        // A role this version does not know gives no right.
        let role = Role::from_code(&fact.role)?;
        if !stands(role, fact.invited_by.is_some(), fact.confirmed_by.is_some()) {
            return None;
        }
        Some(Grant { role, organisation: fact.organisation, region: fact.region })
    }
}

/// Whether the program wrote what opens an account.
pub(crate) fn is_marked(keys: &Keys, account: &Entered<'_>, marked: &[u8]) -> bool {
    let is_marked = mark::of_account(keys, account)[..] == *marked;
    if !is_marked {
        tracing::error!(
            account = account.account,
            "an account was changed beside the program: it opens nothing"
        );
    }
    is_marked
}

impl Credentials {
    /// Themselves, if the program wrote them.
    pub(super) fn marked(self, keys: &Keys) -> Option<Self> {
        let entered = Entered {
            account: self.account_id.as_str(),
            person: self.person_id.as_str(),
            login: &self.login,
            password_hash: &self.password_hash,
            active: self.active,
        };
        is_marked(keys, &entered, &self.mark).then_some(self)
    }
}

impl SessionRow {
    pub fn digest(&self) -> Option<[u8; 32]> {
        self.token_digest.as_slice().try_into().ok()
    }

    pub fn is_marked(&self, keys: &Keys) -> bool {
        let entered = Entered {
            account: self.account_id.as_str(),
            person: self.person_id.as_str(),
            login: &self.login,
            password_hash: &self.password_hash,
            active: self.active,
        };
        let opened = Opened {
            token_digest: &self.token_digest,
            account: self.account_id.as_str(),
            created_at: self.created_at,
            expires_at: self.expires_at,
        };
        let is_ours = mark::of_sign_in(keys, &opened)[..] == self.opened_mark;
        if !is_ours {
            tracing::error!(account = %self.account_id, "a sign-in was changed beside the program: it opens nothing");
        }
        is_ours && is_marked(keys, &entered, &self.mark)
    }
}
