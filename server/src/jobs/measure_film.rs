//! Looks at one film that was uploaded, and puts it where lessons find it.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::PathBuf;
use std::time::{Duration, UNIX_EPOCH};

use anyhow::{Context, Result};
use domain::audit::AuditAction;
use domain::film::{FilmRefusal, FilmState};
use domain::id::FilmId;
use store::StoreError;
use store::film::{Film, FoundFilm};
use store::job::Job;
use web::Site;

use crate::measure_film::{Found, in_own_process};
use crate::media::Measured;

/// Looks at the film of a job. What is broken is an error, and may work the next time; after the last attempt the film is
/// refused with that reason.
pub async fn run(site: &Site, job: &Job) -> Result<()> {
    let id = FilmId(job.subject.clone());
    let film = match site.db.film(&id).await {
        Err(StoreError::NotFound) => return Ok(()),
        film => film?,
    };
    if film.state() != FilmState::Measuring {
        return Ok(());
    }
    let found = match in_own_process(&site.films.program, &site.films.part(&id)).await {
        Ok(found) => found,
        Err(error) if job.is_last_attempt() => {
            refuse(site, &id, FilmRefusal::NotMeasured).await?;
            return Err(error);
        }
        Err(error) => return Err(error),
    };
    match found {
        Found::Refused(why) => refuse(site, &id, why).await,
        Found::Film(measured) if measured.bytes != film.bytes_total => {
            refuse(site, &id, FilmRefusal::CutOff).await
        }
        Found::Film(measured) => put(site, &film, measured).await,
    }
}

async fn refuse(site: &Site, id: &FilmId, why: FilmRefusal) -> Result<()> {
    tracing::info!(film = %id, why = why.as_str(), "a film was refused");
    site.db.film_refused(id, why, site.now()).await?;
    drop(std::fs::remove_file(site.films.part(id)));
    Ok(())
}

/// Gives the file its place under its digest, then says so. A process that ends between finds the upload again.
async fn put(site: &Site, film: &Film, measured: Measured) -> Result<()> {
    let Measured { duration_ms, bytes, sha256 } = measured;
    let _alone = site.films.placing.lock().await;
    let (part, place, now_ms) = (site.films.part(&film.id), site.films.file(&sha256), site.now());
    let folder = site.films.folder().to_owned();
    let from = part.clone();
    tokio::task::spawn_blocking(move || link(&from, place, &folder, now_ms))
        .await?
        .context("the film cannot be put into its place")?;
    let action = AuditAction::FilmReady {
        film: film.id.clone(),
        organisation: film.organisation_id.clone(),
        sha256: sha256.clone(),
        duration_ms,
        bytes,
    };
    site.db.film_ready(&film.id, &FoundFilm { sha256, duration_ms }, &site.event_by_system(action)).await?;
    drop(std::fs::remove_file(part));
    Ok(())
}

/// The same bytes under another name, durable. Another film may have been the same.
fn link(part: &PathBuf, place: PathBuf, folder: &PathBuf, now_ms: i64) -> io::Result<()> {
    match std::fs::hard_link(part, &place) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    // The site's time, for whoever tidies up: nothing that is as new as this is taken for forgotten.
    let file = OpenOptions::new().write(true).open(place)?;
    file.set_modified(UNIX_EPOCH + Duration::from_millis(u64::try_from(now_ms).unwrap_or(0)))?;
    file.sync_all()?;
    File::open(folder)?.sync_all()
}
