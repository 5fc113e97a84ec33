//! The state every handler gets.

use std::collections::HashMap;
use std::ops::{Deref, DerefMut};
use std::path::Path;
use std::sync::Arc;

use ::cookie::Cookie;
use axum::http::HeaderMap;
use axum::http::header::HOST;
use certificate::Fonts;
use domain::class_closing::ClassClock;
use domain::policy::{Policies, Policy, Profile};
use domain::publication::PublicationClock;
use domain::retention::Retention;
use domain::task::TaskKind;
use domain::time::{CHINA, Zone};
use domain::working_day::{Calendar, Deadline};
use store::Db;
use store::hours_by_month::HoursByMonth;
use store::ledger::checkpoint::NoteSigner;
use store::setting::DEMO_CITY;
use vault::{Keys, NONCE_BYTES, SealedAs};

use crate::error::AppError;
use crate::{Background, Films, Guesses, Sender, SessionCache, StudyBudgets, TrustedProxies, cookie, oidc};

/// The only source of time. The server's own is the system clock; tests move theirs.
pub trait Clock: Send + Sync {
    /// Unix milliseconds.
    fn now_ms(&self) -> i64;

    /// By how much the machine's clock was set back, once for each time; it goes on by real time.
    fn take_step(&self) -> Option<i64> {
        None
    }
}

/// The only source of randomness.
pub trait Rng: Send + Sync {
    fn fill(&self, bytes: &mut [u8]);
}

/// The state that every handler gets. Cheap to clone, as axum does several times a request: one count goes up.
#[derive(Clone)]
pub struct Site(Arc<Shared>);

impl From<Shared> for Site {
    fn from(mut shared: Shared) -> Self {
        shared.db = shared.db.with_keys(shared.keys.clone());
        Self(Arc::new(shared))
    }
}

impl Deref for Site {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

/// What is changed here changes for this site, not for clones made before.
impl DerefMut for Site {
    fn deref_mut(&mut self) -> &mut Shared {
        Arc::make_mut(&mut self.0)
    }
}

/// Whose site it is, as the foot of every page says; empty texts are not shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Publisher {
    /// The authority that runs it (主办单位).
    pub organiser: String,
    /// Its number of the ministry's register (ICP 备案号).
    pub icp: String,
    /// Its number of the public security register (公安备案号).
    pub police: String,
}

/// What the whole site shares.
#[derive(Clone)]
pub struct Shared {
    pub db: Db,
    pub clock: Arc<dyn Clock>,
    pub rng: Arc<dyn Rng>,
    pub assets: Arc<Assets>,
    /// The secrets derived from the key file.
    pub keys: Arc<Keys>,
    /// Signs checkpoints of the ledger under its public name.
    pub signer: NoteSigner,
    /// Every policy this server knows.
    pub policies: Arc<Policies>,
    /// How long personal data is kept.
    pub retention: Arc<Retention>,
    /// Which days are working days.
    pub holidays: Arc<Calendar>,
    /// Which family of policies new classes and sessions use.
    pub profile: Profile,
    /// The address people type, `https://xueshi.example.gov.cn`, where it differs from the `Host` header (behind a proxy).
    /// With https, cookies are sent over https only.
    pub origin: Option<Arc<str>>,
    /// Whose site it is.
    pub publisher: Arc<Publisher>,
    /// What certificates are set in; none are issued as files without.
    pub fonts: Option<Arc<Fonts>>,
    /// Folder of finished exports.
    pub exports: Arc<Path>,
    /// Films of institutions.
    pub films: Arc<Films>,
    /// Whether officials have no rights until they have a second factor.
    pub second_factor_required: bool,
    /// What brings one-time codes to phones.
    pub sender: Sender,
    /// An outside provider through which people may sign in.
    pub oidc: Option<Arc<oidc::Provider>>,
    /// Sign-ins read a moment ago.
    pub session_cache: Arc<SessionCache>,
    /// Proxies that are believed about whom they ask for.
    pub trusted_proxies: Arc<TrustedProxies>,
    /// What goes on beside requests, and whether it is well.
    pub background: Background,
    /// How much everybody may send of their study.
    pub study_budgets: Arc<StudyBudgets>,
    /// The ledger's time by class and month, as far as this process has summed it.
    pub hours_by_month: Arc<HoursByMonth>,
    /// Wrong passwords seen by this process.
    pub guesses: Arc<Guesses>,
}

impl Site {
    /// What the site's addresses begin with, for links that leave it: as configured, or as the browser has it.
    pub fn origin_of(&self, headers: &HeaderMap) -> String {
        self.origin.as_deref().map_or_else(
            || {
                let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
                format!("http://{host}")
            },
            ToOwned::to_owned,
        )
    }

    /// Unix milliseconds.
    pub fn now(&self) -> i64 {
        self.clock.now_ms()
    }

    /// A new id: UUIDv7 from the site's own clock and rng, so ids sort by time.
    pub fn new_id(&self) -> String {
        let mut random = [0; 10];
        self.rng.fill(&mut random);
        let ms = u64::try_from(self.now()).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(ms, &random).into_uuid().to_string()
    }

    /// Random bytes.
    pub fn random<const N: usize>(&self) -> [u8; N] {
        let mut random = [0; N];
        self.rng.fill(&mut random);
        random
    }

    /// Seals a personal number with a fresh nonce; `value` says what it is.
    pub fn seal(&self, value: SealedAs<'_>, text: &str) -> Vec<u8> {
        self.seal_bytes(value, text.as_bytes())
    }

    /// The same for a file.
    pub fn seal_bytes(&self, value: SealedAs<'_>, bytes: &[u8]) -> Vec<u8> {
        let mut nonce = [0; NONCE_BYTES];
        self.rng.fill(&mut nonce);
        self.keys.seal_bytes(value, bytes, nonce)
    }

    /// Opens what [`Site::seal`] sealed, here or on another server; `None` if it was changed or is something else.
    pub async fn open(&self, value: SealedAs<'_>, sealed: &[u8]) -> Result<Option<String>, AppError> {
        Ok(self.open_bytes(value, sealed).await?.and_then(|bytes| String::from_utf8(bytes).ok()))
    }

    /// The same for a file.
    pub async fn open_bytes(&self, value: SealedAs<'_>, sealed: &[u8]) -> Result<Option<Vec<u8>>, AppError> {
        Ok(self.db.open_sealed(&self.keys, value, sealed, self.now()).await?)
    }

    /// The programme's time zone today.
    pub fn zone(&self) -> Zone {
        let today = CHINA.day(self.now());
        self.policies.on(self.profile, &today).map_or(CHINA, |policy| policy.utc_offset_minutes)
    }

    /// The local day it is.
    pub fn today(&self) -> String {
        self.zone().day(self.now())
    }

    /// For the end of classes: the calendar, the zone of its days, and now.
    pub fn class_clock(&self) -> ClassClock<'_> {
        ClassClock { holidays: &self.holidays, zone: self.zone(), now_ms: self.now() }
    }

    /// For lists that are shown to the public: the same.
    pub fn publication_clock(&self) -> PublicationClock<'_> {
        PublicationClock { holidays: &self.holidays, zone: self.zone(), now_ms: self.now() }
    }

    /// By when what began to wait at `since_ms` is to be done, if that is limited.
    pub fn deadline(&self, kind: TaskKind, since_ms: i64) -> Option<Deadline> {
        Some(self.deadline_in(kind.working_days()?, since_ms))
    }

    /// The day that is so many working days after a moment.
    pub fn deadline_in(&self, working_days: u32, since_ms: i64) -> Deadline {
        self.holidays.deadline(self.zone(), since_ms, working_days, self.now())
    }

    /// The policy that new sessions use today. The server refuses to start without one.
    pub fn policy(&self) -> Option<&Policy> {
        self.policies.on(self.profile, &self.today())
    }

    /// Whether made-up people may be here: in the demo city, where nobody else should.
    pub async fn is_demo(&self) -> Result<bool, AppError> {
        Ok(self.db.setting(DEMO_CITY).await?.is_some())
    }

    /// What a cookie is called here. Over https a prefix that browsers know: such a cookie can come from this very host
    /// alone, never from a neighbour in the same domain.
    pub fn cookie_name(&self, plain: &str) -> String {
        format!("{}{plain}", if self.is_https() { "__Host-" } else { "" })
    }

    /// The value of such a cookie in a request.
    pub fn cookie(&self, headers: &HeaderMap, plain: &str) -> Option<String> {
        cookie::cookie(headers, &self.cookie_name(plain))
    }

    /// Such a cookie for an answer, with a life as [`cookie::new_cookie`] has it.
    pub fn set_cookie(&self, plain: &str, value: impl Into<String>, seconds: Option<i64>) -> Cookie<'static> {
        let mut cookie = cookie::new_cookie(self.cookie_name(plain), value.into(), seconds);
        cookie.set_secure(self.is_https());
        cookie
    }

    /// Whether people reach the site over https.
    pub fn is_https(&self) -> bool {
        self.origin.as_deref().is_some_and(|origin| origin.starts_with("https://"))
    }
}

/// Names of built files by their plain names: `app.css` → `/pkg/app.3f2a….css`.
///
/// A built file carries its content's hash in its name, so that browsers may keep it for ever.
#[derive(Debug, Default)]
pub struct Assets(HashMap<String, String>);

impl Assets {
    /// `manifest` is the JSON object written by `.ci/build`: plain name → hashed name.
    pub fn from_manifest(manifest: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(manifest).map(Self)
    }

    /// The address of a built file; an unknown name is returned unhashed.
    pub fn url(&self, name: &str) -> String {
        format!("/pkg/{}", self.0.get(name).map_or(name, String::as_str))
    }
}
