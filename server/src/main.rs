//! `xueshi`: one binary, a subcommand for each task.

use clap::Parser;
use server::config::{Bench, BenchWhat, Cli, Command};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    let cli = Cli::parse();
    let log = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let to_count = matches!(&cli.command, Command::Bench(Bench { what: BenchWhat::City(_) }));
    tracing_subscriber::registry()
        .with(log.with_filter(EnvFilter::new(&cli.common.log)))
        .with(to_count.then(server::bench::statements::layer))
        .init();
    match run(&cli) {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xueshi: {error:#}");
            std::process::ExitCode::FAILURE
        }
    }
}

#[tokio::main]
async fn run(cli: &Cli) -> anyhow::Result<()> {
    match &cli.command {
        Command::Serve(options) => server::serve::serve(&cli.common, options).await,
        Command::Demo(options) => {
            let site = server::serve::site(&cli.common, server::serve::open(&cli.common).await?).await?;
            server::demo::load(&site, options).await?;
            site.db.close().await;
            Ok(())
        }
        Command::Bench(options) => server::bench::run(options).await,
        Command::Backup(options) => server::backup::run(&cli.common, &options.file).await,
        Command::Restore(options) => server::backup::restore::run(&cli.common, options).await,
        Command::RotateKeys(options) => server::rotate_keys::run(&cli.common, options).await,
        Command::RotateSigningKey(options) => server::rotate_signing_key::run(&cli.common, options).await,
        Command::Verify(options) => server::verify_command::run(&cli.common, options).await,
        Command::Migrate => server::serve::open(&cli.common).await.map(drop),
    }
}
