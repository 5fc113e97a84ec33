//! What is found in the films that are handed in, and what becomes of those that cannot be used.

use domain::id::FilmId;
use server::jobs::do_one;
use sha2::{Digest, Sha256};
use store::job::JobKind;

use super::{FILM, begun, files_in, patch, state_of, uploaded};
use crate::site::{on_both, on_sqlite};

#[tokio::test]
async fn every_kind_of_file_is_taken_or_refused_with_its_reason() {
    on_sqlite(async |site| {
        let lin = site.teacher("lin").await;
        for (film, state) in [
            (&include_bytes!("../films/h264-faststart.mp4")[..], "ready"),
            (include_bytes!("../films/h264-moov-last.mp4"), "ready"),
            (include_bytes!("../films/no-audio.mp4"), "ready"),
            (include_bytes!("../films/rotated-90.mp4"), "ready"),
            (include_bytes!("../films/fragmented.mp4"), "ready"),
            (include_bytes!("../films/forged-mvhd-3600s.mp4"), "lengths"),
            (include_bytes!("../films/hevc-hvc1.mp4"), "pictures"),
            (include_bytes!("../films/audio-only.m4a"), "no_pictures"),
            (include_bytes!("../films/vp9-opus.webm"), "no_mp4"),
            (include_bytes!("../films/truncated-media.mp4"), "no_mp4"),
        ] {
            let id = uploaded(&lin, "film.mp4", film).await;
            assert_eq!(state_of(site, &id).await, state);
        }
        assert!(files_in(site.site.films.parts()).is_empty(), "nothing is kept of what cannot be used");
        let page = lin.get("/films").await;
        for says in ["不能用", "很多手机放不了", "只有声音", "对不上"] {
            assert!(page.is(200).text().contains(says), "{says}: {}", page.text());
        }
    })
    .await;
}

/// The place of the payload of the first box of this kind.
fn payload(film: &[u8], kind: [u8; 4]) -> usize {
    film.windows(4).position(|four| four == kind).unwrap() + 4
}

#[tokio::test]
async fn an_index_made_by_malice_costs_the_server_nothing() {
    on_sqlite(async |site| {
        let lin = site.teacher("lin").await;
        // Four thousand million samples in one run of lengths, and in the table of their sizes.
        for (kind, at) in
            [(*b"stsz", 8), (*b"stts", 4), (*b"stts", 8), (*b"stsc", 4), (*b"stco", 4), (*b"ctts", 4)]
        {
            let mut film = FILM.to_vec();
            if !film.windows(4).any(|four| four == kind) {
                continue;
            }
            let place = payload(&film, kind) + at;
            film[place..place + 4].copy_from_slice(&u32::MAX.to_be_bytes());
            let id = uploaded(&lin, "film.mp4", film.leak()).await;
            let (state, film) = (state_of(site, &id).await, site.site.db.film(&id).await.unwrap());
            // A run of lengths that is longer than the film has samples makes nothing longer.
            assert!(!matches!(&*state, "measuring" | "not_measured"), "{kind:?}: {state}");
            assert!(matches!(film.duration_ms, None | Some(6000)), "{kind:?}: {film:?}");
            assert!(kind != *b"stsz" || state == "no_mp4", "{state}");
        }
    })
    .await;
}

#[tokio::test]
async fn where_a_film_was_made_and_by_whom_is_taken_out() {
    on_both(async |site| {
        let lin = site.teacher("lin").await;
        // A place as phones write it, after the index, whose size grows with it: the pictures of this film lie before.
        let film = include_bytes!("../films/h264-moov-last.mp4");
        let index = payload(film, *b"moov") - 8;
        let place = "+37.4340+118.6740/CRSapple.location".as_bytes();
        let words = [&(8 + place.len() as u32).to_be_bytes()[..], b"udta", place].concat();
        let size = (film.len() - index + words.len()) as u32;
        let film = [&film[..index], &size.to_be_bytes(), &film[index + 4..], &words].concat();
        let id = uploaded(&lin, "film.mp4", film.clone().leak()).await;
        let sha256 = site.site.db.film(&id).await.unwrap().sha256.unwrap();
        let kept = std::fs::read(site.site.films.file(&sha256)).unwrap();
        assert_eq!(kept.len(), film.len());
        assert_ne!(hex::encode(Sha256::digest(&film)), sha256);
        for gone in [&b"+37.4340"[..], b"udta", b"apple"] {
            assert!(!kept.windows(gone.len()).any(|part| part == gone), "{gone:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_film_that_could_not_be_looked_at_says_so_in_the_end() {
    on_sqlite(async |site| {
        let mut broken = site.node(0);
        broken.site.films =
            std::sync::Arc::new(web::Films::new(site.site.films.folder(), "/no/such/program"));
        broken.serves_anew();
        let lin = site.teacher("lin").await;
        let upload = begun(&lin, "a.mp4", FILM.len()).await;
        patch(&lin, &upload, 0, FILM, &[]).await.is(204);
        let id = FilmId(upload.rsplit('/').next().unwrap().to_owned());
        assert!(do_one(&broken.site, JobKind::MeasureFilm).await.unwrap());
        assert_eq!(state_of(site, &id).await, "measuring", "it is tried again");
        for _ in 0..store::job::ATTEMPTS_MAX {
            broken.clock.forward_s(3600);
            do_one(&broken.site, JobKind::MeasureFilm).await.unwrap();
        }
        assert_eq!(state_of(site, &id).await, "not_measured");
    })
    .await;
}
