//! What training pays in the demo city, and out of which money: invented, like everything there.

use anyhow::{Context, Result, bail};
use domain::audit::AuditAction;
use domain::id::{FundSourceId, StandardId};
use domain::standard::Standard;
use domain::standard_line::{Known, read_line};
use store::audit::AuditEvent;
use store::standard::{FundSource, Recorded};
use web::Site;

use super::format::City;
use super::people::Officials;

/// Records what stands in `city.toml`.
pub async fn add(site: &Site, city: &City, staff: &Officials) -> Result<()> {
    let event = |by: &str, action| -> Result<AuditEvent> {
        let by = staff.get(by).with_context(|| format!("no staff {by}"))?;
        Ok(AuditEvent {
            account: Some(by.account.clone()),
            ..AuditEvent::by_system(site.new_id(), site.now(), action)
        })
    };
    for fund in &city.fund {
        let new = FundSource {
            id: FundSourceId(site.new_id()),
            code: fund.code.clone(),
            name: fund.name.clone(),
            name_en: fund.name_en.clone(),
            year: fund.year,
            budget_fen: fund.budget_yuan * 100,
        };
        let (fund_id, budget_fen) = (new.id.clone(), new.budget_fen);
        let recorded = AuditAction::FundSourceRecord { fund: fund_id, code: new.code.clone(), budget_fen };
        site.db.record_fund(&new, &event(&fund.by, recorded)?).await?;
    }
    let pair = |code: String, name: String| (code, name);
    let known = Known {
        trades: site
            .db
            .trades_on(&site.today())
            .await?
            .into_iter()
            .map(|one| pair(one.code, one.name))
            .collect(),
        categories: site
            .db
            .categories_on(&site.today())
            .await?
            .into_iter()
            .map(|one| pair(one.code, one.name))
            .collect(),
        funds: site.db.funds().await?.into_iter().map(|one| (one.id, one.code, one.name)).collect(),
    };
    let mut all = Vec::new();
    for line in &city.standard {
        let typed = |field: domain::standard_line::StandardField| {
            line.fields.get(field.as_str()).cloned().unwrap_or_default()
        };
        let read = read_line(typed, &known);
        let read = read.map_err(|faults| anyhow::anyhow!("a standard of the demo city: {faults:?}"))?;
        let standard = Standard { id: StandardId(site.new_id()), ..read };
        let recorded =
            AuditAction::StandardRecord { standard: standard.id.clone(), source: standard.source.clone() };
        all.push((standard, event(&line.by, recorded)?));
    }
    match site.db.record_standards(&all).await? {
        Recorded::Done { new } if new == all.len() => Ok(()),
        other => bail!("the standards of the demo city: {other:?}"),
    }
}
