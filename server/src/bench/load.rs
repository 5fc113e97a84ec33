//! Clients that send one beat after another over connections they keep.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use super::BEAT_MS;

/// Moves the site's clock on by one beat.
pub type Tick = Arc<dyn Fn() + Send + Sync>;

/// A learner in front of a lesson.
#[derive(Debug)]
pub struct Learner {
    pub token: String,
    pub session: String,
    pub seq: i64,
    pub position_ms: i64,
}

/// What a phase measured.
#[derive(Debug, Default)]
pub struct Phase {
    /// How long each answer took, in microseconds, ascending.
    pub micros: Vec<u32>,
    pub failed: usize,
    seconds: f64,
}

impl Phase {
    /// Answers a second.
    pub fn a_second(&self) -> f64 {
        self.micros.len() as f64 / self.seconds
    }

    /// The time within which so large a share was answered, in microseconds.
    pub fn quantile(&self, share: f64) -> f64 {
        let place = (self.micros.len() as f64 * share) as usize;
        self.micros.get(place.min(self.micros.len().saturating_sub(1))).map_or(0.0, |us| f64::from(*us))
    }
}

/// Lets `clients` send the beats of all learners for some time, as fast as they are answered or at an
/// even rate a second; returns the learners as they are then.
pub async fn run(
    address: SocketAddr,
    path: &'static str,
    learners: Vec<Learner>,
    clients: usize,
    (time, rate): (Duration, Option<u32>),
    tick: Tick,
) -> Result<(Phase, Vec<Learner>)> {
    let mut shares: Vec<Vec<Learner>> = (0..clients).map(|_| Vec::new()).collect();
    for (number, learner) in learners.into_iter().enumerate() {
        shares[number % clients].push(learner);
    }
    let began = now();
    let mut tasks = JoinSet::new();
    let pace = rate.map(|rate| Duration::from_secs(1) * u32::try_from(clients).unwrap_or(u32::MAX) / rate);
    for (number, share) in shares.into_iter().enumerate() {
        // Everybody begins at their own moment of the first round.
        let turn = pace.map(|pace| (began + pace * number as u32 / clients as u32, pace));
        tasks.spawn(client(address, path, share, (began + time, turn), tick.clone()));
    }
    let mut phase = Phase::default();
    let mut back = Vec::new();
    while let Some(done) = tasks.join_next().await {
        let (micros, failed, share) = done??;
        phase.micros.extend(micros);
        phase.failed += failed;
        back.extend(share);
    }
    phase.seconds = began.elapsed().as_secs_f64();
    phase.micros.sort_unstable();
    Ok((phase, back))
}

#[expect(clippy::disallowed_methods, reason = "measuring time is what this is for")]
fn now() -> Instant {
    Instant::now()
}

async fn client(
    address: SocketAddr,
    path: &str,
    mut learners: Vec<Learner>,
    (until, mut turn): (Instant, Option<(Instant, Duration)>),
    tick: Tick,
) -> Result<(Vec<u32>, usize, Vec<Learner>)> {
    let mut stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let (mut micros, mut failed, mut buffer) = (Vec::new(), 0, Vec::with_capacity(4096));
    'all: loop {
        for learner in &mut learners {
            let mut sent = now();
            if let Some((due, pace)) = &mut turn {
                tokio::time::sleep_until((*due).into()).await;
                // Who was held up is late: their time counts from when they wanted to send.
                sent = *due;
                *due += *pace;
            }
            if sent >= until {
                break 'all;
            }
            tick();
            stream.write_all(learner.next_beat(path).as_bytes()).await?;
            let ok = answered(&mut stream, &mut buffer).await?;
            if ok {
                micros.push(u32::try_from(sent.elapsed().as_micros()).unwrap_or(u32::MAX));
            } else {
                failed += 1;
            }
        }
    }
    Ok((micros, failed, learners))
}

impl Learner {
    /// The request of the next fifteen seconds.
    fn next_beat(&mut self, path: &str) -> String {
        let from = self.position_ms;
        self.seq += 1;
        self.position_ms += BEAT_MS;
        let (session, seq, to) = (&self.session, self.seq, self.position_ms);
        let body = format!(
            r#"{{"session":"{session}","seq":{seq},"played":[[{from},{to}]],"position_ms":{to},"state":"playing"}}"#
        );
        format!(
            "POST {path} HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer {}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            self.token,
            body.len()
        )
    }
}

/// Reads one answer to its end; says whether it was a success.
async fn answered(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Result<bool> {
    buffer.clear();
    loop {
        if stream.read_buf(buffer).await? == 0 {
            bail!("the server closed a connection");
        }
        let Some(end) = buffer.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
        let head = std::str::from_utf8(&buffer[..end]).context("an answer that is no text")?;
        let length = head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
        });
        let ok = head.starts_with("HTTP/1.1 200");
        let wanted = end + 4 + length.context("an answer without a length")?;
        while buffer.len() < wanted {
            if stream.read_buf(buffer).await? == 0 {
                bail!("the server closed a connection");
            }
        }
        return Ok(ok);
    }
}
