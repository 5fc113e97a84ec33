//! `xueshi bench city`: the books of a city, filled by people who study through the rules, and what is done
//! with them: bytes for an hour, pages, verification, an export of everybody.

use anyhow::{Context, Result, ensure};
use domain::access::Role;
use domain::export::ExportFormat;
use domain::id::{AccountId, ExportId};
use store::audit::AuditEvent;
use store::export::ExportRequest;
use store::export::contents::Scope;

use super::city::{self, Plan};
use super::load;
use super::pages::{self, Visitors};
use super::study::Crowd;
use super::{Ground, memory};
use crate::jobs::{compact, work_once};
use crate::tools::BenchCity;

/// People who study with a beat every fifteen seconds, for the bytes of an hour; the others send one
/// every two minutes, as from a tunnel, so that the books fill sooner.
const AT_FULL_DETAIL: usize = 200;
/// Checks that each of them passes, where so many entries are wanted: about twelve hours, so that what everybody
/// has once weighs little.
const CHECKS_IN_DETAIL: usize = 60;

/// Measures one engine.
pub(super) async fn measure(ground: &Ground, options: &BenchCity) -> Result<()> {
    let name = ground.name;
    let (site, db) = (&ground.site, &ground.site.db);
    let plan = Plan { people: options.people, class: 50, lessons: 40, lesson_ms: 45 * 60_000, days: None };
    let began = load::now();
    let mut learners = city::people(site, &plan).await.context("the people of the city")?;
    println!("{name:<12} {} people in classes of {} after {:.0?}", plan.people, plan.class, began.elapsed());

    let crowd = Crowd { site, clock: &ground.clock, plan: &plan };
    let detailed = AT_FULL_DETAIL.min(plan.people / 2);
    let checks = (options.entries / (2 * detailed)).clamp(1, CHECKS_IN_DETAIL);
    let (few, many) = learners.split_at_mut(detailed);
    // A first round, so that the tables hold what a city's tables hold anyway.
    crowd.study(few, 15_000, detailed).await?;
    two_months_later(ground).await?;
    let (before, records_before) = (db.bytes().await?, ground.scratch.beats().await?);
    let verified_ms = crowd.study(few, 15_000, detailed * checks).await?;
    let bytes = db.bytes().await? - before;
    let beats = ground.scratch.beats().await? - records_before;
    two_months_later(ground).await?;
    let later = db.bytes().await? - before;
    let hours = verified_ms as f64 / 3_600_000.0;
    let kb_an_hour = |bytes: i64| bytes as f64 / 1024.0 / hours;
    println!(
        "{name:<12} {:.2} KB a verified hour, {:.2} KB two months later; a beat every 15 s, indexes included ({beats} beats, {hours:.0} hours)",
        kb_an_hour(bytes),
        kb_an_hour(later),
    );
    let began = load::now();
    crowd.study(many, 110_000, options.entries.saturating_sub(detailed * (checks + 1))).await?;
    let entries = db.ledger_size().await?;
    println!("{name:<12} {entries} ledger entries after {:.0?}", began.elapsed());
    db.analyze().await?;

    let visitors = Visitors::beside(ground, &learners[0]).await?;
    pages::measure(ground, &plan, &visitors, false).await?;

    memory::forget_peak();
    let began = load::now();
    let report = ground.verify().await?;
    println!(
        "{name:<12} verify: {} entries and {} raw records of {} people in {:.0?}, at most {} MB",
        report.tree.entries,
        report.records,
        report.people,
        began.elapsed(),
        memory::peak_mb()
    );
    let (reviewer, _) = city::official(site, Role::CitySecondReviewer).await?;
    for format in [ExportFormat::Csv, ExportFormat::Xlsx] {
        export(ground, &reviewer, format).await?;
    }

    let began = load::now();
    ground.scratch.multiply_ledger(i64::try_from(options.copied)?).await?;
    println!(
        "{name:<12} {} entries, most of them copies, after {:.0?}",
        db.ledger_size().await?,
        began.elapsed()
    );
    pages::measure(ground, &plan, &visitors, true).await?;
    Ok(())
}

/// Lets two months pass, after which decided checks have left the list of checks and evidence is archived.
async fn two_months_later(ground: &Ground) -> Result<()> {
    ground.clock.forward_us(61 * 86_400_000_000);
    while compact::checks(&ground.site).await? {}
    while compact::evidence(&ground.site).await? {}
    Ok(())
}

async fn export(ground: &Ground, account: &AccountId, format: ExportFormat) -> Result<()> {
    let site = &ground.site;
    let request = ExportRequest {
        id: ExportId(site.new_id()),
        account: account.clone(),
        scope: Scope::default(),
        format,
        full_numbers: false,
        reason: String::new(),
    };
    let event = AuditEvent::by_system(site.new_id(), site.now(), request.action());
    site.db.request_export(&request, &event).await?;
    memory::forget_peak();
    let began = load::now();
    while work_once(site).await? {}
    let run = site.db.export_run(&request.id).await?;
    ensure!(run.state == "ready", "the export is {}: {:?}", run.state, run.failure);
    println!(
        "{:<12} export {format}: {} people in {:.0?}, at most {} MB",
        ground.name,
        run.row_count.unwrap_or(0),
        began.elapsed(),
        memory::peak_mb()
    );
    Ok(())
}
