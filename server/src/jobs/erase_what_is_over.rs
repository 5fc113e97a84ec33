//! Once an hour: erases what was kept for a time that is over (`domain::retention`).

use std::time::Duration;

use anyhow::{Context, Result};
use domain::audit::AuditAction;
use domain::time::DAY_MS;
use store::retention::Erased;

use super::Desk;

/// The shortest pause between two rounds, where there is more than one round takes.
const PAUSE: Duration = Duration::from_secs(2);
/// How long the system administrator sees what became of a job.
const JOBS_KEPT_MS: i64 = 30 * DAY_MS;

/// Erases until nothing is left that is over.
pub async fn run(desk: &Desk) -> Result<()> {
    desk.db.forget_jobs(desk.clock.now_ms() - JOBS_KEPT_MS).await?;
    loop {
        let erased = once(desk).await?;
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
pub async fn once(desk: &Desk) -> Result<Erased> {
    let over = desk.retention.over(desk.clock.now_ms());
    let rules = &desk.retention.version;
    let event = |erased: Erased| {
        let Erased { identities, papers, invitations, signals, .. } = erased;
        desk.event(AuditAction::RetentionErase {
            rules: rules.clone(),
            identities,
            papers,
            invitations,
            signals,
        })
    };
    let erased = desk.db.erase_over(&over, event).await?;
    for (id, format) in desk.db.exports_over(over.export_files).await? {
        // First the file: a line about a file that is still there would be a lie.
        let path = desk.exports.join(format!("{id}.{format}"));
        match tokio::fs::remove_file(&path).await {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(error).with_context(|| format!("{} cannot be removed", path.display()));
            }
            _ => {}
        }
        let action = AuditAction::ExportErase { export: id.as_str().into(), retention: rules.clone() };
        desk.db.export_erased(&id, &desk.event(action)).await?;
    }
    if erased != Erased::default() {
        desk.db.checkpoint_wal().await;
    }
    Ok(erased)
}
