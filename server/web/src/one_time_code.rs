//! One-time codes: who sends them, and how a page asks for one and checks it.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use axum::http::HeaderMap;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::access::Role;
use domain::one_time_code::{self, CODES, CodeUse, FROM_A_NETWORK, NOTICES, TO_A_PHONE, TO_A_PHONE_IN_ALL};
use serde::{Deserialize, Serialize};
use store::account_phone::PhoneAccount;
use store::digest::Purpose;
use store::one_time_code::{NewCode, SendingCount, Typist};
use store::sealed::DOCUMENT;
use vault::SealedAs;

use crate::Site;
use crate::address::Address;
use crate::error::{AppError, Sentence};
use crate::known_device::is_known;
use crate::sign_in::in_words;

/// What brings a code to a phone.
#[derive(Clone, Default)]
pub enum Sender {
    /// Nothing: every page works without codes.
    #[default]
    None,
    /// For development: a page on the same machine instead of a text message.
    Outbox(Arc<Outbox>),
    /// A gateway that sends text messages.
    Gateway(Arc<dyn Gateway>),
}

/// Sends text messages. It must never log the number.
pub trait Gateway: Send + Sync {
    /// Begins to tell whoever has a phone that somebody registered with their document or number, and returns at once.
    fn tell_registered(&self, phone: String);

    /// Begins to send and returns at once: an answer that waited would tell strangers which numbers are known.
    fn send(&self, phone: String, code: String);
}

impl Sender {
    pub fn is_on(&self) -> bool {
        !matches!(self, Self::None)
    }

    fn send(&self, phone: &str, code: &str, purpose: CodeUse, now_ms: i64) {
        match self {
            Self::None => {}
            Self::Outbox(outbox) => {
                outbox.put(Letter { phone: phone.to_owned(), code: code.to_owned(), purpose, at_ms: now_ms });
            }
            Self::Gateway(gateway) => gateway.send(phone.to_owned(), code.to_owned()),
        }
    }
}

/// Messages that nobody sent anywhere, the newest first.
#[derive(Default)]
pub struct Outbox {
    codes: Mutex<VecDeque<Letter>>,
    notices: Mutex<VecDeque<Notice>>,
}

/// What is sealed for the way through a browser.
const TICKET: SealedAs<'_> = SealedAs::ticket("ticket.phone");
/// How many the outbox keeps.
const LETTERS_MAX: usize = 50;

/// What a phone would have got.
#[derive(Clone, PartialEq, Eq)]
pub struct Letter {
    pub phone: String,
    pub code: String,
    pub purpose: CodeUse,
    pub at_ms: i64,
}

/// Word to a phone that somebody registered with its owner's document or number.
#[derive(Clone, PartialEq, Eq)]
pub struct Notice {
    pub phone: String,
    pub at_ms: i64,
}

impl Outbox {
    fn put(&self, letter: Letter) {
        put(&self.codes, letter);
    }

    /// Codes, newest first.
    pub fn letters(&self) -> Vec<Letter> {
        all(&self.codes)
    }

    /// Notices, newest first.
    pub fn notices(&self) -> Vec<Notice> {
        all(&self.notices)
    }
}

fn put<T>(kept: &Mutex<VecDeque<T>>, one: T) {
    let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
    kept.push_front(one);
    kept.truncate(LETTERS_MAX);
}

fn all<T: Clone>(kept: &Mutex<VecDeque<T>>) -> Vec<T> {
    kept.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
}

/// What the pages that ask for a code carry along, sealed: nobody can read it in the browser, or make one.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PhoneFormToken {
    pub phone: String,
    /// Which way this is; a ticket of another way opens nothing.
    pub way: String,
    /// Whether a code sent to the phone was typed right.
    pub proved: bool,
    /// Whom it is for, as [`whose`] says it: as long for nobody as for somebody, so that its length tells nothing.
    pub whose: String,
    /// Where the reader wanted to go.
    pub next: String,
    pub until_ms: i64,
}

/// How long a page may wait for its code, sendings anew included.
const WAITING_MS_MAX: i64 = 15 * 60_000;

impl PhoneFormToken {
    pub fn new(site: &Site, phone: &str, way: CodeUse, next: &str) -> Self {
        Self {
            phone: phone.to_owned(),
            way: way.as_str().to_owned(),
            proved: false,
            whose: whose(site, None),
            next: next.to_owned(),
            until_ms: site.now() + WAITING_MS_MAX,
        }
    }

    pub fn sealed(&self, site: &Site) -> String {
        URL_SAFE_NO_PAD.encode(site.seal(TICKET, &serde_json::to_string(self).unwrap_or_default()))
    }

    /// What was sealed, unless it was changed, is too old or belongs to another way.
    pub async fn read(site: &Site, sealed: &str, way: CodeUse) -> Option<Self> {
        let text = site.open(TICKET, &URL_SAFE_NO_PAD.decode(sealed).ok()?).await.ok()??;
        let ticket: Self = serde_json::from_str(&text).ok()?;
        (ticket.until_ms > site.now() && ticket.way == way.as_str()).then_some(ticket)
    }
}

/// Who asks for a code.
#[derive(Clone, Copy, Debug)]
pub enum AskedBy<'a> {
    /// Somebody signed in to this login, or on a device on which its owner has signed in: nobody else's asking counts.
    Owner(&'a str),
    Anybody,
}

impl<'a> AskedBy<'a> {
    /// Whoever has this device, of the login that the number opens.
    pub fn device(site: &Site, headers: &HeaderMap, login: Option<&'a str>) -> Self {
        let owner = login.filter(|login| is_known(site, headers, login).is_some());
        owner.map_or(Self::Anybody, Self::Owner)
    }

    /// Under what tries are counted.
    fn typist(self, site: &Site, from: &Address) -> Typist {
        let (whom, is_owner) = match self {
            Self::Owner(login) => (format!("typed by {login}"), true),
            Self::Anybody => (format!("typed from {}", from.network()), false),
        };
        Typist { asker: hex::encode(site.keys.digest(Purpose::OneTimeCode, &whom)), is_owner }
    }

    /// Under what a sending is counted.
    fn counts(self, site: &Site, phone: &str, from: &Address) -> Vec<SendingCount> {
        let network = from.network();
        let count = |whom: String, limits| SendingCount {
            id: site.new_id(),
            whom: hex::encode(site.keys.digest(Purpose::OneTimeCode, &whom)),
            limits,
        };
        let mut counts = vec![count(format!("from {network}"), FROM_A_NETWORK)];
        match self {
            Self::Owner(login) => counts.push(count(format!("to {phone} for {login}"), TO_A_PHONE)),
            Self::Anybody => {
                counts.push(count(format!("to {phone} from {network}"), TO_A_PHONE));
                counts.push(count(format!("to {phone}"), TO_A_PHONE_IN_ALL));
            }
        }
        counts
    }
}

/// Sends a code, or says how long to wait. Without `really` nothing is sent, and nobody who asks can tell.
pub async fn send(
    site: &Site,
    phone: &str,
    purpose: CodeUse,
    (from, by): (&Address, AskedBy<'_>),
    really: bool,
) -> Result<(), AppError> {
    let mut draw = [0; 8];
    site.rng.fill(&mut draw);
    let code = format!("{:06}", u64::from_be_bytes(draw) % CODES);
    let new = NewCode {
        phone_digest: site.keys.digest(Purpose::Phone, phone),
        purpose,
        code_digest: digest(site, phone, purpose, &code),
        counts: by.counts(site, phone, from),
    };
    let wait_ms = site.db.begin_code(&new, site.now()).await?;
    if wait_ms > 0 {
        return Err(too_many(wait_ms));
    }
    if really {
        site.sender.send(phone, &code, purpose, site.now());
    }
    Ok(())
}

/// Tells whoever has a phone that somebody registered with their document or number, and how they sign in themselves: once a
/// day at most. Without a phone nobody is told, and nobody can tell by the time it takes.
pub async fn tell_registered(site: &Site, phone: Option<&str>) -> Result<(), AppError> {
    let nobody = site.new_id();
    let whom = format!("registered {}", phone.unwrap_or(&nobody));
    let count = SendingCount {
        id: site.new_id(),
        whom: hex::encode(site.keys.digest(Purpose::OneTimeCode, &whom)),
        limits: NOTICES,
    };
    let now_ms = site.now();
    let first = site.db.begin_counted(&count, now_ms).await?;
    let Some(phone) = phone.filter(|_| first) else { return Ok(()) };
    match &site.sender {
        Sender::None => {}
        Sender::Outbox(outbox) => put(&outbox.notices, Notice { phone: phone.to_owned(), at_ms: now_ms }),
        Sender::Gateway(gateway) => gateway.tell_registered(phone.to_owned()),
    }
    Ok(())
}

/// Whether this is the code that was sent; it opens once. A stranger's wrong ones use up the stranger's tries.
pub async fn passes(
    site: &Site,
    phone: &str,
    purpose: CodeUse,
    typed: &str,
    (from, by): (&Address, AskedBy<'_>),
) -> Result<bool, AppError> {
    let Some(code) = one_time_code::read(typed) else { return Ok(false) };
    let phone_digest = site.keys.digest(Purpose::Phone, phone);
    let code = digest(site, phone, purpose, &code);
    Ok(site.db.use_code(&phone_digest, purpose, &code, &by.typist(site, from), site.now()).await?)
}

fn digest(site: &Site, phone: &str, purpose: CodeUse, code: &str) -> [u8; 32] {
    site.keys.digest(Purpose::OneTimeCode, &format!("{} {phone} {code}", purpose.as_str()))
}

/// Whom a ticket is for, by keyed digest; something that fits nobody where it is for nobody.
pub fn whose(site: &Site, login: Option<&str>) -> String {
    let text = match login {
        Some(login) => format!("whose {login}"),
        None => format!("nobody {}", site.new_id()),
    };
    hex::encode(site.keys.digest(Purpose::OneTimeCode, &text))
}

/// The learner whom a phone lets in. Officials sign in with their password, and get a new one from whoever employs them:
/// a text message alone must not open other people's records.
pub async fn learner_of(site: &Site, phone: &str) -> Result<Option<PhoneAccount>, AppError> {
    let found = site.db.account_of_phone(&site.keys.digest(Purpose::Phone, phone)).await?;
    // Asked for nobody too: the time an answer takes tells nothing.
    let account = found.as_ref().map(|found| found.account_id.clone()).unwrap_or_default();
    let grants = site.db.grants(&account, site.now()).await?;
    Ok(found.filter(|_| grants.iter().all(|grant| grant.role == Role::Learner)))
}

/// Whether these are the last four characters of the account's document.
pub async fn knows_document(site: &Site, account: &PhoneAccount, last: &str) -> Result<bool, AppError> {
    let document =
        site.open(DOCUMENT.of(&account.person_id.0), &account.document_sealed).await?.unwrap_or_default();
    let last = domain::typed::number(last);
    Ok(last.chars().count() == 4 && document.ends_with(&last))
}

/// What is said of a code that does not fit.
pub fn wrong_code() -> Sentence {
    Sentence::new(
        "验证码不对，或者过了 5 分钟，或者错了 5 次。请看最新的一条短信；不行就重新发送。",
        "The code is wrong, older than 5 minutes, or was mistyped 5 times. Look at the newest message, or send another.",
    )
}

fn too_many(wait_ms: i64) -> AppError {
    let (wait_seconds, zh, en) = in_words(wait_ms);
    AppError::TooMany {
        code: "too_many_codes",
        wait_seconds,
        say: Sentence::new(
            format!("刚发过验证码，请等 {zh}再重新发送。已经收到的还可以用。"),
            format!(
                "A code was sent a moment ago. Please wait {en} before sending another; one that arrived still works."
            ),
        ),
    }
}
