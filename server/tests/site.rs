//! The whole site in process, on both databases, with a clock that tests move and people who act.
//!
//! ```ignore
//! on_both(async |site| {
//!     site.with_crab_class().await;
//!     let li = site.learner("li").await;
//!     let answer = li.post("/classes/crab-k/enrol", &[]).await;
//!     assert_eq!(answer.location(), Some("/learn"));
//!     site.clock.forward_s(15);
//! }).await;
//! ```

pub mod actor;
pub mod fakes;
pub mod repacked;
pub mod verification;

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};

use assets::Files;
use axum::Router;
use certificate::Fonts;
use domain::access::{Grant, Role};
use domain::document::DocumentKind;
use domain::id::{AccountId, OrganisationId, PersonId, RegionId};
use domain::person::Sex;
use domain::policy::{Policies, Profile};
use store::Db;
use store::audit::{AuditLine, AuditSearch};
use store::digest::Purpose;
use store::ledger::checkpoint::NoteSigner;
use store::person::{NewAccount, NewPerson, SealedNumber};
use store::sealed::{DOCUMENT, PHONE, SealedColumn};
use store::setting::{DEMO_CITY, KEY_CHECK};
use vault::{Cipher, Keys};
use web::one_time_code::Outbox;
use web::password_hash::hash_password;
use web::{Assets, Clock, Films, Sender, Shared, Site};

use crate::store_fixture::city::{a_city, run};
use crate::store_fixture::courses::a_crab_class;
use crate::store_fixture::databases;

pub use actor::{Actor, Answer};
pub use fakes::{ManualClock, SeededRng};

/// What everybody's password is.
pub const PASSWORD: &str = "correct horse";
/// Its hash: one for all, so that a hundred people are there at once. Real accounts each have their own salt.
static PASSWORD_HASH: tokio::sync::OnceCell<String> = tokio::sync::OnceCell::const_new();

/// How many sign-ins were opened, so that every token is another.
static SIGNED_IN: AtomicU64 = AtomicU64::new(0);

/// A site with an empty city: regions `city`, `county`, `county2`; organisations `bureau`, `school` (in `county`),
/// `school2` (in `county2`).
pub struct TestSite {
    pub site: Site,
    pub clock: Arc<ManualClock>,
    pub router: Router,
    /// Folder of exports, gone with the site.
    pub exports: tempfile::TempDir,
}

/// The font of Debian's fonts-noto-cjk, read once.
fn noto() -> Arc<Fonts> {
    static NOTO: LazyLock<Arc<Fonts>> = LazyLock::new(|| {
        Arc::new(Fonts::read(&["/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc#2"]).unwrap())
    });
    NOTO.clone()
}

/// Runs a test on SQLite, then on PostgreSQL, each on a site and a database of its own.
pub async fn on_both(test: impl AsyncFn(&TestSite)) {
    databases::on_both(async |db| test(&TestSite::on(db.clone(), Profile::Standard).await).await).await;
}

/// The same on SQLite only, for what does not touch SQL.
pub async fn on_sqlite(test: impl AsyncFn(&TestSite)) {
    databases::on_sqlite(async |db| test(&TestSite::on(db.clone(), Profile::Standard).await).await).await;
}

impl TestSite {
    /// A site over a fresh database.
    pub async fn on(db: Db, profile: Profile) -> Self {
        a_city(&db, 0).await;
        run(
            &db,
            "INSERT INTO region (id, name, name_en, kind, parent_id) VALUES ('county2', '新滩区', 'Xintan', 'county', 'city');
             INSERT INTO organisation (id, kind, name, name_en, region_id, credit_code, phone)
             VALUES ('school2', 'institution', '新航学校', 'Xinhang School', 'county2', 'C2', '0546-2')",
        )
        .await;
        let site = Self::bare(db, profile);
        server::serve::state_policies(&site.site).await.unwrap();
        site.adopt_rows().await;
        site
    }

    /// A site over a database in which there is nothing yet.
    pub fn bare(db: Db, profile: Profile) -> Self {
        let clock = Arc::new(ManualClock::default());
        let exports = tempfile::tempdir().unwrap();
        let keys = Arc::new(Keys::from_master(&[7; 32]));
        db.know_keys(keys.clone());
        let site = Site::from(Shared {
            exports: exports.path().into(),
            films: Arc::new(Films::new(exports.path().join("films"), env!("CARGO_BIN_EXE_xueshi"))),
            db,
            clock: clock.clone(),
            rng: Arc::new(SeededRng::default()),
            assets: Arc::new(Assets::default()),
            signer: NoteSigner::new("xueshi.example/test", keys.clone()).unwrap(),
            keys,
            policies: Arc::new(Policies::new(server::policies::built_in().unwrap())),
            retention: Arc::new(server::retention::load(None).unwrap()),
            holidays: Arc::new(server::holidays::load(None).unwrap()),
            profile,
            origin: None,
            publisher: Arc::default(),
            fonts: Some(noto()),
            second_factor_required: false,
            sender: Sender::None,
            oidc: None,
            session_cache: Arc::default(),
            trusted_proxies: Arc::default(),
            background: web::Background::default(),
            study_budgets: Arc::default(),
            hours_by_month: Arc::default(),
            guesses: Arc::default(),
        });
        let router = Self::router(&site);
        Self { site, clock, router, exports }
    }

    /// Puts the first keys of the site into its database, as the first start of a server does.
    pub async fn has_a_data_key(&self) {
        let Shared { db, keys, rng, .. } = &*self.site;
        let check = hex::encode(keys.digest(Purpose::KeyCheck, "xueshi"));
        db.settle(KEY_CHECK, &check).await.unwrap();
        db.make_first_keys(keys, Cipher::Aes256Gcm, self.site.now(), &|bytes| rng.fill(bytes)).await.unwrap();
        db.refresh_keys(keys, self.site.now()).await.unwrap();
    }

    /// Makes rows that a test wrote by SQL as if the program had written them.
    pub async fn adopt_rows(&self) {
        self.site.db.adopt_rows(self.site.now()).await.unwrap();
    }

    fn router(site: &Site) -> Router {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        server::router::router(
            site.clone(),
            &Files::site(Some(&root.join("target/site"))),
            &Files::public(None),
        )
    }

    /// Serves what was changed of the site, as after a start.
    pub fn serves_anew(&mut self) {
        self.router = Self::router(&self.site);
    }

    /// Asks officials for a second factor, as `serve` does unless told otherwise.
    pub fn require_second_factor(&mut self) {
        self.site.second_factor_required = true;
        self.router = Self::router(&self.site);
    }

    /// A node that keeps the sign-ins it has seen to itself, as every process does.
    pub fn remembers_for_itself(&mut self) {
        self.site.session_cache = Arc::default();
        self.router = Self::router(&self.site);
    }

    /// People reach the site at this address, as with `--origin`.
    pub fn reached_at(&mut self, origin: &str) {
        self.site.origin = Some(origin.into());
        self.router = Self::router(&self.site);
    }

    /// The same site where one-time codes are sent, and what they are.
    pub fn with_codes(&self) -> (Self, Arc<Outbox>) {
        let outbox = Arc::new(Outbox::default());
        let exports = tempfile::tempdir().unwrap();
        let sender = Sender::Outbox(outbox.clone());
        let site = Site::from(Shared { sender, exports: exports.path().into(), ..Shared::clone(&self.site) });
        let router = Self::router(&site);
        (Self { site, clock: self.clock.clone(), router, exports }, outbox)
    }

    /// Lets people with made-up numbers in, as the demo city does.
    pub async fn become_demo_city(&self) {
        self.site.db.settle(DEMO_CITY, "海河口市").await.unwrap();
    }

    /// The number that a statement asks for.
    pub async fn number(&self, sql: &'static str) -> i64 {
        store::read_db!(&self.site.db, |pool| sqlx::query_scalar(sql).fetch_one(pool).await).unwrap()
    }

    /// The latest hundred lines of the audit log with this action.
    pub async fn audit_lines(&self, action: &str) -> Vec<AuditLine> {
        let search = AuditSearch { action: action.to_owned(), until_ms: i64::MAX, ..AuditSearch::default() };
        self.site.db.search_audit(&search, 100, None).await.unwrap().0
    }

    /// What an authenticator app with this secret shows now.
    pub fn totp_code(&self, secret: &str) -> String {
        let app = totp_rs::Builder::new().with_secret(totp_rs::Secret::try_from_base32(secret).unwrap());
        app.build().unwrap().generate(u64::try_from(self.site.now() / 1000).unwrap()).to_string()
    }

    /// Another node over the same database: its own router, writer of beats and clock, which is so many
    /// seconds ahead of this one's.
    pub fn node(&self, ahead_s: i64) -> Self {
        let clock = Arc::new(ManualClock::at(self.clock.now_ms() + ahead_s * 1000));
        let exports = tempfile::tempdir().unwrap();
        let site = Site::from(Shared {
            clock: clock.clone(),
            exports: exports.path().into(),
            ..Shared::clone(&self.site)
        });
        let router = Self::router(&site);
        Self { site, clock, router, exports }
    }

    /// Publishes the course `crab` (lessons `crab-1` and `crab-2` are videos, `crab-3` a document) and opens its class
    /// `crab-k` in `school`, `county`.
    pub async fn with_crab_class(&self) {
        a_crab_class(&self.site.db).await;
    }

    /// Enrols the learner with the account `login` in class `crab-k`; the id of the enrolment, `e-LOGIN`.
    pub async fn enrol(&self, login: &str) -> String {
        let (enrolment, person) = (format!("e-{login}"), format!("person-{login}"));
        let (id, class, person) = (enrolment.as_str().into(), "crab-k".into(), PersonId(person));
        self.site.db.enrol(&id, &class, &person, &self.site.today(), self.site.now()).await.unwrap();
        enrolment
    }

    /// Somebody who is not signed in.
    pub fn stranger(&self) -> Actor<'_> {
        Actor::new(self, None)
    }

    /// A learner, signed in.
    pub async fn learner(&self, login: &str) -> Actor<'_> {
        self.actor(login, Role::Learner, None, Some("county")).await
    }

    /// A teacher of `school`, signed in.
    pub async fn teacher(&self, login: &str) -> Actor<'_> {
        self.actor(login, Role::Teacher, Some("school"), Some("county")).await
    }

    /// The first reviewer of the city bureau, signed in.
    pub async fn reviewer(&self, login: &str) -> Actor<'_> {
        self.actor(login, Role::CityFirstReviewer, Some("bureau"), Some("city")).await
    }

    /// The reviewer of a county, signed in.
    pub async fn county_reviewer(&self, login: &str, county: &str) -> Actor<'_> {
        self.actor(login, Role::CountyReviewer, Some("bureau"), Some(county)).await
    }

    /// Anybody, signed in: account and person bear the ids `account-LOGIN` and `person-LOGIN`.
    pub async fn actor(
        &self,
        login: &str,
        role: Role,
        organisation: Option<&str>,
        region: Option<&str>,
    ) -> Actor<'_> {
        self.register(login, role, organisation, region).await;
        self.signed_in(login).await
    }

    /// Signs in whoever has the account `account-LOGIN`.
    pub async fn signed_in(&self, login: &str) -> Actor<'_> {
        let account = AccountId(format!("account-{login}"));
        let token = format!("token-of-{login}-{}", SIGNED_IN.fetch_add(1, Ordering::SeqCst));
        let digest = self.site.keys.digest(Purpose::Token, &token);
        self.site.db.open_login(&digest, &account, login, "", self.clock.now_ms()).await.unwrap();
        Actor::new(self, Some((login.to_owned(), token)))
    }

    /// Registers somebody without signing them in; the password is [`PASSWORD`].
    pub async fn register(&self, login: &str, role: Role, organisation: Option<&str>, region: Option<&str>) {
        let hash =
            PASSWORD_HASH.get_or_init(async || hash_password(&self.site, PASSWORD).await.unwrap()).await;
        let id = PersonId(format!("person-{login}"));
        let number = |column: SealedColumn| SealedNumber {
            digest: self.site.keys.digest(Purpose::Document, login),
            sealed: self.site.seal(column.of(&id.0), "000000199001010000"),
            masked: "0000**********0000".to_owned(),
        };
        let person = NewPerson {
            document_kind: DocumentKind::Resident,
            name: format!("学员{login}"),
            sex: Sex::Female,
            birth_date: "1990-01-01".to_owned(),
            phone: number(PHONE),
            document: number(DOCUMENT),
            region: RegionId::from(region.unwrap_or("county")),
            category: Some(("rural_transfer".to_owned(), "2026-01-01".to_owned())),
            id,
            fact_salt: [1; 16],
        };
        let account = NewAccount {
            id: AccountId(format!("account-{login}")),
            person: person.id.clone(),
            login: login.to_owned(),
            password_hash: hash.clone(),
            grants: vec![Grant {
                role,
                organisation: organisation.map(OrganisationId::from),
                region: region.map(RegionId::from),
            }],
        };
        self.site.db.register(&person, &account, self.clock.now_ms()).await.unwrap();
    }
}

/// The value of a hidden field.
pub fn hidden(page: &Answer, name: &str) -> String {
    page.between(&format!("name=\"{name}\" value=\""), "\"").to_owned()
}

/// The same fields, some of them otherwise, and more.
pub fn with<'a>(fields: &[(&'a str, &'a str)], other: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = fields.iter().filter(|(name, _)| !other.iter().any(|(another, _)| another == name));
    kept.copied().chain(other.iter().copied()).collect()
}
