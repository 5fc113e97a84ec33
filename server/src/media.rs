//! Measuring what an author hands in. The length of a lesson is what the server finds in the file, never what
//! somebody says: the whole reckoning of hours stands on it.

use std::path::Path;

use anyhow::{Context, Result, bail};

/// What the server found in a video file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measured {
    pub duration_ms: i64,
    pub bytes: i64,
}

/// Measures an MP4 by its headers.
pub fn measure(path: &Path) -> Result<Measured> {
    let file =
        std::fs::File::open(path).with_context(|| format!("the video {} cannot be read", path.display()))?;
    let bytes = file.metadata()?.len();
    let mp4 = re_mp4::Mp4::read(std::io::BufReader::new(file), bytes)
        .with_context(|| format!("{} is no MP4 video", path.display()))?;
    let head = &mp4.moov.mvhd;
    let duration_ms = i64::try_from(head.duration)
        .ok()
        .and_then(|duration| duration.checked_mul(1000)?.checked_div(i64::from(head.timescale)))
        .filter(|ms| *ms > 0);
    let Some(duration_ms) = duration_ms else { bail!("{} does not say how long it is", path.display()) };
    Ok(Measured { duration_ms, bytes: i64::try_from(bytes)? })
}
