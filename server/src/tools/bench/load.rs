//! Clients that send one request after another over connections they keep.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

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

    /// The time within which so large a share was answered, in milliseconds.
    pub fn ms(&self, share: f64) -> f64 {
        let place = (self.micros.len() as f64 * share) as usize;
        let micros = self.micros.get(place.min(self.micros.len().saturating_sub(1)));
        micros.map_or(0.0, |us| f64::from(*us) / 1000.0)
    }
}

/// How long a phase lasts, and how many requests a second its clients send; without a rate as many
/// as are answered.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    pub time: Duration,
    pub rate: Option<u32>,
}

/// Somebody who sends one request after another.
pub trait Client: Send + 'static {
    /// Sends the next request and says whether it was answered as it should; `None` when there is
    /// nothing more to send.
    fn next(&mut self, line: &mut Line) -> impl Future<Output = Result<Option<bool>>> + Send;
}

/// Lets all clients send at once for some time; returns them as they are then.
pub async fn run<C: Client>(address: SocketAddr, clients: Vec<C>, pace: Pace) -> Result<(Phase, Vec<C>)> {
    let count = u32::try_from(clients.len())?;
    let step = pace.rate.map(|rate| Duration::from_secs(1) * count / rate);
    // One after the other and before time runs: what is measured is connections that are kept, not how hundreds are
    // made at one moment, some of which the machine lets wait a second.
    let mut lines = Vec::with_capacity(clients.len());
    for _ in &clients {
        lines.push(Line::connect(address).await?);
    }
    let began = now();
    let mut tasks = JoinSet::new();
    for (number, (client, line)) in (0..).zip(clients.into_iter().zip(lines)) {
        // Everybody begins at their own moment of the first round.
        let turn = step.map(|step| (began + step * number / count, step));
        tasks.spawn(one(line, client, began + pace.time, turn));
    }
    let mut phase = Phase::default();
    let mut back = Vec::new();
    while let Some(done) = tasks.join_next().await {
        let (micros, failed, client) = done??;
        phase.micros.extend(micros);
        phase.failed += failed;
        back.push(client);
    }
    phase.seconds = began.elapsed().as_secs_f64();
    phase.micros.sort_unstable();
    Ok((phase, back))
}

/// The machine's own time, not the site's.
#[expect(clippy::disallowed_methods, reason = "measuring time is what this is for")]
pub fn now() -> Instant {
    Instant::now()
}

async fn one<C: Client>(
    mut line: Line,
    mut client: C,
    until: Instant,
    mut turn: Option<(Instant, Duration)>,
) -> Result<(Vec<u32>, usize, C)> {
    let (mut micros, mut failed) = (Vec::new(), 0);
    loop {
        let mut sent = now();
        if let Some((due, step)) = &mut turn {
            tokio::time::sleep_until((*due).into()).await;
            // Who was held up is late: their time counts from when they wanted to send.
            sent = *due;
            *due += *step;
        }
        if sent >= until {
            break;
        }
        match client.next(&mut line).await? {
            None => break,
            Some(true) => micros.push(u32::try_from(sent.elapsed().as_micros()).unwrap_or(u32::MAX)),
            Some(false) => failed += 1,
        }
    }
    Ok((micros, failed, client))
}

/// A connection that is kept.
pub struct Line {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Line {
    /// Connects to the server.
    pub async fn connect(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(4096) })
    }

    /// Posts a JSON document; whether it was a success, and the answer's body.
    pub async fn post(&mut self, path: &str, token: &str, body: &str) -> Result<(bool, &[u8])> {
        let length = body.len();
        self.send(&format!(
            "POST {path} HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer {token}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
        ))
        .await
    }

    /// Reads a page.
    pub async fn get(&mut self, path: &str, token: &str) -> Result<(bool, &[u8])> {
        self.send(&format!("GET {path} HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer {token}\r\n\r\n"))
            .await
    }

    /// Sends a request and reads its answer to the end.
    async fn send(&mut self, request: &str) -> Result<(bool, &[u8])> {
        self.stream.write_all(request.as_bytes()).await?;
        self.buffer.clear();
        loop {
            self.more().await?;
            let Some(end) = self.buffer.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
            let head = std::str::from_utf8(&self.buffer[..end]).context("an answer that is no text")?;
            let length = head.lines().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
            });
            let ok = head.starts_with("HTTP/1.1 200");
            let body = end + 4;
            let wanted = body + length.context("an answer without a length")?;
            while self.buffer.len() < wanted {
                self.more().await?;
            }
            return Ok((ok, &self.buffer[body..wanted]));
        }
    }

    async fn more(&mut self) -> Result<()> {
        if self.stream.read_buf(&mut self.buffer).await? == 0 {
            bail!("the server closed a connection");
        }
        Ok(())
    }
}
