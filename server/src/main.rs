//! `xueshi`: one binary, a subcommand for each deed.

use clap::Parser;
use server::config::{BenchWhat, Cli, Command};
use tracing_subscriber::EnvFilter;

fn main() -> std::process::ExitCode {
    let cli = Cli::parse();
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new(&cli.common.log))
        .with_writer(std::io::stderr)
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
        Command::Bench(options) => match &options.what {
            BenchWhat::Beats(options) => server::bench::beats(options).await,
        },
        Command::RotateKeys(options) => server::rotate_keys::run(&cli.common, options).await,
        Command::RotateSigningKey(options) => server::rotate_signing_key::run(&cli.common, options).await,
        Command::Verify(options) => server::verify::command::run(&cli.common, options).await,
        Command::Migrate => server::serve::open(&cli.common).await.map(drop),
    }
}
