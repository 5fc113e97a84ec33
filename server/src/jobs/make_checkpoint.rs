//! Signing a checkpoint of the ledger whenever it grew, and handing it out as a file.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};
use store::ledger::checkpoint::Checkpoint;

use super::Desk;

/// How often the ledger is looked at: the most that a rewriting of history could stay unseen.
const EVERY: Duration = Duration::from_mins(1);

/// Makes checkpoints until the process ends.
pub async fn work(desk: Desk, folder: Option<PathBuf>) {
    loop {
        if let Err(error) = once(&desk, folder.as_deref()).await {
            tracing::error!(error = format!("{error:#}"), "a checkpoint could not be made");
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// Makes the checkpoint of the ledger as it stands, if there is none, and writes it to the folder.
pub async fn once(desk: &Desk, folder: Option<&Path>) -> Result<Checkpoint> {
    let checkpoint = desk.db.make_checkpoint(&desk.signer, desk.clock.now_ms()).await?;
    if let Some(folder) = folder {
        hand_out(folder, &checkpoint)
            .with_context(|| format!("the folder of checkpoints {}", folder.display()))?;
    }
    Ok(checkpoint)
}

/// `12.note` for the checkpoint of 12 entries, and `latest.note`. A file that is there is left alone.
fn hand_out(folder: &Path, checkpoint: &Checkpoint) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    let own = folder.join(format!("{}.note", checkpoint.size));
    if own.exists() {
        return Ok(());
    }
    for path in [own, folder.join("latest.note")] {
        // Renamed into place: nobody ever fetches half a note.
        let part = path.with_extension("part");
        std::fs::write(&part, &checkpoint.note)?;
        std::fs::rename(&part, &path)?;
    }
    Ok(())
}
