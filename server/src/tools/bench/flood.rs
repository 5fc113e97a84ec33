//! `xueshi bench beats --flood`: how long an honest beat takes while one learner sends as much as the server answers: new
//! beats, the same beat again, batches full of splinters, openings.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};

use anyhow::Result;
use tokio::task::JoinSet;

use super::city::{Learner, lesson};
use super::load::Line;

/// Connections of the one who floods, a quarter for each kind of request.
const LINES: usize = 32;
/// Beats of a batch, and ranges of each: nearly as much as a body may hold.
const BATCH: i64 = 500;
const RANGES: i64 = 60;

/// A flood that goes on until it is dropped.
pub(super) struct Flood {
    _tasks: JoinSet<Result<()>>,
    sent: Arc<AtomicUsize>,
    taken: Arc<AtomicUsize>,
}

impl Flood {
    /// Begins.
    pub fn begin(address: SocketAddr, learner: Learner) -> Self {
        let (sent, taken) = (Arc::<AtomicUsize>::default(), Arc::<AtomicUsize>::default());
        let (learner, seq) = (Arc::new(learner), Arc::new(AtomicI64::new(1)));
        let mut tasks = JoinSet::new();
        for number in 0..LINES {
            let (learner, seq, sent, taken) = (learner.clone(), seq.clone(), sent.clone(), taken.clone());
            tasks.spawn(async move {
                let mut line = Line::connect(address).await?;
                // Made once: what the flood costs its sender is not measured.
                let (path, batch) = request(&learner, 2, &seq);
                loop {
                    let again = (number % 4 == 2).then(|| (path, batch.clone()));
                    let (path, body) = again.unwrap_or_else(|| request(&learner, number % 4, &seq));
                    let (ok, _) = line.post(path, &learner.token, &body).await?;
                    sent.fetch_add(1, Ordering::Relaxed);
                    taken.fetch_add(usize::from(ok), Ordering::Relaxed);
                }
            });
        }
        Self { _tasks: tasks, sent, taken }
    }

    /// How many requests were sent, and how many of them were taken.
    pub fn so_far(&self) -> (usize, usize) {
        (self.sent.load(Ordering::Relaxed), self.taken.load(Ordering::Relaxed))
    }
}

/// The next request of a kind.
fn request(learner: &Learner, kind: usize, seq: &AtomicI64) -> (&'static str, String) {
    let session = &learner.seat.session.0;
    let beat = |seq: i64, played: &str| {
        format!(
            r#"{{"session":"{session}","seq":{seq},"played":[{played}],"position_ms":0,"state":"playing"}}"#
        )
    };
    match kind {
        0 => ("/api/study/beats", beat(seq.fetch_add(1, Ordering::Relaxed), "")),
        1 => ("/api/study/beats", beat(0, "")),
        2 => {
            let ranges: Vec<String> =
                (0..RANGES).map(|n| format!("[{},{}]", n * 1000, n * 1000 + 1)).collect();
            let first = seq.fetch_add(BATCH, Ordering::Relaxed);
            let beats: Vec<String> = (first..first + BATCH).map(|n| beat(n, &ranges.join(","))).collect();
            ("/api/study/beats/batch", format!("[{}]", beats.join(",")))
        }
        _ => {
            let (enrolment, lesson) = (&learner.seat.enrolment.0, lesson(1));
            ("/api/study/sessions", format!(r#"{{"enrolment":"{enrolment}","lesson":"{lesson}"}}"#))
        }
    }
}
