//! The key file: 32 random bytes, the master key that wraps every key of the site. It lives outside the database, so that a
//! stolen database alone opens nothing.

use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use anyhow::{Context, Result, bail};
use store::Db;
use store::digest::Purpose;
use store::setting::KEY_CHECK;
use vault::{Cipher, KEY_BYTES, Keys, Master};
use web::Rng;

/// Reads the key file and opens the database's keys with it. A new file is drawn only for a database that has never had
/// one: with another key every sealed number would be lost. `cipher` is for the first data key.
pub async fn keys(path: &Path, db: &Db, rng: &dyn Rng, cipher: Cipher, now_ms: i64) -> Result<Keys> {
    let known = db.setting(KEY_CHECK).await?;
    let master = match read(path)? {
        Some(master) => master,
        None if known.is_some() => bail!(
            "the key file {} is missing, and this database was written with one: put it back, or name it with --key-file",
            path.display()
        ),
        None => create(path, rng)?,
    };
    if let Some(keys) = open(path, &master, db, now_ms).await? {
        return Ok(keys);
    }
    let derived = Keys::from_master(&master.0);
    let check = check(&derived);
    if db.settle(KEY_CHECK, &check).await? != check {
        bail!(foreign(path));
    }
    db.make_first_keys(&derived, cipher, now_ms, &|bytes| rng.fill(bytes)).await?;
    open(path, &master, db, now_ms).await?.context("the keys just made are not there")
}

/// The keys of a file that is there; nothing is drawn and nothing is written.
pub async fn existing(path: &Path, db: &Db, now_ms: i64) -> Result<Option<Keys>> {
    let Some(master) = read(path)? else { return Ok(None) };
    if let Some(keys) = open(path, &master, db, now_ms).await? {
        return Ok(Some(keys));
    }
    let derived = Keys::from_master(&master.0);
    match db.setting(KEY_CHECK).await? {
        Some(known) if known != check(&derived) => bail!(foreign(path)),
        _ => Ok(Some(derived)),
    }
}

/// The keys that this master key opens; `None` where the database has none yet.
async fn open(path: &Path, master: &Master, db: &Db, now_ms: i64) -> Result<Option<Keys>> {
    let keys = db.keys_of(master, now_ms).await?;
    if keys.is_none() && !db.masters().await?.is_empty() {
        bail!(foreign(path));
    }
    Ok(keys)
}

fn check(keys: &Keys) -> String {
    hex::encode(keys.digest(Purpose::KeyCheck, "xueshi"))
}

fn foreign(path: &Path) -> String {
    format!(
        "the key file {} does not belong to this database: name the right one with --key-file",
        path.display()
    )
}

/// A key file that is there, or a new one.
pub fn read_or_create(path: &Path, rng: &dyn Rng) -> Result<Master> {
    match read(path)? {
        Some(master) => Ok(master),
        None => create(path, rng),
    }
}

/// The master key in a file that is there.
pub fn read(path: &Path) -> Result<Option<Master>> {
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => {
            return Err(error).with_context(|| format!("the key file {} cannot be read", path.display()));
        }
    };
    let size = bytes.len();
    let Ok(master) = <[u8; KEY_BYTES]>::try_from(bytes) else {
        bail!(
            "the key file {} holds {size} bytes instead of {KEY_BYTES}: it is damaged or another file",
            path.display()
        )
    };
    Ok(Some(Master(master)))
}

/// Draws a key into a new file that only its owner can read.
fn create(path: &Path, rng: &dyn Rng) -> Result<Master> {
    let mut master = [0; KEY_BYTES];
    rng.fill(&mut master);
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("the folder {} cannot be created", folder.display()))?;
    }
    // create_new: of two processes starting at once only one draws a key.
    let written = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .and_then(|mut file| file.write_all(&master).and_then(|()| file.sync_all()));
    written.with_context(|| format!("the key file {} cannot be written", path.display()))?;
    tracing::info!(path = %path.display(), "a new key file: keep a copy of it apart from the database");
    Ok(Master(master))
}
