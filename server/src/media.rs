//! Measuring what an author hands in. The length of a lesson is what the server finds in the film itself, never what somebody
//! says, the film's own header included: the whole reckoning of hours stands on it.

use std::panic::catch_unwind;

use re_mp4::{StsdBoxContent, Track, TrackKind};
use sha2::{Digest, Sha256};

/// What the server found in a video file.
#[derive(Clone, Debug, PartialEq, Eq)]
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

/// By how much header, pictures and sound may differ.
const AGREE_WITHIN_MS: i64 = 1000;

/// Measures an MP4 by its pictures and its sound, sample by sample. For films of one's own: an index made by malice may still hold
/// the reader up, so what strangers hand in must be measured by a process that can be ended.
pub fn measure(video: &[u8]) -> Result<Measured, MediaRefusal> {
    if !counts_are_possible(video) {
        return Err(MediaRefusal::NoMp4);
    }
    // Its arithmetic panics at tables that no film has.
    let read = catch_unwind(|| re_mp4::Mp4::read_bytes(video));
    let mp4 = read.ok().and_then(Result::ok).ok_or(MediaRefusal::NoMp4)?;
    let of = |kind| mp4.tracks().values().filter(move |track| track.kind == Some(kind));
    let pictures: Vec<_> = of(TrackKind::Video).collect();
    let picture = match pictures[..] {
        [] => return Err(MediaRefusal::NoPictures),
        [one] => one,
        _ => return Err(MediaRefusal::SeveralPictures(pictures.len())),
    };
    let codec = |track: &Track| track.codec_string(&mp4).unwrap_or_else(|| "something unknown".to_owned());
    let coded = codec(picture);
    if !coded.starts_with("avc1") {
        return Err(MediaRefusal::Pictures(coded));
    }
    let mut sound_ms = None;
    for sound in of(TrackKind::Audio) {
        if !matches!(sound.trak(&mp4).mdia.minf.stbl.stsd.contents, StsdBoxContent::Mp4a(_)) {
            return Err(MediaRefusal::Sound(codec(sound)));
        }
        sound_ms = sound_ms.max(Some(length_ms(sound)));
    }
    let bytes = video.len() as u64;
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
    Ok(Measured {
        duration_ms: pictures_ms,
        bytes: i64::try_from(bytes).unwrap_or(i64::MAX),
        sha256: hex::encode(Sha256::digest(video)),
    })
}

/// Samples of a track at most: a day of pictures. The reader makes room for as many as a table claims, whatever the file holds.
const SAMPLES_MAX: u32 = 24 * 3600 * 60;

/// Whether the tables of samples claim what a film can have.
fn counts_are_possible(mut boxes: &[u8]) -> bool {
    let number = |bytes: &[u8], at: usize| {
        bytes.get(at..at + 4).and_then(|four| four.try_into().ok()).map(u32::from_be_bytes)
    };
    while let (Some(size), Some(kind)) = (number(boxes, 0), boxes.get(4..8)) {
        let size = match (size, number(boxes, 8), number(boxes, 12)) {
            (1, Some(high), Some(low)) => u64::from(high) << 32 | u64::from(low),
            (size, ..) => size.into(),
        };
        let Some(size) = usize::try_from(size).ok().filter(|size| *size >= 8) else { return true };
        let inside = boxes.get(8..size).unwrap_or(&boxes[8..]);
        let count = match kind {
            b"stsz" => number(inside, 8),
            b"trun" => number(inside, 4),
            _ => None,
        };
        let holds = matches!(kind, b"moov" | b"trak" | b"mdia" | b"minf" | b"stbl" | b"moof" | b"traf");
        if count.is_some_and(|count| count > SAMPLES_MAX) || (holds && !counts_are_possible(inside)) {
            return false;
        }
        boxes = boxes.get(size..).unwrap_or_default();
    }
    true
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
