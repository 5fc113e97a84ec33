//! A witness in process on a port of its own, with its files and its clock, and what can be asked of it.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use server::jobs::ask_witnesses::{self, Witness as Asked};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use translog::LogKey;
use verify::witness::{Seen, WitnessKey};
use verify::{Mismatch, Options, Report, VerifyError, verify_witnessed};
use web::Clock;
use witness::Witness;

use crate::site::{ManualClock, TestSite};
use verify::note::PublicKey;

/// A witness of the logs of the test site.
pub struct TestWitness {
    name: &'static str,
    folder: tempfile::TempDir,
    /// How far its clock is ahead, and whose it follows.
    pub clock: Arc<ManualClock>,
    logs: Vec<(String, String)>,
    pub address: SocketAddr,
    pub public_key: String,
    running: Option<(oneshot::Sender<()>, JoinHandle<()>)>,
}

impl TestWitness {
    /// Starts one that goes by the site's clock.
    pub async fn start(site: &TestSite, name: &'static str) -> Self {
        Self::by_clock(site, name, site.clock.clone()).await
    }

    /// Starts one with a clock of its own.
    pub async fn by_clock(site: &TestSite, name: &'static str, clock: Arc<ManualClock>) -> Self {
        let signers = [site.site.signer.clone(), site.site.signer.audit()];
        let logs = signers.map(|signer| (signer.origin().to_owned(), signer.public_key())).to_vec();
        let folder = tempfile::tempdir().unwrap();
        let address = "127.0.0.1:0".parse().unwrap();
        let mut one = Self { name, folder, clock, logs, address, public_key: String::new(), running: None };
        one.run().await;
        one
    }

    /// Starts it again from its files, on the same port.
    pub async fn run(&mut self) {
        let clock = self.clock.clone();
        let logs = self.logs.iter().map(|(origin, key)| (origin.clone(), vec![LogKey::parse(key).unwrap()]));
        let (key, state) = (self.folder.path().join("key"), self.state());
        let draw = |bytes: &mut [u8]| bytes.fill(self.name.len() as u8);
        let opened = Witness::open(&key, &state, Some(self.name), logs, &draw, move || clock.now_ms() / 1000);
        let witness = Arc::new(opened.unwrap());
        self.public_key = witness.public_key();
        let listener = TcpListener::bind(self.address).await.unwrap();
        self.address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let router = witness::router(witness);
        let task = tokio::spawn(async move {
            axum::serve(listener, router)
                .with_graceful_shutdown(async { drop(stopped.await) })
                .await
                .unwrap();
        });
        self.running = Some((stop, task));
    }

    /// Stops it; its files stay.
    pub async fn stop(&mut self) {
        let (stop, task) = self.running.take().unwrap();
        stop.send(()).unwrap();
        task.await.unwrap();
    }

    /// The file of all it has cosigned.
    pub fn state(&self) -> PathBuf {
        self.folder.path().join("state")
    }

    /// How a site is told of it.
    pub fn flag(&self) -> String {
        format!("http://{}={}", self.address, self.public_key)
    }

    /// The site asks it once; says whether it answered.
    pub async fn asked_by(&self, site: &TestSite) -> bool {
        ask_witnesses::once(&site.site, &Asked::parse(&self.flag()).unwrap()).await.unwrap()
    }

    /// All it saw, from its own file.
    pub fn seen(&self) -> Vec<Seen> {
        let key = WitnessKey::parse(&self.public_key).unwrap();
        key.read("its state", &std::fs::read_to_string(self.state()).unwrap()).unwrap()
    }
}

impl TestSite {
    /// Verifies the books against what witnesses saw.
    pub async fn verify_witnessed(&self, seen: &[Seen]) -> Result<Report, Mismatch> {
        let key = PublicKey::parse(&self.site.signer.public_key()).unwrap();
        let (policies, keys) = (&self.site.policies, Some(&*self.site.keys));
        let options = Options { policies, keys, key: Some(&key), kept: &[] };
        let mut books = self.site.db.snapshot().await.unwrap();
        match verify_witnessed(&mut books, &options, seen, &mut |_| {}).await {
            Ok(report) => Ok(report),
            Err(VerifyError::Mismatch(fault)) => Err(fault),
            Err(other) => panic!("{other}"),
        }
    }
}
