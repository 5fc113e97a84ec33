//! Looking for signals: patterns in the last two weeks that are worth a human look.

use anyhow::Result;
use domain::signal::DAYS;
use domain::time::{CHINA, DAY_MS};

use super::Desk;

/// Looks once and says in the log what is new.
pub async fn run(desk: &Desk) -> Result<()> {
    let new = once(desk).await?;
    if new > 0 {
        tracing::info!(new, "signals for a human look");
    }
    Ok(())
}

/// Looks once; says how many signals are new.
pub async fn once(desk: &Desk) -> Result<usize> {
    let now_ms = desk.clock.now_ms();
    let newest = desk.policies.all().last();
    let zone = newest.map_or(CHINA, |policy| policy.utc_offset_minutes);
    let found = desk.db.find_signals(zone, now_ms).await?;
    Ok(desk.db.keep_signals(&found, || desk.new_id(), now_ms - DAYS * DAY_MS, now_ms).await?)
}
