//! The rows beside an account by which it is entered or won back: each bears a mark of its own.

use sqlx::FromRow;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use vault::Keys;

use super::mark::{self, PhoneOf};
use crate::sealed::TOTP_SECRET;

/// A row that opens an account.
pub(super) trait WayIn:
    for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin
{
    /// What it is.
    const NAME: &'static str;
    /// How it is read; a condition follows.
    const SELECT: &'static str;

    /// Whose it says it is.
    fn account(&self) -> &str;

    /// Whether the program wrote it.
    fn is_ours(&self, keys: &Keys) -> bool;
}

#[derive(FromRow)]
pub(super) struct PasskeyWay {
    account_id: String,
    credential_id: String,
    public_key: String,
    mark: Vec<u8>,
}

impl WayIn for PasskeyWay {
    const NAME: &'static str = "a passkey";
    const SELECT: &'static str = "SELECT account_id, credential_id, public_key, mark FROM passkey";

    fn account(&self) -> &str {
        &self.account_id
    }

    fn is_ours(&self, keys: &Keys) -> bool {
        mark::of_passkey(keys, &self.account_id, &self.credential_id, &self.public_key)[..] == self.mark
    }
}

#[derive(FromRow)]
pub(super) struct LinkWay {
    account_id: String,
    issuer: String,
    subject: String,
    mark: Vec<u8>,
}

impl WayIn for LinkWay {
    const NAME: &'static str = "a link";
    const SELECT: &'static str = "SELECT account_id, issuer, subject, mark FROM identity_link";

    fn account(&self) -> &str {
        &self.account_id
    }

    fn is_ours(&self, keys: &Keys) -> bool {
        mark::of_identity_link(keys, &self.issuer, &self.subject, &self.account_id)[..] == self.mark
    }
}

#[derive(FromRow)]
pub(super) struct PhoneWay {
    account_id: String,
    phone_digest: Vec<u8>,
    since: i64,
    verified_at: Option<i64>,
    mark: Vec<u8>,
}

impl WayIn for PhoneWay {
    const NAME: &'static str = "a phone";
    const SELECT: &'static str =
        "SELECT account_id, phone_digest, since, verified_at, mark FROM account_phone";

    fn account(&self) -> &str {
        &self.account_id
    }

    fn is_ours(&self, keys: &Keys) -> bool {
        let phone = PhoneOf {
            phone_digest: &self.phone_digest,
            account: &self.account_id,
            since: self.since,
            verified_at: self.verified_at,
        };
        mark::of_phone(keys, &phone)[..] == self.mark
    }
}

#[derive(FromRow)]
pub(super) struct SecondFactorWay {
    account_id: String,
    secret_sealed: Vec<u8>,
    since: i64,
    mark: Vec<u8>,
}

impl WayIn for SecondFactorWay {
    const NAME: &'static str = "the second factor";
    const SELECT: &'static str = "SELECT account_id, secret_sealed, since, mark FROM second_factor";

    fn account(&self) -> &str {
        &self.account_id
    }

    /// One that does not open at all is named with what is sealed.
    fn is_ours(&self, keys: &Keys) -> bool {
        let secret = keys.open(TOTP_SECRET.of(&self.account_id), &self.secret_sealed);
        secret.is_none_or(|secret| {
            mark::of_second_factor(keys, &self.account_id, &secret, self.since)[..] == self.mark
        })
    }
}

#[derive(FromRow)]
pub(super) struct RecoveryCodeWay {
    account_id: String,
    code_digest: Vec<u8>,
    used_at: Option<i64>,
    mark: Vec<u8>,
}

impl WayIn for RecoveryCodeWay {
    const NAME: &'static str = "a recovery code";
    const SELECT: &'static str = "SELECT account_id, code_digest, used_at, mark FROM recovery_code";

    fn account(&self) -> &str {
        &self.account_id
    }

    fn is_ours(&self, keys: &Keys) -> bool {
        mark::of_recovery_code(keys, &self.account_id, &self.code_digest, self.used_at)[..] == self.mark
    }
}
