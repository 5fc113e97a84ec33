//! `xueshi witness`: watching the ledgers of others, apart from every site.

use std::sync::Arc;

use anyhow::{Context, Result};
use tokio::net::TcpListener;
use translog::LogKey;
use web::{Clock, Rng};

use crate::accept::{Bounds, accept};
use crate::config::{Common, Witness};
use crate::serve::stopped;
use crate::system::{SystemClock, SystemRng};

/// Answers until Ctrl-C or a termination signal. Prints its address, and the public key that the sites are given which
/// shall ask it.
pub async fn run(common: &Common, options: &Witness) -> Result<()> {
    let logs = options.watch.iter().map(|text| watched(text)).collect::<Result<Vec<_>>>()?;
    let witness = witness::Witness::open(
        &common.key_file,
        &options.state,
        options.name.as_deref(),
        logs,
        &|bytes| SystemRng.fill(bytes),
        || SystemClock.now_ms() / 1000,
    )?;
    let listener = TcpListener::bind(options.listen).await.with_context(|| {
        format!("{} is in use by another program; choose another with --listen", options.listen)
    })?;
    println!("http://{}", listener.local_addr()?);
    println!("{}", witness.public_key());
    accept(listener, witness::router(Arc::new(witness)), &Bounds::default(), stopped()).await
}

/// `ORIGIN=PUBLICKEY`.
fn watched(text: &str) -> Result<witness::Log> {
    let read = text.split_once('=').and_then(|(origin, key)| Some((origin.to_owned(), LogKey::parse(key)?)));
    let (origin, key) = read.with_context(|| {
        format!("--watch {text}: it must look like xueshi.example/ledger=NAME+ID+KEY, an Ed25519 key as /api/ledger/keys lists it")
    })?;
    Ok((origin, vec![key]))
}
