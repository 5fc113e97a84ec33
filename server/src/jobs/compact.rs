//! Once an hour: what is old takes less room. Checks decided long ago leave the list of checks, counted, and evidence of months
//! that are long over is put into archives (`store::study`).

use std::time::Duration;

use anyhow::{Context, Result};
use store::exposure::EXPOSURE_MS;
use web::Site;

const MONTH_MS: i64 = 30 * 86_400_000;
/// How long the list keeps a decided check: longer than signals look back, and long enough that nobody is
/// asked the same question twice within a month while there are others.
const CHECKS_KEPT_MS: i64 = MONTH_MS;
/// How many checks leave at once, so that nobody who studies waits.
const CHECKS_AT_ONCE: i64 = 500;
/// Of how many people evidence is archived at once, likewise.
const PEOPLE_AT_ONCE: i64 = 10;
/// The pause between two rounds, where there is more than one round takes.
const PAUSE: Duration = Duration::from_millis(200);

/// Compacts until nothing is left that is old.
pub async fn run(site: &Site) -> Result<()> {
    loop {
        let (checks, evidence) = (checks(site).await, evidence(site).await);
        let more = [
            checks.context("old checks could not be compacted")?,
            evidence.context("old evidence could not be compacted")?,
        ];
        if more == [false, false] {
            return Ok(());
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// One round of checks; whether there may be more.
pub async fn checks(site: &Site) -> store::Result<bool> {
    let gone = site.db.compact_checks(site.now() - CHECKS_KEPT_MS, CHECKS_AT_ONCE).await?;
    site.db.forget_exposure(site.now() - EXPOSURE_MS).await?;
    // Checks of the same millisecond go together, so that a round may take a few less than it could.
    Ok(gone > 0)
}

/// One round of evidence; whether there may be more. A month is over for another one before it is archived: whoever studies
/// today finds today's segments one by one, and an archive holds about a month of a person.
pub async fn evidence(site: &Site) -> store::Result<bool> {
    let before_ms = (site.now() / MONTH_MS - 1) * MONTH_MS;
    Ok(site.db.archive_evidence(before_ms, PEOPLE_AT_ONCE).await? > 0)
}
