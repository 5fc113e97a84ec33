//! Opening and closing a sign-in: the same action behind the form and behind the JSON call.

mod guessing;

use axum::http::HeaderMap;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cookie::Cookie;
use domain::access::{Grant, is_official};
use domain::audit::AuditAction;
use domain::id::{AccountId, PersonId};
use domain::person::Phone;
use domain::sign_in::{FREE_BEGINNINGS, FREE_FAILURES, FREE_REGISTRATIONS};
use domain::typed::plain;
use store::digest::Purpose;
use store::sign_in::Credentials;

use crate::cookie::SESSION_COOKIE;
use crate::error::{AppError, Sentence};
use crate::password_hash::{Asker, NOBODY, fits};
use crate::proved::Proved;
use crate::viewer::token_digest;
use crate::{Address, Client, Device, Site, Viewer, second_factor};

pub use guessing::{Guess, Guesses, Registering};

/// Longer logins and passwords are refused unread: they cost memory and belong to nobody.
const LOGIN_CHARS_MAX: usize = 64;
const PASSWORD_BYTES_MAX: usize = 256;

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

/// Looks whether login and password belong together, or says why not.
pub async fn prove(site: &Site, login: &str, password: &str, client: &Client) -> Result<Proved, AppError> {
    let login = plain(login).to_lowercase();
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
    let guess = Guess::begin(site, &login, password, &client.address, &client.headers).await?;
    let credentials = site.db.credentials(&login).await?;
    let hash = credentials.as_ref().map_or(NOBODY.to_owned(), |found| found.password_hash.clone());
    let right = match fits(site, password, hash, guess.asker()).await {
        Ok(right) => right,
        Err(error) => {
            guess.give_back(site);
            return Err(error);
        }
    };
    let Some(who) = credentials else { return Err(AppError::WrongPassword) };
    let account = who.account_id.clone();
    let grants = site.db.grants(&account, site.now()).await?;
    if !right || !who.active {
        if is_official(&grants) {
            let refused = AuditAction::SignInRefused { account: account.clone() };
            note(site, refused, &account, &client.address).await?;
        }
        return Err(AppError::WrongPassword);
    }
    guess.was_right(site).await?;
    Ok(Proved { who, grants })
}

/// Opens a sign-in for login, password and, where the account has a second factor, a code.
pub async fn sign_in(
    site: &Site,
    login: &str,
    password: &str,
    code: &str,
    client: &Client,
) -> Result<Opened, AppError> {
    let proved = prove(site, login, password, client).await?;
    let account = proved.who.account_id.clone();
    if second_factor::is_on(site, &account).await? {
        if code.is_empty() {
            return Err(AppError::SecondFactorNeeded);
        }
        require_code(site, &proved, code, &client.address).await?;
    } else if site.second_factor_required && is_official(&proved.grants) {
        return Err(AppError::SecondFactorNeeded);
    }
    start_session(site, proved, &client.address, &client.device).await
}

/// Checks the code of somebody whose password was right. Wrong codes are counted by themselves.
pub async fn require_code(site: &Site, proved: &Proved, code: &str, from: &Address) -> Result<(), AppError> {
    let wait_ms = site.db.begin_try(&code_tried(site, &proved.who.login), FREE_FAILURES, site.now()).await?;
    if wait_ms > 0 {
        let (wait_seconds, zh, en) = in_words(wait_ms);
        let say = Sentence::new(
            format!("密码是对的，验证器里的数字错了好几次。请等 {zh}再试。"),
            format!(
                "The password is right; the code was wrong several times. Please wait {en} and try again."
            ),
        );
        return Err(AppError::TooMany { code: "too_many_wrong_codes", wait_seconds, say });
    }
    let account = proved.who.account_id.clone();
    if second_factor::passes(site, &account, code).await? {
        return Ok(());
    }
    if is_official(&proved.grants) {
        note(site, AuditAction::SignInRefused { account: account.clone() }, &account, from).await?;
    }
    Err(AppError::WrongCode)
}

/// Starts the session of somebody who has proved all that is asked, and notes it where the log is for it.
pub async fn start_session(
    site: &Site,
    proved: Proved,
    from: &Address,
    device: &Device,
) -> Result<Opened, AppError> {
    let official = is_official(&proved.grants);
    let opened = renew_session(site, proved.who, proved.grants, device).await?;
    if official {
        note(site, AuditAction::SignIn { account: opened.account.clone() }, &opened.account, from).await?;
    }
    Ok(opened)
}

/// Starts another session of somebody who is signed in and whose sessions have just ended: after a new password or factor.
pub async fn renew_session(
    site: &Site,
    who: Credentials,
    grants: Vec<Grant>,
    device: &Device,
) -> Result<Opened, AppError> {
    let mut secret = [0; 32];
    site.rng.fill(&mut secret);
    let token = URL_SAFE_NO_PAD.encode(secret);
    let digest = site.keys.digest(Purpose::Token, &token);
    let account = who.account_id;
    let expires_at =
        site.db.open_login(&digest, &account, &code_tried(site, &who.login), &device.0, site.now()).await?;
    Ok(Opened { token, account, person: who.person_id, name: who.name, grants, expires_at })
}

/// Counts a try at the document that a phone's owner is asked for, or says how long to wait before the next. Answers under
/// what it is counted, for [`store::Db::forgive_tries`] once it was right.
pub async fn begin_document_try(site: &Site, login: &str) -> Result<String, AppError> {
    let key = tried(site, &format!("document of {login}"));
    let wait_ms = site.db.begin_try(&key, FREE_FAILURES, site.now()).await?;
    if wait_ms == 0 {
        return Ok(key);
    }
    let (wait_seconds, zh, en) = in_words(wait_ms);
    let say = Sentence::new(
        format!("证件号错了好几次。为了保护您的账号，请等 {zh}再试。"),
        format!(
            "The document was wrong several times. To protect your account, please wait {en} and try again."
        ),
    );
    Err(AppError::TooMany { code: "too_many_documents", wait_seconds, say })
}

/// Under what the wrong codes of a second factor are counted.
fn code_tried(site: &Site, login: &str) -> String {
    tried(site, &format!("code of {login}"))
}

/// Under what wrong passwords are counted. People type all sorts of things as an account, their identity number among
/// them: a digest keeps that out of the database.
pub(crate) fn tried(site: &Site, login: &str) -> String {
    hex::encode(site.keys.digest(Purpose::Login, login))
}

/// Checks a password given again by someone signed in, with the same patience as at sign-in and a count of its own: nobody
/// who is not signed in can use it up.
pub async fn confirm_password(site: &Site, viewer: &Viewer, password: &str) -> Result<(), AppError> {
    if password.len() > PASSWORD_BYTES_MAX {
        return Err(AppError::WrongPassword);
    }
    let key = tried(site, &format!("confirmation of {}", viewer.login));
    let wait_ms = site.db.begin_try(&key, FREE_FAILURES, site.now()).await?;
    if wait_ms > 0 {
        return Err(too_many(wait_ms));
    }
    let found = site.db.credentials(&viewer.login).await?.ok_or(AppError::WrongPassword)?;
    if !fits(site, password, found.password_hash, Asker::Known).await? {
        return Err(AppError::WrongPassword);
    }
    Ok(site.db.forgive_tries(&key).await?)
}

/// Ends the sign-in a request came with, if there is one.
pub async fn close(site: &Site, headers: &HeaderMap) -> Result<(), AppError> {
    if let Some(digest) = token_digest(site, headers) {
        site.db.close_login(&digest).await?;
        site.session_cache.forget(&digest);
    }
    Ok(())
}

/// The cookie of a sign-in. It has no Max-Age: closing the browser of a shared computer ends it there.
pub fn session_cookie(site: &Site, token: &str) -> Cookie<'static> {
    site.set_cookie(SESSION_COOKIE, token, None)
}

/// The cookie that takes it away.
pub fn no_session_cookie(site: &Site) -> Cookie<'static> {
    site.set_cookie(SESSION_COOKIE, "", Some(0))
}

/// Learners' sign-ins would drown the log; what officials do is what it is for.
async fn note(site: &Site, action: AuditAction, account: &AccountId, from: &Address) -> Result<(), AppError> {
    Ok(site.db.write_audit(&site.event_of(account, from, action)).await?)
}

/// Counts the beginning of a sign-in by `way` (a passkey, a provider), each of which costs us a question to somebody else or
/// a row, or says how long to wait. [`end_provider_try`] ends the count.
pub async fn begin_provider_try(site: &Site, way: &str, from: &Address) -> Result<(), AppError> {
    let tried = tried(site, &format!("{way} from {}", from.network()));
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
pub async fn end_provider_try(site: &Site, way: &str, from: &Address) -> Result<(), AppError> {
    Ok(site.db.forgive_tries(&tried(site, &format!("{way} from {}", from.network()))).await?)
}

/// Counts a registration from a network, so that nobody finds out in bulk who is registered, or says how long to wait.
/// Answers under what it is counted, for [`store::Db::forgive_tries`] once it has worked.
pub async fn begin_registration(site: &Site, from: &Address) -> Result<String, AppError> {
    let tried = tried(site, &format!("register from {}", from.network()));
    let wait_ms = site.db.begin_try(&tried, FREE_REGISTRATIONS, site.now()).await?;
    if wait_ms == 0 {
        return Ok(tried);
    }
    Err(too_many_registrations(wait_ms))
}

fn too_many_registrations(wait_ms: i64) -> AppError {
    let (wait_seconds, zh, en) = in_words(wait_ms);
    let say = Sentence::new(
        format!("从这台设备或您所在的网络登记得太频繁，请等 {zh}再试。填好的内容还在。"),
        format!(
            "Too many registrations from this device or your network. Please wait {en} and try again; your answers are kept."
        ),
    );
    AppError::TooMany { code: "too_many_registrations", wait_seconds, say }
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
pub(crate) fn in_words(wait_ms: i64) -> (i64, String, String) {
    let seconds = (wait_ms + 999) / 1000;
    if seconds < 120 {
        return (seconds, format!("{seconds} 秒"), format!("{seconds} seconds"));
    }
    let minutes = (seconds + 59) / 60;
    (seconds, format!("{minutes} 分钟"), format!("{minutes} minutes"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_waiting_time_is_said_in_words() {
        let say = too_many(30_000).say();
        assert!(say.zh.contains("30 秒"), "{say:?}");
        assert!(too_many(900_000).say().en.contains("15 minutes"));
    }
}
