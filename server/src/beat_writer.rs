//! Group commit: all beats that wait are recorded in one transaction and answered after its commit.
//!
//! No timer is needed: while one transaction commits, the next batch gathers. The queue is bounded;
//! when it is full the caller is told to come back, and nothing is lost in silence.

use std::sync::Arc;

use domain::policy::Policies;
use domain::wire::BeatAnswer;
use store::study::{BeatArrived, Repeats};
use store::{Db, StoreError};
use tokio::sync::{Mutex, mpsc, oneshot};
use web::{AppError, Background};

/// Requests that may wait.
const QUEUE: usize = 8192;
/// Requests recorded in one transaction at most.
const BATCH: usize = 512;

type Answers = Result<Vec<Result<BeatAnswer, StoreError>>, NotRecorded>;

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
    /// The database does not answer, or takes nothing more.
    Away,
}

impl From<NotRecorded> for AppError {
    fn from(_: NotRecorded) -> Self {
        Self::Unavailable
    }
}

impl BeatWriter {
    /// Starts the task; it ends when the last handle is dropped. Should it die, those it was answering are told to come
    /// again, and the next task goes on with the queue.
    pub fn start(background: &Background, db: Db, policies: Arc<Policies>) -> Self {
        let (queue, waiting) = mpsc::channel(QUEUE);
        tokio::spawn(db.clone().checkpoint_wal_beside());
        let waiting = Arc::new(Mutex::new(waiting));
        let again = move || write(db.clone(), policies.clone(), waiting.clone());
        tokio::spawn(background.clone().keep("record_beats", again));
        Self { queue }
    }

    /// Records one request's beats in their order and answers each after the commit.
    pub async fn record(
        &self,
        beats: Vec<BeatArrived>,
    ) -> Result<Vec<Result<BeatAnswer, StoreError>>, NotRecorded> {
        let (answer, answered) = oneshot::channel();
        self.queue.try_send(Waiting { beats, answer }).map_err(|_| NotRecorded::Busy)?;
        answered.await.map_err(|_| NotRecorded::Busy)?
    }
}

async fn write(db: Db, policies: Arc<Policies>, waiting: Arc<Mutex<mpsc::Receiver<Waiting>>>) {
    let mut waiting = waiting.lock().await;
    let mut repeats = Repeats::default();
    let mut batch = Vec::with_capacity(BATCH);
    while waiting.recv_many(&mut batch, BATCH).await > 0 {
        let beats: Vec<BeatArrived> = batch.iter().flat_map(|one| one.beats.iter().cloned()).collect();
        match db.record_beats_again(&beats, &policies, &mut repeats).await {
            Ok(answers) => {
                let mut answers = answers.into_iter();
                for one in batch.drain(..) {
                    let mine = answers.by_ref().take(one.beats.len()).collect();
                    // A caller that went away sends the same beats again and gets the stored answer.
                    drop(one.answer.send(Ok(mine)));
                }
            }
            Err(StoreError::Away(error)) => {
                // Asking an absent database once more for each would keep everybody waiting as often.
                tracing::warn!(%error, requests = batch.len(), "the database is away; beats are to come again");
                for one in batch.drain(..) {
                    drop(one.answer.send(Err(NotRecorded::Away)));
                }
            }
            Err(error) => {
                tracing::warn!(%error, requests = batch.len(), "a batch of beats failed; recording one by one");
                one_by_one(&db, &policies, &mut repeats, &mut batch).await;
            }
        }
    }
}

/// The database answered, and something in the batch cannot be recorded: each beat is, alone, so that only the bad one is
/// refused. An absent database ends it.
async fn one_by_one(db: &Db, policies: &Policies, repeats: &mut Repeats, batch: &mut Vec<Waiting>) {
    let mut away = false;
    for one in batch.drain(..) {
        let mut answers = Vec::with_capacity(one.beats.len());
        for beat in &one.beats {
            if away {
                break;
            }
            match db.record_beats_again(std::slice::from_ref(beat), policies, repeats).await {
                Ok(mut alone) => answers.extend(alone.pop()),
                Err(StoreError::Away(_)) => away = true,
                Err(error) => answers.push(Err(error)),
            }
        }
        // What was recorded of it before the database went away is answered again when it comes again.
        drop(one.answer.send(if away { Err(NotRecorded::Away) } else { Ok(answers) }));
    }
}
