//! With what is erased: uploads that nobody went on with, and files of films that nobody wants any more.

use std::ffi::OsString;
use std::io;
use std::path::Path;
use std::time::{Duration, UNIX_EPOCH};

use anyhow::Result;
use domain::film::is_file_name;
use domain::id::FilmId;
use web::Site;

/// So long a file without a line is left alone: its line may be about to be written, on another node.
const LEFT_ALONE: Duration = Duration::from_hours(1);

/// Forgets uploads whose time is over, then removes what nobody wants. First the lines: an upload without its line is found by the
/// next round, a line without its bytes would be a lie.
pub async fn run(site: &Site) -> Result<()> {
    site.db.forget_films(site.now()).await?;
    for name in names_in(&site.films.parts())? {
        let id = name.to_str().and_then(|name| name.strip_suffix(".part")).map(FilmId::from);
        if let Some(id) = id
            && !site.db.film_part_is_wanted(&id).await?
        {
            drop(std::fs::remove_file(site.films.part(&id)));
        }
    }
    let now = UNIX_EPOCH + Duration::from_millis(u64::try_from(site.now()).unwrap_or(0));
    for name in names_in(site.films.folder())? {
        let Some(name) = name.to_str().filter(|name| is_file_name(name)) else { continue };
        let path = site.films.folder().join(name);
        let modified = std::fs::metadata(&path).and_then(|file| file.modified());
        let is_old = modified.is_ok_and(|at| now.duration_since(at).is_ok_and(|age| age > LEFT_ALONE));
        let _alone = site.films.placing.lock().await;
        if is_old && !site.db.film_file_is_wanted(name.trim_end_matches(".mp4")).await? {
            drop(std::fs::remove_file(path));
        }
    }
    Ok(())
}

/// The names in a folder; none where there is no such folder yet.
fn names_in(folder: &Path) -> io::Result<Vec<OsString>> {
    match std::fs::read_dir(folder) {
        Ok(entries) => entries.map(|entry| Ok(entry?.file_name())).collect(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}
