//! A lesson is as long as its film is, whatever the film says of itself; a film that phones cannot play is refused with what to
//! do.

use server::media::{MediaRefusal, Measured, measure};

const FILM: &[u8] = include_bytes!("films/h264-faststart.mp4");
const FRAGMENTS: &[u8] = include_bytes!("films/fragmented.mp4");

/// The place of the payload of the first box of this kind.
fn payload(film: &[u8], kind: &[u8; 4]) -> usize {
    film.windows(4).position(|four| four == kind).unwrap() + 4
}

/// The film with a number of four bytes changed.
fn with(film: &[u8], at: usize, value: u32) -> Vec<u8> {
    let mut film = film.to_vec();
    film[at..at + 4].copy_from_slice(&value.to_be_bytes());
    film
}

#[test]
fn a_film_is_as_long_as_its_pictures() {
    for film in [FILM, FRAGMENTS] {
        let Measured { duration_ms, bytes, sha256 } = measure(film).unwrap();
        assert_eq!((duration_ms, bytes), (6000, film.len() as i64));
        assert_eq!(sha256.len(), 64);
    }
}

#[test]
fn a_length_that_only_the_header_claims_is_refused() {
    // mvhd, version 0: flags, made, changed, timescale, duration.
    let head = payload(FILM, b"mvhd");
    let timescale = u32::from_be_bytes(FILM[head + 12..head + 16].try_into().unwrap());
    let forged = with(FILM, head + 16, 3600 * timescale);
    let refused = measure(&forged).unwrap_err();
    assert!(matches!(refused, MediaRefusal::Lengths { header_ms: 3_600_000, pictures_ms: 6000, .. }), "{refused}");
    // Halving the timescale says the same in another way.
    assert!(measure(&with(FILM, head + 12, timescale / 600)).is_err());
}

#[test]
fn pictures_that_are_stretched_are_refused() {
    // stts, one run: flags, runs, count, length of each. The header and the sound still say six seconds, and so it is with the
    // header stretched too: the sound disagrees, and without any sound there are too few pictures.
    let run = payload(FILM, b"stts") + 8;
    let length = u32::from_be_bytes(FILM[run + 4..run + 8].try_into().unwrap());
    let stretched = with(FILM, run + 4, length * 600);
    assert!(matches!(measure(&stretched), Err(MediaRefusal::Lengths { .. })));
    let head = payload(FILM, b"mvhd");
    let said = u32::from_be_bytes(FILM[head + 16..head + 20].try_into().unwrap());
    let both = with(&stretched, head + 16, said * 600);
    assert!(matches!(measure(&both), Err(MediaRefusal::Lengths { .. })));
    // The sound's track is no track any more: only the pictures are left to say how long it is.
    let mut mute = both;
    while let Some(at) = mute.windows(4).position(|four| four == b"soun") {
        mute[at..at + 4].copy_from_slice(b"none");
    }
    assert_eq!(measure(&mute), Err(MediaRefusal::Stands));
}

#[test]
fn what_phones_cannot_play_and_what_is_not_whole_is_refused_with_what_to_do() {
    let hevc = measure(include_bytes!("films/hevc-hvc1.mp4")).unwrap_err();
    assert!(matches!(&hevc, MediaRefusal::Pictures(codec) if codec.starts_with("hvc1")), "{hevc}");
    assert_eq!(measure(include_bytes!("films/audio-only.m4a")), Err(MediaRefusal::NoPictures));
    assert_eq!(measure(include_bytes!("films/vp9-opus.webm")), Err(MediaRefusal::NoMp4));
    assert_eq!(measure(&FILM[..FILM.len() / 2]), Err(MediaRefusal::CutOff));
    assert_eq!(measure(b""), Err(MediaRefusal::NoMp4));
    assert_eq!(measure("一段文字".as_bytes()), Err(MediaRefusal::NoMp4));
}

#[test]
fn no_file_brings_the_server_down() {
    // Every byte of the index changed in a few ways, and cut everywhere: refused or measured, never more.
    let index = payload(FILM, b"moov")..payload(FILM, b"mdat");
    for at in index.clone().step_by(7) {
        for value in [0x00, 0x7f, 0xff] {
            let mut film = FILM[..index.end].to_vec();
            film[at] = value;
            let _ = measure(&film);
        }
    }
    for end in (0..index.end).step_by(11) {
        assert!(measure(&FILM[..end]).is_err(), "{end}");
    }
}
