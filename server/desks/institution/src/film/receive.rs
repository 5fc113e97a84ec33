//! Writing one part of an upload: straight to the disk, and nothing is told before it is durable.

use std::io::SeekFrom;
use std::time::Duration;

use anyhow::Context;
use axum::body::Body;
use domain::film::FilmState;
use futures_util::StreamExt;
use sha2::{Digest, Sha256};
use store::film::Film;
use tokio::fs::{File, OpenOptions};
use tokio::io::{AsyncSeekExt, AsyncWriteExt};
use web::Site;
use web::error::AppError;

/// Whoever sends nothing for so long is gone.
const SILENCE_MAX: Duration = Duration::from_secs(30);

/// What a request brings.
pub struct Part {
    /// Where it begins: what is durable so far.
    pub offset: i64,
    /// It may have so many bytes.
    pub most: i64,
    pub checksum: Option<[u8; 32]>,
}

/// What became of it.
pub enum Received {
    /// So much is durable now: all of the part, or what arrived of it.
    Until(i64),
    /// It is not what its sender said; nothing of it is kept.
    WrongChecksum,
    /// There was more than may be; nothing of it is kept.
    TooMuch,
    /// Another server took a part of the same film meanwhile.
    Overtaken,
}

/// How much of a film is durable. The row says so; should the disk have lost something all the same, the row is put right.
pub async fn durable(site: &Site, film: &Film) -> Result<i64, AppError> {
    if film.state() != FilmState::Receiving || film.bytes_received == 0 {
        return Ok(film.bytes_received);
    }
    let there = tokio::fs::metadata(site.films.part(&film.id)).await.map_or(0, |file| file.len() as i64);
    if there >= film.bytes_received {
        return Ok(film.bytes_received);
    }
    tracing::error!(film = %film.id, there, told = film.bytes_received, "the disk has lost a part of an upload");
    site.db.film_received(&film.id, film.bytes_received, there, site.now()).await?;
    Ok(there)
}

/// Takes a part. A part that is cut off leaves what arrived of it, unless it came with a checksum.
pub async fn receive(site: &Site, film: &Film, part: &Part, body: Body) -> Result<Received, AppError> {
    let mut file = open(site, film, part.offset).await.context("the upload cannot be written")?;
    let (written, how) = write(&mut file, part, body).await.context("the upload cannot be written")?;
    let refused = match how {
        End::TooMuch => Some(Received::TooMuch),
        End::Cut if part.checksum.is_some() => Some(Received::Until(part.offset)),
        End::Whole(digest) if part.checksum.is_some_and(|said| said != digest) => {
            Some(Received::WrongChecksum)
        }
        End::Whole(_) | End::Cut => None,
    };
    if let Some(refused) = refused {
        file.set_len(part.offset as u64).await.context("the upload cannot be cut back")?;
        return Ok(refused);
    }
    file.sync_data().await.context("the upload cannot be made durable")?;
    let now = part.offset + written;
    let taken = site.db.film_received(&film.id, part.offset, now, site.now()).await?;
    Ok(if taken { Received::Until(now) } else { Received::Overtaken })
}

/// The upload's file, as long as what is durable of it.
async fn open(site: &Site, film: &Film, offset: i64) -> std::io::Result<File> {
    let (folder, path) = (site.films.parts(), site.films.part(&film.id));
    tokio::fs::create_dir_all(&folder).await?;
    let mut file = OpenOptions::new().write(true).create(true).truncate(false).open(path).await?;
    if offset == 0 {
        // That it is there must survive a power cut too.
        File::open(folder).await?.sync_all().await?;
    }
    file.set_len(offset as u64).await?;
    file.seek(SeekFrom::Start(offset as u64)).await?;
    Ok(file)
}

/// How a part ended.
enum End {
    /// With this digest, where one was asked for.
    Whole([u8; 32]),
    Cut,
    TooMuch,
}

async fn write(file: &mut File, part: &Part, body: Body) -> std::io::Result<(i64, End)> {
    let (mut stream, mut written, mut digest) = (body.into_data_stream(), 0, Sha256::new());
    let end = loop {
        match tokio::time::timeout(SILENCE_MAX, stream.next()).await {
            Ok(None) => break End::Whole(digest.finalize().into()),
            Ok(Some(Ok(bytes))) if written + bytes.len() as i64 > part.most => break End::TooMuch,
            Ok(Some(Ok(bytes))) => {
                if part.checksum.is_some() {
                    digest.update(&bytes);
                }
                file.write_all(&bytes).await?;
                written += bytes.len() as i64;
            }
            Ok(Some(Err(_))) | Err(_) => break End::Cut,
        }
    };
    file.flush().await?;
    Ok((written, end))
}
