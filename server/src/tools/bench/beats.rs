//! `xueshi bench beats`: how many durable beats a second, beside the same server answering the same
//! requests without storage.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use axum::routing::post;
use axum::{Json, Router};
use domain::access::Action;
use domain::study::well_formed;
use domain::wire::{Beat, BeatAnswer};
use web::Viewer;
use web::error::AppError;

use super::city::{self, Learner, Plan};
use super::flood::Flood;
use super::load::{self, Client, Line, Pace, Phase};
use super::memory;
use super::study::Crowd;
use super::{Ground, print};
use crate::api::Body;
use crate::tools::BenchBeats;
use crate::tools::studying::MovedClock;

const STORED: &str = "/api/study/beats";
const NOT_STORED: &str = "/bench/beats";
/// Lessons are played at real speed: every learner's next beat comes after so much time of the site.
const BEAT_MS: i64 = 15_000;

/// So many times as long an honest answer may take while somebody floods.
const LONGER_MAX: f64 = 2.0;

/// Some of the learners, each of whom sends one beat in turn.
struct Turns {
    learners: Vec<Learner>,
    next: usize,
    path: &'static str,
    clock: Arc<MovedClock>,
    /// By so much the site's time moves on with a beat.
    step_us: i64,
}

impl Client for Turns {
    async fn next(&mut self, line: &mut Line) -> Result<Option<bool>> {
        let place = self.next % self.learners.len();
        self.next += 1;
        self.clock.forward_us(self.step_us);
        let learner = &mut self.learners[place];
        let seat = &mut learner.seat;
        let from = seat.position_ms;
        seat.seq += 1;
        seat.position_ms += BEAT_MS;
        let (session, seq, to) = (&seat.session.0, seat.seq, seat.position_ms);
        let body = format!(
            r#"{{"session":"{session}","seq":{seq},"played":[[{from},{to}]],"position_ms":{to},"state":"playing"}}"#
        );
        let (ok, _) = line.post(self.path, &learner.token, &body).await?;
        Ok(Some(ok))
    }
}

/// Measures one engine.
pub(super) async fn measure(ground: &Ground, options: &BenchBeats) -> Result<()> {
    let site = &ground.site;
    // A lesson longer than any measurement plays.
    let people = options.learners + usize::from(options.flood);
    let plan = Plan { people, class: people, lessons: 1, lesson_ms: 86_400_000, days: None };
    let mut learners = city::people(site, &plan).await.context("the learners of the measurement")?;
    for learner in &mut learners {
        learner.token = city::sign_in(site, &learner.account).await?;
    }
    Crowd { site, clock: &ground.clock, plan: &plan }.open(&mut learners).await?;
    let flooder = if options.flood { learners.pop() } else { None };
    let extra = Router::new().route(NOT_STORED, post(without_storage));
    let (address, server) = ground.serve(extra).await?;

    let mut clients: Vec<Turns> = Vec::with_capacity(options.clients);
    let step_us = BEAT_MS * 1000 / i64::try_from(learners.len())?;
    let each = learners.len().div_ceil(options.clients);
    while !learners.is_empty() {
        let learners = learners.split_off(learners.len().saturating_sub(each));
        clients.push(Turns { learners, next: 0, path: NOT_STORED, clock: ground.clock.clone(), step_us });
    }
    let mut phase = Phases { address, clients };
    // A second of each before, so that connections, caches and statements are warm.
    let (a_second, seconds) = (Duration::from_secs(1), Duration::from_secs(options.seconds));
    phase.run(NOT_STORED, a_second, None).await?;
    let ceiling = phase.run(NOT_STORED, seconds, None).await?;
    let warm = phase.run(STORED, a_second, None).await?;
    let stored = phase.run(STORED, seconds, None).await?;
    let even = phase.run(STORED, seconds, Some(options.rate)).await?;

    let ratio = |phase: &Phase| phase.a_second() / ceiling.a_second();
    print(ground.name, "without storage", &ceiling, Some(1.0));
    print(ground.name, "durable", &stored, Some(ratio(&stored)));
    print(ground.name, &format!("at {} a second", options.rate), &even, Some(ratio(&even)));
    let beats = ground.scratch.beats().await?;
    let answered = i64::try_from(warm.micros.len() + stored.micros.len() + even.micros.len())?;
    let failed = warm.failed + stored.failed + even.failed;
    if beats != answered || ceiling.failed + failed > 0 {
        bail!("{answered} beats were answered, {beats} are stored, {failed} failed");
    }
    if let Some(flooder) = flooder {
        flooded(ground, &mut phase, flooder, (&even, options)).await?;
    }
    server.abort();
    let resident = memory::now_mb();
    let report = ground.verify().await?;
    println!(
        "{:<12} {}; {beats} beats answered and stored, {} records verified; {resident} MB for {} live sessions and their clients",
        ground.name,
        ground.scratch.durability().await?,
        report.records,
        options.learners,
    );
    Ok(())
}

/// The even load once more, while one learner floods.
async fn flooded(
    ground: &Ground,
    phase: &mut Phases,
    flooder: Learner,
    (quiet, options): (&Phase, &BenchBeats),
) -> Result<()> {
    let before = ground.scratch.beats().await?;
    let flood = Flood::begin(phase.address, flooder);
    let time = Duration::from_secs(options.seconds);
    let honest = phase.run(STORED, time, Some(options.rate)).await?;
    let (sent, taken) = flood.so_far();
    drop(flood);
    let longer = honest.ms(0.99) / quiet.ms(0.99);
    print(ground.name, "while flooded", &honest, Some(honest.a_second() / quiet.a_second()));
    let stored = ground.scratch.beats().await? - before - i64::try_from(honest.micros.len())?;
    println!(
        "{:<12} the flood: {sent} requests, {taken} taken, {stored} beats stored; an honest p99 took {longer:.2} times as long",
        ground.name
    );
    if honest.failed > 0 {
        bail!("{} honest beats were refused", honest.failed);
    }
    // What a debug build measures is the build.
    if longer > LONGER_MAX && !cfg!(debug_assertions) {
        bail!("an honest beat takes {longer:.2} times as long while one learner floods");
    }
    Ok(())
}

/// One phase after the other with the same people.
struct Phases {
    address: SocketAddr,
    clients: Vec<Turns>,
}

impl Phases {
    async fn run(&mut self, path: &'static str, time: Duration, rate: Option<u32>) -> Result<Phase> {
        for client in &mut self.clients {
            client.path = path;
        }
        let clients = std::mem::take(&mut self.clients);
        let (phase, back) = load::run(self.address, clients, Pace { time, rate }).await?;
        self.clients = back;
        Ok(phase)
    }
}

/// What a beat costs before it is stored: the same layers, the same rights, the same body and answer.
async fn without_storage(viewer: Viewer, Body(beat): Body<Beat>) -> Result<Json<BeatAnswer>, AppError> {
    viewer.require(Action::Study)?;
    well_formed(&beat).map_err(store::StoreError::from)?;
    let counted_ms = beat.played.iter().map(|[from, to]| to - from).sum();
    let next_beat_in_ms = BEAT_MS;
    Ok(Json(BeatAnswer { counted_ms, waiting_ms: counted_ms, next_beat_in_ms, ..BeatAnswer::default() }))
}
