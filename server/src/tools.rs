//! What a site does not need to run: a demo city to look at, and measurements. Left out by `--no-default-features`.

pub mod bench;
pub mod demo;
mod flags;
mod studying;

use anyhow::Result;
use tracing::Subscriber;
use tracing_subscriber::Layer;
use tracing_subscriber::registry::LookupSpan;

pub use flags::{Bench, BenchBeats, BenchChecks, BenchCity, BenchMoney, BenchWhat, Demo, Tools};

use crate::config::Common;
use crate::serve;

/// Runs one of them.
pub async fn run(common: &Common, tool: &Tools) -> Result<()> {
    match tool {
        Tools::Bench(options) => bench::run(options).await,
        Tools::Demo(options) => {
            let site = serve::site(common, serve::open(common).await?).await?;
            demo::load(&site, options).await?;
            site.db.close().await;
            Ok(())
        }
    }
}

/// What listens to the database's statements, for the measurement that counts them.
pub fn layer<S>(tool: &Tools) -> Option<impl Layer<S>>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    let counts = matches!(tool, Tools::Bench(Bench { what: BenchWhat::City(_) }));
    counts.then(bench::statements::layer)
}
