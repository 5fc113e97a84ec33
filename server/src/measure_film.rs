//! `xueshi measure-film`: looks at one file that a stranger uploaded, in a process that the server can end. An index made by malice
//! costs this process its life, and nobody else anything.

use std::fs::OpenOptions;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use domain::film::FilmRefusal;
use rustix::process::{Resource, Rlimit, setrlimit};
use serde::{Deserialize, Serialize};
use tokio::process::Command;

use crate::media::boxes::take_words_out;
use crate::media::{Measured, measure};

/// The name of the subcommand.
pub const SUBCOMMAND: &str = "measure-film";
/// A film of two gigabytes takes a third of this on a slow disk.
const SECONDS_MAX: Duration = Duration::from_mins(1);
/// Room for the index of a day of pictures, and for the program itself.
const MEMORY_MAX: u64 = 1536 * 1024 * 1024;

/// What was found, as one line of JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Found {
    Film(Measured),
    Refused(FilmRefusal),
}

/// The subcommand itself: takes out what the camera wrote, measures what is left and says so.
pub fn run(path: &Path) -> Result<()> {
    for (resource, most) in
        [(Resource::As, MEMORY_MAX), (Resource::Cpu, SECONDS_MAX.as_secs()), (Resource::Core, 0)]
    {
        setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) })?;
    }
    println!("{}", serde_json::to_string(&look_at(path)?)?);
    Ok(())
}

fn look_at(path: &Path) -> Result<Found> {
    let mut file =
        OpenOptions::new().read(true).write(true).open(path).context("the film cannot be opened")?;
    let size = file.metadata()?.len();
    take_words_out(&mut file, size)?;
    let found = match measure(&file)? {
        Ok(measured) => Found::Film(measured),
        Err(why) => Found::Refused(why.code()),
    };
    file.sync_all()?;
    Ok(found)
}

/// Lets a process of its own look at a file. Where that needs more time or memory than a film can, the film is refused.
pub async fn in_own_process(program: &Path, path: &Path) -> Result<Found> {
    let child = Command::new(program)
        .arg(SUBCOMMAND)
        .arg(path)
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .with_context(|| format!("{} cannot be started", program.display()))?;
    let Ok(ended) = tokio::time::timeout(SECONDS_MAX, child.wait_with_output()).await else {
        return Ok(Found::Refused(FilmRefusal::TooComplex));
    };
    let ended = ended?;
    match ended.status.code() {
        Some(0) => serde_json::from_slice(&ended.stdout).context("what was found cannot be understood"),
        // A signal: of the memory or the time that it may have, or of the allocator that had no more.
        None => Ok(Found::Refused(FilmRefusal::TooComplex)),
        Some(_) => bail!("{}", String::from_utf8_lossy(&ended.stderr).trim()),
    }
}
