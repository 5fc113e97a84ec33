//! What the institutions of the demo city are filed for.

use anyhow::{Context, Result};
use domain::audit::AuditAction;
use domain::course::Level;
use domain::id::FilingId;
use domain::time::DAY_MS;
use store::audit::AuditEvent;
use store::filing::NewFiling;
use web::Site;

use super::format::City;
use super::people::Officials;

/// Records what stands in `city.toml`.
pub async fn add(site: &Site, city: &City, staff: &Officials) -> Result<()> {
    for filing in &city.filing {
        let level = Level::from_code(&filing.level).with_context(|| format!("no level {}", filing.level))?;
        let by = staff.get(&filing.by).with_context(|| format!("no staff {}", filing.by))?;
        let ends_ms = filing.ends_in_days.map(|days| site.now() + days * DAY_MS);
        let new = NewFiling {
            id: FilingId(site.new_id()),
            organisation: filing.organisation.as_str().into(),
            trade_code: filing.trade.clone(),
            level,
            number: filing.number.clone(),
            valid_from: filing.valid_from.clone(),
            valid_to: ends_ms.map(|ends_ms| site.zone().day(ends_ms)),
            paper: None,
        };
        let event = |action, reason: &str| AuditEvent {
            account: Some(by.account.clone()),
            reason: reason.to_owned(),
            ..AuditEvent::by_system(site.new_id(), site.now(), action)
        };
        let recorded = AuditAction::FilingRecord {
            filing: new.id.clone(),
            organisation: new.organisation.clone(),
            trade_code: new.trade_code.clone(),
            level,
        };
        site.db.record_filing(&new, &event(recorded, "")).await.with_context(|| filing.number.clone())?;
        if let Some(reason) = &filing.suspended {
            let suspended =
                AuditAction::FilingSuspend { filing: new.id.clone(), organisation: new.organisation };
            site.db.suspend_filing(&new.id, &event(suspended, reason)).await?;
        }
    }
    Ok(())
}
