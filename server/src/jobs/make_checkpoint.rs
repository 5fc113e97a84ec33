//! Signing a checkpoint of the ledger and of the audit log whenever they grew, and handing it out as a file.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};
use domain::audit::AuditAction;
use store::ledger::checkpoint::Checkpoint;
use store::tree::AUDIT;
use web::Site;

/// How often the ledger is looked at: the most that a rewriting of history could stay unseen.
const EVERY: Duration = Duration::from_mins(1);

/// Makes checkpoints until the process ends.
pub async fn work(site: Site, folder: Option<PathBuf>) {
    loop {
        if let Err(error) = once(&site, folder.as_deref()).await {
            tracing::error!(error = format!("{error:#}"), "a checkpoint could not be made");
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// Makes the checkpoints of the ledger and of the audit log as they stand, if there are none, and writes
/// them to the folder; before that, the line of a clock that was set back. Returns the ledger's.
pub async fn once(site: &Site, folder: Option<&Path>) -> Result<Checkpoint> {
    let now_ms = site.now();
    if let Some(behind_ms) = site.clock.take_step() {
        let action = AuditAction::ClockBack { ledger: site.signer.origin().to_owned(), behind_ms };
        site.db.write_audit(&site.event_by_system(action)).await?;
    }
    let checkpoint = site.db.make_checkpoint(&site.signer, now_ms).await?;
    let audit = site.db.make_checkpoint_of(&AUDIT, &site.signer.audit(), now_ms).await?;
    if let Some(folder) = folder {
        hand_out(folder, "", &checkpoint)
            .and_then(|()| hand_out(folder, "audit-", &audit))
            .with_context(|| format!("the folder of checkpoints {}", folder.display()))?;
    }
    Ok(checkpoint)
}

/// `12.note` for the checkpoint of 12 entries, and `latest.note`; those of the audit log begin with `audit-`.
/// A file that is there is left alone, but the latest is signed anew when the key changes.
fn hand_out(folder: &Path, prefix: &str, checkpoint: &Checkpoint) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    let own = folder.join(format!("{prefix}{}.note", checkpoint.size));
    let latest = folder.join(format!("{prefix}latest.note"));
    let is_latest = std::fs::read(&latest).is_ok_and(|text| text == checkpoint.note.as_bytes());
    let wanted = [(!own.exists()).then_some(own), (!is_latest).then_some(latest)];
    for path in wanted.into_iter().flatten() {
        // Renamed into place: nobody ever fetches half a note.
        let part = path.with_extension("part");
        std::fs::write(&part, &checkpoint.note)?;
        // Unlike everything else that this program makes: others are to fetch it.
        std::fs::set_permissions(&part, Permissions::from_mode(0o644))?;
        std::fs::rename(&part, &path)?;
    }
    Ok(())
}
