//! Once an hour: evidence of months that are long over is bound into volumes (`store::study`).

use std::time::Duration;

use super::Desk;

/// How long a period is over before its evidence is bound, and how long a period is: whoever studies today finds
/// today's segments one by one, and a volume holds about a month of a person.
const PERIOD_MS: i64 = 30 * 86_400_000;
/// Of how many people at once, so that nobody who studies waits.
const AT_ONCE: i64 = 10;
/// How often.
const EVERY: Duration = Duration::from_hours(1);
/// The pause between two rounds, where there is more than one round takes.
const PAUSE: Duration = Duration::from_millis(200);

/// Binds until the process ends.
pub async fn work(desk: Desk) {
    loop {
        let more = match once(&desk).await {
            Ok(more) => more,
            Err(error) => {
                tracing::error!(%error, "old evidence could not be bound");
                false
            }
        };
        tokio::time::sleep(if more { PAUSE } else { EVERY }).await;
    }
}

/// One round; whether there may be more.
pub async fn once(desk: &Desk) -> store::Result<bool> {
    let before_ms = (desk.clock.now_ms() / PERIOD_MS - 1) * PERIOD_MS;
    Ok(desk.db.bind_evidence(before_ms, AT_ONCE).await? > 0)
}
