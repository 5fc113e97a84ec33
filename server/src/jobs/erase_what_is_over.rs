//! Once an hour: erases what was kept for a time that is over (`domain::retention`).

use std::time::Duration;

use anyhow::{Context, Result};
use store::audit::AuditEvent;
use store::retention::Erased;

use super::Desk;

/// How often.
const EVERY: Duration = Duration::from_hours(1);
/// The shortest pause between two rounds, where there is more than one round takes.
const PAUSE: Duration = Duration::from_secs(2);

/// Erases until the process ends.
pub async fn work(desk: Desk) {
    loop {
        let more = match once(&desk).await {
            Ok(erased) => {
                if erased.is_told() {
                    tracing::info!(erased = erased.words(), "what was over is erased");
                }
                erased.is_full()
            }
            Err(error) => {
                tracing::error!(error = format!("{error:#}"), "what is over could not be erased");
                false
            }
        };
        tokio::time::sleep(if more { PAUSE } else { EVERY }).await;
    }
}

/// One round.
pub async fn once(desk: &Desk) -> Result<Erased> {
    let over = desk.retention.over(desk.clock.now_ms());
    let event = |action: &'static str, subject: String| AuditEvent {
        id: desk.new_id(),
        at_ms: desk.clock.now_ms(),
        account: None,
        action,
        subject,
        reason: format!("retention {}", desk.retention.version),
        detail: String::new(),
        address: String::new(),
    };
    let erased = desk.db.erase_over(&over, &event("retention.erase", "retention".to_owned())).await?;
    for (id, format) in desk.db.exports_over(over.export_files).await? {
        // First the file: a line about a file that is still there would be a lie.
        let path = desk.exports.join(format!("{id}.{format}"));
        match tokio::fs::remove_file(&path).await {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(error).with_context(|| format!("{} cannot be removed", path.display()));
            }
            _ => {}
        }
        desk.db.export_erased(&id, &event("export.erase", format!("export:{id}"))).await?;
    }
    if erased != Erased::default() {
        desk.db.checkpoint_wal().await;
    }
    Ok(erased)
}
