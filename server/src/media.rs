//! Measuring what an author hands in. The length of a lesson is what the server finds in the film itself, never what somebody
//! says, the film's own header included: the whole reckoning of hours stands on it.

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

/// Measures an MP4 by its pictures and its sound, sample by sample.
pub fn measure(video: &[u8]) -> Result<Measured, MediaRefusal> {
    let mp4 = re_mp4::Mp4::read_bytes(video).map_err(|_| MediaRefusal::NoMp4)?;
    let of = |kind| mp4.tracks().values().filter(move |track| track.kind == Some(kind));
    let pictures: Vec<_> = of(re_mp4::TrackKind::Video).collect();
    let picture = match pictures[..] {
        [] => return Err(MediaRefusal::NoPictures),
        [one] => one,
        _ => return Err(MediaRefusal::SeveralPictures(pictures.len())),
    };
    let codec = |track: &re_mp4::Track| track.codec_string(&mp4).unwrap_or_else(|| "?".to_owned());
    let coded = codec(picture);
    if !coded.starts_with("avc1") {
        return Err(MediaRefusal::Pictures(coded));
    }
    let mut sound_ms = None;
    for sound in of(re_mp4::TrackKind::Audio) {
        let coded = codec(sound);
        if !coded.starts_with("mp4a") {
            return Err(MediaRefusal::Sound(coded));
        }
        sound_ms = sound_ms.max(Some(length_ms(sound)));
    }
    let bytes = video.len() as u64;
    let whole = |sample: &re_mp4::Sample| sample.offset.checked_add(sample.size).is_some_and(|end| end <= bytes);
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

fn length_ms(track: &re_mp4::Track) -> i64 {
    let end = |sample: &re_mp4::Sample| i128::from(sample.composition_timestamp) + i128::from(sample.duration);
    let first = track.samples.iter().map(|sample| i128::from(sample.composition_timestamp)).min();
    let last = track.samples.iter().map(end).max();
    ms(last.unwrap_or(0) - first.unwrap_or(0), track.timescale)
}

/// Units of a timescale in milliseconds; 0 where it has none.
fn ms(units: i128, timescale: u64) -> i64 {
    (units * 1000).checked_div(i128::from(timescale)).and_then(|ms| i64::try_from(ms).ok()).unwrap_or(0)
}
