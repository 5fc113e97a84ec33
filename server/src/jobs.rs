//! Background work of the same process. What is to be done stands in the database, so a job that
//! was cut off by a crash is taken up again, by this process or another.

pub mod build_export;
pub mod compact;
pub mod end_signing_key;
pub mod erase_what_is_over;
pub mod look_for_signals;
pub mod make_checkpoint;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use domain::policy::Policies;
use domain::retention::Retention;
use store::Db;
use store::ledger::checkpoint::NoteSigner;
use vault::Keys;
use web::{Clock, Rng, Site};

/// How long the desk rests when nothing waits.
const REST: Duration = Duration::from_secs(1);
/// A builder that gave no sign of life for so long is taken for dead.
const DEAD_AFTER_MS: i64 = 30_000;

/// What background work needs.
#[derive(Clone)]
pub struct Desk {
    pub db: Db,
    pub keys: Arc<Keys>,
    /// Signs the checkpoints that manifests carry.
    pub signer: NoteSigner,
    pub policies: Arc<Policies>,
    pub retention: Arc<Retention>,
    pub clock: Arc<dyn Clock>,
    pub rng: Arc<dyn Rng>,
    /// Where finished exports stand.
    pub exports: PathBuf,
}

impl Desk {
    /// The desk of a site.
    pub fn of(site: &Site) -> Self {
        Self {
            db: site.db.clone(),
            keys: site.keys.clone(),
            signer: site.signer.clone(),
            policies: site.policies.clone(),
            retention: site.retention.clone(),
            clock: site.clock.clone(),
            rng: site.rng.clone(),
            exports: site.exports.to_path_buf(),
        }
    }

    /// A new id: UUIDv7 from the desk's own clock and rng.
    pub fn new_id(&self) -> String {
        let mut random = [0; 10];
        self.rng.fill(&mut random);
        let ms = u64::try_from(self.clock.now_ms()).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(ms, &random).into_uuid().to_string()
    }
}

/// How soon this process learns of a new data key. `xueshi rotate-keys` waits longer than that before it retires the old one.
pub const KEYS_SEEN_AFTER: Duration = Duration::from_secs(1);

/// Looks for new data keys and signing keys until the process ends, and ends a signing key when its overlap is over.
pub async fn watch_keys(desk: Desk) {
    loop {
        tokio::time::sleep(KEYS_SEEN_AFTER).await;
        if let Err(error) = desk.db.refresh_keys(&desk.keys, desk.clock.now_ms()).await {
            tracing::warn!(%error, "the data keys were not read anew");
        }
        if let Err(error) = end_signing_key::once(&desk).await {
            tracing::error!(%error, "the old signing key could not be ended");
        }
    }
}

/// Works until the process ends.
pub async fn work(desk: Desk) {
    loop {
        match work_once(&desk).await {
            Ok(true) => {}
            Ok(false) => tokio::time::sleep(REST).await,
            Err(error) => {
                tracing::error!(error = format!("{error:#}"), "background work");
                tokio::time::sleep(REST).await;
            }
        }
    }
}

/// Does one thing that waits; says whether there was one.
pub async fn work_once(desk: &Desk) -> anyhow::Result<bool> {
    let now_ms = desk.clock.now_ms();
    match desk.db.claim_export(now_ms, now_ms - DEAD_AFTER_MS).await? {
        Some(run) => build_export::run(desk, &run).await.map(|()| true),
        None => Ok(false),
    }
}
