//! Looking for signals: patterns in the last two weeks that are worth a human look.

use anyhow::Result;
use domain::signal::DAYS;
use domain::time::{CHINA, DAY_MS};
use web::Site;

/// Looks once and says in the log what is new.
pub async fn run(site: &Site) -> Result<()> {
    let new = once(site).await?;
    if new > 0 {
        tracing::info!(new, "signals for a human look");
    }
    Ok(())
}

/// Looks once; says how many signals are new.
pub async fn once(site: &Site) -> Result<usize> {
    let now_ms = site.now();
    let newest = site.policies.all().last();
    let zone = newest.map_or(CHINA, |policy| policy.utc_offset_minutes);
    let found = site.db.find_signals(zone, now_ms).await?;
    Ok(site.db.keep_signals(&found, || site.new_id(), now_ms - DAYS * DAY_MS, now_ms).await?)
}
