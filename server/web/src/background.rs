//! Work that goes on beside requests. What dies of it is started again, and said: to the operator in a line of the log, to
//! whoever asks `/healthz` for as long as it has not been well for a while.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::task::JoinHandle;

/// What of a process's background work is not well.
#[derive(Clone, Debug)]
pub struct Background {
    unwell: Arc<Mutex<BTreeSet<&'static str>>>,
    /// How long until what died is started again.
    pause: Duration,
    /// How long it must live then before it counts as well.
    well_after: Duration,
}

impl Default for Background {
    fn default() -> Self {
        Self::new(Duration::from_secs(1), Duration::from_mins(1))
    }
}

/// A task that ends with whoever waits for it.
struct Owned(JoinHandle<()>);

impl Drop for Owned {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Background {
    pub fn new(pause: Duration, well_after: Duration) -> Self {
        Self { unwell: Arc::default(), pause, well_after }
    }

    /// Whether nothing died lately.
    pub fn is_well(&self) -> bool {
        self.unwell().is_empty()
    }

    fn unwell(&self) -> std::sync::MutexGuard<'_, BTreeSet<&'static str>> {
        self.unwell.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does work until it ends by itself, and begins anew whenever it panics.
    pub async fn keep<F, W>(self, name: &'static str, mut work: F)
    where
        F: FnMut() -> W,
        W: Future<Output = ()> + Send + 'static,
    {
        loop {
            let mut task = Owned(tokio::spawn(work()));
            let ended = tokio::select! {
                ended = &mut task.0 => ended,
                () = tokio::time::sleep(self.well_after) => {
                    if self.unwell().remove(name) {
                        tracing::info!(name, "the background task is well again");
                    }
                    (&mut task.0).await
                }
            };
            match ended {
                Err(error) if error.is_panic() => {
                    tracing::error!(name, "a background task died; it is started again");
                    self.unwell().insert(name);
                    tokio::time::sleep(self.pause).await;
                }
                _ => return,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[tokio::test]
    async fn what_dies_is_started_again_and_is_unwell_until_it_has_lived_for_a_while() {
        let background = Background::new(Duration::from_millis(5), Duration::from_millis(40));
        let begun = Arc::new(AtomicUsize::new(0));
        let task = tokio::spawn(background.clone().keep("probe", {
            let begun = begun.clone();
            move || {
                let number = begun.fetch_add(1, Ordering::SeqCst);
                async move {
                    assert!(number >= 2, "the first two die");
                    std::future::pending::<()>().await;
                }
            }
        }));
        let becomes = async |well: bool| {
            for _ in 0..1000 {
                if background.is_well() == well {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
            panic!("it never became {well}");
        };
        becomes(false).await;
        becomes(true).await;
        assert_eq!(begun.load(Ordering::SeqCst), 3);
        task.abort();
    }
}
