//! `xueshi bench city`: the books of a city, filled by people who study through the rules, and what is done
//! with them: bytes for an hour, pages, verification, an export of everybody.

use std::collections::BTreeSet;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use axum::Router;
use domain::access::Role;
use domain::id::{AccountId, ExportId};
use store::audit::AuditEvent;
use store::export::ExportRequest;
use store::export::book::Scope;

use super::city::{self, Learner, Plan};
use super::load::{self, Client, Line, Pace};
use super::study::Crowd;
use super::{Ground, memory, statements};
use crate::config::BenchCity;
use crate::jobs::{Desk, bind_evidence, fold_checks, work_once};

/// People who study with a beat every fifteen seconds, for the bytes of an hour; the others send one
/// every two minutes, as from a tunnel, so that the books fill sooner.
const AT_FULL_DETAIL: usize = 200;
/// Checks that each of them passes, where so many entries are wanted: about twelve hours, so that what everybody
/// has once weighs little.
const CHECKS_IN_DETAIL: usize = 60;
/// How long a page is read again and again; in a small city a millisecond a person.
const A_PAGE: Duration = Duration::from_secs(3);
/// Rows from which on no page may read a table from end to end.
const BIG: i64 = 10_000;

/// Reads one page again and again.
struct Reader {
    path: String,
    token: String,
    bytes: usize,
}

impl Client for Reader {
    async fn next(&mut self, line: &mut Line) -> Result<Option<bool>> {
        let (ok, body) = line.get(&self.path, &self.token).await?;
        self.bytes = body.len();
        Ok(Some(ok))
    }
}

/// Measures one engine.
pub(super) async fn measure(ground: &Ground, options: &BenchCity) -> Result<()> {
    let name = ground.name;
    let (site, db) = (&ground.site, &ground.site.db);
    let plan = Plan { people: options.people, class: 50, lessons: 40, lesson_ms: 45 * 60_000 };
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

    pages(ground, &plan, &learners).await?;

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
    for format in ["csv", "xlsx"] {
        export(ground, &reviewer, format).await?;
    }
    Ok(())
}

/// Lets two months pass, after which decided checks have left the roll and evidence is bound.
async fn two_months_later(ground: &Ground) -> Result<()> {
    ground.clock.forward_us(61 * 86_400_000_000);
    let desk = Desk::of(&ground.site);
    while fold_checks::once(&desk).await? {}
    while bind_evidence::once(&desk).await? {}
    Ok(())
}

/// What people look at, with how long it takes, how many rows the database returned and read for it, and
/// which big tables it would read from end to end.
async fn pages(ground: &Ground, plan: &Plan, learners: &[Learner]) -> Result<()> {
    let (site, db) = (&ground.site, &ground.site.db);
    let (address, server) = ground.serve(Router::new()).await?;
    let somebody = &learners[0];
    let learner = city::sign_in(site, &somebody.account).await?;
    let (_, school) = city::official(site, Role::InstitutionAdmin).await?;
    let (_, city) = city::official(site, Role::CityFirstReviewer).await?;
    let (_, controller) = city::official(site, Role::InternalController).await?;
    let class = city::class_of(plan, 0);
    let size = db.ledger_size().await?;
    let wanted = [
        ("my classes", "/learn".to_owned(), &learner),
        ("my hours", "/hours".to_owned(), &learner),
        ("my hours, API", "/api/study/hours".to_owned(), &learner),
        ("a lesson", format!("/learn/{}/{}", somebody.enrolment.as_str(), city::lesson(1)), &learner),
        ("classes", "/classes".to_owned(), &school),
        ("a class", format!("/classes/{}", class.as_str()), &school),
        ("hours of all classes", "/hours-ledger".to_owned(), &city),
        ("my subsidy", "/subsidy".to_owned(), &learner),
        ("exports", "/exports".to_owned(), &city),
        ("signals", "/signals".to_owned(), &controller),
        ("audit log", "/audit".to_owned(), &controller),
        ("the ledger, public", "/verify".to_owned(), &learner),
        ("entries, API", format!("/api/ledger/entries?from={}&to={size}", size - 100), &learner),
        ("a proof, API", format!("/api/ledger/proof/inclusion/7?size={size}"), &learner),
    ];
    let rows = db.table_rows().await?;
    let big: BTreeSet<&str> =
        rows.iter().filter(|(_, rows)| **rows > BIG).map(|(table, _)| table.as_str()).collect();
    println!(
        "{:<12} {:<22} {:>9} {:>9} {:>6} {:>6} {:>9} {:>9}  reads whole",
        "database", "page", "p50 ms", "p99 ms", "kB", "asks", "rows", "rows read"
    );
    for (what, path, token) in wanted {
        statements::listen();
        let read_before = settled_reads(ground).await?;
        let mut once = Reader { path: path.clone(), token: token.clone(), bytes: 0 };
        let first = once.next(&mut Line::connect(address).await?).await?;
        let asked = statements::stop();
        let read = match (read_before, settled_reads(ground).await?) {
            (Some(before), Some(after)) => (after - before).to_string(),
            _ => String::new(),
        };
        ensure!(first == Some(true), "{what} ({path}) was not answered as it should");
        let mut whole = BTreeSet::new();
        for text in asked.keys().filter(|text| text.starts_with("SELECT") || text.starts_with("WITH")) {
            let scanned = db.scans(text).await.with_context(|| format!("the plan of {text}"))?;
            whole.extend(scanned.into_iter().filter(|table| big.contains(table.as_str())));
        }
        let readers = (0..4).map(|_| Reader { path: path.clone(), token: token.clone(), bytes: 0 }).collect();
        let pace = Pace { time: A_PAGE.min(Duration::from_millis(plan.people as u64)), rate: None };
        let (phase, readers) = load::run(address, readers, pace).await?;
        ensure!(phase.failed == 0, "{what} failed {} times", phase.failed);
        let (asks, rows) = asked.values().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        println!(
            "{:<12} {what:<22} {:>9.2} {:>9.2} {:>6} {asks:>6} {rows:>9} {read:>9}  {}",
            ground.name,
            phase.ms(0.5),
            phase.ms(0.99),
            readers[0].bytes / 1024,
            whole.into_iter().collect::<Vec<_>>().join(" ")
        );
    }
    server.abort();
    Ok(())
}

/// Rows read so far. PostgreSQL's sessions tell what they read about once a second.
async fn settled_reads(ground: &Ground) -> Result<Option<i64>> {
    if ground.name == "PostgreSQL" {
        tokio::time::sleep(Duration::from_millis(1500)).await;
    }
    Ok(ground.site.db.rows_read().await?)
}

async fn export(ground: &Ground, account: &AccountId, format: &'static str) -> Result<()> {
    let site = &ground.site;
    let request = ExportRequest {
        id: ExportId(site.new_id()),
        account: account.clone(),
        scope: Scope { class: None, region: None },
        format,
        full_numbers: false,
        reason: String::new(),
    };
    let event = AuditEvent {
        id: site.new_id(),
        at_ms: site.now(),
        account: Some(account.clone()),
        action: "export.request",
        subject: format!("export:{}", request.id),
        reason: String::new(),
        detail: String::new(),
        address: String::new(),
    };
    site.db.request_export(&request, &event).await?;
    memory::forget_peak();
    let began = load::now();
    while work_once(&Desk::of(site)).await? {}
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
