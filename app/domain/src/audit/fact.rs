//! What an account may do and by which devices it is entered, as its leaf in the audit log tells.

use serde::{Deserialize, Serialize};

use crate::id::{AccountId, OrganisationId, PasskeyId, RegionId};

/// A role of an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleFact {
    /// Its code.
    pub role: String,
    /// For which organisation, where it is for one.
    pub organisation: Option<OrganisationId>,
    /// In which region, where it is in one.
    pub region: Option<RegionId>,
    /// Since when.
    pub granted_at_ms: i64,
    /// Until when, once that is known.
    pub ends_at_ms: Option<i64>,
    /// By whose invitation, where it came by one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invited_by: Option<AccountId>,
    /// When a second person confirmed it, where one has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_at_ms: Option<i64>,
    /// Who that was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_by: Option<AccountId>,
}

/// A link to somebody at an outside provider of sign-ins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkFact {
    /// Whom the provider means: a digest by the site's key.
    pub identity: String,
    /// Since when.
    pub linked_at_ms: i64,
}

/// A passkey of an account, removed or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PasskeyFact {
    /// Which.
    pub passkey: PasskeyId,
    /// The SHA-256 of its public key and of what the device calls it.
    pub key_sha256: String,
    /// Since when.
    pub added_at_ms: i64,
    /// Until when, once it is removed.
    pub removed_at_ms: Option<i64>,
}
