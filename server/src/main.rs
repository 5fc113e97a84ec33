//! `xueshi`: one binary, a subcommand for each task.

use clap::Parser;
use server::cli::{Cli, Command};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    let cli = Cli::parse();
    let log = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let subscriber = tracing_subscriber::registry().with(log.with_filter(EnvFilter::new(&cli.common.log)));
    #[cfg(feature = "tools")]
    let subscriber = subscriber.with(match &cli.command {
        Command::Tools(tool) => server::tools::layer(tool),
        _ => None,
    });
    subscriber.init();
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
        #[cfg(feature = "tools")]
        Command::Tools(tool) => server::tools::run(&cli.common, tool).await,
        Command::Backup(options) => server::backup::run(&cli.common, &options.file).await,
        Command::Restore(options) => server::backup::restore::run(&cli.common, options).await,
        Command::RotateKeys(options) => server::rotate_keys::run(&cli.common, options).await,
        Command::RotateSigningKey(options) => server::rotate_signing_key::run(&cli.common, options).await,
        Command::Verify(options) => server::verify_command::run(&cli.common, options).await,
        Command::Rebuild => server::rebuild::run(&cli.common).await,
        Command::Migrate => server::serve::open(&cli.common).await.map(drop),
    }
}
