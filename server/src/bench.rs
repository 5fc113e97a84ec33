//! `xueshi bench beats`: how many durable beats a second, beside the same server answering the same
//! requests without storage. Real HTTP over loopback, the real router, a database of its own.

mod city;
mod load;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use app::error::AppError;
use app::request::{Assets, Clock, Dice, Sender, Site, Viewer};
use axum::routing::post;
use axum::{Json, Router};
use domain::access::Action;
use domain::policy::{Policies, Profile};
use domain::study::well_formed;
use domain::wire::{Beat, BeatAnswer};
use store::keys::Keys;
use store::ledger::checkpoint::NoteSigner;
use store::scratch::Scratch;
use tokio::net::TcpListener;

use crate::api::Body;
use crate::config::BenchBeats;
use crate::system::{SystemClock, SystemDice};
use crate::verify;
use load::Phase;

const STORED: &str = "/api/study/beats";
const NOT_STORED: &str = "/bench/beats";
/// Lessons are played at real speed: every learner's next beat comes after so much time of the site.
const BEAT_MS: i64 = 15_000;

/// The site's time during a measurement: it advances with the beats that are sent, so that every
/// learner sends one each fifteen seconds of it, however fast the machine is.
struct BeatClock(AtomicI64);

impl Clock for BeatClock {
    fn now_ms(&self) -> i64 {
        self.0.load(Ordering::Relaxed) / 1000
    }
}

impl BeatClock {
    fn forward_us(&self, us: i64) {
        self.0.fetch_add(us, Ordering::Relaxed);
    }
}

/// Measures the engines that were asked for and prints a line each.
pub async fn beats(options: &BenchBeats) -> Result<()> {
    ensure!(
        options.clients > 0 && options.learners >= options.clients,
        "more learners than clients are needed"
    );
    ensure!((1..=600).contains(&options.seconds), "--seconds from 1 to 600");
    ensure!(options.rate > 0, "--rate must be above 0");
    println!(
        "{} clients, {} learners, {} s a phase, server and clients share {} processors",
        options.clients,
        options.learners,
        options.seconds,
        std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
    );
    if cfg!(debug_assertions) {
        println!("This is a debug build: the figures mean nothing. Build with --release.");
    }
    println!(
        "{:<12} {:<18} {:>10} {:>9} {:>9} {:>7}",
        "database", "", "beats/s", "p50 ms", "p99 ms", "ratio"
    );
    let mut random = [0; 8];
    SystemDice.fill(&mut random);
    let name = format!("xueshi_bench_{}", hex::encode(random));
    let folder = std::env::temp_dir().join(&name);
    std::fs::create_dir_all(&folder).with_context(|| format!("{} cannot be created", folder.display()))?;
    let scratch = Scratch::sqlite(&folder).await.context("a SQLite database in the temporary folder");
    let measured = match scratch {
        Ok(scratch) => engine("SQLite", scratch, options, &folder).await,
        Err(error) => Err(error),
    };
    std::fs::remove_dir_all(&folder).with_context(|| format!("{} cannot be removed", folder.display()))?;
    measured?;
    if let Some(url) = &options.postgres {
        let scratch =
            Scratch::postgres(url, &name).await.context("a database on the server of --postgres")?;
        engine("PostgreSQL", scratch, options, &folder).await?;
    }
    Ok(())
}

/// Measures one engine; its database is removed whatever happens.
async fn engine(name: &str, scratch: Scratch, options: &BenchBeats, folder: &Path) -> Result<()> {
    let measured = measure(name, &scratch, options, folder).await;
    scratch.remove().await?;
    measured
}

async fn measure(name: &str, scratch: &Scratch, options: &BenchBeats, folder: &Path) -> Result<()> {
    let clock = Arc::new(BeatClock(AtomicI64::new(SystemClock.now_ms() * 1000)));
    let site = site(scratch, clock.clone(), folder)?;
    let mut learners =
        city::learners(&site, options.learners).await.context("the learners of the measurement")?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let extra = Router::new().route(NOT_STORED, post(without_storage));
    let router = crate::router::with(site.clone(), extra, folder, folder);
    let server = tokio::spawn(crate::serve::accept(listener, router));

    let seconds = Duration::from_secs(options.seconds);
    let step_us = BEAT_MS * 1000 / i64::try_from(learners.len())?;
    let mut phase = async |path: &'static str, time: Duration, rate: Option<u32>| -> Result<Phase> {
        let tick: load::Tick = {
            let clock = clock.clone();
            Arc::new(move || clock.forward_us(step_us))
        };
        let (phase, back) =
            load::run(address, path, std::mem::take(&mut learners), options.clients, (time, rate), tick)
                .await?;
        learners = back;
        Ok(phase)
    };
    // A second of each before, so that connections, caches and statements are warm.
    let a_second = Duration::from_secs(1);
    phase(NOT_STORED, a_second, None).await?;
    let ceiling = phase(NOT_STORED, seconds, None).await?;
    let warm = phase(STORED, a_second, None).await?;
    let stored = phase(STORED, seconds, None).await?;
    let even = phase(STORED, seconds, Some(options.rate)).await?;
    server.abort();

    print(name, "without storage", &ceiling, 1.0);
    print(name, "durable", &stored, stored.a_second() / ceiling.a_second());
    print(name, &format!("at {} a second", options.rate), &even, even.a_second() / ceiling.a_second());
    let beats = scratch.beats().await?;
    let answered = i64::try_from(warm.micros.len() + stored.micros.len() + even.micros.len())?;
    let failed = warm.failed + stored.failed + even.failed;
    if beats != answered || ceiling.failed + failed > 0 {
        bail!("{answered} beats were answered, {beats} are stored, {failed} failed");
    }
    let report = checked(&site).await?;
    println!(
        "{name:<12} {}; {beats} beats answered and stored, {} records verified",
        scratch.durability().await?,
        report.records
    );
    Ok(())
}

fn print(name: &str, what: &str, phase: &Phase, ratio: f64) {
    let ms = |share: f64| phase.quantile(share) / 1000.0;
    println!(
        "{name:<12} {what:<18} {:>10.0} {:>9.2} {:>9.2} {ratio:>7.2}",
        phase.a_second(),
        ms(0.5),
        ms(0.99)
    );
}

/// Everything that was stored under load must hold.
async fn checked(site: &Site) -> Result<verify::Report> {
    let options = verify::Options { policies: &site.policies, keys: Some(&site.keys), key: None, kept: &[] };
    Ok(verify::verify(&site.db, &options).await?)
}

fn site(scratch: &Scratch, clock: Arc<BeatClock>, folder: &Path) -> Result<Site> {
    let keys = Keys::from_master(&[1; 32]);
    Ok(Site {
        db: scratch.db.clone(),
        clock,
        dice: Arc::new(SystemDice),
        assets: Arc::new(Assets::default()),
        signer: NoteSigner::new("xueshi.bench/ledger", keys.checkpoint_key()).context("the ledger's name")?,
        keys: Arc::new(keys),
        policies: Arc::new(Policies::new(crate::policies::built_in()?)),
        retention: Arc::new(crate::retention::load(None)?),
        profile: Profile::Standard,
        origin: None,
        second_factor_required: false,
        sender: Sender::None,
        oidc: None,
        sign_ins: Arc::default(),
        exports: folder.into(),
    })
}

/// What a beat costs before it is stored: the same layers, the same rights, the same body and answer.
async fn without_storage(viewer: Viewer, Body(beat): Body<Beat>) -> Result<Json<BeatAnswer>, AppError> {
    viewer.must(Action::Study)?;
    well_formed(&beat).map_err(store::StoreError::from)?;
    let counted_ms = beat.played.iter().map(|[from, to]| to - from).sum();
    let next_beat_in_ms = BEAT_MS;
    Ok(Json(BeatAnswer { counted_ms, waiting_ms: counted_ms, next_beat_in_ms, ..BeatAnswer::default() }))
}
