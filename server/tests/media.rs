//! A lesson is as long as its film is, whatever the film says of itself; a film that phones cannot play is refused with what to
//! do.

use std::io::Cursor;

use server::media::{Measured, MediaRefusal};

const FILM: &[u8] = include_bytes!("films/h264-faststart.mp4");
const FRAGMENTS: &[u8] = include_bytes!("films/fragmented.mp4");

fn measure(film: &[u8]) -> Result<Measured, MediaRefusal> {
    server::media::measure(Cursor::new(film)).unwrap()
}

/// The place of the payload of the first box of this kind.
fn payload(film: &[u8], kind: [u8; 4]) -> usize {
    film.windows(4).position(|four| four == kind).unwrap() + 4
}

/// The film with a number of four bytes changed.
fn with(film: &[u8], at: usize, value: u32) -> Vec<u8> {
    let mut film = film.to_vec();
    film[at..at + 4].copy_from_slice(&value.to_be_bytes());
    film
}

/// The film with its second track left out of the index.
fn without_sound(mut film: Vec<u8>) -> Vec<u8> {
    let first = payload(&film, *b"trak");
    let second = first + payload(&film[first..], *b"trak") - 4;
    film[second..second + 4].copy_from_slice(b"free");
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
    let head = payload(FILM, *b"mvhd");
    let timescale = u32::from_be_bytes(FILM[head + 12..head + 16].try_into().unwrap());
    let forged = with(FILM, head + 16, 3600 * timescale);
    let refused = measure(&forged).unwrap_err();
    assert!(
        matches!(refused, MediaRefusal::Lengths { header_ms: 3_600_000, pictures_ms: 6000, .. }),
        "{refused}"
    );
    // Halving the timescale says the same in another way.
    assert!(measure(&with(FILM, head + 12, timescale / 600)).is_err());
}

#[test]
fn pictures_that_are_stretched_are_refused() {
    // stts, one run: flags, runs, count, length of each. Header and sound still say six seconds.
    let run = payload(FILM, *b"stts") + 8;
    let length = u32::from_be_bytes(FILM[run + 4..run + 8].try_into().unwrap());
    // The track's own header goes along, else its reader finds a picture of less than no length.
    let track = payload(FILM, *b"mdhd") + 16;
    let said = u32::from_be_bytes(FILM[track..track + 4].try_into().unwrap());
    let stretched = with(&with(FILM, run + 4, length * 600), track, said * 600);
    assert!(matches!(measure(&stretched), Err(MediaRefusal::Lengths { pictures_ms: 3_600_000, .. })));
    let head = payload(FILM, *b"mvhd");
    let said = u32::from_be_bytes(FILM[head + 16..head + 20].try_into().unwrap());
    let both = with(&stretched, head + 16, said * 600);
    assert!(matches!(measure(&both), Err(MediaRefusal::Lengths { header_ms: 3_600_000, .. })));
    // The sound's track is no track any more: only the pictures are left to say how long it is, and they are too few.
    assert_eq!(measure(&without_sound(both)), Err(MediaRefusal::Stands));
}

#[test]
fn the_last_picture_is_not_stretched_by_its_tracks_header() {
    let (track, head) = (payload(FILM, *b"mdhd") + 16, payload(FILM, *b"mvhd") + 16);
    let number = |at: usize| u32::from_be_bytes(FILM[at..at + 4].try_into().unwrap());
    let forged = with(&with(FILM, track, number(track) * 600), head, number(head) * 600);
    let refused = measure(&without_sound(forged)).unwrap_err();
    assert!(matches!(refused, MediaRefusal::Lengths { pictures_ms: 6000, .. }), "{refused}");
}

#[test]
fn what_phones_cannot_play_and_what_is_not_whole_is_refused_with_what_to_do() {
    let hevc = measure(include_bytes!("films/hevc-hvc1.mp4")).unwrap_err();
    assert!(matches!(&hevc, MediaRefusal::Pictures(codec) if codec.starts_with("hvc1")), "{hevc}");
    assert_eq!(measure(include_bytes!("films/audio-only.m4a")), Err(MediaRefusal::NoPictures));
    assert_eq!(measure(include_bytes!("films/vp9-opus.webm")), Err(MediaRefusal::NoMp4));
    // Cut by a copy that stopped: the index at the end is not there.
    assert_eq!(measure(&FILM[..FILM.len() / 2]), Err(MediaRefusal::NoMp4));
    // Half of the pictures are gone, and the index still counts on all of them.
    let (begin, index) = (payload(FILM, *b"mdat"), payload(FILM, *b"moov") - 8);
    let half = begin + (index - begin) / 2;
    let film = [&FILM[..half], &FILM[index..]].concat();
    let film = with(&film, begin - 8, (half - begin + 8) as u32);
    assert_eq!(measure(&film), Err(MediaRefusal::CutOff));
    assert_eq!(measure(b""), Err(MediaRefusal::NoMp4));
    assert_eq!(measure("一段文字".as_bytes()), Err(MediaRefusal::NoMp4));
}

#[test]
fn an_index_that_claims_more_than_a_film_can_have_makes_no_room_for_it() {
    // stsz: flags, size of each (0: each its own), count.
    let count = payload(FILM, *b"stsz") + 8;
    assert_eq!(measure(&with(FILM, count, u32::MAX)), Err(MediaRefusal::NoMp4));
    for end in (0..FILM.len()).step_by(50_021) {
        assert!(measure(&FILM[..end]).is_err(), "{end}");
    }
}
