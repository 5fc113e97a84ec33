//! Measuring what an author hands in. The length of a lesson is what the server finds in the file, never what
//! somebody says: the whole reckoning of hours stands on it.

use std::io::Cursor;

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

/// What the server found in a video file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measured {
    pub duration_ms: i64,
    pub bytes: i64,
    /// The SHA-256 of the file, in hexadecimal.
    pub sha256: String,
}

/// Measures an MP4 by its headers.
pub fn measure(video: &[u8]) -> Result<Measured> {
    let bytes = video.len() as u64;
    let mp4 = re_mp4::Mp4::read(Cursor::new(video), bytes).context("it is no MP4 video")?;
    let head = &mp4.moov.mvhd;
    let duration_ms = i64::try_from(head.duration)
        .ok()
        .and_then(|duration| duration.checked_mul(1000)?.checked_div(i64::from(head.timescale)))
        .filter(|ms| *ms > 0);
    let Some(duration_ms) = duration_ms else { bail!("the video does not say how long it is") };
    Ok(Measured { duration_ms, bytes: i64::try_from(bytes)?, sha256: hex::encode(Sha256::digest(video)) })
}
