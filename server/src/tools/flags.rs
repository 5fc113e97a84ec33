//! Flags of the tools. The doc comments here are their help text.

use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub enum Tools {
    /// Measure this machine, in a temporary database.
    Bench(Bench),
    /// Fill an empty database with an invented city: courses, organisations, staff of every role, and learners who have studied
    /// in its classes for eight weeks.
    Demo(Demo),
}

#[derive(Debug, Clone, Args)]
pub struct Bench {
    #[command(subcommand)]
    pub what: BenchWhat,
}

#[derive(Debug, Clone, Subcommand)]
pub enum BenchWhat {
    /// Durable beats a second over HTTP, beside the same server answering without storage.
    Beats(BenchBeats),
    /// Attendance checks a second, each shown and passed over HTTP, each pass an entry of the ledger.
    Checks(BenchChecks),
    /// The books of a city: bytes for an hour, pages, verification, exports.
    City(BenchCity),
    /// A class from its closing to the published list of who is paid.
    Money(BenchMoney),
}

#[derive(Debug, Clone, Args)]
pub struct BenchBeats {
    /// How long each phase lasts.
    #[arg(long, default_value_t = 10)]
    pub seconds: u64,
    /// Connections that are kept, each sending one beat after another.
    #[arg(long, default_value_t = 256)]
    pub clients: usize,
    /// Beats a second of the last phase, which measures how long an answer takes under an even load: 100,000 people
    /// who send one each fifteen seconds are 6,700 a second.
    #[arg(long, default_value_t = 6700)]
    pub rate: u32,
    /// People who study.
    #[arg(long, default_value_t = 4000)]
    pub learners: usize,
    /// Measure the even load once more while another learner sends as much as the server answers. An honest answer may take
    /// twice as long as without; beyond it the measurement fails.
    #[arg(long)]
    pub flood: bool,
    /// Measure PostgreSQL too, in a database made on this server and dropped at the end.
    #[arg(long, value_name = "URL")]
    pub postgres: Option<String>,
}

#[derive(Debug, Clone, Args)]
pub struct BenchChecks {
    /// Connections that are kept, each sending one request after another.
    #[arg(long, default_value_t = 64)]
    pub clients: usize,
    /// People whose check is due.
    #[arg(long, default_value_t = 5000)]
    pub learners: usize,
    /// Measure PostgreSQL too, in a database made on this server and dropped at the end.
    #[arg(long, value_name = "URL")]
    pub postgres: Option<String>,
}

#[derive(Debug, Clone, Args)]
pub struct BenchCity {
    /// People of the city, in classes of 50.
    #[arg(long, default_value_t = 140_000)]
    pub people: usize,
    /// Entries of the ledger. SQLite does not wait for the disk while they are made: writing is not what is measured.
    #[arg(long, default_value_t = 1_000_000)]
    pub entries: usize,
    /// Copy them at the end until there are so many, and look once more at the pages that read them.
    #[arg(long, default_value_t = 5_000_000)]
    pub copied: usize,
    /// Measure PostgreSQL too, in a database made on this server and dropped at the end.
    #[arg(long, value_name = "URL")]
    pub postgres: Option<String>,
}

#[derive(Debug, Clone, Args)]
pub struct BenchMoney {
    /// Learners of the class.
    #[arg(long, default_value_t = 1000)]
    pub people: usize,
    /// Measure PostgreSQL too, in a database made on this server and dropped at the end.
    #[arg(long, value_name = "URL")]
    pub postgres: Option<String>,
}

#[derive(Debug, Clone, Args)]
pub struct Demo {
    /// Leave the city as on its first day: nobody has studied.
    #[arg(long)]
    pub empty: bool,
    /// Do nothing if the city is there already.
    #[arg(long)]
    pub once: bool,
    /// Add so many more learners, enrolled in the open classes, for load tests.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub learners: u32,
    /// Folder whose `media/` holds the lessons' videos, which are measured, in place of those in this binary.
    #[arg(long, env = "XUESHI_PUBLIC", value_name = "FOLDER")]
    pub public: Option<PathBuf>,
}
