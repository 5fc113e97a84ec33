//! Once an hour: checks decided long ago leave the roll, counted (`store::study`).

use std::time::Duration;

use super::Desk;

/// How long the roll keeps a decided check: longer than signals look back, and long enough that nobody is
/// asked the same question twice within a month while there are others.
const KEPT_MS: i64 = 30 * 86_400_000;
/// How many leave at once, so that nobody who studies waits.
const AT_ONCE: i64 = 500;
/// How often.
const EVERY: Duration = Duration::from_hours(1);
/// The pause between two rounds, where there is more than one round takes.
const PAUSE: Duration = Duration::from_millis(200);

/// Folds until the process ends.
pub async fn work(desk: Desk) {
    loop {
        let more = match once(&desk).await {
            Ok(more) => more,
            Err(error) => {
                tracing::error!(%error, "old checks could not leave the roll");
                false
            }
        };
        tokio::time::sleep(if more { PAUSE } else { EVERY }).await;
    }
}

/// One round; whether there may be more.
pub async fn once(desk: &Desk) -> store::Result<bool> {
    let gone = desk.db.fold_checks(desk.clock.now_ms() - KEPT_MS, AT_ONCE).await?;
    // Checks of the same millisecond go together, so that a round may take a few less than it could.
    Ok(gone > 0)
}
