//! The subcommands of `xueshi`. The doc comments here are the text of `xueshi --help`.

use clap::{Parser, Subcommand};

use crate::config::{Backup, Common, Init, Restore, RotateKeys, RotateSigningKey, Serve, Verify, Witness};

#[cfg(feature = "tools")]
use crate::tools::Tools;

/// Xueshi (学时): online vocational training whose hours can be proved.
#[derive(Debug, Parser)]
#[command(name = "xueshi", version)]
pub struct Cli {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Bring the schema up to this version, then serve the site.
    Serve(Box<Serve>),
    /// Set a site up in an empty database: the bureau, the counties and zones of its city, trades, categories of people, and the
    /// invitation of the first officer, who runs the system and invites everybody else.
    Init(Box<Init>),
    /// Bring the schema up to this version and stop.
    Migrate,
    /// Recompute every total from the raw records without trusting the writer, and name the first thing that does not hold.
    Verify(Verify),
    /// Watch the ledgers of others: cosign each checkpoint that continues all seen before, and nothing else. For an auditor, a
    /// county or another city; it needs no database, only its own key (`--key-file`) and its own state.
    Witness(Witness),
    /// Make the tables that lists and pages are made from anew, from the raw records: progress, sessions, the roll of checks, what
    /// was refused, subsidies. For a database whose tables somebody changed; `verify` says so.
    Rebuild,
    /// Copy the whole SQLite database into one file while the site runs, with a signed manifest beside it. The key file is
    /// not in it: keep a copy of that apart.
    Backup(Backup),
    /// Put a backup into place of a SQLite database, after it proved to be what its manifest says.
    Restore(Restore),
    /// Seal everything anew under a fresh data key, while the site runs. May be stopped at any time and started again.
    RotateKeys(RotateKeys),
    /// Let a fresh key sign the ledger's checkpoints, while the site runs: for an overlap beside the present one, then alone.
    RotateSigningKey(RotateSigningKey),
    /// Look at one uploaded film, for the server, which may end this at any moment.
    #[command(hide = true)]
    MeasureFilm {
        /// The file; what the camera wrote into it is taken out.
        path: std::path::PathBuf,
    },
    #[cfg(feature = "tools")]
    #[command(flatten)]
    Tools(Tools),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::SecondFactorChoice;

    #[test]
    fn officials_need_a_second_factor_unless_the_operator_says_otherwise() {
        let asked = |more: &[&str]| {
            let command = ["xueshi", "serve"].iter().chain(more);
            match Cli::try_parse_from(command).map(|cli| cli.command) {
                Ok(Command::Serve(serve)) => Some(serve.second_factor),
                _ => None,
            }
        };
        assert_eq!(asked(&[]), Some(SecondFactorChoice::Required));
        assert_eq!(asked(&["--second-factor", "offered"]), Some(SecondFactorChoice::Offered));
        assert_eq!(asked(&["--second-factor", "never"]), None);
    }

    #[test]
    fn the_clock_runs_ahead_where_nobody_is_paid_and_nowhere_else() {
        let ahead = |more: &[&str]| {
            let command = ["xueshi", "serve", "--days-ahead"].iter().chain(more);
            Cli::try_parse_from(command).map(|cli| crate::serve::rehearse(&cli.common).is_ok())
        };
        assert!(matches!(ahead(&["0"]), Ok(true)));
        assert!(matches!(ahead(&["3", "--profile", "standard"]), Ok(false)));
        assert!(ahead(&["-3", "--profile", "compressed"]).is_err());
        assert!(ahead(&["4000", "--profile", "compressed"]).is_err());
    }

    #[test]
    fn what_a_witness_watches_is_nothing_that_other_commands_take() {
        let command = ["xueshi", "witness", "--watch", "a=b", "--log", "warn", "--watch", "c=d"];
        let cli = Cli::try_parse_from(command).unwrap();
        assert_eq!(cli.common.log, "warn");
        let Command::Witness(witness) = cli.command else { panic!("another command") };
        assert_eq!(witness.watch, ["a=b", "c=d"]);
    }
}
