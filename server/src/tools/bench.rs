//! `xueshi bench`: what the server bears. Real HTTP over loopback, the real router, a database of its own
//! that is removed at the end. `beats` and `checks` measure durable answers; `city` fills the books of a
//! city and measures what is done with them.

mod beats;
mod checks;
mod city;
mod flood;
mod load;
mod memory;
mod money;
mod pages;
pub mod statements;
mod study;
mod whole;

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use axum::Router;
use domain::policy::{Policies, Policy, Profile};
use store::ledger::checkpoint::NoteSigner;
use store::scratch::Scratch;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use vault::Keys;
use web::{Assets, Clock, Films, Rng, Sender, Shared, Site};

use crate::accept::{Bounds, accept};
use crate::progress::Progress;
use crate::system::{SystemClock, SystemRng};
use crate::tools::studying::MovedClock;
use crate::tools::{Bench, BenchWhat};
use load::Phase;

/// Measures what was asked for on each engine.
pub async fn run(options: &Bench) -> Result<()> {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    println!("server, database and clients share {cores} processors");
    if cfg!(debug_assertions) {
        println!("This is a debug build: the figures mean nothing. Build with --release.");
    }
    match &options.what {
        BenchWhat::Beats(options) => {
            enough(options.clients, options.learners)?;
            ensure!((1..=600).contains(&options.seconds), "--seconds from 1 to 600");
            ensure!(options.rate > 0, "--rate must be above 0");
            println!(
                "{} clients, {} learners, {} s a phase",
                options.clients, options.learners, options.seconds
            );
            head();
            on_each(options.postgres.as_deref(), Haste::No, async |ground| {
                beats::measure(ground, options).await
            })
            .await
        }
        BenchWhat::Checks(options) => {
            enough(options.clients, options.learners)?;
            println!("{} clients, {} learners", options.clients, options.learners);
            head();
            on_each(options.postgres.as_deref(), Haste::No, async |ground| {
                checks::measure(ground, options).await
            })
            .await
        }
        BenchWhat::Money(options) => {
            ensure!((2..=5000).contains(&options.people), "--people from 2 to 5000");
            on_each(options.postgres.as_deref(), Haste::No, async |ground| {
                money::measure(ground, options).await
            })
            .await
        }
        BenchWhat::City(options) => {
            ensure!(options.people >= 100, "--people from 100");
            on_each(options.postgres.as_deref(), Haste::Yes, async |ground| {
                whole::measure(ground, options).await
            })
            .await
        }
    }
}

fn enough(clients: usize, learners: usize) -> Result<()> {
    ensure!(clients > 0 && learners >= clients, "more learners than clients are needed");
    Ok(())
}

/// Whether SQLite waits for the disk.
#[derive(Clone, Copy)]
enum Haste {
    Yes,
    No,
}

/// One engine under measurement.
struct Ground {
    name: &'static str,
    scratch: Scratch,
    site: Site,
    /// Advances with what people study, however fast the machine is.
    clock: Arc<MovedClock>,
}

impl Ground {
    fn new(name: &'static str, scratch: Scratch, folder: &Path) -> Result<Self> {
        let clock = Arc::new(MovedClock::at(SystemClock.now_ms()));
        let site = site(&scratch, clock.clone(), folder)?;
        Ok(Self { name, scratch, site, clock })
    }

    /// Serves the site, with more routes, until the handle is aborted.
    async fn serve(&self, extra: Router<Site>) -> Result<(SocketAddr, JoinHandle<Result<()>>)> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let none = assets::Files::Carried(&[]);
        let router = crate::router::with(self.site.clone(), extra, &none, &none);
        let bounds = Bounds::default();
        let serving = async move { accept(listener, router, &bounds, std::future::pending()).await };
        Ok((address, tokio::spawn(serving)))
    }

    /// Everything that was stored under load must hold.
    async fn verify(&self) -> Result<verify::Report> {
        let site = &self.site;
        let options =
            verify::Options { policies: &site.policies, keys: Some(&site.keys), key: None, kept: &[] };
        let mut progress = Progress::of("people verified");
        Ok(verify::verify_told(&mut site.db.snapshot().await?, &options, &mut |people| {
            progress.at(people, None);
        })
        .await?)
    }
}

/// Measures SQLite, then PostgreSQL if there is one; their databases are removed whatever happens.
async fn on_each(
    postgres: Option<&str>,
    haste: Haste,
    measure: impl AsyncFn(&Ground) -> Result<()>,
) -> Result<()> {
    let mut random = [0; 8];
    SystemRng.fill(&mut random);
    let name = format!("xueshi_bench_{}", hex::encode(random));
    let folder = std::env::temp_dir().join(&name);
    std::fs::create_dir_all(&folder).with_context(|| format!("{} cannot be created", folder.display()))?;
    let measured = engines(postgres, haste, &name, &folder, measure).await;
    std::fs::remove_dir_all(&folder).with_context(|| format!("{} cannot be removed", folder.display()))?;
    measured
}

async fn engines(
    postgres: Option<&str>,
    haste: Haste,
    name: &str,
    folder: &Path,
    measure: impl AsyncFn(&Ground) -> Result<()>,
) -> Result<()> {
    let scratch = match haste {
        Haste::Yes => Scratch::hasty_sqlite(folder).await,
        Haste::No => Scratch::sqlite(folder).await,
    };
    let scratch = scratch.context("a SQLite database in the temporary folder")?;
    engine(Ground::new("SQLite", scratch, folder)?, &measure).await?;
    if let Some(url) = postgres {
        let scratch = Scratch::postgres(url, name).await.context("a database on the server of --postgres")?;
        engine(Ground::new("PostgreSQL", scratch, folder)?, &measure).await?;
    }
    Ok(())
}

async fn engine(ground: Ground, measure: &impl AsyncFn(&Ground) -> Result<()>) -> Result<()> {
    let measured = measure(&ground).await;
    ground.scratch.remove().await?;
    measured
}

fn head() {
    println!(
        "{:<12} {:<18} {:>10} {:>9} {:>9} {:>7}",
        "database", "", "a second", "p50 ms", "p99 ms", "ratio"
    );
}

fn print(name: &str, what: &str, phase: &Phase, ratio: Option<f64>) {
    let ratio = ratio.map(|ratio| format!("{ratio:.2}")).unwrap_or_default();
    println!(
        "{name:<12} {what:<18} {:>10.0} {:>9.2} {:>9.2} {ratio:>7}",
        phase.a_second(),
        phase.ms(0.5),
        phase.ms(0.99)
    );
}

fn site(scratch: &Scratch, clock: Arc<MovedClock>, folder: &Path) -> Result<Site> {
    let keys = Arc::new(Keys::from_master(&[1; 32]));
    scratch.db.know_keys(keys.clone());
    Ok(Site::from(Shared {
        db: scratch.db.clone(),
        clock,
        rng: Arc::new(SystemRng),
        assets: Arc::new(Assets::default()),
        signer: NoteSigner::new("xueshi.bench/ledger", keys.clone()).context("the ledger's name")?,
        keys,
        policies: Arc::new(Policies::new(machines_policies()?)),
        retention: Arc::new(crate::retention::load(None)?),
        holidays: Arc::new(crate::holidays::load(None)?),
        profile: Profile::Standard,
        origin: None,
        publisher: Arc::default(),
        fonts: None,
        second_factor_required: false,
        sender: Sender::None,
        oidc: None,
        session_cache: Arc::default(),
        trusted_proxies: Arc::default(),
        background: web::Background::default(),
        study_budgets: Arc::default(),
        hours_by_month: Arc::default(),
        guesses: Arc::default(),
        exports: folder.into(),
        films: Arc::new(Films::new(folder.join("films"), std::env::current_exe()?)),
    }))
}

/// The policies, without what tells a program from a person: here programs answer, as fast as they can.
fn machines_policies() -> Result<Vec<Policy>> {
    let mut policies = crate::policies::built_in()?;
    for policy in &mut policies {
        policy.check.answer_ms_min.value = 0;
        policy.check.read_characters_a_second.value = i64::MAX;
        policy.check.identity_once_a_day.value = false;
    }
    Ok(policies)
}
