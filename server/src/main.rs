//! `xueshi`: one binary, a subcommand for each task.

use clap::Parser;
use server::cli::{Cli, Command};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer};

/// So long whatever cannot be interrupted may go on.
const AFTER_THE_END: std::time::Duration = std::time::Duration::from_secs(5);

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    // Database, keys, exports and backups: whatever this program makes is its own user's alone.
    rustix::process::umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
    let cli = Cli::parse();
    let log = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let subscriber = tracing_subscriber::registry().with(log.with_filter(EnvFilter::new(&cli.common.log)));
    #[cfg(feature = "tools")]
    let subscriber = subscriber.with(match &cli.command {
        Command::Tools(tool) => server::tools::layer(tool),
        _ => None,
    });
    subscriber.init();
    match in_time(&cli) {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xueshi: {error:#}");
            std::process::ExitCode::FAILURE
        }
    }
}

/// Runs it, and waits for no file that is still being written once it has ended: that is taken up again by the next start.
fn in_time(cli: &Cli) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let ended = runtime.block_on(run(cli));
    runtime.shutdown_timeout(AFTER_THE_END);
    ended
}

async fn run(cli: &Cli) -> anyhow::Result<()> {
    server::serve::rehearse(&cli.common)?;
    match &cli.command {
        Command::Serve(options) => server::serve::serve(&cli.common, options).await,
        #[cfg(feature = "tools")]
        Command::Tools(tool) => server::tools::run(&cli.common, tool).await,
        Command::Backup(options) => server::backup::run(&cli.common, &options.file).await,
        Command::Restore(options) => server::backup::restore::run(&cli.common, options).await,
        Command::RotateKeys(options) => server::rotate_keys::run(&cli.common, options).await,
        Command::RotateSigningKey(options) => server::rotate_signing_key::run(&cli.common, options).await,
        Command::Verify(options) => server::verify_command::run(&cli.common, options).await,
        Command::Witness(options) => server::witness_command::run(&cli.common, options).await,
        Command::Rebuild => server::rebuild::run(&cli.common).await,
        Command::Init(options) => server::init::run(&cli.common, options).await,
        Command::MeasureFilm { path } => server::measure_film::run(path),
        Command::Migrate => server::serve::open(&cli.common).await.map(drop),
    }
}
