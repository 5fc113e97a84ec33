//! Looking for signals: patterns in the last two weeks that are worth a human look.

use std::time::Duration;

use anyhow::Result;
use domain::signal::DAYS;
use domain::time::{CHINA, DAY_MS};

use super::Desk;

/// How often.
const EVERY: Duration = Duration::from_hours(1);

/// Looks until the process ends.
pub async fn work(desk: Desk) {
    loop {
        match once(&desk).await {
            Ok(0) => {}
            Ok(new) => tracing::info!(new, "signals for a human look"),
            Err(error) => tracing::error!(error = format!("{error:#}"), "signals could not be looked for"),
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// Looks once; says how many signals are new.
pub async fn once(desk: &Desk) -> Result<usize> {
    let now_ms = desk.clock.now_ms();
    let newest = desk.policies.all().last();
    let zone = newest.map_or(CHINA, |policy| policy.utc_offset_minutes);
    let found = desk.db.find_signals(zone, now_ms).await?;
    Ok(desk.db.keep_signals(&found, || desk.new_id(), now_ms - DAYS * DAY_MS, now_ms).await?)
}
