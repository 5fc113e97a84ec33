//! The key file: 32 random bytes from which every secret of the site is derived. It lives outside the database, so that
//! a stolen database alone opens nothing.

use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use anyhow::{Context, Result, bail};
use app::request::Dice;
use store::Db;
use store::keys::{Keys, Purpose};
use store::setting::KEY_CHECK;

const KEY_BYTES: usize = 32;

/// Reads the key file and proves that it belongs to this database. A new file is drawn only for a database that has
/// never had one: with another key every sealed number would be lost.
pub async fn keys(path: &Path, db: &Db, dice: &dyn Dice) -> Result<Keys> {
    let known = db.setting(KEY_CHECK).await?;
    let master = match read(path)? {
        Some(master) => master,
        None if known.is_some() => bail!(
            "the key file {} is missing, and this database was written with one: put it back, or name it with --key-file",
            path.display()
        ),
        None => create(path, dice)?,
    };
    let keys = Keys::from_master(&master);
    let check = hex::encode(keys.digest(Purpose::KeyCheck, "xueshi"));
    if db.settle(KEY_CHECK, &check).await? != check {
        bail!(
            "the key file {} does not belong to this database: name the right one with --key-file",
            path.display()
        );
    }
    Ok(keys)
}

/// The keys of a file that is there; nothing is drawn and nothing is written.
pub fn existing(path: &Path) -> Result<Option<Keys>> {
    Ok(read(path)?.map(|master| Keys::from_master(&master)))
}

fn read(path: &Path) -> Result<Option<[u8; KEY_BYTES]>> {
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => {
            return Err(error).with_context(|| format!("the key file {} cannot be read", path.display()));
        }
    };
    let size = bytes.len();
    let Ok(master) = bytes.try_into() else {
        bail!(
            "the key file {} holds {size} bytes instead of {KEY_BYTES}: it is damaged or another file",
            path.display()
        )
    };
    Ok(Some(master))
}

/// Draws a key into a new file that only its owner can read.
fn create(path: &Path, dice: &dyn Dice) -> Result<[u8; KEY_BYTES]> {
    let mut master = [0; KEY_BYTES];
    dice.fill(&mut master);
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
    Ok(master)
}
