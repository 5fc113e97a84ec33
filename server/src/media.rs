//! Measuring what an author hands in. The length of a lesson is what the server finds in the film itself, never what somebody
//! says, the film's own header included: the whole reckoning of hours stands on it.

pub mod boxes;

use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};

use domain::film::FilmRefusal;
use re_mp4::{StsdBoxContent, Track, TrackKind};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use boxes::counts_are_possible;

/// What the server found in a video file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measured {
    /// From the first picture to the end of the last.
    pub duration_ms: i64,
    pub bytes: i64,
    /// The SHA-256 of the file, in hexadecimal.
    pub sha256: String,
}

/// Why a file is no lesson.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MediaRefusal {
    #[error("it is no MP4 video, or it is damaged; save it as MP4 (H.264) and try again")]
    NoMp4,
    #[error("there are no pictures in it, only sound; a lesson needs a video")]
    NoPictures,
    #[error("it has {0} pictures running beside each other; a lesson has one")]
    SeveralPictures(usize),
    #[error("its pictures are coded as {0}, which many phones cannot show; save it as MP4 (H.264)")]
    Pictures(String),
    #[error("its sound is coded as {0}, which many phones cannot play; save it as MP4 (H.264 with AAC)")]
    Sound(String),
    #[error("it is not whole: the last part is missing; copy it again")]
    CutOff,
    #[error(
        "its parts do not agree about its length: the header says {header_ms} ms, the pictures {pictures_ms} ms, the sound \
         {sound_ms:?} ms; save it anew"
    )]
    Lengths { header_ms: i64, pictures_ms: i64, sound_ms: Option<i64> },
    #[error("it shows fewer than one picture a second; a film moves")]
    Stands,
}

impl MediaRefusal {
    /// Its code, for those who choose words for it.
    pub fn code(&self) -> FilmRefusal {
        match self {
            Self::NoMp4 => FilmRefusal::NoMp4,
            Self::NoPictures => FilmRefusal::NoPictures,
            Self::SeveralPictures(_) => FilmRefusal::SeveralPictures,
            Self::Pictures(_) => FilmRefusal::Pictures,
            Self::Sound(_) => FilmRefusal::Sound,
            Self::CutOff => FilmRefusal::CutOff,
            Self::Lengths { .. } => FilmRefusal::Lengths,
            Self::Stands => FilmRefusal::Stands,
        }
    }
}

/// By how much header, pictures and sound may differ.
const AGREE_WITHIN_MS: i64 = 1000;

/// Measures an MP4 by its pictures and its sound, sample by sample; its pictures are passed over, so that a large film needs little
/// memory. For films of one's own: an index made by malice may still hold the reader up, so what strangers hand in is measured by
/// a process that can be ended (`measure_film`).
///
/// # Errors
/// The outer one where the file cannot be read, the inner one where it is no lesson.
pub fn measure(video: impl Read + Seek) -> io::Result<Result<Measured, MediaRefusal>> {
    let mut video = BufReader::with_capacity(64 * 1024, video);
    let bytes = video.seek(SeekFrom::End(0))?;
    let duration_ms = match length_of(&mut video, bytes)? {
        Ok(duration_ms) => duration_ms,
        Err(why) => return Ok(Err(why)),
    };
    video.seek(SeekFrom::Start(0))?;
    let mut digest = Sha256::new();
    io::copy(&mut video, &mut digest)?;
    let (bytes, sha256) = (i64::try_from(bytes).unwrap_or(i64::MAX), hex::encode(digest.finalize()));
    Ok(Ok(Measured { duration_ms, bytes, sha256 }))
}

fn length_of<R: Read + Seek>(video: &mut BufReader<R>, bytes: u64) -> io::Result<Result<i64, MediaRefusal>> {
    if !counts_are_possible(video, bytes)? {
        return Ok(Err(MediaRefusal::NoMp4));
    }
    video.seek(SeekFrom::Start(0))?;
    // Its arithmetic panics at tables that no film has.
    let read = catch_unwind(AssertUnwindSafe(|| re_mp4::Mp4::read(video, bytes)));
    Ok(read.ok().and_then(Result::ok).ok_or(MediaRefusal::NoMp4).and_then(|mp4| length_in(&mp4, bytes)))
}

/// How long a film is that was read.
fn length_in(mp4: &re_mp4::Mp4, bytes: u64) -> Result<i64, MediaRefusal> {
    let of = |kind| mp4.tracks().values().filter(move |track| track.kind == Some(kind));
    let pictures: Vec<_> = of(TrackKind::Video).collect();
    let picture = match pictures[..] {
        [] => return Err(MediaRefusal::NoPictures),
        [one] => one,
        _ => return Err(MediaRefusal::SeveralPictures(pictures.len())),
    };
    let codec = |track: &Track| track.codec_string(mp4).unwrap_or_else(|| "something unknown".to_owned());
    let coded = codec(picture);
    if !coded.starts_with("avc1") {
        return Err(MediaRefusal::Pictures(coded));
    }
    let mut sound_ms = None;
    for sound in of(TrackKind::Audio) {
        if !matches!(sound.trak(mp4).mdia.minf.stbl.stsd.contents, StsdBoxContent::Mp4a(_)) {
            return Err(MediaRefusal::Sound(codec(sound)));
        }
        sound_ms = sound_ms.max(Some(length_ms(sound)));
    }
    let whole =
        |sample: &re_mp4::Sample| sample.offset.checked_add(sample.size).is_some_and(|end| end <= bytes);
    if !mp4.tracks().values().flat_map(|track| &track.samples).all(whole) {
        return Err(MediaRefusal::CutOff);
    }
    let pictures_ms = length_ms(picture);
    let head = &mp4.moov.mvhd;
    // A film in fragments need not say it.
    let header_ms = ms(i128::from(head.duration), u64::from(head.timescale));
    let header_ms = if header_ms == 0 && !mp4.moofs.is_empty() { pictures_ms } else { header_ms };
    let agrees = |other: i64| other.abs_diff(pictures_ms) <= AGREE_WITHIN_MS.unsigned_abs();
    if pictures_ms <= 0 || !agrees(header_ms) || !sound_ms.is_none_or(agrees) {
        return Err(MediaRefusal::Lengths { header_ms, pictures_ms, sound_ms });
    }
    // A picture that is stretched over an hour is no hour of film.
    if (picture.samples.len() as i64) < pictures_ms / 1000 {
        return Err(MediaRefusal::Stands);
    }
    Ok(pictures_ms)
}

/// From the first sample to the end of the last. How long the last one is, the reader takes from the track's header, which may say
/// anything: it counts for as long as the one before it.
fn length_ms(track: &Track) -> i64 {
    let before_last = track.samples.iter().rev().nth(1).map_or(0, |sample| sample.duration);
    let last = track.samples.len().saturating_sub(1);
    let ends = track.samples.iter().enumerate().map(|(n, sample)| {
        let duration = if n == last { sample.duration.min(before_last) } else { sample.duration };
        i128::from(sample.composition_timestamp) + i128::from(duration)
    });
    let first = track.samples.iter().map(|sample| i128::from(sample.composition_timestamp)).min();
    ms(ends.max().unwrap_or(0) - first.unwrap_or(0), track.timescale)
}

/// Units of a timescale in milliseconds; 0 where it has none.
fn ms(units: i128, timescale: u64) -> i64 {
    (units * 1000).checked_div(i128::from(timescale)).and_then(|ms| i64::try_from(ms).ok()).unwrap_or(0)
}
