//! A second factor: codes of an authenticator app (RFC 6238), and recovery codes for the day the phone is lost.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::access::is_official;
use domain::id::AccountId;
use serde::{Deserialize, Serialize};
use store::digest::Purpose;
use store::sealed::TOTP_SECRET;
use totp_rs::{Builder, Secret, Totp};
use vault::SealedAs;

use crate::Site;
use crate::error::AppError;
use crate::proved::Proved;

/// What is sealed for the way through a browser.
const TICKET: SealedAs<'_> = SealedAs::ticket("ticket.second_factor");
/// Bytes of a secret: what RFC 4226 recommends.
const SECRET_BYTES: usize = 20;
/// How many recovery codes there are.
const RECOVERY_CODES: usize = 10;
/// Without letters that look like digits.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// How long a page may wait for its code.
const WAITING_MS_MAX: i64 = 5 * 60_000;

/// What a page that asks for a code carries along, sealed: nobody can read it in the browser, or make one.
#[derive(Debug, Serialize, Deserialize)]
pub struct SignedFormToken {
    /// Whose password was right, or who turns the second factor on.
    pub login: String,
    /// The secret that is being turned on; empty at sign-in.
    pub secret: String,
    /// Where the reader wanted to go.
    pub next: String,
    until_ms: i64,
}

impl SignedFormToken {
    pub fn new(site: &Site, login: &str, secret: &str, next: &str) -> Self {
        let until_ms = site.now() + WAITING_MS_MAX;
        Self { login: login.into(), secret: secret.into(), next: next.into(), until_ms }
    }

    pub fn sealed(&self, site: &Site) -> String {
        URL_SAFE_NO_PAD.encode(site.seal(TICKET, &serde_json::to_string(self).unwrap_or_default()))
    }

    /// What was sealed, unless it was changed or is too old.
    pub async fn read(site: &Site, sealed: &str) -> Option<Self> {
        let text = site.open(TICKET, &URL_SAFE_NO_PAD.decode(sealed).ok()?).await.ok()??;
        let ticket: Self = serde_json::from_str(&text).ok()?;
        (ticket.until_ms > site.now()).then_some(ticket)
    }
}

/// A fresh secret, in the letters an app takes.
pub fn draw_secret(site: &Site) -> String {
    let mut bytes = [0; SECRET_BYTES];
    site.rng.fill(&mut bytes);
    Secret::new_stack(bytes).to_base32()
}

/// The half minute whose code this is: the present one, the one before or the one after. `None` for a wrong code.
pub fn step_of(secret: &str, code: &str, now_ms: i64) -> Option<i64> {
    let code = domain::typed::number(code);
    let seconds = u64::try_from(now_ms / 1000).ok()?;
    app_of(secret)?.check(&code, seconds).and_then(|step| i64::try_from(step).ok())
}

fn app_of(secret: &str) -> Option<Totp> {
    Builder::new().with_secret(Secret::try_from_base32(secret).ok()?).build().ok()
}

/// What the QR code says to the app.
pub fn address(secret: &str, login: &str) -> String {
    let login = percent_encoding::utf8_percent_encode(login, percent_encoding::NON_ALPHANUMERIC);
    format!("otpauth://totp/Xueshi:{login}?secret={secret}&issuer=Xueshi")
}

/// Whether an account has a second factor of any kind: an authenticator app or a passkey.
pub async fn has_any(site: &Site, account: &AccountId) -> Result<bool, AppError> {
    Ok(is_on(site, account).await? || !site.db.passkeys(account).await?.is_empty())
}

/// Whether somebody whose password was right must still show a passkey: it is the second factor they have, and one is
/// asked of them. Otherwise a stolen password could add a factor of its own.
pub async fn owes_passkey(site: &Site, proved: &Proved) -> Result<bool, AppError> {
    let asked = site.second_factor_required && is_official(&proved.grants);
    Ok(asked && !site.db.passkeys(&proved.who.account_id).await?.is_empty())
}

/// Whether an account has an authenticator app.
pub async fn is_on(site: &Site, account: &AccountId) -> Result<bool, AppError> {
    Ok(site.db.second_factor(account).await?.is_some())
}

/// Whether this is a code of the account's app or one of its recovery codes; either opens once.
pub async fn passes(site: &Site, account: &AccountId, typed: &str) -> Result<bool, AppError> {
    let Some(factor) = site.db.second_factor(account).await? else { return Ok(false) };
    let secret = site.open(TOTP_SECRET.of(&account.0), &factor.secret_sealed).await?.unwrap_or_default();
    if let Some(step) = step_of(&secret, typed, site.now()) {
        if !factor.is_ours(&site.keys, account, &secret) {
            return Ok(false);
        }
        return Ok(site.db.use_step(account, step).await?);
    }
    let digest = recovery_digest(site, account, typed);
    Ok(site.db.use_recovery_code(account, &digest, site.now()).await?)
}

/// Fresh recovery codes: `7kmt0-h4rb2` and so on.
pub fn draw_recovery_codes(site: &Site) -> Vec<String> {
    let draw = |_| {
        let mut bytes = [0; 10];
        site.rng.fill(&mut bytes);
        let code: String = bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect();
        format!("{}-{}", &code[..5], &code[5..])
    };
    (0..RECOVERY_CODES).map(draw).collect()
}

/// Under what a recovery code is kept. Read as people copy it from paper.
pub fn recovery_digest(site: &Site, account: &AccountId, typed: &str) -> [u8; 32] {
    // What looks alike is the same.
    let same = |c: char| match c.to_ascii_lowercase() {
        'o' => '0',
        'i' | 'l' => '1',
        c => c,
    };
    let code: String =
        domain::typed::number(typed).chars().filter(char::is_ascii_alphanumeric).map(same).collect();
    site.keys.digest(Purpose::RecoveryCode, &format!("{account}:{code}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_the_standard() {
        // RFC 6238, appendix B, SHA-1: the last six of its eight digits.
        let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
        for (seconds, code) in [(59, "287082"), (1_111_111_109, "081804"), (20_000_000_000, "353130")] {
            assert_eq!(step_of(secret, code, seconds * 1000), Some(seconds / 30), "{code}");
        }
        assert_eq!(step_of(secret, "287 082", 59_000 + 30_000), Some(1), "half a minute late is in time");
        assert_eq!(step_of(secret, "287082", 59_000 + 90_000), None);
        for pasted in ["２８７０８２", "\u{202a}287 082\u{202c}", "287–082\u{feff}"] {
            assert_eq!(step_of(secret, pasted, 59_000), Some(1), "{pasted:?}");
        }
        for odd in ["", "28708", "2870822", "28708x", "二八七零八二"] {
            assert_eq!(step_of(secret, odd, 59_000), None, "{odd}");
        }
    }
}
