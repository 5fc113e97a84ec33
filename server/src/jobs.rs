//! Background work of the same process. What is to be done stands in the database (`store::job`), so a job that
//! was cut off by a crash is taken up again, by this process or another; of several nodes one does it.

pub mod ask_witnesses;
pub mod build_export;
pub mod compact;
pub mod end_signing_key;
pub mod erase_what_is_over;
pub mod look_for_signals;
pub mod make_checkpoint;
pub mod measure_film;
pub mod tidy_films;

use std::time::Duration;

use anyhow::{Result, bail};
use store::job::{Job, JobKind};
use web::Site;

/// How long a worker rests when nothing waits.
const REST: Duration = Duration::from_secs(1);
/// How often a worker that is at work says that it lives: well within the lease of a job.
const SIGN_OF_LIFE: Duration = Duration::from_secs(10);
/// How often what recurs is done.
const EVERY_MS: i64 = 3_600_000;

/// How soon this process learns of a new data key. `xueshi rotate-keys` waits longer than that before it retires the old one.
pub const KEYS_SEEN_AFTER: Duration = Duration::from_secs(1);

/// Looks for new data keys and signing keys until the process ends, and ends a signing key when its overlap is over.
pub async fn watch_keys(site: Site) {
    loop {
        tokio::time::sleep(KEYS_SEEN_AFTER).await;
        if let Err(error) = site.db.refresh_keys(&site.keys, site.now()).await {
            tracing::warn!(%error, "the data keys were not read anew");
        }
        if let Err(error) = end_signing_key::once(&site).await {
            tracing::error!(%error, "the old signing key could not be ended");
        }
    }
}

/// How soon this process hears of a sign-in that ended on another node.
const SIGN_OUTS_HEARD_AFTER: Duration = Duration::from_secs(2);

/// Hears of sign-ins that ended on other nodes until the process ends.
pub async fn watch_sign_outs(site: Site) {
    loop {
        tokio::time::sleep(SIGN_OUTS_HEARD_AFTER).await;
        if let Err(error) = hear_of_sign_outs(&site).await {
            tracing::warn!(%error, "sign-ins that ended elsewhere were not heard of");
        }
    }
}

/// Believes no sign-in any more that ended, wherever that was.
pub async fn hear_of_sign_outs(site: &Site) -> store::Result<()> {
    site.session_cache.forget_ended(&site.db.ended_logins().await?);
    Ok(())
}

/// Does what waits of one kind until the process ends. Each kind has a worker of its own: none waits for another.
pub async fn work(site: Site, kind: JobKind) {
    loop {
        match do_one(&site, kind).await {
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
pub async fn work_once(site: &Site) -> Result<bool> {
    do_one(site, JobKind::BuildExport).await
}

/// Does one job of a kind, if one waits, and writes down what became of it; says whether there was one.
pub async fn do_one(site: &Site, kind: JobKind) -> Result<bool> {
    let Some(mut job) = site.db.claim_job(kind, &worker(), site.now()).await? else {
        return Ok(false);
    };
    let claimed = job.clone();
    let outcome = tokio::select! {
        outcome = perform(site, &claimed) => outcome,
        lost = stay_alive(site, &mut job) => return lost.map(|()| true),
    };
    let now_ms = site.now();
    match outcome {
        Ok(()) => {
            let every_ms = JobKind::RECURRING.contains(&kind).then_some(EVERY_MS);
            site.db.finish_job(&job, now_ms, every_ms).await?;
        }
        Err(error) => {
            let error = format!("{error:#}");
            tracing::error!(kind = kind.code(), subject = %job.subject, attempt = job.attempts, error, "a job failed");
            site.db.fail_job(&job, &error, now_ms).await?;
        }
    }
    Ok(true)
}

async fn perform(site: &Site, job: &Job) -> Result<()> {
    match job.kind {
        JobKind::BuildExport => build_export::run(site, job).await,
        JobKind::EraseWhatIsOver => erase_what_is_over::run(site).await,
        JobKind::Compact => compact::run(site).await,
        JobKind::LookForSignals => look_for_signals::run(site).await,
        JobKind::MeasureFilm => measure_film::run(site, job).await,
    }
}

/// Prolongs the lease while the work goes on; ends when the job is another worker's, so that two never go on with it.
async fn stay_alive(site: &Site, job: &mut Job) -> Result<()> {
    loop {
        tokio::time::sleep(SIGN_OF_LIFE).await;
        match site.db.keep_job(job, site.now()).await {
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
