//! Background work of the same process. What is to be done stands in the database (`store::job`), so a job that
//! was cut off by a crash is taken up again, by this process or another; of several nodes one does it.

pub mod build_export;
pub mod compact;
pub mod end_signing_key;
pub mod erase_what_is_over;
pub mod look_for_signals;
pub mod make_checkpoint;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Result, bail};
use domain::audit::AuditAction;
use domain::policy::Policies;
use domain::retention::Retention;
use store::Db;
use store::audit::AuditEvent;
use store::job::{Job, JobKind};
use store::ledger::checkpoint::NoteSigner;
use vault::Keys;
use web::{Clock, Rng, Site};

/// How long a worker rests when nothing waits.
const REST: Duration = Duration::from_secs(1);
/// How often a worker that is at work says that it lives: well within the lease of a job.
const SIGN_OF_LIFE: Duration = Duration::from_secs(10);
/// How often what recurs is done.
const EVERY_MS: i64 = 3_600_000;

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

    /// A line of the audit log for what a job does; it acts for no account.
    pub fn event(&self, action: AuditAction) -> AuditEvent {
        AuditEvent::by_system(self.new_id(), self.clock.now_ms(), action)
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

/// Does what waits of one kind until the process ends. Each kind has a worker of its own: none waits for another.
pub async fn work(desk: Desk, kind: JobKind) {
    loop {
        match do_one(&desk, kind).await {
            Ok(true) => {}
            Ok(false) => tokio::time::sleep(REST).await,
            Err(error) => {
                tracing::error!(error = format!("{error:#}"), "background work");
                tokio::time::sleep(REST).await;
            }
        }
    }
}

/// Builds one export that waits; says whether there was one.
pub async fn work_once(desk: &Desk) -> Result<bool> {
    do_one(desk, JobKind::BuildExport).await
}

/// Does one job of a kind, if one waits, and writes down what became of it; says whether there was one.
pub async fn do_one(desk: &Desk, kind: JobKind) -> Result<bool> {
    let Some(mut job) = desk.db.claim_job(kind, &worker(), desk.clock.now_ms()).await? else {
        return Ok(false);
    };
    let claimed = job.clone();
    let outcome = tokio::select! {
        outcome = perform(desk, &claimed) => outcome,
        lost = stay_alive(desk, &mut job) => return lost.map(|()| true),
    };
    let now_ms = desk.clock.now_ms();
    match outcome {
        Ok(()) => {
            let every_ms = JobKind::RECURRING.contains(&kind).then_some(EVERY_MS);
            desk.db.finish_job(&job, now_ms, every_ms).await?;
        }
        Err(error) => {
            let error = format!("{error:#}");
            tracing::error!(kind = kind.code(), subject = %job.subject, attempt = job.attempts, error, "a job failed");
            desk.db.fail_job(&job, &error, now_ms).await?;
        }
    }
    Ok(true)
}

async fn perform(desk: &Desk, job: &Job) -> Result<()> {
    match job.kind {
        JobKind::BuildExport => build_export::run(desk, job).await,
        JobKind::EraseWhatIsOver => erase_what_is_over::run(desk).await,
        JobKind::Compact => compact::run(desk).await,
        JobKind::LookForSignals => look_for_signals::run(desk).await,
    }
}

/// Prolongs the lease while the work goes on; ends when the job is another worker's, so that two never go on with it.
async fn stay_alive(desk: &Desk, job: &mut Job) -> Result<()> {
    loop {
        tokio::time::sleep(SIGN_OF_LIFE).await;
        match desk.db.keep_job(job, desk.clock.now_ms()).await {
            Ok(true) => {}
            Ok(false) => {
                bail!("the job {} {} was taken over by another worker", job.kind.code(), job.subject)
            }
            // Another sign follows before the lease ends.
            Err(error) => tracing::warn!(%error, "the lease of a job could not be prolonged"),
        }
    }
}

/// Who works here, for whoever looks at the jobs: host and process.
fn worker() -> String {
    let host = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    format!("{}:{}", host.trim(), std::process::id())
}
