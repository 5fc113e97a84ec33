//! Once an hour: erases what was kept for a time that is over (`domain::retention`).

use std::time::Duration;

use anyhow::{Context, Result};
use domain::audit::AuditAction;
use domain::time::DAY_MS;
use store::retention::Erased;
use web::Site;

use super::tidy_films;

/// The shortest pause between two rounds, where there is more than one round takes.
const PAUSE: Duration = Duration::from_secs(2);
/// How long the system administrator sees what became of a job.
const JOBS_KEPT_MS: i64 = 30 * DAY_MS;

/// Erases until nothing is left that is over.
pub async fn run(site: &Site) -> Result<()> {
    site.db.forget_jobs(site.now() - JOBS_KEPT_MS).await?;
    tidy_films::run(site).await?;
    loop {
        let erased = once(site).await?;
        if erased.is_told() {
            tracing::info!(?erased, "what was over is erased");
        }
        if !erased.is_full() {
            return Ok(());
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// One round.
pub async fn once(site: &Site) -> Result<Erased> {
    let over = site.retention.over(site.now());
    let rules = &site.retention.version;
    let event = |erased: Erased| {
        let Erased { identities, papers, invitations, signals, .. } = erased;
        site.event_by_system(AuditAction::RetentionErase {
            rules: rules.clone(),
            identities,
            papers,
            invitations,
            signals,
        })
    };
    let erased = site.db.erase_over(&over, event).await?;
    for (id, format) in site.db.exports_over(over.export_files).await? {
        // First the file: a line about a file that is still there would be a lie.
        let path = site.exports.join(format!("{id}.{}", domain::export::ExportFormat::ending_of(&format)));
        match tokio::fs::remove_file(&path).await {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(error).with_context(|| format!("{} cannot be removed", path.display()));
            }
            _ => {}
        }
        let action = AuditAction::ExportErase { export: id.as_str().into(), retention: rules.clone() };
        site.db.export_erased(&id, &site.event_by_system(action)).await?;
    }
    if erased != Erased::default() {
        site.db.checkpoint_wal().await;
    }
    Ok(erased)
}
