//! Opening and closing a sign-in: the same deed behind the form and behind the JSON call.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};

use argon2::password_hash::SaltString;
use argon2::{Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version};
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::access::{Grant, Role};
use domain::id::{AccountId, PersonId};
use domain::person::Phone;
use domain::sign_in::{FREE_BEGINNINGS, FREE_REGISTRATIONS};
use store::audit::AuditEvent;
use store::keys::Purpose;
use store::sign_in::Credentials;
use tokio::sync::Semaphore;

use crate::error::{AppError, Sentence};
use crate::request::viewer::{SESSION_COOKIE, token};
use crate::request::{Device, Site, Viewer, second_factor};

/// Checked where no account is, so that an unknown login takes as long as a wrong password. Nobody's password.
const NOBODY: &str =
    "p1$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGF0IGFsbCE$cxOGBWc4bZtIKXJYF2uD+7vlwwv9lZcNLU4jWzHVvOA";

/// Longer logins and passwords are refused unread: they cost memory and belong to nobody.
const LOGIN_CHARS_MAX: usize = 64;
const PASSWORD_BYTES_MAX: usize = 256;

/// Each check takes 19 MiB and a core: a crowd signing in or registering stands in line instead of exhausting the machine.
static CHECKING: Semaphore = Semaphore::const_new(4);

/// A sign-in just opened.
#[derive(Debug)]
pub struct Opened {
    /// 256 random bits; only a digest is kept.
    pub token: String,
    pub account: AccountId,
    pub person: PersonId,
    pub name: String,
    pub grants: Vec<Grant>,
    pub expires_at: i64,
}

/// Where a request comes from: for the audit log, and to slow down what is asked for in bulk (`domain::sign_in`). Passwords
/// are never throttled by it.
#[derive(Clone, Debug, Default)]
pub struct Address(pub String);

impl Address {
    /// Whether the request comes from the machine the server runs on. A proxy there says for whom it asks.
    pub fn is_this_machine(&self) -> bool {
        self.0.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
    }
}

/// Stands before the text of a hash: how it was made, with a pepper.
const PEPPERED: &str = "p1";

/// A secret from the key file, without which a copied database cannot even be guessed at.
fn pepper(site: &Site) -> [u8; 32] {
    site.keys.digest(Purpose::Pepper, "password")
}

/// Argon2id at the parameters OWASP names as the least (19 MiB, 2 passes, 1 lane).
fn argon2(pepper: &[u8]) -> Result<Argon2<'_>, argon2::Error> {
    Argon2::new_with_secret(pepper, Algorithm::Argon2id, Version::V0x13, Params::DEFAULT)
}

/// The Argon2id text of a password, with salt and pepper.
pub async fn hash_password(site: &Site, password: &str) -> Result<String, AppError> {
    let mut salt = [0; 16];
    site.dice.fill(&mut salt);
    let pepper = pepper(site);
    let password = password.to_owned();
    let _place = CHECKING.acquire().await.map_err(|error| AppError::Internal(error.into()))?;
    let hash = tokio::task::spawn_blocking(move || {
        let salt = SaltString::encode_b64(&salt)?;
        let hash = argon2(&pepper)?.hash_password(password.as_bytes(), &salt)?;
        Ok(format!("{PEPPERED}{hash}"))
    });
    let hash = hash.await.map_err(|error| AppError::Internal(error.into()))?;
    hash.map_err(|error: argon2::password_hash::Error| AppError::Internal(anyhow::anyhow!("argon2: {error}")))
}

async fn fits(site: &Site, password: &str, hash: String) -> Result<bool, AppError> {
    let password = password.to_owned();
    let pepper = pepper(site);
    let _place = CHECKING.acquire().await.map_err(|error| AppError::Internal(error.into()))?;
    tokio::task::spawn_blocking(move || {
        let Some(Ok(hash)) = hash.strip_prefix(PEPPERED).map(PasswordHash::new) else { return false };
        let Ok(argon2) = argon2(&pepper) else { return false };
        argon2.verify_password(password.as_bytes(), &hash).is_ok()
    })
    .await
    .map_err(|error| AppError::Internal(error.into()))
}

/// Somebody whose password was right.
#[derive(Debug)]
pub struct Proved {
    pub who: Credentials,
    pub grants: Vec<Grant>,
}

/// Looks whether login and password belong together, or says why not.
pub async fn prove(site: &Site, login: &str, password: &str, from: &Address) -> Result<Proved, AppError> {
    let login = login.trim().to_lowercase();
    let typable = !login.is_empty() && !login.contains(char::is_control);
    if !typable || login.chars().count() > LOGIN_CHARS_MAX || password.len() > PASSWORD_BYTES_MAX {
        return Err(AppError::WrongPassword);
    }
    let login = match Phone::read(&login) {
        Ok(phone) => {
            let digest = site.keys.digest(Purpose::Phone, &phone.0);
            site.db.login_of_phone(&digest).await?.unwrap_or(login)
        }
        Err(_) => login,
    };
    begin_try(site, &login).await?;
    let credentials = site.db.credentials(&login).await?;
    let hash = credentials.as_ref().map_or(NOBODY.to_owned(), |found| found.password_hash.clone());
    let right = fits(site, password, hash).await?;
    let Some(who) = credentials else { return Err(AppError::WrongPassword) };
    let account = AccountId(who.account_id.clone());
    let grants = site.db.grants(&account, site.now()).await?;
    if !right || !who.active {
        if is_official(&grants) {
            note(site, "sign_in.refused", &account, from).await?;
        }
        return Err(AppError::WrongPassword);
    }
    Ok(Proved { who, grants })
}

/// Opens a sign-in for login, password and, where the account has a second factor, a code.
pub async fn open(
    site: &Site,
    login: &str,
    password: &str,
    code: &str,
    from: &Address,
    device: &Device,
) -> Result<Opened, AppError> {
    let proved = prove(site, login, password, from).await?;
    let account = AccountId(proved.who.account_id.clone());
    if second_factor::is_on(site, &account).await? {
        if code.is_empty() {
            return Err(AppError::SecondFactorNeeded);
        }
        must_pass(site, &proved, code, from).await?;
    } else if site.second_factor_required && is_official(&proved.grants) {
        return Err(AppError::SecondFactorNeeded);
    }
    enter(site, proved, from, device).await
}

/// Checks the code of somebody whose password was right.
pub async fn must_pass(site: &Site, proved: &Proved, code: &str, from: &Address) -> Result<(), AppError> {
    let account = AccountId(proved.who.account_id.clone());
    if second_factor::passes(site, &account, code).await? {
        return Ok(());
    }
    if is_official(&proved.grants) {
        note(site, "sign_in.refused", &account, from).await?;
    }
    Err(AppError::WrongCode)
}

/// Opens a sign-in for somebody who has proved all that is asked, and notes it where the log is for it.
pub async fn enter(site: &Site, proved: Proved, from: &Address, device: &Device) -> Result<Opened, AppError> {
    let official = is_official(&proved.grants);
    let opened = admit(site, proved.who, proved.grants, device).await?;
    if official {
        note(site, "sign_in", &opened.account, from).await?;
    }
    Ok(opened)
}

/// Opens a sign-in.
pub async fn admit(
    site: &Site,
    who: Credentials,
    grants: Vec<Grant>,
    device: &Device,
) -> Result<Opened, AppError> {
    let mut secret = [0; 32];
    site.dice.fill(&mut secret);
    let token = URL_SAFE_NO_PAD.encode(secret);
    let digest = site.keys.digest(Purpose::Token, &token);
    let account = AccountId(who.account_id);
    let expires_at =
        site.db.open_login(&digest, &account, &tried(site, &who.login), &device.0, site.now()).await?;
    Ok(Opened { token, account, person: PersonId(who.person_id), name: who.name, grants, expires_at })
}

/// Counts a try at an account, or says how long to wait before the next.
pub async fn begin_try(site: &Site, login: &str) -> Result<(), AppError> {
    let wait_ms = site.db.begin_sign_in(&tried(site, login), site.now()).await?;
    if wait_ms > 0 { Err(too_many(wait_ms)) } else { Ok(()) }
}

/// Under what wrong passwords are counted. People type all sorts of things as an account, their identity number among
/// them: a digest keeps that out of the database.
fn tried(site: &Site, login: &str) -> String {
    hex::encode(site.keys.digest(Purpose::Login, login))
}

/// Whether anybody but oneself depends on these rights.
pub fn is_official(grants: &[Grant]) -> bool {
    grants.iter().any(|grant| grant.role != Role::Learner)
}

/// Checks a password given again by someone signed in, with the same patience as at sign-in.
pub async fn confirm_password(site: &Site, viewer: &Viewer, password: &str) -> Result<(), AppError> {
    if password.len() > PASSWORD_BYTES_MAX {
        return Err(AppError::WrongPassword);
    }
    begin_try(site, &viewer.login).await?;
    let found = site.db.credentials(&viewer.login).await?.ok_or(AppError::WrongPassword)?;
    if !fits(site, password, found.password_hash).await? {
        return Err(AppError::WrongPassword);
    }
    Ok(site.db.forgive_tries(&tried(site, &viewer.login)).await?)
}

/// Ends the sign-in a request came with, if there is one.
pub async fn close(site: &Site, headers: &HeaderMap) -> Result<(), AppError> {
    if let Some(token) = token(site, headers) {
        let digest = site.keys.digest(Purpose::Token, token);
        site.db.close_login(&digest).await?;
        site.sign_ins.forget(&digest);
    }
    Ok(())
}

/// The `Set-Cookie` of a sign-in. It has no Max-Age: closing the browser of a shared computer ends it there.
pub fn session_cookie(site: &Site, token: &str) -> String {
    site.set_cookie(SESSION_COOKIE, token, None)
}

/// The `Set-Cookie` that takes it away.
pub fn no_session_cookie(site: &Site) -> String {
    site.set_cookie(SESSION_COOKIE, "", Some(0))
}

/// Learners' sign-ins would drown the log; what officials do is what it is for.
async fn note(
    site: &Site,
    action: &'static str,
    account: &AccountId,
    from: &Address,
) -> Result<(), AppError> {
    let event = AuditEvent {
        id: site.new_id(),
        at_ms: site.now(),
        account: Some(account.clone()),
        action,
        subject: format!("account:{account}"),
        reason: String::new(),
        detail: "{}".to_owned(),
        address: from.0.clone(),
    };
    Ok(site.db.write_audit(&event).await?)
}

/// Counts the beginning of a sign-in by `way` (a passkey, a provider), each of which costs us a question to somebody else or
/// a row, or says how long to wait. [`way_in`] ends the count.
pub async fn begin_way(site: &Site, way: &str, from: &Address) -> Result<(), AppError> {
    let tried = tried(site, &format!("{way} from {}", from.0));
    let wait_ms = site.db.begin_try(&tried, FREE_BEGINNINGS, site.now()).await?;
    if wait_ms == 0 {
        return Ok(());
    }
    let (wait_seconds, zh, en) = in_words(wait_ms);
    let say = Sentence::new(
        format!("从您所在的网络试得太频繁，请等 {zh}再试，或者用密码登录。"),
        format!("Too many tries from your network. Please wait {en}, or use your password."),
    );
    Err(AppError::TooMany { code: "too_many_beginnings", wait_seconds, say })
}

/// Somebody came in that way: the network is no machine that only begins.
pub async fn way_in(site: &Site, way: &str, from: &Address) -> Result<(), AppError> {
    Ok(site.db.forgive_tries(&tried(site, &format!("{way} from {}", from.0))).await?)
}

/// Counts a registration from a network, so that nobody finds out in bulk who is registered, or says how long to wait.
/// Answers under what it is counted, for [`store::Db::forgive_tries`] once it has worked.
pub async fn begin_registration(site: &Site, from: &Address) -> Result<String, AppError> {
    let tried = tried(site, &format!("register from {}", from.0));
    let wait_ms = site.db.begin_try(&tried, FREE_REGISTRATIONS, site.now()).await?;
    if wait_ms == 0 {
        return Ok(tried);
    }
    let (wait_seconds, zh, en) = in_words(wait_ms);
    let say = Sentence::new(
        format!("从您所在的网络登记得太频繁，请等 {zh}再试。填好的内容还在。"),
        format!(
            "Too many registrations from your network. Please wait {en} and try again; your answers are kept."
        ),
    );
    Err(AppError::TooMany { code: "too_many_registrations", wait_seconds, say })
}

fn too_many(wait_ms: i64) -> AppError {
    let (wait_seconds, zh, en) = in_words(wait_ms);
    AppError::TooMany {
        code: "too_many_sign_ins",
        wait_seconds,
        say: Sentence::new(
            format!("密码错了好几次。为了保护您的账号，请等 {zh}再试。"),
            format!(
                "The password was wrong several times. To protect your account, please wait {en} and try again."
            ),
        ),
    }
}

/// A waiting time in seconds, and as people say it.
pub(super) fn in_words(wait_ms: i64) -> (i64, String, String) {
    let seconds = (wait_ms + 999) / 1000;
    if seconds < 120 {
        return (seconds, format!("{seconds} 秒"), format!("{seconds} seconds"));
    }
    let minutes = (seconds + 59) / 60;
    (seconds, format!("{minutes} 分钟"), format!("{minutes} minutes"))
}

impl<S: Send + Sync> FromRequestParts<S> for Address {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let Some(ConnectInfo(peer)) = parts.extensions.get::<ConnectInfo<SocketAddr>>() else {
            return Ok(Self::default());
        };
        // Only a proxy on this very machine is believed about where a request came from, and only its own entry, the last.
        let forwarded = parts
            .headers
            .get("x-forwarded-for")
            .filter(|_| peer.ip().is_loopback())
            .and_then(|value| value.to_str().ok()?.rsplit(',').next()?.trim().parse::<IpAddr>().ok());
        Ok(Self(forwarded.unwrap_or(peer.ip()).to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_for_nobody_costs_as_much_as_any_other() {
        let hash = PasswordHash::new(NOBODY.strip_prefix(PEPPERED).unwrap()).unwrap();
        let params = argon2::Params::try_from(&hash).unwrap();
        assert_eq!((params.m_cost(), params.t_cost(), params.p_cost()), (19_456, 2, 1));
        assert_eq!(params.m_cost(), argon2::Params::DEFAULT_M_COST);
    }

    #[test]
    fn the_waiting_time_is_said_in_words() {
        let say = too_many(30_000).say();
        assert!(say.zh.contains("30 秒"), "{say:?}");
        assert!(too_many(900_000).say().en.contains("15 minutes"));
    }
}
