//! Passwords at rest: Argon2id with salt and pepper.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use argon2::password_hash::SaltString;
use argon2::{Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version};
use store::digest::Purpose;
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::Site;
use crate::error::{AppError, Sentence};

/// Checked where no account is, so that an unknown login takes as long as a wrong password. Nobody's password.
pub(crate) const NOBODY: &str =
    "p1$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGF0IGFsbCE$cxOGBWc4bZtIKXJYF2uD+7vlwwv9lZcNLU4jWzHVvOA";

/// Stands before the text of a hash: how it was made, with a pepper.
const PEPPERED: &str = "p1";

/// So many may stand in line: the last of them waits a few seconds.
const LINE: usize = 128;
/// So many of them from one network: a classroom that signs in at one moment.
const LINE_OF_A_NETWORK: usize = 64;
/// When to come again if the line is full.
const AGAIN_SECONDS: i64 = 5;

/// Each check takes 19 MiB and a core: a crowd stands in line instead of exhausting the machine.
static QUEUE: LazyLock<Queue> = LazyLock::new(|| {
    let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    Queue::of((cores / 2).clamp(2, 8))
});

/// Who has a password looked at.
#[derive(Clone, Copy, Debug)]
pub enum Asker<'a> {
    /// Somebody signed in, or on a device they have signed in on before: a place is kept for them.
    Known,
    /// Anybody else, from this network.
    Stranger(&'a str),
}

/// Who is served at once, and who waits.
struct Queue {
    all: Semaphore,
    /// One place less, which is kept for those who are known.
    strangers: Semaphore,
    /// How many wait, or are served: the known under the empty name.
    waiting: Mutex<HashMap<String, usize>>,
}

/// A place in the queue, given up at the end.
struct Place<'a> {
    queue: &'a Queue,
    network: String,
    served: Vec<SemaphorePermit<'a>>,
}

impl Queue {
    fn of(at_once: usize) -> Self {
        Self {
            all: Semaphore::new(at_once),
            strangers: Semaphore::new(at_once - 1),
            waiting: Mutex::default(),
        }
    }

    /// Waits for one's turn; refused at once where the line is full.
    async fn enter(&self, asker: Asker<'_>) -> Result<Place<'_>, AppError> {
        let mut place = self.line_up(asker).ok_or_else(busy)?;
        if let Asker::Stranger(_) = asker {
            place.served.push(acquire(&self.strangers).await?);
        }
        place.served.push(acquire(&self.all).await?);
        Ok(place)
    }

    fn line_up(&self, asker: Asker<'_>) -> Option<Place<'_>> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let (network, most) = match asker {
            Asker::Known => ("", LINE),
            Asker::Stranger(network) => {
                let strangers = waiting.iter().filter(|(name, _)| !name.is_empty()).map(|(_, count)| count);
                if strangers.sum::<usize>() >= LINE {
                    return None;
                }
                (if network.is_empty() { "?" } else { network }, LINE_OF_A_NETWORK)
            }
        };
        let count = waiting.entry(network.to_owned()).or_default();
        if *count >= most {
            return None;
        }
        *count += 1;
        Some(Place { queue: self, network: network.to_owned(), served: Vec::new() })
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut waiting = self.queue.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = waiting.get_mut(&self.network) {
            *count -= 1;
            if *count == 0 {
                waiting.remove(&self.network);
            }
        }
    }
}

async fn acquire(places: &Semaphore) -> Result<SemaphorePermit<'_>, AppError> {
    places.acquire().await.map_err(|error| AppError::Internal(error.into()))
}

fn busy() -> AppError {
    AppError::TooMany {
        code: "too_many_at_once",
        wait_seconds: AGAIN_SECONDS,
        say: Sentence::new(
            "现在登录的人太多，请过几秒再试。",
            "Too many people are signing in just now. Please try again in a few seconds.",
        ),
    }
}

/// A secret from the key file, without which a copied database cannot even be guessed at.
fn pepper(site: &Site) -> [u8; 32] {
    site.keys.digest(Purpose::Pepper, "password")
}

/// Argon2id at the parameters OWASP names as the least (19 MiB, 2 passes, 1 lane).
fn argon2(pepper: &[u8]) -> Result<Argon2<'_>, argon2::Error> {
    Argon2::new_with_secret(pepper, Algorithm::Argon2id, Version::V0x13, Params::DEFAULT)
}

/// The Argon2id text of a password, with salt and pepper.
pub async fn hash_password(site: &Site, password: &str) -> Result<String, AppError> {
    let mut salt = [0; 16];
    site.rng.fill(&mut salt);
    let pepper = pepper(site);
    let password = password.to_owned();
    let _place = QUEUE.enter(Asker::Known).await?;
    let hash = tokio::task::spawn_blocking(move || {
        let salt = SaltString::encode_b64(&salt)?;
        let hash = argon2(&pepper)?.hash_password(password.as_bytes(), &salt)?;
        Ok(format!("{PEPPERED}{hash}"))
    });
    let hash = hash.await.map_err(|error| AppError::Internal(error.into()))?;
    hash.map_err(|error: argon2::password_hash::Error| AppError::Internal(anyhow::anyhow!("argon2: {error}")))
}

/// Whether a password is the one of this hash.
pub(crate) async fn fits(
    site: &Site,
    password: &str,
    hash: String,
    asker: Asker<'_>,
) -> Result<bool, AppError> {
    let password = password.to_owned();
    let pepper = pepper(site);
    let _place = QUEUE.enter(asker).await?;
    tokio::task::spawn_blocking(move || {
        let Some(Ok(hash)) = hash.strip_prefix(PEPPERED).map(PasswordHash::new) else { return false };
        let Ok(argon2) = argon2(&pepper) else { return false };
        argon2.verify_password(password.as_bytes(), &hash).is_ok()
    })
    .await
    .map_err(|error| AppError::Internal(error.into()))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn the_hash_for_nobody_costs_as_much_as_any_other() {
        let hash = PasswordHash::new(NOBODY.strip_prefix(PEPPERED).unwrap()).unwrap();
        let params = argon2::Params::try_from(&hash).unwrap();
        assert_eq!((params.m_cost(), params.t_cost(), params.p_cost()), (19_456, 2, 1));
        assert_eq!(params.m_cost(), argon2::Params::DEFAULT_M_COST);
    }

    #[tokio::test]
    async fn strangers_never_take_the_place_of_those_who_are_known() {
        let queue = Queue::of(2);
        let soon = Duration::from_millis(50);
        let _served = queue.enter(Asker::Stranger("a")).await.unwrap();
        let waits = tokio::time::timeout(soon, queue.enter(Asker::Stranger("b"))).await;
        assert!(waits.is_err(), "the second place is kept");
        let known = tokio::time::timeout(soon, queue.enter(Asker::Known)).await;
        assert!(known.unwrap().is_ok());
    }

    #[test]
    fn the_line_is_bounded_and_no_network_fills_it() {
        let queue = Queue::of(2);
        let mut line: Vec<_> =
            (0..LINE_OF_A_NETWORK).filter_map(|_| queue.line_up(Asker::Stranger("a"))).collect();
        assert_eq!(line.len(), LINE_OF_A_NETWORK);
        assert!(queue.line_up(Asker::Stranger("a")).is_none());
        line.extend((0..LINE).filter_map(|_| queue.line_up(Asker::Stranger("b"))));
        assert_eq!(line.len(), LINE);
        assert!(queue.line_up(Asker::Stranger("c")).is_none());
        assert!(queue.line_up(Asker::Known).is_some());
        line.truncate(LINE - 1);
        assert!(queue.line_up(Asker::Stranger("c")).is_some());
    }
}
