//! Group commit: all beats that wait are recorded in one transaction and answered after its commit.
//!
//! No timer is needed: while one transaction commits, the next batch gathers. The queue is bounded;
//! when it is full the caller is told to come back, and nothing is lost in silence.

use std::sync::Arc;

use domain::policy::Policies;
use domain::wire::BeatAnswer;
use store::study::BeatArrived;
use store::{Db, StoreError};
use tokio::sync::{mpsc, oneshot};

/// Requests that may wait.
const QUEUE: usize = 8192;
/// Requests recorded in one transaction at most.
const BATCH: usize = 512;

type Answers = Result<Vec<Result<BeatAnswer, StoreError>>, StoreError>;

struct Waiting {
    beats: Vec<BeatArrived>,
    answer: oneshot::Sender<Answers>,
}

/// The door to the one task that records beats.
#[derive(Clone, Debug)]
pub struct BeatWriter {
    queue: mpsc::Sender<Waiting>,
}

/// Why beats could not be recorded; the caller still has them and may send them again.
#[derive(Debug)]
pub enum NotRecorded {
    /// Too many are waiting, or the server is stopping.
    Busy,
    /// The database refused or is away.
    Store(StoreError),
}

impl BeatWriter {
    /// Starts the task; it ends when the last handle is dropped.
    pub fn start(db: Db, policies: Arc<Policies>) -> Self {
        let (queue, waiting) = mpsc::channel(QUEUE);
        tokio::spawn(db.clone().checkpoint_wal_beside());
        tokio::spawn(write(db, policies, waiting));
        Self { queue }
    }

    /// Records one request's beats in their order and answers each after the commit.
    pub async fn record(
        &self,
        beats: Vec<BeatArrived>,
    ) -> Result<Vec<Result<BeatAnswer, StoreError>>, NotRecorded> {
        let (answer, answered) = oneshot::channel();
        self.queue.try_send(Waiting { beats, answer }).map_err(|_| NotRecorded::Busy)?;
        answered.await.map_err(|_| NotRecorded::Busy)?.map_err(NotRecorded::Store)
    }
}

async fn write(db: Db, policies: Arc<Policies>, mut waiting: mpsc::Receiver<Waiting>) {
    let mut batch = Vec::with_capacity(BATCH);
    while waiting.recv_many(&mut batch, BATCH).await > 0 {
        let beats: Vec<BeatArrived> = batch.iter().flat_map(|one| one.beats.iter().cloned()).collect();
        match db.record_beats(&beats, &policies).await {
            Ok(answers) => {
                let mut answers = answers.into_iter();
                for one in batch.drain(..) {
                    let mine = answers.by_ref().take(one.beats.len()).collect();
                    // A caller that went away sends the same beats again and gets the stored answer.
                    drop(one.answer.send(Ok(mine)));
                }
            }
            Err(error) if batch.len() > 1 => {
                tracing::warn!(%error, requests = batch.len(), "a batch of beats failed; recording one by one");
                for one in batch.drain(..) {
                    let alone = db.record_beats(&one.beats, &policies).await;
                    drop(one.answer.send(alone));
                }
            }
            Err(error) => {
                if let Some(one) = batch.pop() {
                    drop(one.answer.send(Err(error)));
                }
            }
        }
    }
}
