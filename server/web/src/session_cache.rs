//! Sign-ins read a moment ago, so that a beat every fifteen seconds does not ask the database each time who sends it.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use store::sign_in::SignedIn;
use store::{Db, StoreError};
use tokio::sync::{mpsc, oneshot};

use crate::Viewer;
use crate::error::AppError;

/// How long a sign-in is believed without asking again. Signing out here ends it here at once; where several servers
/// share a database, the others hear of it within seconds ([`SessionCache::forget_ended`]).
const FRESH_MS: i64 = 60_000;
/// Beyond so many, those that are no longer fresh are thrown out.
const MANY: usize = 20_000;
/// Requests that may stand in line to be told who they come from; the next wait for a place.
const WAITING: usize = 1024;
/// Sign-ins the database is asked about at once, at most.
const TOGETHER: usize = 256;

/// The sign-ins of this process, by the digest of their token.
#[derive(Debug, Default)]
pub struct SessionCache {
    kept: Mutex<Kept>,
    /// The door to the task that asks the database, once there is one.
    asking: Mutex<Option<mpsc::Sender<Lookup>>>,
}

#[derive(Debug, Default)]
struct Kept {
    by_token: HashMap<[u8; 32], (Arc<Viewer>, i64)>,
    /// Counts the sign-outs, so that an answer on its way while somebody signs out is not kept.
    sign_outs: u64,
    /// What ended lately, as last heard.
    ended: HashSet<[u8; 32]>,
    /// How many there may be before the next throwing out, if more than [`MANY`].
    many: usize,
}

/// Somebody who waits for the database to say who they are.
#[derive(Debug)]
struct Lookup {
    token_digest: [u8; 32],
    now_ms: i64,
    answer: oneshot::Sender<Result<Option<SignedIn>, StoreError>>,
}

/// What [`SessionCache::fresh`] knows.
#[derive(Debug)]
pub enum Known {
    Yes(Arc<Viewer>),
    /// Ask the database, and hand this in with the answer.
    Ask(u64),
}

impl SessionCache {
    /// Who a token stands for, if that was read a moment ago.
    pub fn fresh(&self, token_digest: &[u8; 32], now_ms: i64) -> Known {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        match kept.by_token.get(token_digest) {
            Some((viewer, read_at)) if is_fresh(*read_at, now_ms) && viewer.expires_at > now_ms => {
                Known::Yes(viewer.clone())
            }
            _ => Known::Ask(kept.sign_outs),
        }
    }

    /// Who the database says a token stands for. While it answers about some, the next gather: then it is asked about
    /// all of them at once, and a crowd never takes every connection from those who write.
    pub async fn ask(
        &self,
        db: &Db,
        token_digest: [u8; 32],
        now_ms: i64,
    ) -> Result<Option<SignedIn>, AppError> {
        let asking = self.door(db);
        let (answer, answered) = oneshot::channel();
        let asked = Lookup { token_digest, now_ms, answer };
        asking.send(asked).await.map_err(|_| AppError::Unavailable)?;
        Ok(answered.await.map_err(|_| AppError::Unavailable)??)
    }

    /// The door to the task that asks the database: another one, should the one before have died.
    fn door(&self, db: &Db) -> mpsc::Sender<Lookup> {
        let mut door = self.asking.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(open) = door.as_ref().filter(|door| !door.is_closed()) {
            return open.clone();
        }
        if door.is_some() {
            tracing::error!("the task that looks sign-ins up died; another one begins");
        }
        let (asking, asked) = mpsc::channel(WAITING);
        tokio::spawn(answer(db.clone(), asked));
        door.insert(asking).clone()
    }

    /// Keeps what the database said, unless somebody signed out since it was asked.
    pub fn keep(&self, token_digest: [u8; 32], viewer: &Arc<Viewer>, asked: u64, now_ms: i64) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.sign_outs != asked {
            return;
        }
        if kept.by_token.len() >= kept.many.max(MANY) {
            kept.by_token.retain(|_, (_, read_at)| is_fresh(*read_at, now_ms));
            // Where so many are fresh, looking through all of them for each would cost more than anything else.
            kept.many = kept.by_token.len() * 2;
        }
        kept.by_token.insert(token_digest, (viewer.clone(), now_ms));
    }

    /// Sign-ins ended somewhere: those not heard of before are no longer believed here.
    pub fn forget_ended(&self, ended: &[[u8; 32]]) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let known = std::mem::take(&mut kept.ended);
        for token in ended.iter().filter(|token| !known.contains(*token)) {
            kept.sign_outs += 1;
            kept.by_token.remove(token);
        }
        kept.ended = ended.iter().copied().collect();
    }

    /// Somebody signed out.
    pub fn forget(&self, token_digest: &[u8; 32]) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.sign_outs += 1;
        kept.by_token.remove(token_digest);
    }
}

/// Answers those who ask, until there can be none any more.
async fn answer(db: Db, mut asked: mpsc::Receiver<Lookup>) {
    let mut batch = Vec::with_capacity(TOGETHER);
    while asked.recv_many(&mut batch, TOGETHER).await > 0 {
        let digests: Vec<[u8; 32]> = batch.iter().map(|one| one.token_digest).collect();
        let now_ms = batch.iter().map(|one| one.now_ms).max().unwrap_or_default();
        // Whoever went away meanwhile asks again with their next request.
        match db.signed_in(&digests, now_ms).await {
            Ok(found) => {
                for one in batch.drain(..) {
                    drop(one.answer.send(Ok(found.get(&one.token_digest).cloned())));
                }
            }
            Err(error) => {
                // One is told why; the others, whose door closes, that they may come again.
                if let Some(one) = batch.pop() {
                    drop(one.answer.send(Err(error)));
                }
                batch.clear();
            }
        }
    }
}

fn is_fresh(read_at: i64, now_ms: i64) -> bool {
    (0..FRESH_MS).contains(&(now_ms - read_at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn viewer() -> Arc<Viewer> {
        Arc::new(Viewer {
            account: "a".into(),
            person: "p".into(),
            login: "li".into(),
            name: "李".into(),
            grants: Vec::new(),
            owes_second_factor: false,
            expires_at: 90_000,
        })
    }

    #[test]
    fn a_sign_in_is_believed_for_a_minute_and_never_beyond_its_end() {
        let kept = SessionCache::default();
        let Known::Ask(asked) = kept.fresh(&[1; 32], 0) else { panic!("nobody is known yet") };
        kept.keep([1; 32], &viewer(), asked, 0);
        assert!(matches!(kept.fresh(&[1; 32], 59_999), Known::Yes(_)));
        assert!(matches!(kept.fresh(&[1; 32], 60_000), Known::Ask(_)));
        assert!(matches!(kept.fresh(&[2; 32], 0), Known::Ask(_)));
        kept.keep([1; 32], &viewer(), asked, 60_000);
        assert!(matches!(kept.fresh(&[1; 32], 90_000), Known::Ask(_)));
    }

    #[test]
    fn signing_out_wins_over_an_answer_on_its_way() {
        let kept = SessionCache::default();
        let Known::Ask(asked) = kept.fresh(&[1; 32], 0) else { panic!("nobody is known yet") };
        kept.forget(&[1; 32]);
        kept.keep([1; 32], &viewer(), asked, 0);
        assert!(matches!(kept.fresh(&[1; 32], 1), Known::Ask(_)));
    }
}
