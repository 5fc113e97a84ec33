//! Taking connections in: how many there may be, how long one may take to say what it wants, and how long answers that are
//! under way are waited for at the end.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Result;
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;
use tower::ServiceExt;
use web::address::{TrustedProxies, network_of};

/// After an error that is the machine's, such as too many open files, so long until the next try.
const AFTER_ERROR: Duration = Duration::from_secs(1);

/// How much is borne of those who connect.
#[derive(Clone, Debug)]
pub struct Bounds {
    /// Connections at once; the next wait at the door of the machine.
    pub connections: usize,
    /// Of these from one network. A proxy that is trusted, and this machine, have no such bound.
    pub of_one_network: usize,
    /// Within this time a request's headers are there. A connection that is kept may be silent for as long between two.
    pub headers: Duration,
    /// After a signal to end, answers under way have so long.
    pub drain: Duration,
    pub trusted: Arc<TrustedProxies>,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            connections: 8192,
            of_one_network: 1024,
            headers: Duration::from_secs(20),
            drain: Duration::from_secs(10),
            trusted: Arc::default(),
        }
    }
}

impl Bounds {
    /// The same with no more connections than this process may have files open, and an eighth of them from one network.
    #[must_use]
    pub fn within_open_files(mut self, open_files: Option<usize>) -> Self {
        /// The database, exports and media being read.
        const OTHER_FILES: usize = 128;
        let most = open_files.map_or(usize::MAX, |most| most.saturating_sub(OTHER_FILES).max(16));
        self.connections = self.connections.clamp(1, most);
        self.of_one_network = self.connections.div_ceil(8);
        self
    }
}

/// How many files this process may have open, where the machine says so.
pub fn open_files_max() -> Option<usize> {
    let limits = std::fs::read_to_string("/proc/self/limits").ok()?;
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// Answers until `stop`, then finishes what is under way within the bound.
pub async fn accept(
    listener: TcpListener,
    router: Router,
    bounds: &Bounds,
    stop: impl Future<Output = ()>,
) -> Result<()> {
    let places = Arc::new(Semaphore::new(bounds.connections));
    let shares = Shares::default();
    let (stopping, stopped) = watch::channel(false);
    let mut open = JoinSet::new();
    tokio::pin!(stop);
    loop {
        let next = async {
            let place = places.clone().acquire_owned().await?;
            Ok::<_, anyhow::Error>((place, taken(&listener).await))
        };
        let (place, (tcp, peer)) = tokio::select! { () = &mut stop => break, next = next => next? };
        while open.try_join_next().is_some() {}
        let bounded = !peer.ip().is_loopback() && !bounds.trusted.holds(peer.ip());
        let most = if bounded { bounds.of_one_network } else { usize::MAX };
        let Some(share) = shares.take(peer, most) else {
            tracing::debug!("a network has its share of connections");
            continue;
        };
        open.spawn(answer(tcp, peer, router.clone(), bounds.headers, stopped.clone(), (place, share)));
    }
    drop(listener);
    stopping.send_replace(true);
    let all = async { while open.join_next().await.is_some() {} };
    if tokio::time::timeout(bounds.drain, all).await.is_err() {
        tracing::warn!(connections = open.len(), "answers were cut off: they took longer than the end may");
        open.shutdown().await;
    }
    Ok(())
}

/// The next connection. An error of one that went away again is nobody's; of the machine's, it gets better or not by waiting.
async fn taken(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(taken) => return taken,
            Err(error) => {
                use std::io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
                if !matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset) {
                    tracing::error!(%error, "no connection can be taken in");
                    tokio::time::sleep(AFTER_ERROR).await;
                }
            }
        }
    }
}

/// Answers one connection's requests, one after the other.
async fn answer(
    tcp: TcpStream,
    peer: SocketAddr,
    router: Router,
    headers: Duration,
    mut stopped: watch::Receiver<bool>,
    _place: (OwnedSemaphorePermit, Share),
) {
    // Without TCP_NODELAY a response written in pieces waits 40 ms for the reader's acknowledgement.
    if let Err(error) = tcp.set_nodelay(true) {
        tracing::debug!(%error, "TCP_NODELAY");
    }
    let asked = AtomicBool::new(false);
    let service = service_fn(|request: hyper::Request<Incoming>| {
        asked.store(true, Ordering::Relaxed);
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().oneshot(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(headers)
        .serve_connection(TokioIo::new(tcp), service);
    tokio::pin!(connection);
    let stop = async { drop(stopped.wait_for(|stopped| *stopped).await) };
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = stop => {
            if !asked.load(Ordering::Relaxed) {
                // Half a request is nothing under way.
                return;
            }
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection ended");
    }
}

/// How many connections each network has.
#[derive(Clone, Debug, Default)]
struct Shares(Arc<Mutex<HashMap<String, usize>>>);

/// One connection of a network's, counted until it ends.
struct Share {
    all: Shares,
    network: String,
}

impl Shares {
    fn take(&self, peer: SocketAddr, most: usize) -> Option<Share> {
        let network = network_of(peer.ip());
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = all.entry(network.clone()).or_default();
        if *count >= most {
            return None;
        }
        *count += 1;
        Some(Share { all: self.clone(), network })
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let mut all = self.all.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = all.get_mut(&self.network) {
            *count -= 1;
            if *count == 0 {
                all.remove(&self.network);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_has_a_share_of_the_connections_and_gets_it_back() {
        let (shares, peer) = (Shares::default(), |text: &str| text.parse::<SocketAddr>().unwrap());
        let first = shares.take(peer("192.0.2.1:1"), 2).unwrap();
        let _second = shares.take(peer("192.0.2.1:2"), 2).unwrap();
        assert!(shares.take(peer("192.0.2.1:3"), 2).is_none());
        assert!(shares.take(peer("192.0.2.2:1"), 2).is_some());
        drop(first);
        assert!(shares.take(peer("192.0.2.1:3"), 2).is_some());
        // Who has 2^64 addresses is one network.
        let _home = shares.take(peer("[2001:db8:1:2::1]:1"), 1).unwrap();
        assert!(shares.take(peer("[2001:db8:1:2:ffff::9]:1"), 1).is_none());
        assert!(shares.take(peer("[2001:db8:1:3::1]:1"), 1).is_some());
    }

    #[test]
    fn there_are_never_more_connections_than_open_files() {
        let bounds = Bounds::default().within_open_files(Some(1024));
        assert_eq!((bounds.connections, bounds.of_one_network), (896, 112));
        assert_eq!(Bounds::default().within_open_files(None).connections, 8192);
        assert!(open_files_max().is_none_or(|most| most > 0));
    }
}
