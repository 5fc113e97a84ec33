//! What people look at in a city: how long it takes, and what the database reads for it.

use std::collections::BTreeSet;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use axum::Router;
use domain::access::Role;
use domain::id::EnrolmentId;

use super::city::{self, Learner, Plan};
use super::load::{self, Client, Line, Pace};
use super::{Ground, statements};

/// How long a page is read again and again; in a small city a millisecond a person.
const A_PAGE: Duration = Duration::from_secs(3);
/// Rows from which on no page may read a table from end to end.
const BIG: i64 = 10_000;

const A_PROOF: &str = "a proof, API";

/// Reads one page again and again.
pub(super) struct Reader {
    path: String,
    token: String,
    bytes: usize,
}

impl Reader {
    /// Of a page, by whoever has signed in.
    pub fn of(path: &str, token: &str) -> Self {
        Self { path: path.to_owned(), token: token.to_owned(), bytes: 0 }
    }
}

impl Client for Reader {
    async fn next(&mut self, line: &mut Line) -> Result<Option<bool>> {
        let (ok, body) = line.get(&self.path, &self.token).await?;
        self.bytes = body.len();
        Ok(Some(ok))
    }
}

/// Who looks: signed in once, for as many measurements as there are.
pub(super) struct Visitors {
    enrolment: EnrolmentId,
    learner: String,
    school: String,
    city: String,
    controller: String,
}

impl Visitors {
    /// Of a place in which this learner is one of many.
    pub async fn beside(ground: &Ground, somebody: &Learner) -> Result<Self> {
        let site = &ground.site;
        let official = async |role| anyhow::Ok(city::official(site, role).await?.1);
        Ok(Self {
            enrolment: somebody.seat.enrolment.clone(),
            learner: city::sign_in(site, &somebody.account).await?,
            school: official(Role::InstitutionAdmin).await?,
            city: official(Role::CityFirstReviewer).await?,
            controller: official(Role::InternalController).await?,
        })
    }
}

/// What people look at, with how long it takes, how many rows the database returned and read for it, and
/// which big tables it would read from end to end. Copied entries are in no tree, so none is proven.
pub(super) async fn measure(ground: &Ground, plan: &Plan, visitors: &Visitors, copied: bool) -> Result<()> {
    let db = &ground.site.db;
    let (address, server) = ground.serve(Router::new()).await?;
    let Visitors { enrolment, learner, school, city, controller } = visitors;
    let class = city::class_of(plan, 0);
    let size = db.ledger_size().await?;
    let wanted = [
        ("my classes", "/learn".to_owned(), learner),
        ("my hours", "/hours".to_owned(), learner),
        ("my hours, API", "/api/study/hours".to_owned(), learner),
        ("a lesson", format!("/learn/{}/{}", enrolment.as_str(), city::lesson(1)), learner),
        ("classes", "/classes".to_owned(), school),
        ("a class", format!("/classes/{}", class.as_str()), school),
        (
            "a learner of a class",
            format!("/classes/{}/learners/{}", class.as_str(), enrolment.as_str()),
            school,
        ),
        ("hours of all classes", "/hours-ledger".to_owned(), city),
        ("my subsidy", "/subsidy".to_owned(), learner),
        ("exports", "/exports".to_owned(), city),
        ("signals", "/signals".to_owned(), controller),
        ("audit log", "/audit".to_owned(), controller),
        ("the ledger, public", "/verify".to_owned(), learner),
        ("entries, API", format!("/api/ledger/entries?from={}&to={size}", size - 100), learner),
        (A_PROOF, format!("/api/ledger/proof/inclusion/7?size={size}"), learner),
    ];
    let rows = db.table_rows().await?;
    let big: BTreeSet<&str> =
        rows.iter().filter(|(_, rows)| **rows > BIG).map(|(table, _)| table.as_str()).collect();
    println!(
        "{:<12} {:<22} {:>9} {:>9} {:>6} {:>6} {:>9} {:>9}  reads whole",
        "database", "page", "p50 ms", "p99 ms", "kB", "asks", "rows", "rows read"
    );
    for (what, path, token) in wanted.into_iter().filter(|(what, ..)| !copied || *what != A_PROOF) {
        statements::listen();
        let read_before = settled_reads(ground).await?;
        let mut once = Reader::of(&path, token);
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
        let readers = (0..4).map(|_| Reader::of(&path, token)).collect();
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
