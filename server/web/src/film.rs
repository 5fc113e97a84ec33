//! Where the bytes of films lie, and who writes them at the moment.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use domain::id::FilmId;

/// The folder of films, and the program that looks into them.
#[derive(Debug)]
pub struct Films {
    folder: PathBuf,
    /// This program, for what a stranger's file must not do to the server itself.
    pub program: PathBuf,
    receiving: Mutex<BTreeSet<FilmId>>,
    /// Held while a file gets its place or loses it: the same film may be ready for one institution while another deletes it.
    pub placing: tokio::sync::Mutex<()>,
}

impl Films {
    pub fn new(folder: impl Into<PathBuf>, program: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
            program: program.into(),
            receiving: Mutex::default(),
            placing: tokio::sync::Mutex::default(),
        }
    }

    /// Where finished films lie, and nothing else that may be fetched.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where uploads lie.
    pub fn parts(&self) -> PathBuf {
        self.folder.join("parts")
    }

    /// What has arrived of a film.
    pub fn part(&self, id: &FilmId) -> PathBuf {
        self.parts().join(format!("{id}.part"))
    }

    /// A finished film.
    pub fn file(&self, sha256: &str) -> PathBuf {
        self.folder.join(format!("{sha256}.mp4"))
    }

    /// The right to write to a film's upload in this process; `None` while another request does.
    pub fn receive(self: &Arc<Self>, id: &FilmId) -> Option<Receiving> {
        let mut receiving = self.receiving.lock().unwrap_or_else(PoisonError::into_inner);
        receiving.insert(id.clone()).then(|| Receiving { films: self.clone(), id: id.clone() })
    }
}

/// Held while a request writes to an upload.
#[derive(Debug)]
pub struct Receiving {
    films: Arc<Films>,
    id: FilmId,
}

impl Drop for Receiving {
    fn drop(&mut self) {
        self.films.receiving.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.id);
    }
}

/// A moment as headers say it: `Sun, 06 Nov 1994 08:49:37 GMT`.
pub fn http_date(at_ms: i64) -> String {
    let at = chrono::DateTime::from_timestamp_millis(at_ms).unwrap_or_default();
    at.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_as_headers_have_it() {
        assert_eq!(http_date(784_111_777_000), "Sun, 06 Nov 1994 08:49:37 GMT");
    }

    #[test]
    fn one_request_at_a_time_writes_to_an_upload() {
        let films = Arc::new(Films::new("films", "xueshi"));
        let (one, other) = (FilmId::from("a"), FilmId::from("b"));
        let held = films.receive(&one);
        assert!(held.is_some() && films.receive(&one).is_none() && films.receive(&other).is_some());
        drop(held);
        assert!(films.receive(&one).is_some());
    }
}
